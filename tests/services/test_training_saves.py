"""What members save is theirs; each reminder comes at most once, at nine by their own clock, and never too late."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, Invalid, NotFound
from bot.services import deliveries, event_reminders, members, training_entries, training_saves
from bot.services.training_saves import AHEAD, FEATURE, LONGEST, MARKS, MOST
from bot.services.training_texts import Deadline
from db.models.deliveries import Delivery
from db.models.training import TrainingDeadline, TrainingEntry
from db.models.training_saves import TrainingReminder, TrainingSave
from db.session import Database
from tests.services.cataloguing import ORGANISER, add, told, write
from tests.services.clock_changes import moments, zones
from tests.services.people import (
    DAY,
    ELSEWHERE,
    GUILD,
    HOUR,
    JO,
    NOW,
    SAM,
    Do,
    examples,
    overlapping,
    send_due,
    set_up,
    undone,
)

TODAY = NOW.date()
SAMS: dict[str, Any] = {"guild_id": GUILD, "member_id": SAM}
ENDS = TODAY + 10 * DAY
SECOND = timedelta(seconds=1)
WEEK_BEFORE, DAY_BEFORE = (datetime(2026, 6, day, 8, tzinfo=UTC) for day in (6, 12))
"""Nine in London, seven days and one day before the tenth day from now."""


async def save(do: Do, entry: TrainingEntry, **who: Any) -> TrainingSave:
    row: TrainingSave = await do(training_saves.record_save, **{**SAMS, "now": NOW, **who}, number=entry.number)
    return row


async def ending(do: Do, *days: Any, title: str = "Tea", **who: Any) -> TrainingEntry:
    """Add an entry that ends on these days, and let Sam save it."""
    entry = await add(do, title, deadlines=tuple(Deadline(day) for day in days or (ENDS,)))
    await save(do, entry, **who)
    return entry


async def sweep(do: Do, now: datetime) -> int:
    planned: int = await do(training_saves.plan_due, now=now)
    return planned


async def diary(do: Do) -> list[datetime]:
    """Give when Sam is going to be reminded."""
    rows = [row for row in await do.rows(Delivery) if (row.feature, row.member_id) == (FEATURE, SAM)]
    return sorted(row.due_at for row in rows if row.state == "waiting")


async def about(do: Do) -> list[str]:
    """Give of what the reminders in the diary tell, as things stand now."""
    found = [await do(training_saves.find_reminded, reminder_id=row.id) for row in await do.rows(TrainingReminder)]
    return [f"{each.entry.title} {each.deadline.due_on}" for each in found if each is not None]


async def listed(do: Do, **who: Any) -> list[tuple[str, str, str]]:
    saved = await do(training_saves.list_saved, **{**SAMS, "today": TODAY, **who})
    return [(one.entry.title, one.save.mark, one.deadline.label if one.deadline else "") for one in saved]


def test_marks_fit_into_their_column() -> None:
    assert max(map(len, MARKS)) <= TrainingSave.__table__.c.mark.type.length


async def test_a_member_saves_marks_and_takes_off_an_entry(do: Do) -> None:
    tea, cake = await add(do, "Tea"), await add(do, "Cake")
    for entry in (tea, cake):
        await save(do, entry)
    await save(do, tea, mark="doing", now=NOW + DAY)
    row = await do(training_saves.find_save, **SAMS, number=tea.number)
    assert (row.mark, row.reminds, row.saved_on) == ("doing", True, TODAY)
    assert await do(training_saves.find_save, guild_id=GUILD, member_id=JO, number=tea.number) is None
    assert await do(training_saves.find_save, guild_id=ELSEWHERE, member_id=SAM, number=tea.number) is None
    for _ in range(2):
        await do(training_saves.forget_save, **SAMS, number=tea.number, now=NOW)
    assert await listed(do) == [("Cake", "saved", "")]


async def test_what_is_not_in_the_catalogue_here_or_has_no_such_mark_is_not_saved(do: Do) -> None:
    tea, theirs = await add(do, "Tea"), await add(do, "Tea", guild_id=ELSEWHERE)
    hidden = await add(do, "Hidden", doubt="?")
    for number in (theirs.number, hidden.number, 0):
        refusal = await do.refused(training_saves.record_save, **SAMS, number=number, now=NOW)
        assert type(refusal) is NotFound
    wrong = await do.refused(training_saves.record_save, **SAMS, number=tea.number, now=NOW, mark="loved")
    assert (type(wrong), wrong.message_id) == (Invalid, "training_saves-mark-unknown")
    assert await do.rows(TrainingSave) == []


async def test_a_member_saves_a_hundred_and_not_one_more_even_in_two_presses_at_once(
    do: Do, database: Database
) -> None:
    rows = [outcome.row for outcome in await write(do, *[told(f"Course {place}") for place in range(MOST + 1)])]
    kept = [TrainingSave(**SAMS, entry_number=row.number, mark="saved", reminds=True, saved_on=TODAY) for row in rows]

    async def fill(session: AsyncSession) -> None:
        session.add_all(kept[: MOST - 1])

    async def press(session: AsyncSession, row: TrainingEntry) -> Any:
        try:
            await training_saves.record_save(session, **SAMS, number=row.number, now=NOW)
        except Closed as closed:
            return closed.message_id, closed.variables

    await do(fill)
    refused = await overlapping(database, lambda first: press(first, rows[-1]), lambda second: press(second, rows[-2]))
    assert refused == ("training_saves-many", {"most": MOST})
    await save(do, rows[-1], mark="done")
    assert len(await do.rows(TrainingSave)) == MOST
    await save(do, rows[-2], member_id=JO)


async def test_the_list_has_what_ends_first_on_top_then_titles_and_what_is_done_last(do: Do) -> None:
    soon, later, over = Deadline(TODAY, "today"), Deadline(TODAY + DAY, "b"), Deadline(TODAY - DAY, "over")
    for title, days in {
        "Milk": (), "Biscuits": (over,), "Late": (later, Deadline(TODAY + DAY, "a")), "Soon": (over, soon, later),
        "Done": (soon,), "Hidden": (soon,),
    }.items():  # fmt: skip
        await save(do, await add(do, title, deadlines=days), mark="done" if title == "Done" else "saved")
    await write(do, told("Hidden", doubt="?"))
    await save(do, await add(do, "Theirs", guild_id=ELSEWHERE), guild_id=ELSEWHERE)
    await save(do, await add(do, "Jo's"), member_id=JO)
    assert await listed(do) == [
        ("Soon", "saved", "today"), ("Late", "saved", "a"), ("Biscuits", "saved", ""), ("Milk", "saved", ""),
        ("Done", "done", "today"), ("Hidden", "saved", ""),
    ]  # fmt: skip
    assert await listed(do, guild_id=ELSEWHERE) == [("Theirs", "saved", "")]
    assert await listed(do, member_id=JO) == [("Jo's", "saved", "")]


async def test_who_has_no_plan_is_reminded_a_week_and_a_day_before_at_nine(do: Do) -> None:
    await ending(do)
    assert await sweep(do, WEEK_BEFORE - AHEAD - HOUR) == 0
    assert await sweep(do, WEEK_BEFORE - AHEAD) == 1
    assert await sweep(do, WEEK_BEFORE) == 0
    assert await sweep(do, DAY_BEFORE - HOUR) == 1
    rows = await do.rows(Delivery)
    end = datetime(2026, 6, 13, 23, tzinfo=UTC)
    assert [(row.due_at, row.expires_at) for row in rows] == [(WEEK_BEFORE, DAY_BEFORE), (DAY_BEFORE, end)]
    assert {(row.guild_id, row.member_id) for row in rows} == {(GUILD, SAM)}
    assert await about(do) == [f"Tea {ENDS}"] * 2


async def test_one_whose_moment_is_over_is_not_made_up_for(do: Do) -> None:
    await ending(do)
    assert await sweep(do, WEEK_BEFORE) == 0
    assert await sweep(do, DAY_BEFORE - HOUR) == 1
    assert await diary(do) == [DAY_BEFORE]


@pytest.mark.parametrize(
    ("leads", "before"),
    [("", []), ("90", [0]), ("2879,2880,1440", [1, 2]), (str(60 * 24 * 400), [28]), ("120,30", [0])],
)
async def test_a_plan_of_ones_own_is_read_as_days(do: Do, leads: str, before: list[int]) -> None:
    await ending(do, TODAY + 30 * DAY)
    await do(event_reminders.record_plan, **SAMS, leads=leads, now=NOW)
    for days in range(32):
        await sweep(do, NOW + days * DAY)
    assert sorted(row.lead for row in await do.rows(TrainingReminder)) == before


async def test_a_plan_or_zone_is_that_of_the_community_in_which_it_was_saved(do: Do) -> None:
    await set_up(do, zone="Asia/Tokyo")
    await ending(do)
    await do(event_reminders.record_plan, guild_id=ELSEWHERE, member_id=SAM, leads="", now=NOW)
    await do(members.record_zone, guild_id=ELSEWHERE, member_id=SAM, typed="Paris", now=NOW)
    await sweep(do, WEEK_BEFORE - 20 * HOUR)
    assert await diary(do) == [WEEK_BEFORE - 8 * HOUR]


async def test_nobody_is_reminded_of_what_is_over_done_hidden_turned_off_or_of_anything_without_messages(
    do: Do,
) -> None:
    over = await ending(do, TODAY, TODAY - DAY, title="Over")
    done = await ending(do, title="Done")
    await save(do, done, mark="done")
    off = await ending(do, title="Off")
    await do(training_saves.record_reminds, **SAMS, number=off.number, now=NOW, on=False)
    await ending(do, title="Hidden")
    await write(do, told("Hidden", doubt="?", deadlines=(Deadline(ENDS),)))
    await ending(do, title="Silent", member_id=JO)
    await do(members.record_switch, guild_id=GUILD, member_id=JO, now=NOW, name="direct_messages", on=False)
    assert await sweep(do, NOW) == 0
    assert await sweep(do, WEEK_BEFORE - HOUR) == 0
    await do(training_saves.record_reminds, **SAMS, number=off.number, now=NOW, on=True)
    assert await sweep(do, WEEK_BEFORE - HOUR) == 1
    assert await about(do) == [f"Off {ENDS}"]
    await do(training_saves.record_reminds, **SAMS, number=over.number + 99, now=NOW, on=True)


async def test_whatever_changes_before_a_reminder_is_sent_counts(do: Do) -> None:
    tea = await ending(do)
    await sweep(do, WEEK_BEFORE - HOUR)
    switch: dict[str, Any] = {**SAMS, "now": NOW, "name": "direct_messages"}
    reminds: dict[str, Any] = {**SAMS, "now": NOW, "number": tea.number}
    plan: dict[str, Any] = {**SAMS, "now": NOW}
    days = (Deadline(ENDS),)
    for rule, off, on in (
        (members.record_switch, {**switch, "on": False}, {**switch, "on": True}),
        (training_saves.record_reminds, {**reminds, "on": False}, {**reminds, "on": True}),
        (event_reminders.record_plan, {**plan, "leads": "1440"}, {**plan, "leads": None}),
        (training_saves.record_save, {**reminds, "mark": "done"}, {**reminds, "mark": "doing"}),
    ):
        await do(rule, **off)
        assert await about(do) == []
        await do(rule, **on)
        assert await about(do) == [f"Tea {ENDS}"]
    await write(do, told("Tea", doubt="?", deadlines=days))
    assert await about(do) == []
    await write(do, told("Tea", deadlines=days))
    await do(training_saves.forget_save, **SAMS, number=tea.number, now=NOW)
    assert await about(do) == []
    assert await do(training_saves.find_reminded, reminder_id=7_000_000) is None


async def test_of_a_deadline_that_was_moved_members_are_reminded_anew_and_not_of_the_old_day(do: Do) -> None:
    await ending(do)
    await sweep(do, WEEK_BEFORE - HOUR)
    (old,) = await do.rows(Delivery)
    await write(do, told("Tea", deadlines=(Deadline(ENDS + DAY),)))
    assert await sweep(do, WEEK_BEFORE) == 1
    assert await do(training_saves.find_reminded, reminder_id=old.subject_id) is None
    assert await about(do) == [f"Tea {ENDS + DAY}"]
    assert await diary(do) == [WEEK_BEFORE, WEEK_BEFORE + DAY]
    await do(training_saves.purge, now=NOW)
    assert await diary(do) == [WEEK_BEFORE + DAY]


async def test_the_message_about_a_deadline_that_was_taken_out_is_taken_away(do: Do) -> None:
    await ending(do)
    await sweep(do, WEEK_BEFORE - HOUR)
    (sent,) = await send_due(do, WEEK_BEFORE)
    await do(training_saves.purge, now=WEEK_BEFORE)
    assert [row.kind for row in await do.rows(Delivery)] == ["post"]
    await write(do, told("Tea"))
    await do(training_saves.purge, now=WEEK_BEFORE)
    await do(training_saves.purge, now=WEEK_BEFORE + DAY)
    (away,) = await do.rows(Delivery)
    assert (away.kind, away.member_id, away.message_id is not None) == ("delete", None, True)
    assert away.subject_id == sent.subject_id


async def test_two_looks_at_once_plan_each_reminder_once(do: Do, database: Database) -> None:
    await ending(do)

    async def look(session: AsyncSession) -> int:
        return await training_saves.plan_due(session, now=WEEK_BEFORE - HOUR)

    assert await overlapping(database, look, look) == 0
    assert await diary(do) == [WEEK_BEFORE]


async def test_a_deadline_that_goes_while_somebody_looks_is_nothing_to_be_reminded_of(
    do: Do, database: Database
) -> None:
    await ending(do)

    async def change(session: AsyncSession) -> None:
        await training_entries.record(session, guild_id=GUILD, member_id=None, told=[told("Tea")], now=NOW)

    async def look(session: AsyncSession) -> int:
        return await training_saves.plan_due(session, now=WEEK_BEFORE - HOUR)

    await set_up(do)
    assert await overlapping(database, change, look) == 0
    assert await diary(do) == []
    assert (await do(training_entries.get_any, person=ORGANISER, number=(await do.rows(TrainingEntry))[0].number)).title


def own_days(leads: list[int]) -> set[int]:
    return {min(lead // (24 * 60), 28) for lead in leads}


@examples(10)
@given(
    zone=zones,
    ahead=st.integers(0, 32),
    leads=st.lists(st.integers(0, 32 * 24 * 60), max_size=4),
    hours=st.lists(st.integers(-48, 33 * 24), max_size=8),
)
async def test_in_any_order_of_looks_each_reminder_is_planned_once_at_nine_and_never_too_late(
    database: Database, zone: str, ahead: int, leads: list[int], hours: list[int]
) -> None:
    async with undone(database) as do:
        await do(members.record_choice, **SAMS, now=NOW, zone=zone)
        ends = TODAY + ahead * DAY
        await ending(do, ends)
        await do(event_reminders.record_plan, **SAMS, leads=",".join(map(str, leads)), now=NOW)
        planned = sum([await sweep(do, NOW + hour * HOUR) for hour in hours])
        planned += sum([await sweep(do, NOW + days * DAY) for days in range(34)])
        reminders, rows = await do.rows(TrainingReminder), await do.rows(Delivery)
        assert planned == len(reminders) == len(rows)
        expected = {ends - days * DAY for days in own_days(leads)}
        nine = {day: datetime.combine(day, time(9), ZoneInfo(zone)) for day in expected}
        assert {at for at in nine.values() if at > NOW} <= {row.due_at for row in rows} <= set(nine.values())
        for reminder, row in zip(reminders, rows, strict=True):
            assert row.subject_id == reminder.id
            assert row.due_at == nine[ends - reminder.lead * DAY]
            assert row.due_at < row.expires_at
            assert (row.expires_at - SECOND).astimezone(ZoneInfo(zone)).date() <= ends


@given(moment=moments(), days=st.sets(st.integers(0, LONGEST.days), max_size=5))
def test_in_any_zone_on_any_day_a_reminder_comes_at_nine_and_dies_with_the_next_or_with_the_day(
    moment: tuple[datetime, str], days: set[int]
) -> None:
    due_on, zone = moment[0].date(), moment[1]
    lines = list(training_saves._lines(sorted(days), due_on, zone))
    assert [line.days for line in lines] == sorted(days)
    for line, following in zip(lines, (None, *lines), strict=False):
        here = line.due_at.astimezone(ZoneInfo(zone))
        assert (here.date(), here.time()) == (due_on - timedelta(days=line.days), time(9))
        if following is not None:
            assert line.expires_at == following.due_at > line.due_at
        else:
            ends = [at.astimezone(ZoneInfo(zone)).date() for at in (line.expires_at - SECOND, line.expires_at)]
            assert ends == [due_on, due_on + DAY]


async def test_what_a_member_saved_is_in_their_export_and_goes_with_its_messages_when_they_say_so(do: Do) -> None:
    await set_up(do)
    tea = await ending(do)
    there = await add(do, "Tea", guild_id=ELSEWHERE)
    await save(do, there, guild_id=ELSEWHERE, mark="done")
    await save(do, tea, member_id=JO)
    await sweep(do, WEEK_BEFORE - HOUR)
    await send_due(do, WEEK_BEFORE)
    (deadline,) = await do.rows(TrainingDeadline)
    saved = {"kind": "saved", "community": str(GUILD), "entry": tea.number, "mark": "saved", "reminds": True}
    assert await do(training_saves.export_member, **SAMS) == [
        {**saved, "saved_on": TODAY.isoformat()},
        {"kind": "reminder", "community": str(GUILD), "deadline": deadline.id, "days_before": 7},
    ]
    assert len(await do(training_saves.export_member, guild_id=None, member_id=SAM)) == 3
    assert await do(training_saves.erase_member, **SAMS, now=NOW) == 2
    assert await do(training_saves.erase_member, guild_id=None, member_id=SAM, now=NOW) == 1
    assert await do(training_saves.export_member, guild_id=None, member_id=SAM) == []
    assert [(row.kind, row.member_id) for row in await do.rows(Delivery)] == [("post", JO), ("delete", None)]
    assert len(await do(training_saves.export_member, guild_id=GUILD, member_id=JO)) == 2


async def test_a_month_after_the_day_a_reminder_and_its_message_are_forgotten(do: Do) -> None:
    await ending(do)
    await sweep(do, DAY_BEFORE - HOUR)
    await send_due(do, DAY_BEFORE)
    month_later = datetime.combine(ENDS + 30 * DAY, time(12), UTC)
    for purge in (training_saves.purge, deliveries.purge):
        assert await do(purge, now=month_later) == 0
    assert await do(training_saves.purge, now=month_later + DAY) == 1
    assert await do.rows(TrainingReminder) == []
    assert [row.kind for row in await do.rows(Delivery)] == ["delete"]
    assert len(await do.rows(TrainingSave)) == 1


async def test_what_somebody_saved_who_is_not_known_any_more_is_forgotten(do: Do) -> None:
    tea = await ending(do)
    await save(do, tea, member_id=JO)
    await sweep(do, WEEK_BEFORE - HOUR)
    await do(members.erase_member, **SAMS, now=NOW)
    assert await sweep(do, DAY_BEFORE - HOUR) == 1
    assert await do(training_saves.purge, now=NOW) == 2
    assert {row.member_id for row in (*await do.rows(TrainingSave), *await do.rows(TrainingReminder))} == {JO}
    assert await diary(do) == []
