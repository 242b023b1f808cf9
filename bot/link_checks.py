"""Asks whether pages are still there, as a polite guest: seldom, little, slowly, and not where it is not wanted.

It never raises: whatever a site does, something came of it. No address and no answer is written to a log.
"""

from __future__ import annotations

import asyncio
import socket
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.robotparser import RobotFileParser

import aiohttp
from yarl import URL

from bot.link_places import Places, Refused, look_up, may_reach
from bot.services.training_links import Seen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection
    from ssl import SSLContext
    from typing import Self

    from bot.link_places import LookUp, MayReach

AGENT: Final = "Kettle-link-check"
"""What Kettle calls itself, for a site's log and for its rules."""

CONTROL: Final = "discord.com"
"""A name that Kettle cannot do without: only while it leads somewhere does another that does not tell anything."""

PAUSE: Final = 2.0
"""Seconds between two requests to a host."""

TIME_LIMIT: Final = 10.0
"""Seconds that a site has for one answer."""

PATIENCE: Final = 90.0
"""Seconds for one link with all that it leads to, and all pauses."""

HOPS: Final = 5
"""How often a link may lead on."""

AT_ONCE: Final = 4
"""Hosts that are asked at the same time."""

RULES_LIMIT: Final = 512 << 10
"""Bytes of a site's rules that are read: as much as RFC 9309 wants. Of a page nothing is read but its head."""

BUFFER: Final = 16 << 10
"""Bytes that are taken off a connection at a time."""

LEADS_ON: Final = frozenset({301, 302, 303, 307, 308})
FOR_GOOD: Final = frozenset({301, 308})
GONE: Final = frozenset({404, 410})
NOT_BY_HEAD: Final = frozenset({400, 403, 404, 405, 406, 410, 500, 501})
"""Answers to HEAD after which GET is asked: many sites know only the latter."""

TOO_MUCH: Final = 429
BUSY: Final = 503

NOWHERE: Final = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
"""What a resolver says of a name that does not exist. All else it says may be over in an hour."""

SILENCE: Final = (aiohttp.ClientError, OSError, TimeoutError, ValueError, RuntimeError)
"""What asking ends in where there is no answer: no connection, none in time, or nothing that HTTP knows."""

UNCLEAR: Final = Seen("unclear")


@dataclass(frozen=True)
class Reply:
    """What a site answered: where it leads on to, if it does, and its rules, if they were asked for."""

    code: int
    location: str = ""
    body: bytes = b""


