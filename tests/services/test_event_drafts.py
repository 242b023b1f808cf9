"""What is typed for an event is kept from the first command on; each refusal leaves it as it was."""

from datetime import timedelta

import pytest

from bot.errors import NotAllowed
from bot.services import event_changes, event_drafts, events
from db.models.event_notices import EventNotice
from db.models.events import Event
from db.models.schedules import Schedule, ScheduleException
from tests.services.eventing import (
    DETAILS,
    SIX,
    WEEKLY,
    WORDS,
    begin,
    draft,
    opened,
    organiser,
    press,
    times,
    told,
    told_to,
    waiting,
    write,
)
from tests.services.people import DAY, HOUR, JO, KIM, MODERATORS, NOW, SAM, Do, person, send_due, set_up

WEEK = 7 * DAY


async def test_an_unclear_time_is_kept_and_told_and_can_be_typed_again(do: Do) -> None:
    await set_up(do)
    started = await begin(do, "someday" + "s" * 300)
    assert started.problem.message_id == "recurrence-unclear"
    assert (len(started.row.typed_when), started.row.schedule_id) == (200, None)
    refused = await do.refused(event_drafts.record_when, **told(started.row), when="yesterday 6pm", until="1 hour")
    assert refused.message_id == "dates-past"
    await do(event_drafts.record_when, **told(started.row), when="tomorrow 6pm", until="8pm")
    (row,) = await do.rows(Event)
    (schedule,) = await do.rows(Schedule)
    assert (row.typed_when, row.typed_until, row.minutes) == ("tomorrow 6pm", "8pm", 120)
    assert (schedule.next_at, schedule.is_paused) == (SIX, True)


async def test_only_organisers_begin_one(do: Do) -> None:
    await set_up(do)
    with pytest.raises(NotAllowed):
        await begin(do, person=person("moderator"))


@pytest.mark.parametrize(
    ("when", "until", "problem"),
    [
        ("tomorrow 6pm", "5pm", "events-ends-before"),
        ("tomorrow 6pm", "tomorrow 5pm", "events-ends-before"),
        ("tomorrow 6pm", "0 minutes", "events-ends-before"),
        ("tomorrow 6pm", "4 minutes", "events-length"),
        ("tomorrow 6pm", "8 days", "events-length"),
        ("tomorrow 6pm", "soon", "dates-unclear"),
        ("yesterday 6pm", "1 hour", "dates-past"),
        ("now", "1 hour", "dates-past"),
        ("every 25 december 6pm until 26 december, not on bank holidays", "1 hour", "events-never"),
    ],
)
async def test_a_time_that_cannot_be_is_refused(do: Do, when: str, until: str, problem: str) -> None:
    await set_up(do)
    assert (await begin(do, when, until, now=NOW + timedelta(seconds=30))).problem.message_id == problem
    assert await do.rows(Schedule) == []


@pytest.mark.parametrize(
    ("until", "minutes"),
    [("2 hours", 120), ("7:30pm", 90), ("friday 4pm", 22 * 60), ("friday 6am", 12 * 60)],
)
async def test_an_end_is_a_length_or_a_time_of_the_same_day_or_a_moment(do: Do, until: str, minutes: int) -> None:
    await set_up(do)
    assert (await begin(do, "tomorrow 6pm", until)).row.minutes == minutes


async def test_a_title_is_needed_and_words_are_kept(do: Do) -> None:
    await set_up(do)
    row = (await begin(do)).row
    for title in ("", "  "):
        refused = await do.refused(event_drafts.record_words, **told(row), typed={**WORDS, "title": title})
        assert refused.message_id == "events-title-missing"
    words = {"title": "Tea", "about": "A", "place": "B", "online_link": "https://example.org/x", "access": "C"}
    kept = await do(event_drafts.record_words, **told(row), typed=words)
    assert {name: getattr(kept, name) for name in words} == words


@pytest.mark.parametrize(
    "typed",
    ["example.org", "ftp://example.org", "https://", "https://x", "https://..", "https://[::1", "http://a b.org"],
)
async def test_a_link_that_is_none_is_refused(do: Do, typed: str) -> None:
    await set_up(do)
    row = (await begin(do)).row
    refused = await do.refused(event_drafts.record_words, **told(row), typed={**WORDS, "online_link": typed})
    assert refused.message_id == "events-link-unclear"
    refused = await do.refused(event_drafts.record_details, **told(row), typed={**DETAILS, "map_link": typed})
    assert refused.message_id == "events-link-unclear"


