"""Opening migrates what is behind in a process of its own, refuses what is ahead, and is quick otherwise."""

import asyncio
import gc
import sqlite3
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest
from alembic import command
from sqlalchemy import select, text

from db.engines import migrating_engine, parse
from db.migrations import revisions, stored_revision
from db.migrations.upgrades import configuration
from db.models.installation import Fact
from db.problems import DatabaseProblem
from db.session import Database

NEWER = "UPDATE alembic_version SET version_num = '9999'"
IMPORTS = """
import asyncio, sys
from db.session import Database

async def main():
    database = Database(sys.argv[1])
    await database.open()
    await database.close()

asyncio.run(main())
sys.stdout.write(" ".join(name for name in ("alembic", "mako") if name in sys.modules) or "neither")
"""
LEAVE_A_LOG = """
import os, signal, sqlite3, sys

opened = sqlite3.connect(sys.argv[1], isolation_level=None)
opened.execute("UPDATE alembic_version SET version_num = '9999'")
os.kill(os.getpid(), signal.SIGKILL)
"""

Replace = Callable[[str], None]


async def kind_at_start(url: str) -> str:
    database = Database(url)
    with pytest.raises(DatabaseProblem) as caught:
        await database.open()
    await database.close()
    return caught.value.kind


def contents(folder: Path, *, of: str = "") -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name.endswith(of)}


def change(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as opened:
        opened.execute(statement)


async def output(script: str, *arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, *arguments, stdout=PIPE)
    said, _ = await process.communicate()
    return said.decode()


async def test_a_newer_database_is_refused_and_untouched(sqlite_url: str, sqlite_file: Path) -> None:
    change(sqlite_file, NEWER)
    before = contents(sqlite_file.parent)
    assert await kind_at_start(sqlite_url) == "newer"
    assert contents(sqlite_file.parent) == before
    assert list(before) == [sqlite_file.name]


async def test_a_newer_database_that_was_killed_is_refused_and_untouched(sqlite_url: str, sqlite_file: Path) -> None:
    """Its newest part is in the write-ahead log, which another look would fold into the file."""
    await output(LEAVE_A_LOG, str(sqlite_file))
    before = contents(sqlite_file.parent)
    assert sorted(before) == ["kettle.db", "kettle.db-shm", "kettle.db-wal"]
    assert await kind_at_start(sqlite_url) == "newer"
    after = contents(sqlite_file.parent)
    assert sorted(after) == sorted(before)
    assert after["kettle.db"] == before["kettle.db"]
    assert after["kettle.db-wal"] == before["kettle.db-wal"]


async def test_a_newer_database_on_postgresql_is_refused_too(database: Database, database_url: str) -> None:
    async with database.begin() as session:
        await session.execute(text(NEWER))
    await database.close()
    assert await kind_at_start(database_url) == "newer"


async def test_an_empty_file_is_a_new_database(tmp_path: Path) -> None:
    (tmp_path / "kettle.db").touch()
    database = Database(f"sqlite:///{tmp_path / 'kettle.db'}")
    await database.open()
    async with database.read() as session:
        assert not (await session.scalars(select(Fact))).all()
    await database.close()


async def test_a_database_that_went_back_to_nothing_is_migrated(database_url: str) -> None:
    engine = migrating_engine(parse(database_url))
    async with engine.begin() as connection:
        await connection.run_sync(lambda given: command.downgrade(configuration(given), "base"))
    await engine.dispose()
    assert await stored_revision(parse(database_url)) is None
    database = Database(database_url)
    await database.open()
    async with database.read() as session:
        assert not (await session.scalars(select(Fact))).all()
    await database.close()


async def test_a_database_whose_revision_was_lost_is_left_as_it_was(database: Database, database_url: str) -> None:
    async with database.begin() as session:
        session.add(Fact(name="kettle", value="kept"))
        await session.execute(text("DELETE FROM alembic_version"))
    await database.close()
    assert await kind_at_start(database_url) == "upgrade"
    assert await stored_revision(parse(database_url)) is None


async def test_a_database_with_somebody_elses_tables_is_left_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "kettle.db"
    change(file, "CREATE TABLE guilds (theirs text)")
    assert await kind_at_start(f"sqlite:///{file}") == "upgrade"
    with closing(sqlite3.connect(file)) as opened:
        assert opened.execute("SELECT name FROM sqlite_master").fetchall() == [("guilds",)]


async def test_a_database_behind_is_migrated_once_and_then_needs_no_process(
    tmp_path: Path, own_python: Replace
) -> None:
    own_python(f'echo once >> \'{tmp_path}/starts\'\nexec "$PYTHON" "$@"')
    url = f"sqlite:///{tmp_path / 'kettle.db'}"
    for _ in range(3):
        database = Database(url)
        await database.open()
        await database.close()
    assert await stored_revision(parse(url)) == revisions()[-1]
    assert contents(tmp_path, of="starts") == {"starts": b"once\n"}


@pytest.mark.parametrize("database_server", ["postgres"], indirect=True)
async def test_two_processes_that_start_at_once_migrate_once(database: Database, database_url: str) -> None:
    async with database.begin() as session:
        await session.execute(text("DROP SCHEMA public CASCADE"))
        await session.execute(text("CREATE SCHEMA public"))
    await database.close()
    both = [Database(database_url), Database(database_url)]
    await asyncio.gather(*(each.open() for each in both))
    await asyncio.gather(*(each.close() for each in both))
    assert await stored_revision(parse(database_url)) == revisions()[-1]


@pytest.mark.parametrize("new", [True, False])
async def test_the_bots_own_process_never_loads_what_only_migrations_need(
    sqlite_url: str,
    tmp_path: Path,
    new: bool,  # noqa: FBT001 pytest gives it
) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}" if new else sqlite_url
    assert await output(IMPORTS, url) == "neither"


