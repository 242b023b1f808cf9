"""The pace of requests: evenly spaced, shared by all processes, and answers to people never wait."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web

from bot.pacing import PER_SECOND, paced

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Counter:
    """A loopback server that notes when each request came."""

    def __init__(self) -> None:
        self.at: list[float] = []
        self.address = ""

    async def handle(self, _: web.Request) -> web.Response:
        self.at.append(time.monotonic())
        return web.Response()


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    made = Counter()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", made.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


async def ask(counter: Counter, paths: list[str], processes: int) -> None:
    async with aiohttp.ClientSession(trace_configs=[paced(processes)]) as session:

        async def one(path: str) -> None:
            async with session.post(counter.address + path):
                pass

        await asyncio.gather(*(one(path) for path in paths))


@pytest.mark.parametrize("processes", [1, 3])
async def test_requests_at_once_leave_evenly_spaced(counter: Counter, processes: int) -> None:
    await ask(counter, ["/api/v10/channels/1/messages"] * 10, processes)
    gaps = [after - before for before, after in pairwise(counter.at)]
    even = processes / PER_SECOND
    assert sum(gaps) >= 9 * even * 0.9
    assert sorted(gaps)[5] >= even * 0.5


async def test_answers_to_people_do_not_wait_behind_requests(counter: Counter) -> None:
    requests = ["/api/v10/channels/1/messages"] * 10
    answers = ["/api/v10/interactions/1/a/callback", "/api/v10/webhooks/1/a/messages/@original"] * 5
    began = time.monotonic()
    await ask(counter, [*requests, *answers], processes=9)
    first_eleven = sorted(counter.at)[10] - began
    assert first_eleven < 0.2 * 9 * 9 / PER_SECOND * 3
    assert counter.at[-1] - began >= 9 * 9 / PER_SECOND * 0.9
