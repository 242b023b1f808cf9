"""The catalogue as other directories read it: services of Open Referral UK (HSDS 3), both ways.

What the standard has a place for stands there; the rest stands in attributes of our own taxonomy, so nothing is lost.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from uuid import NAMESPACE_URL, uuid5

from bot.errors import Invalid
from bot.services.analysing import fold
from bot.services.training_csv import Refusal, Sheet, read_rows, read_text
from bot.services.training_texts import LONGEST, NATIONS, clean, key_of, price_of, write_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.services.training_texts import Fields

TAXONOMY: Final = "kettle-training"
OURS: Final = ("stages", "length", "is_paid", "is_led", "is_coproduced", "deadlines", "critical", "keeper", "doubt")
"""Columns that the standard has no place for."""

LISTS: Final = ("contents", "content", "services")
"""Where a file that is no plain list has its services: a page of an API now, one of an older API, an organisation."""

PLACES: Final = "http://statistics.data.gov.uk/id/statistical-geography/"
CODES: Final = dict(zip(NATIONS, ("E92000001", "W92000004", "S92000003", "N92000002"), strict=True))
"""The Office for National Statistics' codes of the nations."""

ACTIVE: Final = {"", "active"}
NO_ACCREDITATION: Final = {"no", "none", "n/a"}
DAY: Final = len("2027-01-15")

Part = dict[str, Any]
"""An object of JSON."""


def write_services(entries: Iterable[Fields]) -> bytes:
    """Write entries as one page of services. The same entry has the same ids each time."""
    contents = [_service(told) for told in entries]
    page = {"total_items": len(contents), "total_pages": 1, "page_number": 1, "size": len(contents)}
    page |= {"first_page": True, "last_page": True, "empty": not contents}
    return json.dumps(page | {"contents": contents}, ensure_ascii=False, indent=1).encode()


def _service(told: Fields) -> Part:
    cells, key = write_fields(told), key_of(told.link)
    provider = {"id": _id(f"organization:{told.provider}"), "name": cells["provider"]}
    service = {
        "id": _id(key),
        "name": cells["title"],
        "description": cells["summary"],
        "url": cells["link"],
        "status": "active",
        "fees_description": cells["cost"],
        "accreditations": cells["is_accredited"],
        "eligibility_description": cells["who"],
        "assured_date": cells["checked_on"],
        "organization": provider | {"description": cells["provider"]},
        "cost_options": _cost_options(key, cells["cost"]),
        "schedules": _schedules(key, cells),
        "service_areas": _areas(key, told, cells),
        "attributes": [_attribute(key, name, value) for name in OURS for value in _values(name, cells)],
    }
    return {name: value for name, value in service.items() if value}


def _id(named: str) -> str:
    return str(uuid5(NAMESPACE_URL, named))


def _cost_options(key: str, cost: str) -> list[Part]:
    free = {"amount": 0, "currency": "GBP"} if price_of(cost) == "free" else {}
    return [{"id": _id(f"{key}#cost"), "amount_description": cost} | free] if cost else []


def _schedules(key: str, cells: Mapping[str, str]) -> list[Part]:
    told = {"description": cells["starts"], "attending_type": cells["format"]}
    said = {name: value for name, value in told.items() if value}
    return [{"id": _id(f"{key}#schedule")} | said] if said else []


def _areas(key: str, told: Fields, cells: Mapping[str, str]) -> list[Part]:
    """Write the region in its own words, and each nation by its code."""
    region = [{"id": _id(f"{key}#region"), "name": cells["region"]}] if told.region else []
    nations = [{"id": _id(f"{key}#{one}"), "name": one, "uri": PLACES + CODES[one]} for one in told.nations]
    return [*region, *nations]


def _values(name: str, cells: Mapping[str, str]) -> list[str]:
    return [value for value in (cells[name].split("; ") if name == "stages" else [cells[name]]) if value]


def _attribute(key: str, name: str, value: str) -> Part:
    term = {"id": _id(f"{TAXONOMY}:{name}"), "code": name, "name": name, "description": name, "taxonomy": TAXONOMY}
    link = {"link_id": _id(key), "link_type": name, "link_entity": "service"}
    return {"id": _id(f"{key}#{name}:{value}"), **link, "value": value, "taxonomy_term": term}


