"""When something that repeats happens: a rule in wall-clock time, its exceptions, and the instants they mean."""

import heapq
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby, islice, takewhile
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from bot.errors import Invalid
from bot.services.bank_holidays import is_bank_holiday
from bot.services.zones import instant_at

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_DAYS = ",".join(DAYS[:5])
WEEKEND = {5: "SA", 6: "SU"}

LAST_YEAR = 2100
"""Where every rule ends that has no end of its own."""

FARTHEST = timedelta(days=30)
"""More than a bank holiday, or a change of a zone, can move a time."""

STEPS = {"DAILY": timedelta(days=1), "WEEKLY": timedelta(weeks=1)}
TOO_OFTEN = {"FREQ=HOURLY", "FREQ=MINUTELY", "FREQ=SECONDLY"}

_DAY = rf"(?:{'|'.join(DAYS)})"
_ORDINAL = r"(?:[1-5]|-1)"
_LIST_OF_NTH = rf"{_ORDINAL}{_DAY}(?:,{_ORDINAL}{_DAY})*"
_MONTH_DAY = r"(?:-1|[12]?[1-9]|[123]0|31)"
_SHAPES = {
    "DAILY": (r"", r"[1-9]\d?"),
    "WEEKLY": (rf"(?:;BYDAY={_DAY}(?:,{_DAY})*)?", r"[1-9]\d?"),
    "MONTHLY": (
        rf"(?:;BYDAY=(?:{_LIST_OF_NTH}|{WORKING_DAYS};BYSETPOS={_ORDINAL})|;BYMONTHDAY={_MONTH_DAY}(?:,{_MONTH_DAY})*)?",
        r"(?:[1-9]|1[01])",
    ),
    "YEARLY": (r"(?:;BYMONTH=(?:[1-9]|1[0-2]);BYMONTHDAY=(?:[12]?[1-9]|[123]0|31))?", r"[1-9]"),
}
"""By frequency: which days a rule may name, and how many units may lie between two times.

Without a day, a rule means that of its first time. Twelve months are a year: they could miss a 30th for ever.
"""
_RULE = re.compile(
    "|".join(
        rf"{days}(?:;COUNT=[1-9]\d{{0,2}}(?!.*UNTIL))?;FREQ={often}(?:;INTERVAL={interval})?(?:;UNTIL=\d{{8}}T\d{{6}})?"
        for often, (days, interval) in _SHAPES.items()
    ),
    re.ASCII,
)
"""A rule with its parts in the order of the alphabet."""

Holidays = Literal["ignore", "skip", "move"]


class Occurrence(NamedTuple):
    """One time: what the rule gives (naive, on the wall), which names it for good, and when it really is (UTC)."""

    original: datetime
    at: datetime


@dataclass(frozen=True)
class Recurrence:
    """When something happens, in the time of a zone.

    `starts` and all other times but instants are naive, as a clock on the wall there shows them. `rule` is an RFC
    5545 RRULE without its start; "" is once. `skipped` are times left out. `moved` says by which time another is
    replaced; it wins over bank holidays, and what is skipped stays skipped. A time that the rule does not give is
    ignored in both. `nation` says whose bank holidays; None is England.
    """

    starts: datetime
    zone: str
    rule: str = ""
    skipped: frozenset[datetime] = frozenset()
    moved: Mapping[datetime, datetime] = field(default_factory=dict, hash=False)
    holidays: Holidays = "ignore"
    nation: str | None = None

    def __post_init__(self) -> None:
        check(self.rule)


class _Placed(NamedTuple):
    """An occurrence as it is ordered: of two at one instant, the one that nothing moved is the one kept."""

    at: datetime
    was_moved: bool
    original: datetime


def check(rule: str) -> None:
    """Raise Invalid unless a rule is one that we work out and say in words: once a day at most, and some day."""
    parts = rule.split(";")
    if TOO_OFTEN.intersection(parts):
        raise Invalid("recurrence-too-often")
    if rule and not _RULE.fullmatch("".join(f";{part}" for part in sorted(parts))):
        raise Invalid("recurrence-rule-unknown")
    named = parts_of(rule)
    try:
        datetime.fromisoformat(named.get("UNTIL", "20000101T000000"))
        date(2000, int(named.get("BYMONTH", 1)), int(named["BYMONTHDAY"]) if "BYMONTH" in named else 1)
    except ValueError:
        raise Invalid("recurrence-rule-never") from None


def parts_of(rule: str) -> dict[str, str]:
    """Give the parts of a rule by name."""
    return dict(part.split("=") for part in rule.split(";") if part)


