"""The gateway: hello, identify, heartbeats, events with replay after a resume, and ways to fail.

Not kept: the limit of identifies, presence, requests for members by name (refused with 4014).
"""

from __future__ import annotations

import asyncio
import json
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from tests.wire.standin import members, shapes

if TYPE_CHECKING:
    from tests.wire.standin.world import Json, World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, RESUME, RECONNECT, MEMBERS = 0, 1, 2, 3, 6, 7, 8
INVALID_SESSION, HELLO, HEARTBEAT_ACK = 9, 10, 11
UNKNOWN_CODE, BAD_TOKEN, DISALLOWED_INTENTS = 4001, 4004, 4014
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15


class Line:
    """One open socket; with zlib-stream one compression context lives as long as it does."""

    def __init__(self, socket: web.WebSocketResponse, *, compressed: bool) -> None:
        self.socket = socket
        self.session: Session | None = None
        self._context = zlib.compressobj() if compressed else None

    async def send(self, code: int, data: object = None, number: int | None = None, event: str | None = None) -> None:
        text = json.dumps({"op": code, "d": data, "s": number, "t": event})
        if self._context is None:
            await self.socket.send_str(text)
            return
        packed = self._context.compress(text.encode()) + self._context.flush(zlib.Z_SYNC_FLUSH)
        await self.socket.send_bytes(packed)


@dataclass
class Session:
    """What outlives a socket: the number of the last event, and the events for a replay."""

    id: str
    shard: tuple[int, int]
    line: Line | None
    events: list[tuple[str, Json]] = field(default_factory=list)

    async def tell(self, event: str, data: Json) -> None:
        """Number an event and send it, or keep it for whoever resumes."""
        self.events.append((event, data))
        if self.line is not None:
            await self.line.send(DISPATCH, data, len(self.events), event)

    async def replay(self, after: int) -> None:
        for number, (event, data) in enumerate(self.events, 1):
            if number > after and self.line is not None:
                await self.line.send(DISPATCH, data, number, event)
        await self.tell("RESUMED", {})


class Gateway:
    """All sockets and sessions; the attributes in capitals of Discord's own page are settable."""

    def __init__(self, world: World, base: str = "") -> None:
        self.world = world
        self.base = base
        self.compress = True
        self.heartbeat_interval = 41_250
        self.refuse_sockets = 0
        self.close_identify: int | None = None
        self.sessions: dict[str, Session] = {}
        self.lines: set[Line] = set()
        self.identified: list[Json] = []
        self.resumed = 0
        self.chunk_faults: list[members.ChunkFault] = []
        self.surprises: list[str] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.refuse_sockets:
            self.refuse_sockets -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        asked = request.query.get("compress") == "zlib-stream"
        line = Line(socket, compressed=self.compress and asked)
        self.lines.add(line)
        try:
            await self._listen(line)
        finally:
            self.lines.discard(line)
            if line.session is not None and line.session.line is line:
                line.session.line = None
        return socket

    async def _listen(self, line: Line) -> None:
        await line.send(HELLO, {"heartbeat_interval": self.heartbeat_interval})
        async for frame in line.socket:
            if frame.type is WSMsgType.TEXT:
                message = json.loads(frame.data)
                await self._receive(line, message["op"], message["d"])

    async def _receive(self, line: Line, code: int, data: Json) -> None:
        if code == HEARTBEAT:
            await line.send(HEARTBEAT_ACK)
        elif code == IDENTIFY:
            await self._identify(line, data)
        elif code == RESUME:
            await self._resume(line, data)
        elif code == MEMBERS and line.session is not None:
            await self._tell_members(line, line.session, data)
        elif code != PRESENCE:
            self.surprises.append(f"gateway code {code}")
            await line.socket.close(code=UNKNOWN_CODE)

    async def _identify(self, line: Line, data: Json) -> None:
        self.identified.append(data)
        if (refusal := self._refusal(data)) is not None:
            await line.socket.close(code=refusal)
            return
        shard = data.get("shard") or [0, 1]
        session = Session(self.world.new_id(), (shard[0], shard[1]), line)
        line.session = session
        self.sessions[session.id] = session
        await session.tell("READY", shapes.ready(self.world, session.id, shard, self.base))
        for community in self.world.communities.values():
            if _belongs(session, community.id):
                await session.tell("GUILD_CREATE", shapes.guild_create(community, self.world.bot))

    def _refusal(self, data: Json) -> int | None:
        if data["token"] != self.world.token:
            return BAD_TOKEN
        if data["intents"] & PRIVILEGED:
            return DISALLOWED_INTENTS
        return self.close_identify

    async def _resume(self, line: Line, data: Json) -> None:
        session = self.sessions.get(data["session_id"])
        if session is None or data["token"] != self.world.token:
            await line.send(INVALID_SESSION, data=False)
            return
        session.line, line.session = line, session
        self.resumed += 1
        await session.replay(data["seq"])

    async def _tell_members(self, line: Line, session: Session, data: Json) -> None:
        """One answer, unless `chunk_faults` has something else for it."""
        if (reason := members.refusal(self.world, data)) is not None:
            self.surprises.append(reason)
            await line.socket.close(code=DISALLOWED_INTENTS)
            return
        fault = self.chunk_faults.pop(0) if self.chunk_faults else None
        for chunk in members.chunks(self.world, data, fault):
            await session.tell("GUILD_MEMBERS_CHUNK", chunk)

    async def tell(self, event: str, data: Json, guild_id: str | None = None) -> None:
        """An event for the shard of a guild, or for the first shard; kept if nobody is connected."""
        for session in list(self.sessions.values()):
            if _belongs(session, guild_id or "0"):
                await session.tell(event, data)

    async def drop(self, code: int = 4000) -> None:
        """Close every socket with this code; the sessions stay, keep events and can be resumed."""
        for session in self.sessions.values():
            session.line = None
        await asyncio.gather(*(line.socket.close(code=code) for line in list(self.lines)))

    async def ask_reconnect(self) -> None:
        for line in list(self.lines):
            await line.send(RECONNECT)

    async def lose_sessions(self) -> None:
        """Forget every session and say so; a new READY follows."""
        self.sessions.clear()
        for line in list(self.lines):
            line.session = None
            await line.send(INVALID_SESSION, data=False)


def _belongs(session: Session, guild_id: str) -> bool:
    return (int(guild_id) >> 22) % session.shard[1] == session.shard[0]
