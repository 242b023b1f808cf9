"""Files from members, each made anew by a short process: nothing is decoded in the bot, or left running or on disk.

Nothing is logged here: a line, and the minute it stands at, would tell when somebody shared something.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
from asyncio.subprocess import DEVNULL, PIPE
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from bot.errors import Invalid, UserError
from bot.rebuilding import BROKEN, ENDINGS, MOST_BYTES, REASONS, REFUSED, TOO_LARGE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    Read = Callable[[], Awaitable[bytes]]

WORKER = (sys.executable, "-P", "-m", "bot.rebuilding")
"""-P: a folder named `bot` where Kettle happens to be started must not be taken for this one."""
SECONDS = 90
"""The longest that one file takes, its download included."""
PATIENCE = 300
"""The longest that a file waits for its turn; Discord takes an answer for 15 minutes."""
AT_ONCE = 2


@dataclass(frozen=True)
class Rebuilt:
    """A file made anew, under a name drawn by chance.

    `measures` are a picture's width and height in pixels, or a sound's length in seconds.
    """

    kind: Literal["picture", "sound"]
    content_type: str
    name: str
    content: bytes
    measures: tuple[int, ...]


class Rebuilder:
    """Makes files anew, two at a time. `failures` counts what went wrong on our side, for whoever reports it later."""

    def __init__(self, worker: Sequence[str] = WORKER, seconds: float = SECONDS, patience: float = PATIENCE) -> None:
        self._worker = worker
        self._seconds = seconds
        self._patience = patience
        self._turns = asyncio.Semaphore(AT_ONCE)
        self.failures = 0

    async def rebuild(self, content: bytes | Read) -> Rebuilt:
        """Make a file anew. Invalid, with the reason, where it is not taken; UserError where it took too long.

        Give what reads the file (`attachment.read`) rather than its bytes: it is called when its turn has come, so
        that the bot never holds more than two files, however many people wait.
        """
        try:
            async with asyncio.timeout(self._patience):
                await self._turns.acquire()
            try:
                async with asyncio.timeout(self._seconds):
                    return await self._rebuild(content)
            finally:
                self._turns.release()
        except TimeoutError:
            self.failures += 1
            raise UserError("rebuilding-slow") from None

    async def _rebuild(self, content: bytes | Read) -> Rebuilt:
        held = content if isinstance(content, bytes) else await content()
        check_size(len(held))
        status, answer = await _run(self._worker, held)
        if status:
            # A decoder that ran out of its limits, or fell over: the file is what it fell over.
            self.failures += 1
            raise _refusal(BROKEN)
        return _read(answer)


def check_size(size: int) -> None:
    """Invalid for a file of more than 10 MiB; `size` is what Discord states, before anything is downloaded."""
    if size > MOST_BYTES:
        raise _refusal(TOO_LARGE)


def _refusal(reason: str) -> Invalid:
    return Invalid(f"rebuilding-{reason}")


def _read(answer: bytes) -> Rebuilt:
    line, _, content = answer.partition(b"\n")
    kind, said, *measures = line.decode("ascii").split(" ")
    if kind == REFUSED:
        raise _refusal(said if said in REASONS else BROKEN)
    name = secrets.token_hex(8) + ENDINGS[said]
    return Rebuilt(cast("Literal['picture', 'sound']", kind), said, name, content, tuple(map(int, measures)))


async def _run(worker: Sequence[str], content: bytes) -> tuple[int | None, bytes]:
    """Give how the worker ended and what it wrote; it is gone when this returns, however it ends."""
    process = await asyncio.create_subprocess_exec(
        *worker,
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env=_surroundings(),
        start_new_session=True,  # Ctrl-C is for the bot, which ends its worker itself
    )
    try:
        answer, _ = await process.communicate(content)
    finally:
        await _end(process)
    return process.returncode, answer


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
        await process.communicate()


def _surroundings() -> dict[str, str]:
    """Give the worker the bot's own import path, and none of the bot's secrets."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KETTLE_")}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
