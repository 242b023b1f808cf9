"""Chance with a seed: the keys of rows come out the same each time, so that a figure is the same each time.

The library that seals draws by itself and has no seed: what it draws is not judged by its order.
"""

from __future__ import annotations

import random
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def seeded(seed: int) -> Iterator[random.Random]:
    """Let `secrets` draw from a seed in this block."""
    chance = random.Random(seed)  # noqa: S311 a figure has to be seen twice
    drawn, chosen, bits = secrets._sysrand, secrets.choice, secrets.randbits  # type: ignore[attr-defined]
    secrets._sysrand = chance  # type: ignore[attr-defined]
    secrets.choice, secrets.randbits = chance.choice, chance.getrandbits
    try:
        yield chance
    finally:
        secrets._sysrand = drawn  # type: ignore[attr-defined]
        secrets.choice, secrets.randbits = chosen, bits
