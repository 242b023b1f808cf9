"""T1 and T2: who wrote what cannot be told from a database, its files, copies of them, or from what is seen when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from db.stories import StoryDatabase
from tests.anonymity import attacks
from tests.anonymity.chances import seeded
from tests.anonymity.held import Held, hold_file, hold_postgres
from tests.anonymity.living import Days, Lived
from tests.anonymity.rows import Row
from tests.anonymity.twins import LEAKY, LeakyDatabase, Ways
from tests.anonymity.world import LIMIT, STORIES, World

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEED = 3
TWO = slice(14, 16)
"""Two copies, a day apart."""


async def live_on_file(world: World, folder: Path, ways: Ways) -> tuple[Lived, Held]:
    """Live the days on a SQLite file; give what an attacker then holds, while the bot still runs."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "stories.db"
    db = (LeakyDatabase if ways == LEAKY else StoryDatabase)(f"sqlite:///{file}")
    await db.open()
    try:
        with seeded(SEED):
            lived = await Days(world, db, ways=ways, file=file).live()
        return lived, hold_file(file)
    finally:
        await db.close()


async def live_on_postgres(world: World, url: str, ways: Ways) -> tuple[Lived, Held]:
    """Live the days on PostgreSQL, whose own chance has a seed too."""
    db = (LeakyDatabase if ways == LEAKY else StoryDatabase)(url)
    await db.open()
    try:
        async with db.begin() as session:
            await session.execute(text("SELECT setseed(0.25)"))
        with seeded(SEED):
            lived = await Days(world, db, ways=ways).live()
        return lived, await hold_postgres(url)
    finally:
        await db.close()


def rows_of_file(kept: tuple[Lived, Held], leaky: tuple[Lived, Held]) -> list[Row]:
    """Run every attack on a SQLite file against both."""
    ways: dict[str, Callable[[Lived, Held], int]] = {
        "T1 order of keys and numbers": attacks.columns,
        "T1 instants and days in rows": attacks.instants,
        "T1 order of pages": lambda lived, held: attacks.places(lived, held, held.raw),
        "T1 order in the write-ahead log": lambda lived, held: attacks.places(lived, held, held.log),
        "T1 thirty copies, a day apart": lambda lived, _: attacks.copies(lived),
        "T1 times of files, two copies a day apart": lambda lived, _: attacks.file_times(lived, TWO),
        "T1 times of files, thirty copies": lambda lived, _: attacks.file_times(lived, slice(None)),
        "T1 what repeats for one author, and who was there": attacks.repeats,
    }
    rows = [Row(name, way(*kept), LIMIT - 1, way(*leaky), STORIES) for name, way in ways.items()]
    return [*rows, *rows_of_seen(kept[0], leaky[0])]


def rows_of_seen(kept: Lived, leaky: Lived) -> list[Row]:
    """Judge what can be seen when: of each kind no more than T1 allows, by its number."""
    kinds = ("queue",), ("return",), ("post",), ("withdrawal",)
    rows = []
    for name, chosen in (("T2 new in the queue", kinds[0]), ("T2 all that is seen", ())):
        of = len([each for each in kept.watch.changes if not chosen or each.kind in chosen])
        most = (LIMIT - 1) * of // STORIES
        rows.append(Row(name, attacks.seen(kept, chosen), most, attacks.seen(leaky, chosen), of))
    return rows


def rows_of_postgres(kept: tuple[Lived, Held], leaky: tuple[Lived, Held]) -> list[Row]:
    """Run what differs on PostgreSQL against both."""
    ways: dict[str, Callable[[Lived, Held], int]] = {
        "T1 order of keys and numbers, PostgreSQL": attacks.columns,
        "T1 instants and days in rows, PostgreSQL": attacks.instants,
        "T1 xmin, ctid and TOAST, PostgreSQL": lambda lived, held: attacks.columns(lived, held, hidden=True),
        "T1 what repeats for one author, PostgreSQL": attacks.repeats,
    }
    return [Row(name, way(*kept), LIMIT - 1, way(*leaky), STORIES) for name, way in ways.items()]
