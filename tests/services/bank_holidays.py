"""Writes the file of bank holidays from the `holidays` library: `python -m tests.services.bank_holidays`."""

from collections import defaultdict
from datetime import date
from pathlib import Path

from bot.services.contacts import NATIONS

FILE = Path(__file__).parents[2] / "bot/data/bank_holidays.csv"
YEARS = range(2020, 2101)
CODES = dict(zip(NATIONS, ("ENG", "WLS", "SCT", "NIR"), strict=True))


def written() -> str:
    """Give what the file should hold."""
    from holidays import country_holidays  # noqa: PLC0415 it takes half a second, which other tests need not wait

    nations: dict[date, list[str]] = defaultdict(list)
    for nation, code in CODES.items():
        for day in country_holidays("GB", subdiv=code, years=YEARS):
            nations[day].append(nation)
    return "day,nations\n" + "".join(f"{day},{';'.join(nations[day])}\n" for day in sorted(nations))


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
