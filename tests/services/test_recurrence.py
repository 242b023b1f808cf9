"""A rule gives the same times as stepping from day to day, on every night that a clock changes, too."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Invalid
from bot.services.bank_holidays import is_bank_holiday
from bot.services.contacts import NATIONS
from bot.services.recurrence import Holidays, Occurrence, Recurrence, check, cut, next_after, occurrences, upcoming
from tests.services.rules import rules, starts, zones
from tests.services.stepping import first_instant, stepped

if TYPE_CHECKING:
    from collections.abc import Callable

LONDON = "Europe/London"
LORD_HOWE = "Australia/Lord_Howe"
patient = settings(deadline=None)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def first(recurrence: Recurrence, count: int) -> list[str]:
    """Give the first times as the zone's clock was to show them."""
    return [f"{one.original:%Y-%m-%d}" for one in islice(occurrences(recurrence), count)]


@st.composite
def recurrences(draw: st.DrawFn) -> Recurrence:
    begins = draw(starts)
    return Recurrence(begins, draw(zones), draw(rules(begins)))


@patient
@given(recurrences())
def test_a_rule_gives_the_times_that_stepping_from_day_to_day_gives(recurrence: Recurrence) -> None:
    last = recurrence.starts + timedelta(days=800)
    expected = [
        Occurrence(original, first_instant(original, recurrence.zone))
        for original in stepped(recurrence.starts, recurrence.rule, last.date())
    ]
    found = list(takewhile(lambda one: one.original <= last, occurrences(recurrence)))
    assert found == expected


@patient
@given(recurrences(), st.integers(-40, 1500), st.integers(0, 1439))
def test_the_next_times_are_those_of_all_times_that_are_later(recurrence: Recurrence, days: int, minutes: int) -> None:
    after = recurrence.starts.replace(tzinfo=UTC) + timedelta(days=days, minutes=minutes)
    expected = list(islice((one for one in occurrences(recurrence) if one.at > after), 5))
    assert upcoming(recurrence, after) == expected
    assert next_after(recurrence, after) == next(iter(expected), None)


@st.composite
def with_exceptions(draw: st.DrawFn) -> Recurrence:
    begins = draw(starts)
    rule = draw(rules(begins, ended=False))
    given_times = list(stepped(begins, rule, (begins + timedelta(days=400)).date())) or [begins]
    some = st.lists(st.sampled_from(given_times), max_size=4)
    return Recurrence(
        begins,
        draw(zones),
        rule,
        skipped=frozenset(draw(some)),
        moved={one: one + timedelta(minutes=draw(st.integers(-30_000, 30_000))) for one in draw(some)},
        holidays=draw(st.sampled_from(["ignore", "skip", "move"])),
        nation=draw(st.sampled_from([*NATIONS, None])),
    )


def expected_wall(recurrence: Recurrence, original: datetime) -> datetime | None:
    if original in recurrence.skipped:
        return None
    if original in recurrence.moved:
        return recurrence.moved[original]
    if recurrence.holidays == "ignore" or not is_bank_holiday(original.date(), recurrence.nation):
        return original
    if recurrence.holidays == "skip":
        return None
    closed = {5, 6} - {("SA" in recurrence.rule) * 5, ("SU" in recurrence.rule) * 6}
    ahead = (original + timedelta(days=days) for days in range(1, 20))
    return next(
        one for one in ahead if one.weekday() not in closed and not is_bank_holiday(one.date(), recurrence.nation)
    )


@patient
@given(with_exceptions())
def test_exceptions_take_times_away_or_elsewhere_and_two_at_one_instant_are_one(recurrence: Recurrence) -> None:
    last = recurrence.starts + timedelta(days=460)
    expected: dict[datetime, tuple[bool, datetime]] = {}
    for original in stepped(recurrence.starts, recurrence.rule, last.date()):
        if placed := expected_wall(recurrence, original):
            at = first_instant(placed, recurrence.zone)
            kept = (placed != original, original)
            expected[at] = min(kept, expected.get(at, kept))
    horizon = (last - timedelta(days=30)).replace(tzinfo=UTC)
    found = list(takewhile(lambda one: one.at < horizon, occurrences(recurrence)))
    assert found == [Occurrence(expected[at][1], at) for at in sorted(expected) if at < horizon]
    middle = recurrence.starts.replace(tzinfo=UTC) + timedelta(days=200)
    assert next_after(recurrence, middle) == next((one for one in occurrences(recurrence) if one.at > middle), None)


