"""Times and lengths of time are read as people type them; quiet hours hold on every night of the year."""

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Invalid
from bot.services import times
from tests.services.clock_changes import moments

LONDON = "Europe/London"

patient = settings(deadline=None)  # the first look at a zone reads its file
walls = st.builds(time, st.integers(0, 23), st.integers(0, 59))
any_text = st.text(st.characters(), max_size=4000)
like_times = st.text("0123456789:. apmhdwnoutisr,-", max_size=30)


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9pm", time(21)),
        ("9 PM ", time(21)),
        ("09pm", time(21)),
        ("9.30 pm", time(21, 30)),
        ("9:05am", time(9, 5)),
        ("9 a.m.", time(9)),
        ("12am", time(0)),
        ("12.15pm", time(12, 15)),
        ("21:00", time(21)),
        ("21.45", time(21, 45)),
        ("7:30", time(7, 30)),
        ("00:00", time(0)),
        ("Noon", time(12)),
        ("12  noon", time(12)),
        ("midday", time(12)),
        ("midnight", time(0)),
        ("12 midnight", time(0)),
    ],
)
def test_a_time_of_day_is_read_as_people_type_it(typed: str, meant: time) -> None:
    assert times.parse_time_of_day(typed) == meant


@pytest.mark.parametrize("typed", ["", "9", "13pm", "0am", "24:00", "9:60", "9:5", "soon", "9pm-ish", "٩pm"])
def test_a_time_of_day_that_is_unclear_is_asked_about(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        times.parse_time_of_day(typed)
    assert (refused.value.message_id, refused.value.variables) == ("times-time-unclear", {})


@patient
@given(walls)
def test_every_minute_of_the_day_can_be_typed_in_both_ways(at: time) -> None:
    assert times.parse_time_of_day(f"{at:%H:%M}") == at
    assert times.parse_time_of_day(f"{at:%I.%M %p}") == at


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2h", timedelta(hours=2)),
        ("2 hours", timedelta(hours=2)),
        ("90 minutes", timedelta(minutes=90)),
        ("90 Mins", timedelta(minutes=90)),
        ("1 day", timedelta(days=1)),
        ("1h30m", timedelta(minutes=90)),
        ("1 day, 2 hours and 5 min", timedelta(days=1, hours=2, minutes=5)),
        ("1.5 hours", timedelta(minutes=90)),
        ("an hour", timedelta(hours=1)),
        ("half an hour", timedelta(minutes=30)),
        ("a day", timedelta(days=1)),
        ("1 week", timedelta(days=7)),
        ("15 minutes", timedelta(minutes=15)),
    ],
)
def test_a_length_of_time_is_read_as_people_type_it(typed: str, meant: timedelta) -> None:
    assert times.parse_duration(typed) == meant


@pytest.mark.parametrize(
    ("typed", "message_id"),
    [
        ("", "times-duration-unclear"),
        ("2", "times-duration-unclear"),
        ("soon", "times-duration-unclear"),
        ("2 hours ish", "times-duration-unclear"),
        ("1h30", "times-duration-unclear"),
        ("-2 hours", "times-duration-unclear"),
        ("1,000 minutes", "times-duration-unclear"),
        ("123456 hours", "times-duration-unclear"),
        ("2 months", "times-duration-unclear"),
        ("ah", "times-duration-unclear"),
        ("14 minutes", "times-duration-short"),
        ("0 hours", "times-duration-short"),
        ("7 days and 1 minute", "times-duration-long"),
        ("99999 weeks", "times-duration-long"),
    ],
)
def test_a_length_of_time_that_cannot_be_used_is_refused_with_its_reason(typed: str, message_id: str) -> None:
    with pytest.raises(Invalid) as refused:
        times.parse_duration(typed)
    assert (refused.value.message_id, refused.value.variables) == (message_id, {})


@patient
@given(any_text | like_times)
def test_any_text_is_a_whole_minute_or_a_length_in_bounds_or_a_refusal(typed: str) -> None:
    with suppress(Invalid):
        assert times.parse_time_of_day(typed).second == 0
    with suppress(Invalid):
        assert times.SHORTEST <= times.parse_duration(typed) <= times.LONGEST


