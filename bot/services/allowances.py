"""How often somebody may do something in a day: kept in memory, under a key that ends with the process."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from bot.errors import TooSoon

DAY: Final = timedelta(days=1)

KNOWN: Final = 10_000
"""Members of whom it is remembered; one more, and the one who did it longest ago is forgotten."""


class Allowance:
    """Lets each member do something so many times in any 24 hours; `message_id` says when it is enough."""

    def __init__(self, most: int, message_id: str) -> None:
        self._most, self._message_id = most, message_id
        self._key = secrets.token_bytes(32)
        self._done: dict[bytes, tuple[datetime, ...]] = {}  # in the order of the last time

    def check(self, member_id: int, *, now: datetime) -> None:
        """Raise TooSoon, with when the next is free, where somebody did it often enough."""
        lately = self._lately(self._tag(member_id), now)
        if len(lately) >= self._most:
            free_at = lately[-self._most] + DAY
            raise TooSoon(self._message_id, most=self._most, when=f"<t:{-int(-free_at.timestamp() // 1)}:R>")

    def record(self, member_id: int, *, now: datetime) -> None:
        """Count once."""
        tag = self._tag(member_id)
        lately = (*self._lately(tag, now), now)
        self._done.pop(tag, None)
        self._done[tag] = lately[-self._most :]
        if len(self._done) > KNOWN:
            del self._done[next(iter(self._done))]

    def _lately(self, tag: bytes, now: datetime) -> tuple[datetime, ...]:
        return tuple(at for at in self._done.get(tag, ()) if at > now - DAY)

    def _tag(self, member_id: int) -> bytes:
        return hmac.digest(self._key, str(member_id).encode(), "sha256")
