"""What answers a question best: one order, worked out here, whichever database found the candidates.

A title says more than themes, themes more than the text, a rare word more than a common one, and a word said twice
little more than once (as in BM25F). Who has more of the asked words comes first, all else being equal.
What is asked never makes a text longer, so a text with one more of the words never falls behind one that stayed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log
from typing import Generic, TypeVar

Key = TypeVar("Key", int, str)

TITLE, BODY, THEMES = 3.0, 1.0, 2.0
"""How much a word counts by where it stands."""

_USUAL = {TITLE: 5, BODY: 120, THEMES: 4}
"""Words in a field of usual length. Fixed: if it followed the candidates, each would change the place of the others."""

_LENGTH = 0.6
"""How much the length of a field takes from each word in it: 0 nothing, 1 all."""

_ENOUGH = 1.2
"""How soon a word has been said often enough (BM25's k1)."""

_ONE_SLIP, _TWO_SLIPS = 4, 7
"""Letters that a stem has at least for one and for two slips of the pen in it."""


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Key]):
    """Something that may answer: its stems, field by field. Keys are different."""

    key: Key
    title: Sequence[str] = ()
    body: Sequence[str] = ()
    themes: Sequence[str] = ()


def rank(
    asked: Sequence[str],
    candidates: Iterable[Candidate[Key]],
    *,
    known: Mapping[str, int] | None = None,
    total: int = 0,
) -> list[Key]:
    """Give the keys of what answers, best first and equals by key, in the same order whatever order they came in.

    `known` says in how many of the `total` texts a stem occurs; without it all stems are as rare. What has none
    of the asked stems is left out.
    """
    weights = {stem: _rarity((known or {}).get(stem, 0), total) for stem in asked}
    scores = {candidate.key: _score(candidate, weights) for candidate in candidates}
    return sorted((key for key, score in scores.items() if score > 0), key=lambda key: (-scores[key], key))


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


def _score(candidate: Candidate[Key], weights: Mapping[str, float]) -> float:
    if not weights:
        return 0.0
    said = dict.fromkeys(weights, 0.0)
    for worth, stems in ((TITLE, candidate.title), (BODY, candidate.body), (THEMES, candidate.themes)):
        others = sum(stem not in said for stem in stems)
        each = worth / (1 - _LENGTH + _LENGTH * others / _USUAL[worth])
        for stem in stems:
            if stem in said:
                said[stem] += each
    answered = sum(often > 0 for often in said.values()) / len(said)
    # fsum: the same to the last digit whatever order the words were asked in
    return answered * fsum(weights[stem] * often / (often + _ENOUGH) for stem, often in said.items())
