"""A week is told once, on the Wednesday after, by each member's last answer that is still kept; then never changed."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowed, NotSetUp
from bot.services import checkins, disclosure, members, totals
from bot.services.disclosure import Nudges, Published
from db.models.checkins import Answer
from db.models.guilds import Guild
from db.models.totals import WeekTotal
from db.session import Database
from tests.services.people import DAY, ELSEWHERE, GUILD, HOUR, NOW, SAM, Do, overlapping, person, say, set_up

MONDAY = date(2026, 6, 1)
WEDNESDAY = datetime(2026, 6, 10, 11, tzinfo=UTC)
"""Noon in London, nine days later."""

CROWD = range(410000000000000000, 410000000000000060)
WEEK = {"guild_id": GUILD, "week": MONDAY, "now": WEDNESDAY}
ORGANISER = person("organiser")


async def answer(
    session: AsyncSession, *, said: str, people: range, day: date = MONDAY, guild_id: int = GUILD, kept: int = 14
) -> None:
    """Let many people answer on a day. Each answer is kept until a midnight in London."""
    until = datetime.combine(day, datetime.min.time(), UTC) - HOUR + kept * DAY
    at = until - DAY
    rows = [
        {"guild_id": guild_id, "member_id": each, "answered_on": day, "answered_at": at, "answer": said}
        for each in people
    ]
    await session.execute(insert(Answer).values(kept_until=until), rows)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, int]]:
    """What was counted, noted on the way into the real rule, and no nudges."""
    noted: list[dict[str, int]] = []

    def publish(counts: dict[str, int], nudges: Nudges) -> Published | None:
        noted.append({name: people for name, people in counts.items() if people})
        return disclosure.publish(counts, Nudges(0, dict.fromkeys(nudges.answers, 0)))

    monkeypatch.setattr(totals, "publish", publish)
    return noted


async def test_a_week_is_told_by_rounded_figures(do: Do, seen: list[dict[str, int]]) -> None:
    await set_up(do)
    await do(answer, said="good", people=CROWD[:31])
    await do(answer, said="unsaid", people=CROWD[31:47])
    await do(answer, said="low", people=CROWD[47:54])
    row = await do(totals.publish_week, **WEEK)
    assert seen == [{"good": 31, "unsaid": 16, "low": 7}]
    assert (row.guild_id, row.week) == (GUILD, MONDAY)
    assert (row.people, row.figures) == (55, {"good": 30, "unsaid": 15})


async def test_what_is_told_is_nudged(do: Do) -> None:
    await set_up(do)
    await do(answer, said="good", people=CROWD)
    row = await do(totals.publish_week, **WEEK)
    assert row.people % 5 == 0
    assert 0 < row.people < 120, "a nudge of 60 comes once in many millions of years"
    assert row.figures["good"] > 0


async def test_a_member_counts_once_by_their_last_answer_of_the_week(do: Do, seen: list[dict[str, int]]) -> None:
    await set_up(do)
    await do(answer, said="low", people=CROWD[:20])
    await do(answer, said="struggling", people=CROWD[:20], day=MONDAY - DAY)
    await do(answer, said="good", people=CROWD[:20], day=MONDAY + 6 * DAY)
    await do(answer, said="ok", people=CROWD[:20], day=MONDAY + 3 * DAY)
    await do(answer, said="mixed", people=CROWD[:20], day=MONDAY + 7 * DAY)
    await do(totals.publish_week, **WEEK)
    assert seen == [{"good": 20}]


async def test_answers_kept_until_midnight_are_not_in_it_wherever_it_is_still_sunday(
    do: Do, seen: list[dict[str, int]]
) -> None:
    await set_up(do, zone="Pacific/Kiritimati")
    sunday = datetime(2026, 6, 8, 10, 59, tzinfo=UTC)
    for member_id, forget in ((SAM, True), (SAM + 1, False)):
        told = {"guild_id": GUILD, "member_id": member_id, "now": sunday}
        await do(members.record_choice, **told, zone="Pacific/Niue", forget_at_midnight=forget)
        row = await say(do, member_id, "low", now=sunday)
        assert row.answered_on == MONDAY + 6 * DAY
    first_moment = datetime(2026, 6, 9, 10, tzinfo=UTC)
    assert await do(totals.publish_due, now=first_moment - timedelta(seconds=1)) == 0
    assert await do(totals.publish_due, now=first_moment) == 1
    assert seen == [{"low": 1}]


async def test_on_its_last_day_every_answer_of_the_week_is_still_kept(do: Do, seen: list[dict[str, int]]) -> None:
    await set_up(do, zone="Pacific/Niue")
    monday = datetime(2026, 5, 31, 10, tzinfo=UTC)
    await do(members.record_choice, guild_id=GUILD, member_id=SAM, now=monday, zone="Pacific/Kiritimati")
    assert (await say(do, SAM, now=monday)).answered_on == MONDAY
    over = datetime(2026, 6, 13, 11, tzinfo=UTC)
    assert await do(totals.publish_due, now=over) == 0
    assert await do(totals.publish_due, now=over - timedelta(seconds=1)) == 1
    assert seen == [{"ok": 1}]


async def test_an_answer_taken_back_before_is_not_in_it(do: Do, seen: list[dict[str, int]]) -> None:
    await set_up(do)
    await do(answer, said="low", people=CROWD[:20])
    told = {"guild_id": GUILD, "member_id": CROWD[0], "now": WEDNESDAY}
    await do(checkins.take_back_answer, **told, day=MONDAY)
    await do(checkins.erase_member, **{**told, "member_id": CROWD[1]})
    await do(totals.publish_week, **WEEK)
    assert seen == [{"low": 18}]


async def test_a_published_week_never_changes_and_its_nudges_are_not_drawn_again(do: Do) -> None:
    await set_up(do)
    await do(answer, said="good", people=CROWD)
    assert await do(totals.publish_due, now=WEDNESDAY) == 1
    (before,) = await do.rows(WeekTotal)
    for each in CROWD[:45]:
        await do(checkins.erase_member, guild_id=GUILD, member_id=each, now=WEDNESDAY)
    assert await do(totals.publish_due, now=WEDNESDAY + HOUR) == 0
    again = await do(totals.publish_week, **WEEK)
    assert (again.people, again.figures) == (before.people, before.figures)
    assert before.figures["good"] > 30


async def test_of_two_processes_that_publish_at_once_the_first_is_told(database: Database, do: Do) -> None:
    await set_up(do)
    await do(answer, said="good", people=CROWD)
    first: list[WeekTotal] = []

    async def one(session: AsyncSession) -> None:
        row = await totals.publish_week(session, **WEEK)
        assert row
        first.append(row)

    second = await overlapping(database, one, lambda session: totals.publish_week(session, **WEEK))
    assert (second.people, second.figures) == (first[0].people, first[0].figures)
    assert len(await do.rows(WeekTotal)) == 1


async def test_with_too_few_people_nothing_is_told_and_that_is_settled(do: Do) -> None:
    await set_up(do)
    await do(answer, said="low", people=CROWD[:9])
    assert await do(totals.publish_due, now=WEDNESDAY) == 1
    (row,) = await do.rows(WeekTotal)
    assert (row.people, row.figures) == (None, {})
    assert await do(totals.publish_due, now=WEDNESDAY + HOUR) == 0


@pytest.mark.parametrize(
    ("day", "week"),
    [(8, None), (9, None), (10, MONDAY), (11, MONDAY), (12, MONDAY), (13, None), (14, None)],
)
def test_a_week_is_published_from_wednesday_to_friday(day: int, week: date | None) -> None:
    for hour in (0, 22):
        assert totals.due_week(here(NOW), datetime(2026, 6, day, hour, tzinfo=UTC)) == week


def here(since: datetime) -> Guild:
    return Guild(guild_id=GUILD, zone="Europe/London", created_at=since)


def test_a_week_that_was_over_before_kettle_came_is_not_published() -> None:
    sunday = datetime(2026, 6, 7, 22, 59, tzinfo=UTC)
    assert totals.due_week(here(sunday), WEDNESDAY) == MONDAY
    assert totals.due_week(here(sunday + timedelta(minutes=1)), WEDNESDAY) is None


async def test_a_week_that_is_not_due_is_not_published(do: Do) -> None:
    await set_up(do)
    assert await do(totals.publish_week, guild_id=GUILD, week=MONDAY, now=WEDNESDAY - 2 * DAY) is None
    assert await do(totals.publish_week, guild_id=GUILD, week=MONDAY - 7 * DAY, now=WEDNESDAY) is None
    assert isinstance(await do.refused(totals.publish_week, **WEEK | {"guild_id": ELSEWHERE}), NotSetUp)
    assert await do.rows(WeekTotal) == []


async def test_each_community_is_told_of_its_own_week_on_its_own_day(do: Do, seen: list[dict[str, int]]) -> None:
    await set_up(do)
    await set_up(do, ELSEWHERE, zone="Asia/Tokyo")
    await do(answer, said="good", people=CROWD[:20])
    await do(answer, said="low", people=CROWD[:30], guild_id=ELSEWHERE)
    assert await do(totals.publish_due, now=datetime(2026, 6, 9, 15, tzinfo=UTC)) == 1
    assert await do(totals.publish_due, now=datetime(2026, 6, 9, 23, tzinfo=UTC)) == 1
    assert seen == [{"low": 30}, {"good": 20}]
    assert [row.figures for row in await do.rows(WeekTotal)] == [{"good": 20}, {"low": 30}]
    (shown,) = await do(totals.list_weeks, person=ORGANISER, now=WEDNESDAY)
    assert shown.figures == {"good": 20}


def told_before(*weeks: date) -> Callable[[AsyncSession], Awaitable[Any]]:
    async def add(session: AsyncSession) -> None:
        session.add_all(WeekTotal(guild_id=GUILD, week=week, people=None, figures={}) for week in weeks)

    return add


async def test_organisers_see_a_page_of_weeks_and_those_before(do: Do) -> None:
    await set_up(do)
    await do(told_before(*(MONDAY - 7 * DAY * back for back in range(6))))
    page = await do(totals.list_weeks, person=ORGANISER, now=WEDNESDAY)
    assert [row.week for row in page] == [MONDAY - 7 * DAY * back for back in range(4)]
    page = await do(totals.list_weeks, person=ORGANISER, now=WEDNESDAY, before=page[-1].week)
    assert [row.week for row in page] == [MONDAY - 7 * DAY * back for back in (4, 5)]


async def test_only_organisers_see_them(do: Do) -> None:
    await set_up(do)
    for other in (person(), person("moderator"), person("admin")):
        assert isinstance(await do.refused(totals.list_weeks, person=other, now=WEDNESDAY), NotAllowed)


async def test_a_week_is_kept_for_two_years(do: Do) -> None:
    await set_up(do)
    await do(told_before(date(2024, 5, 27), date(2024, 6, 3)))
    page = await do(totals.list_weeks, person=ORGANISER, now=WEDNESDAY)
    assert [row.week for row in page] == [date(2024, 6, 3)]
    assert await do(totals.purge, now=WEDNESDAY) == 1
    assert [row.week for row in await do.rows(WeekTotal)] == [date(2024, 6, 3)]
    assert await do(totals.purge, now=datetime(2028, 2, 29, tzinfo=UTC)) == 1


async def test_a_row_holds_no_count_and_no_member(do: Do) -> None:
    assert set(WeekTotal.__table__.columns.keys()) == {"guild_id", "week", "people", "figures"}
    await set_up(do)
    await do(answer, said="good", people=CROWD)
    row = await do(totals.publish_week, **WEEK)
    assert all(figure % 5 == 0 for figure in (row.people, *row.figures.values()))
