"""One moment as people type it: a day and a time in either order, in the time of a zone.

Written by hand: a general reader of dates takes a wrong weekday, month first where that fits, and a missing time
in silence. Whatever is understood is shown again before it counts.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import Invalid
from bot.services.days import Days, find_days, plain, said_day
from bot.services.times import find_length, parse_time_of_day
from bot.services.zones import instant_at, local_day

LONGEST_TYPED = 200
"""Characters of a text that we try to read."""

LONGEST_AHEAD = timedelta(days=731)
MIDNIGHT = "midnight"

TIME = re.compile(
    r"(?<![\w:./-])(?:(?:1[0-2]|0?[1-9])(?:[:.][0-5]\d)? ?[ap]m|(?:[01]?\d|2[0-3])[:.][0-5]\d"
    r"|(?:12 )?(?:noon|midnight)|midday)(?![\w:/-])",
    re.ASCII,
)
NOW = re.compile(r"(?:right )?now")
HALF_A_TIME = re.compile(r"(?:(.+) )?(?:1[0-2]|0?[1-9])", re.ASCII)


def read_moment(typed: str, *, zone: str, now: datetime) -> datetime:
    """Read "tue 6pm", "25/11 18:00", "in 2 hours" or "now" as a naive time in the zone; raise Invalid if unclear.

    A time without a day is the next one that comes, a day without a time is asked about. It is now or later, and
    two years ahead at most.
    """
    said = plain(typed)
    minute = now.replace(second=0, microsecond=0)
    local = _wall(minute, zone)
    if len(said) > LONGEST_TYPED:
        raise Invalid("dates-unclear")
    if NOW.fullmatch(said):
        return local
    if length := _hours_ahead(said):
        wall = _wall(minute + min(length, 2 * LONGEST_AHEAD), zone)
        return first_to_come((wall.date(),), wall.time(), zone=zone, now=now)
    at, rest = take_time(said)
    days = _days(rest, at, local.date(), zone)
    if at is None:
        raise Invalid("dates-time-missing", **said_day(days[0], zone))
    if rest and MIDNIGHT in said:
        raise Invalid("dates-midnight")
    return first_to_come(days, at, zone=zone, now=now)


def take_time(said: str) -> tuple[time | None, str]:
    """Take the time of day out of plain text; Invalid when there are two."""
    found = TIME.findall(said)
    if len(found) > 1:
        raise Invalid("dates-times-two")
    rest = " ".join(TIME.sub(" ", said).split())
    return (parse_time_of_day(found[0]) if found else None), rest


def first_to_come(days: Days, at: time, *, zone: str, now: datetime) -> datetime:
    """Give the first of some days on which a time is not past; Invalid when it is, or more than two years ahead."""
    minute = now.replace(second=0, microsecond=0)
    today = local_day(now, zone)
    for day in days:
        if day > today + LONGEST_AHEAD:
            raise Invalid("dates-far")
        if day >= today and instant_at(day, at, zone) >= minute:
            return datetime.combine(day, at)
    raise Invalid("dates-past")


def _wall(instant: datetime, zone: str) -> datetime:
    """Give what the clock shows. Which of two equal times it is cannot be kept: it is the first."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def _hours_ahead(said: str) -> timedelta | None:
    """Read "in 2 hours". Whole days and weeks are days, and want a time."""
    if not said.startswith("in ") or not re.search(r"\d ?[mh]|\b(?:h|m)", said):
        return None
    return find_length(said.removeprefix("in ").removesuffix(" time"))


def _days(rest: str, at: time | None, today: date, zone: str) -> Days:
    """Read what is left without its time. A time alone is of today or tomorrow."""
    if at and not rest:
        return (today, today + timedelta(days=1))
    try:
        return find_days(rest, today=today, zone=zone)
    except Invalid:
        if at is None and _is_half_a_time(rest, today, zone):
            raise Invalid("dates-time-half") from None
        raise


def _is_half_a_time(rest: str, today: date, zone: str) -> bool:
    """Tell whether text ends in an hour, of the morning or the evening, with nothing or a day before it."""
    found = HALF_A_TIME.fullmatch(rest)
    if found and found[1]:
        find_days(found[1], today=today, zone=zone)
    return found is not None
