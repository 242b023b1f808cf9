"""Time zones as calendars are told them: by one rule for each of its clock changes, else change by change.

Outlook reads no list of changes, so a rule is given wherever a zone keeps to one.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from bot.services.recurrence import DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from icalendar import Timezone

YEARS = 29
"""How many years are looked at. A calendar comes again after 28: a rule that fits them all fits every other."""

WEEK, DAY = timedelta(weeks=1), timedelta(days=1)


class Change(NamedTuple):
    """A change of a clock: what it showed at that instant before and after it, as offsets, and its name after."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def onset(self) -> datetime:
        """Give the time on the wall, by the clock as it was before."""
        return (self.at + self.before).replace(tzinfo=None)


def describe(zone: str, first: int) -> Timezone:
    """Give the component that says how the clock of a zone goes from a year on."""
    from icalendar import Timezone, vRecur  # noqa: PLC0415 it holds 6 MB, and is needed when a calendar is read

    described = Timezone()
    described.add("TZID", zone)
    changes = list_changes(zone, first - 1)
    rules = find_rules(changes)
    if not rules:
        described.add_component(_part(_begin(zone, first - 1)))
    for change in [change for change, _ in rules] or changes:
        described.add_component(_part(change))
    for part, (_, rule) in zip(described.subcomponents, rules, strict=False):
        part.add("RRULE", vRecur.from_ical(rule))
    return described


def _part(change: Change) -> Timezone:
    from icalendar import TimezoneDaylight, TimezoneStandard  # noqa: PLC0415 the same

    part = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    part.add("DTSTART", change.onset)
    part.add("TZOFFSETFROM", change.before)
    part.add("TZOFFSETTO", change.after)
    part.add("TZNAME", change.name)
    return part  # type: ignore[return-value] # each is a part, and a part is all that its user needs


def _begin(zone: str, year: int) -> Change:
    """Say what a clock shows to begin with, where no rule says it for all years."""
    at = datetime(year, 1, 1, tzinfo=UTC).astimezone(ZoneInfo(zone))
    offset = _offset(at, zone)
    return Change(at.astimezone(UTC), offset, offset, str(at.tzname()))


@lru_cache(maxsize=64)
def list_changes(zone: str, first: int) -> Sequence[Change]:
    """Give the changes of a clock from the first day of a year on, for as many years as are looked at."""
    begin, end = datetime(first, 1, 1, tzinfo=UTC), datetime(first + YEARS, 1, 1, tzinfo=UTC)
    days = [begin + DAY * day for day in range((end - begin).days + 1)]
    return [
        _between(early, late, zone) for early, late in pairwise(days) if _offset(early, zone) != _offset(late, zone)
    ]


def _between(early: datetime, late: datetime, zone: str) -> Change:
    """Find the second of the change between two instants."""
    before, after = _offset(early, zone), _offset(late, zone)
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        early, late = (middle, late) if _offset(middle, zone) == before else (early, middle)
    return Change(late, before, after, str(late.astimezone(ZoneInfo(zone)).tzname()))


def _offset(at: datetime, zone: str) -> timedelta:
    return at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()


def find_rules(changes: Sequence[Change]) -> list[tuple[Change, str]]:
    """Give the first change of each kind with its yearly rule; nothing unless there are two and both keep to one."""
    kinds: dict[tuple[timedelta, timedelta], list[Change]] = {}
    for change in changes:
        kinds.setdefault((change.before, change.after), []).append(change)
    found = [(kind[0], rule) for kind in kinds.values() for rule in _rules([change.onset for change in kind])]
    return found if len(found) == len(kinds) == 2 else []  # noqa: PLR2004 there and back


def _rules(onsets: Sequence[datetime]) -> Iterator[str]:
    """Give the rule that is true of every year, such as the last Sunday of March, if there is one."""
    first = onsets[0]
    shapes = {(one.month, one.weekday(), one.time()) for one in onsets}
    years = [one.year for one in onsets]
    if len(shapes) > 1 or years != list(range(first.year, first.year + YEARS)):
        return
    ordinals = {(one.day - 1) // WEEK.days + 1 for one in onsets}
    if all(one.day + WEEK.days > monthrange(one.year, one.month)[1] for one in onsets):
        ordinals = {-1}
    if len(ordinals) == 1:
        yield f"FREQ=YEARLY;BYMONTH={first.month};BYDAY={ordinals.pop()}{DAYS[first.weekday()]}"
