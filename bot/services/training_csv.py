"""The catalogue as a table for spreadsheets: a file that somebody sends is read as it is, and ours opens anywhere."""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from contextlib import suppress
from dataclasses import dataclass, field
from io import StringIO
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.errors import Invalid
from bot.services.analysing import fold
from bot.services.attendance import FORMULAS
from bot.services.training_texts import COLUMNS, NEEDED, Fields, clean, key_of, read_fields, write_fields
from db.models.training import LINK, SHORT, TITLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MOST_ROWS: Final = 10_000
MOST_COLUMNS: Final = 100
MOST_MEGABYTES: Final = 5
_MEGABYTE: Final = 1_000_000

ALIASES: Final = {
    "name": "title", "course": "title", "organisation": "provider", "organization": "provider", "url": "link",
    "website": "link", "stage": "stages", "duration": "length", "price": "cost", "fee": "cost", "fees": "cost",
    "paid": "is_paid", "accredited": "is_accredited", "led": "is_led", "led_by_lived_experience": "is_led",
    "lived_experience_led": "is_led", "coproduced": "is_coproduced", "co_produced": "is_coproduced",
    "who_may_apply": "who", "eligibility": "who", "nation": "nations", "start": "starts", "start_date": "starts",
    "deadline": "deadlines", "deadline_s": "deadlines", "description": "summary", "critical_views": "critical",
    "owner": "keeper", "checked": "checked_on", "last_checked": "checked_on",
}  # fmt: skip
"""Other names of columns, spelled in small letters."""

SIGNS: Final = (",", ";", "\t")
"""What may stand between two cells."""

_NOTHING: Final[tuple[int, list[str]]] = (0, [])


@dataclass(frozen=True)
class Refusal:
    """Why a row is not taken: a message, and what fills it."""

    message_id: str
    variables: Mapping[str, str | int] = field(default_factory=dict)


class Row(NamedTuple):
    """A row of a file: where it stands, what people know it by, and what it tells, or why it is not taken."""

    line: int
    title: str
    link: str
    told: Fields | Refusal


class Sheet(NamedTuple):
    """A file that was read, the names of its columns that say nothing here, and those that do.

    What a file has no column for stays as it was.
    """

    rows: tuple[Row, ...]
    ignored: tuple[str, ...] = ()
    columns: tuple[str, ...] = COLUMNS


def read_csv(content: bytes) -> Sheet:
    """Read a table of entries: the columns by their names, 10,000 rows and 5 MB at most.

    Invalid where it is no such table. A row that cannot be used is one of the sheet's, with the reason.
    """
    text = read_text(content)
    records = _records(text, _find_sign(text))
    _, named = next(records, _NOTHING)
    if not named:
        raise Invalid("training_imports-empty")
    if len(named) > MOST_COLUMNS:
        raise Invalid("training_imports-columns-many", most=MOST_COLUMNS)
    header = [_column(name) for name in named]
    if missing := [name for name in NEEDED if name not in header]:
        raise Invalid("training_imports-column-missing", name=", ".join(missing))
    if twice := [name for name in COLUMNS if header.count(name) > 1]:
        raise Invalid("training_imports-column-twice", name=twice[0])
    strange = [clean(name)[:SHORT] for name, column in zip(named, header, strict=True) if column not in COLUMNS]
    rows = read_rows((line, _read_cells(header, cells)) for line, cells in records)
    told = tuple(name for name in COLUMNS if name in header)
    return Sheet(rows, tuple(dict.fromkeys(filter(None, strange))), told)


def read_text(content: bytes) -> str:
    """Give a file's text: UTF-8, UTF-16 that says so, or what Windows wrote before; Invalid where it is none."""
    if len(content) > MOST_MEGABYTES * _MEGABYTE:
        raise Invalid("training_imports-file-large", most=MOST_MEGABYTES)
    text = _decode(content)
    if "\0" in text:
        raise Invalid("training_imports-not-text")
    if not text.strip():
        raise Invalid("training_imports-empty")
    return text


def _decode(content: bytes) -> str:
    marked = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    raise Invalid("training_imports-not-text")


def _find_sign(text: str) -> str:
    """Give the sign between cells with which most columns of the first row are known."""

    def count_known(sign: str) -> int:
        return sum(_column(name) in COLUMNS for name in next(_records(text, sign), _NOTHING)[1][: MOST_COLUMNS + 1])

    return max(SIGNS, key=count_known)


def _records(text: str, sign: str) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that have something in them, each with its first line's number."""
    reader, line = csv.reader(StringIO(text, newline=""), delimiter=sign), 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise Invalid("training_imports-table-broken", line=line) from None


def _column(name: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")
    return ALIASES.get(plain, plain)


def _read_cells(header: Sequence[str], cells: Sequence[str]) -> Mapping[str, str] | Refusal:
    """Give the cells of a row by their columns; one outside all columns tells that a sign stands too often."""
    named = list(zip_longest(header, cells, fillvalue=""))
    if any(cell.strip() for name, cell in named if not name):
        return Refusal("training_imports-cells-many")
    return {name: _unguard(cell) for name, cell in named if name in COLUMNS}


def read_rows(found: Iterable[tuple[int, Mapping[str, str] | Refusal]]) -> tuple[Row, ...]:
    """Read rows by their columns; of two with the same link only the first is taken. Invalid for none or too many."""
    rows: list[Row] = []
    lines: dict[str, int] = {}
    for line, cells in found:
        if len(rows) == MOST_ROWS:
            raise Invalid("training_imports-rows-many", most=str(MOST_ROWS))
        row = _read_row(line, cells)
        if isinstance(row.told, Fields) and (first := lines.setdefault(key_of(row.told.link), line)) != line:
            row = row._replace(told=Refusal("training_imports-row-twice", {"line": first}))
        rows.append(row)
    if not rows:
        raise Invalid("training_imports-empty")
    return tuple(rows)


def _read_row(line: int, cells: Mapping[str, str] | Refusal) -> Row:
    if isinstance(cells, Refusal):
        return Row(line, "", "", cells)
    title, link = clean(cells.get("title", ""))[:TITLE], clean(cells.get("link", ""))[:LINK]
    try:
        return Row(line, title, link, read_fields(cells))
    except Invalid as problem:
        return Row(line, title, link, Refusal(problem.message_id, problem.variables))


def write_csv(entries: Iterable[Fields]) -> bytes:
    """Write entries as a table that `read_csv` reads as the same again."""
    return write_table([COLUMNS, *(list(write_fields(each).values()) for each in entries)])


def write_table(rows: Iterable[Sequence[str]]) -> bytes:
    """Write a table that every spreadsheet opens, and of which it runs nothing."""
    out = StringIO(newline="")
    csv.writer(out).writerows([_guard(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _guard(cell: str) -> str:
    return f"'{cell}" if _is_formula(cell) else cell


def _unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _is_formula(cell) else cell


def _is_formula(cell: str) -> bool:
    """Say whether a spreadsheet would run a cell, or was kept from it by strokes: those get one more."""
    return cell.lstrip("' ").startswith(FORMULAS)
