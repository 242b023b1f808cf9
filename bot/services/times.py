"""Times of day and lengths of time as people type them, and quiet hours."""

import re
from datetime import datetime, time, timedelta

from bot.errors import Invalid
from bot.services.zones import instant_at, local_day

SHORTEST = timedelta(minutes=15)
LONGEST = timedelta(days=7)

NOON = 12
NAMED_TIMES = {
    "noon": time(NOON),
    "12 noon": time(NOON),
    "midday": time(NOON),
    "midnight": time.min,
    "12 midnight": time.min,
}

BY_TWELVE = re.compile(r"(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))? ?([ap])\.?m\.?", re.ASCII)
BY_TWENTY_FOUR = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)

UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
PART = re.compile(
    r"(\d{1,5}(?:\.\d{1,2})? ?|an? |half an )(m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)(?![a-z])",
    re.ASCII,
)
BETWEEN_PARTS = re.compile(r"(?:,|\band\b| )*")
SPOKEN_NUMBERS = {"a": 1.0, "an": 1.0, "half an": 0.5}


def parse_time_of_day(typed: str) -> time:
    """Read "9pm", "9.30 pm", "21:00", "noon" or "midnight"; raise Invalid for all else, "9" alone too."""
    said = _said(typed)
    if said in NAMED_TIMES:
        return NAMED_TIMES[said]
    if by_twelve := BY_TWELVE.fullmatch(said):
        hour, minute, half = by_twelve.groups()
        return time(int(hour) % NOON + (NOON if half == "p" else 0), int(minute or 0))
    if by_twenty_four := BY_TWENTY_FOUR.fullmatch(said):
        return time(int(by_twenty_four[1]), int(by_twenty_four[2]))
    raise Invalid("times-time-unclear")


def parse_duration(typed: str) -> timedelta:
    """Read "2h", "an hour", "1 day and 2 hours"; raise Invalid if unclear or not in 15 minutes to 7 days."""
    length = find_length(typed)
    if length is None:
        raise Invalid("times-duration-unclear")
    if length < SHORTEST:
        raise Invalid("times-duration-short")
    if length > LONGEST:
        raise Invalid("times-duration-long")
    return length


def find_length(typed: str) -> timedelta | None:
    """Read a length of time of any size, or give None if it is unclear."""
    said = _said(typed)
    parts = PART.findall(said)
    if not parts or BETWEEN_PARTS.fullmatch(PART.sub(" ", said)) is None:
        return None
    return sum((UNITS[unit[0]] * _number(number.strip()) for number, unit in parts), timedelta())


def after_quiet(now: datetime, zone: str, quiet_from: time | None, quiet_until: time | None) -> datetime:
    """Give the first instant from now on that is not in quiet hours (`now` itself when it is not).

    Quiet lasts from the first time up to, and without, the second. Each evening's quiet is one stretch between two
    instants: a clock that goes back does not start it again. Without both times, or with twice the same, there is none.
    """
    while end := _quiet_end(now, zone, quiet_from, quiet_until):
        now = end
    return now


def _quiet_end(now: datetime, zone: str, quiet_from: time | None, quiet_until: time | None) -> datetime | None:
    """Give the end of the stretch of quiet that holds an instant, which began today or the day before."""
    if quiet_from is None or quiet_until is None or quiet_from == quiet_until:
        return None
    today = local_day(now, zone)
    for began in (today - timedelta(days=1), today):
        ended = began + timedelta(days=quiet_until < quiet_from)
        end = instant_at(ended, quiet_until, zone)
        if instant_at(began, quiet_from, zone) <= now < end:
            return end
    return None


def _said(typed: str) -> str:
    return " ".join(typed.casefold().split())


def _number(text: str) -> float:
    return SPOKEN_NUMBERS[text] if text in SPOKEN_NUMBERS else float(text)
