"""The stand-in as one thing: a port on loopback, the REST door, the gateway, and people's gestures."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

from tests.wire.standin.changes import Changes
from tests.wire.standin.faults import Fault
from tests.wire.standin.gateway import Gateway
from tests.wire.standin.gestures import Gestures
from tests.wire.standin.limits import Limits
from tests.wire.standin.rest import Request, Rest
from tests.wire.standin.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.standin.weather import Weather
    from tests.wire.standin.world import Json, Person

HOST = "127.0.0.1"
LARGEST_UPLOAD = 32 * 1024 * 1024


class StandIn:
    """`async with StandIn() as discord:` starts one with a seeded community.

    `discord.api` is the address for the bot; `down()` and `up()` keep the port and the memory.
    """

    def __init__(self, people: tuple[Person, ...] = ()) -> None:
        self.world = World()
        self.community = self.world.add_community("The Sample Community", people)
        self.rest = Rest(self.world)
        self.gateway = Gateway(self.world)
        self.people = Gestures(self.world, self.gateway)
        self.changes = Changes(self.world, self.gateway)
        self.port = 0
        self.world.tell = self._tell
        self._telling: set[asyncio.Task[None]] = set()
        self._runner: web.AppRunner | None = None
        self._wind: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.up()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.weather(None)
        await self.down()

    @property
    def api(self) -> str:
        """The address with the version, as `discord.http.Route.BASE` has it."""
        return f"http://{HOST}:{self.port}/api/v10"

    @property
    def requests(self) -> list[Request]:
        return self.rest.requests

    @property
    def asked(self) -> list[tuple[str, str, Any]]:
        """The same as the judge reads them: method, path, body."""
        return [(seen.method, seen.path, seen.body) for seen in self.rest.requests]

    @property
    def surprises(self) -> list[str]:
        """What the bot asked for and the stand-in does not know; a test expects none."""
        return self.rest.surprises + self.gateway.surprises

    async def up(self) -> None:
        """Listen, on the same port as before if there was one."""
        self.rest.closing.clear()
        app = web.Application(client_max_size=LARGEST_UPLOAD)
        app.router.add_route("*", "/{path:.*}", self._door)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.gateway.base = f"ws://{HOST}:{self.port}/"

    async def down(self) -> None:
        """Stop listening and cut every connection."""
        self.rest.closing.set()
        await self.gateway.drop(1001)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def _tell(self, event: str, data: Json, guild_id: str) -> None:
        """Have the gateway say what a request changed, beside its answer: neither waits for the other."""
        task = asyncio.create_task(self.gateway.tell(event, dict(data), guild_id))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _door(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self.gateway.handle(request)
        return await self.rest.handle(request)

    def fault(self, method: str, path: str, **how: Any) -> Fault:
        """The next matching request fails this way; `times=None` for all of them."""
        fault = Fault(method, path, **how)
        self.rest.faults.append(fault)
        return fault

    def weather(self, weather: Weather | None) -> None:
        """From now on a share of everything fails, until told None."""
        if self._wind is not None:
            self._wind.cancel()
        self.rest.weather = weather
        self._wind = asyncio.create_task(weather.blow(self.gateway)) if weather else None

    def limit(self, **how: Any) -> Limits:
        """From now on requests are counted, and refused above the limits."""
        self.rest.limits = Limits(self.world, **how)
        return self.rest.limits

    def pass_time(self, seconds: float) -> None:
        """So much later at once, for what the stand-in remembers and stamps; a bot has its own KETTLE_CLOCK."""
        self.world.offset += seconds

    def count(self, method: str, path: str) -> int:
        """How often exactly this was asked."""
        return sum(seen.method == method and seen.path == path for seen in self.requests)

    async def until(self, is_so: Callable[[], object], within: float = 10.0) -> None:
        """Wait until something holds, looking every few milliseconds."""
        end = time.monotonic() + within
        while not is_so():
            if time.monotonic() > end:
                raise TimeoutError(f"still not so after {within} s")
            await asyncio.sleep(0.005)

    async def ready(self, sessions: int = 1, within: float = 20.0) -> None:
        """Wait until the bot has identified this many times and its commands are known."""
        await self.until(lambda: len(self.gateway.sessions) >= sessions, within)
