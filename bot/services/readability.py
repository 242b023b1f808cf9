"""How a text reads: what may be hard for some people in it. It is said to its author and never stops anybody."""

import re
from typing import Literal

Warned = Literal["alt", "capitals", "emoji", "hard", "sentences"]

GRADED_WORDS = 30
HARD = 8.0
"""Years of school (Flesch-Kincaid) that a text should not ask for; of a short text the figure says nothing."""

LONG_SENTENCE = 25
SHOUTED_WORDS = 3
MOST_EMOJI = 5

_MARKUP = re.compile(r"https?://\S+|<[@#:/t][^>\s]*>|<a:[^>\s]*>|[*_~`|>#]|^\s*[-\d]+[.)]?\s", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_][\w'\u2019-]*")
_SHOUTED = re.compile(r"\b[^\W\d_a-z]{4,}\b")
_EMOJI = re.compile(r"<a?:\w+:\d+>|[\u2190-\u21ff\u2300-\u27bf\u2900-\u2bff\U0001f000-\U0001faff]")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]e|[^aeiouytd]ed|[^aeiouyscgxz]es)$")


def list_warnings(*texts: str) -> list[Warned]:
    """Give what may be hard to read in texts that are read one after the other."""
    text = "\n".join(texts)
    lines = [len(_EMOJI.findall(line)) for line in text.splitlines()]
    checks: dict[Warned, bool] = {
        "capitals": len(_SHOUTED.findall(_MARKUP.sub(" ", text))) >= SHOUTED_WORDS,
        "emoji": max(lines, default=0) > 1 or sum(lines) > MOST_EMOJI,
        "hard": len(_words(text)) >= GRADED_WORDS and grade(text) > HARD,
        "sentences": any(len(_words(sentence)) > LONG_SENTENCE for sentence in _sentences(text)),
    }
    return [name for name, found in checks.items() if found]


def grade(text: str) -> float:
    """Give the years of school that a text asks for, by Flesch and Kincaid; syllables are counted roughly."""
    words = _words(text)
    sentences = [sentence for sentence in _sentences(text) if _words(sentence)]
    if not words:
        return 0.0
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _words(text: str) -> list[str]:
    return _WORD.findall(_MARKUP.sub(" ", text))


def _sentences(text: str) -> list[str]:
    """Cut a text into sentences; a line ends one."""
    return re.split(r"[.!?]+(?:\s|$)|\n", _MARKUP.sub(" ", text))


def _syllables(word: str) -> int:
    said = word.casefold()
    return max(1, len(_VOWELS.findall(said)) - bool(_SILENT.search(said)))
