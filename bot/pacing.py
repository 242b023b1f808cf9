"""One even pace for everything that is asked of Discord, so that its limit is never met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
from aiolimiter import AsyncLimiter

if TYPE_CHECKING:
    from yarl import URL

PER_SECOND = 45
"""Requests a second of all processes together. Discord refuses from 50 on."""

DOORS, DOORS_PER_SECOND = "/users/@me/channels", 1
"""Direct messages that are opened: whoever opens very many at once is shut out."""

ANSWERS = ("/interactions/", "/webhooks/")
"""Answers to people who pressed something have no such limit, and must not wait."""


def paced(processes: int) -> aiohttp.TraceConfig:
    """Space requests evenly: a limiter that lets a second's worth through at once has let 89 through in one."""
    everything, doors = AsyncLimiter(1, processes / PER_SECOND), AsyncLimiter(1, processes / DOORS_PER_SECOND)

    async def wait(_session: aiohttp.ClientSession, _context: Any, params: aiohttp.TraceRequestStartParams) -> None:
        if params.method == "POST" and params.url.path.endswith(DOORS):
            await doors.acquire()
        if not _is_answer(params.url):
            await everything.acquire()

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(wait)
    return trace


def _is_answer(url: URL) -> bool:
    return any(part in url.path for part in ANSWERS)
