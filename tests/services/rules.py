"""Rules and starts for property tests, among them the nights on which clocks change."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.services.stepping import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

ZONES = ["Europe/London", "America/New_York", "Australia/Lord_Howe"]
WORKING = ",".join(NAMES[:5])

zones = st.sampled_from(ZONES)
times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59])) | st.builds(
    time, st.integers(0, 3), st.sampled_from([0, 30])
)
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
starts = st.builds(datetime.combine, days, times)


def listed(items: st.SearchStrategy[str], place: Callable[[str], object]) -> st.SearchStrategy[str]:
    """Give one to three different items in the order in which a rule lists them."""
    found = st.lists(items, min_size=1, max_size=3, unique=True)
    return found.map(lambda each: ",".join(sorted(each, key=place)))


def in_month(day: str) -> tuple[int, int]:
    """Place a day of a month, such as "15", "-1" or "2TU", the last ones behind the others."""
    number = int(day.rstrip("".join(NAMES)))
    return number if number > 0 else 99, next((place for place, name in enumerate(NAMES) if name in day), 0)


ordinals = st.sampled_from(["1", "2", "3", "4", "5", "-1"])
weekly = st.none() | listed(st.sampled_from(NAMES), NAMES.index).map(lambda each: f"BYDAY={each}")
monthly = st.one_of(
    st.none(),
    listed(st.integers(1, 31).map(str) | st.just("-1"), in_month).map(lambda each: f"BYMONTHDAY={each}"),
    listed(st.builds(str.__add__, ordinals, st.sampled_from(NAMES)), in_month).map(lambda each: f"BYDAY={each}"),
    ordinals.map(lambda each: f"BYDAY={WORKING};BYSETPOS={each}"),
)
yearly = st.none() | st.dates(date(2028, 1, 1), date(2028, 12, 31)).map(
    lambda day: f"BYMONTH={day.month};BYMONTHDAY={day.day}"
)


@st.composite
def rules(draw: st.DrawFn, begins: datetime, *, ended: bool = True) -> str:
    """Give any rule that is allowed."""
    often, shapes, longest = draw(
        st.sampled_from(
            [("DAILY", st.none(), 9), ("WEEKLY", weekly, 5), ("MONTHLY", monthly, 11), ("YEARLY", yearly, 3)]
        )
    )
    interval = draw(st.just(1) | st.integers(2, longest))
    parts = [f"FREQ={often}", f"INTERVAL={interval}" if interval > 1 else None, draw(shapes)]
    if ended:
        last = begins + timedelta(days=draw(st.integers(0, 900)))
        count, until = f"COUNT={draw(st.integers(1, 40))}", f"UNTIL={last:%Y%m%dT%H%M%S}"
        parts.append(draw(st.sampled_from([None, count, until])))
    return ";".join(part for part in parts if part)
