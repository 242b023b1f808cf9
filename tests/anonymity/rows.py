"""What each check found, and how that is judged and printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A check: what it found, the most that it may find, and what it found of the leaky twin, which has to be more.

    `known` says why one is known to fail: it is told, and that it still fails is checked.
    """

    name: str
    figure: int
    limit: int
    twin: int
    of: int
    known: str = ""

    @property
    def holds(self) -> bool:
        return self.figure <= self.limit

    @property
    def twin_loses(self) -> bool:
        return self.twin > self.limit

    @property
    def is_right(self) -> bool:
        """Whether it is as it is said to be."""
        return self.holds != bool(self.known) and self.twin_loses

    def __str__(self) -> str:
        word = "ok" if self.is_right else "FAILED"
        if self.is_right and self.known:
            word = "known"
        return f"{word:7}{self.name:66}{self.figure:5} of {self.of:<6} at most {self.limit:<4} twin {self.twin}"


def wrong(rows: list[Row]) -> list[str]:
    """Give what did not come out as it should."""
    return [str(row) for row in rows if not row.is_right]
