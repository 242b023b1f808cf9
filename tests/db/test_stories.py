"""The stories' own database: nothing in it knows a person, and nothing in it tells in which order things came."""

import asyncio
import secrets
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, delete, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import undefer

from db import models
from db.base import Base, MemberId, StoryBase
from db.engines import migrating_engine, parse
from db.migrations import STORIES, revisions, stored_revision
from db.migrations.__main__ import main
from db.migrations.upgrades import configuration
from db.models.stories import Story, StoryFact, StoryPart
from db.session import Database
from db.stories import StoryDatabase

RARE = "marmalade-on-a-tuesday"
COUNT = 60
HEADER = 100
"""Bytes of a SQLite file in which it counts its changes, whatever they are."""

alone = pytest.mark.parametrize("stories_url", ["sqlite"], indirect=True)
on_postgres = pytest.mark.parametrize("stories_url", ["postgres"], indirect=True)


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


async def write(stories: Database, names: Sequence[str]) -> None:
    """Write rows one after the other, each in a change of its own."""
    for name in names:
        async with stories.begin() as session:
            session.add(StoryFact(name=name, value=RARE * 4))


def random_names(count: int = COUNT) -> list[str]:
    return [secrets.token_urlsafe(16) for _ in range(count)]


def test_no_column_holds_a_person() -> None:
    models.load()
    columns = [column for table in StoryBase.metadata.sorted_tables for column in table.columns]
    assert len(columns) > 30
    assert [column for column in columns if isinstance(column.type, MemberId)] == []
    assert not StoryBase.metadata.tables.keys() & Base.metadata.tables.keys()


DRAWN = {"number", "term"}
"""Keys that are numbers: drawn by chance, or made by a key."""


def test_every_row_has_a_key_that_says_nothing_and_sqlite_counts_none() -> None:
    models.load()
    for table in StoryBase.metadata.sorted_tables:
        assert table.dialect_options["sqlite"]["with_rowid"] is False
        numbers = {column.name for column in table.primary_key if column.type.python_type is not str}
        assert numbers <= DRAWN or table.name == "story_vocabularies"  # one of each community


async def test_the_migrations_end_at_what_the_models_say_and_go_down_to_nothing(
    stories: StoryDatabase, stories_url: str
) -> None:
    engine = migrating_engine(parse(stories_url))

    def compare(connection: Connection) -> list[Any]:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), StoryBase.metadata)

    await stories.close()
    try:
        assert await run(engine, compare) == []
        await run(engine, lambda connection: command.downgrade(configuration(connection, STORIES), "base"))
        assert await run(engine, lambda connection: inspect(connection).get_table_names()) == ["alembic_version"]
        await run(engine, lambda connection: command.upgrade(configuration(connection, STORIES), "head"))
    finally:
        await engine.dispose()
    assert await stored_revision(parse(stories_url)) == revisions(STORIES)[-1]
    await stories.open()


async def run(engine: AsyncEngine, do: Any) -> Any:
    async with engine.begin() as connection:
        return await connection.run_sync(do)


def test_a_draft_is_about_the_stories_when_they_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.migrations.__main__.STORIES", copied(tmp_path))
        assert main(["stories", "draft", "thanks"]) == 0
    assert "thanks" in capsys.readouterr().out
    assert "story_parts" in next((tmp_path / "stories" / "versions").glob("*_thanks.py")).read_text()


