"""The one known name that looks most like what was written."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(written: str, known: Iterable[str]) -> str:
    """Give the known name that looks most like the written one, however far off; there is at least one."""
    return get_close_matches(written, sorted(known), n=1, cutoff=0)[0]
