"""An installation's own wording: read whole and checked at start, so that a slip is found by whoever made it.

An override says what a known message says, in other words: same id, same variables. A folder for a locale
that is not shipped is a translation, under the same checks.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from babel import Locale, UnknownLocaleError
from fluent.syntax import FluentParser, ast

from bot.errors import Invalid, SettingsProblem
from bot.wording.kinds import DISCORD_LIMITS, kind_of
from bot.wording.languages import Language
from bot.wording.nearest import nearest
from bot.wording.nouns import with_all_forms
from bot.wording.rules import check_message, check_variables
from bot.wording.sources import SUFFIX, Source, cut, files, read_file

_PHONE = re.compile(r"\d{3}")
"""Where contacts are shown, a number in the wording could be wrong and nobody would check it."""

_STARRED = re.compile(r"^ +\*(?!\[)", re.MULTILINE)
"""Bold text at the start of a line, which Fluent takes for a choice: the slip most easily made."""


def read_overrides(folder: Path, original: Language, locales: list[str]) -> dict[str, dict[str, Source]]:
    """Give the entries of each locale's folder; Invalid or SettingsProblem, saying where, if one is wrong."""
    if not folder.is_dir():
        raise Invalid("wording-no-folder", folder=str(folder))
    for path in files(folder):
        raise Invalid("wording-no-locale", file=str(path), example=str(folder / original.locale / path.name))
    return {
        place.name: _read_locale(place, original, locales)
        for place in sorted(folder.iterdir())
        if place.is_dir() and not place.name.startswith(".")
    }


def _read_locale(folder: Path, original: Language, locales: list[str]) -> dict[str, Source]:
    """Give a locale's entries by id, each fit to stand for the original of its id."""
    if folder.name not in locales and not _is_locale(folder.name):
        raise Invalid("wording-folder-name", folder=str(folder), nearest=nearest(folder.name, locales))
    for path in folder.glob(f"*{SUFFIX}.txt"):
        raise Invalid("wording-file-name", file=str(path), name=path.stem)
    found: dict[str, Source] = {}
    for path in files(folder):
        for source in _read_strictly(path):
            with _place_named(source, original):
                _check(source, original, found)
            found[source.id] = source
    merged = Language(folder.name, {**original.sources, **found})
    for source in found.values():
        with _place_named(source, original):
            _check_shown(source.id, merged)
    return found


def _is_locale(name: str) -> bool:
    """Whether a folder's name is a locale as Discord writes it: `fr`, `pt-BR`; not `en_gb`, not `french`."""
    try:
        return str(Locale.parse(name, sep="-")).replace("_", "-") == name
    except (ValueError, UnknownLocaleError):
        return False


def _read_strictly(path: Path) -> Iterator[Source]:
    """Give a file's entries; Invalid when any part of the file is not Fluent."""
    text = read_file(path)
    for item in FluentParser().parse(text).body:
        if isinstance(item, ast.Junk) and item.span:
            starred = _STARRED.search(text, item.span.start, item.span.end)
            start = starred.start() if starred else item.span.start
            raise Invalid(
                "wording-starred" if starred else "wording-junk",
                file=str(path),
                line=text.count("\n", 0, start) + 1,
                text=text[start:].split("\n")[0].strip(),
            )
    return cut(path, text)


@contextmanager
def _place_named(source: Source, original: Language) -> Iterator[None]:
    """Turn a problem with an entry into one line that also says where the entry is."""
    try:
        yield
    except Invalid as problem:
        text = original.render(problem.message_id, problem.variables)
        raise SettingsProblem(
            original.render(
                "wording-entry",
                {"file": str(source.path), "line": source.line, "id": source.id, "problem": text},
            )
        ) from problem


def _check(source: Source, original: Language, found: dict[str, Source]) -> None:
    """Raise Invalid unless the entry may stand for the original of its id."""
    if source.id not in original.sources:
        raise Invalid("wording-unknown-id", nearest=nearest(source.id, original.sources))
    if source.id in found:
        raise Invalid("wording-twice", file=str(found[source.id].path), line=found[source.id].line)
    if isinstance(source.entry, ast.Term):
        with_all_forms(source.entry)
        return
    check_message(source.entry, original.nouns)
    check_variables(source.entry, original.variables(source.id))
    if source.id.startswith("contacts-") and _PHONE.search(source.text):
        raise Invalid("wording-number")


def _check_shown(message_id: str, language: Language) -> None:
    """Raise Invalid unless the message, filled in, has something to show and fits where Discord shows it."""
    if message_id.startswith("-"):
        return
    shown = language.render(message_id, dict.fromkeys(language.variables(message_id), "x"))
    if not shown.strip():
        raise Invalid("wording-empty")
    if len(shown) > (limit := DISCORD_LIMITS[kind_of(message_id)]):
        raise Invalid("wording-long", length=len(shown), limit=limit)