@pytest.mark.parametrize(
    ("zone", "starts_at", "instants"),
    [
        (LONDON, "2026-03-28T01:30", ["2026-03-28T01:30", "2026-03-29T01:00", "2026-03-30T00:30"]),
        (LONDON, "2026-10-24T01:30", ["2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30"]),
        (LORD_HOWE, "2026-04-04T01:45", ["2026-04-03T14:45", "2026-04-04T14:45", "2026-04-05T15:15"]),
        (LORD_HOWE, "2026-10-03T02:15", ["2026-10-02T15:45", "2026-10-03T15:30", "2026-10-04T15:15"]),
        ("America/New_York", "2026-03-07T02:30", ["2026-03-07T07:30", "2026-03-08T07:00", "2026-03-09T06:30"]),
    ],
    ids=["missing", "doubled", "half an hour doubled", "half an hour missing", "missing in New York"],
)
def test_a_missing_time_moves_to_the_first_minute_and_a_doubled_one_is_the_first(
    zone: str, starts_at: str, instants: list[str]
) -> None:
    found = islice(occurrences(Recurrence(wall(starts_at), zone, "FREQ=DAILY")), 3)
    assert [one.at for one in found] == [utc(each) for each in instants]


@pytest.mark.parametrize(
    ("starts_at", "rule", "days"),
    [
        ("2024-02-29T09:00", "FREQ=YEARLY", ["2024-02-29", "2028-02-29", "2032-02-29"]),
        ("2026-01-31T09:00", "FREQ=MONTHLY", ["2026-01-31", "2026-03-31", "2026-05-31"]),
        ("2026-01-31T09:00", "FREQ=MONTHLY;BYMONTHDAY=-1", ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ("2026-01-30T09:00", "FREQ=MONTHLY;BYDAY=5FR", ["2026-01-30", "2026-05-29", "2026-07-31"]),
        ("2026-11-24T09:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", ["2026-11-24", "2026-12-08", "2026-12-22"]),
        ("2026-11-24T09:00", "FREQ=DAILY;COUNT=2", ["2026-11-24", "2026-11-25"]),
        ("2026-11-24T09:00", "FREQ=DAILY;UNTIL=20261125T090000", ["2026-11-24", "2026-11-25"]),
        ("2026-11-24T09:00", "", ["2026-11-24"]),
        ("2100-12-30T09:00", "FREQ=DAILY", ["2100-12-30", "2100-12-31"]),
    ],
)
def test_a_rule_goes_by_the_calendar_and_ends_where_it_says_or_with_2100(
    starts_at: str, rule: str, days: list[str]
) -> None:
    assert first(Recurrence(wall(starts_at), LONDON, rule), 3) == days


def test_times_left_out_count_among_those_that_a_rule_gives() -> None:
    begins = wall("2026-11-24T09:00")
    assert first(Recurrence(begins, LONDON, "FREQ=DAILY;COUNT=2", skipped=frozenset({begins})), 3) == ["2026-11-25"]


@pytest.mark.parametrize(
    ("nation", "days"),
    [
        ("England", ["30 Dec", "31 Dec", "4 Jan", "5 Jan"]),
        ("Scotland", ["30 Dec", "31 Dec", "5 Jan", "6 Jan"]),
    ],
)
@pytest.mark.parametrize("holidays", ["skip", "move"])
def test_each_working_day_around_new_year_comes_once(nation: str, days: list[str], holidays: Holidays) -> None:
    rule = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    each = Recurrence(wall("2026-12-30T09:00"), LONDON, rule, holidays=holidays, nation=nation)
    assert [f"{one.at.day} {one.at:%b}" for one in islice(occurrences(each), 4)] == days


@pytest.mark.parametrize(
    ("begins", "rule", "nation", "moved_to"),
    [
        ("2026-12-25T09:00", "FREQ=WEEKLY;BYDAY=FR", "England", "2026-12-29"),
        ("2026-12-26T09:00", "FREQ=WEEKLY;BYDAY=SA", "England", "2026-12-29"),
        ("2026-12-26T09:00", "FREQ=WEEKLY;BYDAY=SA,SU", "England", "2026-12-27"),
        ("2027-01-01T09:00", "FREQ=MONTHLY;BYMONTHDAY=1", "England", "2027-01-04"),
        ("2027-01-01T09:00", "FREQ=MONTHLY;BYMONTHDAY=1", "Scotland", "2027-01-05"),
        ("2026-11-30T09:00", "FREQ=WEEKLY;BYDAY=MO", "Scotland", "2026-12-01"),
        ("2026-11-30T09:00", "FREQ=WEEKLY;BYDAY=MO", "Wales", "2026-11-30"),
        ("2026-08-31T09:00", "", None, "2026-09-01"),
    ],
)
def test_a_bank_holiday_moves_a_time_to_the_next_working_day_or_to_a_day_the_rule_names(
    begins: str, rule: str, nation: str | None, moved_to: str
) -> None:
    recurrence = Recurrence(wall(begins), LONDON, rule, holidays="move", nation=nation)
    assert f"{next(occurrences(recurrence)).at:%Y-%m-%d}" == moved_to


def test_a_time_that_a_bank_holiday_moved_comes_also_after_the_day_it_was_on() -> None:
    fridays = Recurrence(wall("2026-11-27T09:00"), LONDON, "FREQ=WEEKLY;BYDAY=FR", holidays="move")
    christmas = Occurrence(wall("2026-12-25T09:00"), utc("2026-12-29T09:00"))
    assert next_after(fridays, utc("2026-12-28T12:00")) == christmas


def test_a_time_moved_onto_another_leaves_the_one_that_was_there() -> None:
    begins, then = wall("2026-11-24T09:00"), wall("2026-11-25T09:00")
    both = Recurrence(begins, LONDON, "FREQ=DAILY;COUNT=2", moved={begins: then})
    assert list(occurrences(both)) == [Occurrence(then, utc("2026-11-25T09:00"))]


def test_a_time_that_the_rule_does_not_give_is_neither_moved_nor_left_out() -> None:
    begins, stray = wall("2026-11-24T09:00"), wall("2026-11-25T10:00")
    plain = Recurrence(begins, LONDON, "FREQ=DAILY;COUNT=3")
    strange = Recurrence(
        begins, LONDON, plain.rule, skipped=frozenset({stray}), moved={stray: wall("2026-11-24T11:00")}
    )
    assert list(occurrences(strange)) == list(occurrences(plain))


def test_recurrences_can_be_kept_in_sets() -> None:
    begins = wall("2026-11-24T09:00")
    moved = {begins: wall("2026-11-24T10:00")}
    assert len({Recurrence(begins, LONDON, moved=moved), Recurrence(begins, LONDON, moved=dict(moved))}) == 1


@pytest.mark.parametrize(
    ("rule", "message_id"),
    [
        ("FREQ=HOURLY", "recurrence-too-often"),
        ("INTERVAL=90;FREQ=MINUTELY", "recurrence-too-often"),
        ("FREQ=SECONDLY", "recurrence-too-often"),
        ("FREQ=SOMETIMES", "recurrence-rule-unknown"),
        ("INTERVAL=2", "recurrence-rule-unknown"),
        ("freq=daily", "recurrence-rule-unknown"),
        ("FREQ=DAILY;", "recurrence-rule-unknown"),
        ("FREQ=DAILY;FREQ=DAILY", "recurrence-rule-unknown"),
        ("FREQ=DAILY;INTERVAL=0", "recurrence-rule-unknown"),
        ("FREQ=DAILY;BYHOUR=9,17", "recurrence-rule-unknown"),
        ("FREQ=DAILY;COUNT=0", "recurrence-rule-unknown"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20270101T000000", "recurrence-rule-unknown"),
        ("FREQ=DAILY;UNTIL=20270101T000000Z", "recurrence-rule-unknown"),
        ("FREQ=WEEKLY;BYDAY=1MO", "recurrence-rule-unknown"),
        ("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30", "recurrence-rule-unknown"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", "recurrence-rule-unknown"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "recurrence-rule-unknown"),
        ("FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=1", "recurrence-rule-unknown"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "recurrence-rule-never"),
        ("FREQ=DAILY;UNTIL=20270230T000000", "recurrence-rule-never"),
    ],
)
def test_a_rule_that_we_do_not_work_out_is_refused(rule: str, message_id: str) -> None:
    for refuses in (check, lambda each: Recurrence(wall("2026-11-24T09:00"), LONDON, each)):
        with pytest.raises(Invalid) as refused:
            refuses(rule)
        assert refused.value.message_id == message_id


def calls_of(look: Callable[[], object]) -> int:
    """Count the calls that something takes, of Python and of C: the same on every machine, however busy it is."""
    calls = 0

    def count(_frame: object, event: str, _given: object) -> None:
        nonlocal calls
        calls += event.endswith("call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        look()
    finally:
        sys.setprofile(before)
    return calls


def test_a_rule_that_its_start_keeps_from_ever_matching_ends_soon() -> None:
    never = Recurrence(wall("2027-01-01T09:00"), LONDON, "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29")
    assert next_after(never, utc("2026-11-24T09:00")) is None
    assert calls_of(lambda: next_after(never, utc("2026-11-24T09:00"))) < 50_000


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR", "FREQ=MONTHLY;BYDAY=-1FR"])
def test_a_rule_of_many_years_finds_its_next_time_in_few_steps(rule: str) -> None:
    old = Recurrence(wall("2000-01-03T09:00"), LONDON, rule, holidays="skip")
    assert next_after(old, utc("2026-11-24T09:00"))
    assert calls_of(lambda: next_after(old, utc("2026-11-24T09:00"))) < 10_000


@patient
@given(recurrences(), st.integers(1, 12))
def test_a_rule_that_is_cut_at_one_of_its_times_gives_the_same_times_in_two_parts(
    recurrence: Recurrence, at: int
) -> None:
    whole = [one.original for one in islice(occurrences(recurrence), 20)]
    if at >= len(whole):
        return
    before, after = cut(recurrence, whole[at])
    head = Recurrence(recurrence.starts, recurrence.zone, before)
    tail = Recurrence(whole[at], recurrence.zone, after)
    assert [one.original for one in occurrences(head)] == whole[:at]
    assert [one.original for one in islice(occurrences(tail), 20 - at)] == whole[at:]
