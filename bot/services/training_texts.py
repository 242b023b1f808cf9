"""What an entry of the catalogue tells, and how each of it is read: from a form, a CSV row, or another catalogue.

A cell is text; `read_fields` and `write_fields` are each other's inverse, so nothing is lost on the way round.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bot.errors import Invalid
from bot.services.analysing import fold
from db.models.training import LINK, LONG, NAME, SHORT, TITLE

STAGES: Final = ("curious", "volunteer", "peer support worker", "senior or specialist", "lead, trainer or researcher")
"""Where somebody is on the way, in the order of the way."""

NATIONS: Final = ("England", "Wales", "Scotland", "Northern Ireland")
ALL_NATIONS: Final = "UK"

YES_NO: Final = {"yes": True, "no": False, "": None}
KNOWN: Final = ("is_paid", "is_accredited", "is_led", "is_coproduced")
"""What is yes, no, or not known."""

WAYS: Final = ("online", "place", "reading", "work", "group")
"""How something takes place, as members filter by it."""

PRICES: Final = ("free", "funded", "costs")

LONGEST: Final = {
    "title": TITLE, "provider": NAME, "link": LINK, "format": SHORT, "length": SHORT, "cost": SHORT, "who": LONG,
    "region": SHORT, "starts": SHORT, "summary": LONG, "critical": LONG, "keeper": NAME, "doubt": SHORT,
}  # fmt: skip
"""Characters that each text may have."""

NEEDED: Final = ("title", "provider", "link", "stages")
MOST_DEADLINES: Final = 8

EXAMPLE: Final = "15/01/2027"
"""A day as people write it; 2027-01-15 is read too."""

_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]+")
"""Signs that nobody sees and that stand between no words. Those that join emoji and letters are none of them."""

_JOINING = " \u200c\u200d"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_TAG = re.compile(r"</?[a-z!][^<>]*>", re.IGNORECASE)
_FORMULA = re.compile("'*[=+@\uff1d\uff0b\uff0d\uff20-]")
"""How a cell begins that a spreadsheet would reckon out, or that was kept from it: such a cell has one stroke more."""

_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]")
"""A name with a dot whose last part is no number."""

_MARKED = re.compile(r"[()\[\]*|\\]")
"""What an address could use to say something else in a message; written as numbers it leads to the same page."""

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id")
_DAY = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)", re.ASCII)
_DEADLINE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s+(.+))?")


@dataclass(frozen=True)
class Deadline:
    """The last day for something."""

    due_on: date
    label: str = ""


@dataclass(frozen=True)
class Fields:
    """All that is told about an entry."""

    title: str
    provider: str
    link: str
    stages: tuple[str, ...]
    format: str = ""
    length: str = ""
    cost: str = ""
    is_paid: bool | None = None
    is_accredited: bool | None = None
    is_led: bool | None = None
    is_coproduced: bool | None = None
    who: str = ""
    region: str = ""
    nations: tuple[str, ...] = ()
    starts: str = ""
    deadlines: tuple[Deadline, ...] = ()
    summary: str = ""
    critical: str = ""
    keeper: str = ""
    checked_on: date | None = None
    doubt: str = ""


COLUMNS: Final = tuple(field.name for field in fields(Fields))
"""What the cells of a row are called, in their order."""


def read_fields(cells: Mapping[str, str]) -> Fields:
    """Read what is told about an entry; Invalid names the first cell that cannot be used, and why."""
    plain = {name: _unguard(clean(cells.get(name, ""))) for name in COLUMNS}
    for name in NEEDED:
        if not plain[name]:
            raise Invalid("training-needed", name=name)
    for name, longest in LONGEST.items():
        if len(plain[name]) > longest:
            raise Invalid("training-too-long", name=name, longest=longest)
    read: dict[str, Any] = {name: plain[name] for name in LONGEST}
    read |= {name: _read_known(name, plain[name]) for name in KNOWN}
    read |= {"link": read_link(plain["link"]), "checked_on": _read_day(plain["checked_on"])}
    read |= {"stages": read_stages(plain["stages"]), "deadlines": read_deadlines(cells.get("deadlines", ""))}
    return Fields(**read, nations=read_nations(plain["nations"] or plain["region"], is_told=bool(plain["nations"])))


def write_fields(told: Fields) -> dict[str, str]:
    """Write what is told about an entry as the cells of a row."""
    cells = {name: str(getattr(told, name)) for name in LONGEST}
    for name in KNOWN:
        cells[name] = next(word for word, value in YES_NO.items() if value is getattr(told, name))
    cells["stages"], cells["nations"] = "; ".join(told.stages), write_nations(told.nations)
    cells["deadlines"] = "; ".join(f"{each.due_on} {each.label}".strip() for each in told.deadlines)
    cells["checked_on"] = told.checked_on.isoformat() if told.checked_on else ""
    return {name: f"'{cells[name]}" if _FORMULA.match(cells[name]) else cells[name] for name in COLUMNS}


def _unguard(cell: str) -> str:
    """Take away the stroke that keeps a spreadsheet from running a cell."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def clean(text: str) -> str:
    """Give a text without HTML, signs that nobody sees, and gaps."""
    return " ".join(_CONTROL.sub(" ", _TAG.sub(" ", _UNSEEN.sub("", text))).split()).strip(_JOINING)