@pytest.mark.parametrize("typed", ["0", "-1", "1001", "ten", "٣", "0000000019999"])
async def test_places_that_are_no_number_are_refused(do: Do, typed: str) -> None:
    await set_up(do)
    row = (await begin(do)).row
    refused = await do.refused(event_drafts.record_details, **told(row), typed={**DETAILS, "capacity": typed})
    assert (refused.message_id, refused.variables) == ("events-seats-unclear", {"most": 1000})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("None", ""),
        (" , ", ""),
        ("15 minutes, 1 week, 24 hours", "10080,1440,15"),
        ("1 hour, 60 minutes", "60"),
        ("1 week before, please", "10080"),
        ("The day before, the hour before, Please", "1440,60"),
    ],
)
async def test_reminders_are_kept_as_minutes_the_longest_first(do: Do, typed: str, kept: str) -> None:
    await set_up(do)
    row = await draft(do, reminders=typed)
    assert (row.reminders, event_drafts.write_leads(event_drafts.read_leads(typed))) == (kept, kept)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("soon", "events-leads-unclear"),
        ("1 hour, soon", "events-leads-unclear"),
        ("0 minutes", "events-leads-unclear"),
        ("5 weeks", "events-leads-unclear"),
        ("1h, 2h, 3h, 4h, 5h", "events-leads-many"),
    ],
)
async def test_reminders_that_cannot_be_are_refused(do: Do, typed: str, problem: str) -> None:
    await set_up(do)
    row = (await begin(do)).row
    refused = await do.refused(event_drafts.record_details, **told(row), typed={**DETAILS, "reminders": typed})
    assert refused.message_id == problem


async def test_fewer_places_than_are_taken_are_refused_and_nobody_is_dropped(do: Do) -> None:
    await set_up(do)
    row = await opened(do, capacity="3")
    for who in (SAM, JO, KIM):
        await press(do, who)
    refused = await do.refused(event_drafts.record_details, **told(row), typed={**DETAILS, "capacity": "2"})
    assert (refused.message_id, refused.variables) == ("events-seats-under", {"taken": 3})
    assert (await do(event_drafts.record_details, **told(row), typed=DETAILS)).capacity is None
    await press(do, KIM, "no")
    assert (await do(event_drafts.record_details, **told(row), typed={**DETAILS, "capacity": "2"})).capacity == 2


async def test_more_places_are_offered_to_who_waits(do: Do) -> None:
    await set_up(do)
    row = await opened(do, capacity="1")
    for who in (SAM, JO, KIM):
        await press(do, who)
    await write(do, row, capacity="2")
    assert await told_to(do, "offer") == [JO]
    await write(do, row)
    assert await told_to(do, "offer") == [JO, KIM]


async def test_a_new_plan_of_reminders_counts_for_those_who_go_already(do: Do) -> None:
    await set_up(do)
    row = await opened(do)
    await press(do, SAM)
    await press(do, JO, "no")
    await write(do, row, reminders="2 hours")
    assert [(each.member_id, each.due_at) for each in await waiting(do)] == [(SAM, SIX - 2 * HOUR)]
    (before,) = await do.rows(EventNotice)
    await write(do, row, reminders="2 hours", cost="Free")
    assert [each.id for each in await do.rows(EventNotice)] == [before.id]


async def test_a_choice_is_kept_and_the_card_says_it(do: Do) -> None:
    await set_up(do)
    row = await opened(do)
    await send_due(do, NOW)
    kept = await do(event_drafts.record_choice, **told(row), shows_names=True, channel_id=MODERATORS)
    assert (kept.shows_names, kept.channel_id) == (True, MODERATORS)
    assert [each.kind for each in await waiting(do, "edit", "events")] == ["edit"]


async def test_a_changed_time_is_told_to_who_answered_and_asks_again(do: Do) -> None:
    await set_up(do)
    row = await opened(do)
    for who, said in ((SAM, "going"), (JO, "maybe"), (KIM, "no")):
        await press(do, who, said)
    await do(event_drafts.record_when, **told(row), when="friday 6pm", until="1 hour")
    (one,) = await times(do)
    assert (one.starts_at, one.ends_at, one.original) == (SIX + DAY, SIX + DAY + HOUR, "2026-06-05T18:00:00")
    assert await told_to(do, "changed") == [SAM, JO]
    reminders = [each.due_at for each in await waiting(do) if each.due_at > NOW]
    assert sorted(set(reminders)) == [SIX, SIX + DAY - HOUR]
    assert len(reminders) == 4


