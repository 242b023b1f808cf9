"""A SQLite file is kept as carefully as SQLite can keep one."""

import asyncio
import shutil
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError

from db.models.installation import Fact
from db.session import Database

RARE = "marmalade-on-a-tuesday"
CRASH = """
import asyncio, sys
from db.models.installation import Fact
from db.session import Database

async def main():
    database = Database(sys.argv[1])
    await database.open()
    async with database.begin() as session:
        session.add(Fact(name="committed", value="kept"))
    async with database.begin() as session:
        session.add(Fact(name="open", value="lost"))
        await session.flush()
        sys.stdout.write("now\\n")
        sys.stdout.flush()
        await asyncio.Event().wait()

asyncio.run(main())
"""


def listed(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


async def pragma(database: Database, name: str) -> int | str:
    async with database.begin() as session:
        return (await session.execute(text(f"PRAGMA {name}"))).scalar_one()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 2000),
        ("secure_delete", 1),
    ],
)
async def test_the_writer_is_set_up_to_lose_nothing(sqlite: Database, name: str, value: int | str) -> None:
    assert await pragma(sqlite, name) == value


async def test_a_row_that_points_at_nothing_is_refused(database: Database) -> None:
    async with database.begin() as session:
        await session.execute(text("CREATE TABLE cups (id integer PRIMARY KEY)"))
        await session.execute(text("CREATE TABLE sips (cup_id integer REFERENCES cups (id))"))
    with pytest.raises(IntegrityError):
        async with database.begin() as session:
            await session.execute(text("INSERT INTO sips VALUES (1)"))


async def test_what_is_deleted_is_gone_from_the_file(sqlite: Database, sqlite_file: Path) -> None:
    async with sqlite.begin() as session:
        session.add(Fact(name="rare", value=RARE))
    async with sqlite.read() as session:
        assert await session.get(Fact, "rare")
    async with sqlite.begin() as session:
        await session.execute(delete(Fact))
    await sqlite.close()
    assert RARE.encode() not in sqlite_file.read_bytes()
    assert listed(sqlite_file.parent) == [sqlite_file]


async def test_what_was_committed_survives_a_kill_and_nothing_else_does(database_url: str) -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", CRASH, database_url, stdout=PIPE)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"now\n"
    process.send_signal(signal.SIGKILL)
    await process.wait()
    database = Database(database_url)
    await database.open()
    async with database.read() as session:
        assert set(await session.scalars(select(Fact.name))) == {"committed"}
    await database.close()


async def test_a_new_folder_and_file_are_their_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "kettle.db"
    database = Database(f"sqlite:///{file}")
    await database.open()
    kept = {path.name: mode(path) for path in listed(file.parent)}
    await database.close()
    assert mode(file.parent) == 0o700
    assert kept == dict.fromkeys(("kettle.db", "kettle.db-shm", "kettle.db-wal"), 384)


async def test_a_file_may_have_any_name(sqlite_file: Path) -> None:
    odd = sqlite_file.with_name("tea? 100% #1 & é.db")
    shutil.move(sqlite_file, odd)
    database = Database(f"sqlite:///{str(odd).replace('?', '%3F')}")
    await database.open()
    async with database.begin() as session:
        session.add(Fact(name="kettle", value="kept"))
    async with database.read() as session:
        assert await session.get(Fact, "kettle")
    await database.close()
    assert listed(odd.parent) == [odd]


async def test_a_file_next_to_where_we_stand_needs_no_folder(
    sqlite_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sqlite_file.parent)
    database = Database("sqlite:///kettle.db")
    await database.open()
    async with database.read() as session:
        assert not (await session.scalars(select(Fact))).all()
    await database.close()