def cut(recurrence: Recurrence, original: datetime) -> tuple[str, str]:
    """Give the rule that ends before one of its times, and the rule that goes on from there."""
    parts = parts_of(recurrence.rule)
    last = {"UNTIL": f"{original - timedelta(minutes=1):%Y%m%dT%H%M%S}"}
    before = {name: value for name, value in parts.items() if name not in {"COUNT", "UNTIL"}} | last
    if "COUNT" in parts:
        done = sum(1 for _ in takewhile(lambda wall: wall < original, _walls(recurrence, recurrence.starts)))
        parts["COUNT"] = str(int(parts["COUNT"]) - done)
    return _written(before), _written(parts)


def _written(parts: Mapping[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())


def occurrences(recurrence: Recurrence) -> Iterator[Occurrence]:
    """Give every time from the first on, in order; of several at one instant, one."""
    return _in_order(recurrence, recurrence.starts)


def next_after(recurrence: Recurrence, after: datetime) -> Occurrence | None:
    """Give the first time that is later than an instant, if there is one."""
    return next(iter(upcoming(recurrence, after, 1)), None)


def upcoming(recurrence: Recurrence, after: datetime, count: int = 5) -> list[Occurrence]:
    """Give the next times that are later than an instant."""
    wall = after.astimezone(ZoneInfo(recurrence.zone)).replace(tzinfo=None)
    later = (found for found in _in_order(recurrence, wall - FARTHEST) if found.at > after)
    return list(islice(later, count))


def _in_order(recurrence: Recurrence, since: datetime) -> Iterator[Occurrence]:
    for at, same in groupby(_placed(recurrence, since), key=lambda placed: placed.at):
        yield Occurrence(next(same).original, at)


def _placed(recurrence: Recurrence, since: datetime) -> Iterator[_Placed]:
    """Give the times in order: nothing but `moved` makes one earlier, so what waits before the next is settled."""
    waiting = list(_moved(recurrence))
    heapq.heapify(waiting)
    for original in _walls(recurrence, since):
        at = instant_at(original.date(), original.time(), recurrence.zone)
        while waiting and waiting[0].at < at:
            yield heapq.heappop(waiting)
        if original not in recurrence.skipped and original not in recurrence.moved:
            for placed in _around_holidays(recurrence, original):
                heapq.heappush(waiting, placed)
    yield from sorted(waiting)


def _moved(recurrence: Recurrence) -> Iterator[_Placed]:
    for original, wall in recurrence.moved.items():
        if original not in recurrence.skipped and next(_walls(recurrence, original), None) == original:
            yield _Placed(instant_at(wall.date(), wall.time(), recurrence.zone), original != wall, original)


def _around_holidays(recurrence: Recurrence, original: datetime) -> Iterator[_Placed]:
    """Place a time where bank holidays leave it.

    It moves to the next day that is no bank holiday, and no Saturday or Sunday unless the rule names that day.
    """
    day = original.date()
    if recurrence.holidays != "ignore" and is_bank_holiday(day, recurrence.nation):
        if recurrence.holidays == "skip":
            return
        named = parts_of(recurrence.rule).get("BYDAY", "")
        while is_bank_holiday(day, recurrence.nation) or WEEKEND.get(day.weekday(), "") not in named:
            day += timedelta(days=1)
    yield _Placed(instant_at(day, original.time(), recurrence.zone), day != original.date(), original)


def _walls(recurrence: Recurrence, since: datetime) -> Iterator[datetime]:
    """Give the times of the rule alone, from one on."""
    if not recurrence.rule:
        return iter([recurrence.starts] if recurrence.starts >= since else [])
    from dateutil.rrule import rrulestr  # noqa: PLC0415 it holds 2 MB, and few bots that start have a rule yet

    rule = rrulestr(recurrence.rule, dtstart=_close_to(recurrence, since))
    walls: Iterator[datetime] = rule.xafter(since, inc=True)
    return takewhile(lambda wall: wall.year <= LAST_YEAR, walls)


def _close_to(recurrence: Recurrence, since: datetime) -> datetime:
    """Give a start that gives the same times from one on as the first would, but in few steps."""
    parts = parts_of(recurrence.rule)
    if "COUNT" in parts or parts["FREQ"] not in STEPS:
        return recurrence.starts
    step = STEPS[parts["FREQ"]] * int(parts.get("INTERVAL", 1))
    return recurrence.starts + max((since - recurrence.starts) // step - 1, 0) * step
