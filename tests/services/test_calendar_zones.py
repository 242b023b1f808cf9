"""What a calendar is told of a zone is how its clock goes, by another library that reads nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.calendar_zones import describe, find_rules, list_changes
from tests.services.clock_changes import changes

FIRST = 2026
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
CHANGING = [
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "America/Nuuk",
    "Asia/Jerusalem",
    "Africa/Casablanca",
]
STILL = ["Asia/Tokyo", "Asia/Kathmandu", "America/Phoenix"]


def clocks(zone: str) -> tuple[ZoneInfo, object]:
    """Give the clock as it is, and as a reader makes it from the description."""
    text = describe(zone, FIRST).to_ical().decode()
    return ZoneInfo(zone), tzical(StringIO(f"BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n")).get(zone)


def agree(zone: str, at: datetime) -> bool:
    """Say whether what the clock shows at an instant means the same to both; of a doubled time, the first is meant."""
    real, read = clocks(zone)
    wall = at.astimezone(real).replace(tzinfo=None)
    return bool(wall.replace(tzinfo=read).utcoffset() == wall.replace(tzinfo=real).utcoffset())  # type: ignore[arg-type]


@pytest.mark.parametrize("zone", [*CHANGING, *STILL])
def test_both_sides_of_every_change_are_read_as_they_are(zone: str) -> None:
    real, read = clocks(zone)
    for year in range(FIRST, FIRST + 5):
        for day in [*changes(zone, year), datetime(year, 1, 1, tzinfo=UTC), datetime(year, 7, 1, tzinfo=UTC)]:
            for at in (day - DAY, day + 2 * DAY):
                wall = at.astimezone(real).replace(tzinfo=None)
                assert wall.replace(tzinfo=read).utcoffset() == wall.replace(tzinfo=real).utcoffset()  # type: ignore[arg-type]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([*CHANGING, *STILL]), st.integers(0, 12 * 365 * 1440))
def test_any_time_means_what_it_means_there(zone: str, minutes: int) -> None:
    assert agree(zone, datetime(FIRST, 1, 1, tzinfo=UTC) + MINUTE * minutes)


@pytest.mark.parametrize(
    ("zone", "rules"),
    [
        ("Europe/London", {"BYMONTH=3;BYDAY=-1SU", "BYMONTH=10;BYDAY=-1SU"}),
        ("America/New_York", {"BYMONTH=3;BYDAY=2SU", "BYMONTH=11;BYDAY=1SU"}),
        ("Australia/Lord_Howe", {"BYMONTH=4;BYDAY=1SU", "BYMONTH=10;BYDAY=1SU"}),
        ("Africa/Casablanca", set()),
        ("Asia/Tokyo", set()),
    ],
)
def test_a_zone_that_keeps_to_a_rule_is_told_by_it(zone: str, rules: set[str]) -> None:
    assert {rule.removeprefix("FREQ=YEARLY;") for _, rule in find_rules(list_changes(zone, FIRST))} == rules


def test_a_zone_that_kept_to_another_rule_once_is_told_change_by_change() -> None:
    assert find_rules(list_changes("America/New_York", 2000)) == []
    assert len(describe("America/New_York", 2001).subcomponents) == 59


def test_a_change_begins_by_the_clock_as_it_was_before_and_is_told_from_what_to_what() -> None:
    summer, winter = (part.to_ical().decode().split("\r\n") for part in describe("Europe/London", FIRST).subcomponents)
    assert {"DTSTART:20250330T010000", "TZNAME:BST", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100"} <= set(summer)
    assert {"DTSTART:20251026T020000", "TZNAME:GMT", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0000"} <= set(winter)


def test_a_change_is_known_to_the_second() -> None:
    assert list_changes("Europe/London", FIRST)[0].onset == datetime(2026, 3, 29, 1)  # noqa: DTZ001 on the wall
