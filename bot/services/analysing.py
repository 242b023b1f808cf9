"""Words as they are looked for: what is stored and what is asked go through the same `list_stems`, on both databases.

Small letters, no accents ("dŵr" and "dwr" find each other), no endings ("recovering", "recovery"). A word with a
hyphen counts in its parts and as one. Words that say nothing ("the", "of") count only where there are no others.
"""

import re
import sys
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import Any, Final
from unicodedata import normalize

VERSION: Final = 1
"""Counts up when a text gives other stems than before: an index that was made with another is made again."""

MOST_ASKED: Final = 16
"""Different stems of a question; what comes after them is not looked for."""

_LONGEST_WORD: Final = 40
_MOST_PARTS: Final = 4
"""Parts of a word with hyphens that also counts as one."""

_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]")
"""Accents that stand alone after NFKD, and characters that nobody sees."""

_ALIKE = str.maketrans(
    dict.fromkeys("\u2018\u2019\u02bc\u2032`\u00b4", "'")
    | dict.fromkeys("\u2010\u2011", "-")
    | {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "\u0131": "i", "œ": "oe", "æ": "ae", "ð": "d", "þ": "th"}
)
"""Apostrophes, hyphens, and letters that Unicode does not take apart."""

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_SHORTENED = re.compile(r"'(?:d|ll|m|re|s|ve)$")
_STOPS = re.compile(
    r"a|about|after|again|all|also|am|an|and|any|anyone|are|arent|as|at|be|became|because|been|before|being|but|by|can"
    r"|cannot|cant|could|couldnt|did|didnt|do|does|doesnt|doing|dont|for|from|get|gets|getting|go|going|got|had|hadnt"
    r"|has|hasnt|have|havent|having|he|her|here|hers|him|his|how|i|if|im|in|into|is|isnt|it|its|ive|just|like|may|me"
    r"|mine|more|most|my|no|nor|not|of|off|on|or|other|our|ours|out|over|own|please|really|she|should|so|some|somebody"
    r"|someone|something|such|than|that|thats|the|their|theirs|them|then|there|these|they|thing|things|this|those|to"
    r"|too|up|us|very|want|was|wasnt|we|were|werent|what|when|where|which|while|who|whom|whose|why|will|with|wont|would"
    r"|wouldnt|you|your|yours|youre"
)


_KIN: Final = {
    "advocaci": "advoc", "anxious": "anxieti", "apprenticeship": "apprentic", "autist": "autism",
    "behavior": "behaviour", "center": "centr", "counsellor": "counsel", "counselor": "counsel", "crise": "crisi",
    "diagnosi": "diagnos", "griev": "grief", "heard": "hear", "hospitalis": "hospit", "leader": "lead",
    "leadership": "lead", "loneli": "lone", "organiz": "organis", "paid": "pay", "programm": "program",
    "psychiatri": "psychiatr", "psychiatrist": "psychiatr", "psychot": "psychosi", "qualif": "qualifi",
    "recoveri": "recov", "selv": "self", "supervisor": "supervis", "taught": "teach", "teacher": "teach",
    "therapeut": "therapi", "therapist": "therapi", "trainer": "train", "voluntari": "volunt",
}  # fmt: skip
"""Stems of one family that Snowball leaves apart, in the words of this field. A carer is not care: they stay apart."""


def fold(text: str) -> str:
    """Spell a text in small letters without accents; folding it again changes nothing."""
    small = normalize("NFKC", text.translate(_ALIKE)).casefold()  # apostrophes first: NFKC makes a gap of one of them
    return normalize("NFKC", _MARKS.sub("", normalize("NFKD", small)).translate(_ALIKE))


def list_stems(text: str, *, stops: bool = False) -> list[str]:
    """Give a text's stems in its order; words that say nothing only where asked for, or where there are no others."""
    return [stem(word) for word in list_words(text, stops=stops)]


def list_words(text: str, *, stops: bool = False) -> list[str]:
    """Give a text's folded words in its order, of which `list_stems` are the stems."""
    words = [word for found in _WORD.finditer(fold(text)) for word in _readings(found[0])]
    telling = [word for word in words if not _STOPS.fullmatch(word)]
    return words if stops or not telling else telling


def list_spelled(text: str) -> list[str]:
    """Give a text's folded words letter by letter: each as far as it is typed is the beginning of the whole."""
    return [word for found in _WORD.finditer(fold(text)) for word in _readings(found[0], is_whole=True)]


def read_question(text: str) -> dict[str, str]:
    """Give what somebody looks for: the first stems of a question, each once, with the word that was typed for it."""
    found: dict[str, str] = {}
    for word in list_words(text):
        found.setdefault(stem(word), word)
    return dict([*found.items()][:MOST_ASKED])


def list_asked(text: str) -> list[str]:
    """Give the stems of a question."""
    return list(read_question(text))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Give a folded word without its ending, by Snowball's rules for English and the families of this field."""
    ended: str = _stemmer()().stemWord(word)
    return _KIN.get(ended, ended)


def _readings(word: str, *, is_whole: bool = False) -> list[str]:
    """Give a word's parts, and the whole if there are a few: "self-harm" is also "selfharm"."""
    said = word.split("-") if is_whole else [_SHORTENED.sub("", part) for part in word.split("-")]
    parts = [part.replace("'", "")[:_LONGEST_WORD] for part in said]
    return [*parts, "".join(parts)[:_LONGEST_WORD]] if 1 < len(parts) <= _MOST_PARTS else parts


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    """Load Snowball's English alone: its package loads 36 languages, which hold 10 MB and take a quarter of a second.

    It also takes a C library where there is one; here every installation has the same stems. A stemmer keeps
    the word that it works on, so each word has one of its own: threads do not meet.
    """
    package = "snowballstemmer"
    spec = find_spec(package)
    if package in sys.modules or spec is None:
        return import_module(f"{package}.english_stemmer").EnglishStemmer
    sys.modules[package] = module_from_spec(spec)  # known, and not run
    try:
        return import_module(f"{package}.english_stemmer").EnglishStemmer
    finally:
        del sys.modules[package]
