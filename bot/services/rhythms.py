"""How often something happens, as people say it: "every other tuesday", "first and third monday of the month"."""

import re
from collections.abc import Iterable

from bot.errors import Invalid
from bot.services.days import MONTH, WEEKDAY, month_of, weekday_of
from bot.services.recurrence import DAYS, WORKING_DAYS

WEEK = {"weekday": DAYS[:5], "weekend": DAYS[5:]}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
LAST_OF_FIVE = 5
TOO_OFTEN = {"minute", "hour"}

SAME = (
    (r"\bmon(?:day)? ?(?:to|-) ?fri(?:day)?\b|\bworking days?\b", "weekday"),
    (r"^(?=(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend)s\b|weekday)", "every "),
    (r"\b(\w*day|weekend|hour|minute|week|fortnight|month|year)s\b", r"\1"),
    (r"\b(hourly|daily|weekly|fortnightly|monthly|yearly|annually)\b", r"every \1"),
    (r"\bdaily\b", "day"),
    (r"\b(hour|week|fortnight|month|year)ly\b", r"\1"),
    (r"\bannually\b", "year"),
    (r"\beach\b|^(?=alternate)", "every "),
    (r"\bof\b|\bthis (?=month)", " "),
    (r"\bevery +(?:other|alternate)\b", "every 2"),
    (rf"\bevery (?:second|2nd) (?=(?:day|week|month|year)\b|(?:{WEEKDAY})\b(?!.*\bmonth\b))", "every 2 "),
    (r"\bevery fortnight\b", "every 2 week"),
)
"""Other words for the same: each pattern, in this order, becomes what stands beside it."""

_UNIT = re.compile(r"\bevery (?:(\d{1,2}) )?(minute|hour|day|week|month|year)\b", re.ASCII)
_WEEKDAYS = re.compile(rf"every (?:(\d{{1,2}}) )?((?:(?:{WEEKDAY}|weekday|weekend|and)\b ?)+)", re.ASCII)
_NUMBER = re.compile(r"(\d{1,2})(?:st|nd|rd|th)", re.ASCII)
_DATE = re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th)? ({MONTH})|({MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?)", re.ASCII)


def sorted_out(said: str) -> str:
    """Spell a rhythm, given as plain text, with few words: "alternate tuesdays" is "every 2 tuesday"."""
    for pattern, same in SAME:
        said = re.sub(pattern, same, said)
    return " ".join(said.split())


def is_rhythm(said: str) -> bool:
    """Tell whether a text, sorted out, is about something that repeats."""
    return re.search(r"\b(?:every|month)\b", said) is not None


def read_rhythm(said: str) -> str:
    """Read a rhythm that is sorted out as a rule without an end; raise Invalid if it is unclear."""
    if unit := _UNIT.search(said):
        days = " ".join((said[: unit.start()] + said[unit.end() :]).split())
        return _by_unit(unit[2], unit[1], days)
    if weekdays := _WEEKDAYS.fullmatch(said):
        if weekdays[1] and "weekday" in said:
            raise Invalid("recurrence-unclear")  # every other weekday may be all of them in every other week
        return _rule("WEEKLY", weekdays[1], _weekdays(weekdays[2]))
    named = re.sub(r"\b(?:every|month)\b ?", "", said).strip()
    if dated := _DATE.fullmatch(named):
        return _rule("YEARLY", None, _date(dated))
    return _rule("MONTHLY", None, _in_month(named))


def _by_unit(unit: str, interval: str | None, days: str) -> str:
    if unit in TOO_OFTEN:
        raise Invalid("recurrence-too-often")
    if unit == "day" and not days:
        return _rule("DAILY", interval, "")
    if unit == "week":
        return _rule("WEEKLY", interval, _weekdays(days))
    if unit == "month":
        return _rule("MONTHLY", interval, _in_month(days))
    if unit == "year" and (dated := _DATE.fullmatch(days)):
        return _rule("YEARLY", interval, _date(dated))
    raise Invalid("recurrence-unclear")


def _rule(often: str, interval: str | None, days: str) -> str:
    number = int(interval or 1)
    return f"FREQ={often}" + (f";INTERVAL={number}" if number != 1 else "") + days


def _weekdays(said: str) -> str:
    if not said:
        raise Invalid("recurrence-weekday-missing")
    named: set[str] = set()
    for word in _items(said):
        named.update(WEEK[word] if word in WEEK else [_weekday(word)])
    return f";BYDAY={','.join(sorted(named, key=DAYS.index))}"


def _weekday(word: str) -> str:
    if not re.fullmatch(WEEKDAY, word):
        raise Invalid("recurrence-unclear")
    return DAYS[weekday_of(word)]


def _items(said: str) -> Iterable[str]:
    return (word for word in said.split() if word != "and")


def _date(dated: "re.Match[str]") -> str:
    day, month = (dated[1], dated[2]) if dated[1] else (dated[4], dated[3])
    return f";BYMONTH={month_of(month)};BYMONTHDAY={int(day)}"


def _in_month(said: str) -> str:
    """Read the days of a month: numbers ("1st and 15th"), or weekdays by number ("first and third monday")."""
    if not said:
        raise Invalid("recurrence-month-day-missing")
    waiting: list[int] = []
    weekdays: set[tuple[int, str]] = set()
    for word in _items(said):
        if number := _ordinal(word):
            waiting.append(number)
        elif word == "day" and waiting[-1:] == [-1]:
            continue
        else:
            weekdays.update(_numbered(waiting, word))
            waiting = []
    if bool(waiting) == bool(weekdays):
        raise Invalid("recurrence-unclear")
    if waiting:
        return f";BYMONTHDAY={','.join(str(number) for number in sorted(set(waiting), key=_last_comes_last))}"
    return _by_weekdays(weekdays)


def _ordinal(word: str) -> int | None:
    numbered = _NUMBER.fullmatch(word)
    return int(numbered[1]) if numbered else ORDINALS.get(word)


def _numbered(numbers: list[int], word: str) -> Iterable[tuple[int, str]]:
    """Give a weekday once for each number that was said before it."""
    if not numbers or max(numbers) > LAST_OF_FIVE:
        raise Invalid("recurrence-unclear")
    return [(number, word if word == "weekday" else _weekday(word)) for number in numbers]


def _by_weekdays(found: set[tuple[int, str]]) -> str:
    names = {name for _, name in found}
    if "weekday" not in names:
        in_order = sorted(found, key=lambda each: (_last_comes_last(each[0]), DAYS.index(each[1])))
        return f";BYDAY={','.join(f'{number}{name}' for number, name in in_order)}"
    if len(found) > 1:
        raise Invalid("recurrence-unclear")
    return f";BYDAY={WORKING_DAYS};BYSETPOS={next(number for number, _ in found)}"


def _last_comes_last(number: int) -> int:
    return number if number > 0 else 99