def test_the_longest_text_of_lengths_is_refused_as_too_long() -> None:
    with pytest.raises(Invalid, match="times-duration-long"):
        times.parse_duration("99999w" * 666)


def is_quiet(now: datetime, zone: str, start: time, end: time) -> bool:
    return times.after_quiet(now, zone, start, end) > now


@pytest.mark.parametrize(
    ("now", "quiet"),
    [
        (utc(1, 10, 21, 59), False),
        (utc(1, 10, 22), True),
        (utc(1, 11, 3), True),
        (utc(1, 11, 6, 59), True),
        (utc(1, 11, 7), False),
        (utc(7, 10, 21), True),
    ],
)
def test_quiet_hours_run_over_midnight_by_the_members_own_clock(now: datetime, *, quiet: bool) -> None:
    assert is_quiet(now, LONDON, time(22), time(7)) is quiet


def test_quiet_hours_may_lie_within_one_day() -> None:
    quiet = [hour for hour in range(24) if is_quiet(utc(1, 10, hour), LONDON, time(9), time(12))]
    assert quiet == [9, 10, 11]


@pytest.mark.parametrize(("start", "end"), [(None, time(7)), (time(22), None), (None, None), (time(7), time(7))])
def test_without_two_different_times_it_is_never_quiet(start: time | None, end: time | None) -> None:
    now = utc(1, 10, 7)
    assert times.after_quiet(now, LONDON, start, end) == now


@pytest.mark.parametrize(
    ("start", "end", "now", "free"),
    [
        (time(22), time(7), utc(3, 28, 23), utc(3, 29, 6)),
        (time(22), time(7), utc(10, 24, 22), utc(10, 25, 7)),
        (time(22), time(1, 30), utc(3, 29, 0, 30), utc(3, 29, 1)),
        (time(22), time(1, 30), utc(10, 25, 0, 10), utc(10, 25, 0, 30)),
        (time(1, 30), time(3), utc(10, 25, 0, 45), utc(10, 25, 3)),
        (time(1, 15), time(1, 45), utc(3, 29, 1), utc(3, 29, 1)),
    ],
    ids=["short night", "long night", "ends in no time", "ends twice", "starts twice", "wholly in no time"],
)
def test_quiet_hours_end_once_when_the_clock_changes(start: time, end: time, now: datetime, free: datetime) -> None:
    assert times.after_quiet(now, LONDON, start, end) == free


def test_quiet_that_ends_as_the_next_begins_is_waited_out_to_its_real_end() -> None:
    # Havana's clock goes from 23:59 to 01:00: both 00:30 and 00:45 become 01:00, and so does the new start.
    now = utc(3, 8, 4, 30)
    assert times.after_quiet(now, "America/Havana", time(0, 45), time(0, 30)) == utc(3, 9, 4, 30)


@patient
@given(moments(), walls, walls)
def test_after_quiet_is_the_first_instant_that_is_not_quiet(
    moment: tuple[datetime, str], start: time, end: time
) -> None:
    now, zone = moment
    free = times.after_quiet(now, zone, start, end)
    assert free >= now
    assert not is_quiet(free, zone, start, end)
    for part in range(1, 8):
        between = now + (free - now) * part / 8
        assert between == free or is_quiet(between, zone, start, end)
    assert free == now or is_quiet(free - timedelta(microseconds=1), zone, start, end)


@patient
@given(moments(), walls, walls)
def test_on_a_day_without_a_change_quiet_is_what_the_wall_clock_says(
    moment: tuple[datetime, str], start: time, end: time
) -> None:
    now, zone = moment
    around = {(now + timedelta(hours=hours)).astimezone(ZoneInfo(zone)).utcoffset() for hours in range(-48, 49, 4)}
    if len(around) > 1:
        return
    wall = now.astimezone(ZoneInfo(zone)).time()
    said = start <= wall < end if start <= end else wall >= start or wall < end
    assert is_quiet(now, zone, start, end) is said