@dataclass
class Host:
    """What is known of a host during one run."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    learning: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    rules: RobotFileParser | Seen | None = None
    has_enough: int = 0


class Ended(Exception):
    """It is known what came of a look, before the page was asked for."""

    def __init__(self, seen: Seen) -> None:
        super().__init__()
        self.seen = seen


class LinkClient:
    """Looks at links. It is made for one run and forgotten after it, with all that it knows of hosts."""

    def __init__(
        self, *, may_reach: MayReach = may_reach, look_up: LookUp = look_up, tls: SSLContext | None = None
    ) -> None:
        self._places = Places(may_reach, look_up)
        self._tls = tls
        self._hosts: defaultdict[str, Host] = defaultdict(Host)
        self._is_online: bool | None = None

    async def __aenter__(self) -> Self:
        """Open it: nothing of a proxy, a cookie or a connection from before is used."""
        connector = aiohttp.TCPConnector(
            resolver=self._places,
            socket_factory=self._places.open_socket,
            ssl=self._tls or True,
            use_dns_cache=False,
            force_close=True,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity"},
            timeout=aiohttp.ClientTimeout(total=TIME_LIMIT),
            auto_decompress=False,
            trust_env=False,
            read_bufsize=BUFFER,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def check_all(self, links: Collection[str]) -> dict[str, Seen]:
        """Look at links: those of a host one after the other, a few hosts at the same time."""
        groups, found = defaultdict(list), dict[str, Seen]()
        for link in dict.fromkeys(links):
            groups[_host_of(link)].append(link)
        gate = asyncio.Semaphore(AT_ONCE)

        async def look_at(group: list[str]) -> None:
            async with gate:
                for link in group:
                    found[link] = await self.check(link)

        await asyncio.gather(*map(look_at, groups.values()))
        return found

    async def check(self, link: str) -> Seen:
        """Look at one link, and say what came of it."""
        if self._is_online is False:
            return UNCLEAR
        try:
            async with asyncio.timeout(PATIENCE):
                reply, moved_to = await self._follow(URL(link), self._ask_page)
        except Ended as ended:
            return ended.seen
        except SILENCE as error:
            return await self._judge(error)
        if reply.code in GONE:
            return Seen("gone", reply.code)
        if reply.code // 100 != 2:  # noqa: PLR2004 every 2xx is a page
            return Seen("unclear", reply.code)
        return Seen("moved" if moved_to else "ok", reply.code, moved_to)

    async def _judge(self, error: Exception) -> Seen:
        """Say what silence means. A name that leads nowhere is gone, unless the whole internet seems to be."""
        cause = getattr(error, "os_error", error)
        if isinstance(cause, Refused):
            return Seen("refused")
        if not isinstance(cause, socket.gaierror):
            return UNCLEAR
        if self._is_online is None:
            self._is_online = await self._find_control()
        return Seen("gone") if self._is_online and cause.errno in NOWHERE else UNCLEAR

    async def _find_control(self) -> bool:
        try:
            async with asyncio.timeout(TIME_LIMIT):
                return bool(await self._places.look_up(CONTROL, 443))
        except (OSError, TimeoutError):
            return False

    async def _follow(self, url: URL, ask: Callable[[URL], Awaitable[Reply]]) -> tuple[Reply, str]:
        """Ask, and go where the answer leads; give the last answer, and where the page has moved to for good."""
        moved_to, is_for_good = "", True
        for _ in range(HOPS + 1):
            reply = await ask(url)
            if reply.code not in LEADS_ON or not reply.location:
                return reply, moved_to
            url = url.join(URL(reply.location))
            is_for_good = is_for_good and reply.code in FOR_GOOD
            moved_to = str(url) if is_for_good else moved_to
        raise Ended(Seen("unclear", reply.code))

    async def _ask_page(self, url: URL) -> Reply:
        """Ask for a page's head, in the way that the site knows, if its rules allow it."""
        self._places.check(url)
        host = self._hosts[url.raw_host or ""]
        async with host.learning:
            host.rules = host.rules or await self._learn_rules(url.origin())
        if isinstance(host.rules, Seen):
            raise Ended(host.rules)
        if not host.rules.can_fetch(AGENT, str(url)):
            raise Ended(Seen("robots"))
        reply = await self._ask("HEAD", url)
        return await self._ask("GET", url) if reply.code in NOT_BY_HEAD else reply

    async def _learn_rules(self, origin: URL) -> RobotFileParser | Seen:
        """Read a site's rules for programs. One that has none allows all; one that is not well is asked for nothing."""
        try:
            reply, _ = await self._follow(origin / "robots.txt", self._ask_rules)
            if reply.code == TOO_MUCH or reply.code >= 500:  # noqa: PLR2004 every 5xx is a fault of the site
                return Seen("unclear", reply.code)
            rules = RobotFileParser()
            # In a thread of its own: hostile rules would hold everybody up for a third of a second.
            await asyncio.to_thread(rules.parse, reply.body.decode("utf-8-sig", errors="replace").splitlines())
        except Ended as ended:
            return ended.seen
        except SILENCE as error:
            return await self._judge(error)
        return rules

    async def _ask_rules(self, url: URL) -> Reply:
        return await self._ask("GET", url, most=RULES_LIMIT)

    async def _ask(self, method: str, url: URL, *, most: int = 0) -> Reply:
        """Ask once, when the host has had its pause; one that said it has enough is not asked in this run any more."""
        self._places.check(url)
        host, clock = self._hosts[url.raw_host or ""], asyncio.get_running_loop()
        async with host.turn:
            if host.has_enough:
                return Reply(host.has_enough)
            await asyncio.sleep(host.free_at - clock.time())
            try:
                async with self._session.request(method, url, allow_redirects=False) as reply:
                    body = await _read(reply, most)
            finally:
                host.free_at = clock.time() + PAUSE
            is_enough = reply.status == TOO_MUCH or (reply.status == BUSY and "Retry-After" in reply.headers)
            host.has_enough = reply.status if is_enough else 0
        return Reply(reply.status, reply.headers.get("Location", ""), body)


def _host_of(link: str) -> str:
    try:
        return URL(link).raw_host or ""
    except ValueError:
        return ""


async def _read(reply: aiohttp.ClientResponse, most: int) -> bytes:
    """Read so many bytes of an answer that is what was asked for; the rest is left where it is."""
    body, is_it = bytearray(), reply.status // 100 == 2  # noqa: PLR2004 every 2xx
    while is_it and len(body) < most and (chunk := await reply.content.read(most - len(body))):
        body += chunk
    return bytes(body)
