"""What may be told of counts of people so that nobody can be sure of anybody's answer (docs/adr/0009)."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

FEWEST = 10
"""People; of fewer nothing is told."""

STEP = 5
"""Figures are multiples of it."""

SMALLEST = 15
"""The smallest figure that is shown for an answer: far enough from 7 that a nudge hardly ever reaches it."""

Flip = Callable[[], bool]
"""Tosses a fair coin."""


@dataclass(frozen=True)
class Nudges:
    """What is added to the number of people and to the count of each answer before they are rounded."""

    people: int
    answers: Mapping[str, int]


@dataclass(frozen=True)
class Published:
    """Rounded figures. An answer without one is hidden."""

    people: int
    figures: Mapping[str, int]


def toss() -> bool:
    """Toss a coin that nobody can toss again: no key is kept from which a nudge could be worked out later."""
    return secrets.randbits(1) == 1


def draw_nudges(answers: Iterable[str], flip: Flip = toss) -> Nudges:
    """Draw a nudge for the people and for each answer, one by one: small ones often, large ones hardly ever.

    Each further step is half as likely as the one before, so every nudge is possible. Nothing is ruled out by one.
    """
    return Nudges(_nudge(flip), {answer: _nudge(flip) for answer in answers})


def publish(counts: Mapping[str, int], nudges: Nudges) -> Published | None:
    """Give what may be told of the counts, each person in one of them; None for fewer than ten people.

    Beyond that limit it depends on the counts only by their sums with the nudges: that is what the proof rests on.
    """
    people = sum(counts.values())
    if people < FEWEST:
        return None
    figures = {answer: _rounded(count + nudges.answers[answer]) for answer, count in counts.items()}
    shown = {answer: figure for answer, figure in figures.items() if figure >= SMALLEST}
    if shown and len(shown) == len(counts) - 1:  # the one that is hidden could be solved from the rest
        del shown[min(shown, key=lambda answer: shown[answer])]
    return Published(max(_rounded(people + nudges.people), FEWEST), shown)


def _nudge(flip: Flip) -> int:
    return _tails(flip) - _tails(flip)


def _tails(flip: Flip) -> int:
    """Count tails until the first head."""
    count = 0
    while flip():
        count += 1
    return count


def _rounded(value: int) -> int:
    return (value + STEP // 2) // STEP * STEP
