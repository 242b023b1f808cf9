"""The plain words rules, each a pure function from a text to what is wrong with it.

How messages are written, so that these checks know what they look at:

- An id starts with its feature's name (`checkins-saved`) or is a description (`command-my-checkins`).
- Its last word may say what the text is for: `-button`, `-answer` (a button that answers the question shown),
  `-title`, `-label`, `-hint`, `-placeholder`, `-option`, `-choice`, `-alt`,
  `-menu`. Anything else is a message.
- A line is a paragraph; a line that starts with "- " is an entry of a list.
- Phone numbers, names, dates and mentions come in as variables, never as text.
- A sentence that has to use a word from the lists stands, as it is shown, in `allowed_sentences.txt`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from textstat import textstat

from bot.wording.kinds import DISCORD_LIMITS, MESSAGE
from tests.house import word_lists as lists

ALLOWED = {
    line.strip()
    for line in Path(__file__).with_name("allowed_sentences.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
}


@dataclass(frozen=True)
class Text:
    """One message as a person sees it, filled in with sample values."""

    id: str
    kind: str
    shown: str

    @property
    def feature(self) -> str:
        return self.id.partition("-")[0]


LIMITS = DISCORD_LIMITS | {"button": 25, "answer": 25, "alt": 300, MESSAGE: 600}

OPERATORS = {"cli", "config", "database", "demo", "wording"}
"""Features whose words only the person at the keyboard reads: files and settings have names there."""

SUPPORT = {"contacts", "reachouts"}
"""Features that people turn to on a bad day."""

GRADE, SUPPORT_GRADE = 6.0, 5.0
GRADED_WORDS = 30
SENTENCE_WORDS, MEAN_WORDS, PARAGRAPH_SENTENCES = 20, 14, 3

_WORD = re.compile(r"[^\W_][\w'/.@:-]*")
_EMOJI = re.compile(r"<a?:\w+:\d+>|[\u2190-\u21ff\u2300-\u27bf\u2900-\u2bff\U0001f000-\U0001faff]\ufe0f?")
_MARKUP = (
    (re.compile(r"<t:-?\d+(?::\w)?>"), "Tuesday"),
    (re.compile(r"<(?:@[!&]?|#)\d+>"), "Sam"),
    (re.compile(r"\[([^\]]+)\]\(\S+?\)"), r"\1"),
    (re.compile(r"https?://\S+"), "link"),
    (_EMOJI, ""),
    (re.compile(r"^(?:#{1,3}|-#|-|>|\d+\.) +", re.MULTILINE), ""),
    (re.compile(r"\*\*|__|`"), ""),
)


def spoken(shown: str) -> str:
    """The words alone, as a reader hears them."""
    for pattern, word in _MARKUP:
        shown = pattern.sub(word, shown)
    return shown.replace("\u2019", "'")


def words_in(text: str) -> list[str]:
    return _WORD.findall(spoken(text))


def paragraphs(text: str) -> list[list[str]]:
    """The sentences of each line that is not blank."""
    lines = (line.strip() for line in spoken(text).splitlines())
    return [re.split(r"(?<=[.!?])\s+", line) for line in lines if line]


def sentences(text: str) -> list[str]:
    return [sentence for paragraph in paragraphs(text) for sentence in paragraph]


def grade(text: str) -> float:
    """Flesch-Kincaid: about the years of school a text asks for. A line ends its sentence."""
    ended = (sentence if sentence[-1] in ".!?" else f"{sentence}." for sentence in sentences(text))
    return float(textstat.flesch_kincaid_grade(" ".join(ended)))


def reading_grade(text: Text) -> Iterator[str]:
    """L1."""
    limit = SUPPORT_GRADE if text.feature in SUPPORT else GRADE
    if len(words_in(text.shown)) >= GRADED_WORDS and (found := grade(text.shown)) > limit:
        yield f"reading grade {found}, at most {limit}"


def sentence_length(text: Text) -> Iterator[str]:
    """L2, L3."""
    lengths = [len(words_in(sentence)) for sentence in sentences(text.shown)]
    if lengths and max(lengths) > SENTENCE_WORDS:
        yield f"a sentence of {max(lengths)} words, at most {SENTENCE_WORDS}"
    if lengths and sum(lengths) / len(lengths) > MEAN_WORDS:
        yield f"sentences of {sum(lengths) / len(lengths):.1f} words on average, at most {MEAN_WORDS}"
    longest = max((len(paragraph) for paragraph in paragraphs(text.shown)), default=0)
    if longest > PARAGRAPH_SENTENCES:
        yield f"a paragraph of {longest} sentences, at most {PARAGRAPH_SENTENCES}"


def _forbids(pattern: re.Pattern[str], reason: str) -> Callable[[Text], Iterator[str]]:
    """Make the check that no sentence holds a match, but for the allowed sentences."""

    def check(text: Text) -> Iterator[str]:
        for sentence in sentences(text.shown):
            if sentence not in ALLOWED and (found := pattern.search(sentence)):
                yield f"{reason}: {found[0]!r}"

    check.__name__ = reason.replace(" ", "_")
    return check


hurtful = _forbids(lists.HURTFUL, "a word that hurts or puffs up")  # L4
promises = _forbids(lists.PROMISES, "a promise or a clinical word")  # L5, T12
guilt = _forbids(lists.GUILT, "guilt or a score")  # L18
places = _forbids(lists.PLACES, "meaning by colour or place")  # L10
shorthand = _forbids(lists.SHORTHAND, "shorthand")  # L14
official = _forbids(lists.OFFICIAL, "an official or blaming word")
_jargon = _forbids(lists.JARGON, "jargon")


def jargon(text: Text) -> Iterator[str]:
    """Programs' words, where members read."""
    if text.feature not in OPERATORS:
        yield from _jargon(text)


