"""Bank holidays by nation, from a file that a test compares with the `holidays` library.

The library itself would hold 20 MB of a running bot, and stop it for half a second at its first question.
"""

import csv
from datetime import date
from functools import cache
from importlib.resources import files

FIRST_NATION = "England"
"""Whose days are meant where nobody said a nation. Every screen that uses them names it."""


def is_bank_holiday(day: date, nation: str | None) -> bool:
    """Tell whether a day is a bank holiday in a nation, the day given instead of one at a weekend too.

    The file goes as far as 2100. With no known nation the days are England's.
    """
    return day in _days(nation or FIRST_NATION)


@cache
def _days(nation: str) -> frozenset[date]:
    text = files("bot").joinpath("data/bank_holidays.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return frozenset(date.fromisoformat(row["day"]) for row in rows if nation in row["nations"].split(";"))
