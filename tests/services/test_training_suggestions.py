"""What members suggest waits for an organiser, who decides once; whoever suggested it is thanked, or forgotten."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Invalid, NotAllowed, NotFound, NotSetUp
from bot.services import deliveries, members, training_entries, training_suggestions
from bot.services.training_suggestions import FEATURE, KEPT, MOST_WAITING, USE_BY, Kind, fields_of
from bot.services.training_texts import LONGEST, Fields
from db.models.deliveries import Delivery
from db.models.training import TrainingEntry
from db.models.training_suggestions import TrainingSuggestion
from db.session import Database
from tests.services.cataloguing import ORGANISER, STRANGER, add, found, told
from tests.services.people import (
    ADA,
    DAY,
    ELSEWHERE,
    GUILD,
    HOUR,
    JO,
    NOW,
    SAM,
    Do,
    overlapping,
    person,
    send_due,
    set_up,
)

SAMS: dict[str, Any] = {"guild_id": GUILD, "member_id": SAM}
TEA: Fields = told("Tea", summary="=Kettles; \U0001f375").fields


async def suggest(do: Do, kind: Kind = "new", **told_of: Any) -> TrainingSuggestion:
    chosen = {**SAMS, "now": NOW, "fields": TEA if kind == "new" else None, **told_of}
    row: TrainingSuggestion = await do(training_suggestions.suggest, **chosen, kind=kind)
    return row


async def take(do: Do, row: TrainingSuggestion, **told_of: Any) -> Any:
    chosen = {"person": ORGANISER, "now": NOW, **told_of}
    return await do(training_suggestions.take, **chosen, suggestion_id=row.id)


async def leave(do: Do, row: TrainingSuggestion) -> None:
    await do(training_suggestions.leave, person=ORGANISER, suggestion_id=row.id, now=NOW)


async def waiting(do: Do) -> list[int]:
    return [row.id for row in await do(training_suggestions.list_waiting, person=ORGANISER)]


async def thanked(do: Do, row: TrainingSuggestion) -> bool:
    return await do(training_suggestions.find_thanked, suggestion_id=row.id) is not None


def test_kinds_and_notes_fit_into_their_columns() -> None:
    columns = TrainingSuggestion.__table__.c
    assert max(map(len, ("new", "change", "dead"))) <= columns.kind.type.length
    assert LONGEST["summary"] <= columns.note.type.length


async def test_all_that_is_suggested_waits_as_it_was_told_the_oldest_first(do: Do) -> None:
    await set_up(do)
    cake = await add(do, "Cake")
    new = await suggest(do)
    change = await suggest(do, "change", number=cake.number, note="é" * (LONGEST["summary"] + 1))
    await suggest(do, guild_id=ELSEWHERE)
    assert fields_of(new) == TEA
    assert fields_of(change) is None
    assert (new.state, new.note, new.entry_number, new.created_at) == ("waiting", "", None, NOW)
    assert (change.note, change.entry_number) == ("é" * LONGEST["summary"], cake.number)
    assert await waiting(do) == [new.id, change.id]
    assert await found(do) == ["Cake"]


async def test_that_a_link_is_dead_is_kept_once_of_a_member_and_an_entry(do: Do) -> None:
    await set_up(do)
    tea, cake = await add(do, "Tea"), await add(do, "Cake")
    first = await suggest(do, "dead", number=tea.number)
    assert (await suggest(do, "dead", number=tea.number, now=NOW + DAY)).id == first.id
    others = [
        await suggest(do, "dead", number=cake.number),
        await suggest(do, "dead", number=tea.number, member_id=JO),
        await suggest(do, "change", number=tea.number, note="It moved."),
        await suggest(do, "change", number=tea.number, note="It costs more."),
    ]
    assert await waiting(do) == [first.id, *(row.id for row in others)]
    await leave(do, first)
    assert (await suggest(do, "dead", number=tea.number)).id not in {first.id, *(row.id for row in others)}


async def test_about_an_entry_that_members_do_not_see_nothing_is_kept(do: Do) -> None:
    theirs, hidden = await add(do, "Tea", guild_id=ELSEWHERE), await add(do, "Hidden", doubt="?")
    for number in (theirs.number, hidden.number, 0):
        refusal = await do.refused(training_suggestions.suggest, **SAMS, kind="dead", number=number, now=NOW)
        assert (type(refusal), refusal.message_id) == (NotFound, "training-gone")
    assert await do.rows(TrainingSuggestion) == []


async def test_ten_of_a_member_can_wait_at_once_in_a_community_even_of_two_sent_at_once(
    do: Do, database: Database
) -> None:
    await set_up(do)
    tea = await add(do, "Cake")
    dead = await suggest(do, "dead", number=tea.number)
    for _ in range(MOST_WAITING - 2):
        await suggest(do)

    async def send(session: AsyncSession) -> Any:
        try:
            await training_suggestions.suggest(session, **SAMS, kind="new", fields=TEA, now=NOW)
        except Invalid as many:
            return many.message_id, many.variables

    refusal = ("training_suggestions-many", {"most": MOST_WAITING})
    assert await overlapping(database, send, send) == refusal
    assert len(await waiting(do)) == MOST_WAITING
    assert (await suggest(do, "dead", number=tea.number)).id == dead.id
    await suggest(do, member_id=JO)
    await suggest(do, guild_id=ELSEWHERE)
    await leave(do, dead)
    await suggest(do)


async def test_only_organisers_of_its_own_community_see_and_decide(do: Do) -> None:
    await set_up(do)
    row = await suggest(do)
    one: dict[str, Any] = {"suggestion_id": row.id}
    rules = [
        (training_suggestions.list_waiting, {}),
        (training_suggestions.get_waiting, one),
        (training_suggestions.take, {**one, "now": NOW}),
        (training_suggestions.leave, {**one, "now": NOW}),
        (training_suggestions.bring_back, one),
    ]
    for rule, more in rules:
        for somebody in (person(), person("moderator")):
            assert type(await do.refused(rule, person=somebody, **more)) is NotAllowed
        assert type(await do.refused(rule, person=STRANGER, **more)) is NotSetUp
    await set_up(do, ELSEWHERE)
    assert await do(training_suggestions.list_waiting, person=STRANGER) == []
    for rule, more in rules[1:]:
        for who, told_of in ((STRANGER, more), (ORGANISER, {**more, "suggestion_id": 7_000_000})):
            refusal = await do.refused(rule, person=who, **told_of)
            assert (type(refusal), refusal.message_id) == (NotFound, "training_suggestions-gone")
    assert await waiting(do) == [row.id]


async def test_a_new_entry_is_added_as_it_was_suggested_or_as_it_was_changed(do: Do) -> None:
    await set_up(do)
    tea, cake = await suggest(do), await suggest(do, fields=told("Cake").fields)
    outcome = await take(do, tea)
    assert (outcome.done, outcome.row.title, outcome.row.summary) == ("added", "Tea", TEA.summary)
    await take(do, cake, fields=told("Carrot cake").fields)
    assert await found(do) == ["Carrot cake", "Tea"]
    taken = await do.rows(TrainingSuggestion)
    assert [(row.state, row.decided_at) for row in taken] == [("taken", NOW)] * 2
    assert [row.entry_number for row in taken] == [row.number for row in await do.rows(TrainingEntry)]
    changes = await do(training_entries.list_changes, person=ORGANISER, number=outcome.row.number, limit=9)
    assert [change.member_id for change in changes] == [ADA]


@pytest.mark.parametrize("is_changed", [False, True])
async def test_a_suggestion_never_writes_over_an_entry_that_has_its_page(do: Do, *, is_changed: bool) -> None:
    await set_up(do)
    await add(do, "Tea", critical="Long days.")
    row = await suggest(do)
    fields = told("Cake", link="https://www.example.org/Tea/").fields if is_changed else None
    chosen = {"person": ORGANISER, "suggestion_id": row.id, "now": NOW, "fields": fields}
    assert await do(training_suggestions.take, **chosen) is None
    assert [(each.title, each.critical) for each in await do.rows(TrainingEntry)] == [("Tea", "Long days.")]
    assert await waiting(do) == []
    assert await thanked(do, row)
    hidden = await add(do, "Milk", link="https://example.org/milk", doubt="?")
    row = await suggest(do, fields=told("Milk", link=hidden.link).fields)
    refusal = await do.refused(training_suggestions.take, person=ORGANISER, suggestion_id=row.id, now=NOW)
    assert (type(refusal), refusal.message_id) == (Invalid, "training-link-hidden")
    assert refusal.variables == {"title": "Milk"}
    await add(do, "Elsewhere", link="https://example.org/free", guild_id=ELSEWHERE)
    await take(do, row, fields=told("Cake", link="https://example.org/free").fields)
    assert await found(do) == ["Cake", "Tea"]


async def test_what_is_said_about_an_entry_changes_it_only_as_an_organiser_writes(do: Do) -> None:
    await set_up(do)
    tea = await add(do, "Tea", summary="Before")
    dead = await suggest(do, "dead", number=tea.number)
    change = await suggest(do, "change", number=tea.number, note="It moved.")
    assert await take(do, dead) is None
    assert [row.summary for row in await do.rows(TrainingEntry)] == ["Before"]
    outcome = await take(do, change, fields=told("Tea", summary="After").fields)
    assert (outcome.done, outcome.row.number, outcome.row.summary) == ("changed", tea.number, "After")


async def test_what_is_decided_is_decided_once(do: Do) -> None:
    await set_up(do)
    taken, left = await suggest(do), await suggest(do, fields=told("Cake").fields)
    await take(do, taken)
    await leave(do, left)
    for row in (taken, left):
        for rule in (training_suggestions.take, training_suggestions.leave):
            refusal = await do.refused(rule, person=ORGANISER, suggestion_id=row.id, now=NOW)
            assert refusal.message_id == "training_suggestions-gone"
    assert await waiting(do) == []
    assert [(row.state, row.decided_at) for row in await do.rows(TrainingSuggestion)] == [
        ("taken", NOW), ("left", NOW),
    ]  # fmt: skip
    assert await found(do) == ["Tea"]
    assert len(await do.rows(Delivery)) == 1


async def test_what_was_left_can_wait_again_and_what_was_taken_cannot(do: Do) -> None:
    await set_up(do)
    taken, left = await suggest(do), await suggest(do, fields=told("Cake").fields)
    await take(do, taken)
    await leave(do, left)
    await do(training_suggestions.bring_back, person=ORGANISER, suggestion_id=left.id)
    assert await waiting(do) == [left.id]
    assert [row.decided_at for row in await do.rows(TrainingSuggestion)] == [NOW, None]
    for row in (taken, left):
        refusal = await do.refused(training_suggestions.bring_back, person=ORGANISER, suggestion_id=row.id)
        assert refusal.message_id == "training_suggestions-gone"


async def test_of_two_organisers_at_once_the_second_is_told_that_it_is_decided(do: Do, database: Database) -> None:
    await set_up(do)
    row = await suggest(do)

    async def press(session: AsyncSession) -> str:
        try:
            await training_suggestions.take(session, person=ORGANISER, suggestion_id=row.id, now=NOW)
        except NotFound as gone:
            return gone.message_id
        return ""

    assert await overlapping(database, press, press) == "training_suggestions-gone"
    assert len(await do.rows(Delivery)) == 1


async def test_who_suggested_what_was_taken_is_thanked_and_of_what_was_left_nobody_is_told(do: Do) -> None:
    await set_up(do)
    taken, left = await suggest(do), await suggest(do)
    await leave(do, left)
    await take(do, taken)
    (row,) = await do.rows(Delivery)
    assert (row.feature, row.subject_id, row.guild_id, row.member_id) == (FEATURE, taken.id, GUILD, SAM)
    assert (row.due_at, row.expires_at) == (NOW, NOW + USE_BY)
    assert await thanked(do, taken)


async def test_thanks_wait_for_the_end_of_quiet_hours(do: Do) -> None:
    await set_up(do)
    row = await suggest(do)
    await do(members.record_quiet_hours, **SAMS, now=NOW, start="11am", end="2pm")
    await take(do, row)
    at = NOW + 2 * HOUR
    assert [(row.due_at, row.expires_at) for row in await do.rows(Delivery)] == [(at, at + USE_BY)]


async def test_nobody_is_thanked_who_takes_no_messages_or_asked_to_be_forgotten(do: Do) -> None:
    await set_up(do)
    row = await suggest(do)
    await take(do, row)
    for on in (False, True):
        await do(members.record_switch, **SAMS, now=NOW, name="direct_messages", on=on)
        assert await thanked(do, row) is on
    await do(training_suggestions.erase_member, **SAMS, now=NOW)
    assert not await thanked(do, row)
    assert not await thanked(do, TrainingSuggestion(id=7_000_000))
    assert await do.rows(Delivery) == []


async def test_what_a_member_suggested_is_in_their_export(do: Do) -> None:
    tea = await add(do, "Cake")
    await suggest(do)
    await suggest(do, "change", number=tea.number, note="It moved.")
    await suggest(do, guild_id=ELSEWHERE)
    await suggest(do, member_id=JO)
    new, change = await do(training_suggestions.export_member, **SAMS)
    assert (new["told"]["title"], new["told"]["summary"], new["entry"]) == ("Tea", "'" + TEA.summary, None)
    assert change == {
        "community": str(GUILD), "kind": "change", "state": "waiting", "entry": tea.number, "told": None,
        "note": "It moved.", "at": NOW.isoformat(),
    }  # fmt: skip
    assert len(await do(training_suggestions.export_member, guild_id=None, member_id=SAM)) == 3


async def test_who_asks_to_be_forgotten_is_with_their_words_and_the_thanks(do: Do) -> None:
    await set_up(do)
    cake = await add(do, "Cake")
    taken = await suggest(do, "change", number=cake.number, note="Ask Sam, on 0123.")
    left = await suggest(do, "change", number=cake.number, note="Sam says so.")
    theirs = await suggest(do, member_id=JO)
    await suggest(do)
    await suggest(do, guild_id=ELSEWHERE)
    await take(do, taken)
    await leave(do, left)
    await send_due(do, NOW)
    assert await do(training_suggestions.erase_member, **SAMS, now=NOW) == 3
    mine, kept, elsewhere = await do.rows(TrainingSuggestion)
    assert (mine.id, mine.member_id, mine.note) == (taken.id, None, "")
    assert (kept.id, kept.member_id, elsewhere.guild_id) == (theirs.id, JO, ELSEWHERE)
    assert [(row.kind, row.member_id) for row in await do.rows(Delivery)] == [("delete", None)]
    assert await do(training_suggestions.erase_member, guild_id=None, member_id=SAM, now=NOW) == 1
    assert await do(training_suggestions.erase_member, guild_id=None, member_id=SAM, now=NOW) == 0


async def test_ninety_days_after_it_was_decided_it_is_forgotten_with_the_thanks(do: Do) -> None:
    await set_up(do)
    taken, left, kept = await suggest(do), await suggest(do), await suggest(do)
    await take(do, taken)
    await leave(do, left)
    await send_due(do, NOW)
    for purge in (training_suggestions.purge, deliveries.purge):
        assert await do(purge, now=NOW + KEPT) == 0
    assert await do(training_suggestions.purge, now=NOW + KEPT + HOUR) == 2
    assert [row.id for row in await do.rows(TrainingSuggestion)] == [kept.id]
    assert [(row.kind, row.member_id) for row in await do.rows(Delivery)] == [("delete", None)]


async def test_what_somebody_suggested_who_is_not_known_any_more_goes_but_for_what_was_taken(do: Do) -> None:
    await set_up(do)
    taken = await suggest(do)
    await take(do, taken)
    await suggest(do, fields=told("Cake").fields)
    theirs = await suggest(do, fields=told("Milk").fields, member_id=JO)
    await do(members.erase_member, **SAMS, now=NOW)
    assert await do(training_suggestions.purge, now=NOW) == 2
    assert await do(training_suggestions.purge, now=NOW) == 0
    assert [(each.id, each.member_id) for each in await do.rows(TrainingSuggestion)] == [
        (taken.id, None), (theirs.id, JO),
    ]  # fmt: skip
    assert await waiting(do) == [theirs.id]
