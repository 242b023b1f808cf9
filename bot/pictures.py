"""Pictures, each drawn by a short process: no plotting library in the bot, nothing left running or on disk.

It takes about a second. A process kept for the purpose would take a tenth of that, and hold 70 MB all day.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from typing import TYPE_CHECKING

from bot.errors import UserError
from bot.logs import get_logger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from typing import Any

    from bot.drawing import Fortnight
    from bot.wording import Wording

    Days = Sequence[tuple[date, str | None]]

log = get_logger()

WORKER = (sys.executable, "-P", "-m", "bot.drawing")
"""-P: a folder named `bot` where Kettle happens to be started must not be taken for this one."""
SECONDS = 15
"""The longest that a person waits for a picture, their turn included."""
AT_ONCE = 2


class Pictures:
    """Draws pictures, two at a time, one for each member. UserError when one cannot be had: the list says the same."""

    def __init__(self, worker: Sequence[str] = WORKER, seconds: float = SECONDS) -> None:
        self._worker = worker
        self._seconds = seconds
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._served: set[int] = set()
        self._shared: dict[bytes, asyncio.Task[bytes]] = {}

    async def draw_fortnight(self, words: Wording, days: Days, answers: Mapping[str, str], *, member_id: int) -> bytes:
        """Draw a member's days as a PNG, with a band for each of `answers` (the word to show, by answer)."""
        if member_id in self._served:
            # Whoever repeats the command would take both places, and everybody else would wait.
            raise UserError("pictures-busy")
        self._served.add(member_id)
        try:
            return await self._draw(json.dumps(_fortnight(words, days, answers)).encode())
        finally:
            self._served.discard(member_id)

    async def draw_shared(self, kind: str, picture: Mapping[str, Any]) -> bytes:
        """Draw a picture that is the same for many, once: who asks meanwhile waits for it, who asks later has it.

        Only for what comes in a handful of kinds and is about nobody: it stays in memory.
        """
        asked = json.dumps({"kind": kind, **picture}).encode()
        if (drawing := self._shared.get(asked)) is None or (drawing.done() and _is_spoilt(drawing)):
            drawing = self._shared[asked] = asyncio.create_task(self._draw(asked))
        return await asyncio.shield(drawing)

    async def _draw(self, asked: bytes) -> bytes:
        try:
            async with asyncio.timeout(self._seconds), self._turns:
                return await _run(self._worker, asked)
        except TimeoutError:
            log.warning("a picture took too long")
            raise UserError("pictures-failed") from None


def _is_spoilt(drawing: asyncio.Task[bytes]) -> bool:
    return drawing.cancelled() or drawing.exception() is not None


def fortnight_alt(words: Wording, days: Days, answers: Mapping[str, str]) -> str:
    """Say in words what a picture of these days shows."""
    first, last = (" ".join(_day(words, day).split()) for day in (days[0][0], days[-1][0]))
    dots = sum(said in answers for _, said in days)
    return words("pictures-fortnight-alt", first=first, last=last, dots=dots)


def _fortnight(words: Wording, days: Days, answers: Mapping[str, str]) -> Fortnight:
    rows = list(answers)
    return {
        "title": words("pictures-fortnight-title"),
        "answers": list(answers.values()),
        "days": [_day(words, day) for day, _ in days],
        "dots": [rows.index(said) if said in rows else None for _, said in days],
    }


def _day(words: Wording, day: date) -> str:
    return words("pictures-day", weekday=day.isoweekday(), day=day.day)


async def _run(worker: Sequence[str], request: bytes) -> bytes:
    """Give what the worker wrote; it and its folder are gone when this returns, however it ends."""
    with tempfile.TemporaryDirectory(prefix="kettle-picture-") as folder:
        process = await asyncio.create_subprocess_exec(
            *worker,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=_surroundings(folder),
            start_new_session=True,  # Ctrl-C is for the bot, which ends its worker itself
        )
        try:
            png, _ = await process.communicate(request)
        finally:
            await _end(process)
    if process.returncode:
        log.warning("a picture could not be drawn", status=process.returncode)
        raise UserError("pictures-failed")
    return png


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
        await process.communicate()


def _surroundings(folder: str) -> dict[str, str]:
    """Give the worker the bot's own import path, one folder for its files, and none of the bot's secrets."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KETTLE_")}
    return kept | {
        "PYTHONPATH": os.pathsep.join(sys.path),
        "MPLCONFIGDIR": folder,
        "MPL_IGNORE_SYSTEM_FONTS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
