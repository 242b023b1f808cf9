"""Figures of the diary: counted over everybody for who runs Kettle, over one community for its admins."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.services import deliveries, delivery_figures
from bot.services.delivery_figures import BOUNDS, Figures, GuildFigures
from db.models.deliveries import Delivery
from db.session import Database
from tests.services.people import DAY, ELSEWHERE, GUILD, HOUR, MODERATORS, NOW, Do

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


async def put(do: Do, state: str, ago: timedelta, *, guild_id: int = GUILD, late: timedelta | None = None) -> None:
    """Put down a row that fell due so long ago, in this state; with `late`, sent so long after it was due."""
    number = len(await do.rows(Delivery))
    due_at = NOW - ago
    told: dict[str, Any] = {"guild_id": guild_id, "feature": "reachouts", "channel_id": MODERATORS, "due_at": due_at}
    row = await do(deliveries.schedule, subject_id=number, expires_at=NOW + 2 * DAY, **told)
    sent_at = None if late is None else due_at + late
    await do(change, delivery_id=row.id, state=state, sent_at=sent_at)


async def change(session: Any, *, delivery_id: int, **values: Any) -> None:
    row = await session.get_one(Delivery, delivery_id)
    for name, value in values.items():
        setattr(row, name, value)


async def of_all(do: Do) -> Figures:
    figures: Figures = await do(delivery_figures.of_all, now=NOW)
    return figures


async def of_guild(do: Do, guild_id: int = GUILD) -> GuildFigures:
    figures: GuildFigures = await do(delivery_figures.of_guild, guild_id=guild_id, now=NOW)
    return figures


async def test_an_empty_diary_is_all_noughts(do: Do) -> None:
    nothing = dict.fromkeys(("sent", "failed", "missed", "unknown"), 0)
    assert await of_all(do) == Figures(0, None, nothing, (0,) * len(BOUNDS), 0)
    assert await of_guild(do) == GuildFigures(0, 0)


async def test_what_is_due_and_not_out_yet_is_counted_for_everybody_with_the_oldest(do: Do) -> None:
    await put(do, "waiting", -SECOND)
    await put(do, "waiting", timedelta())
    await put(do, "leased", 3 * MINUTE)
    await put(do, "waiting", MINUTE, guild_id=ELSEWHERE)
    await put(do, "cancelled", HOUR)
    figures = await of_all(do)
    assert (figures.due, figures.oldest_due_at) == (3, NOW - 3 * MINUTE)


async def test_outcomes_are_those_of_the_last_day(do: Do) -> None:
    for state, guild_id in (("failed", GUILD), ("failed", ELSEWHERE), ("missed", GUILD), ("unknown", GUILD)):
        await put(do, state, HOUR, guild_id=guild_id)
        await put(do, state, DAY, guild_id=guild_id)
    await put(do, "sent", DAY - SECOND, late=SECOND)
    await put(do, "sent", DAY, late=SECOND)
    await put(do, "cancelled", HOUR)
    assert (await of_all(do)).outcomes == {"sent": 1, "failed": 2, "missed": 1, "unknown": 1}


async def test_lateness_is_told_by_how_many_were_sent_within_each_bound(do: Do) -> None:
    for seconds in (0, 5, 6, 60, 7200):
        await put(do, "sent", 3 * HOUR, late=timedelta(seconds=seconds))
    await put(do, "failed", HOUR)
    figures = await of_all(do)
    assert dict(zip(BOUNDS, figures.within, strict=True)) == {5: 2, 15: 3, 60: 4, 120: 4, 300: 4, 900: 4, 3600: 4}
    assert figures.seconds_late == 0 + 5 + 6 + 60 + 7200


async def test_a_community_sees_its_own_that_are_due_for_a_minute_and_no_others(do: Do) -> None:
    await put(do, "waiting", MINUTE)
    await put(do, "leased", HOUR)
    await put(do, "waiting", MINUTE - SECOND)
    await put(do, "waiting", -HOUR)
    await put(do, "waiting", HOUR, guild_id=ELSEWHERE)
    assert (await of_guild(do)).overdue == 2
    assert (await of_guild(do, ELSEWHERE)).overdue == 1


async def test_a_community_sees_its_own_failures_of_thirty_days(do: Do) -> None:
    await put(do, "failed", HOUR)
    await put(do, "failed", 30 * DAY - SECOND)
    await put(do, "failed", 30 * DAY)
    await put(do, "failed", HOUR, guild_id=ELSEWHERE)
    await put(do, "sent", HOUR, late=SECOND)
    assert (await of_guild(do)).failed == 2
    assert (await of_guild(do, ELSEWHERE)).failed == 1


@pytest.mark.parametrize("shared_url", ["sqlite"], indirect=True)
async def test_every_question_is_a_range_of_the_index_however_many_rows_wait(database: Database) -> None:
    asked: list[tuple[str, Any]] = []
    async with database.read() as session:
        engine = (await session.connection()).engine.sync_engine

    @event.listens_for(engine, "before_cursor_execute")
    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    async with database.read() as session:
        await delivery_figures.of_all(session, now=NOW)
        await delivery_figures.of_guild(session, guild_id=GUILD, now=NOW)
    event.remove(engine, "before_cursor_execute", note)
    questions = [each for each in asked if each[0].startswith("SELECT")]
    assert len(questions) == 4
    async with database.read() as session:
        connection = await session.connection()
        for statement, parameters in questions:
            plan = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)).all()
            looks = [str(row[3]) for row in plan if "deliveries" in str(row[3])]
            assert looks
            assert all("ix_deliveries_state_due_at (state=? AND due_at" in look for look in looks), looks
