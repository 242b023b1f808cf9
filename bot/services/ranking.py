"""What answers a question best: one order, worked out here, whichever database found the candidates.

A title says more than themes, themes more than the text, a rare word more than a common one, and a word said twice
little more than once (as in BM25F). Who has more of the asked words comes first, all else being equal.
What is asked never makes a text longer, so a text with one more of the words never falls behind one that stayed.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log
from typing import Final, Generic, NamedTuple, TypeVar

Key = TypeVar("Key", int, str)
Stem = TypeVar("Stem", bound=Hashable)

WORTHS: Final = (3.0, 1.0, 2.0)
"""How much a word counts in a title, a text and themes."""

_USUAL: Final = (5, 120, 4)
"""Words in a field of usual length. Fixed: if it followed the candidates, each would change the place of the others."""

_LENGTH = 0.6
"""How much the length of a field takes from each word in it: 0 nothing, 1 all."""

_ENOUGH = 1.2
"""How soon a word has been said often enough (BM25's k1)."""

_ONE_SLIP, _TWO_SLIPS = 4, 7
"""Letters that a stem has at least for one and for two slips of the pen in it."""


class Said(NamedTuple):
    """How often one stem stands in each field."""

    title: int = 0
    body: int = 0
    themes: int = 0


class Lengths(NamedTuple):
    """How many stems each field has."""

    title: int = 0
    body: int = 0
    themes: int = 0


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Key, Stem]):
    """Something that may answer: how often it says each of the asked stems, others may be left out, and how long it is.

    Keys are different.
    """

    key: Key
    lengths: Lengths
    said: Mapping[Stem, Said]


def read_candidate(
    key: Key, *, title: Sequence[Stem] = (), body: Sequence[Stem] = (), themes: Sequence[Stem] = ()
) -> Candidate[Key, Stem]:
    """Count the stems of a text, field by field."""
    counts: list[Counter[Stem]] = [Counter(title), Counter(body), Counter(themes)]
    said = {stem: Said(*(count[stem] for count in counts)) for stem in {*title, *body, *themes}}
    return Candidate(key, Lengths(len(title), len(body), len(themes)), said)


def rank(
    asked: Sequence[Stem],
    candidates: Iterable[Candidate[Key, Stem]],
    *,
    known: Mapping[Stem, int] | None = None,
    total: int = 0,
    share: float = 0.0,
) -> list[Key]:
    """Give the keys of what answers, best first and equals by key, in the same order whatever order they came in.

    `known` says in how many of the `total` texts a stem occurs; without it all stems are as rare. What has none
    of the asked stems is left out, and what has less than a `share` of the best one's weight.
    """
    weights = {stem: _rarity((known or {}).get(stem, 0), total) for stem in asked}
    scores = {candidate.key: _score(candidate, weights) for candidate in candidates}
    least = share * max(scores.values(), default=0.0)
    answers = (key for key, score in scores.items() if score > 0 and score >= least)
    return sorted(answers, key=lambda key: (-scores[key], key))


def correct(stem: str, known: Mapping[str, int] | Collection[str]) -> str | None:
    """Give the known stem that was probably meant; the stem itself if it is known, None if none is near.

    One letter wrong, missing, too many, or two swapped; two such in a long word; none in a short one or a number.
    Of those as near, the one with the same first letter, then the more frequent (if `known` counts), then by letters.
    """
    if stem in known:
        return stem
    slips = (len(stem) >= _ONE_SLIP) + (len(stem) >= _TWO_SLIPS)
    if not slips or any(letter.isdigit() for letter in stem):
        return None
    from rapidfuzz import process  # noqa: PLC0415 it holds 3 MB, and only a slip of the pen needs it
    from rapidfuzz.distance import OSA  # noqa: PLC0415 the same

    near = process.extract(stem, list(known), scorer=OSA.distance, score_cutoff=slips, limit=None)
    counts = known if isinstance(known, Mapping) else {}
    ordered = [(distance, word[:1] != stem[:1], -counts.get(word, 0), word) for word, distance, _ in near]
    return min(ordered)[-1] if ordered else None


def _rarity(count: int, total: int) -> float:
    """Weigh a stem by how few texts have it, always above zero; 1 where nothing is known."""
    return log(1 + (max(total, count) - count + 0.5) / (count + 0.5)) if total else 1.0


def weigh(said: Said, lengths: Lengths) -> float:
    """Weigh one stem of a text by itself: by it the likeliest texts are found before they are ranked."""
    return _often(said, Lengths(*(length - count for length, count in zip(lengths, said, strict=True))))


def _often(said: Said, others: Lengths) -> float:
    """Say how often a stem counts as said, in fields with so many other stems."""
    counted = 0.0
    for worth, usual, count, other in zip(WORTHS, _USUAL, said, others, strict=True):
        each = worth / (1 - _LENGTH + _LENGTH * other / usual)
        counted += each * count
    return counted


def _score(candidate: Candidate[Key, Stem], weights: Mapping[Stem, float]) -> float:
    found = {stem: candidate.said[stem] for stem in weights if stem in candidate.said}
    if not found:
        return 0.0
    asked = [sum(counts) for counts in zip(*found.values(), strict=True)]
    others = Lengths(*(length - count for length, count in zip(candidate.lengths, asked, strict=True)))
    # fsum: the same to the last digit whatever order the words were asked in
    often = {stem: _often(said, others) for stem, said in found.items()}
    return len(found) / len(weights) * fsum(weights[stem] * each / (each + _ENOUGH) for stem, each in often.items())
