"""Calendar files, as Outlook, Apple and Google read them: iCalendar (RFC 5545).

An entry keeps its name (UID) while its event is one, and its count of changes (SEQUENCE) only grows. Where "this and
later ones" become an event of their own, they get a name of their own, as other calendars do it. No Discord id is in
one, and nobody's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from bot.services.calendar_rules import Pattern, find_patterns
from bot.services.calendar_zones import describe
from bot.services.occurrences import named
from db.models.events import Occurrence

if TYPE_CHECKING:
    import icalendar

    from bot.services.calendar_lists import Listed

PRODUCT = "-//Kettle//Kettle//EN"
AGAIN = timedelta(hours=4)
"""How often a calendar may look for changes."""

NAME = 32
"""How many characters an entry's name has."""

_MARKUP = re.compile(r"<(?:@[!&]?|#|a?:\w+:|/[^<>:]+:|id:|t:)-?\w+(?::\w)?>|[\x00-\x09\x0b-\x1f\x7f]")
"""What Discord alone can show, ids among it, and signs that no calendar takes."""


class Labels(NamedTuple):
    """The words that a calendar needs: its name, and what stands before each link."""

    name: str
    online: str
    map: str


class Said(NamedTuple):
    """What an entry says, and how sure it is."""

    title: str
    about: str
    place: str
    link: str
    status: str


class Span(NamedTuple):
    """From when to when an entry is."""

    starts_at: datetime
    ends_at: datetime


def write(listed: Sequence[Listed], *, labels: Labels, now: datetime) -> bytes:
    """Write a calendar of these events."""
    from icalendar import Calendar, vDuration  # noqa: PLC0415 it holds 6 MB, and is needed when a calendar is read

    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", plain(labels.name))
    calendar.add("REFRESH-INTERVAL", AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(AGAIN))
    entries = list(chain.from_iterable(_Writer(each, labels, now).entries() for each in listed))
    years = [entry.start.year for entry in entries]
    for zone in sorted({each.rule.zone for each in listed}) if years else ():
        calendar.add_component(describe(zone, min(years)))
    for entry in entries:
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def uid_of(listed: Listed, one: Occurrence) -> str:
    """Name the entry of one time: that of an event that does not repeat has the event's own name."""
    if not listed.rule.rule and one.original == named(listed.rule.starts):
        return listed.event.uid
    return sha256(f"{listed.event.uid} {one.id}".encode()).hexdigest()[:NAME]


