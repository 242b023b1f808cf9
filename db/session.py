"""The database as the rest of the house sees it: open it, begin a change, read, close it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from db import models
from db.engines import file_of, parse, serving_engines
from db.migrations import FOLDER, ensure_current
from db.problems import DatabaseProblem, problems

_WRITABLE: Final = text("UPDATE alembic_version SET version_num = version_num")
"""Fails where nothing can be written: better told at the start than at somebody's first press."""


class Database:
    """One database. `on_due` is told, after a commit, the earliest instant that the change made due."""

    migrations = FOLDER
    """Where its migrations are."""

    def __init__(self, url: str) -> None:
        self.on_due: Callable[[datetime], None] | None = None
        self._url: URL = parse(url)
        self._engines: tuple[AsyncEngine, AsyncEngine] | None = None
        self._opening = asyncio.Lock()
        # SQLite has one writer, and its own waiting room is not fair. PostgreSQL orders its writers itself.
        self._turn: AbstractAsyncContextManager[None] = nullcontext() if file_of(self._url) is None else asyncio.Lock()

    async def open(self) -> None:
        """Migrate where needed, then open; once open, do nothing. Raise DatabaseProblem where it cannot."""
        async with self._opening:
            if self._engines is not None:
                return
            models.load()
            _ensure_place(file_of(self._url))
            await ensure_current(self._url, self.migrations)
            self._engines = await _opened(self._url)

    async def close(self) -> None:
        """Let the writer finish and close every connection; once closed, do nothing.

        SQLite's last connection folds the write-ahead log into the file.
        """
        async with self._opening, self._turn:
            engines, self._engines = self._engines, None
            if engines is not None:
                await _dispose(engines)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """Give a session that may write. Leaving the block commits; any exception out of it undoes all of it.

        On SQLite blocks run one at a time, in the order in which they were asked for.
        """
        async with self._turn, _session(self._serving[0]) as session:
            yield session
            await session.commit()
        due_at = session.info.get("due_at")
        if due_at is not None and self.on_due is not None:
            self.on_due(due_at)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Give a session that cannot write and sees one moment, whatever is committed meanwhile."""
        async with _session(self._serving[1]) as session:
            yield session

    async def scrub(self) -> bool:
        """Empty SQLite's write-ahead log, in which what was deleted can be read; False where a reader is in the way.

        PostgreSQL has no such file of ours: there it does nothing.
        """
        if file_of(self._url) is None:
            return True
        async with self._turn, self._serving[0].connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            # Past SQLAlchemy, which would begin a transaction: in one, SQLite refuses.
            async with driver.execute("PRAGMA wal_checkpoint(TRUNCATE)") as found:
                is_busy, *_ = await found.fetchone()
            return not is_busy

    @property
    def _serving(self) -> tuple[AsyncEngine, AsyncEngine]:
        if self._engines is None:
            raise RuntimeError("the database is not open")
        return self._engines


@asynccontextmanager
async def _session(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    with problems():
        async with AsyncSession(engine, expire_on_commit=False) as session:
            with problems(OSError):
                await session.connection()  # begins now: what is wrong is said before any work is done
            yield session


def _ensure_place(file: Path | None) -> None:
    """Make the file, and its folder where only the folder itself is missing, for their owner alone."""
    try:
        if file is None or file.exists():
            return
        if not file.parent.is_dir():
            file.parent.mkdir(mode=0o700)
        file.touch(mode=0o600)
    except (FileNotFoundError, FileExistsError, NotADirectoryError) as error:
        raise DatabaseProblem("folder") from error
    except OSError as error:
        raise DatabaseProblem("readonly") from error


async def _opened(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    engines = serving_engines(url)
    try:
        async with _session(engines[0]) as session:
            await session.execute(_WRITABLE)  # and never committed
    except BaseException:
        await _dispose(engines)
        raise
    return engines


async def _dispose(engines: tuple[AsyncEngine, AsyncEngine]) -> None:
    write, read = engines
    await read.dispose()
    await write.dispose()  # last: only a connection that may write removes the write-ahead log
