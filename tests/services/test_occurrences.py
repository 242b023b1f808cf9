"""Times of an event are planned ahead, follow its rule, and are called off; no answer is lost by it."""

from datetime import datetime, timedelta
from typing import Any

from bot.errors import Invalid
from bot.services import event_changes, event_drafts, events, occurrences
from db.models.deliveries import Delivery
from db.models.events import Event, Occurrence
from db.models.signups import Signup
from tests.services.eventing import (
    DETAILS,
    SIX,
    WEEKLY,
    draft,
    opened,
    organiser,
    press,
    times,
    told,
    told_to,
    waiting,
    with_time,
)
from tests.services.people import DAY, HOUR, JO, KIM, NOW, SAM, Do, send_due, set_up

WEEK = 7 * DAY


async def retime(do: Do, row: Event, when: str, until: str = "2 hours", now: datetime = NOW) -> None:
    await do(event_drafts.record_when, **told(row, now), when=when, until=until)


async def open_times(do: Do, row: Event) -> list[datetime]:
    return [one.starts_at for one in await times(do, row) if one.state == "open"]


async def test_four_times_can_be_answered_at_a_time(do: Do) -> None:
    await set_up(do)
    row = await opened(do, "every day 6pm")
    assert len(await times(do, row)) == 4
    assert [one.starts_at for one in await do(occurrences.list_open, event_id=row.id, now=NOW + 2 * DAY)] == [
        NOW.replace(hour=17) + number * DAY for number in (2, 3)
    ]


async def test_another_hour_moves_every_time_with_its_answers(do: Do) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY)
    first, second, *_ = await times(do)
    await press(do, SAM, one=first.id)
    await press(do, JO, one=second.id)
    await retime(do, row, "every thursday 7pm")
    planned = await times(do, row)
    assert [one.id for one in planned[:2]] == [first.id, second.id]
    assert [one.starts_at for one in planned] == [SIX + HOUR + number * WEEK for number in range(4)]
    assert planned[0].original == "2026-06-04T19:00:00"
    assert await told_to(do, "changed") == [SAM, JO]
    assert {row.is_asked for row in await do.rows(Signup)} == {True}


async def test_a_time_that_the_new_rule_has_too_stays_as_it_is(do: Do) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY)
    for one, who in zip(await times(do), (SAM, JO, KIM), strict=False):
        await press(do, who, one=one.id)
    await retime(do, row, "every tuesday and thursday 6pm")
    assert await told_to(do, "changed") == []
    assert await open_times(do, row) == [SIX + days * DAY for days in (0, 5, 7, 12, 14, 21)]


async def test_times_that_are_left_over_are_called_off(do: Do) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY)
    planned = await times(do)
    for one in planned:
        await press(do, SAM, one=one.id)
    await retime(do, row, "friday 6pm")
    assert [one.state for one in await times(do, row)] == ["open", "cancelled", "cancelled", "cancelled"]
    assert (await told_to(do, "changed"), await told_to(do, "cancelled")) == ([SAM], [SAM] * 3)
    assert await open_times(do, row) == [SIX + DAY]


async def test_a_time_that_has_begun_is_left_alone(do: Do) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY)
    await retime(do, row, "every thursday 8pm", now=SIX + HOUR)
    assert await open_times(do, row) == [SIX, *(SIX + 2 * HOUR + number * WEEK for number in range(4))]


async def test_what_was_cancelled_stays_cancelled_under_a_new_rule(do: Do) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY)
    second = (await times(do))[1]
    await do(events.cancel_occurrence, person=organiser(), occurrence_id=second.id, now=NOW)
    await retime(do, row, f"{WEEKLY} until december")
    assert await open_times(do, row) == [SIX + number * WEEK for number in (0, 2, 3, 4)]
    assert await told_to(do, "changed") == []


async def test_the_card_of_what_comes_next_is_posted_when_the_one_before_is_called_off(do: Do) -> None:
    await set_up(do)
    row = await opened(do, "every day 6pm")
    await send_due(do, NOW)
    await retime(do, row, "every thursday 6pm")
    planned = await times(do, row)
    assert next(one.is_posted for one in planned if one.state == "open")
    assert {card.subject_id for card in await do.rows(Delivery) if card.feature == "events"} >= {
        next(one.id for one in planned if one.state == "open")
    }


async def test_a_draft_has_no_times_whatever_is_typed(do: Do) -> None:
    await set_up(do)
    row = await draft(do, WEEKLY)
    await retime(do, row, "every friday 6pm")
    assert await do.rows(Occurrence) == []


async def test_calling_off_takes_back_reminders_and_edits_the_card(do: Do) -> None:
    await set_up(do)
    await opened(do)
    await press(do, SAM)
    await press(do, JO, "no")
    await send_due(do, NOW)
    (one,) = await times(do)
    await do(with_time, rule=occurrences.call_off, one=one.id, is_of_event=False, now=NOW)
    (one,) = await times(do)
    assert (one.state, one.sequence) == ("cancelled", 1)
    assert (await told_to(do, "cancelled"), await told_to(do, "reminder")) == ([SAM], [])
    assert len(await waiting(do, "edit", "events")) == 1


async def test_places_of_one_time_are_its_own(do: Do) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY, capacity="5")
    first = (await times(do))[0]
    step = {"person": organiser(), "occurrence_id": first.id, "now": NOW}
    await do(event_changes.record_details, **step, typed={**DETAILS, "capacity": "2"})
    for who in (SAM, JO, KIM):
        await press(do, who, one=first.id)
    (_, offered) = await do(check, row=row, seats=1, one=first.id)
    assert offered == 2
    refused = await do.refused(event_changes.record_details, **step, typed={**DETAILS, "capacity": "1"})
    assert (type(refused), refused.variables) == (Invalid, {"taken": 2})


async def check(session: Any, *, row: Event, seats: int, one: int) -> tuple[None, int]:
    """Fewer places for all are no matter to a time that has places of its own."""
    event = await session.get_one(Event, row.id)
    await occurrences.check_seats(session, event=event, seats=seats, now=NOW)
    return None, await occurrences.signups.count_taken(session, occurrence_id=one)


async def test_all_places_are_settled_and_all_are_reminded_by_the_new_plan(do: Do) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY, reminders="")
    for one in await times(do):
        await press(do, SAM, one=one.id)

    async def remind(session: Any) -> None:
        event = await session.get_one(Event, row.id)
        event.reminders = "60"
        await occurrences.remind_all(session, event=event, now=NOW)
        await occurrences.settle_all(session, event=event, now=NOW)

    await do(remind)
    assert [card.due_at for card in await waiting(do)] == [SIX - HOUR + number * WEEK for number in range(4)]


async def test_times_go_thirty_days_after_they_ended_with_all_that_was_said(do: Do) -> None:
    await set_up(do)
    await opened(do, WEEKLY)
    first = (await times(do))[0]
    await press(do, SAM)
    await send_due(do, NOW)
    await send_due(do, SIX - HOUR)
    ended = SIX + 2 * HOUR
    assert await do(occurrences.purge, now=ended + 30 * DAY) == 0
    assert await do(occurrences.purge, now=ended + 30 * DAY + timedelta(seconds=1)) == 1
    assert first.id not in {one.id for one in await times(do)}
    assert await do.rows(Signup) == []
    away = [row.feature for row in await do.rows(Delivery) if row.kind == "delete"]
    assert sorted(away) == ["eventnotices", "events"]
