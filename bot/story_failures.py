"""What went wrong at gestures of stories: counted by kind, and written at the hour of the intake.

A line at the minute of a failure would tell when somebody was at a story. After a restart the counts are gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.logs import get_logger
from bot.logs_trace import frames_of

if TYPE_CHECKING:
    from datetime import date

    from bot.logs_trace import Raised

log = get_logger("kettle.stories")

REFERENCE = 6
"""Signs of a reference, as in every line of a failure."""


@dataclass
class Kind:
    """One type of error in one feature: how often it came, and where the first one passed through."""

    count: int
    frames: list[Raised]


class Failures:
    """Failures since the last intake. No error is held: its frames would hold what somebody typed."""

    def __init__(self) -> None:
        self._kinds: dict[tuple[str, str], Kind] = {}
        self._intake: date | None = None

    def note(self, feature: str, error: BaseException) -> str:
        """Count one; give the reference of its kind, which stands in the line too and is the same for everybody."""
        frames = frames_of(error)
        known = self._kinds.setdefault((feature, frames[0]["type"]), Kind(0, frames))
        known.count += 1
        return _reference(feature, frames[0]["type"])

    def write(self, intake: date) -> None:
        """Write a line for each kind, once an intake: a call with the day of the same one writes nothing."""
        if self._intake in {None, intake}:
            self._intake = intake
            return
        self._intake, kinds = intake, self._kinds
        self._kinds = {}
        for (feature, name), kind in sorted(kinds.items()):
            told = {"feature": feature, "kind": name, "count": kind.count, "exception": kind.frames}
            log.error("failed since the last intake", reference=_reference(feature, name), **told)


def _reference(feature: str, name: str) -> str:
    return sha256(f"{feature} {name}".encode()).hexdigest()[:REFERENCE].upper()
