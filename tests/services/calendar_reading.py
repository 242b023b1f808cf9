"""Calendars read back by libraries that know nothing of ours: `icalendar` and `recurring-ical-events`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count, takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

import recurring_ical_events
from hypothesis import strategies as st
from icalendar import Calendar

from bot.services.calendar_lists import Listed
from bot.services.calendars import Labels, write
from bot.services.recurrence import Recurrence, occurrences
from db.models.events import Event, Occurrence
from tests.services.rules import rules, starts, zones
from tests.services.stepping import stepped

if TYPE_CHECKING:
    from collections.abc import Sequence

LABELS = Labels(name="Our events", online="Join:", map="Map:")
NUMBERS = count()


class Read(NamedTuple):
    """One time as a calendar app shows it."""

    starts_at: datetime
    ends_at: datetime
    title: str = "Tea"
    status: str = "CONFIRMED"


def event(rule: Recurrence, minutes: int = 90, **other: Any) -> Event:
    """Make an event that is in no database."""
    told = {"title": "Tea", "about": "", "place": "", "map_link": "", "online_link": "", "uid": "a" * 32, "sequence": 3}
    told |= {"state": "open", "minutes": minutes, "changed_at": rule.starts.replace(tzinfo=UTC)}
    return Event(**told | other)


def whole(rule: Recurrence, minutes: int = 90, times: Sequence[Occurrence] = (), **other: Any) -> Listed:
    return Listed(event(rule, minutes, **other), rule, times, {}, is_whole=True)


def one_time(rule: Recurrence, minutes: int = 90, **other: Any) -> Occurrence:
    """Make the first time of a rule; `original` makes another."""
    original = other.pop("original", rule.starts)
    at = next(one.at for one in occurrences(rule) if one.original == original)
    told = {"id": 1, "original": original.isoformat(), "starts_at": at, "ends_at": at + timedelta(minutes=minutes)}
    return Occurrence(**told | {"state": "open", "sequence": 0} | other)


def parsed(body: bytes) -> list[Any]:
    """Give the entries of a file."""
    return [part for part in Calendar.from_ical(body).subcomponents if part.name == "VEVENT"]


def shown(body: bytes, since: datetime, until: datetime, *, is_foreign: bool = False) -> list[Read]:
    """Give what begins in a span of time, in order, as an app shows it.

    To a reader whom its zone is foreign, under a name it never heard, the description in the file is all it has.
    """
    text = body.decode()
    if is_foreign:
        (zone,) = [line.removeprefix("TZID:") for line in text.splitlines() if line.startswith("TZID:")]
        foreign = f"Somewhere/{next(NUMBERS)}"
        text = text.replace(f"TZID:{zone}", f"TZID:{foreign}").replace(f"TZID={zone}", f"TZID={foreign}")
    found = recurring_ical_events.of(Calendar.from_ical(text), skip_bad_series=False).between(since, until)
    read = (
        Read(one.start.astimezone(UTC), one.end.astimezone(UTC), str(one["SUMMARY"]), str(one["STATUS"]))
        for one in found
    )
    return sorted(each for each in read if since <= each.starts_at < until)


def expected(rule: Recurrence, minutes: int, until: datetime) -> list[Read]:
    """Give what our own recurrence says of the same."""
    times = takewhile(lambda one: one.at < until, occurrences(rule))
    return [Read(one.at, one.at + timedelta(minutes=minutes)) for one in times]


@st.composite
def recurrences(draw: st.DrawFn) -> Recurrence:
    """Give any rule, some of its times left out or moved, around bank holidays or not."""
    begins = draw(starts)
    rule = draw(rules(begins))
    given = list(stepped(begins, rule, (begins + timedelta(days=400)).date())) or [begins]
    some = st.lists(st.sampled_from(given), max_size=3)
    return Recurrence(
        begins,
        draw(zones),
        rule,
        skipped=frozenset(draw(some)),
        moved={one: one + timedelta(minutes=draw(st.integers(-30_000, 30_000))) for one in draw(some)},
        holidays=draw(st.sampled_from(["ignore", "ignore", "skip", "move"])),
        nation=None,
    )


def read_twice(rule: Recurrence, minutes: int, until: datetime, now: datetime) -> list[list[Read]]:
    """Write a rule as a calendar and read it: by a reader who knows the zone, and by one who does not."""
    body = write([whole(rule, minutes)], labels=LABELS, now=now)
    since = rule.starts.replace(tzinfo=UTC) - timedelta(days=60)
    if b"BEGIN:VEVENT" not in body:
        return [[], []]
    return [shown(body, since, until, is_foreign=is_foreign) for is_foreign in (False, True)]
