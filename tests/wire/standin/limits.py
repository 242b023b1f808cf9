"""Rate limits as an option: a bucket for each route and place, one for all together, and who ran into them."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.wire.standin.routing import Limited

if TYPE_CHECKING:
    from tests.wire.standin.world import World

MAJOR = re.compile(r"/(channels|guilds|webhooks)/\d+")
FREE = re.compile(r"/(interactions|webhooks)/.*")


@dataclass
class Limits:
    """So many requests to one route of one place in so many seconds, and so many a second in all.

    `bare` leaves the X-RateLimit headers out, so that nobody can know. Answers to gestures are free, as in Discord.
    """

    world: World
    requests: int = 5
    seconds: float = 5.0
    in_all: int = 50
    bare: bool = False
    refused: int = 0
    _buckets: dict[str, deque[float]] = field(default_factory=dict)

    def take(self, method: str, path: str) -> dict[str, str]:
        """The headers that go with the answer; Limited when there is no room."""
        if FREE.fullmatch(path):
            return {}
        now = self.world.now()
        everything = self._lately("", now, 1.0)
        if len(everything) >= self.in_all:
            self.refused += 1
            raise Limited(everything[0] + 1.0 - now, is_global=True)
        key = f"{method} {_route(path)}"
        bucket = self._lately(key, now, self.seconds)
        if len(bucket) >= self.requests:
            self.refused += 1
            raise Limited(bucket[0] + self.seconds - now)
        everything.append(now)
        bucket.append(now)
        return {} if self.bare else self._headers(key, bucket, now)

    def _lately(self, key: str, now: float, seconds: float) -> deque[float]:
        bucket = self._buckets.setdefault(key, deque())
        while bucket and bucket[0] <= now - seconds:
            bucket.popleft()
        return bucket

    def _headers(self, key: str, bucket: deque[float], now: float) -> dict[str, str]:
        after = bucket[0] + self.seconds - now
        return {
            "X-RateLimit-Limit": str(self.requests),
            "X-RateLimit-Remaining": str(self.requests - len(bucket)),
            "X-RateLimit-Reset": f"{now + after:.3f}",
            "X-RateLimit-Reset-After": f"{after:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(MAJOR.sub(r"/\1/*", key).encode()).hexdigest()[:32],
        }


def _route(path: str) -> str:
    """The path with its first id, by which Discord tells places apart, and no other."""
    major = MAJOR.match(path)
    kept = major.end() if major else 0
    return path[:kept] + re.sub(r"/\d+", "/*", path[kept:])
