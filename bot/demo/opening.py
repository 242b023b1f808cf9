"""Opening and closing the demo: whatever is opened here is closed again, however it ends."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from aiohttp import web
from simcord import Env

from bot.app import create_bot
from bot.demo.community import build
from bot.demo.pages import Pages
from bot.demo.past import LENGTH, live_through
from bot.demo.stage import Stage
from bot.logs import configure
from bot.settings import Logs, Settings

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncIterator, Callable, Iterator

    from bot.wording import Wording

PATIENCE = 30.0
"""Seconds that one thing may take on a slow computer: a picture is drawn in a process of its own."""

GOODBYE = 0.2
"""Seconds that an open page may hold up the end."""


async def play(server: socket.socket, keep: Path | None, words: Wording, ready: Callable[[], None]) -> None:
    """Open the demo, say that it is ready, and keep it going until it is cancelled or a signal comes."""
    async with AsyncExitStack() as stack:
        stack.enter_context(_stopped_by_signals())
        folder = keep or Path(stack.enter_context(TemporaryDirectory(prefix="kettle-demo-")))
        stage = await stack.enter_async_context(_stage(folder, words))
        await stack.enter_async_context(_served(stage, words, server))
        ready()
        await stage.beat()


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """End at Ctrl-C, at a polite stop, and when the terminal is closed."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    # Windows knows only Ctrl-C, and asyncio cancels the task by itself there.
    signs = () if sys.platform == "win32" else (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop() -> None:
        # Once is enough: a second one must not cut the tidying up short.
        if task and not task.cancelling():
            task.cancel()

    for sign in signs:
        loop.add_signal_handler(sign, stop)
    try:
        yield
    finally:
        for sign in signs:
            loop.remove_signal_handler(sign)


@asynccontextmanager
async def _stage(folder: Path, words: Wording) -> AsyncIterator[Stage]:
    """Give the sample community with its past fortnight, at the real present instant."""
    # Built by hand: the visitor's own settings may name a real database, and the demo must never touch it.
    settings = Settings.model_construct(data_dir=folder, logs=Logs(level="warning"))
    configure(settings)
    bot = create_bot(settings)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(bot.db.close)
        await bot.open()
        env = Env(bot, settle_timeout=PATIENCE)
        env.backend.clock.advance((bot.clock.now() - LENGTH - env.now()).total_seconds())
        community = build(env, words)
        await env.start()
        stack.push_async_callback(env.shutdown)
        stack.push_async_callback(bot.close)
        stack.enter_context(env.time_context())
        await live_through(env, bot, community)
        yield Stage(env, bot, community)


@asynccontextmanager
async def _served(stage: Stage, words: Wording, server: socket.socket) -> AsyncIterator[None]:
    runner = web.AppRunner(Pages(stage, words).app(), access_log=None, shutdown_timeout=GOODBYE)
    await runner.setup()
    try:
        await web.SockSite(runner, server).start()
        yield
    finally:
        await stage.close_window()
        await runner.cleanup()
