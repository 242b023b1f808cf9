"""Every word the bot says: Fluent files by locale and feature, British English first."""

from collections.abc import Sequence
from copy import copy
from pathlib import Path

from bot.errors import Invalid, SettingsProblem
from bot.wording.languages import Language, WordingError
from bot.wording.nearest import nearest
from bot.wording.overrides import read_overrides
from bot.wording.sources import SUFFIX, Source, read_folder

__all__ = ["FIRST", "SHIPPED", "Wording", "WordingError"]

FIRST = "en-GB"
"""The locale that has every message; the others fall back to it."""

SHIPPED = Path(__file__).parent


class Wording:
    """The words of one locale, as an installation wants them. Call it with a message id and its variables."""

    def __init__(self, locale: str = FIRST, overrides: Path | None = None) -> None:
        self._languages = _read_languages(overrides)
        self.locale = locale
        if locale not in self._languages:
            raise SettingsProblem(self._unknown(locale))

    def __call__(self, message_id: str, /, **variables: str | int) -> str:
        """Say a message; WordingError when it does not exist or its variables are not exactly those given."""
        return self._language(message_id).render(message_id, variables)

    def join(self, items: Sequence[str]) -> str:
        """Say one or more things as a sentence lists them, with a word before the last."""
        *before, last = items
        if not before:
            return last
        listed = before[0]
        for item in before[1:]:
            listed = self("common-list-more", listed=listed, item=item)
        return self("common-list-last", listed=listed, item=last)

    def for_locale(self, locale: str) -> "Wording":
        """Give the words in a member's own locale, or in another of the same language, else these."""
        others = (known for known in self._languages if known.partition("-")[0] == locale.partition("-")[0])
        words = copy(self)
        words.locale = locale if locale in self._languages else next(others, self.locale)
        return words

    def speaks(self, locale: str) -> bool:
        """Whether there are words in this very locale."""
        return locale in self._languages

    def ids(self) -> frozenset[str]:
        """Give the ids of all messages."""
        return self._languages[FIRST].messages

    def variables(self, message_id: str) -> frozenset[str]:
        """Give the names of the variables that a message takes."""
        return self._language(message_id).variables(message_id)

    def _language(self, message_id: str) -> Language:
        """Give this locale's language, or the first one where this has no such message."""
        for language in (self._languages.get(self.locale), self._languages[FIRST]):
            if language and message_id in language.messages:
                return language
        raise WordingError(f"there is no message {message_id}; the nearest is {nearest(message_id, self.ids())}")

    def _unknown(self, locale: str) -> str:
        known = sorted(self._languages)
        return self("wording-unknown-locale", locale=locale, known=self.join(known), nearest=nearest(locale, known))


def _read_languages(overrides: Path | None) -> dict[str, Language]:
    """Give every shipped locale and every one of the installation's, its own wording over the shipped one."""
    folders = {path.parent for path in SHIPPED.glob(f"*/*{SUFFIX}")}
    shipped = {folder.name: {source.id: source for source in read_folder(folder)} for folder in folders}
    first = Language(FIRST, shipped[FIRST])
    own: dict[str, dict[str, Source]] = {}
    if overrides:
        try:
            own = read_overrides(overrides, first, list(shipped))
        except Invalid as problem:
            raise SettingsProblem(first.render(problem.message_id, problem.variables)) from problem
    nouns = {name: (shipped[FIRST] | own.get(FIRST, {}))[name] for name in first.nouns}
    return {locale: Language(locale, nouns | shipped.get(locale, {}) | own.get(locale, {})) for locale in shipped | own}
