"""The stories' own database: it leaves no trace of the order in which things came, nor a log of what is gone."""

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from db import models
from db.base import StoryBase
from db.engines import file_of
from db.migrations import STORIES
from db.session import Database


def new_token() -> str:
    """Make a random key."""
    return secrets.token_urlsafe(16)


class StoryDatabase(Database):
    """Like the main one, but its write-ahead log is emptied after each change."""

    migrations = STORIES

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.is_clean = True
        """Whether the write-ahead log was empty after the last change: a reader may have been in the way."""

    def is_there(self) -> bool:
        """Whether there is a database to open, without making one; PostgreSQL's is always taken to be there."""
        file = file_of(self._url)
        return file is None or file.exists()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """Give a session that may write; after its commit the log is emptied, in which changes stand in order."""
        async with super().begin() as session:
            yield session
        await self._leave_no_trace()

    async def shuffle(self) -> None:
        """Write all rows anew in an order that says nothing: SQLite by their random keys, PostgreSQL at random.

        Neither order of arrival nor PostgreSQL's number of a row's transaction can be read afterwards.
        """
        if file_of(self._url) is None:
            await self._shuffle_postgres()
        else:
            await self._vacuum()
        await self._leave_no_trace()

    async def _leave_no_trace(self) -> None:
        """Empty the log, and give SQLite's file the time of no change: a copy would tell the minute of the last one."""
        self.is_clean = await self.scrub()
        file = file_of(self._url)
        if file is not None:
            os.utime(file, (0, 0))

    async def _vacuum(self) -> None:
        async with self._turn, self._serving[0].connect() as connection:
            raw = (await connection.get_raw_connection()).driver_connection
            await raw.execute("VACUUM")  # type: ignore[union-attr] # past SQLAlchemy, which would begin a transaction

    async def _shuffle_postgres(self) -> None:
        models.load()  # a table that nobody has used yet is written anew as well
        names = [table.name for table in StoryBase.metadata.sorted_tables]
        async with self._turn, self._serving[0].begin() as connection:
            # What is committed between the copy and the emptying would be lost without a word.
            await connection.execute(text(f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE"))
            for name in names:
                await connection.execute(text(f"CREATE TEMP TABLE copy_{name} ON COMMIT DROP AS TABLE {name}"))
            await connection.execute(text(f"TRUNCATE {', '.join(names)}"))
            for name in names:  # parents come first
                await connection.execute(text(f"INSERT INTO {name} SELECT * FROM copy_{name} ORDER BY random()"))  # noqa: S608 names of our own tables
