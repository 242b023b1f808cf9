"""The REST door: records each request, checks the token, lets a fault act, then does the work."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.wire.standin import routes_account, routes_events, routes_interactions, routes_messages, routes_threads
from tests.wire.standin.faults import Fault, Faults, limited, reply
from tests.wire.standin.routing import Call, DiscordError, Limited, Route, find

if TYPE_CHECKING:
    from tests.wire.standin.limits import Limits
    from tests.wire.standin.weather import Weather
    from tests.wire.standin.world import World

PREFIX = "/api/v10"
# Imported so that they fill the table.
TABLES = (routes_account, routes_events, routes_interactions, routes_messages, routes_threads)


@dataclass
class Request:
    """One request as it came; `status` is what was answered, None while it waits or was cut off.

    `worked` is set while the work is done and its answer is held back.
    """

    method: str
    path: str
    query: dict[str, str]
    raw: bytes
    files: dict[str, tuple[str, bytes]]
    at: float = field(default_factory=time.monotonic)
    status: int | None = None
    worked: float | None = None

    @property
    def body(self) -> Any:
        """The JSON that was sent, read anew each time so that nobody's changes show."""
        return json.loads(self.raw) if self.raw else None


class Rest:
    """Answers every HTTP request and remembers all of them, the refused ones too."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.faults = Faults()
        self.weather: Weather | None = None
        self.limits: Limits | None = None
        self.requests: list[Request] = []
        self.under_way: list[Request] = []
        self.surprises: list[str] = []
        self.closing = asyncio.Event()

    async def handle(self, request: web.Request) -> web.Response:
        raw, files = await _read(request)
        path = request.path.removeprefix(PREFIX)
        seen = Request(request.method, path, dict(request.query), raw, files)
        self.requests.append(seen)
        self.under_way.append(seen)
        try:
            response = await self._answer(seen, request)
        finally:
            self.under_way.remove(seen)
        seen.status = response.status
        return response

    async def _answer(self, seen: Request, request: web.Request) -> web.Response:
        fault = self.faults.take(seen.method, seen.path)
        if fault is None and self.weather is not None:
            fault = self.weather.take(seen.method, seen.path)
        if fault is None:
            return self._limited_work(seen, request)
        response = await self._faulty(fault, request)
        if response is None or fault.worked:
            worked = self._limited_work(seen, request)
            response = response or worked
        seen.worked = time.monotonic()
        await self._after(fault, request)
        return response

    async def _faulty(self, fault: Fault, request: web.Request) -> web.Response | None:
        await asyncio.sleep(fault.delay)
        if fault.hang:
            await self.closing.wait()
        if fault.close == "before":
            _cut(request)
            return web.Response(status=500)  # nobody hears it: the connection is gone
        return fault.response()

    async def _after(self, fault: Fault, request: web.Request) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.closing.wait(), fault.late)
        if fault.close == "after":
            _cut(request)

    def _limited_work(self, seen: Request, request: web.Request) -> web.Response:
        try:
            headers = self.limits.take(seen.method, seen.path) if self.limits else {}
            response = self._work(seen, request)
        except Limited as refused:
            return limited(refused)
        response.headers.update(headers)
        return response

    def _work(self, seen: Request, request: web.Request) -> web.Response:
        found = find(seen.method, seen.path)
        if found is None:
            self.surprises.append(f"{seen.method} {seen.path}")
            return reply(501, {"message": f"the stand-in has no {seen.method} {seen.path}", "code": 0})
        if not self._may(found[0], request):
            return reply(401, {"message": "401: Unauthorized", "code": 0})
        base = f"http://{request.host}"
        call = Call(self.world, found[1], seen.body, seen.files, seen.query, base)
        try:
            return reply(200, found[0].work(call))
        except Limited:
            raise
        except DiscordError as refused:
            return reply(refused.status, refused.body)

    def _may(self, route: Route, request: web.Request) -> bool:
        return route.open_ or request.headers.get("Authorization") == f"Bot {self.world.token}"


async def _read(request: web.Request) -> tuple[bytes, dict[str, tuple[str, bytes]]]:
    """The JSON part and the files by their number; a body can be read once only."""
    if not request.content_type.startswith("multipart/"):
        return await request.read(), {}
    raw, files = b"", {}
    async for part in await request.multipart():
        if part.name == "payload_json":  # type: ignore[union-attr]  # Discord nests no multipart
            raw = await part.read()  # type: ignore[union-attr]
        else:
            number = (part.name or "").removeprefix("files[").removesuffix("]")  # type: ignore[union-attr]
            files[number] = (part.filename or "file", await part.read())  # type: ignore[union-attr]
    return raw, files


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
