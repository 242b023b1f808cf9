"""Who came is noted by those who organise it or by each in its hour, and counted without names."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import Closed, NotAllowed, NotFound, TooSoon
from bot.services import attendance, events, feedback, members, signups
from bot.services.attendance import Figures, plain_cell, write_table
from bot.services.disclosure import Published
from bot.services.guilds import Person
from db.models.members import Member
from db.models.signups import Signup
from tests.services.past import (
    CROWD,
    ENDS,
    MORNING,
    ORGANISER,
    STARTS,
    TOLD,
    bring,
    come,
    event_of,
    gather,
    mark,
    member,
    plan,
    say_all,
    times,
)
from tests.services.people import ADA, ELSEWHERE, GUILD, HOUR, JO, KIM, NOW, SAM, Do, person, set_up

SECOND = timedelta(seconds=1)
EARLY = STARTS - timedelta(minutes=15)


async def attended(do: Do) -> dict[int | str | None, bool | None]:
    return {row.member_id or row.guest: row.attended for row in await do.rows(Signup)}


def by(occurrence_id: int, person: Person = ORGANISER) -> dict[str, Any]:
    return {"person": person, "occurrence_id": occurrence_id, "now": ENDS}


async def press(do: Do, occurrence_id: int, member_id: int = SAM, **told: Any) -> Any:
    """Let a member say that they are there."""
    here = {"person": member(member_id), "occurrence_id": occurrence_id, "now": STARTS, **told}
    return await do(attendance.record_here, **here)


async def refusal(do: Do, occurrence_id: int, member_id: int = SAM, **told: Any) -> Any:
    here = {"person": member(member_id), "occurrence_id": occurrence_id, "now": STARTS, **told}
    return await do.refused(attendance.record_here, **here)


async def test_the_sheet_has_who_said_going_or_maybe_and_whoever_came(do: Do) -> None:
    await set_up(do)
    one = await gather(do, SAM)
    await come(do, one, JO, said="maybe")
    await come(do, one, KIM, ADA, said="no")
    await bring(do, one, "Ann")
    await mark(do, one, KIM)
    sheet = await do(attendance.get_sheet, **by(one))
    assert (sheet.event.title, sheet.occurrence.id) == ("Tea", one)
    assert [row.member_id or row.guest for row in sheet.signups] == [SAM, JO, KIM, "Ann"]


async def test_several_are_noted_at_once_and_twice_is_once(do: Do) -> None:
    await set_up(do)
    one = await gather(do, SAM, JO, KIM)
    for _ in range(2):
        assert await mark(do, one, SAM, JO) == []
        assert await attended(do) == {SAM: True, JO: True, KIM: None}


async def test_what_was_noted_wrongly_is_noted_again(do: Do) -> None:
    await set_up(do)
    one = await gather(do, SAM, JO)
    await mark(do, one, SAM, JO)
    await mark(do, one, JO, came=False)
    assert await attended(do) == {SAM: True, JO: False}


async def test_of_those_who_never_answered_nothing_is_kept(do: Do) -> None:
    await set_up(do)
    one = await gather(do, SAM)
    assert await mark(do, one, KIM, SAM, JO) == [JO, KIM]
    assert await attended(do) == {SAM: True}


async def test_everybody_who_said_going_came_but_for_those_noted_before(do: Do) -> None:
    await set_up(do)
    one = await gather(do, SAM, JO)
    await come(do, one, KIM, said="maybe")
    await bring(do, one, "Ann")
    await mark(do, one, JO, came=False)
    assert await do(attendance.record_everybody, **by(one)) == 2
    assert await attended(do) == {SAM: True, JO: False, KIM: None, "Ann": True}
    assert await do(attendance.record_everybody, **by(one)) == 0


async def test_guests_are_noted_as_they_are_shown_together_and_members_and_others_stay_as_they_are(do: Do) -> None:
    await set_up(do)
    one = await gather(do, SAM)
    ann, bo, cy = await bring(do, one, "Ann", "Bo", "Cy")
    await mark(do, one, SAM)
    await do(attendance.record_guests, **by(one), first=ann, last=cy, came=[cy])
    await do(attendance.record_guests, **by(one), first=ann, last=bo, came=[ann])
    assert await attended(do) == {SAM: True, "Ann": True, "Bo": False, "Cy": True}
    await do(attendance.record_guests, **by(one), first=ann, last=cy, came=[])
    assert await attended(do) == {SAM: True, "Ann": False, "Bo": False, "Cy": False}


async def test_another_event_is_left_as_it_is(do: Do) -> None:
    await set_up(do)
    one, other = await gather(do, SAM), await gather(do, SAM)
    (ann,) = await bring(do, other, "Ann")
    await mark(do, one, SAM)
    await do(attendance.record_everybody, **by(one))
    await do(attendance.record_guests, **by(one), first=0, last=ann, came=[ann])
    assert [row.attended for row in await do.rows(Signup) if row.occurrence_id == other] == [None, None]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (attendance.get_sheet, {}),
        (attendance.record_came, {"member_ids": [SAM], "came": True}),
        (attendance.record_everybody, {}),
        (attendance.record_guests, {"first": 0, "last": 99, "came": []}),
    ],
)
async def test_only_those_who_organise_it_note_who_came_and_only_from_the_start(
    do: Do, rule: Any, told: dict[str, Any]
) -> None:
    await set_up(do)
    one = await gather(do, SAM)
    assert isinstance(await do.refused(rule, **told, **by(one, member(SAM))), NotAllowed)
    elsewhere = person("organiser", guild_id=ELSEWHERE)
    assert isinstance(await do.refused(rule, **told, **by(one, elsewhere)), NotFound)
    early = await do.refused(rule, **told, **{**by(one), "now": STARTS - SECOND})
    assert (type(early), early.message_id) == (Closed, "attendance-not-yet")
    assert await attended(do) == {SAM: None}


async def test_a_host_of_it_notes_who_came(do: Do) -> None:
    await set_up(do)
    row = await plan(do)
    (one,) = await times(do, row)
    await come(do, one.id, SAM)
    await do(events.add_host, person=ORGANISER, event_id=row.id, member_id=JO)
    await do(attendance.record_came, **by(one.id, member(JO)), member_ids=[SAM], came=True)
    assert await attended(do) == {SAM: True}


async def test_a_member_is_there_from_a_quarter_of_an_hour_before_the_start_until_the_end(do: Do) -> None:
    await set_up(do)
    one = await gather(do, SAM)
    soon = await refusal(do, one, now=EARLY - SECOND)
    assert (type(soon), soon.message_id) == (TooSoon, "attendance-here-soon")
    late = await refusal(do, one, now=ENDS)
    assert (type(late), late.message_id) == (Closed, "attendance-here-over")
    assert await attended(do) == {SAM: None}
    for now in (EARLY, ENDS - SECOND):
        assert (await press(do, one, now=now)).event.title == "Tea"
        assert await attended(do) == {SAM: True}


async def test_whoever_said_maybe_is_there_and_others_answer_first(do: Do) -> None:
    await set_up(do)
    one = await gather(do, SAM, said="maybe")
    await come(do, one, JO, said="no")
    await press(do, one)
    for other in (JO, KIM):
        refused = await refusal(do, one, other)
        assert (type(refused), refused.message_id) == (Closed, "attendance-here-first")
    assert await attended(do) == {SAM: True, JO: None}


async def test_a_press_of_another_community_does_not_count(do: Do) -> None:
    await set_up(do)
    one = await gather(do, SAM)
    for told in ({"person": member(SAM, ELSEWHERE)}, {"occurrence_id": 999}):
        assert isinstance(await refusal(do, **{"occurrence_id": one, **told}), NotFound)
    assert await attended(do) == {SAM: None}


async def test_nobody_is_there_when_it_was_cancelled(do: Do) -> None:
    await set_up(do)
    row = await plan(do)
    (one,) = await times(do, row)
    await come(do, one.id, SAM)
    await do(events.cancel_event, person=ORGANISER, event_id=row.id, now=NOW)
    assert (await refusal(do, one.id)).message_id == "events-is-cancelled"


async def test_a_member_who_says_so_has_used_kettle(do: Do) -> None:
    await set_up(do)
    one = await gather(do, SAM)
    await do(members.erase_member, guild_id=GUILD, member_id=SAM, now=NOW)
    await press(do, one)
    assert [row.member_id for row in await do.rows(Member)] == [SAM]


async def figures(do: Do, event_id: int, **told: Any) -> list[Figures]:
    found: list[Figures] = await do(
        attendance.list_figures, **{"person": ORGANISER, "event_id": event_id, "now": ENDS, **told}
    )
    return found


async def test_each_time_that_has_begun_is_counted_without_names(do: Do) -> None:
    await set_up(do)
    row = await plan(do, "every day at 6pm from tomorrow")
    first, second, *_ = await times(do, row)
    await come(do, first.id, SAM, JO)
    await come(do, first.id, KIM, said="maybe")
    await bring(do, first.id, "Ann")
    await mark(do, first.id, SAM, KIM)
    (only,) = await figures(do, row.id)
    assert (only.title, f"{only.starts:%d %H:%M}", only.seats) == ("Tea", "04 18:00", None)
    assert (only.going, only.maybe, only.came, only.guests, only.totals) == (3, 1, 2, 1, None)
    assert [each.going for each in await figures(do, row.id, now=second.ends_at)] == [3, 0]


async def test_a_time_that_was_cancelled_is_not_counted(do: Do) -> None:
    await set_up(do)
    row = await plan(do, "every day at 6pm from tomorrow")
    first, second, *_ = await times(do, row)
    await do(events.cancel_occurrence, person=ORGANISER, occurrence_id=second.id, now=NOW)
    assert [each.starts for each in await figures(do, row.id, now=second.ends_at)] == [first.starts_at]


async def test_figures_are_for_those_who_organise_it(do: Do) -> None:
    await set_up(do)
    row = await plan(do)
    told = {"person": member(SAM), "event_id": row.id, "now": ENDS}
    assert isinstance(await do.refused(attendance.list_figures, **told), NotAllowed)


async def test_feedback_is_in_it_only_as_it_was_told(do: Do) -> None:
    await set_up(do)
    one = await gather(do, *CROWD[:20])
    event_id = await event_of(do, one)
    await do(feedback.ask_due, now=MORNING)
    await say_all(do, one, {"good": CROWD[:20]})
    (before,) = await figures(do, event_id, now=TOLD - SECOND)
    assert before.totals is None
    await do(feedback.publish_due, now=TOLD)
    (after,) = await figures(do, event_id, now=TOLD)
    assert after.totals is not None
    assert after.totals.people % 5 == 0


HEADER = ("Event", "When", "Places", "Going", "Maybe", "Came", "Guests", "Answered", "A", "B", "C", "D")


def line(**told: Any) -> list[str]:
    """Write one line of figures, and read it back as a spreadsheet does."""
    plain = {"title": "Tea", "starts": STARTS, "seats": None, "going": 9, "maybe": 1, "came": 8, "guests": 2}
    written = write_table(HEADER, [Figures(**{**plain, "totals": None, **told})])
    header, found = csv.reader(io.StringIO(written, newline=""))
    assert tuple(header) == HEADER
    return found


def test_the_table_has_a_line_for_each_time_and_what_is_hidden_is_empty() -> None:
    assert line() == ["Tea", "2026-06-04 17:00", "", "9", "1", "8", "2", "", "", "", "", ""]
    assert line(seats=12, totals=Published(15, {}))[2:8] == ["12", "9", "1", "8", "2", "15"]
    assert line(totals=Published(30, {"good": 15, "skip": 20}))[7:] == ["30", "15", "", "", "20"]


@pytest.mark.parametrize(
    "title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\uff1d1", '=a,b\n"c']
)
def test_no_title_is_a_formula_in_a_spreadsheet(title: str) -> None:
    assert line(title=title)[0] == f"'{title}"
    assert plain_cell(title) == f"'{title}"


@pytest.mark.parametrize("title", ["Tea", "Tea = good", "1, 2 and 3", '"Tea"', "Tea\nand cake", ""])
def test_any_other_title_stands_in_its_cell_as_it_is(title: str) -> None:
    assert line(title=title)[0] == title


async def test_noting_who_came_frees_no_place_and_changes_no_answer(do: Do) -> None:
    await set_up(do)
    one = await gather(do, SAM)
    await come(do, one, JO, said="maybe")
    await mark(do, one, SAM, came=False)
    await press(do, one, JO)
    assert [row.answer for row in await do.rows(Signup)] == ["going", "maybe"]
    shown = await do(signups.list_signups, occurrence_id=one)
    assert {signup.member_id for signup, _ in shown} == {SAM, JO}
    assert (await figures(do, await event_of(do, one), now=STARTS + HOUR))[0].came == 1
