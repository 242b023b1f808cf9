"""Bad weather: a share of all requests fails in one way or another, and the gateway drops, by a seed."""

from __future__ import annotations

import asyncio
import random
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.wire.standin.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.standin.gateway import Gateway

SPARED = re.compile(r"/(users/@me|oauth2/.*|gateway/bot|applications/.*|interactions/.*|webhooks/.*)")
"""Logging in, the commands, and answers to gestures: they have three seconds and no second try."""

CLOSED = (1000, 1001, 4000)


@dataclass
class Weather:
    """Each share is of the requests that are not spared; `slow` ones are answered up to `late` seconds late.

    `broken` ones get a 5xx instead of the work, `broken_after` ones after it, `cut` ones lose the connection after the
    work, `limited` ones get a 429. The gateway drops about every `drop_every` seconds, in all the ways it can.
    """

    seed: int = 1
    broken: float = 0.10
    broken_after: float = 0.0
    cut: float = 0.05
    limited: float = 0.05
    slow: float = 0.0
    late: float = 0.3
    drop_every: float | None = 4.0
    seen: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._requests = random.Random(self.seed)  # noqa: S311 a story that can be told again, no secret
        self._gateway = random.Random(self.seed + 1)  # noqa: S311 the same

    def take(self, method: str, path: str) -> Fault | None:
        """What happens to this request, if anything."""
        if SPARED.fullmatch(path):
            return None
        draw = self._requests.random()
        for name, share, how in self._kinds():
            if draw < share:
                self.seen[name] = self.seen.get(name, 0) + 1
                return Fault(method, "*", **how())
            draw -= share
        return None

    def _kinds(self) -> tuple[tuple[str, float, Callable[[], dict[str, Any]]], ...]:
        pick = self._requests
        return (
            ("broken", self.broken, lambda: {"status": pick.choice((500, 502, 503, 504))}),
            ("broken after", self.broken_after, lambda: {"status": pick.choice((500, 502, 503, 504)), "worked": True}),
            ("cut", self.cut, lambda: {"close": "after"}),
            ("limited", self.limited, lambda: {"limited": pick.uniform(0.05, 0.5), "is_global": pick.random() < 0.2}),
            ("slow", self.slow, lambda: {"late": pick.uniform(0.0, self.late)}),
        )

    async def blow(self, gateway: Gateway) -> None:
        """Drop the gateway again and again until cancelled."""
        while self.drop_every is not None:
            await asyncio.sleep(self._gateway.uniform(0.5, 1.5) * self.drop_every)
            self.seen["dropped"] = self.seen.get("dropped", 0) + 1
            draw = self._gateway.random()
            if draw < 0.7:
                await gateway.drop(self._gateway.choice(CLOSED))
            elif draw < 0.9:
                await gateway.ask_reconnect()
            else:
                await gateway.lose_sessions()
