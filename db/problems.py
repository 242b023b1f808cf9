"""What can be wrong with a database, in a few kinds. Each kind has its sentence: `database-<kind>`."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

KINDS: Final = frozenset(
    {"newer", "locked", "readonly", "full", "corrupt", "unreachable", "folder", "driver", "upgrade"}
)

_SQLITE: Final = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_PROTOCOL: "locked",
    sqlite3.SQLITE_PERM: "readonly",
    sqlite3.SQLITE_READONLY: "readonly",
    sqlite3.SQLITE_CANTOPEN: "readonly",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_CORRUPT: "corrupt",
    sqlite3.SQLITE_NOTADB: "corrupt",
    sqlite3.SQLITE_IOERR: "corrupt",
    # A quota, or a limit on a file's size, is told as a failed write and not as a full disk.
    sqlite3.SQLITE_IOERR_WRITE: "full",
    sqlite3.SQLITE_IOERR_FSYNC: "full",
    sqlite3.SQLITE_IOERR_TRUNCATE: "full",
    sqlite3.SQLITE_IOERR_SHMSIZE: "full",
}

_POSTGRES: Final = {
    "08": "unreachable",
    "28": "unreachable",
    "3D": "unreachable",
    "57P": "unreachable",
    "53300": "unreachable",
    "53100": "full",
    "25006": "readonly",
    "42501": "readonly",
    "40001": "locked",
    "40P01": "locked",
    "55P03": "locked",
    "XX001": "corrupt",
    "XX002": "corrupt",
}
"""By SQLSTATE: whole, or its first three or two characters."""


class DatabaseProblem(Exception):
    """The database cannot be used now. `kind` names the sentence; nothing here holds what was being saved."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@contextmanager
def problems(reaching: type[OSError] = ConnectionError) -> Iterator[None]:
    """Turn what the databases raise into a DatabaseProblem; let a mistake in a statement through as it is.

    `reaching` says which errors of the network count: any OSError while a connection is made, fewer later.
    """
    try:
        yield
    except (DBAPIError, PoolTimeoutError, reaching) as error:
        kind = _kind(error)
        if kind is None:
            raise
        if isinstance(error, StatementError):
            error.params = None
        raise DatabaseProblem(kind) from error


def _kind(error: Exception) -> str | None:
    if isinstance(error, PoolTimeoutError):
        return "locked"
    if not isinstance(error, DBAPIError):
        return "unreachable"
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite_kind(error.orig)
    if error.connection_invalidated:
        return "unreachable"
    return _postgres_kind(getattr(error.orig, "sqlstate", None) or "")


def _sqlite_kind(error: sqlite3.Error) -> str | None:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return _SQLITE.get(code) or _SQLITE.get(code & 0xFF)


def _postgres_kind(state: str) -> str | None:
    return next((_POSTGRES[state[:size]] for size in (5, 3, 2) if state[:size] in _POSTGRES), None)