def length(text: Text) -> Iterator[str]:
    """L6."""
    if len(text.shown) > (limit := LIMITS[text.kind]):
        yield f"{len(text.shown)} characters, at most {limit}"
    if not text.shown.strip():
        yield "nothing to show"
    if text.kind != MESSAGE and "\n" in text.shown:
        yield f"a {text.kind} is one line"


def emoji(text: Text) -> Iterator[str]:
    """L7."""
    for line in text.shown.splitlines():
        found = list(_EMOJI.finditer(line))
        if len(found) > 1:
            yield "more than one emoji in a line"
        if found and not words_in(line):
            yield "an emoji is the only label"
        if found and line[found[-1].end() :].strip():
            yield "an emoji that is not at the end of its line"


def alt(text: Text) -> Iterator[str]:
    """L8."""
    if text.kind == "alt" and len(sentences(text.shown)) > 2:
        yield "alt text is one or two sentences"


def button(text: Text) -> Iterator[str]:
    """L9."""
    if text.kind not in {"button", "answer"}:
        return
    first = next(iter(words_in(text.shown.removeprefix("Please "))), "").lower()
    if text.kind == "button" and first not in lists.VERBS:
        yield f"a button starts with a verb, not {first!r}"
    if text.shown.rstrip().endswith((".", ":")):
        yield "a button has no full stop"


_CAPITALS = re.compile(r"\b[A-Z]{2,}s?\b")


def capitals(text: Text) -> Iterator[str]:
    """L13."""
    if text.feature not in OPERATORS:
        for found in _CAPITALS.findall(re.sub(r"`[^`]*`", "", text.shown)):
            if found not in lists.CAPITALS:
                yield f"unexplained capitals: {found}"


_ITALICS = re.compile(r"(?<![\w*])\*(?![\s*])[^*\n]+\*(?!\*)|(?<![\w_])_(?![\s_])[^_\n]+_(?![\w_])")


def marks(text: Text) -> Iterator[str]:
    """L14, and marks that nobody sees."""
    if "&" in re.sub(r"<@&\d+>", "", text.shown):
        yield "write and, not &"
    if found := _ITALICS.search(text.shown):
        yield f"italics: {found[0]}"
    for mark in text.shown:
        if unicodedata.category(mark) == "Cf":
            yield f"an invisible mark, U+{ord(mark):04X}"
    if re.search(r"\d,\d", text.shown):
        yield "a comma inside a number"


_OURS = re.compile(r"\{ *-[^}]*\}|`/[^`]*`")
"""Terms, and commands: their names are the contract, whatever the nouns are."""
_NOUNS = re.compile(r"\b(?:check-ins?|story|stories)\b", re.IGNORECASE)


def fixed_nouns(text: Text) -> Iterator[str]:
    """Checked on the text as written: a noun that an installation may rename is a term, never its letters."""
    if found := _NOUNS.search(_OURS.sub("", text.shown.partition("=")[2])):
        yield f"write a term for {found[0]!r}"


def written_numbers(text: Text) -> Iterator[str]:
    """L11: checked on the text as written, its variables left out."""
    if found := re.search(r"\d{3}", text.shown.partition("=")[2]):
        yield f"a number that could be a phone number: {found[0]}"


CHECKS = (
    reading_grade,
    sentence_length,
    hurtful,
    promises,
    guilt,
    places,
    shorthand,
    official,
    jargon,
    length,
    emoji,
    alt,
    button,
    capitals,
    marks,
)


def problems(text: Text) -> list[str]:
    """Everything that is wrong with a text."""
    return [problem for check in CHECKS for problem in check(text)]
