"""A stop waits for what is under way, for a limited time, and never for itself."""

from __future__ import annotations

import asyncio

from structlog.testing import capture_logs

from bot.under_way import UnderWay


async def worked(under_way: UnderWay, seconds: float) -> None:
    under_way.note()
    await asyncio.sleep(seconds)


async def test_what_began_and_what_begins_meanwhile_is_waited_for() -> None:
    under_way = UnderWay()
    later: list[asyncio.Task[None]] = []

    async def first() -> None:
        under_way.note()
        await asyncio.sleep(0.05)
        later.append(asyncio.create_task(worked(under_way, 0.05)))

    begun = asyncio.create_task(first())
    await under_way.finish(5)
    assert begun.done()
    assert later[0].done()


async def test_what_takes_too_long_is_left_and_that_is_said() -> None:
    under_way = UnderWay()
    slow = asyncio.create_task(worked(under_way, 60))
    with capture_logs() as logs:
        await under_way.finish(0.05)
    assert [(line["event"], line["number"]) for line in logs] == [("stopped while something was under way", 1)]
    slow.cancel()


async def test_a_task_that_stops_the_bot_does_not_wait_for_itself() -> None:
    under_way = UnderWay()
    under_way.note()
    with capture_logs() as logs:
        await under_way.finish(1)
    assert logs == []