class _Writer:
    """Writes the entries of one event."""

    def __init__(self, listed: Listed, labels: Labels, now: datetime) -> None:
        self.listed, self.event, self.labels, self.now = listed, listed.event, labels, now
        self.zone = ZoneInfo(listed.rule.zone)
        self.length = timedelta(minutes=listed.event.minutes)
        coming = {one.id for one in listed.times if one.state == "open" and one.ends_at > now}
        self.going = {key for key in coming if listed.may_join and listed.answers.get(key) == "going"}

    def entries(self) -> Iterator[icalendar.Event]:
        """Give the entries: of an event that repeats and is whole its patterns, else one for each time."""
        if self.listed.is_whole and self.listed.rule.rule:
            found = find_patterns(self.listed.rule, length=self.length, now=self.now)
            yield from chain.from_iterable(self._series(number, each) for number, each in enumerate(found))
            return
        for one in self.listed.times:
            uid = uid_of(self.listed, one)
            if uid == self.event.uid or not self.listed.is_whole:
                yield self._entry(uid, one, Span(one.starts_at, one.ends_at))

    def _series(self, number: int, pattern: Pattern) -> Iterator[icalendar.Event]:
        """Give the entry of a pattern, then those of its times that are not as the pattern says."""
        uid = f"{self.event.uid}-{number}" if number else self.event.uid
        others = {wall: (None, Span(at, at + self.length)) for wall, at in pattern.odd.items()} | self._known(pattern)
        yield self._first(uid, pattern, [wall for wall in pattern.left_out if wall not in others])
        for wall, (one, span) in sorted(others.items(), key=lambda item: item[0]):
            entry = self._entry(uid, one, span)
            entry.add("RECURRENCE-ID", self._on_wall(wall))
            yield entry

    def _known(self, pattern: Pattern) -> dict[datetime, tuple[Occurrence | None, Span]]:
        """Give those of the times that are kept which say something of their own."""
        walls = {named(wall): wall for wall in pattern.walls}
        known = [(walls[one.original], one) for one in self.listed.times if one.original in walls]
        return {
            wall: (one, Span(one.starts_at, one.ends_at))
            for wall, one in known
            if wall in pattern.odd or self._said(one) != self._said(None) or not self._is_usual(wall, one)
        }

    def _is_usual(self, wall: datetime, one: Occurrence) -> bool:
        starts_at = self._on_wall(wall)
        return one.starts_at == starts_at and one.ends_at - one.starts_at == self.length

    def _first(self, uid: str, pattern: Pattern, left_out: Sequence[datetime]) -> icalendar.Event:
        from icalendar import vRecur  # noqa: PLC0415 the same

        wall = pattern.walls[0]
        entry = self._begin(uid, self._said(None), self.event.sequence)
        entry.add("DTSTART", self._on_wall(wall))
        if wall in pattern.odd:
            entry.add("DURATION", self.length)
        else:
            entry.add("DTEND", self._on_wall(wall + self.length))
        entry.add("RRULE", vRecur.from_ical(pattern.rule))
        if left_out:
            entry.add("EXDATE", [self._on_wall(each) for each in left_out])
        return entry

    def _entry(self, uid: str, one: Occurrence | None, span: Span) -> icalendar.Event:
        entry = self._begin(uid, self._said(one), self.event.sequence + (one.sequence if one else 0))
        entry.add("DTSTART", self._at(span.starts_at))
        entry.add("DTEND", self._at(span.ends_at))
        return entry

    def _begin(self, uid: str, said: Said, sequence: int) -> icalendar.Event:
        from icalendar import Event as Entry  # noqa: PLC0415 the same

        entry = Entry()
        entry.add("UID", uid)
        entry.add("DTSTAMP", self.now)
        entry.add("LAST-MODIFIED", self.event.changed_at)
        entry.add("SEQUENCE", sequence)
        entry.add("STATUS", said.status)
        entry.add("SUMMARY", said.title)
        for name, value in (("DESCRIPTION", said.about), ("LOCATION", said.place), ("URL", said.link)):
            if value:
                entry.add(name, value)
        return entry

    def _on_wall(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.zone)

    def _at(self, at: datetime) -> datetime:
        """Give an instant by the zone's clock; as it is where that clock shows the same time twice, the second time."""
        there = at.astimezone(self.zone)
        return at if there.fold else there

    def _said(self, one: Occurrence | None) -> Said:
        """Say what one time says, or the event where nothing of its own is known; links only to who goes there."""
        links = [(self.labels.online, self._link(one, "online_link")), (self.labels.map, self._link(one, "map_link"))]
        told = [(label, link) for label, link in links if link]
        about = [plain(self._own(one, "about")), *(f"{label} {link}" for label, link in told)]
        return Said(
            plain(self._own(one, "title")),
            "\n\n".join(part for part in about if part),
            plain(self._own(one, "place")),
            told[0][1] if told else "",
            self._status(one),
        )

    def _own(self, one: Occurrence | None, name: str) -> str:
        own = getattr(one, name, None)
        return str(getattr(self.event, name) if own is None else own)

    def _link(self, one: Occurrence | None, name: str) -> str:
        """Give a link to who goes to a time that has it: a time's own to who goes then, the event's to any.

        Only what is to come counts: whoever came once does not learn the link of today.
        """
        has_own = one is not None and getattr(one, name) is not None
        goes = one.id in self.going if one and has_own else bool(self.going)
        return self._own(one, name) if goes else ""

    def _status(self, one: Occurrence | None) -> str:
        if (one or self.event).state == "cancelled":
            return "CANCELLED"
        is_sure = one is None or self.listed.is_whole or self.listed.answers[one.id] == "going"
        return "CONFIRMED" if is_sure else "TENTATIVE"


def plain(typed: str) -> str:
    """Give what was typed without what Discord alone can show."""
    return _MARKUP.sub("", typed.replace("\r\n", "\n")).strip()
