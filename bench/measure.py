"""One bot's figures: how long it takes to start, what it holds, how fast it answers."""

from __future__ import annotations

import asyncio
import copy
import statistics
import subprocess
import sys
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]  # ships no types

from tests.wire.kettle import shown
from tests.wire.process import ROOT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bench.guests import Guest
    from tests.wire.process import BotProcess
    from tests.wire.standin import Json, Person, Reply

    Gesture = Callable[[int], Awaitable[Reply]]

SETTLE_SECONDS = 3.0  # discord.py waits two for more guilds, then is ready itself
START_SECONDS = 60.0


@dataclass(frozen=True)
class Figures:
    """All in the units of the table: seconds, megabytes, milliseconds, answers a second."""

    import_s: float
    start_s: float
    first_answer_s: float
    start_cpu_s: float
    ready_mb: float
    loaded_mb: float
    command_ms: float
    command_p99_ms: float
    command_cpu_ms: float
    a_second: float
    press_ms: float
    press_p99_ms: float
    press_cpu_ms: float
    presses_a_second: float


@dataclass(frozen=True)
class Load:
    """How many gestures one at a time, how many at full load, and how many of those at once."""

    calm: int
    busy: int
    at_once: int


def import_seconds(guest: Guest) -> float:
    """The best of three imports in a fresh interpreter, without the interpreter's own start."""
    code = f"import time; begun = time.perf_counter()\n{guest.imports}\nprint(time.perf_counter() - begun)"
    command = [sys.executable, "-W", "ignore", "-c", code]
    runs = [subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True) for _ in range(3)]
    return min(float(run.stdout) for run in runs)


async def measure(guest: Guest, load: Load) -> Figures:
    """Start the bot, measure it, stop it."""
    imported = import_seconds(guest)
    async with started(guest) as process:
        start = time.monotonic() - process.started_at
        people = Crowd(guest, psutil.Process(process.pid))
        card = copy.deepcopy(shown(await people.use(0)))  # a press changes the screen; each meets the first
        first = time.monotonic() - process.started_at
        await asyncio.sleep(SETTLE_SECONDS)
        start_cpu, ready = people.cpu(), people.megabytes()
        command = await people.many(people.use, load)
        press = await people.many(lambda number: people.press(number, card), load)
        return Figures(imported, start, first, start_cpu, ready, people.megabytes(), *command, *press)


@asynccontextmanager
async def started(guest: Guest) -> AsyncIterator[BotProcess]:
    """The bot from READY to its end; a start that fails shows the bot's own words."""
    sessions = len(guest.discord.gateway.sessions) + 1
    async with guest.start() as process:
        try:
            await guest.discord.ready(sessions, START_SECONDS)
        except TimeoutError:
            raise SystemExit(f"{guest.name} did not get ready:\n{process.output}") from None
        yield process
        await process.stop()


class Crowd:
    """Made-up people who use the bot one after another or all together."""

    def __init__(self, guest: Guest, process: psutil.Process) -> None:
        self.guest = guest
        self.discord = guest.discord
        self.process = process
        self.people: list[Person] = list(self.discord.community.people.values())
        self.channel: Json = self.discord.community.channel("check-ins")

    def person(self, number: int) -> Person:
        return self.people[number % len(self.people)]

    async def use(self, number: int) -> Reply:
        return await self.discord.people.use(self.person(number), self.guest.command, self.channel)

    async def press(self, number: int, card: Json) -> Reply:
        return await self.discord.people.press(self.person(number), card, self.guest.button)

    async def many(self, gesture: Gesture, load: Load) -> tuple[float, float, float, float]:
        """The median and p99 one at a time, the processor's time for each, and how many a second at most."""
        before = self.cpu()
        calm = [(await gesture(number)).seconds * 1000 for number in range(load.calm)]
        each = (self.cpu() - before) / load.calm * 1000
        a_second = await self._saturate(gesture, load)
        return statistics.median(calm), statistics.quantiles(calm, n=100)[98], each, a_second

    async def _saturate(self, gesture: Gesture, load: Load) -> float:
        numbers = iter(range(load.busy))

        async def one_after_another() -> None:
            for number in numbers:
                await gesture(number)

        begun = time.monotonic()
        await asyncio.gather(*(one_after_another() for _ in range(load.at_once)))
        return load.busy / (time.monotonic() - begun)

    def cpu(self) -> float:
        """Processor seconds so far, the ended children's included."""
        times = self.process.cpu_times()
        return float(times.user + times.system + times.children_user + times.children_system)

    def megabytes(self) -> float:
        """What the bot and its living children hold."""
        family = [self.process, *self.process.children(recursive=True)]
        return float(sum(member.memory_info().rss for member in family)) / 1e6
