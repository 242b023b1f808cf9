"""How a connection to either database is made: SQLite by file, PostgreSQL by address."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

import aiosqlite
from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.engine.interfaces import AdaptedConnection, DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from db.problems import DatabaseProblem

BUSY_SECONDS: Final = 2
"""How long a statement waits for a lock that another process holds."""

MIGRATION_SECONDS: Final = 30
"""The same for a migration, which may wait for another process's migration."""

_READERS: Final = 4
_DRIVERS: Final = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}
_PRAGMAS: Final = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")
_KEYS: Final = "foreign_keys=ON"


def parse(text: str) -> URL:
    """Read a database's address and choose its driver; raise ValueError for any but these two databases."""
    url = make_url(text)
    driver = _DRIVERS.get(url.get_backend_name())
    if driver is None or file_of(url) == Path(":memory:"):
        raise ValueError("the database is a SQLite file or a PostgreSQL address")
    if "sslmode" in url.query:  # libpq's name for it, as hosts print it; asyncpg takes the same values
        url = url.update_query_pairs([("ssl", str(url.query["sslmode"]))]).difference_update_query(["sslmode"])
    return url.set(drivername=driver)


def file_of(url: URL) -> Path | None:
    """Say which file a SQLite address means; None for PostgreSQL."""
    return Path(url.database or ":memory:") if url.get_backend_name() == "sqlite" else None


def serving_engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """Make the engine that writes and the one that reads. Nothing is opened yet."""
    file = file_of(url)
    if file is None:
        write = _postgres(url, BUSY_SECONDS)
        return write, write.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    write = _sqlite(file, "mode=rw", begin="BEGIN IMMEDIATE", pragmas=(*_PRAGMAS, _KEYS), size=1)
    return write, _sqlite(file, "mode=ro", begin="BEGIN", pragmas=(), size=_READERS)


def migrating_engine(url: URL) -> AsyncEngine:
    """Make the engine for a migration. SQLite rebuilds tables, so foreign keys rest meanwhile."""
    file = file_of(url)
    if file is None:
        return _postgres(url, MIGRATION_SECONDS)
    return _sqlite(file, "mode=rwc", begin="BEGIN IMMEDIATE", pragmas=_PRAGMAS, size=1)


def peeking_engine(url: URL) -> AsyncEngine:
    """Make an engine that leaves no trace: a SQLite file is neither changed nor given files beside it.

    Opened as immutable, unless a write-ahead log still holds part of the truth.
    """
    file = file_of(url)
    if file is None:
        return _postgres(url, BUSY_SECONDS)
    log = file.with_name(f"{file.name}-wal")
    mode = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    return _sqlite(file, mode, begin="BEGIN", pragmas=(), size=1)


def _sqlite(file: Path, mode: str, *, begin: str, pragmas: Sequence[str], size: int) -> AsyncEngine:
    key, _, value = mode.partition("=")
    engine = create_async_engine(
        URL.create(_DRIVERS["sqlite"], database=f"file:{quote(str(file))}", query={key: value, "uri": "true"}),
        hide_parameters=True,
        pool_size=size,
        max_overflow=0,
        connect_args={"timeout": BUSY_SECONDS},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "invalidate")
    def release(connection: AdaptedConnection, _entry: object, _error: BaseException | None) -> None:
        connection.run_async(_undo)

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


async def _undo(connection: aiosqlite.Connection) -> None:
    """Free the file when a statement was cancelled, or it runs on and its transaction stays open meanwhile.

    Interrupted only after a tenth of a second: while an answer waits to be fetched, an interrupt hits the rollback.
    """
    undone = asyncio.gather(connection.rollback(), return_exceptions=True)
    await asyncio.wait([undone], timeout=0.1)
    if not undone.done():
        await connection.interrupt()
        await asyncio.wait([undone])


def _postgres(url: URL, seconds: int) -> AsyncEngine:
    try:
        return create_async_engine(
            url,
            hide_parameters=True,
            pool_size=10,
            max_overflow=0,
            pool_pre_ping=True,  # the server may have restarted since the last use
            connect_args={"timeout": 10, "server_settings": {"lock_timeout": str(1000 * seconds)}},
        )
    except ModuleNotFoundError as error:
        raise DatabaseProblem("driver") from error
