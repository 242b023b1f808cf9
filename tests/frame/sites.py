"""Made-up sites on this machine, with TLS as in the world outside, that answer as a test wants them to.

All names beneath example.org lead to it. The key is nobody's: it is made for these tests, for all to see.
"""

from __future__ import annotations

import socket
import ssl
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from aiohttp import web

from bot.link_checks import LinkClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

HERE = "127.0.0.1"

Answer = int | web.Response | Callable[[web.Request], Awaitable[web.StreamResponse]]


class Asked(NamedTuple):
    """A request as it came."""

    method: str
    host: str
    path: str
    headers: dict[str, str]


class Sites:
    """One server for many names. What nothing is said about is a page, or a site without rules for programs."""

    def __init__(self) -> None:
        self.port = 0
        self.answers: dict[str, Answer] = {}
        """By method and path, or by path alone."""
        self.names: dict[str, Sequence[str] | OSError] = {}
        """Where names lead that are not beneath example.org."""
        self.asked: list[Asked] = []
        self.looked_up: list[str] = []
        self.waits: defaultdict[str, list[float]] = defaultdict(list)
        """Seconds from the end of a host's request to the start of its next one."""
        self._busy: Counter[str] = Counter()
        self._ended: dict[str, float] = {}

    def link(self, path: str = "/page", host: str = "www.example.org") -> str:
        """Give the address of a page."""
        return f"https://{host}:{self.port}{path}"

    def leads(self, code: int, to: str) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Give an answer that leads on."""

        async def answer(_: web.Request) -> web.Response:
            return web.Response(status=code, headers={"Location": to})

        return answer

    @property
    def pages(self) -> list[str]:
        """Give method and path of each request but those for rules."""
        return [f"{each.method} {each.path}" for each in self.asked if each.path != "/robots.txt"]

    def may_reach(self, address: str, port: int) -> bool:
        """Let the tests' own server be reached, and nothing else."""
        return (address, port) == (HERE, self.port)

    async def look_up(self, host: str, _: int) -> Sequence[str]:
        """Say where a name leads."""
        self.looked_up.append(host)
        found = self.names.get(host)
        if found is None:
            found = [HERE] if host.endswith("example.org") else socket.gaierror(socket.EAI_NONAME, "no such name")
        if isinstance(found, OSError):
            raise found
        return found

    def client(self, tls: ssl.SSLContext | None = None) -> LinkClient:
        """Give a client that takes these sites for the internet."""
        return LinkClient(may_reach=self.may_reach, look_up=self.look_up, tls=tls or trusting())

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Note a request and answer it."""
        host = request.url.host or ""
        if host in self._ended:
            self.waits[host].append(monotonic() - self._ended[host])
        self.asked.append(Asked(request.method, host, request.path, dict(request.headers)))
        self._busy[host] += 1
        assert self._busy[host] == 1, "a host is asked twice at a time"
        try:
            return await self._answer(request)
        finally:
            self._busy[host] -= 1
            self._ended[host] = monotonic()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        usual = 404 if request.path == "/robots.txt" else 200
        here = f"{request.url.host}{request.path}"
        keys = (f"{request.method} {request.path}", here, request.path)
        answer = next((self.answers[key] for key in keys if key in self.answers), usual)
        if isinstance(answer, int):
            return web.Response(status=answer)
        return answer if isinstance(answer, web.Response) else await answer(request)


@asynccontextmanager
async def serving_sites(folder: Path) -> AsyncIterator[Sites]:
    """Run the server."""
    sites = Sites()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", sites.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    try:
        place = web.TCPSite(runner, HERE, 0, ssl_context=proving(folder))
        await place.start()
        sites.port = runner.addresses[0][1]
        yield sites
    finally:
        await runner.cleanup()


def proving(folder: Path) -> ssl.SSLContext:
    """Give what a server needs to be example.org."""
    (folder / "made-up.pem").write_text(f"{CERTIFICATE}\n{KEY}\n")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "made-up.pem")
    return context


def trusting() -> ssl.SSLContext:
    """Give what a client needs to believe it."""
    return ssl.create_default_context(cadata=AUTHORITY)


AUTHORITY = """
-----BEGIN CERTIFICATE-----
MIIBazCCARGgAwIBAgIBATAKBggqhkjOPQQDAjAcMRowGAYDVQQDDBFNYWRlIHVw
IGZvciB0ZXN0czAgFw0yNTAxMDEwMDAwMDBaGA8yMTI1MDEwMTAwMDAwMFowHDEa
MBgGA1UEAwwRTWFkZSB1cCBmb3IgdGVzdHMwWTATBgcqhkjOPQIBBggqhkjOPQMB
BwNCAAR3Bg6HW2JZ8VSvNukTEUPsGGZ44KWe1WDLhdXK0mYCqC18yh9yHPi1J3cb
k9F6ZgYTZjRm83gEmU7Dg67CYVQko0IwQDAPBgNVHRMBAf8EBTADAQH/MA4GA1Ud
DwEB/wQEAwIBBjAdBgNVHQ4EFgQUj/Idg4ijWrpy/jxifb+moWkQ6fAwCgYIKoZI
zj0EAwIDSAAwRQIhANRQ49bRsgfAQjmTk/vfWsjuBdrutJ8VOjo0gAkz1fTnAiAp
xPbL2jZoyz40Gx4CEcnl3CHOKjSA+Sk3IBpsbtoSLw==
-----END CERTIFICATE-----
"""

CERTIFICATE = """
-----BEGIN CERTIFICATE-----
MIIByDCCAW2gAwIBAgIBAjAKBggqhkjOPQQDAjAcMRowGAYDVQQDDBFNYWRlIHVw
IGZvciB0ZXN0czAgFw0yNTAxMDEwMDAwMDBaGA8yMTI1MDEwMTAwMDAwMFowFjEU
MBIGA1UEAwwLZXhhbXBsZS5vcmcwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQs
m/UcUBFvImoznb7+ctPha6qfGqBVDA7qV3VeDKCW2NezqFMmruSs3UEQsG+r4LM+
BEWY8YfCWaeNtCrHlb2/o4GjMIGgMAwGA1UdEwEB/wQCMAAwDgYDVR0PAQH/BAQD
AgeAMBMGA1UdJQQMMAoGCCsGAQUFBwMBMB0GA1UdDgQWBBT10LuAEroFXUwnaqAR
4RZrdZi6tDAfBgNVHSMEGDAWgBSP8h2DiKNaunL+PGJ9v6ahaRDp8DArBgNVHREE
JDAigg0qLmV4YW1wbGUub3JnggtleGFtcGxlLm9yZ4cEfwAAATAKBggqhkjOPQQD
AgNJADBGAiEAn3e0UwYlu+RaAN2xJq4d3tfzPPyOaXP6YrSJSjRsp4ACIQDDMr5t
qgIu3hIjobltCjx61pqCi48VDWNwrTAbv7SRHQ==
-----END CERTIFICATE-----
"""

KEY = """
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZLxdLFbyDnLQ8waD
YbWPVH+Vty9s/LV3egF6edFUKtihRANCAAQsm/UcUBFvImoznb7+ctPha6qfGqBV
DA7qV3VeDKCW2NezqFMmruSs3UEQsG+r4LM+BEWY8YfCWaeNtCrHlb2/
-----END PRIVATE KEY-----
"""
