"""Rate limits as an option: a bucket for each route and place, one for all together, and who ran into them."""

from __future__ import annotations

import hashlib
import math
import re
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from tests.wire.standin.routing import Limited

if TYPE_CHECKING:
    from tests.wire.standin.world import World

MAJOR = re.compile(r"/(channels|guilds|webhooks)/\d+")
FREE = re.compile(r"/(interactions|webhooks)/.*")


@dataclass
class Bucket:
    """A window that begins with its first request and empties all at once, as Discord's do."""

    ends_at: float = 0.0
    used: int = 0


@dataclass
class Limits:
    """So many requests to one route of one place in so many seconds, and so many in any one second in all.

    `bare` leaves the X-RateLimit headers out, so that nobody can know. Answers to gestures are free, as in Discord.
    `refused` counts who ran into one of them.
    """

    world: World
    requests: int = 5
    seconds: float = 5.0
    in_all: int = 50
    bare: bool = False
    refused: int = 0
    _lately: deque[float] = field(default_factory=deque)
    _buckets: dict[str, Bucket] = field(default_factory=dict)

    def take(self, method: str, path: str) -> dict[str, str]:
        """The headers that go with the answer; Limited when there is no room."""
        if FREE.fullmatch(path):
            return {}
        now, key = self.world.now(), f"{method} {_route(path)}"
        while self._lately and self._lately[0] <= now - 1.0:
            self._lately.popleft()
        if len(self._lately) >= self.in_all:
            self._refuse(self._lately[0] + 1.0 - now, is_global=True)
        bucket = self._buckets.setdefault(key, Bucket())
        if bucket.ends_at <= now:
            bucket.ends_at, bucket.used = now + self.seconds, 0
        if bucket.used >= self.requests:
            self._refuse(bucket.ends_at - now)
        self._lately.append(now)
        bucket.used += 1
        return {} if self.bare else self._headers(key, bucket, now)

    def _refuse(self, seconds: float, *, is_global: bool = False) -> NoReturn:
        self.refused += 1
        raise Limited(seconds, is_global=is_global)

    def _headers(self, key: str, bucket: Bucket, now: float) -> dict[str, str]:
        after = math.ceil((bucket.ends_at - now) * 1000) / 1000  # rounded down, whoever keeps to it comes too early
        return {
            "X-RateLimit-Limit": str(self.requests),
            "X-RateLimit-Remaining": str(self.requests - bucket.used),
            "X-RateLimit-Reset": f"{time.time() + self.world.offset + after:.3f}",
            "X-RateLimit-Reset-After": f"{after:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(MAJOR.sub(r"/\1/*", key).encode()).hexdigest()[:32],
        }


def _route(path: str) -> str:
    """The path with its first id, by which Discord tells places apart, and no other."""
    major = MAJOR.match(path)
    kept = major.end() if major else 0
    return path[:kept] + re.sub(r"/\d+", "/*", path[kept:])
