"""Who left: only a clear answer starts the clock, any return stops it, and after thirty days nothing is kept."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Date, LargeBinary, String, Table, Time
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import leavers, members, privacy
from db.base import Base, UtcDateTime
from db.models.checkins import Answer
from db.models.directs import Direct
from db.models.leavers import Removal
from db.models.members import Member
from tests.services.people import DAY, ELSEWHERE, GUILD, HOUR, JO, KIM, NOW, SAM, Do, pair_up, reach_out, say, set_up

NO_COMMUNITY = {"directs", "facts"}
"""Tables that belong to the installation, or to a person in every community."""


@pytest.fixture
async def communities(do: Do) -> None:
    """Both communities are set up."""
    await set_up(do)
    await set_up(do, ELSEWHERE)


needs_communities = pytest.mark.usefixtures("communities")


async def absent(do: Do, now: datetime = NOW, member_id: int = SAM, guild_id: int = GUILD) -> bool:
    gone: bool = await do(leavers.record_absent, guild_id=guild_id, member_id=member_id, now=now)
    return gone


async def left_on(do: Do, member_id: int = SAM) -> date | None:
    found: date | None = (await do(members.get_choices, guild_id=GUILD, member_id=member_id)).left_on
    return found


@needs_communities
async def test_who_is_known_here_is_looked_for_and_nobody_else(do: Do) -> None:
    await say(do, JO)
    await say(do, SAM)
    await say(do, KIM, guild_id=ELSEWHERE)
    assert await do(leavers.list_members, guild_id=GUILD) == [SAM, JO]


@needs_communities
async def test_thirty_days_after_the_first_no_everything_of_a_member_goes_there_alone(do: Do) -> None:
    for guild_id in (GUILD, ELSEWHERE):
        for who in (SAM, JO):
            await say(do, who, guild_id=guild_id)
            await reach_out(do, who, guild_id=guild_id)
    there = await do(privacy.gather_member, guild_id=ELSEWHERE, member_id=SAM)
    assert not await absent(do)
    assert await left_on(do) == NOW.date()
    assert not await absent(do, NOW + 29 * DAY)
    assert await left_on(do) == NOW.date()
    assert await absent(do, NOW + 30 * DAY)
    assert not any((await do(privacy.gather_member, guild_id=GUILD, member_id=SAM)).values())
    assert await do(privacy.gather_member, guild_id=ELSEWHERE, member_id=SAM) == there
    assert [row.member_id for row in await do.rows(Answer) if row.guild_id == GUILD] == [JO]


@needs_communities
async def test_nobody_goes_without_a_no_on_that_very_day(do: Do) -> None:
    await say(do, SAM)
    await absent(do)
    await do(privacy.purge_everything, now=NOW + 90 * DAY)
    assert await left_on(do) == NOW.date()


@needs_communities
async def test_a_return_stops_the_clock(do: Do) -> None:
    for who in (SAM, JO, KIM):
        await say(do, who)
    await absent(do)
    await absent(do, member_id=JO)
    assert await do(leavers.record_present, guild_id=ELSEWHERE, member_ids=[SAM]) == 0
    assert await do(leavers.record_present, guild_id=GUILD, member_ids={SAM, KIM}) == 1
    assert [await left_on(do, who) for who in (SAM, JO)] == [None, NOW.date()]
    assert not await absent(do, NOW + 40 * DAY)
    assert await left_on(do) == (NOW + 40 * DAY).date()


@needs_communities
async def test_whoever_does_something_has_not_left(do: Do) -> None:
    await say(do, SAM)
    await absent(do)
    shown = await do(privacy.gather_member, guild_id=GUILD, member_id=SAM)
    assert shown["members"][0]["left_on"] == "2026-06-03"
    await say(do, SAM, now=NOW + 20 * DAY)
    assert not await absent(do, NOW + 31 * DAY)
    assert await left_on(do) == (NOW + 31 * DAY).date()


async def test_somebody_who_is_not_known_any_more_is_no_leaver(do: Do) -> None:
    assert not await absent(do)
    assert not await do.rows(Member)


async def over(do: Do, now: datetime) -> list[int]:
    return list(await do(leavers.list_over, now=now))


async def test_the_clock_of_a_community_starts_at_its_first_leave_and_stops_when_kettle_is_back(do: Do) -> None:
    for days in (0, 3):
        await do(leavers.record_removed, guild_id=GUILD, now=NOW + days * DAY)
    await do(leavers.record_removed, guild_id=ELSEWHERE, now=NOW)
    assert await over(do, NOW + 30 * DAY - HOUR) == []
    assert await over(do, NOW + 30 * DAY) == [GUILD, ELSEWHERE]
    await do(leavers.record_back, guild_ids=[ELSEWHERE, 1])
    await do(leavers.record_back, guild_ids=[])
    assert [row.guild_id for row in await do.rows(Removal)] == [GUILD]


@needs_communities
async def test_communities_are_known_until_their_clock_runs(do: Do) -> None:
    assert set(await do(leavers.list_known)) == {GUILD, ELSEWHERE}
    await do(leavers.record_removed, guild_id=GUILD, now=NOW)
    assert list(await do(leavers.list_known)) == [ELSEWHERE]


@needs_communities
async def test_a_community_whose_clock_has_not_run_out_is_not_forgotten(do: Do) -> None:
    await say(do, SAM)
    assert await do(leavers.forget_guild, guild_id=GUILD, now=NOW) == 0
    await do(leavers.record_removed, guild_id=GUILD, now=NOW)
    assert await do(leavers.forget_guild, guild_id=GUILD, now=NOW + 29 * DAY) == 0
    assert len(await do.rows(Answer)) == 1


@needs_communities
async def test_the_way_to_a_member_goes_with_the_last_community_they_are_known_in(do: Do) -> None:
    for who, guild_id in ((SAM, GUILD), (JO, GUILD), (JO, ELSEWHERE), (KIM, ELSEWHERE)):
        await say(do, who, guild_id=guild_id)
    for who in (SAM, JO, KIM):
        await do(keep, row=Direct(member_id=who, channel_id=who + 1, used_on=NOW.date()))
    await do(leavers.record_removed, guild_id=GUILD, now=NOW)
    await do(leavers.forget_guild, guild_id=GUILD, now=NOW + 30 * DAY)
    assert [row.member_id for row in await do.rows(Direct)] == [JO, KIM]


async def keep(session: AsyncSession, *, row: Base) -> None:
    session.add(row)


@needs_communities
async def test_what_is_being_sent_there_is_forgotten_too(do: Do) -> None:
    await pair_up(do, SAM, JO)
    await do(leavers.record_removed, guild_id=GUILD, now=NOW)
    assert await do(leavers.forget_guild, guild_id=GUILD, now=NOW + 30 * DAY) > 0
    assert not any([await do.rows(model) for model in (Member, Removal)])


SAMPLES: list[tuple[type, Any]] = [
    (UtcDateTime, NOW - timedelta(days=60)),
    (Boolean, False),
    (Date, NOW.date()),
    (Time, time(9)),
    (JSON, {}),
    (LargeBinary, b""),
]


def sample(kind: Any, number: int) -> Any:
    """Give a value for a column of this type; a text and a number are different in each row."""
    if isinstance(kind, String):
        return str(number)
    return next((value for known, value in SAMPLES if isinstance(kind, known)), number)


async def plant(session: AsyncSession, *, guild_id: int, number: int) -> None:
    """Put a row into every table that has communities, each knowing its parents."""
    planted: dict[Table, dict[str, Any]] = {}
    for table in Base.metadata.sorted_tables:
        if "guild_id" not in table.columns:
            continue
        values: dict[str, Any] = {}
        for column in table.columns:
            parent = next(iter(column.foreign_keys), None)
            if column.name == "guild_id":
                values[column.name] = guild_id
            elif parent is not None and parent.column.table is table:
                values[column.name] = None
            elif parent is not None:
                values[column.name] = planted[parent.column.table][parent.column.name]
            else:
                values[column.name] = sample(column.type, number)
        planted[table] = values
        await session.execute(table.insert().values(values))


async def rows_of(session: AsyncSession, *, guild_id: int) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for table in Base.metadata.sorted_tables:
        if "guild_id" in table.columns:
            rows = await session.execute(table.select().where(table.columns["guild_id"] == guild_id))
            found[table.name] = [dict(row) for row in rows.mappings()]
    return found


async def test_of_a_community_that_kettle_left_no_table_keeps_a_row_and_of_another_each_keeps_all(do: Do) -> None:
    await do(plant, guild_id=GUILD, number=101)
    await do(plant, guild_id=ELSEWHERE, number=202)
    before = await do(rows_of, guild_id=ELSEWHERE)
    assert all(before.values())
    assert set(Base.metadata.tables) - set(before) == NO_COMMUNITY
    gone = await do(leavers.forget_guild, guild_id=GUILD, now=NOW)
    assert gone == len(before)
    assert not any((await do(rows_of, guild_id=GUILD)).values())
    assert await do(rows_of, guild_id=ELSEWHERE) == before


@pytest.mark.parametrize("guild_id", [GUILD, ELSEWHERE])
async def test_there_is_a_row_in_every_table_to_forget(do: Do, guild_id: int) -> None:
    await do(plant, guild_id=guild_id, number=303)
    assert all((await do(rows_of, guild_id=guild_id)).values())
