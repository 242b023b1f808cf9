"""T8: after a withdrawal and the sweep, nothing of a story's words is left, nor of what they were sealed to."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import delete, text

from bot.services import analysing, story_withdrawals
from bot.services.searching import term_of
from db.models.stories import Story
from db.stories import StoryDatabase
from tests.anonymity.living import INTAKE
from tests.anonymity.rows import Row
from tests.anonymity.twins import LeakyDatabase
from tests.anonymity.world import DAY, DAYS, GUILD, at

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.anonymity.held import Held
    from tests.anonymity.living import Lived

TAKEN, FEWER = 20, 5
"""How many stories are taken back; fewer on PostgreSQL, whose files are large."""


def chosen(held: Held, most: int) -> list[str]:
    """Choose stories to take back: those whose words are in the library, or in a twin's table."""
    table = held.tables.get("beside") or held.tables["story_listings"]
    return sorted({row["story_key"] for row in table} & held.stories())[:most]


def marks(lived: Lived, held: Held, keys: Iterable[str]) -> tuple[list[bytes], list[bytes]]:
    """Give the rare words of stories, with what stands for them in the index, and the ends of all that was sealed."""
    stems = [analysing.stem(word) for key in keys for word in lived.truth[key].rare]
    terms = [term_of(stem, key=lived.keys.index_key(), scope=GUILD) for stem in stems]
    orders: tuple[Literal["big", "little"], ...] = ("big", "little")
    words = [each.encode() for each in stems]
    words += [term.to_bytes(8, order, signed=True) for term in terms for order in orders]
    parts = [*held.tables["story_parts"], *held.tables["story_files"]]
    return words, [row["sealed"][-16:] for row in parts if row["story_key"] in keys]


async def take_back(db: StoryDatabase, lived: Lived, keys: Iterable[str]) -> None:
    """Take stories back at once, then shuffle, as the next sweep does. A twin only deletes."""
    now = at(DAYS * DAY + INTAKE + 60)
    for key in keys:
        async with db.begin() as session:
            if isinstance(db, LeakyDatabase):
                await session.execute(text("DELETE FROM beside WHERE story_key = :key"), {"key": key})
                await session.execute(delete(Story).where(Story.key == key))
                continue
            told: dict[str, Any] = {"now": now, "is_later": False, "chance": random.Random(1)}  # noqa: S311
            await story_withdrawals.withdraw(session, lookup_id=lived.derived[key].lookup_id, **told)
    await db.shuffle()


def left(wanted: Iterable[bytes], files: Iterable[Path]) -> int:
    """Count what is found in any byte of some files."""
    contents = [file.read_bytes() for file in files if file.is_file()]
    return sum(any(each in content for content in contents) for each in wanted)


async def left_in_file(
    lived: Lived, held: Held, file: Path, db: StoryDatabase, temporary: Path
) -> tuple[int, int, int]:
    """Take stories back on SQLite; count words, and ends of what was sealed, that are left; and of how many."""
    keys = chosen(held, TAKEN)
    words, ends = marks(lived, held, keys)
    await db.open()
    try:
        await take_back(db, lived, keys)
        files = [*file.parent.glob(f"{file.name}*"), *temporary.rglob("*")]
        return left(words, files), left(ends, files), len(words)
    finally:
        await db.close()


async def rows_of_file(
    kept: tuple[Lived, Held], leaky: tuple[Lived, Held], files: tuple[Path, Path], temporary: Path
) -> list[Row]:
    mine = await left_in_file(*kept, files[0], StoryDatabase(f"sqlite:///{files[0]}"), temporary)
    twin = await left_in_file(*leaky, files[1], LeakyDatabase(f"sqlite:///{files[1]}"), temporary)
    return [
        Row("T8 words, or what stands for them, left after a withdrawal", mine[0], 0, twin[0], mine[2]),
        Row("T8 ends of what was sealed, left after it", mine[1], 0, twin[1], TAKEN),
    ]


async def left_in_postgres(
    lived: Lived, held: Held, url: str, db: StoryDatabase, cluster: Path
) -> tuple[int, int, int, int]:
    """Do the same on PostgreSQL: in the files of its data, and in its own log of writes."""
    keys = chosen(held, FEWER)
    words, ends = marks(lived, held, keys)
    await db.open()
    try:
        await _run(url, "ANALYZE")  # as PostgreSQL does by itself at times: its figures of a column quote values
        await take_back(db, lived, keys)
        oid = await _settle(url)
    finally:
        await db.close()
    data, log = [*(cluster / "base" / oid).iterdir()], [*(cluster / "pg_wal").iterdir()]
    return left(words, data), left(ends, data), left(words, log), len(words)


async def _settle(url: str) -> str:
    """Have all of it written to the files, and a new file of the log begun; give the number of the database."""
    return await _run(url, "SELECT pg_switch_wal()", "CHECKPOINT", "CHECKPOINT")


async def _run(url: str, *statements: str) -> str:
    """Run statements as the server's owner; give the number of the database."""
    import asyncpg  # type: ignore[import-untyped] # noqa: PLC0415 it comes with the extra that the server's wheel comes with

    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
        return str(await connection.fetchval("SELECT oid FROM pg_database WHERE datname = current_database()"))
    finally:
        await connection.close()


WAL = "PostgreSQL's own log keeps what was deleted until its files are written over; it is not ours to empty"


async def rows_of_postgres(
    kept: tuple[Lived, Held], leaky: tuple[Lived, Held], urls: tuple[str, str], cluster: Path
) -> list[Row]:
    mine = await left_in_postgres(*kept, urls[0], StoryDatabase(urls[0]), cluster)
    twin = await left_in_postgres(*leaky, urls[1], LeakyDatabase(urls[1]), cluster)
    return [
        Row("T8 words, or what stands for them, left in PostgreSQL's data", mine[0], 0, twin[0], mine[3]),
        Row("T8 ends of what was sealed, left in it", mine[1], 0, twin[1], FEWER),
        Row("T8 words, or what stands for them, left in PostgreSQL's own log", mine[2], 0, twin[2], mine[3], WAL),
    ]
