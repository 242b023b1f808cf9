"""Days as people type them, the day of the month before the month: "tue", "25 Nov", "25/11/2026", "tomorrow"."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import Invalid
from bot.services.recurrence import DAYS

WEEKDAY = r"(?:mon|tue(?:s)?|wed(?:s|nes)?|thu(?:r|rs)?|fri|sat(?:ur)?|sun)(?:day)?"
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YEAR_LENGTH = 12
LATER_YEARS = 8
"""Far enough to come upon a 29 February from any day."""

AHEAD = {"today": 0, "tonight": 0, "tomorrow": 1, "day after tomorrow": 2, "yesterday": -1}
UNITS = {"day": timedelta(days=1), "week": timedelta(weeks=1), "fortnight": timedelta(weeks=2)}
NOISE = re.compile(r"\b(?:at|on|the|o ?clock)\b|[,;!?]")
OTHER_NUMBERS = re.compile(r"(?<![\d.:-])(\d{1,2})([.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d.:-])", re.ASCII)
"""25.11.2026 and 25-11-2026. Without a year, 12.11 is a time."""

Days = tuple[date, ...]


def plain(typed: str) -> str:
    """Spell what was typed in small letters, without commas, "at", "on", "the", and full stops outside numbers."""
    said = re.sub(r"(?<!\d)\.|\.(?!\d)|['\u2019]", "", typed.casefold().replace("&", " and "))
    said = OTHER_NUMBERS.sub(r"\1/\3/\4", said)
    return " ".join(NOISE.sub(" ", said).split())


def weekday_of(word: str) -> int:
    """Give the number of a weekday by its name, Monday being 0."""
    return DAYS.index(word[:2].upper())


def month_of(word: str) -> int:
    """Give the number of a month by its name."""
    return MONTHS.index(word[:3]) + 1


def find_days(said: str, *, today: date, zone: str) -> Days:
    """Read a day, from plain text; Invalid when there is none. Where two may be meant, the nearer is first.

    "Tue" is today on a Tuesday, or in a week where that is too late. "Next Tue" is the first after today, and
    "Tue week" is a week after "Tue". A date without its year is the next that comes.
    """
    weekday, rest = _named_weekday(said)
    for pattern, reader in READERS:
        if found := pattern.fullmatch(rest):
            days = _exist(reader, found, today)
            if weekday is not None and days[0].weekday() != weekday:
                raise Invalid("dates-other-weekday", **said_day(days[0], zone))
            return days
    raise Invalid("dates-unclear")


def said_day(day: date, zone: str) -> dict[str, str]:
    """Give the variables with which a message names a day."""
    noon = datetime.combine(day, time(12), ZoneInfo(zone))
    return {"day": f"<t:{int(noon.timestamp())}:D>", "weekday": DAYS[day.weekday()].lower()}


def _named_weekday(said: str) -> tuple[int | None, str]:
    """Take a weekday off the date that follows it."""
    found = re.fullmatch(rf"({WEEKDAY}) (.*\d.*)", said)
    return (weekday_of(found[1]), found[2]) if found else (None, said)


def _exist(reader: Callable[["re.Match[str]", date], Days], found: "re.Match[str]", today: date) -> Days:
    try:
        return reader(found, today)
    except (ValueError, OverflowError):
        raise Invalid("dates-no-such-day") from None


def _ahead(found: "re.Match[str]", today: date) -> Days:
    return (today + timedelta(days=AHEAD[found[0]]),)


def _in_units(found: "re.Match[str]", today: date) -> Days:
    number = 1 if found[1] in {"a", "one"} else int(found[1])
    return (today + number * UNITS[found[2]],)


def _weekday(found: "re.Match[str]", today: date) -> Days:
    """Read "tue", "this tue", "next tue", "tue week", "a week tue"."""
    before, name, after = found.groups()
    day = today + timedelta(days=(weekday_of(name) - today.weekday()) % 7)
    week = timedelta(weeks=1)
    if before == "a week" or after:
        return (day + week,)
    if before == "next":
        return (day + week * (day == today),)
    return (day, day + week)


def _week_from(found: "re.Match[str]", today: date) -> Days:
    """Read "a week today" and "a week tomorrow"."""
    return (today + timedelta(days=7 + AHEAD[found[1]]),)


def _day_month(found: "re.Match[str]", today: date) -> Days:
    return _dated(int(found[1]), month_of(found[2]), found[3], today)


def _month_day(found: "re.Match[str]", today: date) -> Days:
    return _dated(int(found[2]), month_of(found[1]), found[3], today)


def _numbers(found: "re.Match[str]", today: date) -> Days:
    day, month = int(found[1]), int(found[2])
    if day <= YEAR_LENGTH < month:
        raise Invalid("dates-day-first")
    return _dated(day, month, found[3], today)


def _iso(found: "re.Match[str]", today: date) -> Days:
    return _dated(int(found[3]), int(found[2]), found[1], today)


def _of_month(found: "re.Match[str]", today: date) -> Days:
    """Read "the 25th": this month's, or the next month's that has such a day."""
    day = int(found[1])
    for ahead in range(YEAR_LENGTH):
        year, month = divmod(today.year * YEAR_LENGTH + today.month - 1 + ahead, YEAR_LENGTH)
        if monthrange(year, month + 1)[1] >= day and (ahead or day >= today.day):
            return (date(year, month + 1, day),)
    raise ValueError


def _dated(day: int, month: int, year: str | None, today: date) -> Days:
    if year:
        return (date(int(year) + 2000 * (len(year) == len("26")), month, day),)
    date(2000, month, day)
    years = (today.year + later for later in range(LATER_YEARS + 1))
    there = (date(each, month, day) for each in years if monthrange(each, month)[1] >= day)
    return (next(each for each in there if each >= today),)


_DAY = r"(\d{1,2})(?:st|nd|rd|th)?(?: of)?"
_YEAR = r"(?: (\d{4}))?"
READERS: tuple[tuple["re.Pattern[str]", Callable[["re.Match[str]", date], Days]], ...] = (
    (re.compile("|".join(AHEAD)), _ahead),
    (re.compile(r"in (a|one|\d{1,3}) (day|week|fortnight)s?(?: time)?", re.ASCII), _in_units),
    (re.compile(rf"(?:(this|this coming|coming|next|a week) )?({WEEKDAY})( week)?"), _weekday),
    (re.compile(r"a week (today|tomorrow)"), _week_from),
    (re.compile(rf"{_DAY} ({MONTH}){_YEAR}", re.ASCII), _day_month),
    (re.compile(rf"({MONTH}) {_DAY}{_YEAR}", re.ASCII), _month_day),
    (re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?", re.ASCII), _numbers),
    (re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII), _iso),
    (re.compile(r"(\d{1,2})(?:st|nd|rd|th)", re.ASCII), _of_month),
)
"""What a day may look like, once "at", "on" and "the" are gone, and how each is read."""
