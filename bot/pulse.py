"""The pulse of the sweeps: when each one last finished, and whether one has not for too long."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from bot.clock import Clock

PATIENCE: Final = 60.0
"""Seconds within which a sweep has to finish. One that ticks seldom may take long: it has twice its pause."""


@dataclass
class _Sweep:
    """How long one sweep may stay away, and the stop watch's reading at its last signs of life."""

    limit: float
    finished: float
    moved: float


class Pulse:
    """Each sweep beats when it finishes. Judged by a stop watch: moving the clock neither hides nor feigns anything.

    Nothing is expected of a sweep before it is told to tick.
    """

    def __init__(self, clock: Clock, stop_watch: Callable[[], float] = time.monotonic) -> None:
        self.finished_at: datetime | None = None
        self._clock = clock
        self._read = stop_watch
        self._last: float | None = None
        self._sweeps: dict[str, _Sweep] = {}

    def expect(self, name: str, pause: timedelta) -> None:
        """From now on this sweep ticks after each pause."""
        now = self._read()
        self._sweeps[name] = _Sweep(max(PATIENCE, 2 * pause.total_seconds()), now, now)

    def beat(self, name: str) -> None:
        """Say that a sweep finished, or that a long one got something done."""
        self._last, self.finished_at = self._read(), self._clock.now()
        if sweep := self._sweeps.get(name):
            sweep.finished = sweep.moved = self._last

    def stir(self, name: str) -> None:
        """Say that a sweep ended in an error: it is not well, but it does not hang."""
        if sweep := self._sweeps.get(name):
            sweep.moved = self._read()

    def late(self) -> set[str]:
        """Give the sweeps that have not finished for longer than they may take."""
        now = self._read()
        return {name for name, sweep in self._sweeps.items() if now - sweep.finished > sweep.limit}

    @property
    def is_well(self) -> bool:
        """Whether sweeps finish, and one has within the last minute."""
        age = self.age
        return age is not None and age <= PATIENCE and not self.late()

    @property
    def is_moving(self) -> bool:
        """Whether no sweep hangs: each still comes to an end, be it an error. Another start helps only if not."""
        now = self._read()
        return all(now - sweep.moved <= sweep.limit for sweep in self._sweeps.values())

    @property
    def age(self) -> float | None:
        """Seconds since a sweep last finished; None when none has yet."""
        return None if self._last is None else self._read() - self._last
