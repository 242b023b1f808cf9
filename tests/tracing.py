"""Which lines tests run is measured here, at a bearable price."""

import sys
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from coverage import Coverage


@contextmanager
def untraced() -> Iterator[None]:
    """Measure no coverage of this block: it would double its time and find nothing."""
    measuring = Coverage.current()
    if measuring is None or sys.gettrace() is None:
        yield
        return
    measuring.stop()
    try:
        yield
    finally:
        start(measuring)


def retrace() -> None:
    """Measure the next test with a tracer of its own, so that what the last one remembered is let go."""
    measuring = Coverage.current()
    if measuring is not None:
        measuring.stop()
        start(measuring)


class Stacks(dict[Any, Any]):
    """Which of the tracer's stacks is whose, by greenlet. As a weak dictionary, coverage's own choice, each look-up
    runs in Python, and there is one at every line that runs: it took as long as all the tests."""


def start(measuring: Coverage) -> None:
    """Measure from here on; the tracer makes its table of stacks at the first thing it sees, a call of nothing."""
    weak = weakref.WeakKeyDictionary
    weakref.WeakKeyDictionary = Stacks  # type: ignore[misc, assignment]
    try:
        measuring.start()
        _nothing()
    finally:
        weakref.WeakKeyDictionary = weak  # type: ignore[misc]


def _nothing() -> None:
    pass
