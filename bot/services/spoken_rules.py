"""A rule as people say it, with its time, start, end and bank holidays; and its parts, to say it back."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from bot.errors import Invalid
from bot.services.bank_holidays import FIRST_NATION
from bot.services.contacts import NATIONS
from bot.services.dates import HALF_A_TIME, LONGEST_TYPED, MIDNIGHT, first_to_come, read_moment, take_time
from bot.services.days import MONTH, Days, find_days, month_of, plain
from bot.services.recurrence import DAYS, Holidays, Recurrence, occurrences, parts_of
from bot.services.rhythms import is_rhythm, read_rhythm, sorted_out
from bot.services.zones import local_day

BANK = rf"(?:uk )?(?:bank|public) holidays?(?: in (?:{'|'.join(map(str.casefold, NATIONS))}))?"
BUT = r"\b(?:but )?"
AROUND: dict[Holidays, "re.Pattern[str]"] = {
    "skip": re.compile(
        rf"{BUT}(?:except|excluding|not|no|skip(?:ping)?|without|apart from|leav(?:e|ing) out)(?: for)? {BANK}\b"
        rf"|{BUT}{BANK} (?:are )?(?:skipped|left out|excluded)\b"
    ),
    "move": re.compile(
        rf"{BUT}mov(?:e|ed|ing)(?: to next (?:weekday|day))?(?: from| off)? {BANK}\b"
        rf"|{BUT}{BANK} (?:are )?moved(?: to next (?:weekday|day))?\b"
    ),
}
TIMES = re.compile(r"\b(?:for )?(\d{1,3}) times?\b", re.ASCII)
CLAUSE = re.compile(r"\b(until|till|til|up to|from|starting from|starting|starts|beginning)\b")
LENGTH = re.compile(r"\bfor (a|\d{1,3}) (day|week|month|year)s?\b", re.ASCII)
END_OF_MONTH = re.compile(rf"(?:end )?(?:of )?({MONTH})(?: (\d{{4}}))?", re.ASCII)
LAST_MOMENT = time(23, 59)


Often = Literal["once", "daily", "weekly", "monthly", "yearly"]
OFTEN: dict[str, Often] = {"": "once", "DAILY": "daily", "WEEKLY": "weekly", "MONTHLY": "monthly", "YEARLY": "yearly"}


@dataclass(frozen=True)
class _Ends:
    """When a rule starts and ends, each as it was typed or None."""

    start: str | None
    until: str | None
    count: int | None
    length: tuple[int, str] | None


@dataclass(frozen=True)
class Spoken:
    """What a recurrence says, in the parts of a sentence.

    `days` are of a week ("TU"), of a month ("15", "-1"), weekdays of a month ("1MO", "-1FR", "-1weekday"), or
    the month and the day of a year ("12", "25").
    """

    often: Often
    starts: datetime
    interval: int
    days: tuple[str, ...]
    until: date | None
    count: int | None
    holidays: Holidays
    nation: str


def read_rule(typed: str, *, zone: str, now: datetime, nation: str | None = None) -> Recurrence:
    """Read "every other tuesday 6:30pm until march, not on bank holidays", or one moment; Invalid if unclear.

    It starts at its first time from now on, or from the day that is said. The last day is part of it: "until
    march" is until the 31st. `nation` is whose bank holidays are meant where none is said.
    """
    said = sorted_out(plain(typed))
    if len(typed) > LONGEST_TYPED:
        raise Invalid("recurrence-unclear")
    if not is_rhythm(said):
        return Recurrence(_moment(typed, zone, now), zone)
    if MIDNIGHT in said:
        raise Invalid("dates-midnight")
    at, said = take_time(said)
    said, holidays, whose = _take_holidays(said, nation)
    said, ends = _take_ends(said)
    rule = _rhythm(said, at)
    if at is None:
        raise Invalid("recurrence-time-missing")
    first = _first(rule, at, ends.start, zone=zone, now=now)
    return Recurrence(first, zone, rule + _end(ends, first, zone), holidays=holidays, nation=whose)


def describe(recurrence: Recurrence) -> Spoken:
    """Give the parts of the sentence that says a recurrence, without the times that were skipped or moved."""
    parts = parts_of(recurrence.rule)
    often = OFTEN[parts.get("FREQ", "")]
    until = parts.get("UNTIL")
    return Spoken(
        often=often,
        starts=recurrence.starts,
        interval=int(parts.get("INTERVAL", 1)),
        days=_days(recurrence.starts, often, parts),
        until=datetime.fromisoformat(until).date() if until else None,
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
        holidays=recurrence.holidays,
        nation=recurrence.nation or FIRST_NATION,
    )


def _days(starts: datetime, often: Often, parts: dict[str, str]) -> tuple[str, ...]:
    """Give the days that a rule names, or where it names none, that of its first time."""
    if "BYSETPOS" in parts:
        return (f"{parts['BYSETPOS']}weekday",)
    if often == "yearly":
        return (parts.get("BYMONTH", str(starts.month)), parts.get("BYMONTHDAY", str(starts.day)))
    if often in {"once", "daily"}:
        return ()
    unnamed = DAYS[starts.weekday()] if often == "weekly" else str(starts.day)
    return tuple(parts.get("BYDAY", parts.get("BYMONTHDAY", unnamed)).split(","))


def _moment(typed: str, zone: str, now: datetime) -> datetime:
    """Read one moment; where nothing is understood, say how rules are typed, too."""
    try:
        return read_moment(typed, zone=zone, now=now)
    except Invalid as problem:
        if problem.message_id == "dates-unclear":
            raise Invalid("recurrence-unclear") from None
        raise


def _take_holidays(said: str, nation: str | None) -> tuple[str, Holidays, str | None]:
    """Take what is said about bank holidays out of the text."""
    for how, pattern in AROUND.items():
        if found := pattern.search(said):
            named = (each for each in NATIONS if each.casefold() in found[0])
            return _without(said, found[0]), how, next(named, nation or FIRST_NATION)
    return said, "ignore", None


def _take_ends(said: str) -> tuple[str, _Ends]:
    """Take the start and the end out of the text."""
    count, length = TIMES.search(said), LENGTH.search(said)
    for found in (count, length):
        said = _without(said, found[0]) if found else said
    head, *clauses = (part.strip() for part in CLAUSE.split(said))
    named = list(zip(clauses[::2], clauses[1::2], strict=True))
    starts = [text for word, text in named if word.startswith(("from", "start", "begin"))]
    untils = [text for word, text in named if word.startswith(("until", "til", "up"))]
    if len(starts) > 1:
        raise Invalid("recurrence-unclear")
    if len(untils) + bool(count) + bool(length) > 1:
        raise Invalid("recurrence-ends-twice")
    return head, _Ends(
        start=next(iter(starts), None),
        until=next(iter(untils), None),
        count=int(count[1]) if count else None,
        length=(1 if length[1] == "a" else int(length[1]), length[2]) if length else None,
    )


def _without(said: str, part: str) -> str:
    return " ".join(said.replace(part, " ", 1).split())


def _rhythm(said: str, at: time | None) -> str:
    """Read how often; where that is unclear because of its time, say so."""
    try:
        return read_rhythm(said)
    except Invalid as problem:
        if at is None and problem.message_id == "recurrence-unclear" and HALF_A_TIME.fullmatch(said):
            raise Invalid("dates-time-half") from None
        raise


def _first(rule: str, at: time, start: str | None, *, zone: str, now: datetime) -> datetime:
    """Give the first time of a rule from now on, or from a day on, whatever its interval."""
    day = local_day(now, zone)
    if start:
        day = first_to_come(_found_days(start, day, zone), LAST_MOMENT, zone=zone, now=now).date()
    each = Recurrence(datetime.combine(day, at), zone, re.sub(r";INTERVAL=\d+", "", rule))
    minute = now.replace(second=0, microsecond=0)
    first = next((found.original for found in occurrences(each) if found.at >= minute), None)
    if first is None:
        raise Invalid("dates-far")
    return first


def _end(ends: _Ends, first: datetime, zone: str) -> str:
    """Give the part of a rule that ends it: how many times, or the end of its last day."""
    if ends.count is not None:
        return f";COUNT={ends.count}"
    last = _last_day(ends, first.date(), zone)
    if last is None:
        return ""
    if last < first.date():
        raise Invalid("recurrence-ends-early")
    return f";UNTIL={last:%Y%m%d}T235900"


def _last_day(ends: _Ends, first: date, zone: str) -> date | None:
    if ends.length:
        from dateutil.relativedelta import relativedelta  # noqa: PLC0415 as in the recurrence: few need it

        number, unit = ends.length
        beyond: date = first + relativedelta(**{f"{unit}s": number})
        return beyond - timedelta(days=1)
    if ends.until is None:
        return None
    if month := END_OF_MONTH.fullmatch(ends.until):
        number = month_of(month[1])
        year = int(month[2] or first.year + (number < first.month))
        return date(year, number, monthrange(year, number)[1])
    return _found_days(ends.until, first, zone)[0]


def _found_days(said: str, today: date, zone: str) -> Days:
    try:
        return find_days(said, today=today, zone=zone)
    except Invalid as problem:
        if problem.message_id == "dates-unclear":
            raise Invalid("recurrence-unclear") from None
        raise
