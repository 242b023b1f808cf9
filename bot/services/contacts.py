"""Support contacts: public numbers, always word for word from one file that people check by hand."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NATIONS = ("England", "Wales", "Scotland", "Northern Ireland")

LEADING = ("life in danger", "someone to talk to", "text line")
"""The purposes whose first contact leads, in this order. All others follow by the file's own `order`."""

SHOWN_AT_ONCE = 3
COLUMNS = ("name", "how", "digits", "hours", "nations", "purpose", "order", "doubt")
MAY_BE_EMPTY = frozenset({"hours", "doubt"})


@dataclass(frozen=True)
class Contact:
    """One way to get support. Every one of its `digits` stands in `how`, the sentence that is shown."""

    name: str
    how: str
    digits: tuple[str, ...]
    hours: str
    nations: tuple[str, ...]
    purpose: str
    order: int


def contacts_for(nation: str | None) -> tuple[Contact, ...]:
    """List the contacts for a nation, the most urgent first; with no known nation, those for all four."""
    served = [one for one in _contacts() if nation in one.nations or set(one.nations) == set(NATIONS)]
    firsts = (next((one for one in served if one.purpose == purpose), None) for purpose in LEADING)
    leading = tuple(one for one in firsts if one)
    return (*leading, *(one for one in served if one not in leading))


def first(nation: str | None) -> tuple[Contact, ...]:
    """List the contacts to show at once: three at most."""
    return contacts_for(nation)[:SHOWN_AT_ONCE]


def more(nation: str | None) -> tuple[Contact, ...]:
    """List the contacts behind "more": all that `first` leaves out."""
    return contacts_for(nation)[SHOWN_AT_ONCE:]


def read_contacts(lines: Iterable[str]) -> tuple[Contact, ...]:
    """Read contacts by `order`, without the doubtful ones; raise ValueError with the row that is wrong."""
    rows = csv.DictReader(lines)
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        raise ValueError(f"support contacts: no column {', '.join(missing)}")
    return tuple(sorted(_sure(rows), key=lambda one: one.order))


@cache
def _contacts() -> tuple[Contact, ...]:
    text = files("bot").joinpath("data/support_contacts.csv").read_text(encoding="utf-8")
    return read_contacts(text.splitlines(keepends=True))


def _sure(rows: "csv.DictReader[str]") -> Iterator[Contact]:
    """Check every row, and leave out those that somebody has still to check."""
    for row in rows:
        try:
            contact = _contact(row)
        except ValueError as problem:
            raise ValueError(f"support contacts, line {rows.line_num}: {problem}") from None
        if not row["doubt"].strip():
            yield contact


def _contact(row: dict[str, str]) -> Contact:
    if None in row or None in row.values():
        raise ValueError("the row has too few or too many cells")
    empty = [column for column in COLUMNS if column not in MAY_BE_EMPTY and not row[column].strip()]
    if empty:
        raise ValueError(f"nothing in {', '.join(empty)}")
    if not row["order"].strip().isdecimal():
        raise ValueError("order is not a whole number")
    return Contact(
        name=row["name"].strip(),
        how=row["how"].strip(),
        digits=_digits(row),
        hours=row["hours"].strip(),
        nations=_nations(row),
        purpose=row["purpose"].strip(),
        order=int(row["order"]),
    )


def _digits(row: dict[str, str]) -> tuple[str, ...]:
    digits = _parts(row["digits"])
    if any(number not in row["how"] for number in digits):
        raise ValueError("the digits are not those of the sentence")
    return digits


def _nations(row: dict[str, str]) -> tuple[str, ...]:
    nations = _parts(row["nations"])
    unknown = [nation for nation in nations if nation not in NATIONS]
    if unknown or not nations:
        raise ValueError(f"unknown nation {', '.join(unknown)}".rstrip())
    return nations


def _parts(cell: str) -> tuple[str, ...]:
    """Split a cell such as "a;b"."""
    return tuple(part for part in (piece.strip() for piece in cell.split(";")) if part)
