"""The metronome: a few sweeps that tick in memory. What is due, and when, stands in the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from bot.clock import Clock
from bot.report import report

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    from bot.cog import Cog
    from bot.pulse import Pulse
    from bot.under_way import UnderWay

Sweep = TypeVar("Sweep", bound=Callable[..., Awaitable[None]])


@dataclass(frozen=True)
class Job:
    """A sweep and how often it ticks. It must survive being cut anywhere."""

    name: str
    pause: timedelta
    sweep: Callable[[], Awaitable[None]]
    pulse: Pulse

    async def run(self) -> None:
        """Sweep once; whatever goes wrong is reported, and the next tick comes all the same."""
        try:
            await self.sweep()
        except Exception as error:  # noqa: BLE001 this is the door
            self.pulse.stir(self.name)
            await report("job", error)
        else:
            self.pulse.beat(self.name)


def every(**pause: float) -> Callable[[Sweep], Sweep]:
    """Declare a cog's method as a sweep: `@every(hours=1)`."""

    def declare(sweep: Sweep) -> Sweep:
        sweep.every = timedelta(**pause)  # type: ignore[attr-defined] # read back by jobs_of
        return sweep

    return declare


def jobs_of(cog: Cog) -> Iterator[Job]:
    """Give the sweeps a cog declares."""
    for name, member in vars(type(cog)).items():
        if pause := getattr(member, "every", None):
            yield Job(f"{cog.feature}.{name}", pause, getattr(cog, name), cog.bot.pulse)


def start_metronome(jobs: list[Job], under_way: UnderWay) -> AsyncIOScheduler:
    """Start ticking: in UTC, one instance a job, late ticks joined into one and never dropped."""
    # Imported here: tests and the demo drive the sweeps themselves and never need it.
    from apscheduler.schedulers.asyncio import AsyncIOScheduler  # noqa: PLC0415

    defaults: dict[str, Any] = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
    now = Clock().now()
    for job in jobs:
        job.pulse.expect(job.name, job.pause)
        # The first tick is at once: a bot that is started again within every hour forgets in time all the same.
        seconds = job.pause.total_seconds()
        tick = partial(_tick, job, under_way)
        scheduler.add_job(tick, "interval", seconds=seconds, id=job.name, next_run_time=now)
    scheduler.start()
    return scheduler


async def _tick(job: Job, under_way: UnderWay) -> None:
    """Sweep once. One that a stop cuts off ends without a word: the scheduler would write its trace as an error."""
    under_way.note()
    with suppress(asyncio.CancelledError):
        await job.run()
