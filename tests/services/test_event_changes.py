"""One time of an event, or this and those that follow, are changed, and nobody's answer is lost by it."""

from typing import Any

import pytest

from bot.errors import Closed, NotAllowed
from bot.services import event_changes, event_drafts, events, freed_places, schedules
from db.models.deliveries import Delivery
from db.models.events import Event, EventHost, Occurrence
from db.models.schedules import Schedule
from db.models.signups import Signup
from tests.services.eventing import (
    DETAILS,
    SIX,
    WEEKLY,
    WORDS,
    answers,
    opened,
    organiser,
    press,
    somebody,
    times,
    told,
    told_to,
    waiting,
)
from tests.services.people import DAY, HOUR, JO, KIM, NOW, SAM, Do, send_due, set_up

WEEK = 7 * DAY


async def series(do: Do, **others: Any) -> tuple[Event, list[Occurrence]]:
    """Open an event of every Thursday; Sam goes each time, Jo to the second."""
    await set_up(do)
    row = await opened(do, WEEKLY, **others)
    planned = await times(do)
    for one in planned:
        await press(do, SAM, one=one.id)
    await press(do, JO, one=planned[1].id)
    await send_due(do, NOW)
    return row, planned


def step(one: Occurrence, **others: Any) -> dict[str, Any]:
    return {"person": organiser(), "occurrence_id": one.id, "now": NOW, **others}


async def parted(do: Do, one: Occurrence) -> Event:
    """Let this time and those that follow be an event of their own."""
    return (await do(event_changes.split, **step(one))).event


async def test_one_time_says_something_of_its_own(do: Do) -> None:
    row, planned = await series(do, place="The hall")
    words = {**WORDS, "title": "Tea with cake", "place": "", "online_link": "https://example.org/x"}
    await do(event_changes.record_words, **step(planned[0]), typed=words)
    first, second, *_ = await times(do)
    assert (first.title, first.about, first.place, first.online_link) == (
        "Tea with cake", None, "", "https://example.org/x",
    )  # fmt: skip
    assert (second.title, first.sequence) == (None, 1)
    assert len(await waiting(do, "edit", "events")) == 1
    await do(event_drafts.record_words, **told(row), typed={**WORDS, "title": "Coffee"})
    assert (await times(do))[0].title == "Tea with cake"
    await do(event_changes.record_words, **step(planned[0]), typed={**WORDS, "title": "Coffee"})
    assert (await times(do))[0].title is None


async def test_what_one_time_says_is_checked_as_what_all_say(do: Do) -> None:
    _, (first, *_) = await series(do)
    for typed, problem in (
        ({**WORDS, "title": " "}, "events-title-missing"),
        ({**WORDS, "online_link": "here"}, "events-link-unclear"),
    ):
        refused = await do.refused(event_changes.record_words, **step(first), typed=typed)
        assert refused.message_id == problem
    for typed, problem in (
        ({**DETAILS, "map_link": "here"}, "events-link-unclear"),
        ({**DETAILS, "capacity": "no"}, "events-seats-unclear"),
    ):
        refused = await do.refused(event_changes.record_details, **step(first), typed=typed)
        assert refused.message_id == problem


async def test_one_time_has_places_and_a_map_of_its_own(do: Do) -> None:
    _, (first, second, *_) = await series(do, capacity="2")
    await press(do, KIM, one=second.id)
    assert (await answers_of(do, second))[KIM] == "waiting"
    typed = {**DETAILS, "capacity": "", "map_link": "https://example.org/map"}
    await do(event_changes.record_details, **step(second), typed=typed)
    assert (await answers_of(do, second))[KIM] == "offered"
    kept = {one.id: (one.capacity, one.map_link) for one in await times(do)}
    assert (kept[first.id], kept[second.id]) == ((None, None), (0, "https://example.org/map"))
    await do(event_changes.record_details, **step(first), typed={**typed, "capacity": "3"})
    await do(event_changes.record_details, **step(second), typed={**DETAILS, "capacity": "3"})
    assert [one.capacity for one in await times(do)][:2] == [3, 3]
    await do(event_changes.record_details, **step(first), typed={**DETAILS, "capacity": "2"})
    assert (await times(do))[0].capacity is None


