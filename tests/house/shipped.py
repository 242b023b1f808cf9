"""Every shipped message as people would see it: each of its choices, with plausible values in its places."""

from collections.abc import Iterator
from functools import cache
from itertools import product

from fluent.syntax import ast
from fluent.syntax.visitor import Visitor

from bot.wording import FIRST, SHIPPED, Wording
from bot.wording.kinds import kind_of
from bot.wording.sources import Source, read_folder
from tests.house.plain_words import Text

SAMPLES: dict[str, str | int] = {
    "channel": "<#123456789012345678>",
    "count": 3,
    "day": "<t:1767225600:D>",
    "days": 14,
    "file": "wording/en-GB/ours.ftl",
    "member": "<@123456789012345678>",
    "name": "Sam",
    "number": "116 123",
    "reference": "7Q4MXD",
    "role": "<@&123456789012345678>",
    "time": "<t:1767225600:t>",
    "when": "<t:1767225600:f>",
    "zone": "Europe/London",
}
OTHER = "Sam"

PLURALS: dict[str, int] = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 14}


class _Choices(Visitor):
    """The keys of the choices on each variable."""

    def __init__(self) -> None:
        self.keys: dict[str, list[str]] = {}

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802 Fluent's own name
        if isinstance(node.selector, ast.VariableReference):
            keys = self.keys.setdefault(node.selector.id.name, [])
            keys += [getattr(variant.key, "name", None) or variant.key.value for variant in node.variants]
        self.generic_visit(node)


def values(source: Source) -> dict[str, list[str | int]]:
    """The values that between them reach each choice of a message, by variable."""
    choices = _Choices()
    choices.visit(source.entry)
    return {name: list(dict.fromkeys(_value(key) for key in keys)) for name, keys in choices.keys.items()}


def _value(key: str) -> str | int:
    return int(key) if key.isdigit() else PLURALS.get(key, key)


def renderings(words: Wording, source: Source) -> Iterator[str]:
    """The message in each combination of its choices."""
    plain = {name: SAMPLES.get(name, OTHER) for name in words.variables(source.id)}
    chosen = values(source)
    for combination in product(*chosen.values()):
        yield words(source.id, **(plain | dict(zip(chosen, combination, strict=True))))


FEATURES = {path.stem for path in (SHIPPED / FIRST).glob("*.ftl")} - {"terms"}
LOCALES = sorted({path.parent.name for path in SHIPPED.glob("*/*.ftl")})


@cache
def sources(locale: str = FIRST) -> list[Source]:
    return read_folder(SHIPPED / locale)


@cache
def texts() -> list[Text]:
    words = Wording()
    return [
        Text(source.id, kind_of(source.id), shown)
        for source in sources()
        if not source.id.startswith("-")
        for shown in dict.fromkeys(renderings(words, source))
    ]
