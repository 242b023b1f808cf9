"""Libraries that another one takes along when they are there, and that a bot which runs for months can do without."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def spared(name: str) -> Iterator[None]:
    """Let a library seem absent to whatever is imported in the block; one that is loaded already stays."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment] # Python's own sign for "not to be had"
    try:
        yield
    finally:
        del sys.modules[name]
