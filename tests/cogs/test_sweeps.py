"""The sweeps there are, how often each ticks, and how the metronome is set: nothing late is dropped or doubled."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from bot.pulse import Pulse
from bot.scheduling import Job, start_metronome
from bot.under_way import UnderWay
from tests.cogs.conftest import World

PAUSES = {
    "deliveries": timedelta(seconds=5),
    "keeping": timedelta(hours=1),
    "totals.publish": timedelta(hours=1),
}
"""The frame's own, and one that a feature declares; a new feature adds its own without a change here."""


async def test_these_sweeps_tick_at_these_pauses_and_at_once_after_a_start(world: World) -> None:
    started = datetime.now(UTC)
    world.bot.start_metronome()
    assert world.bot._metronome is not None
    jobs = {job.id: job for job in world.bot._metronome.get_jobs()}
    assert PAUSES.items() <= {name: job.trigger.interval for name, job in jobs.items()}.items()
    assert all(job.next_run_time - started < timedelta(seconds=1) for job in jobs.values())


async def test_the_metronome_joins_late_ticks_drops_none_and_runs_each_sweep_once_at_a_time(world: World) -> None:
    world.bot.start_metronome()
    assert world.bot._metronome is not None
    assert world.bot._metronome.timezone is UTC
    for job in world.bot._metronome.get_jobs():
        assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)


async def test_the_first_sweep_runs_though_its_pause_is_an_hour_and_a_stop_waits_for_it() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def sweep() -> None:
        begun.set()
        await asyncio.sleep(0.1)
        ended.set()

    under_way = UnderWay()
    metronome = start_metronome([Job("slow", timedelta(hours=1), sweep, Pulse(Clock()))], under_way)
    await asyncio.wait_for(begun.wait(), 5)
    metronome.pause()
    await under_way.finish(5)
    assert ended.is_set()
    metronome.shutdown(wait=False)
