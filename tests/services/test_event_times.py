"""What is to come of a rule is said with its next date, and read again it is the same rule, on whatever day."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.services import event_times, recurrence, spoken_rules
from bot.services.recurrence import Recurrence
from db.models.events import Event
from tests.services.eventing import WEEKLY, draft
from tests.services.people import DAY, GUILD, NOW, Do, set_up

ZONE = "Europe/London"
LATER = NOW + 16 * DAY


def kept(typed: str) -> Recurrence:
    return spoken_rules.read_rule(typed, zone=ZONE, now=NOW)


@pytest.mark.parametrize(
    ("typed", "starts", "rule"),
    [
        ("every thursday 6pm", "2026-06-25T18:00", "FREQ=WEEKLY;BYDAY=TH"),
        ("every other thursday 6pm", "2026-07-02T18:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
        ("every thursday 6pm for 5 times", "2026-06-25T18:00", "FREQ=WEEKLY;BYDAY=TH;COUNT=2"),
        ("every thursday 6pm until 5 july", "2026-06-25T18:00", "FREQ=WEEKLY;BYDAY=TH;UNTIL=20260705T235900"),
    ],
)
def test_what_has_been_is_not_said_again(typed: str, starts: str, rule: str) -> None:
    rest = event_times.rest_of(kept(typed), now=LATER)
    assert (rest.starts, rest.rule) == (datetime.fromisoformat(starts), rule)
    assert recurrence.upcoming(rest, LATER, 2) == recurrence.upcoming(kept(typed), LATER, 2)
    assert not event_times.is_another(kept(typed), rest, now=LATER)


def test_a_rule_that_was_cut_before_one_of_its_times_ends_the_day_before() -> None:
    rule = kept("every thursday 6pm")
    before, _ = recurrence.cut(rule, datetime.fromisoformat("2026-06-25T18:00"))
    rest = event_times.rest_of(replace(rule, rule=before), now=NOW)
    assert rest.rule == "FREQ=WEEKLY;BYDAY=TH;UNTIL=20260624T235900"
    assert not event_times.is_another(replace(rule, rule=before), rest, now=NOW)


def test_exceptions_are_not_said_and_make_no_other_rule() -> None:
    rule = kept("every thursday 6pm")
    changed = replace(rule, skipped=frozenset([rule.starts]), moved={rule.starts + 7 * DAY: rule.starts + 8 * DAY})
    assert event_times.rest_of(changed, now=NOW) == rule
    assert not event_times.is_another(changed, rule, now=NOW)
    assert event_times.is_another(changed, kept("every friday 6pm"), now=NOW)


def test_a_next_time_that_a_holiday_moved_is_passed_over_as_it_would_begin_in_the_past() -> None:
    rule = spoken_rules.read_rule("every monday 6pm, moved to next day on bank holidays", zone=ZONE, now=NOW)
    monday = datetime.fromisoformat("2026-08-31T20:00+01:00")
    assert recurrence.next_after(rule, monday).at.isoformat() == "2026-09-01T17:00:00+00:00"
    assert event_times.rest_of(rule, now=monday).starts.isoformat() == "2026-09-07T18:00:00"


@pytest.mark.parametrize("typed", ["tomorrow 6pm", "every thursday 6pm for 2 times"])
def test_what_is_once_or_has_ended_is_said_as_it_is(typed: str) -> None:
    assert event_times.rest_of(kept(typed), now=LATER) == kept(typed)


async def test_an_event_repeats_by_its_rule_alone(do: Do) -> None:
    await set_up(do)
    rows = [await draft(do, WEEKLY), await draft(do, "tomorrow 6pm"), Event(guild_id=GUILD)]
    assert [await do(event_times.repeats, event=row) for row in rows] == [True, False, False]
