"""Would Discord refuse this request? Judged by its own OpenAPI description and the rules that one misses.

The description's path comes from the environment variable KETTLE_DISCORD_OPENAPI; without it
`description()` is None, and tests that need it skip with that reason. Every request that a wire test or a
journey records goes through `refusals`, which then knows the rules by hand only.
"""

from __future__ import annotations

import functools
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # ships no types
from jsonschema.validators import extend  # type: ignore[import-untyped]  # the same
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.wire.rules import broken_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]  # the same

    Asked = tuple[str, str, Any]

VARIABLE = "KETTLE_DISCORD_OPENAPI"
NEEDED = f"{VARIABLE} does not name Discord's OpenAPI description"
ROOT = "urn:discord"
SNOWFLAKE = re.compile(r"(?<!\d)\d{17,20}(?!\d)")

# Fields that the description leaves out, though discord.py always sends them and Discord takes them; by their schema.
KNOWN_OMISSIONS = {
    "BaseCreateMessageCreateRequest": {"tts": {"const": False}},
    "MessageEditRequestPartial": {"tts": {"const": False}},
    "CreateForumThreadRequest": {"type": {"const": 11}},
    "IncomingWebhookUpdateRequestPartial": {"tts": {"const": False}},
    "ApplicationCommandUpdateRequest": {"nsfw": {"type": "boolean"}},
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": {"tts": {"type": "boolean"}},
}


@functools.cache
def description() -> Path | None:
    """Where the description is, if the environment says so and it is there."""
    path = Path(os.environ.get(VARIABLE) or "missing")
    return path if path.is_file() else None


def expect_taken(requests: Iterable[Asked]) -> None:
    """Fail unless Discord would take every one of these requests."""
    if told := refusals(requests):
        raise AssertionError("Discord would refuse:\n" + "\n".join(told))


def refusals(requests: Iterable[Asked]) -> list[str]:
    """What Discord would refuse of all that was asked, each request with its reason; equal ones are judged once."""
    told = (f"{method} {path}: {reason}" for method, path, body in requests for reason in _verdict(method, path, body))
    return list(dict.fromkeys(told))


def _verdict(method: str, path: str, body: Any) -> tuple[str, ...]:
    return _judged(method, _plain(path), _plain(json.dumps(body)))


def _plain(text: str) -> str:
    """With all ids alike, each as long as it was."""
    return SNOWFLAKE.sub(lambda found: "1" * len(found[0]), text)


@functools.cache
def _judged(method: str, path: str, text: str) -> tuple[str, ...]:
    """By its shape: journeys ask the same with other ids thousands of times."""
    body = json.loads(text)
    known = description() is not None
    return tuple(judge(method, path, body) if known else broken_rules(method, path, body))


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
    for error in _validator(json.dumps(schema)).iter_errors(body):
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


@functools.cache
def _validator(schema: str) -> Draft202012Validator:
    """References inside the description are made to lead there from a schema that stands alone."""
    return _Discerning(json.loads(schema.replace('"#/', f'"{ROOT}#/')), registry=_registry())


def _discern(keyword: str) -> Callable[..., Iterator[ValidationError]]:
    """Of several alternatives try those of the right `type` only: a screen in a tenth of the time, the same verdict."""
    original = Draft202012Validator.VALIDATORS[keyword]

    def check(validator: Any, branches: list[Any], instance: Any, schema: Any) -> Iterator[ValidationError]:
        kind = instance.get("type") if isinstance(instance, dict) else None
        fitting = [branch for branch in branches if kind in _kinds(json.dumps(branch), kind)]
        yield from original(validator, fitting or branches, instance, schema)

    return check


@functools.cache
def _kinds(branch: str, asked: Any) -> tuple[Any, ...]:
    """The values of `type` that an alternative names; if it names none, whatever is asked."""
    schema = json.loads(branch)
    while "$ref" in schema:
        schema = _document()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    named = schema.get("properties", {}).get("type", {})
    return tuple(named.get("enum") or ([named["const"]] if "const" in named else [asked]))


_Discerning = extend(Draft202012Validator, {keyword: _discern(keyword) for keyword in ("anyOf", "oneOf")})


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