def read_link(typed: str) -> str:
    """Give an address that others can open safely; Invalid for anything but https to a named host."""
    try:
        parts = urlsplit(typed)
        is_named = _HOST.fullmatch(parts.hostname or "") is not None
        is_safe = parts.scheme.casefold() == "https" and is_named and parts.username is None
        parts.port  # noqa: B018 it is read, and may be wrong
    except ValueError:
        is_safe = False
    if not is_safe or any(sign in typed for sign in ' <>"`'):
        raise Invalid("training-link-unclear")
    return _MARKED.sub(lambda found: f"%{ord(found[0]):02X}", typed)


def key_of(link: str) -> str:
    """Give what two spellings of one address share: no "www", no last stroke, no tracking, no place on the page."""
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.") + (f":{parts.port}" if parts.port not in {None, 443} else "")
    told = parse_qsl(parts.query, keep_blank_values=True)
    asked = sorted((name, value) for name, value in told if not _TRACKING.fullmatch(name))
    return urlunsplit(("", host, parts.path.rstrip("/"), urlencode(asked), "")).removeprefix("//")[:LINK]


def read_stages(cell: str) -> tuple[str, ...]:
    """Read stages, split by semicolons; in the order of the way, each once."""
    told = {fold(part.strip()) for part in cell.split(";") if part.strip()}
    if not told or not told <= set(STAGES):
        raise Invalid("training-stages-unclear", stages="; ".join(STAGES))
    return tuple(stage for stage in STAGES if stage in told)


def read_nations(cell: str, *, is_told: bool = True) -> tuple[str, ...]:
    """Read nations, split by semicolons; "UK" is all four. Of a region only those that it names are taken."""
    parts = {fold(part.strip()) for part in re.split(r"[;,]", cell) if part.strip()}
    if any(part == "uk" or part.startswith("uk ") for part in parts):
        return NATIONS
    known = {fold(nation): nation for nation in NATIONS} | {"n ireland": "Northern Ireland"}
    if is_told and not parts <= known.keys():
        raise Invalid("training-nations-unclear", nations="; ".join((*NATIONS, ALL_NATIONS)))
    named = {known[part] for part in parts & known.keys()}
    return tuple(nation for nation in NATIONS if nation in named)


def write_nations(nations: tuple[str, ...]) -> str:
    """Write nations as a cell."""
    return ALL_NATIONS if nations == NATIONS else "; ".join(nations)


def read_deadlines(cell: str) -> tuple[Deadline, ...]:
    """Read days such as "2027-01-15 applications", split by semicolons; the earliest first, each once."""
    found = set()
    for part in filter(None, map(clean, cell.split(";"))):
        match = _DEADLINE.fullmatch(_turned(part))
        day = _read_day(match[1]) if match else None
        if match is None or day is None or len(match[2] or "") > SHORT:
            raise Invalid("training-deadline-unclear", typed=part, example=EXAMPLE)
        found.add(Deadline(day, match[2] or ""))
    if len(found) > MOST_DEADLINES:
        raise Invalid("training-deadlines-many", most=MOST_DEADLINES)
    return tuple(sorted(found, key=lambda each: (each.due_on, each.label)))


def _turned(told: str) -> str:
    """Give a text with the day that it begins with as 2027-01-15, also where it was 15/01/2027."""
    return _DAY.sub(lambda found: f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}", told)


def _read_day(cell: str) -> date | None:
    if not cell:
        return None
    try:
        return date.fromisoformat(_turned(cell))
    except ValueError:
        raise Invalid("training-day-unclear", typed=cell, example=EXAMPLE) from None


def _read_known(name: str, cell: str) -> bool | None:
    if (known := fold(cell)) not in YES_NO:
        raise Invalid("training-yes-no", name=name)
    return YES_NO[known]


_WAY_WORDS: Final = {
    "online": "online|zoom|teams|futurelearn|e-course|video|web ?inar|distance",
    "place": "in person|college|course|courses|placement|module|unit|assignment",
    "work": "apprenticeship|volunteering",
    "group": "network|groups|award|project",
    "reading": "web|pdf|reading|paper|report|story|charter|standard|research",
}
"""Words of a format that tell how something takes place; the first that fits counts."""


def way_of(told: str) -> str:
    """Say how something takes place, by the words of its format; empty where they do not tell."""
    for way in ("work", "online", "place", "group", "reading"):
        if re.search(rf"\b(?:{_WAY_WORDS[way]})", told, re.IGNORECASE):
            return way
    return ""


def price_of(cost: str) -> str:
    """Say what something costs, by its words: free, funded by somebody else, or something; empty where nobody told."""
    if re.match(r"free\b|no cost\b|£0\b(?!\.\d*[1-9])", cost, re.IGNORECASE):
        return "free"
    if re.search(r"(?<!self[- ])\bfunded\b|\bmay have a free\b|\bbursar|\bgrant\b", cost, re.IGNORECASE):
        return "funded"
    return "costs" if cost else ""
