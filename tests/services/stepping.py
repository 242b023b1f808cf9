"""The same rules worked out in another way, to compare with: day by day, asking of each whether it is one."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def stepped(starts: datetime, rule: str, last: date) -> Iterator[datetime]:
    """Give the wall times of a rule up to a day."""
    parts = dict(part.split("=") for part in rule.split(";"))
    left = int(parts.get("COUNT", 100_000))
    until = datetime.fromisoformat(parts.get("UNTIL", "21001231T235959"))
    for ahead in range((last - starts.date()).days + 1):
        wall = starts + timedelta(days=ahead)
        if left and wall <= until and is_one(wall.date(), starts.date(), parts):
            left -= 1
            yield wall


def is_one(day: date, first: date, parts: dict[str, str]) -> bool:
    every = int(parts.get("INTERVAL", "1"))
    match parts["FREQ"]:
        case "DAILY":
            return (day - first).days % every == 0
        case "WEEKLY":
            weeks = (monday(day) - monday(first)).days // 7
            return weeks % every == 0 and NAMES[day.weekday()] in parts.get("BYDAY", NAMES[first.weekday()])
        case "MONTHLY":
            months = (day.year - first.year) * 12 + day.month - first.month
            return months % every == 0 and is_in_month(day, first, parts)
        case _:
            month, number = int(parts.get("BYMONTH", first.month)), int(parts.get("BYMONTHDAY", first.day))
            return (day.year - first.year) % every == 0 and (day.month, day.day) == (month, number)


def is_in_month(day: date, first: date, parts: dict[str, str]) -> bool:
    length = monthrange(day.year, day.month)[1]
    if "BYSETPOS" in parts:
        working = [n for n in range(1, length + 1) if day.replace(day=n).weekday() < 5]
        place = int(parts["BYSETPOS"])
        return day.day == working[place - 1 if place > 0 else place]
    if "BYDAY" in parts:
        name = NAMES[day.weekday()]
        forward, backward = (day.day + 6) // 7, (length - day.day) // 7 + 1
        return bool({f"{forward}{name}", f"-{backward}{name}"} & set(parts["BYDAY"].split(",")))
    numbers = set(parts.get("BYMONTHDAY", str(first.day)).split(","))
    return str(day.day) in numbers or (day.day == length and "-1" in numbers)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def first_instant(wall: datetime, zone: str) -> datetime:
    """Give the first minute at which the clock shows a time or, over a gap, a later one."""
    there = wall.replace(tzinfo=ZoneInfo(zone))
    early, late = sorted(there.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if early == late:
        return early
    minutes = (early + timedelta(minutes=minute) for minute in range(-180, 181))
    return next(one for one in minutes if one.astimezone(ZoneInfo(zone)).replace(tzinfo=None) >= wall)
