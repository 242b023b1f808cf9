"""A window that closes while the browser asks it for something is gone, and no fault of anybody."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from bot.demo import HOST
from bot.demo.window import forward

if TYPE_CHECKING:
    from simcord import Preview

BEGUN = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"


@pytest.mark.parametrize("said", [b"", BEGUN], ids=["before it answers", "in the middle of its answer"])
async def test_a_window_that_closes_meanwhile_is_gone(said: bytes) -> None:
    async def close(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        await writer.drain()
        writer.transport.abort() if not said else writer.close()

    window = await asyncio.start_server(close, HOST)
    port = window.sockets[0].getsockname()[1]
    preview = cast("Preview", SimpleNamespace(url=f"http://{HOST}:{port}/#key"))
    async with window, ClientSession() as session:

        async def hand_on(request: web.Request) -> web.Response:
            return await forward(session, preview, request)

        app = web.Application()
        app.router.add_route("*", "/{path:.*}", hand_on)
        client: TestClient[Any, Any] = TestClient(TestServer(app))
        async with client:
            assert (await client.post("/api/action", data=b"{}")).status == 410
            window.close()
            assert (await client.get("/api/state")).status == 410
