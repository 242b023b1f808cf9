"""Names of NHS trusts, health boards, hospitals and wards in a text. "The ward", "ward off" and "trust me" are none.

A kind of place is found first ("Hospital"), then the name before it, word by word: as far as the words are
written like a name, and at most a few words back, so that the time is in proportion to the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TRUST = re.compile(
    r"\b(?:(?i:NHS[ ](?:Foundation[ ])?Trusts?|Foundation[ ]Trust|Health[ ]and[ ](?:Social[ ])?Care[ ](?:NHS[ ])?Trust)"
    r"|(?:Partnership|Care|Health|Healthcare|HSC|Hospitals?)[ ]Trust)\b"
)
_BOARD = re.compile(r"\bhealth[ ]board\b", re.IGNORECASE)
_HOSPITAL = re.compile(r"\b(?:hospitals?|infirmary)\b", re.IGNORECASE)
_WARD = re.compile(r"\b(?:ward|unit)\b", re.IGNORECASE)

_FIXED = re.compile(
    r"""\b(?:
      NHS[ ](?:Ayrshire(?:[ ](?:and|&)[ ]Arran)?|Borders|Dumfries(?:[ ](?:and|&)[ ]Galloway)?|Fife|Forth[ ]Valley
        |Grampian|(?:Greater[ ])?Glasgow(?:[ ](?:and|&)[ ]Clyde)?|Highland|Lanarkshire|Lothian|Orkney|Shetland|Tayside
        |Western[ ]Isles)
    | Aneurin[ ]Bevan|Betsi[ ]Cadwaladr|Cwm[ ]Taf(?:[ ]Morgannwg)?|Hywel[ ]Dda
    | (?-i:(?:Belfast|Northern|Southern|South[ ]Eastern|Western)(?:[ ]HSC)?[ ]Trust)
    | (?:in|at|to|from|near|under)[ ](?P<saint>st\.?[ ][^\W\d_]{2,20}(?:['\u2019]s?)?[ ](?:hospital|infirmary))
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
_SMALL_WARD = re.compile(r"\bon[ ]((?P<name>[a-z]{3,20})[ ]ward)\b(?![ ](?:duty|off|rounds?|staff)\b)")
_NUMBERED = re.compile(
    r"\b(?:Ward|WARD|ward)[ ](?:[Nn]o\.?[ ]?)?(?:\d{1,3}[A-Za-z]?|[A-HJ-Z]\d{0,3})\b"
    r"(?![.:]\d|%|[ ]?(?:am|pm|times?|minutes?|hours?|days?|nights?|weeks?|months?|years?|people|patients|beds|of|or"
    r"|more|and[ ]a[ ]half)\b)"
)

_WORD = re.compile(r"St\.|[^\W_]+(?:['\u2019-][^\W_]+)*['\u2019]?|&")
_MARGIN = 90
"""Characters before a kind of place in which its name may stand."""

_JOINS = re.compile(r"of|and|the|for|&")
_STOPS = re.compile(
    r"a|about|across|after|all|an|another|any|are|as|at|because|been|before|between|both|but|by|each|either|every|from"
    r"|had|has|have|he|her|his|how|i|if|in|inside|into|is|it|its|joined|left|like|local|me|mr|mrs|ms|dr|miss|my|near"
    r"|new|no|not|old|on|one|or|our|outside|over|own|same|she|since|so|some|that|their|then|these|they|this|those"
    r"|through|to|told|two|under|until|via|was|we|were|what|when|where|which|while|who|whole|why|with|within|without"
    r"|work|worked|works|your|nurse|sister|doctor|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|january|february|march|april|may|june|july|august|september|october|november|december",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"acute|admissions?|adolescent|adults?|and|assessment|baby|care|children['\u2019]?s|city|community|cottage|county"
    r"|crisis|day|dependency|disorders?|district|eating|emergency|female|first|for|foundation|general|health|healthcare"
    r"|high|home|hospitals?|inpatient|intensive|isolation|labour|last|locked|main|male|maternity|medical|men['\u2019]?s"
    r"|mental|mother|nearest|nhs|night|of|open|partnership|private|psychiatric|psychiatry|recovery|rehab|rehabilitation"
    r"|royal|secure|short|social|special|stay|stroke|surgical|teaching|the|to|treatment|trust|university|wom[ae]n['\u2019]?s"
    r"|hsc|&",
    re.IGNORECASE,
)
"""Words that say what kind of place it is, and not which."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a kind of place is called, how many words its name has at most, and what may stand among them."""

    called: re.Pattern[str]
    words: int
    joins: bool = True
    small: bool = False


_KINDS = (
    _Kind(_TRUST, 9, small=True),
    _Kind(_BOARD, 6, small=True),
    _Kind(_HOSPITAL, 6),
    _Kind(_WARD, 3, joins=False),
)


def find_spans(text: str) -> Iterator[tuple[int, int]]:
    """Give where names of places stand in a text; of two that meet, the one that is given first is the fuller."""
    for kind in _KINDS:
        for called in kind.called.finditer(text):
            start = _name_before(text, called, kind)
            if start is not None:
                yield start, called.end()
    for pattern in (_NUMBERED, _FIXED):
        for found in pattern.finditer(text):
            yield found.span(found.lastgroup or 0)
    for found in _SMALL_WARD.finditer(text):
        if not _GENERAL.fullmatch(found["name"]) and not _STOPS.fullmatch(found["name"]):
            yield found.span(1)


def _name_before(text: str, called: re.Match[str], kind: _Kind) -> int | None:
    """Give where the name before a kind of place begins; None where it has none."""
    small = kind.small and called[0] == called[0].lower()
    words: list[re.Match[str]] = []
    end = called.start()
    for word in reversed(list(_WORD.finditer(text, max(0, end - _MARGIN), end))):
        if (
            len(words) == kind.words
            or not _is_near(text[word.end() : end])
            or not _may_name(word[0], kind, small=small)
        ):
            break
        words.append(word)
        end = word.start()
    while words and _JOINS.fullmatch(words[-1][0].casefold()):
        words.pop()
    if all(_GENERAL.fullmatch(word[0]) for word in words):
        return None
    if not called[0][0].isupper() and len(words) == 1 and not small and _opens(text, words[0].start()):
        return None  # "Leaving hospital was hard": any word is written large there
    return words[-1].start()


def _is_near(between: str) -> bool:
    return between in {" ", "  ", "\u00a0"}


def _may_name(word: str, kind: _Kind, *, small: bool) -> bool:
    if _STOPS.fullmatch(word):
        return False
    joins = kind.joins and _JOINS.fullmatch(word) is not None
    return joins or word[0].isupper() or (small and word[0].isalpha())


def _opens(text: str, start: int) -> bool:
    """Say whether a sentence begins here."""
    before = text[max(0, start - _MARGIN) : start].rstrip(" \u00a0\"'\u2018\u201c(")
    return not before or before[-1] in ".!?\n:;\u2013\u2014-"
