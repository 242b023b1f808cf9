"""Would Discord refuse this request? Judged by its own OpenAPI description and the rules that one misses.

The description's path comes from the environment variable KETTLE_DISCORD_OPENAPI; without it
`description()` is None, and tests that need it skip with that reason.
"""

from __future__ import annotations

import functools
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # ships no types
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.wire.rules import broken_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]  # the same

VARIABLE = "KETTLE_DISCORD_OPENAPI"
NEEDED = f"{VARIABLE} does not name Discord's OpenAPI description"
ROOT = "urn:discord"

# Real fields that the description leaves out, by the schema they belong to.
KNOWN_OMISSIONS = {
    "ApplicationCommandUpdateRequest": {"nsfw": {"type": "boolean"}},
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": {"tts": {"type": "boolean"}},
}


@functools.cache
def description() -> Path | None:
    """Where the description is, if the environment says so and it is there."""
    path = Path(os.environ.get(VARIABLE) or "missing")
    return path if path.is_file() else None


def judge(method: str, path: str, body: Any = None) -> list[str]:
    """Each reason for a refusal in words, none if Discord would take it; the path is without version."""
    operation = _operation(method, path.split("?", maxsplit=1)[0])
    if operation is None:
        return [f"Discord has no {method} {path}"]
    return [*_against_description(*operation, body), *broken_rules(method, path, body)]


def _against_description(template: str, operation: dict[str, Any], body: Any) -> Iterator[str]:
    wanted = operation.get("requestBody")
    if body is None or wanted is None:
        if body is not None:
            yield f"{template} takes no body"
        elif wanted is not None and wanted.get("required"):
            yield f"{template} needs a body"
        return
    schema = wanted["content"]["application/json"]["schema"]
    validator = Draft202012Validator(_absolute(schema), registry=_registry())
    for error in validator.iter_errors(body):
        yield from _explain(error)


def _explain(error: ValidationError) -> Iterator[str]:
    """The cause at the bottom: of several alternatives the one whose `type` fitted, or failed least."""
    if not error.context:
        place = "/".join(str(part) for part in error.absolute_path)
        cause = error.message.replace(repr(error.instance), "this", 1)
        yield f"{place or 'body'}: {cause[:200]}"
        return
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context:
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    for inner in min(branches.values(), key=_misfit):
        yield from _explain(inner)


def _misfit(errors: list[ValidationError]) -> tuple[bool, int]:
    places = [(list(error.relative_path), error.validator) for error in errors]
    return any(path == ["type"] or (not path and kind == "type") for path, kind in places), len(errors)


@functools.cache
def _document() -> dict[str, Any]:
    found = description()
    if found is None:
        raise LookupError(NEEDED)
    document: dict[str, Any] = json.loads(found.read_text("utf-8"))
    schemas = document["components"]["schemas"]
    schemas["SnowflakeType"]["type"] = ["string", "integer"]  # discord.py sends some ids as numbers
    for name, fields in KNOWN_OMISSIONS.items():
        schemas[name]["properties"] |= fields
    _refuse_unknown_fields(schemas)
    return document


def _refuse_unknown_fields(node: Any) -> None:
    """Every object with named properties takes no others; Discord drops them without a word."""
    if isinstance(node, list):
        for item in node:
            _refuse_unknown_fields(item)
    elif isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            node.setdefault("additionalProperties", False)
        for item in list(node.values()):
            _refuse_unknown_fields(item)


@functools.cache
def _registry() -> Registry[Any]:
    resource: Resource[Any] = Resource.from_contents(_document(), default_specification=DRAFT202012)
    registry: Registry[Any] = Registry().with_resource(ROOT, resource)
    return registry


def _absolute(schema: Any) -> dict[str, Any]:
    """References inside the description, made to lead there from a schema that stands alone."""
    text = json.dumps(schema).replace('"#/', f'"{ROOT}#/')
    absolute: dict[str, Any] = json.loads(text)
    return absolute


@functools.cache
def _templates() -> list[tuple[re.Pattern[str], str]]:
    """The paths, the most literal first."""
    names = sorted(_document()["paths"], key=lambda name: (name.count("{"), name))
    return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", name)), name) for name in names]


def _operation(method: str, path: str) -> tuple[str, dict[str, Any]] | None:
    for pattern, name in _templates():
        operation = _document()["paths"][name].get(method.lower())
        if operation is not None and pattern.fullmatch(path):
            return name, operation
    return None