def read_services(content: bytes) -> Sheet:
    """Read services from a list, a page of an API or an organisation, as far as they tell what an entry needs.

    Invalid where there are none. A line is a service's place in the file; a text that is too long here is cut.
    """
    try:
        told = json.loads(read_text(content))
    except (ValueError, RecursionError):
        raise Invalid("training_imports-not-json") from None
    return Sheet(read_rows((place, _cells(each)) for place, each in enumerate(_list_services(told), 1)))


def _list_services(told: Any) -> list[Any]:
    if isinstance(told, dict):
        found = next((told[name] for name in LISTS if name in told), None)
        told = [told] if found is None and {"name", "url"} <= told.keys() else found
    if not isinstance(told, list):
        raise Invalid("training_imports-no-services")
    return told


def _cells(service: Any) -> Mapping[str, str] | Refusal:
    if not isinstance(service, dict):
        return Refusal("training_imports-no-service")
    provider, status = service.get("organization"), _text(service, "status")
    schedules, areas = _parts(service, "schedules"), _parts(service, "service_areas")
    cells = {
        "title": _text(service, "name"),
        "provider": _text(provider, "name") if isinstance(provider, dict) else "",
        "link": _text(service, "url"),
        "summary": _text(service, "description"),
        "who": _text(service, "eligibility_description"),
        "is_accredited": _read_accredited(_text(service, "accreditations")),
        "checked_on": _text(service, "assured_date")[:DAY],
        "doubt": "" if status in ACTIVE else status,
        "cost": _read_cost(service),
        "starts": _join(schedules, "description"),
        "format": _join(schedules, "attending_type"),
        "region": _join([area for area in areas if not _nation(area)], "name"),
        "nations": "; ".join(dict.fromkeys(filter(None, map(_nation, areas)))),
    }
    return {name: _fit(name, cell) for name, cell in (cells | _read_ours(service)).items()}


def _text(part: Part, name: str) -> str:
    """Give a text or a number of a part, without halves of signs that no file can hold."""
    value = part.get(name)
    told = str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    return told.encode(errors="replace").decode()


def _parts(part: Part, name: str) -> list[Part]:
    value = part.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _join(parts: Iterable[Part], name: str) -> str:
    return ", ".join(dict.fromkeys(filter(None, (_text(part, name) for part in parts))))


def _read_accredited(told: str) -> str:
    """Say whether a service is accredited, by what it says about it."""
    if not told.strip():
        return ""
    return "no" if fold(told.strip()) in NO_ACCREDITATION else "yes"


def _read_cost(service: Part) -> str:
    said = _text(service, "fees_description") or _text(service, "fees")
    return said or ", ".join(filter(None, map(_read_option, _parts(service, "cost_options"))))


def _read_option(option: Part) -> str:
    amount, currency = _text(option, "amount"), _text(option, "currency").upper()
    price = f"£{amount}" if currency in {"", "GBP"} else f"{amount} {currency}"
    parts = [price if amount.strip("0.") else "free"] if amount else []
    return " ".join([*parts, *filter(None, (_text(option, "amount_description"), _text(option, "option")))])


def _nation(area: Part) -> str:
    uri = _text(area, "uri")
    return next((nation for nation, code in CODES.items() if uri.endswith(code)), "")


def _read_ours(service: Part) -> dict[str, str]:
    """Give what stands in attributes of our own."""
    found: dict[str, list[str]] = {}
    for attribute in _parts(service, "attributes"):
        term = attribute.get("taxonomy_term")
        if isinstance(term, dict) and term.get("taxonomy") == TAXONOMY and (name := _text(term, "code")) in OURS:
            found.setdefault(name, []).append(_text(attribute, "value"))
    return {name: "; ".join(values) for name, values in found.items()}


def _fit(name: str, cell: str) -> str:
    """Cut a text that is too long for an entry, and show that it goes on; a link stays whole."""
    text = clean(cell)
    most = LONGEST.get(name, len(text)) + text.startswith("'")  # the stroke that keeps a spreadsheet from running it
    return text if len(text) <= most or name == "link" else f"{text[: most - 1].rstrip()}…"
