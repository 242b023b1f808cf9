"""The leaky twins: the same rules, where one thing or all is done as it is done elsewhere.

A twin's database keeps its log, is never shuffled, and has a table beside the stories as somebody would write it at
first: numbered, with the instant, the author, an unkeyed digest of the author, and the words as they are.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from db.session import Database
from db.stories import StoryDatabase
from tests.anonymity.world import Told, at

BESIDE = """CREATE TABLE beside (id {number}, story_key TEXT, created_at TEXT, author_id BIGINT, author_tag TEXT,
words TEXT)"""


@dataclass(frozen=True)
class Ways:
    """How the days are lived: all True as it is meant, all False as a twin does it."""

    waits: bool = True
    """What arrives is seen at the intake, a post comes at a random minute, and a withdrawal later."""
    writes_beside: bool = False
    reviews: bool = True


KEPT, LEAKY = Ways(), Ways(waits=False, writes_beside=True, reviews=False)


class LeakyDatabase(StoryDatabase):
    """Never shuffled; its write-ahead log is left as SQLite leaves it, and what is deleted is not overwritten."""

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        async with Database.begin(self) as session:
            if self._url.get_backend_name() == "sqlite":
                await session.execute(text("PRAGMA secure_delete=OFF"))
            yield session

    async def shuffle(self) -> None:
        pass

    async def scrub(self) -> bool:
        return True


async def make_beside(session: AsyncSession) -> None:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    number = "INTEGER PRIMARY KEY AUTOINCREMENT" if is_sqlite else "SERIAL PRIMARY KEY"
    await session.execute(text(BESIDE.format(number=number)))


async def write_beside(session: AsyncSession, key: str, told: Told) -> None:
    """Write what nobody should beside a story that is kept."""
    values = {
        "key": key,
        "at": at(told.minute).isoformat(),
        "author": told.author,
        "tag": sha256(str(told.author).encode()).hexdigest(),
        "words": " ".join(told.draft.parts),
    }
    names = "story_key, created_at, author_id, author_tag, words"
    await session.execute(text(f"INSERT INTO beside ({names}) VALUES (:key, :at, :author, :tag, :words)"), values)  # noqa: S608 our own names


def write_own_file(folder: Path, key: str, told: Told) -> None:
    """Keep a story's picture as a file of its own."""
    own = folder / f"{key}.webp"
    own.write_bytes(b"a picture")
    stamp(own, told.minute)


def stamp(file: Path, minute: float) -> None:
    """Give a file the time of the days, which a copy keeps."""
    moment = at(minute).timestamp()
    os.utime(file, (moment, moment))
