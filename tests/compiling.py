"""Each test opens a database of its own; what SQLAlchemy made of a statement for one serves for the next."""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

STATEMENTS = 5_000
"""More than all tests make."""


def share_statements() -> None:
    """Compile a statement once for all databases of a kind: it took a quarter of the time of every journey."""
    shared: LRUCache[Any, Any] = LRUCache(STATEMENTS)
    Engine._compiled_cache = property(lambda _: shared, lambda _self, _own: None)  # type: ignore[assignment]
    # What is kept is found again by the dialect that it is for: an object of its own for each database.
    DefaultDialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
    DefaultDialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
