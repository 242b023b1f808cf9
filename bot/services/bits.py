"""Closed words kept as bits of one number, so that a database can look for one of several by itself."""

from collections.abc import Collection, Sequence


def bits_of(chosen: Collection[str], closed: Sequence[str]) -> int:
    """Write closed words as bits, in their order, to which new ones are only added at the end."""
    return sum(1 << place for place, word in enumerate(closed) if word in chosen)


def words_of(bits: int, closed: Sequence[str]) -> tuple[str, ...]:
    """Give back the closed words that bits stand for."""
    return tuple(word for place, word in enumerate(closed) if bits >> place & 1)