async def answers_of(do: Do, one: Occurrence) -> dict[int | None, str]:
    return {row.member_id: row.answer for row in await do.rows(Signup) if row.occurrence_id == one.id}


async def test_one_time_is_moved_and_who_goes_to_it_is_asked(do: Do) -> None:
    row, (first, second, *_) = await series(do)
    await do(event_changes.record_when, **step(second), when="friday 12 june 7pm", until="1 hour")
    moved = (await times(do))[1]
    assert (moved.id, moved.starts_at, moved.ends_at) == (second.id, SIX + 8 * DAY + HOUR, SIX + 8 * DAY + 2 * HOUR)
    assert moved.original == second.original
    assert await told_to(do, "changed") == [SAM, JO]
    schedule = await do(events.find_schedule, event=row)
    coming = await do(schedules.list_next, schedule=schedule, now=NOW)
    assert [one.at for one in coming][:3] == [SIX, SIX + 8 * DAY + HOUR, SIX + 2 * WEEK]
    assert (await times(do))[0].starts_at == first.starts_at


@pytest.mark.parametrize(
    ("when", "until", "problem"),
    [
        ("yesterday 6pm", "1 hour", "dates-past"),
        ("now", "1 hour", "dates-past"),
        ("thursday 18 june 6pm", "1 hour", "events-time-taken"),
        ("friday 6pm", "5pm", "events-ends-before"),
    ],
)
async def test_one_time_is_not_moved_to_the_past_or_onto_another(do: Do, when: str, until: str, problem: str) -> None:
    _, (_, second, *_) = await series(do)
    refused = await do.refused(event_changes.record_when, **step(second), when=when, until=until)
    assert refused.message_id == problem


async def test_one_time_keeps_its_start_and_takes_longer(do: Do) -> None:
    _, (_, second, *_) = await series(do)
    await do(event_changes.record_when, **step(second), when="thursday 11 june 6pm", until="3 hours")
    moved = (await times(do))[1]
    assert (moved.starts_at, moved.ends_at) == (SIX + WEEK, SIX + WEEK + 3 * HOUR)


async def test_of_an_event_that_takes_place_once_each_change_is_of_the_event_and_the_rest_stays(do: Do) -> None:
    await set_up(do)
    row = await opened(do, access="A lift", cost="Free", pay="Nobody", reminders="1 day")
    (one,) = await times(do)
    words = dict.fromkeys(event_changes.OWN_WORDS, "") | {"title": "Cake"}
    await do(event_changes.record_words, **step(one), typed=words)
    await do(event_changes.record_details, **step(one), typed={"capacity": "7", "map_link": ""})
    await do(event_changes.record_when, **step(one), when="friday 6pm", until="2 hours")
    assert not (await do(event_changes.split, **step(one))).is_new
    (kept,) = await do.rows(Event)
    assert (kept.id, kept.title, kept.capacity, kept.access, kept.cost, kept.pay, kept.reminders) == (
        row.id, "Cake", 7, "A lift", "Free", "Nobody", "1440",
    )  # fmt: skip
    (one,) = await times(do)
    assert (one.starts_at, one.title, one.capacity) == (SIX + DAY, None, None)


