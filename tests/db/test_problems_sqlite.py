"""A SQLite file that is locked, read-only, full, damaged or not there is told as such, at the start and later."""

import asyncio
import os
import sqlite3
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest
from sqlalchemy import select, text

from db.models.installation import Fact
from db.problems import DatabaseProblem
from db.session import Database

Holder = Callable[[Path], AbstractContextManager[None]]
PAGE = 4096
NO_ROOM = """
import asyncio, resource, sys
from db.problems import DatabaseProblem
from db.session import Database

resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
try:
    asyncio.run(Database(sys.argv[1]).open())
except DatabaseProblem as problem:
    sys.stdout.write(problem.kind)
"""


async def kind_at_start(file: Path) -> str:
    database = Database(f"sqlite:///{file}")
    with pytest.raises(DatabaseProblem) as caught:
        await database.open()
    await database.close()
    return caught.value.kind


async def store(database: Database, value: str = "kept") -> None:
    async with database.begin() as session:
        session.add(Fact(name="kettle", value=value))


async def read(database: Database) -> str | None:
    async with database.read() as session:
        return await session.scalar(select(Fact.value))


async def kind_of_storing(database: Database) -> str:
    with pytest.raises(DatabaseProblem) as caught:
        await store(database)
    return caught.value.kind


def damage(file: Path, first: int, count: int = 1) -> None:
    """Overwrite pages of a file, the first of which is number 1."""
    with file.open("r+b") as opened:
        opened.seek((first - 1) * PAGE)
        opened.write(b"\xff" * PAGE * count)


def root_page(file: Path, table: str) -> int:
    with closing(sqlite3.connect(file)) as other:
        found: tuple[int] = other.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()
        return found[0]


async def test_a_missing_folder_in_a_missing_folder_is_not_made(tmp_path: Path) -> None:
    assert await kind_at_start(tmp_path / "no" / "such" / "kettle.db") == "folder"
    assert not list(tmp_path.iterdir())


async def test_a_file_in_the_folders_place_is_a_missing_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    assert await kind_at_start(tmp_path / "data" / "kettle.db") == "folder"
    assert await kind_at_start(tmp_path / "data" / "deeper" / "kettle.db") == "folder"


async def test_a_folder_in_the_files_place_cannot_be_written(tmp_path: Path) -> None:
    assert await kind_at_start(tmp_path) == "readonly"


@pytest.mark.parametrize("content", [b"not a database " * 999, b"SQLite format 3\x00" + b"?" * 9999])
async def test_a_file_that_is_no_database_is_refused_and_untouched(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "kettle.db"
    file.write_bytes(content)
    assert await kind_at_start(file) == "corrupt"
    assert file.read_bytes() == content
    assert list(tmp_path.iterdir()) == [file]


async def test_a_damaged_file_is_refused_at_the_start(sqlite_file: Path) -> None:
    damage(sqlite_file, 2, count=sqlite_file.stat().st_size // PAGE - 1)
    assert await kind_at_start(sqlite_file) == "corrupt"


async def test_damage_found_later_is_told_when_it_is_found(sqlite_file: Path) -> None:
    damage(sqlite_file, root_page(sqlite_file, "facts"))
    database = Database(f"sqlite:///{sqlite_file}")
    await database.open()
    assert await kind_of_storing(database) == "corrupt"
    with pytest.raises(DatabaseProblem, match="corrupt"):
        await read(database)
    await database.close()


async def test_a_locked_file_is_told_at_the_start(
    sqlite_file: Path, another_program: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.engines.BUSY_SECONDS", 0.05)
    with another_program(sqlite_file):
        assert await kind_at_start(sqlite_file) == "locked"


async def test_a_file_locked_during_the_migration_is_told(tmp_path: Path, another_program: Holder) -> None:
    with another_program(tmp_path / "kettle.db"):
        assert await kind_at_start(tmp_path / "kettle.db") == "locked"


async def test_a_file_locked_later_can_be_read_and_after_the_lock_written(
    sqlite_url: str, sqlite_file: Path, another_program: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.engines.BUSY_SECONDS", 0.05)
    database = Database(sqlite_url)
    await database.open()
    with another_program(sqlite_file):
        assert await kind_of_storing(database) == "locked"
        assert await read(database) is None
    await store(database)
    assert await read(database) == "kept"
    await database.close()


async def test_a_short_lock_is_waited_for(sqlite: Database, sqlite_file: Path, another_program: Holder) -> None:
    with another_program(sqlite_file):
        writing = asyncio.create_task(store(sqlite))
        await asyncio.sleep(0.2)
    await writing
    assert await read(sqlite) == "kept"


async def test_a_file_marked_read_only_is_told_at_the_start(sqlite_file: Path) -> None:
    with sqlite_file.open("r+b") as opened:
        opened.seek(18)
        opened.write(b"\x03")  # the header's own word for "may only be read": it binds root too
    assert await kind_at_start(sqlite_file) == "readonly"


async def test_a_file_that_our_account_may_not_write_is_told(ordinary_folder: Path, sqlite_template: bytes) -> None:
    file = ordinary_folder / "kettle.db"
    file.write_bytes(sqlite_template)
    file.chmod(0o400)
    assert await kind_at_start(file) == "readonly"


async def test_a_folder_that_our_account_may_not_write_is_told(ordinary_folder: Path, sqlite_template: bytes) -> None:
    (ordinary_folder / "kettle.db").write_bytes(sqlite_template)
    ordinary_folder.chmod(0o500)
    assert await kind_at_start(ordinary_folder / "kettle.db") == "readonly"
    assert await kind_at_start(ordinary_folder / "new.db") == "readonly"
    assert await kind_at_start(ordinary_folder / "new" / "kettle.db") == "readonly"


async def test_a_full_database_keeps_what_it_has_and_writes_again_when_there_is_room(sqlite: Database) -> None:
    async def limit(pages: int) -> None:
        async with sqlite.begin() as session:
            await session.execute(text(f"PRAGMA max_page_count = {pages}"))

    await limit(1)
    for number in range(1000):
        try:
            await store_many(sqlite, number)
        except DatabaseProblem as problem:
            met = problem.kind
            break
    else:
        pytest.fail("there was room for everything")
    assert met == "full"
    async with sqlite.read() as session:
        before = len((await session.scalars(select(Fact))).all())
    assert before == 50 * number
    await limit(1_000_000)
    await store_many(sqlite, number)


async def store_many(database: Database, number: int) -> None:
    async with database.begin() as session:
        session.add_all(Fact(name=f"{number} {each}", value="x" * 200) for each in range(50))


async def test_no_room_for_a_new_database_is_told(tmp_path: Path) -> None:
    # Coverage keeps its figures in a file too, and the limit would leave half of one behind.
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", NO_ROOM, f"sqlite:///{tmp_path / 'kettle.db'}", stdout=PIPE, env=unmeasured
    )
    said, _ = await process.communicate()
    assert said == b"full"
