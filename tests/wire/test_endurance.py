"""What an installation can meet: a full disk, two processes, a clock that is moved, a day's outage."""

from __future__ import annotations

import asyncio
import resource
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from bot.statuses import Status
from db.models.deliveries import Delivery
from db.session import Database
from tests.conftest import postgres_database
from tests.wire.diary import fill, in_hand, opened, places, states
from tests.wire.kettle import kettle, set_up, shown
from tests.wire.tally import Tally, count, disordered

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.wire.diary import Row
    from tests.wire.process import BotProcess
    from tests.wire.standin import StandIn

SOON = timedelta(seconds=2)
PATIENCE = 60.0


async def settled(database: Database) -> Counter[str]:
    """Wait until every row is settled."""
    async with asyncio.timeout(PATIENCE):
        while in_hand(found := await states(database)):  # noqa: ASYNC110 another process changes it
            await asyncio.sleep(0.2)
    return found


def clean(rows: list[Row]) -> Tally:
    return Tally(len(rows), len(rows), 0, 0, 0)


async def test_a_second_process_on_one_folder_says_so_and_stops_and_the_first_goes_on(
    discord: StandIn, tmp_path: Path
) -> None:
    async with kettle(discord, tmp_path) as first:
        await discord.ready()
        async with kettle(discord, tmp_path) as second:
            assert await second.ended() == Status.LOCKED
        assert str(tmp_path / "data") in second.output
        assert first.status is None


async def test_two_processes_on_one_postgres_share_the_work_and_say_nothing_twice(
    discord: StandIn, tmp_path: Path, postgres_folder: Path
) -> None:
    async with postgres_database(postgres_folder) as url, _on(url) as database:
        rows = await fill(database, places(discord, 12), [datetime.now(UTC) + 3 * SOON] * 80)
        told = {"KETTLE_DATABASE__URL": url, "KETTLE_DISCORD__PROCESSES": "2"}
        folders = [tmp_path / name for name in ("one", "two")]
        for folder in folders:
            folder.mkdir()
        async with kettle(discord, folders[0], **told), kettle(discord, folders[1], **told):
            assert await settled(database) == {"sent": 80}
    assert count(rows, discord.world) == clean(rows)
    assert disordered(rows, discord.world) == 0


@asynccontextmanager
async def _on(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    await database.open()
    try:
        yield database
    finally:
        await database.close()


@pytest.mark.parametrize("offset", ["3600s", "-3600s"])
async def test_a_clock_that_is_moved_an_hour_loses_and_doubles_nothing(
    offset: str, discord: StandIn, tmp_path: Path
) -> None:
    """Killed in the middle of sending, and started again by another clock."""
    async with opened(tmp_path) as database:
        rows = await fill(database, places(discord, 5), [datetime.now(UTC) + SOON] * 20)
        discord.fault("POST", "/channels/*/messages", late=0.3, times=None)
        async with kettle(discord, tmp_path) as process:
            await discord.until(lambda: len(discord.rest.under_way) > 0 and count(rows, discord.world).sent >= 3, 30)
            await process.kill()
        discord.rest.faults.clear()
        if offset.startswith("-"):
            await _bring_forward(database, timedelta(hours=1))
        async with kettle(discord, tmp_path, KETTLE_CLOCK=offset):
            assert await settled(database) == {"sent": 20}
    tally = count(rows, discord.world)
    assert (tally.lost, tally.doubled) == (0, 0)


async def _bring_forward(database: Database, by: timedelta) -> None:
    """By a clock that was put back, what is not sent yet is due later: the test does not wait an hour for it."""
    async with database.begin() as session:
        await session.execute(update(Delivery).where(Delivery.state != "sent").values(next_at=datetime.now(UTC) - by))


async def test_a_full_disk_is_told_kindly_and_what_was_due_is_said_once_when_there_is_room(
    discord: StandIn, tmp_path: Path
) -> None:
    async with kettle(discord, tmp_path):
        await discord.ready()
        await set_up(discord)
    async with opened(tmp_path) as database:
        rows = await fill(database, places(discord, 6), [datetime.now(UTC) + 2 * SOON] * 30)
    async with kettle(discord, tmp_path) as process:
        await discord.ready(2)
        _fill_the_disk(process, tmp_path)
        member, place = discord.community.person("Tomasz"), discord.community.channel("check-ins")
        card = shown(await discord.people.use(member, "checkin", place))
        told = await discord.people.press(member, card, "Good")
        assert "could not save that" in told.words()
        await asyncio.sleep(5)
        assert process.status is None, process.output
        await process.kill()
    async with opened(tmp_path) as database, kettle(discord, tmp_path):
        assert await settled(database) == {"sent": 30}
    assert count(rows, discord.world) == clean(rows)


def _fill_the_disk(process: BotProcess, folder: Path) -> None:
    """Let no file of the bot's grow: to SQLite that is a full disk."""
    assert (folder / "data" / "kettle.db").stat().st_size
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1, 1))


async def test_a_day_without_the_bot_says_what_is_late_and_misses_what_is_over(
    discord: StandIn, tmp_path: Path
) -> None:
    """Twenty-six hours, with rows due in each of them; a question is open for twelve."""
    async with opened(tmp_path) as database:
        now = datetime.now(UTC)
        rows = await fill(database, places(discord, 4), [now - timedelta(hours=hours) for hours in range(26)])
        async with kettle(discord, tmp_path):
            found = await settled(database)
    assert found["missed"] + found["sent"] == 26
    tally = count(rows, discord.world)
    assert (tally.sent, tally.doubled, tally.late_unsaid) == (found["sent"], 0, 0)
    assert found["sent"] == 12


def test_the_figures_of_a_clean_run_are_what_they_say() -> None:
    made: list[Any] = [object(), object()]
    assert str(clean(made)) == "due 2 sent 2 lost 0 doubled 0 late-unsaid 0"
