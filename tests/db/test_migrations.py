"""Migrations go up, down and up again, and end at what the models say, on both databases."""

import asyncio
import shutil
import sqlite3
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from db import models
from db.base import Base
from db.engines import migrating_engine, parse
from db.migrations import FOLDER, ensure_current, revisions, stored_revision
from db.migrations.drafts import draft
from db.migrations.upgrades import LOCK, configuration, migrate
from db.problems import DatabaseProblem

Answer = TypeVar("Answer")
REVISION = '''"""{message}"""

import sqlalchemy as sa
from alembic import op

revision = "{number}"
down_revision = "{previous}"


def upgrade():
{body}


def downgrade():
    pass
'''
FAMILY = """
    op.create_table("cups", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("size", sa.Integer()))
    op.create_table(
        "sips",
        sa.Column("cup_id", sa.Integer(), sa.ForeignKey("cups.id", ondelete="CASCADE", name="fk_sips_cup_id_cups")),
    )
    op.execute("INSERT INTO cups (id, size) VALUES (1, 200)")
    op.execute("INSERT INTO sips (cup_id) VALUES (1)")
"""
REBUILD = """
    with op.batch_alter_table("cups") as batch:
        batch.alter_column("size", existing_type=sa.Integer(), nullable=False)
"""
FAILING = """
    op.create_table("half_done", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("INSERT INTO facts (name, value) VALUES ('half', 'done')")
    raise ValueError("on purpose")
"""
ORPHAN = """
    op.create_table(
        "sips", sa.Column("fact", sa.String(64), sa.ForeignKey("facts.name", name="fk_sips_fact_facts"))
    )
    op.execute("INSERT INTO sips (fact) VALUES ('no such fact')")
"""


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """A migrated database, seen as a migration sees it."""
    made = migrating_engine(parse(database_url))
    yield made
    await made.dispose()


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """A copy of the migrations, to add to."""
    return Path(shutil.copytree(FOLDER, tmp_path / "migrations"))


def add(migrations: Path, number: str, previous: str, body: str) -> None:
    revision = REVISION.format(message="Made up.", number=number, previous=previous, body=body)
    (migrations / "versions" / f"{number}_made_up.py").write_text(revision)


async def run(engine: AsyncEngine, do: Callable[[Connection], Answer]) -> Answer:
    async with engine.begin() as connection:
        return await connection.run_sync(do)


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def names(connection: Connection) -> set[str | None]:
    """The names of every constraint and index of the models' tables."""
    inspector = inspect(connection)
    found: set[str | None] = set()
    for table in Base.metadata.tables:
        found.add(inspector.get_pk_constraint(table)["name"])
        found |= {each["name"] for each in inspector.get_unique_constraints(table)}
        found |= {each["name"] for each in inspector.get_foreign_keys(table)}
        found |= {each["name"] for each in inspector.get_check_constraints(table)}
        found |= {each["name"] for each in inspector.get_indexes(table)}
    return found


def test_ids_that_stand_in_buttons_are_never_given_again(sqlite_template: bytes, tmp_path: Path) -> None:
    """SQLite forgets it of a table that a migration builds anew."""
    file = tmp_path / "kettle.db"
    file.write_bytes(sqlite_template)
    with closing(sqlite3.connect(file)) as connection:
        made = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall())
    wanted = {t.name for t in Base.metadata.sorted_tables if t.dialect_options["sqlite"]["autoincrement"]}
    assert wanted
    assert {name for name in wanted if "AUTOINCREMENT" not in made[name]} == set()


async def test_the_migrations_go_down_to_nothing_and_up_again(engine: AsyncEngine) -> None:
    models.load()
    before = await run(engine, tables)
    await run(engine, lambda connection: command.downgrade(configuration(connection), "base"))
    assert await run(engine, tables) == {"alembic_version"}
    await run(engine, lambda connection: command.upgrade(configuration(connection), "head"))
    assert await run(engine, tables) == before == {*Base.metadata.tables, "alembic_version"}


async def test_migrations_end_at_what_the_models_say(engine: AsyncEngine) -> None:
    def differences(connection: Connection) -> list[object]:
        options = {"compare_type": True, "compare_server_default": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)

    models.load()
    assert await run(engine, differences) == []


