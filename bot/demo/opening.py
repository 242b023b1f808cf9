"""Opening and closing the demo: whatever is opened here is closed again, however it ends."""

from __future__ import annotations

import asyncio
import signal
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
from bot.settings import LinkChecks, Settings
from bot.story_keys import make_story_keys

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncIterator, Callable, Iterator
    from types import FrameType

    from bot.wording import Wording

PATIENCE = 30.0
"""Seconds that one thing may take on a slow computer: a picture is drawn in a process of its own."""

GOODBYE = 5.0
"""Seconds that something half done may take when the end comes."""

STOPS = ("SIGINT", "SIGTERM", "SIGHUP")
"""Ctrl-C, a polite stop, and a terminal that was closed; Windows does not know the last."""


async def play(
    server: socket.socket, keep: Path | None, words: Wording, ready: Callable[[], None], stop: asyncio.Event
) -> None:
    """Open the demo, say that it is ready, and keep it going until asked to stop.

    Nothing is cut short, the opening included: a statement cut short would leave its connection open.
    """
    async with AsyncExitStack() as stack:
        folder = keep or Path(stack.enter_context(TemporaryDirectory(prefix="kettle-demo-")))
        stage = await stack.enter_async_context(_stage(folder, words))
        await stack.enter_async_context(_served(stage, words, server))
        if not stop.is_set():
            ready()
        await stage.beat(stop)


@contextmanager
def stopped_by_signals(stop: asyncio.Event) -> Iterator[None]:
    """Ask to stop at every signal that means it."""
    loop = asyncio.get_running_loop()

    def ask(_number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(stop.set)

    before = {sign: signal.signal(sign, ask) for sign in signal.Signals if sign.name in STOPS}
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


def _prepare(folder: Path) -> None:
    """Make the folder, and keys with which stories can be shared in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_story_keys(folder)


@asynccontextmanager
async def _stage(folder: Path, words: Wording) -> AsyncIterator[Stage]:
    """Give the sample community with its past fortnight, at the real present instant."""
    # Built by hand: the visitor's own settings may name a real database, and the demo must never touch it.
    # It asks no site either: what it shows is made up, and it runs without the internet.
    _prepare(folder)
    bot = create_bot(Settings.model_construct(data_dir=folder, link_checks=LinkChecks(on=False)))
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