async def test_the_address_and_our_secrets_are_shown_to_nobody(
    tmp_path: Path, own_python: Replace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETTLE_DISCORD__TOKEN", "made-up-token")
    own_python(f'echo "$@" > \'{tmp_path}/seen\'; env >> \'{tmp_path}/seen\'\nexec "$PYTHON" "$@"')
    database = Database(f"sqlite:///{tmp_path / 'secret-name.db'}")
    await database.open()
    await database.close()
    seen = (tmp_path / "seen").read_text()
    assert "-m db.migrations" in seen
    assert "secret-name" not in seen
    assert "made-up-token" not in seen


async def test_a_start_that_is_cancelled_leaves_no_process(tmp_path: Path, own_python: Replace) -> None:
    own_python(f"echo $$ > '{tmp_path}/started.part'; mv '{tmp_path}/started.part' '{tmp_path}/started'\nexec sleep 60")
    database = Database(f"sqlite:///{tmp_path / 'kettle.db'}")
    opening = asyncio.create_task(database.open())
    while not contents(tmp_path, of="started"):  # noqa: ASYNC110 another process writes it
        await asyncio.sleep(0.01)
    number = int(contents(tmp_path, of="started")["started"])
    opening.cancel()
    with suppress(asyncio.CancelledError):
        await opening
    assert opening.cancelled()
    assert not psutil.pid_exists(number)


async def test_a_start_that_is_cancelled_later_leaves_no_connection(sqlite: Database, sqlite_file: Path) -> None:
    """Cut at many steps of the event loop; a connection left open would warn, and its log would stay."""
    await sqlite.close()
    for steps in range(60):
        database = Database(f"sqlite:///{sqlite_file}")
        opening = asyncio.create_task(database.open())
        for _ in range(steps):
            await asyncio.sleep(0.0002)
        opening.cancel()
        with suppress(asyncio.CancelledError):
            await opening
        await database.close()
    gc.collect()  # what a cut leaves to the garbage collector is closed by it
    assert list(contents(sqlite_file.parent)) == [sqlite_file.name]
