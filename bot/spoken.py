"""Says back when something repeats: a sentence for the rule, a list for its next dates."""

from __future__ import annotations

from string import ascii_letters
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.days_said import day_in_words
from bot.forms import Field
from bot.parts import stamp
from bot.services import dates
from bot.services.recurrence import DAYS
from bot.services.rhythms import WEEK
from bot.services.spoken_rules import describe
from bot.services.zones import instant_at

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime, timedelta

    from bot.services.recurrence import Occurrence, Recurrence
    from bot.services.spoken_rules import Spoken
    from bot.wording import Wording

INSTEAD = Field("when", "recurrence-instead-label", "recurrence-instead-hint", longest=dates.LONGEST_TYPED)
"""What is typed to move one time of a rule."""


def rule_in_words(words: Wording, recurrence: Recurrence, *, now: datetime | None = None) -> str:
    """Say a recurrence in one sentence, which can be typed to make it again.

    When something began is said, unless that is before `now`: whoever comes later need not know.
    """
    said = describe(recurrence)
    if said.often == "once":
        return words("recurrence-once", date=_date_full(words, said.starts), time=f"{said.starts:%H:%M}")
    sentence = _often(words, said)
    if now is None or not _has_begun(recurrence, now):
        sentence = words("recurrence-from", rule=sentence, date=day_in_words(words, said.starts))
    if said.until:
        sentence = words("recurrence-until", rule=sentence, date=day_in_words(words, said.until))
    if said.count:
        sentence = words("recurrence-count", rule=sentence, count=said.count)
    return _around_holidays(words, said, sentence)


def moment_in_words(words: Wording, instant: datetime, zone: str) -> str:
    """Say when something is where no stamp can be shown: as the clock of a zone has it."""
    local = instant.astimezone(ZoneInfo(zone))
    return words("recurrence-once", date=_date_full(words, local), time=f"{local:%H:%M}")


def next_dates(words: Wording, found: Iterable[Occurrence]) -> str:
    """List times, each as the reader's own clock will show it."""
    return "\n".join(words("recurrence-next", when=stamp(one.at, "F")) for one in found)


def _has_begun(recurrence: Recurrence, now: datetime) -> bool:
    return instant_at(recurrence.starts.date(), recurrence.starts.time(), recurrence.zone) < now


def _often(words: Wording, said: Spoken) -> str:
    interval, time = said.interval, f"{said.starts:%H:%M}"
    match said.often:
        case "daily":
            return words("recurrence-daily", interval=interval, time=time)
        case "weekly":
            return words("recurrence-weekly", interval=interval, time=time, days=_weekdays(words, said))
        case "monthly":
            days = words.join([_in_month(words, day) for day in said.days])
            return words("recurrence-monthly", interval=interval, time=time, days=days)
        case _:
            month, number = said.days
            days = words("recurrence-year-day", number=number, month=words(f"dates-month-{month}"))
            return words("recurrence-yearly", interval=interval, time=time, days=days)


def _weekdays(words: Wording, said: Spoken) -> str:
    """Name the days of a week. "Every other weekday" would be unclear, and is said day by day."""
    if said.days == WEEK["weekday"] and said.interval == 1:
        return words("recurrence-weekdays")
    return words.join([_weekday(words, day) for day in said.days])


def _in_month(words: Wording, day: str) -> str:
    number = day.rstrip(ascii_letters)
    if name := day.removeprefix(number):
        named = _weekday(words, name) if name in DAYS else words("recurrence-weekdays")
        return words("recurrence-nth", number=int(number), day=named)
    return words("recurrence-last-day") if number == "-1" else words("recurrence-month-day", number=int(number))


def _around_holidays(words: Wording, said: Spoken, sentence: str) -> str:
    match said.holidays:
        case "skip":
            return words("recurrence-skip", rule=sentence, nation=said.nation)
        case "move":
            return words("recurrence-move", rule=sentence, nation=said.nation)
        case _:
            return sentence


def _date_full(words: Wording, day: date) -> str:
    return words("dates-date-full", weekday=_weekday(words, DAYS[day.weekday()]), date=day_in_words(words, day))


def _weekday(words: Wording, code: str) -> str:
    return words(f"dates-weekday-{code.lower()}")


def lengths(words: Wording, lengths_of: Iterable[timedelta]) -> str:
    """Say lengths of time as they can be typed too: the largest unit that fits."""
    return words.join([_length(words, int(length.total_seconds() // 60)) for length in lengths_of])


def _length(words: Wording, minutes: int) -> str:
    for name, size in (("weeks", 7 * 24 * 60), ("days", 24 * 60), ("hours", 60)):
        if minutes % size == 0:
            return words(f"times-length-{name}", count=minutes // size)
    return words("times-length-minutes", count=minutes)
