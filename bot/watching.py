"""What watches over the bot of the moment, as long as `kettle run` runs: a log line, systemd, and the optional port."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import TYPE_CHECKING, Final

from bot.clock import Clock
from bot.logs import get_logger
from bot.notifying import ALIVE, READY, STOPPING, notify, seconds_allowed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from bot.app import Kettle
    from bot.settings import Settings

EVERY: Final = 5.0
"""Seconds between two looks at most."""

log = get_logger()


class Watch:
    """Knows which bot runs now, if any: one ends and another is built when Discord lets go of it.

    It lives in the bot's own loop. A loop that stands still tells systemd nothing either, and is ended for that.
    """

    def __init__(self, settings: Settings) -> None:
        self.bot: Kettle | None = None
        self.started_at = Clock(settings.clock).now()
        self._late: set[str] = set()

    @contextmanager
    def over(self, bot: Kettle) -> Iterator[None]:
        """Watch over a bot whose database is open; for systemd the start is done, Discord may take longer."""
        self.bot, self._late = bot, set()
        notify(READY)
        try:
            yield
        finally:
            self.bot = None

    def look(self) -> None:
        """Log once when a sweep no longer finishes and once when it does again; say "alive" while none hangs."""
        if self.bot is not None:
            late = self.bot.pulse.late()
            for name in sorted(late - self._late):
                log.warning("a sweep does not finish", sweep=name)
            for name in sorted(self._late - late):
                log.warning("a sweep finishes again", sweep=name)
            self._late = late
        if self.bot is None or self.bot.pulse.is_moving:
            notify(ALIVE)

    async def keep(self, stop: asyncio.Event) -> None:
        """Look again and again until asked to stop."""
        allowed = seconds_allowed()
        pause = EVERY if allowed is None else min(EVERY, allowed / 3)
        while not stop.is_set():
            self.look()
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await stop.wait()
        notify(STOPPING)


@asynccontextmanager
async def watching(settings: Settings, stop: asyncio.Event) -> AsyncIterator[Watch]:
    """Watch while the block runs; SettingsProblem when the port of `[web]` cannot be opened."""
    watch = Watch(settings)
    async with _port(settings, watch):
        keeping = asyncio.create_task(watch.keep(stop), name="watch")
        try:
            yield watch
        finally:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping


@asynccontextmanager
async def _port(settings: Settings, watch: Watch) -> AsyncIterator[None]:
    if not settings.web.port:
        yield
        return
    # Imported here: a bot without a port holds neither a server nor Prometheus in memory.
    from bot.web.server import serving  # noqa: PLC0415

    async with serving(settings.web, watch):
        yield