def copied(folder: Path) -> Path:
    """Copy what the stories' migrations need, without any of them."""
    (folder / "stories" / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        (folder / "stories" / name).write_text((STORIES / name).read_text())
    return folder / "stories"


@alone
async def test_the_log_is_empty_after_each_change(stories: StoryDatabase, stories_url: str) -> None:
    log = file_of(f"{stories_url}-wal")
    leaky = Database(stories_url)
    leaky.migrations = STORIES
    await leaky.open()
    await write(leaky, random_names(1))
    assert RARE.encode() in log.read_bytes()  # the twin that does not empty it shows what would be found
    await leaky.close()
    await write(stories, random_names(2))
    assert (log.read_bytes(), stories.is_clean) == (b"", True)


@alone
async def test_the_file_does_not_tell_when_it_was_changed(stories: StoryDatabase, stories_url: str) -> None:
    for change in (write(stories, random_names(1)), stories.shuffle()):
        await change
        assert file_of(stories_url).stat().st_mtime == 0


@alone
async def test_a_reader_in_the_way_is_noticed_and_the_next_change_empties_the_log(stories: StoryDatabase) -> None:
    async with stories.read() as session:
        await session.execute(text("SELECT count(*) FROM story_facts"))
        await write(stories, random_names(1))
        assert not stories.is_clean
    await write(stories, random_names(1))
    assert stories.is_clean


@alone
@pytest.mark.parametrize("is_shuffled", [False, True])
async def test_a_sqlite_file_tells_the_order_of_arrival_until_it_is_shuffled(
    stories: StoryDatabase, stories_url: str, *, is_shuffled: bool
) -> None:
    names = random_names()
    seen = []
    for order in (names, names[::-1]):
        async with stories.begin() as session:
            await session.execute(delete(StoryFact))
        await stories.shuffle()
        await write(stories, order)
        if is_shuffled:
            await stories.shuffle()
        seen.append(file_of(stories_url).read_bytes()[HEADER:])
    assert (seen[0] == seen[1]) is is_shuffled


@on_postgres
async def test_postgres_tells_the_order_of_arrival_until_its_rows_are_shuffled(stories: StoryDatabase) -> None:
    names = random_names()
    await write(stories, names)
    assert await by(stories, "xmin::text::bigint") == await by(stories, "ctid") == names
    await stories.shuffle()
    assert len(set(await by(stories, "ctid", "xmin"))) == 1
    right = sum(one == other for one, other in zip(await by(stories, "ctid"), names, strict=True))
    assert right < COUNT / 4  # by chance one is
    assert sorted(await by(stories, "ctid")) == sorted(names)


@on_postgres
async def test_what_is_written_while_the_rows_are_shuffled_is_not_lost(stories: StoryDatabase) -> None:
    await write(stories, random_names())
    written, is_over = list[str](), False

    async def go_on() -> None:
        while not is_over:
            (name,) = random_names(1)
            await write(stories, [name])
            written.append(name)

    writing = asyncio.create_task(go_on())
    for _ in range(10):
        await asyncio.sleep(0.01)
        await stories.shuffle()
    is_over = True
    await writing
    assert written
    assert set(written) <= set(await by(stories, "name"))


async def by(stories: StoryDatabase, order: str, what: str = "name") -> list[str]:
    async with stories.read() as session:
        found = await session.execute(text(f"SELECT {what} FROM story_facts ORDER BY {order}"))  # noqa: S608 our words
        return [str(row[0]) for row in found]


async def test_a_shuffle_keeps_every_row_with_what_hangs_on_it(stories: StoryDatabase) -> None:
    key = secrets.token_urlsafe(16)
    async with stories.begin() as session:
        session.add(a_story(key))
        await session.flush()
        session.add(
            StoryPart(key=secrets.token_urlsafe(16), story_key=key, place=0, has_arrived=True, sealed=b"\x00\xff")
        )
    await stories.shuffle()
    async with stories.begin() as session:
        part = (await session.scalars(select(StoryPart).options(undefer(StoryPart.sealed)))).one()
        assert (part.story_key, part.place, part.sealed) == (key, 0, b"\x00\xff")
        await session.execute(delete(Story))
        assert (await session.scalars(select(StoryPart))).all() == []


def a_story(key: str) -> Story:
    return Story(
        key=key,
        guild_id=710000000000000003,
        lookup_id="0" * 64,
        public_key=b"p",
        locked_key=b"l",
        state="arrived",
        week=date(2026, 6, 1),
        is_alone_fine=False,
    )
