"""One language: its messages and nouns by id, filled in by Fluent, each parsed when it is first needed."""

from collections.abc import Mapping
from functools import cached_property

from fluent.runtime import FluentBundle, resolver
from fluent.runtime.types import FluentInt
from fluent.syntax import ast

from bot.wording.nouns import with_all_forms
from bot.wording.numbers import keep_numbers
from bot.wording.rules import variables_of
from bot.wording.sources import Source

resolver.MAX_PART_LENGTH = 8_000  # Fluent gives up on a value over 2,500 characters; Discord shows 4,000


class WordingError(LookupError):
    """Code asked for a message that does not exist, or gave it other variables than it takes."""


class Language:
    """The messages and nouns of one locale."""

    def __init__(self, locale: str, sources: Mapping[str, Source]) -> None:
        self.locale = locale
        self.sources = sources
        self._variables: dict[str, frozenset[str]] = {}

    @cached_property
    def messages(self) -> frozenset[str]:
        """The ids of the messages."""
        return frozenset(name for name in self.sources if not name.startswith("-"))

    @cached_property
    def nouns(self) -> list[str]:
        """The ids of the nouns, each with its hyphen."""
        return [name for name in self.sources if name.startswith("-")]

    def variables(self, message_id: str) -> frozenset[str]:
        """Give the names of the variables a message takes."""
        if message_id not in self._variables:
            entry = self.sources[message_id].entry
            self._bundle.add_resource(ast.Resource([entry]))
            self._variables[message_id] = variables_of(entry)
        return self._variables[message_id]

    def render(self, message_id: str, variables: Mapping[str, str | int]) -> str:
        """Fill in a message; WordingError rather than a half-filled sentence."""
        takes = self.variables(message_id)
        if takes != variables.keys():
            raise WordingError(f"{message_id} takes {sorted(takes)} and was given {sorted(variables)}")
        given = {name: _given(message_id, name, value) for name, value in variables.items()}
        if not (pattern := self._bundle.get_message(message_id).value):
            raise WordingError(f"{message_id} has no text")
        text, problems = self._bundle.format_pattern(pattern, given)
        if problems:
            raise WordingError(f"{message_id} cannot be filled in: {problems[0]}")
        return str(text)

    @cached_property
    def _bundle(self) -> FluentBundle:
        keep_numbers(self.locale)
        # Isolating marks around values would break <@id> and <t:...>.
        bundle = FluentBundle([self.locale], use_isolating=False)
        entries = (self.sources[name].entry for name in self.nouns)
        bundle.add_resource(ast.Resource([with_all_forms(entry) for entry in entries if isinstance(entry, ast.Term)]))
        return bundle


def _given(message_id: str, name: str, value: str | int) -> str | FluentInt:
    """Keep a number a number, so that it chooses a plural, but never with commas: it may be an id."""
    if isinstance(value, str):
        return value
    if type(value) is int:
        return FluentInt(value, useGrouping=False)
    raise WordingError(f"{message_id} was given {name} as {type(value).__name__}: give text or a whole number")
