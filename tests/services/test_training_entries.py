"""Organisers keep the catalogue: entries are added, changed, checked and taken out; how they were is kept a year."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from bot.errors import Invalid, NotAllowed, NotFound, NotSetUp
from bot.services import training, training_entries
from bot.services.training_entries import Told, fields_of
from bot.services.training_texts import KNOWN, NATIONS, STAGES, Deadline, Fields, read_fields
from db.models.training import TrainingDeadline, TrainingEntry, TrainingStart, TrainingWord
from db.models.training_entries import TrainingChange
from tests.services.announcing import organiser
from tests.services.cataloguing import ORGANISER, STRANGER, add, changed, found, told, write
from tests.services.people import ADA, DAY, ELSEWHERE, GUILD, JO, NOW, SAM, Do, person, set_up

TODAY = NOW.date()

FULL = Fields(
    title="Peer work, level 3",
    provider="Mind",
    link="https://www.example.org/course/?b=2&a=1",
    stages=STAGES[1:3],
    format="online",
    length="8 weeks",
    cost="free",
    is_paid=True,
    is_accredited=False,
    who="Anybody",
    region="Wales",
    nations=("Wales",),
    starts="January",
    deadlines=(Deadline(date(2026, 9, 1), "forms"), Deadline(date(2026, 10, 1))),
    summary="A course, with =sums and \U0001f375.",
    critical="Long days.",
    keeper="Sam",
    checked_on=TODAY,
)
"""An entry that tells all that can be told."""


async def stored(do: Do, number: int) -> Fields:
    """Give what an entry tells now."""
    (row,) = [row for row in await do.rows(TrainingEntry) if row.number == number]
    days = await do(training_entries.deadlines_of, numbers=[number])
    return fields_of(row, days.get(number, ()))


async def kinds(do: Do) -> list[str]:
    """Give what was done, the earliest first."""
    return [row.kind for row in await do.rows(TrainingChange)]


async def test_all_that_is_told_is_kept_with_what_is_worked_out_from_it(do: Do) -> None:
    (outcome,) = await write(do, Told(FULL))
    assert (outcome.done, outcome.before) == ("added", None)
    assert await stored(do, outcome.row.number) == FULL
    row = outcome.row
    assert (row.state, row.way, row.price, row.spelled) == ("shown", "online", "free", "peer work level 3")
    assert (row.link_key, row.added_on) == ("example.org/course?a=1&b=2", TODAY)
    assert training.is_checked_lately(row, TODAY)


async def test_what_is_told_again_changes_nothing_and_leaves_no_trace(do: Do) -> None:
    (first,) = await write(do, Told(FULL))
    (again,) = await write(do, Told(FULL))
    assert (again.done, again.row.number, again.before) == ("same", first.row.number, FULL)
    assert await kinds(do) == ["added"]


async def test_another_spelling_of_its_link_means_the_same_entry(do: Do) -> None:
    (first,) = await write(do, Told(FULL))
    other = replace(FULL, link="https://example.org/course?a=1&b=2&utm_source=x#top")
    (again,) = await write(do, Told(other), now=NOW + DAY)
    assert (again.done, again.row.number, again.before) == ("changed", first.row.number, FULL)
    assert (again.row.link, again.row.added_on) == (other.link, TODAY)


async def test_a_change_keeps_how_it_was_before_as_a_row_tells_it(do: Do) -> None:
    (outcome,) = await write(do, Told(FULL), member_id=None)
    await write(do, changed(outcome, title="Other"), member_id=SAM, now=NOW + DAY)
    added, change = await do.rows(TrainingChange)
    assert (added.kind, added.before, added.member_id) == ("added", "", None)
    assert (change.kind, change.member_id, change.changed_at) == ("changed", SAM, NOW + DAY)
    assert read_fields(json.loads(change.before)) == FULL


async def test_an_entry_may_get_another_link_and_is_found_by_the_new_one(do: Do) -> None:
    row = await add(do, "Tea")
    (moved,) = await write(do, told("Tea", number=row.number, link="https://example.org/new"))
    assert (moved.done, moved.row.link_key) == ("changed", "example.org/new")
    (again,) = await write(do, told("Cake", link="https://example.org/new/"))
    assert again.row.number == row.number


async def test_two_entries_never_have_one_link(do: Do) -> None:
    await add(do, "Tea")
    cake = await add(do, "Cake")
    refusal = await do.refused(
        training_entries.record, guild_id=GUILD, member_id=ADA, now=NOW,
        told=[told("Cake", number=cake.number, link="https://www.example.org/Tea/")],
    )  # fmt: skip
    assert (type(refusal), refusal.message_id) == (Invalid, "training-link-known")
    assert refusal.variables == {"title": "Tea"}
    await add(do, "Tea", guild_id=ELSEWHERE)


async def test_an_entry_of_another_community_or_of_none_is_not_there(do: Do) -> None:
    theirs = await add(do, "Tea", guild_id=ELSEWHERE)
    for number in (theirs.number, 0, 7_000_000):
        refusal = await do.refused(
            training_entries.record, guild_id=GUILD, member_id=ADA, told=[told("Cake", number=number)], now=NOW
        )
        assert (type(refusal), refusal.message_id) == (NotFound, "training-gone")
    assert [row.title for row in await do.rows(TrainingEntry)] == ["Tea"]


async def test_an_entry_that_is_told_about_twice_at_once_says_the_last_of_it(do: Do) -> None:
    days = (Deadline(TODAY + DAY),)
    outcomes = await write(do, told("Tea"), told("Tea", summary="Kettles", deadlines=days), told("Cake"))
    assert [outcome.done for outcome in outcomes] == ["added", "changed", "added"]
    assert outcomes[1].before == told("Tea").fields
    assert outcomes[0].row is outcomes[1].row
    assert await found(do, "kettles") == ["Tea"]
    assert (await stored(do, outcomes[0].row.number)).deadlines == days
    again = told("Tea", summary="Kettles", deadlines=days)
    assert [outcome.done for outcome in await write(do, again, again)] == ["same", "same"]
    assert await kinds(do) == ["added", "changed", "added"]


async def test_the_database_itself_keeps_links_apart(do: Do) -> None:
    await add(do, "Tea")
    cake = await add(do, "Cake")

    async def clash(session: Any) -> None:
        row = await session.get(TrainingEntry, cake.number)
        row.link_key = "example.org/Tea"
        await session.flush()

    with pytest.raises(IntegrityError):
        await do(clash)


async def test_a_deadline_that_stays_is_the_same_row(do: Do) -> None:
    stays, goes, comes = Deadline(TODAY + DAY, "forms"), Deadline(TODAY + DAY, "talk"), Deadline(TODAY + 2 * DAY)
    row = await add(do, "Tea", deadlines=(stays, goes))
    ids = {each.label: each.id for each in await do.rows(TrainingDeadline)}
    await write(do, told("Tea", deadlines=(stays, comes)))
    after = await do.rows(TrainingDeadline)
    assert [(each.id == ids["forms"], each.label, each.due_on) for each in after] == [
        (True, "forms", stays.due_on),
        (False, "", comes.due_on),
    ]
    assert ids["talk"] not in {each.id for each in after}
    assert (await stored(do, row.number)).deadlines == (stays, comes)
    await write(do, told("Tea"))
    assert await do.rows(TrainingDeadline) == []


async def test_what_somebody_doubts_waits_until_the_doubt_is_over(do: Do) -> None:
    await set_up(do)
    row = await add(do, "Tea", doubt="the link is dead", deadlines=(Deadline(TODAY),))
    assert (row.state, await found(do)) == ("waiting", [])
    told_of: dict[str, Any] = {"person": ORGANISER, "number": row.number, "now": NOW + DAY}
    checked = await do(training_entries.check_entry, **told_of)
    assert (checked.state, checked.doubt, checked.checked_on) == ("shown", "", TODAY + DAY)
    assert await found(do, "tea") == ["Tea"]
    assert await kinds(do) == ["added", "checked"]
    last = (await do.rows(TrainingChange))[-1]
    before = read_fields(json.loads(last.before))
    assert (before.doubt, before.deadlines, last.member_id) == ("the link is dead", (Deadline(TODAY),), ADA)
    await write(do, told("Tea", doubt="moved?"))
    assert await found(do) == []


async def test_an_entry_is_as_old_as_its_last_check_or_else_as_its_first_day(do: Do) -> None:
    await set_up(do)
    row = await add(do, "Tea", checked_on=TODAY - 9 * DAY)
    assert (row.known_on, row.added_on) == (TODAY - 9 * DAY, TODAY)
    (never,) = await write(do, told("Tea"), now=NOW + DAY)
    assert (never.row.known_on, never.row.added_on) == (TODAY, TODAY)
    checked = await do(training_entries.check_entry, person=ORGANISER, number=row.number, now=NOW + 2 * DAY)
    assert checked.known_on == checked.checked_on == TODAY + 2 * DAY


async def test_what_is_taken_out_can_be_brought_back_by_telling_it_or_checking_it(do: Do) -> None:
    await set_up(do)
    row = await add(do, "Tea")
    take: dict[str, Any] = {"person": ORGANISER, "number": row.number, "now": NOW}
    assert (await do(training_entries.take_out, **take)).state == "out"
    assert await found(do) == []
    (back,) = await write(do, told("Tea"))
    assert (back.done, await found(do)) == ("changed", ["Tea"])
    await do(training_entries.take_out, **take)
    await do(training_entries.check_entry, **take)
    assert await found(do) == ["Tea"]
    assert await kinds(do) == ["added", "out", "changed", "out", "checked"]


async def test_an_organiser_adds_and_changes_one_entry(do: Do) -> None:
    await set_up(do)
    made = await do(training_entries.edit_entry, person=ORGANISER, told=Told(FULL), now=NOW)
    assert (made.done, made.row.guild_id) == ("added", GUILD)
    edited = await do(training_entries.edit_entry, person=ORGANISER, told=changed(made, title="Other"), now=NOW)
    assert (edited.done, edited.row.number) == ("changed", made.row.number)
    assert {row.member_id for row in await do.rows(TrainingChange)} == {ADA}


async def test_only_organisers_of_a_community_that_is_set_up_keep_its_catalogue(do: Do) -> None:
    await set_up(do)
    row = await add(do, "Tea")
    one: dict[str, Any] = {"number": row.number}
    rules = [
        (training_entries.edit_entry, {"told": told("Cake"), "now": NOW}),
        (training_entries.get_any, one),
        (training_entries.check_entry, {**one, "now": NOW}),
        (training_entries.take_out, {**one, "now": NOW}),
        (training_entries.list_changes, {**one, "limit": 9}),
    ]
    for rule, more in rules:
        for somebody in (person(), person("moderator")):
            assert type(await do.refused(rule, person=somebody, **more)) is NotAllowed
        assert type(await do.refused(rule, person=STRANGER, **more)) is NotSetUp
    await set_up(do, ELSEWHERE)
    for rule, more in rules:
        if "number" in more:
            assert (await do.refused(rule, person=STRANGER, **more)).message_id == "training-gone"
            assert (await do.refused(rule, person=ORGANISER, **{**more, "number": 0})).message_id == "training-gone"
    assert (await do(training_entries.get_any, person=ORGANISER, **one)).title == "Tea"


async def test_the_history_of_an_entry_is_its_own_the_latest_first(do: Do) -> None:
    await set_up(do)
    row = await add(do, "Tea")
    await add(do, "Cake")
    for summary in ("one", "two"):
        await write(do, told("Tea", summary=summary))
    told_of: dict[str, Any] = {"person": ORGANISER, "number": row.number}
    changes = await do(training_entries.list_changes, **told_of, limit=9)
    assert [(each.kind, json.loads(each.before or "{}").get("summary")) for each in changes] == [
        ("changed", "one"),
        ("changed", ""),
        ("added", None),
    ]
    assert len(await do(training_entries.list_changes, **told_of, limit=2)) == 2


async def test_an_entry_that_is_deleted_takes_all_its_rows_along(do: Do) -> None:
    await write(do, Told(FULL))

    async def delete(session: Any) -> None:
        await session.execute(TrainingEntry.__table__.delete())

    await do(delete)
    for table in (TrainingDeadline, TrainingWord, TrainingStart, TrainingChange):
        assert await do.rows(table) == []


async def test_numbers_of_deleted_entries_are_never_used_again(do: Do) -> None:
    first = await add(do, "Tea")

    async def delete(session: Any) -> None:
        await session.execute(TrainingEntry.__table__.delete())

    await do(delete)
    assert (await add(do, "Tea")).number > first.number


async def test_many_entries_are_told_about_at_once(do: Do) -> None:
    outcomes = await write(do, *[told(f"Course {place}") for place in range(120)])
    assert len({outcome.row.number for outcome in outcomes}) == 120
    assert {outcome.done for outcome in outcomes} == {"added"}


async def test_what_a_member_did_is_in_their_export_and_is_nobodys_after_they_go(do: Do) -> None:
    await set_up(do)
    here = await add(do, "Tea")
    await write(do, told("Cake"), guild_id=ELSEWHERE, member_id=SAM)
    await write(do, told("Tea", summary="Kettles"), member_id=SAM, now=NOW + DAY)
    await do(training_entries.check_entry, person=organiser(SAM), number=here.number, now=NOW + 2 * DAY)
    everywhere = await do(training_entries.export_member, guild_id=None, member_id=SAM)
    assert [(row["community"], row["did"]) for row in everywhere] == [
        (str(ELSEWHERE), "added"),
        (str(GUILD), "changed"),
        (str(GUILD), "checked"),
    ]
    assert everywhere[1] == {
        "community": str(GUILD),
        "entry": here.number,
        "did": "changed",
        "at": (NOW + DAY).isoformat(),
    }
    assert len(await do(training_entries.export_member, guild_id=GUILD, member_id=SAM)) == 2
    assert await do(training_entries.export_member, guild_id=None, member_id=JO) == []
    assert await do(training_entries.erase_member, guild_id=GUILD, member_id=SAM, now=NOW) == 2
    assert len(await do(training_entries.export_member, guild_id=None, member_id=SAM)) == 1
    assert await do(training_entries.erase_member, guild_id=None, member_id=SAM, now=NOW) == 1
    assert await do(training_entries.erase_member, guild_id=None, member_id=SAM, now=NOW) == 0
    assert [row.member_id for row in await do.rows(TrainingChange)] == [ADA, None, None, None]
    assert await found(do) == ["Tea"]


async def test_how_an_entry_was_is_forgotten_after_a_year_and_the_entry_stays(do: Do) -> None:
    await add(do, "Tea")
    await write(do, told("Tea", summary="Kettles"), now=NOW + DAY)
    assert await do(training_entries.purge, now=NOW + 365 * DAY) == 0
    assert await do(training_entries.purge, now=NOW + 365 * DAY + DAY / 2) == 1
    assert await kinds(do) == ["changed"]
    assert await found(do, "kettles") == ["Tea"]


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("known", [True, False, None])
async def test_yes_no_and_not_known_are_three_things(do: Do, name: str, known: bool | None) -> None:  # noqa: FBT001 one of three
    (outcome,) = await write(do, told("Tea", **{name: known}))
    assert getattr(await stored(do, outcome.row.number), name) is known


async def test_stages_and_nations_come_back_in_their_order(do: Do) -> None:
    (outcome,) = await write(do, told("Tea", stages=(STAGES[0], STAGES[4]), nations=NATIONS[1:3]))
    kept = await stored(do, outcome.row.number)
    assert (kept.stages, kept.nations) == ((STAGES[0], STAGES[4]), NATIONS[1:3])


async def test_a_day_whose_words_change_is_the_same_row_so_that_reminders_of_it_stay(do: Do) -> None:
    day = TODAY + 9 * DAY
    tea = await add(do, "Tea", deadlines=(Deadline(day, "aply"), Deadline(day, "bursary"), Deadline(day + DAY, "x")))
    before = {row.label: row.id for row in await do.rows(TrainingDeadline)}
    await write(do, told("Tea", number=tea.number, deadlines=(Deadline(day, "apply"), Deadline(day, "bursary"))))
    after = {row.label: row.id for row in await do.rows(TrainingDeadline)}
    assert after == {"apply": before["aply"], "bursary": before["bursary"]}


async def test_an_entry_that_is_told_about_by_its_number_stays_out(do: Do) -> None:
    await set_up(do)
    tea = await add(do, "Tea")
    await do(training_entries.take_out, person=ORGANISER, number=tea.number, now=NOW)
    (outcome,) = await write(do, told("Tea time", number=tea.number, link=tea.link))
    assert (outcome.done, outcome.row.state) == ("changed", "out")
    (outcome,) = await write(do, told("Tea again", link=tea.link))
    assert outcome.row.state == "shown"


async def test_an_entry_is_found_by_its_link_however_it_is_spelled_in_its_community_alone(do: Do) -> None:
    tea = await add(do, "Tea")
    known = await do(training_entries.find_linked, guild_id=GUILD, link="https://www.example.org/Tea/")
    assert known.number == tea.number
    assert await do(training_entries.find_linked, guild_id=ELSEWHERE, link=tea.link) is None
