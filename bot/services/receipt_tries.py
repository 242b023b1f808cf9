"""Wrong receipts slow down: after five tries each next one waits longer. Kept in memory, and under no member's id."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.errors import TooSoon

FREE = 5
"""Tries before the first pause."""

FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
"""The pause after the last free try, doubled with each try after it, and where that ends."""

KEPT = timedelta(days=1)
"""How long after the last try it is forgotten."""

MOST = 10_000
"""Members whose tries are remembered; one more, and the one who has not tried for longest is forgotten."""


class _Tried(NamedTuple):
    tries: int
    last_at: datetime


class Tries:
    """Counts each member's tries at something that is secret, until one is right."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._tried: dict[bytes, _Tried] = {}  # in the order of the last try

    def record_try(self, member_id: int, *, now: datetime) -> None:
        """Count a try, before anyone knows how it ends: many at once are many. TooSoon says when the next is free.

        A try that is refused is not counted.
        """
        tag = self._tag(member_id)
        self._forget_old(now)
        tries, last_at = self._tried.get(tag, _Tried(0, now))
        free_at = last_at + pause_after(tries)
        if now < free_at:
            raise TooSoon("stories-receipt-wait", when=f"<t:{-int(-free_at.timestamp() // 1)}:R>")
        self._tried.pop(tag, None)
        self._tried[tag] = _Tried(tries + 1, now)
        if len(self._tried) > MOST:
            del self._tried[next(iter(self._tried))]

    def clear(self, member_id: int) -> None:
        """Forget a member's tries: the last one was right."""
        self._tried.pop(self._tag(member_id), None)

    def _tag(self, member_id: int) -> bytes:
        """Give what stands for a member here; without the key, which ends with the process, nobody can tell whom."""
        return hmac.digest(self._key, str(member_id).encode(), "sha256")

    def _forget_old(self, now: datetime) -> None:
        while self._tried and (oldest := next(iter(self._tried.items())))[1].last_at <= now - KEPT:
            del self._tried[oldest[0]]


def pause_after(tries: int) -> timedelta:
    """Say how long after that many wrong tries the next one waits: 1, 2, 4 minutes and so on, an hour at most."""
    if tries < FREE:
        return timedelta()
    return min(FIRST * (1 << min(tries - FREE, 10)), LONGEST)
