"""Moments for property tests: any zone, and as often as not close to one of its clock changes."""

from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

KEYS = sorted(set(files("tzdata").joinpath("zones").read_text(encoding="ascii").split()) - {"Factory"})
CHANGING = ["Europe/London", "America/Havana", "Australia/Lord_Howe", "America/Nuuk", "Antarctica/Troll"]
"""The usual change, one over midnight, one of half an hour, one just before midnight, one of two hours."""

zones = st.sampled_from(KEYS) | st.sampled_from(CHANGING)


@cache
def changes(zone: str, year: int) -> tuple[datetime, ...]:
    """Give the UTC days of a year in which the clock of a zone changes."""
    days = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(366)]
    offsets = [day.astimezone(ZoneInfo(zone)).utcoffset() for day in days]
    return tuple(day for day, this, after in zip(days, offsets, offsets[1:], strict=False) if this != after)


@st.composite
def moments(draw: st.DrawFn) -> tuple[datetime, str]:
    """Give an instant and a zone."""
    zone, year = draw(zones), draw(st.integers(2025, 2040))
    near = changes(zone, year)
    if near and draw(st.booleans()):
        return draw(st.sampled_from(near)) + timedelta(minutes=draw(st.integers(-1440, 3600))), zone
    return datetime(year, 1, 1, tzinfo=UTC) + timedelta(seconds=draw(st.integers(0, 366 * 86400))), zone
