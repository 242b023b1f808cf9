"""Rules that are kept: planned a little ahead, each time once, whatever was paused, left out, moved or missed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import schedules, spoken_rules
from bot.services.recurrence import Recurrence
from db.models.schedules import Schedule, ScheduleException
from tests.services.people import GUILD, NOW, Do

MINUTE = timedelta(minutes=1)
LONDON = "Europe/London"


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def read(typed: str) -> Recurrence:
    return spoken_rules.read_rule(typed, zone=LONDON, now=NOW, nation="England")


async def make(do: Do, typed: str = "every day 6pm") -> Schedule:
    row: Schedule = await do(schedules.make, guild_id=GUILD, rule=read(typed), now=NOW)
    return row


async def take(do: Do, now: datetime) -> list[datetime]:
    async def due(session: object, *, now: datetime) -> list[datetime]:
        (row,) = (await session.scalars(select(Schedule))).all()  # type: ignore[attr-defined]
        return [one.at for one in await schedules.take_due(session, schedule=row, now=now)]  # type: ignore[arg-type]

    found: list[datetime] = await do(due, now=now)
    return found


async def held(do: Do, rule: object, /, **told: object) -> None:
    async def gesture(session: object) -> None:
        (row,) = (await session.scalars(select(Schedule))).all()  # type: ignore[attr-defined]
        await rule(session, schedule=row, **told)  # type: ignore[operator]

    await do(gesture)


async def test_the_first_time_is_the_next_that_comes(do: Do) -> None:
    row = await make(do)
    assert (row.next_at, row.next_original) == (utc(6, 3, 17), "2026-06-03T18:00:00")
    assert await do(schedules.find_next) == utc(6, 3, 17)


async def test_a_time_is_planned_ten_minutes_ahead_and_once(do: Do) -> None:
    await make(do)
    assert await take(do, utc(6, 3, 16, 49)) == []
    assert await take(do, utc(6, 3, 16, 50)) == [utc(6, 3, 17)]
    assert await take(do, utc(6, 3, 17)) == []
    assert await do(schedules.find_next) == utc(6, 4, 17)


async def test_something_that_happens_once_is_over_then(do: Do) -> None:
    await make(do, "5 June 6pm")
    assert await take(do, utc(6, 5, 17)) == [utc(6, 5, 17)]
    assert await take(do, utc(6, 6, 17)) == []
    assert await do(schedules.find_next) is None


async def test_what_fell_into_an_outage_is_given_in_turns(do: Do) -> None:
    await make(do)
    first = await take(do, NOW + timedelta(days=70))
    assert (len(first), first[0], first[-1]) == (schedules.MOST_AT_ONCE, utc(6, 3, 17), utc(7, 22, 17))
    second = await take(do, NOW + timedelta(days=70))
    assert second[0] == utc(7, 23, 17)
    assert await take(do, NOW + timedelta(days=70)) == []


async def test_the_rule_that_is_kept_is_the_rule_that_was_made_with_its_exceptions(do: Do) -> None:
    row = await make(do, "every other tuesday 6:30pm until march, not on bank holidays")
    rule = await do(schedules.get_rule, schedule=row)
    assert rule == read("every other tuesday 6:30pm until march, not on bank holidays")
    coming = await do(schedules.list_next, schedule=row, now=NOW)
    assert len(coming) == schedules.NEXT_DATES
    await held(do, schedules.leave_out, original=coming[0].original, now=NOW)
    await held(do, schedules.move, original=coming[1].original, moved_to=datetime(2026, 6, 25, 9), now=NOW)  # noqa: DTZ001 on the wall
    (row,) = await do.rows(Schedule)
    assert row.next_at == utc(6, 25, 8)
    after = await do(schedules.list_next, schedule=row, now=NOW)
    assert [one.at for one in after][:2] == [utc(6, 25, 8), coming[2].at]


async def test_a_time_can_be_moved_to_any_moment_that_is_to_come(do: Do) -> None:
    """Also to one so near that the sweep has looked past it, and behind the time after it."""
    await make(do)
    soon = datetime(2026, 6, 3, 12, 5)  # noqa: DTZ001 on the wall
    await held(do, schedules.move, original=datetime(2026, 6, 3, 18), moved_to=soon, now=NOW)  # noqa: DTZ001
    assert await take(do, NOW + 5 * MINUTE) == [NOW + 5 * MINUTE]
    late = datetime(2026, 6, 5, 19)  # noqa: DTZ001 on the wall
    await held(do, schedules.move, original=datetime(2026, 6, 4, 18), moved_to=late, now=NOW)  # noqa: DTZ001
    assert await take(do, utc(6, 5, 18)) == [utc(6, 5, 17), utc(6, 5, 18)]
    assert await do(schedules.find_next) == utc(6, 6, 17)


async def test_only_the_next_time_is_changed_by_the_button_that_named_it(do: Do) -> None:
    row = await make(do)
    for at in (utc(6, 3, 16), utc(6, 4, 17)):
        refused = await do.refused(schedules.get_next, schedule=row, at=int(at.timestamp()), now=NOW)
        assert refused.message_id == "recurrence-not-next"
    found = await do(schedules.get_next, schedule=row, at=int(utc(6, 3, 17).timestamp()), now=NOW)
    assert found.at == utc(6, 3, 17)


async def test_leaving_out_the_same_time_twice_leaves_out_one(do: Do) -> None:
    await make(do)
    for _ in range(2):
        await held(do, schedules.leave_out, original=datetime(2026, 6, 3, 18), now=NOW)  # noqa: DTZ001 on the wall
    assert len(await do.rows(ScheduleException)) == 1
    assert await do(schedules.find_next) == utc(6, 4, 17)


async def test_leaving_out_what_is_planned_already_does_not_plan_the_next_too_early(do: Do) -> None:
    await make(do)
    await take(do, utc(6, 3, 16, 55))
    await held(do, schedules.leave_out, original=datetime(2026, 6, 3, 18), now=utc(6, 3, 16, 56))  # noqa: DTZ001 on the wall
    assert await take(do, utc(6, 3, 17)) == []
    assert await do(schedules.find_next) == utc(6, 4, 17)


async def test_a_pause_leaves_out_what_falls_into_it(do: Do) -> None:
    await make(do)
    await held(do, schedules.pause, is_paused=True, now=NOW)
    assert await take(do, utc(6, 5, 17)) == []
    assert await do(schedules.find_next) is None
    await held(do, schedules.pause, is_paused=False, now=utc(6, 5, 18))
    assert await take(do, utc(6, 6, 17)) == [utc(6, 6, 17)]


async def test_another_rule_in_its_place_forgets_the_old_exceptions(do: Do) -> None:
    await make(do)
    await held(do, schedules.leave_out, original=datetime(2026, 6, 3, 18), now=NOW)  # noqa: DTZ001 on the wall
    await held(do, schedules.change, rule=read("every friday 9am"), now=NOW)
    assert await do.rows(ScheduleException) == []
    assert await do(schedules.find_next) == utc(6, 5, 8)


async def test_a_rule_that_is_dropped_is_gone_with_its_exceptions(do: Do) -> None:
    await make(do)
    await held(do, schedules.leave_out, original=datetime(2026, 6, 3, 18), now=NOW)  # noqa: DTZ001 on the wall
    await held(do, schedules.drop)
    assert (await do.rows(Schedule), await do.rows(ScheduleException)) == ([], [])


@pytest.mark.parametrize(("hour", "is_due"), [(16, False), (17, True)])
async def test_only_what_is_near_is_looked_at(do: Do, hour: int, *, is_due: bool) -> None:
    async def due(session: object) -> int:
        return len((await session.scalars(select(Schedule).where(schedules.is_due(utc(6, 3, hour))))).all())  # type: ignore[attr-defined]

    await make(do)
    assert await do(due) == is_due


async def test_a_rule_is_cut_in_two_that_give_the_same_times_with_their_exceptions(do: Do) -> None:
    whole = await make(do, "every thursday 6pm for 6 times")
    originals = [one.original for one in await do(schedules.list_next, schedule=whole, now=NOW)]

    async def change(session: AsyncSession) -> Schedule:
        row = await session.get_one(Schedule, whole.id)
        told = {"schedule": row, "now": NOW}
        await schedules.leave_out(session, **told, original=originals[1])
        await schedules.move(session, **told, original=originals[3], moved_to=originals[3] + timedelta(hours=1))
        return row

    before = await do(schedules.list_next, schedule=await do(change), now=NOW)

    async def cut(session: AsyncSession) -> Schedule:
        row = await session.get_one(Schedule, whole.id)
        return await schedules.split(session, schedule=row, original=originals[2], now=NOW)

    await do(cut)
    first, rest = await do.rows(Schedule)
    assert (rest.starts, rest.rule) == ("2026-06-18T18:00:00", "FREQ=WEEKLY;BYDAY=TH;COUNT=4")
    parts = [await do(schedules.list_next, schedule=each, now=NOW) for each in (first, rest)]
    assert parts[0] + parts[1] == before
    assert (first.next_at, rest.next_at) == (parts[0][0].at, parts[1][0].at)
