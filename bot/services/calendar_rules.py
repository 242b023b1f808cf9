"""A rule as Outlook, Apple and Google all read it: what none of their own rules says, they are told time by time.

Outlook knows no list of dates, and no rule of two days of the month: each such day is a pattern of its own. Bank
holidays and clock changes are in no rule: a pattern with any says each up to a horizon and ends there, so that nothing
that is shown is ever wrong.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.services.recurrence import FARTHEST, Recurrence, next_after, occurrences, parts_of

YEARS_AHEAD = 2
"""The horizon is the end of the year so many years ahead. It moves once a year, so entries stay as they are."""


class Pattern(NamedTuple):
    """An RRULE (its end in UTC) with the times on the wall that it gives, the first of which begins it.

    `left_out` are those at which nothing takes place. `odd` says when one really is that is not where a calendar would
    place it, or ends elsewhere.
    """

    rule: str
    walls: Sequence[datetime]
    left_out: Sequence[datetime]
    odd: Mapping[datetime, datetime]


def find_patterns(rule: Recurrence, *, length: timedelta, now: datetime) -> list[Pattern]:
    """Give the patterns that together are a rule that repeats, for what takes so long each time."""
    last = max([_horizon(rule, now), *rule.skipped, *rule.moved])
    until = max([last, *rule.moved.values()]).replace(tzinfo=UTC) + FARTHEST
    placed = {one.original: one.at for one in takewhile(lambda one: one.at <= until, occurrences(rule))}
    found = []
    for bare in _split(rule):
        walls = [one.original for one in takewhile(lambda one: one.original <= last, occurrences(bare))]
        if walls:
            found.append(_pattern(rule, bare, walls, placed, length))
        placed = {wall: at for wall, at in placed.items() if wall not in set(walls)}  # each is of one pattern alone
    return found


def _horizon(rule: Recurrence, now: datetime) -> datetime:
    return datetime(max(now.year, rule.starts.year) + YEARS_AHEAD, 12, 31, 23, 59)  # noqa: DTZ001 on the wall


def _pattern(
    rule: Recurrence,
    bare: Recurrence,
    walls: Sequence[datetime],
    placed: Mapping[datetime, datetime],
    length: timedelta,
) -> Pattern:
    left_out = [wall for wall in walls if wall not in placed]
    odd = {wall: placed[wall] for wall in walls if wall in placed and is_odd(wall, placed[wall], length, rule.zone)}
    chosen = rule.skipped | rule.moved.keys()
    ends = rule.holidays != "ignore" or not chosen.issuperset([*left_out, *odd])
    return Pattern(_write(bare, walls[-1] if ends else None), walls, left_out, odd)


def is_odd(wall: datetime, at: datetime, length: timedelta, zone: str) -> bool:
    """Tell whether the clock in a zone shows another time than expected when something starts or ends."""
    return wall_at(at, zone) != wall or wall_at(at + length, zone) != wall + length


def wall_at(at: datetime, zone: str) -> datetime:
    """Give what the clock in a zone shows at an instant."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _split(rule: Recurrence) -> list[Recurrence]:
    """Give the rule without its exceptions: as one, or each of several days of the month as one."""
    bare = Recurrence(rule.starts, rule.zone, rule.rule)
    parts = parts_of(rule.rule)
    name = "BYMONTHDAY" if "BYMONTHDAY" in parts else "BYDAY"
    days = parts.get(name, "").split(",")
    if parts["FREQ"] != "MONTHLY" or "BYSETPOS" in parts or len(days) == 1:
        return [bare]
    if parts.pop("COUNT", ""):
        parts["UNTIL"] = f"{max(one.original for one in occurrences(bare)):%Y%m%dT%H%M%S}"
    return [Recurrence(rule.starts, rule.zone, _join(parts | {name: day})) for day in days]


def _write(bare: Recurrence, last: datetime | None) -> str:
    """Write a rule, with its end as an instant; `last` ends it unless it has ended by then."""
    parts = parts_of(bare.rule)
    if last is not None and next_after(bare, last.replace(tzinfo=ZoneInfo(bare.zone), fold=1)):
        parts.pop("COUNT", None)
        parts["UNTIL"] = f"{last:%Y%m%dT%H%M%S}"
    if "UNTIL" in parts:
        ends = _last_before(datetime.fromisoformat(parts["UNTIL"]), bare.starts)
        parts["UNTIL"] = f"{ends.replace(tzinfo=ZoneInfo(bare.zone)).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return _join(parts)


def _last_before(until: datetime, starts: datetime) -> datetime:
    """Give the end of a rule at the time of day of its times: as an instant, any other might let in one more."""
    ends = datetime.combine(until.date(), starts.time())
    return ends if ends <= until else ends - timedelta(days=1)


def _join(parts: Mapping[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())
