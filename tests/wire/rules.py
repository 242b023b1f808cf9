"""The rules of Discord that its OpenAPI description leaves out; each gives its reason in words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.wire.standin.messages import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.wire.standin.world import Json

ROW, BUTTON, TEXT_INPUT, TEXT = 1, 2, 4, 10
LAYOUT_ONLY = {9, 10, 11, 12, 13, 14, 17}
LINK, SHOP = 5, 6
LAYOUT = 1 << 15
SUBCOMMANDS = {1, 2}
NAME = re.compile(r"[-_'\w]{1,32}")
FORM = 9


def broken_rules(method: str, path: str, body: Any) -> Iterator[str]:
    """All rules that apply to this kind of request."""
    if path.endswith("/commands") and method == "PUT":
        yield from commands(body or [])
    elif path.endswith("/callback") and isinstance(body, dict):
        data = body.get("data") or {}
        yield from form(data) if body.get("type") == FORM else message(data)
    elif path.endswith("/threads") and isinstance(body, dict):
        yield from message(body.get("message") or {})
    elif isinstance(body, dict) and method in {"POST", "PATCH"}:
        yield from message(body)


def message(body: Json) -> Iterator[str]:
    """Text, rows and components of a message; a layout one has its own limits."""
    parts = list(walk(body.get("components") or []))
    if len(body.get("content") or "") > 2000:
        yield "content is over 2,000 characters"
    yield from _buttons(parts)
    yield from _twins(parts)
    if (body.get("flags") or 0) & LAYOUT or any(part["type"] in LAYOUT_ONLY for part in parts):
        yield from _layout(body, parts)
    elif len(body.get("components") or []) > 5:
        yield "more than 5 rows"


def _layout(body: Json, parts: list[Json]) -> Iterator[str]:
    if body.get("content") or body.get("embeds"):
        yield "a layout message has no content and no embeds"
    if len(parts) > 40:
        yield f"{len(parts)} components in a layout message, 40 are allowed"
    if sum(len(part["content"]) for part in parts if part["type"] == TEXT) > 4000:
        yield "over 4,000 characters of text in a layout message"


def form(data: Json) -> Iterator[str]:
    """A form has at most five fields, each with an id of its own."""
    if len(data.get("components") or []) > 5:
        yield "a form with more than 5 labels"
    yield from _twins(list(walk(data.get("components") or [])))


def _buttons(parts: list[Json]) -> Iterator[str]:
    for part in parts:
        if part["type"] != BUTTON or part.get("style") == SHOP:
            continue
        needed = "url" if part.get("style") == LINK else "custom_id"
        if not part.get(needed):
            yield f"a button without {needed}: {part.get('label')}"
        if not part.get("label") and not part.get("emoji"):
            yield f"a button with neither words nor a picture: {part.get(needed)}"


def _twins(parts: list[Json]) -> Iterator[str]:
    counted = Counter(part["custom_id"] for part in parts if part.get("custom_id"))
    yield from (f"the id {name} is used {times} times" for name, times in counted.items() if times > 1)


def commands(listed: list[Json]) -> Iterator[str]:
    """The whole set of commands: how many, how long, how named, in which order."""
    slash = [command for command in listed if (command.get("type") or 1) == 1]
    if len(slash) > 100:
        yield f"{len(slash)} commands, 100 are allowed"
    for command in slash:
        if (size := _size(command)) > 8000:
            yield f"/{command['name']} has {size} characters in all, 8,000 are allowed"
        yield from _names(command, command["name"])


def _size(level: Json) -> int:
    """Names, descriptions and values together; of several languages the longest counts."""
    own = sum(_longest(level, key) for key in ("name", "description"))
    own += sum(_longest(choice, "name") + len(str(choice["value"])) for choice in level.get("choices") or [])
    return own + sum(_size(option) for option in level.get("options") or [])


def _longest(level: Json, key: str) -> int:
    others = (level.get(f"{key}_localizations") or {}).values()
    return max(len(text) for text in (level.get(key) or "", *others))


def _names(level: Json, path: str) -> Iterator[str]:
    names = [level["name"], *(level.get("name_localizations") or {}).values()]
    if any(name != name.lower() or not NAME.fullmatch(name) for name in names):
        yield f"/{path} is not lower case letters, digits, dashes"
    optional_seen = False
    for option in level.get("options") or []:
        if option["type"] not in SUBCOMMANDS and option.get("required") and optional_seen:
            yield f"/{path} has a required option after an optional one: {option['name']}"
        optional_seen = optional_seen or not option.get("required")
        yield from _names(option, f"{path} {option['name']}")
