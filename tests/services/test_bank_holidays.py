"""Bank holidays are those of each nation, and the file has what the library has."""

from datetime import date

import pytest

from bot.services.bank_holidays import is_bank_holiday
from bot.services.contacts import NATIONS
from tests.services.bank_holidays import FILE, written

ALL = set(NATIONS)


def test_the_file_is_what_the_library_gives_today() -> None:
    assert FILE.read_text(encoding="utf-8") == written(), "write it again: python -m tests.services.bank_holidays"


@pytest.mark.parametrize(
    ("day", "nations"),
    [
        ("2026-01-01", ALL),
        ("2026-01-02", {"Scotland"}),
        ("2026-03-17", {"Northern Ireland"}),
        ("2026-04-03", ALL),
        ("2026-04-06", ALL - {"Scotland"}),
        ("2026-07-13", {"Northern Ireland"}),
        ("2026-08-03", {"Scotland"}),
        ("2026-08-31", ALL - {"Scotland"}),
        ("2026-11-30", {"Scotland"}),
        ("2026-12-24", set()),
        ("2026-12-25", ALL),
        ("2026-12-26", ALL),
        ("2026-12-27", set()),
        ("2026-12-28", ALL),
        ("2026-12-29", set()),
        ("2099-12-25", ALL),
    ],
)
def test_a_day_is_one_in_the_nations_that_keep_it(day: str, nations: set[str]) -> None:
    assert {nation for nation in NATIONS if is_bank_holiday(date.fromisoformat(day), nation)} == nations


def test_where_no_nation_is_known_the_days_are_englands() -> None:
    assert is_bank_holiday(date(2026, 8, 31), None)
    assert not is_bank_holiday(date(2026, 11, 30), None)
