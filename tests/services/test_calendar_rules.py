"""What a calendar shows of a rule is what our own recurrence says, read back by somebody else's library."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.calendar_rules import find_patterns
from bot.services.recurrence import Recurrence
from tests.services.calendar_reading import expected, read_twice, recurrences

LONDON, HOUR = "Europe/London", timedelta(hours=1)
NOW = datetime(2026, 6, 3, 11, tzinfo=UTC)

lengths = st.sampled_from([5, 60, 90, 150, 1440, 4320])


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def rule_of(starts: str, rule: str, **others: object) -> Recurrence:
    return Recurrence(wall(starts), LONDON, rule, **others)  # type: ignore[arg-type]


@settings(deadline=None, max_examples=100)
@given(recurrences(), lengths)
def test_another_program_reads_the_times_that_our_recurrence_gives(rule: Recurrence, minutes: int) -> None:
    now = rule.starts.replace(tzinfo=UTC)
    until = now + timedelta(days=500)
    want = expected(rule, minutes, until)
    assert read_twice(rule, minutes, until, now) == [want, want]


@pytest.mark.parametrize("zone", [LONDON, "America/New_York", "Australia/Lord_Howe"])
@pytest.mark.parametrize("at", ["00:30", "01:30", "02:00", "02:15", "18:30", "23:30"])
def test_a_daily_time_is_the_same_on_the_wall_through_both_changes_of_a_year(zone: str, at: str) -> None:
    rule = Recurrence(wall(f"2026-01-01T{at}"), zone, "FREQ=DAILY")
    until = datetime(2027, 1, 1, tzinfo=UTC)
    want = expected(rule, 90, until)
    assert len(want) >= 364
    assert read_twice(rule, 90, until, NOW) == [want, want]


@pytest.mark.parametrize(
    ("starts", "rule", "written"),
    [
        ("2026-01-06T18:00", "FREQ=WEEKLY", ["FREQ=WEEKLY"]),
        ("2026-01-06T18:00", "FREQ=WEEKLY;COUNT=9", ["FREQ=WEEKLY;COUNT=9"]),
        ("2026-01-06T18:00", "FREQ=WEEKLY;UNTIL=20260701T235959", ["FREQ=WEEKLY;UNTIL=20260701T170000Z"]),
        ("2026-01-06T18:00", "FREQ=WEEKLY;UNTIL=20260701T090000", ["FREQ=WEEKLY;UNTIL=20260630T170000Z"]),
        (
            "2026-01-06T18:00",
            "FREQ=MONTHLY;BYDAY=1TU,3TU;COUNT=4",
            ["FREQ=MONTHLY;BYDAY=1TU;UNTIL=20260217T180000Z", "FREQ=MONTHLY;BYDAY=3TU;UNTIL=20260217T180000Z"],
        ),
        (
            "2026-01-06T18:00",
            "FREQ=MONTHLY;BYMONTHDAY=6,20",
            ["FREQ=MONTHLY;BYMONTHDAY=6", "FREQ=MONTHLY;BYMONTHDAY=20"],
        ),
        (
            "2026-01-06T18:00",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            ["FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"],
        ),
        ("2026-01-06T01:30", "FREQ=DAILY", ["FREQ=DAILY;UNTIL=20281231T013000Z"]),
        ("2026-01-06T01:30", "FREQ=DAILY;COUNT=5", ["FREQ=DAILY;COUNT=5"]),
    ],
)
def test_every_calendar_app_knows_the_rules_that_are_written(starts: str, rule: str, written: list[str]) -> None:
    assert [one.rule for one in find_patterns(rule_of(starts, rule), length=HOUR, now=NOW)] == written


def test_a_day_that_two_patterns_give_is_of_the_first() -> None:
    first, second = find_patterns(rule_of("2026-01-31T18:00", "FREQ=MONTHLY;BYMONTHDAY=31,-1"), length=HOUR, now=NOW)
    assert first.left_out == []
    assert wall("2026-01-31T18:00") in second.left_out
    assert wall("2026-02-28T18:00") not in second.left_out


def test_a_pattern_without_a_time_is_none() -> None:
    assert find_patterns(rule_of("2026-01-31T18:00", "FREQ=DAILY;UNTIL=20260101T000000"), length=HOUR, now=NOW) == []


def test_around_bank_holidays_a_rule_ends_where_they_are_known_no_more() -> None:
    skipping = rule_of("2026-05-04T18:00", "FREQ=WEEKLY", holidays="skip")
    (pattern,) = find_patterns(skipping, length=HOUR, now=NOW)
    assert pattern.rule == "FREQ=WEEKLY;UNTIL=20281225T180000Z"
    assert pattern.left_out[:3] == [wall(f"2026-{day}T18:00") for day in ("05-04", "05-25", "08-31")]
    moving = rule_of("2026-05-04T18:00", "FREQ=WEEKLY;COUNT=2", holidays="move")
    (pattern,) = find_patterns(moving, length=HOUR, now=NOW)
    assert pattern.rule == "FREQ=WEEKLY;COUNT=2"
    assert pattern.odd == {wall("2026-05-04T18:00"): datetime(2026, 5, 5, 17, tzinfo=UTC)}


def test_what_was_left_out_or_moved_far_ahead_is_still_said() -> None:
    far, farther = wall("2032-01-06T18:00"), wall("2032-01-13T18:00")
    rule = rule_of(
        "2026-01-06T18:00", "FREQ=WEEKLY", skipped=frozenset({far}), moved={farther: wall("2040-01-01T09:00")}
    )
    (pattern,) = find_patterns(rule, length=HOUR, now=NOW)
    assert pattern.left_out == [far]
    assert pattern.odd == {farther: datetime(2040, 1, 1, 9, tzinfo=UTC)}
    assert "UNTIL" not in pattern.rule


def test_an_end_on_the_other_side_of_a_change_is_said() -> None:
    rule = rule_of("2026-03-27T23:30", "FREQ=DAILY;COUNT=3")
    (pattern,) = find_patterns(rule, length=2 * HOUR, now=NOW)
    assert list(pattern.odd) == [wall("2026-03-28T23:30")]
