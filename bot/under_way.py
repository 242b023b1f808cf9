"""What is being answered or swept right now: a stop waits for it before the way to Discord is closed."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.logs import get_logger

log = get_logger()


class UnderWay:
    """The running tasks that answer a person or sweep. discord.py and the scheduler make them, and wait for none."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def note(self) -> None:
        """Wait at a stop for the task that calls this, to its end."""
        if (task := asyncio.current_task()) is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def finish(self, seconds: float) -> None:
        """Wait until nothing is under way, what begins meanwhile included, but no longer than `seconds`."""
        running: set[asyncio.Task[Any]] = set()
        try:
            async with asyncio.timeout(seconds):
                await asyncio.sleep(0)  # what came in just now has a task, which has not begun
                while running := self._tasks - {asyncio.current_task()}:
                    await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        except TimeoutError:
            log.warning("stopped while something was under way", number=len(running))