async def test_this_and_following_become_an_event_of_their_own_with_every_answer(do: Do) -> None:
    row, planned = await series(do, capacity="3", contact_id=KIM)
    await do(events.add_host, person=organiser(), event_id=row.id, member_id=KIM)
    before = await answers(do)
    changed = {**WORDS, "title": "Coffee"}
    made = await parted(do, planned[2])
    made = await do(event_drafts.record_words, **told(made), typed=changed)
    assert (made.follows_id, made.state, made.title, made.capacity, made.contact_id, made.minutes) == (
        row.id, "open", "Coffee", 3, KIM, 120,
    )  # fmt: skip
    assert (made.author_id, made.uid != row.uid) == (row.author_id, True)
    assert [one.id for one in await times(do, row)] == [one.id for one in planned[:2]]
    mine = await times(do, made)
    assert [one.id for one in mine[:2]] == [one.id for one in planned[2:]]
    assert [one.starts_at for one in mine] == [SIX + number * WEEK for number in range(2, 6)]
    assert (await answers(do), await told_to(do, "changed")) == (before, [])
    assert {host.event_id for host in await do.rows(EventHost)} == {row.id, made.id}
    first = next(each for each in await do.rows(Event) if each.id == row.id)
    assert (first.title, first.state) == ("Tea", "open")
    old, new = await do.rows(Schedule)
    assert (old.rule, new.rule) == ("FREQ=WEEKLY;BYDAY=TH;UNTIL=20260618T175900", "FREQ=WEEKLY;BYDAY=TH")
    assert [one.is_posted for one in mine] == [True, False, False, False]
    await do(events.settle_over, now=SIX + WEEK + 2 * HOUR)
    assert [each.state for each in await do.rows(Event)] == ["over", "open"]


async def test_another_time_for_this_and_following_is_asked_about_there_alone(do: Do) -> None:
    row, planned = await series(do)
    made = await parted(do, planned[1])
    made = await do(event_drafts.record_when, **told(made), when="every friday 6pm from 10 june", until="1 hour")
    assert [one.starts_at for one in await times(do, row)] == [SIX]
    assert [one.starts_at for one in await times(do, made)] == [SIX + DAY + number * WEEK for number in range(1, 5)]
    assert await told_to(do, "changed") == [SAM, SAM, SAM, JO]
    assert (await parted(do, (await times(do, made))[0])).id == made.id
    assert len(await do.rows(Event)) == 2


async def test_what_was_moved_or_cancelled_goes_with_its_part(do: Do) -> None:
    row, planned = await series(do)
    await do(events.cancel_occurrence, **step(planned[0]))
    await do(event_changes.record_when, **step(planned[3]), when="friday 26 june 6pm", until="1 hour")
    made = await parted(do, planned[2])
    parts = [await do(events.find_schedule, event=each) for each in (row, made)]
    kept = [await do(schedules.get_rule, schedule=each) for each in parts]
    assert [(len(rule.skipped), len(rule.moved)) for rule in kept] == [(1, 0), (0, 1)]
    assert [one.at for one in await do(schedules.list_next, schedule=parts[1], now=NOW)][:2] == [
        SIX + 2 * WEEK, SIX + 3 * WEEK + DAY,
    ]  # fmt: skip


async def test_from_the_first_time_on_is_all_of_them(do: Do) -> None:
    row, planned = await series(do)
    part = await do(event_changes.split, **step(planned[0]))
    assert (part.event.id, part.is_new, len(await do.rows(Event))) == (row.id, False, 1)
    assert len(await do.rows(Event)) == 1


async def test_a_part_needs_room_among_the_open_events(do: Do) -> None:
    _, planned = await series(do)

    async def crowd(session: Any) -> None:
        for _ in range(events.MOST_OPEN - 1):
            one = events.new_event(person=organiser(), channel_id=1, typed_when="", typed_until="", now=NOW)
            one.state = "open"
            session.add(one)

    await do(crowd)
    refused = await do.refused(event_changes.split, **step(planned[1]))
    assert (type(refused), refused.message_id) == (Closed, "events-enough")
    assert len([card for card in await do.rows(Delivery) if card.feature == "events"]) == 1


async def test_the_first_part_of_a_counted_rule_leaves_the_rest_to_the_second(do: Do) -> None:
    await set_up(do)
    row = await opened(do, f"{WEEKLY} for 3 times")
    planned = await times(do)
    made = await parted(do, planned[1])
    assert [one.starts_at for one in await times(do, row)] == [SIX]
    assert [one.starts_at for one in await times(do, made)] == [SIX + WEEK, SIX + 2 * WEEK]
    assert await do(freed_places.expire_offers, now=NOW) == 0


