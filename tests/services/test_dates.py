"""A day and a time in any order are one moment; what could be two is asked about, and nothing is taken in silence."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.errors import Invalid
from bot.services.dates import LONGEST_AHEAD, read_moment
from bot.services.zones import instant_at
from tests.services.clock_changes import moments

LONDON = "Europe/London"
NOW = datetime(2026, 11, 24, 15, 30, 20, tzinfo=UTC)  # a Tuesday

patient = settings(deadline=None)
WORDS = """
tue friday next this a week in 2 30 hours days at on the 25th 25 31 nov feb 25/11 11/25 2027 9999 0001 1/1/9999
6pm 9.30am 18:00 noon midnight tomorrow now every . , 99999 99999w 1h half an
"""
words = st.sampled_from(WORDS.split())
texts = st.text(max_size=300) | st.lists(words, max_size=8).map(" ".join)


def read(typed: str, now: datetime = NOW, zone: str = LONDON) -> str:
    return f"{read_moment(typed, zone=zone, now=now):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tue 6pm", "2026-11-24 18:00"),
        ("Tue 9am", "2026-12-01 09:00"),
        ("6pm Tuesday", "2026-11-24 18:00"),
        ("25 Nov 18:00", "2026-11-25 18:00"),
        ("tomorrow at noon", "2026-11-25 12:00"),
        ("next friday 9.30am", "2026-11-27 09:30"),
        ("next tuesday, 9.30 a.m.", "2026-12-01 09:30"),
        ("25/11 18:00", "2026-11-25 18:00"),
        ("25/11/2026  6 PM.", "2026-11-25 18:00"),
        ("25.11.2026 18.00", "2026-11-25 18:00"),
        ("12.12.2026 10.30", "2026-12-12 10:30"),
        ("6.30pm on the 25th of November", "2026-11-25 18:30"),
        ("Wednesday 25 November at 6 o'clock pm", "2026-11-25 18:00"),
        ("today 15:30", "2026-11-24 15:30"),
        ("18:00", "2026-11-24 18:00"),
        ("at 9am", "2026-11-25 09:00"),
        ("midnight", "2026-11-25 00:00"),
        ("in 3 days at 6pm", "2026-11-27 18:00"),
        ("in 2 hours", "2026-11-24 17:30"),
        ("in 2 hours' time", "2026-11-24 17:30"),
        ("in half an hour", "2026-11-24 16:00"),
        ("in 1 day and 2 hours", "2026-11-25 17:30"),
        ("in 10 minutes", "2026-11-24 15:40"),
        ("now", "2026-11-24 15:30"),
        ("Right now!", "2026-11-24 15:30"),
    ],
)
def test_a_moment_is_read_as_people_type_it(typed: str, meant: str) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    ("typed", "message_id"),
    [
        ("", "dates-unclear"),
        ("whenever", "dates-unclear"),
        ("every tuesday 6pm", "dates-unclear"),
        ("tue 18:00-19:00", "dates-unclear"),
        ("tue 6pm" + " " * 500 + "x" * 300, "dates-unclear"),
        ("in 99999 weeks", "dates-unclear"),
        ("6", "dates-time-half"),
        ("Tuesday at 6", "dates-time-half"),
        ("25 nov 6 o'clock", "dates-time-half"),
        ("tue 9am or 10am", "dates-times-two"),
        ("friday midnight", "dates-midnight"),
        ("11/25 6pm", "dates-day-first"),
        ("31 june 6pm", "dates-no-such-day"),
        ("yesterday 6pm", "dates-past"),
        ("today 15:29", "dates-past"),
        ("24 nov 9am", "dates-past"),
        ("1/1/2026 9am", "dates-past"),
        ("1/1/0001 9am", "dates-past"),
        ("26/11/2028 9am", "dates-far"),
        ("1/1/9999 9am", "dates-far"),
        ("in 99999 weeks and 2 hours", "dates-far"),
    ],
)
def test_a_moment_that_cannot_be_used_is_refused_with_its_reason(typed: str, message_id: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(typed)
    assert refused.value.message_id == message_id


def test_a_day_without_a_time_is_asked_about_by_its_name() -> None:
    with pytest.raises(Invalid) as refused:
        read("next friday")
    assert refused.value.message_id == "dates-time-missing"
    assert refused.value.variables == {"day": "<t:1795780800:D>", "weekday": "fr"}


def test_two_years_ahead_is_the_last_day_that_is_taken() -> None:
    assert read("24/11/2028 9am") == "2028-11-24 09:00"


def test_the_day_is_that_of_the_zone() -> None:
    assert read("today 9am", zone="Pacific/Auckland") == "2026-11-25 09:00"
    with pytest.raises(Invalid):
        read("today 9am", zone="America/New_York")


@pytest.mark.parametrize(
    ("now", "meant"),
    [("2026-03-29T00:30+00:00", "2026-03-29 02:30"), ("2026-10-25T01:30+00:00", "2026-10-25 02:30")],
    ids=["over the missing hour", "out of the hour that came again"],
)
def test_an_hour_from_now_is_an_hour_on_also_where_the_clock_changes(now: str, meant: str) -> None:
    assert read("in an hour", datetime.fromisoformat(now)) == meant


def test_a_moment_in_the_hour_that_comes_again_cannot_be_kept_apart_from_the_first() -> None:
    with pytest.raises(Invalid) as refused:
        read("in 59 minutes", datetime(2026, 10, 25, 0, 50, tzinfo=UTC))
    assert refused.value.message_id == "dates-past"


def test_the_first_day_of_all_is_past_also_east_of_greenwich() -> None:
    with pytest.raises(Invalid) as refused:
        read("1/1/0001 0:30", zone="Asia/Tokyo")
    assert refused.value.message_id == "dates-past"


def test_a_time_that_comes_twice_is_the_first_which_may_be_past() -> None:
    between = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    assert read("1:30am", between) == "2026-10-26 01:30"


@patient
@given(moments(), texts)
@example((NOW, LONDON), "1/1/9999")
@example((NOW, LONDON), "1/1/0001")
def test_any_text_is_a_moment_from_now_to_two_years_ahead_or_a_refusal(
    moment: tuple[datetime, str], typed: str
) -> None:
    now, zone = moment
    try:
        found = read_moment(typed, zone=zone, now=now)
    except Invalid:
        return
    assert (found.tzinfo, found.second, found.microsecond) == (None, 0, 0)
    assert found.date() <= now.astimezone(ZoneInfo(zone)).date() + LONGEST_AHEAD
    early = timedelta(hours=3) if "now" in typed else timedelta()  # where this hour comes again
    assert instant_at(found.date(), found.time(), zone) >= now.replace(second=0, microsecond=0) - early


@patient
@given(moments(), st.integers(1, 700), st.sampled_from(["%d %B %Y %H:%M", "%a %d/%m/%Y %I.%M%p", "%H:%M, %A %d %b"]))
def test_every_minute_can_be_typed_in_each_way(moment: tuple[datetime, str], days: int, shape: str) -> None:
    now, zone = moment
    ahead = timedelta(days=days if "%Y" in shape else days % 364 + 1)
    meant = (now + ahead).astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
    assert read_moment(f"{meant:{shape}}", zone=zone, now=now) == meant
