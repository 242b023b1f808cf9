"""An event goes its way from draft to over, by those who organise it alone, and each step once."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, NotAllowed, NotFound
from bot.services import event_changes, event_drafts, events, occurrences, schedules
from db.models.deliveries import Delivery
from db.models.events import Event, EventHost, Occurrence
from db.models.schedules import Schedule, ScheduleException
from db.session import Database
from tests.services.eventing import (
    SIX,
    WEEKLY,
    WORDS,
    begin,
    draft,
    opened,
    organiser,
    press,
    somebody,
    times,
    told,
    told_to,
    waiting,
)
from tests.services.people import (
    ADA,
    DAY,
    ELSEWHERE,
    GUILD,
    HOUR,
    JO,
    KIM,
    NOW,
    SAM,
    Do,
    overlapping,
    person,
    postgres_alone,
    send_due,
    set_up,
)

WEEK = 7 * DAY


async def state_of(do: Do, row: Event) -> str:
    return next(each.state for each in await do.rows(Event) if each.id == row.id)


def mine(row: Event) -> dict[str, Any]:
    return {"person": organiser(), "event_id": row.id}


async def test_opening_plans_the_next_times_and_posts_the_first_once(do: Do) -> None:
    await set_up(do)
    row = await draft(do, WEEKLY)
    for _ in range(2):
        assert (await do(events.open_event, **told(row))).state == "open"
    planned = await times(do)
    assert [one.starts_at for one in planned] == [SIX + number * WEEK for number in range(4)]
    assert [one.is_posted for one in planned] == [True, False, False, False]
    assert [card.subject_id for card in await do.rows(Delivery)] == [planned[0].id]


async def test_what_is_not_ready_is_not_opened_and_not_lost(do: Do) -> None:
    await set_up(do)
    empty = (await begin(do)).row
    assert (await do.refused(events.open_event, **told(empty))).message_id == "events-title-missing"
    unclear = await draft(do, "someday")
    assert (await do.refused(events.open_event, **told(unclear))).message_id == "events-when-missing"
    late = await draft(do)
    assert (await do.refused(events.open_event, **told(late, SIX))).message_id == "dates-past"
    assert {await state_of(do, row) for row in (empty, unclear, late)} == {"draft"}


async def test_a_community_has_a_hundred_events_open_at_most(do: Do) -> None:
    await set_up(do)
    await set_up(do, ELSEWHERE)
    row = await draft(do)

    async def crowd(session: AsyncSession) -> None:
        for _ in range(events.MOST_OPEN):
            one = events.new_event(person=organiser(), channel_id=1, typed_when="", typed_until="", now=NOW)
            one.state = "open"
            session.add(one)

    await do(crowd)
    refused = await do.refused(events.open_event, **told(row))
    assert (type(refused), refused.message_id, refused.variables) == (Closed, "events-enough", {"most": 100})
    there = organiser(guild_id=ELSEWHERE)
    assert (await opened(do, person=there)).state == "open"


async def test_only_who_organises_it_in_the_same_community_reaches_it(do: Do) -> None:
    await set_up(do)
    await set_up(do, ELSEWHERE)
    row = await opened(do)
    (one,) = await times(do)
    for rule, step in (
        (events.get_event, {"event_id": row.id}),
        (events.get_occurrence, {"occurrence_id": one.id}),
    ):
        assert isinstance(await do.refused(rule, person=person("moderator"), **step), NotAllowed)
        assert isinstance(await do.refused(rule, person=organiser(guild_id=ELSEWHERE), **step), NotFound)
        assert isinstance(await do.refused(rule, person=organiser(), **dict.fromkeys(step, 77)), NotFound)


async def test_a_host_organises_an_event_whatever_their_role(do: Do) -> None:
    await set_up(do)
    row = await draft(do)
    for _ in range(2):
        await do(events.add_host, **mine(row), member_id=SAM)
    assert await do(events.list_hosts, event_id=row.id) == [SAM]
    assert (await do(events.get_event, person=somebody(SAM), event_id=row.id)).id == row.id
    await do(events.remove_host, **mine(row), member_id=SAM)
    assert isinstance(await do.refused(events.get_event, person=somebody(SAM), event_id=row.id), NotAllowed)


async def test_ten_organise_an_event_at_most_and_one_of_them_is_not_one_more(do: Do) -> None:
    await set_up(do)
    row = await draft(do)
    for number in range(events.MOST_HOSTS):
        await do(events.add_host, **mine(row), member_id=JO + number)
    refused = await do.refused(events.add_host, **mine(row), member_id=SAM)
    assert refused.message_id == "events-hosts-enough"
    await do(events.add_host, **mine(row), member_id=JO)


async def test_cancelling_tells_who_wanted_to_come_and_stops_reminders(do: Do) -> None:
    await set_up(do)
    row = await opened(do, capacity="1")
    for who, said in ((SAM, "going"), (JO, "going"), (KIM, "maybe"), (ADA, "no")):
        await press(do, who, said)
    await send_due(do, NOW)
    cancelled = await do(events.cancel_event, **told(row))
    assert (cancelled.state, [one.state for one in await times(do)]) == ("cancelled", ["cancelled"])
    assert await told_to(do, "cancelled") == [SAM, JO, KIM]
    assert {card.due_at for card in await waiting(do)} == {NOW}
    assert len(await waiting(do, "edit", "events")) == 1
    for step in (events.cancel_event, events.open_event):
        refused = await do.refused(step, **told(row))
        assert (type(refused), refused.message_id) == (Closed, "events-is-cancelled")


async def test_who_answered_a_time_cancelled_lately_is_told_too_when_all_the_others_are(do: Do) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY)
    first, second, *_ = await times(do)
    for who, one in ((SAM, first), (JO, first), (JO, second)):
        await press(do, who, one=one.id)
    await do(events.cancel_occurrence, person=organiser(), occurrence_id=first.id, now=NOW)
    assert await told_to(do, "cancelled") == [SAM, JO]
    await do(events.cancel_event, **told(row, now=first.ends_at + DAY))
    assert await told_to(do, "cancelled") == [SAM, SAM, JO, JO]


async def test_who_answered_a_time_cancelled_long_ago_is_told_no_more(do: Do) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY)
    first, *_ = await times(do)
    await press(do, SAM, one=first.id)
    await do(events.cancel_occurrence, person=organiser(), occurrence_id=first.id, now=NOW)
    later = first.starts_at + occurrences.ENDED_LATELY
    await do(events.settle_over, now=later)
    await do(events.cancel_event, **told(row, now=later))
    assert await told_to(do, "cancelled") == [SAM]


async def test_what_is_over_cannot_be_cancelled_even_before_the_sweep_notes_it(do: Do) -> None:
    await set_up(do)
    row = await opened(do)
    (one,) = await times(do)
    late = told(row, SIX + 2 * HOUR)
    assert (await do.refused(events.cancel_event, **late)).message_id == "events-is-over"
    step = {"person": organiser(), "occurrence_id": one.id, "now": SIX + 2 * HOUR}
    assert (await do.refused(events.cancel_occurrence, **step)).message_id == "events-is-over"
    await do(events.settle_over, now=SIX + 2 * HOUR)
    assert (await do.refused(events.cancel_occurrence, **step)).message_id == "events-is-over"
    assert (await do.refused(events.cancel_event, **late)).message_id == "events-is-over"


async def test_cancelling_a_draft_forgets_it(do: Do) -> None:
    await set_up(do)
    row = await draft(do)
    await do(events.cancel_event, **told(row))
    assert (await do.rows(Event), await do.rows(Schedule)) == ([], [])
    assert isinstance(await do.refused(events.cancel_event, **told(row)), NotFound)


async def test_one_time_is_cancelled_and_the_next_takes_its_place(do: Do) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY)
    first, second, *_ = await times(do)
    await press(do, SAM)
    await press(do, JO, one=second.id)
    await do(events.cancel_occurrence, person=organiser(), occurrence_id=first.id, now=NOW)
    planned = await times(do)
    assert [one.state for one in planned] == ["cancelled", *["open"] * 4]
    assert await told_to(do, "cancelled") == [SAM]
    assert [one.is_posted for one in planned] == [True, True, False, False, False]
    (exception,) = await do.rows(ScheduleException)
    assert (exception.original, exception.moved_to) == ("2026-06-04T18:00:00", None)
    assert await state_of(do, row) == "open"
    refused = await do.refused(events.cancel_occurrence, person=organiser(), occurrence_id=first.id, now=NOW)
    assert refused.message_id == "events-is-cancelled"


async def test_to_cancel_the_only_time_is_to_cancel_the_event(do: Do) -> None:
    await set_up(do)
    row = await opened(do)
    (one,) = await times(do)
    assert (await do(events.cancel_occurrence, person=organiser(), occurrence_id=one.id, now=NOW)).state == "cancelled"
    assert await state_of(do, row) == "cancelled"


async def test_when_the_last_time_of_a_rule_is_cancelled_nothing_is_left_open(do: Do) -> None:
    await set_up(do)
    row = await opened(do, f"{WEEKLY} for 2 times")
    for one in await times(do):
        await do(events.cancel_occurrence, person=organiser(), occurrence_id=one.id, now=NOW)
    assert await do(events.settle_over, now=NOW) == 1
    assert await state_of(do, row) == "over"


async def test_a_copy_has_the_same_words_and_asks_for_its_time_anew(do: Do) -> None:
    await set_up(do)
    row = await opened(do, title="Tea", place="The hall", capacity="7", role_id=5, contact_id=SAM)
    copy = await do(events.copy_event, **told(row))
    assert (copy.state, copy.title, copy.place, copy.capacity) == ("draft", "Tea", "The hall", 7)
    assert (copy.role_id, copy.contact_id, copy.schedule_id, copy.typed_when) == (5, SAM, None, "")
    assert copy.uid != row.uid
    assert (await do.refused(events.open_event, **told(copy))).message_id == "events-when-missing"


async def test_what_has_ended_is_over_its_card_says_so_and_the_next_is_posted(do: Do) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY)
    once = await opened(do, "tomorrow 6pm")
    await send_due(do, NOW)
    assert await do(events.settle_over, now=SIX + 2 * HOUR - timedelta(seconds=1)) == 0
    assert await do(events.settle_over, now=SIX + 2 * HOUR) == 1
    assert (await state_of(do, row), await state_of(do, once)) == ("open", "over")
    assert len(await waiting(do, "edit", "events")) == 2
    (card,) = await waiting(do, "post", "events")
    planned = await times(do, row)
    assert (card.subject_id, card.due_at) == (planned[1].id, SIX + 2 * HOUR)
    assert [one.state for one in planned] == ["over", *["open"] * 4]
    assert await do(events.settle_over, now=SIX + 3 * HOUR) == 0


async def test_a_rule_that_ends_is_over_after_its_last_time(do: Do) -> None:
    await set_up(do)
    row = await opened(do, f"{WEEKLY} for 2 times")
    assert await do(events.settle_over, now=SIX + DAY) == 0
    assert await do(events.settle_over, now=SIX + 8 * DAY) == 1
    assert await state_of(do, row) == "over"


async def test_an_outage_of_months_leaves_no_time_open_that_is_past(do: Do) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY)
    await do(events.settle_over, now=SIX + 70 * DAY + DAY)
    planned = await times(do, row)
    assert [one.state for one in planned] == ["over"] * 4 + ["open"] * 4
    assert planned[4].starts_at == SIX + 77 * DAY
    assert planned[4].is_posted


async def test_people_are_shown_their_events_and_then_forgotten_in_them(do: Do) -> None:
    await set_up(do)
    row = await opened(do, contact_id=SAM)
    await do(events.add_host, **mine(row), member_id=SAM)
    await do(events.add_host, **mine(row), member_id=JO)
    unfinished = await draft(do)
    await send_due(do, NOW)
    shown = {who: await do(events.export_member, guild_id=None, member_id=who) for who in (ADA, SAM, JO, KIM)}
    assert [each["role"] for each in shown[ADA]] == [["author"], ["author"]]
    assert [each["role"] for each in shown[SAM]] == [["contact"], ["host"]]
    assert shown[JO] == [
        {"kind": "event", "community": str(GUILD), "title": "Tea", "state": "open", "role": ["host"]},
    ]
    assert shown[KIM] == []
    erase = {"guild_id": GUILD, "now": NOW}
    assert await do(events.erase_member, member_id=SAM, **erase) == 2
    assert len(await waiting(do, "edit", "events")) == 1
    assert await do(events.erase_member, member_id=ADA, **erase) == 2
    assert await do(events.erase_member, member_id=JO, **erase) == 1
    (left,) = await do.rows(Event)
    assert (left.id, left.author_id, left.contact_id) == (row.id, None, None)
    assert left.id != unfinished.id
    assert await do.rows(EventHost) == []


async def test_drafts_go_after_a_day_and_events_thirty_days_after_their_last_time(do: Do) -> None:
    await set_up(do)
    once = await opened(do)
    series = await opened(do, WEEKLY)
    await draft(do)
    ended = SIX + 2 * HOUR
    await send_due(do, NOW)
    assert await do(events.purge, now=NOW + DAY) == 0
    assert await do(events.purge, now=NOW + DAY + HOUR) == 1
    await do(events.settle_over, now=ended)
    await send_due(do, ended)
    await do(events.purge, now=ended + 30 * DAY)
    assert [row.id for row in await do.rows(Event)] == [once.id, series.id]
    assert len(await times(do, once)) == 1
    await do(events.purge, now=ended + 30 * DAY + HOUR)
    assert [row.id for row in await do.rows(Event)] == [series.id]
    assert [one.state for one in await times(do, series)] == ["open"] * 4
    assert len(await do.rows(Schedule)) == 1
    assert len([row for row in await do.rows(Delivery) if row.kind == "delete"]) == 2


async def test_what_was_cancelled_is_kept_until_its_time_is_long_past(do: Do) -> None:
    await set_up(do)
    row = await opened(do)
    await do(events.cancel_event, **told(row))
    await do(events.purge, now=NOW + 30 * DAY + HOUR)
    assert len(await do.rows(Event)) == 1
    await do(events.purge, now=SIX + 31 * DAY)
    assert (await do.rows(Event), await do.rows(Occurrence)) == ([], [])


async def test_a_clash_with_another_event_is_said(do: Do) -> None:
    await set_up(do)
    await opened(do, title="Walk")
    unclear = await draft(do, "someday")
    clear = await draft(do, "tomorrow 7pm")
    assert await do(events.list_clashes, event=unclear, now=NOW) == []
    assert await do(events.list_clashes, event=clear, now=NOW) == ["Walk"]


@postgres_alone
async def test_of_two_who_open_the_hundredth_event_the_second_is_told(do: Do, database: Database) -> None:
    await set_up(do)
    first, second = await draft(do), await draft(do)

    async def crowd(session: AsyncSession) -> None:
        for _ in range(events.MOST_OPEN - 1):
            one = events.new_event(person=organiser(), channel_id=1, typed_when="", typed_until="", now=NOW)
            one.state = "open"
            session.add(one)

    await do(crowd)
    with pytest.raises(Closed):
        await overlapping(
            database,
            lambda session: events.open_event(session, **told(first)),
            lambda session: events.open_event(session, **told(second)),
        )


@postgres_alone
async def test_a_time_that_goes_to_another_event_meanwhile_is_looked_for_anew(do: Do, database: Database) -> None:
    await set_up(do)
    await opened(do, WEEKLY)
    last = (await times(do))[-1]
    step = {"person": organiser(), "occurrence_id": last.id, "now": NOW}
    async with database.begin() as session:
        await event_changes.split(session, **step)
        other = asyncio.create_task(do(events.cancel_occurrence, **step))
        await asyncio.wait([other], timeout=1)  # it has looked where the time is, and waits for that event
    with pytest.raises(NotFound):
        await other


async def test_cancelling_one_time_and_changing_all_at_once_do_not_block_each_other(do: Do, database: Database) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY)
    first = (await times(do))[0]
    words = {**WORDS, "title": "Coffee"}
    await overlapping(
        database,
        lambda session: event_drafts.record_words(session, **told(row), typed=words),
        lambda session: events.cancel_occurrence(session, person=organiser(), occurrence_id=first.id, now=NOW),
    )
    (row,) = await do.rows(Event)
    assert (row.title, (await times(do))[0].state) == ("Coffee", "cancelled")


async def test_who_changes_one_time_waits_before_holding_it_for_who_changes_all(do: Do, database: Database) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY)
    first = (await times(do))[0]
    async with database.begin() as session:
        await events.hold(session, **mine(row))
        step = {"person": organiser(), "occurrence_id": first.id, "now": NOW}
        other = asyncio.create_task(do(events.cancel_occurrence, **step))
        await asyncio.wait([other], timeout=0.1)
        await occurrences.hold_open(session, event_id=row.id, now=NOW)
    assert (await other).state == "cancelled"


async def test_the_next_times_are_those_of_the_rule(do: Do) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY)
    schedule = await do(events.find_schedule, event=row)
    coming = await do(schedules.list_next, schedule=schedule, now=NOW)
    assert [one.starts_at for one in await times(do)] == [one.at for one in coming[: occurrences.AHEAD]]