async def test_a_rule_typed_for_this_and_later_times_plans_none_before_them(do: Do) -> None:
    row, planned = await series(do)
    made = await parted(do, planned[2])
    begins = SIX + 2 * WEEK
    for when in ("every thursday 5pm", "every day 5pm"):
        await do(event_drafts.record_when, **told(made), when=when, until="1 hour")
        assert (await times(do, made))[0].starts_at == begins - HOUR
        assert [one.starts_at for one in await times(do, row)] == [SIX, SIX + WEEK]
    await do(event_drafts.record_when, **told(made), when="every friday 6pm from 26 june", until="1 hour")
    assert (await times(do, made))[0].starts_at == begins + 8 * DAY
    refused = await do.refused(
        event_drafts.record_when, **told(made), when="every friday 6pm from 5 june", until="1 hour"
    )
    assert (refused.message_id, list(refused.variables)) == ("events-part-later", ["day"])
    await do(event_drafts.record_when, **told(made), when="in 2 days 6pm", until="1 hour")
    assert [one.starts_at for one in await times(do, made) if one.state == "open"] == [SIX + DAY]


async def test_a_new_time_of_one_is_understood_before_it_is_changed(do: Do) -> None:
    _, (_, second, *_) = await series(do)
    for when, until, asked in (("friday 12 june 7pm", "1 hour", 2), ("thursday 11 june 6pm", "2 hours", 0)):
        read = await do(event_changes.understand_when, **step(second), when=when, until=until)
        assert (read.asked, len(read.coming), read.rule.rule) == (asked, 1, "")
    assert (await times(do))[1].starts_at == SIX + WEEK
    refused = await do.refused(event_changes.understand_when, **step(second), when="yesterday 6pm", until="1 hour")
    assert refused.message_id == "dates-past"


async def test_a_new_time_of_what_takes_place_once_is_understood_as_that_of_the_event(do: Do) -> None:
    await set_up(do)
    await opened(do)
    (one,) = await times(do)
    read = await do(event_changes.understand_when, **step(one), when=WEEKLY, until="1 hour")
    assert (read.minutes, len(read.coming)) == (60, 5)


async def test_whoever_organises_one_event_alone_makes_no_other_of_it(do: Do) -> None:
    row, planned = await series(do)
    await do(events.add_host, person=organiser(), event_id=row.id, member_id=KIM)
    host = {"person": somebody(KIM), "now": NOW}
    for rule, which in (
        (event_changes.split, {"occurrence_id": planned[1].id}),
        (events.copy_event, {"event_id": row.id}),
    ):
        refused = await do.refused(rule, **host, **which)
        assert (type(refused), refused.message_id) == (NotAllowed, "events-organisers-alone")
    assert (await do(event_changes.split, **host, occurrence_id=planned[0].id)).event.id == row.id
    assert len(await do.rows(Event)) == 1


async def test_a_change_of_one_time_and_a_cancelled_one_are_the_latest_change_of_the_event(do: Do) -> None:
    _, (first, second, *_) = await series(do)
    for number, (rule, others) in enumerate(
        (
            (event_changes.record_words, {"occurrence_id": second.id, "typed": {**WORDS, "title": "Cake"}}),
            (events.cancel_occurrence, {"occurrence_id": first.id}),
            (events.cancel_event, {"event_id": first.event_id}),
        ),
        1,
    ):
        await do(rule, person=organiser(), now=NOW + number * HOUR, **others)
        (row,) = await do.rows(Event)
        assert (row.changed_at, row.sequence) == (NOW + number * HOUR, number + 2)


async def test_one_time_that_stays_as_it_is_asks_nobody(do: Do) -> None:
    _, (_, second, *_) = await series(do)
    await do(event_changes.record_when, **step(second), when="thursday 11 june 6pm", until="2 hours")
    assert await told_to(do, "changed") == []