async def test_constraints_have_the_names_that_the_convention_gives(engine: AsyncEngine) -> None:
    models.load()
    found = await run(engine, names)
    await run(engine, Base.metadata.drop_all)
    await run(engine, Base.metadata.create_all)
    assert found == await run(engine, names)


def test_sqlite_makes_the_tables_as_the_models_would(sqlite_template: bytes, tmp_path: Path) -> None:
    """The ids that are never given again are SQLite's own matter: no comparison of schemas sees them."""
    models.load()
    (tmp_path / "migrated.db").write_bytes(sqlite_template)
    fresh = create_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    Base.metadata.create_all(fresh)
    fresh.dispose()
    assert counting(tmp_path / "migrated.db") == counting(tmp_path / "fresh.db")


def counting(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as opened:
        found = opened.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%' ORDER BY name")
        return [name for (name,) in found]


def test_the_file_names_say_what_alembic_says() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    scripts = ScriptDirectory.from_config(config)
    in_order = [script.revision for script in scripts.walk_revisions()][::-1]
    assert revisions() == in_order
    assert scripts.get_heads() == [revisions()[-1]]


async def test_a_failed_migration_leaves_the_database_as_it_was(
    database_url: str, engine: AsyncEngine, migrations: Path
) -> None:
    add(migrations, "0901", revisions()[-1], FAILING)
    before = await run(engine, tables)
    with pytest.raises(ValueError, match="on purpose"):
        await migrate(database_url, migrations)
    assert await run(engine, tables) == before
    assert await stored_revision(parse(database_url)) == revisions()[-1]
    assert await run(engine, lambda connection: connection.scalar(text("SELECT count(*) FROM facts"))) == 0


@pytest.mark.parametrize("database_server", ["postgres"], indirect=True)
async def test_a_migration_waits_for_another_process_that_migrates(
    database_url: str, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.engines.MIGRATION_SECONDS", 0.05)
    async with engine.begin() as other:
        await other.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        with pytest.raises(DatabaseProblem, match="locked"):
            await migrate(database_url)
    await migrate(database_url)


async def test_a_start_that_is_given_up_leaves_no_migration_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: asyncio.Queue[Process] = asyncio.Queue()
    create = asyncio.create_subprocess_exec

    async def seen(*arguments: str, **options: Any) -> Process:
        process = await create(*arguments, **options)
        begun.put_nowait(process)
        return process

    monkeypatch.setattr("asyncio.create_subprocess_exec", seen)
    start = asyncio.create_task(ensure_current(parse(f"sqlite:///{tmp_path / 'kettle.db'}")))
    process = await begun.get()
    start.cancel()
    with pytest.raises(asyncio.CancelledError):
        await start
    assert process.returncode is not None


async def test_a_table_that_is_rebuilt_keeps_the_rows_that_point_at_it(
    database_url: str, engine: AsyncEngine, migrations: Path
) -> None:
    add(migrations, "0901", revisions()[-1], FAMILY)
    add(migrations, "0902", "0901", REBUILD)
    await migrate(database_url, migrations)
    assert await run(engine, lambda connection: connection.scalar(text("SELECT cup_id FROM sips"))) == 1


@pytest.mark.parametrize("database_server", ["sqlite"], indirect=True)
async def test_a_migration_that_leaves_a_row_pointing_at_nothing_fails(
    database_url: str, engine: AsyncEngine, migrations: Path
) -> None:
    add(migrations, "0901", revisions()[-1], ORPHAN)
    with pytest.raises(ValueError, match="points at nothing"):
        await migrate(database_url, migrations)
    assert "sips" not in await run(engine, tables)


def test_a_draft_holds_what_the_models_have_and_the_migrations_do_not(migrations: Path) -> None:
    shutil.rmtree(migrations / "versions")
    (migrations / "versions").mkdir()
    draft("all of it", migrations)
    draft("nothing more", migrations)
    first, second = sorted((migrations / "versions").glob("*.py"))
    assert [first.name, second.name] == ["0001_all_of_it.py", "0002_nothing_more.py"]
    assert "db.base" not in first.read_text()
    assert "op." not in second.read_text()
