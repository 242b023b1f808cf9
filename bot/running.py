"""`kettle run`: one bot after another, until somebody stops it or trying again cannot help."""

from __future__ import annotations

import asyncio
import random
import signal
import time
from contextlib import contextmanager, suppress
from importlib.metadata import version
from typing import TYPE_CHECKING

import filelock

from bot.app import create_bot
from bot.endings import ENDINGS, NETWORK, final, is_passing, say_database
from bot.errors import FeatureProblem, SettingsProblem
from bot.logs import configure, get_logger
from bot.loopback import point_at
from bot.settings import Settings
from bot.statuses import Ending, Status
from bot.watching import watching
from bot.wording import Wording
from db.problems import DatabaseProblem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

    from bot.app import Kettle
    from bot.watching import Watch

LONGEST_PAUSE = 300.0
"""Seconds between two starts at most."""

LET_GO = 1.0
"""Seconds that a connection has to end once it is told to: one that is only being made may not hear it."""

STEADY = 600.0
"""A bot that ran for so many seconds was well: the pauses grow from the shortest again."""

log = get_logger()


def start() -> None:
    """Be `kettle run`: read the settings, then run."""
    settings = Settings.load()
    configure(settings)
    run(settings)


def run(settings: Settings) -> None:
    """Run until a signal asks to stop; Ending or SettingsProblem says why it cannot."""
    if settings.discord.token is None:
        raise SettingsProblem(Wording()("cli-run-no-token"))
    with _installation(settings.data_dir):
        try:
            asyncio.run(_serve(settings, settings.discord.token.get_secret_value()))
        except DatabaseProblem as problem:
            raise Ending(Status.DATABASE, say_database(Wording(), problem.kind)) from problem
        log.info("stopped")


@contextmanager
def _installation(folder: Path) -> Iterator[None]:
    """Hold the lock of an installation: two bots on one data folder would answer everything twice."""
    lock = filelock.FileLock(folder / "kettle.lock", timeout=0, mode=0o600)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.acquire()
    except filelock.Timeout:
        raise Ending(Status.LOCKED, Wording()("cli-run-locked", folder=str(folder))) from None
    except OSError:
        raise SettingsProblem(Wording()("cli-data-dir", folder=str(folder))) from None
    try:
        yield
    finally:
        lock.release()


async def _serve(settings: Settings, token: str) -> None:
    stop = asyncio.Event()
    starts = 0
    with _signals(stop):
        # Said only now: from this line on a signal stops the bot cleanly.
        log.info("starting", version=version("kettle-bot"))
        async with watching(settings, stop) as watch:
            while not stop.is_set():
                began = time.monotonic()
                error = await _ended_by(settings, token, stop, watch)
                starts = 1 if time.monotonic() - began > STEADY else starts + 1
                if not stop.is_set():
                    await _pause(starts, error, stop)


@contextmanager
def _signals(stop: asyncio.Event) -> Iterator[None]:
    """Ask to stop at the first signal; a second one ends the process as it would end any other."""
    loop = asyncio.get_running_loop()

    def ask(_number: int, _frame: FrameType | None) -> None:
        restore()
        loop.call_soon_threadsafe(stop.set)

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        restore()


async def _ended_by(settings: Settings, token: str, stop: asyncio.Event, watch: Watch) -> Exception | None:
    """Run one bot to its end; give the error that ended it, unless another start cannot help: then raise."""
    try:
        await _run_one(settings, token, stop, watch)
    except ENDINGS as error:
        if reason := final(error):
            if isinstance(error, FeatureProblem):
                log.exception("a feature could not be loaded", feature=error.feature)
            raise reason from error
        if not is_passing(error):
            raise
        return error
    return None


async def _run_one(settings: Settings, token: str, stop: asyncio.Event, watch: Watch) -> None:
    """Build a bot, open it before anything is said to Discord, and keep it connected until told to stop."""
    if settings.discord.api:
        await point_at(settings.discord.api, token)
    bot = create_bot(settings)
    bot.add_listener(_say_ready, "on_ready")
    async with bot:
        await bot.open()
        with watch.over(bot):
            connected = asyncio.create_task(_connect(bot, token))
            stopped = asyncio.create_task(stop.wait())
            try:
                await asyncio.wait((connected, stopped), return_when=asyncio.FIRST_COMPLETED)
            finally:
                stopped.cancel()
                if not connected.done():
                    connected.cancel()
            await asyncio.wait({connected}, timeout=LET_GO)
            if connected.done():
                with suppress(asyncio.CancelledError):
                    connected.result()


async def _connect(bot: Kettle, token: str) -> None:
    """Log in, which loads the features; only then may sweeps send; then listen until the connection ends."""
    await bot.login(token)
    bot.start_metronome()
    await bot.connect()


async def _say_ready() -> None:
    log.info("ready")


async def _pause(starts: int, error: Exception | None, stop: asyncio.Event) -> None:
    """Say why the bot will start again and wait: twice as long each time, and never all at the same moment."""
    seconds = min(LONGEST_PAUSE, 2.0 ** (starts - 1)) * random.uniform(0.75, 1.25)  # noqa: S311 spreading
    is_known = error is None or isinstance(error, NETWORK)
    log.warning(
        "will start again",
        reason=type(error).__name__ if error else "closed by Discord",
        seconds=round(seconds, 1),
        exc_info=None if is_known else error,
    )
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