async def test_the_same_time_typed_again_tells_nobody_and_keeps_what_was_moved_or_left_out(do: Do) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY)
    first, second, *_ = await times(do)
    await press(do, SAM, one=second.id)
    await do(events.cancel_occurrence, person=told(row)["person"], occurrence_id=first.id, now=NOW)
    await do(event_drafts.record_when, **told(row), when=WEEKLY, until="2 hours")
    assert await told_to(do, "changed") == []
    assert len(await do.rows(ScheduleException)) == 1
    await do(event_drafts.record_when, **told(row), when=WEEKLY, until="3 hours")
    assert await told_to(do, "changed") == [SAM]
    planned = await times(do)
    assert [one.state for one in planned] == ["cancelled", "open", "open", "open", "open"]
    assert {one.ends_at - one.starts_at for one in planned[1:]} == {3 * HOUR}
    await do(event_drafts.record_when, **told(row), when=f"{WEEKLY} for 3 times", until="3 hours")
    assert [one.state for one in await times(do)] == ["cancelled", "open", "open", "cancelled", "cancelled"]
    await do(event_drafts.record_when, **told(row, SIX + WEEK), when=f"{WEEKLY} for 3 times", until="3 hours")
    assert [one.starts_at for one in await times(do) if one.state == "open"][:2] == [SIX + WEEK, SIX + 2 * WEEK]


async def test_a_new_time_is_understood_before_anything_is_changed(do: Do) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY)
    first, second, *_ = await times(do)
    for one in (first, second):
        await press(do, SAM, one=one.id)
    await press(do, JO, one=second.id)
    before = [(one.starts_at, one.ends_at) for one in await times(do)]
    for when, until, asked in (
        ("every friday 6pm", "2 hours", 2),
        (WEEKLY, "1 hour", 2),
        (WEEKLY, "2 hours", 0),
        ("every other thursday 6pm", "2 hours", 2),
        ("tomorrow 6pm", "2 hours", 2),
    ):
        read = await do(event_drafts.understand_when, **told(row), when=when, until=until)
        assert (when, until, read.asked) == (when, until, asked)
    assert ([one.at for one in read.coming], read.rule.rule, read.minutes) == ([SIX], "", 120)
    assert [(one.starts_at, one.ends_at) for one in await times(do)] == before
    assert await told_to(do, "changed") == []
    refused = await do.refused(event_drafts.understand_when, **told(row), when="yesterday 6pm", until="1 hour")
    assert refused.message_id == "dates-past"
    unclear = (await begin(do, "someday")).row
    assert (await do(event_drafts.understand_when, **told(unclear), when=WEEKLY, until="1 hour")).asked == 0


async def test_the_same_rule_typed_again_leaves_a_time_with_a_length_of_its_own(do: Do) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY)
    second = (await times(do))[1]
    await press(do, SAM, one=second.id)
    step = {"person": organiser(), "occurrence_id": second.id, "now": NOW}
    await do(event_changes.record_when, **step, when="thursday 11 june 6pm", until="3 hours")
    assert await told_to(do, "changed") == [SAM]
    sequence = (await times(do))[1].sequence
    read = await do(event_drafts.understand_when, **told(row), when=WEEKLY, until="2 hours")
    await do(event_drafts.record_when, **told(row), when=WEEKLY, until="2 hours")
    kept = (await times(do))[1]
    assert (read.asked, kept.ends_at - kept.starts_at, kept.sequence) == (0, 3 * HOUR, sequence)
    await do(event_drafts.record_when, **told(row), when=WEEKLY, until="1 hour")
    kept = (await times(do))[1]
    assert (kept.ends_at - kept.starts_at, kept.sequence) == (HOUR, sequence + 1)


async def test_names_are_shown_only_where_that_was_so_before_the_first_answer(do: Do) -> None:
    await set_up(do)
    row = await opened(do)
    await do(event_drafts.record_choice, **told(row), shows_names=True)
    await press(do, SAM, "no")
    await do(event_drafts.record_choice, **told(row), shows_names=True)
    await do(event_drafts.record_choice, **told(row), shows_names=False)
    refused = await do.refused(event_drafts.record_choice, **told(row), shows_names=True)
    assert refused.message_id == "events-names-late"
    assert not (await do.rows(Event))[0].shows_names
