"""A PostgreSQL server that is away, full or busy is told as such, at the start and later."""

import asyncio
import sys
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from db.engines import file_of, parse
from db.models.installation import Fact
from db.problems import DatabaseProblem
from db.session import Database

ONLY_POSTGRES = pytest.mark.parametrize("database_server", ["postgres"], indirect=True)
RAISE = "DO $$ BEGIN RAISE EXCEPTION 'oh' USING ERRCODE = '{}'; END $$"


async def kind_at_start(url: str) -> str:
    with pytest.raises(DatabaseProblem) as caught:
        await Database(url).open()
    return caught.value.kind


async def kind_of(database: Database, statement: str) -> str:
    async def run() -> None:
        async with database.begin() as session:
            await session.execute(text(statement))

    with pytest.raises(DatabaseProblem) as caught:
        await run()
    return caught.value.kind


async def test_a_server_that_is_away_is_told(tmp_path: Path) -> None:
    assert await kind_at_start("postgresql://kettle:secret@127.0.0.1:1/kettle") == "unreachable"
    assert await kind_at_start(f"postgresql://kettle@/kettle?host={tmp_path}") == "unreachable"
    assert await kind_at_start("postgresql://kettle@no-such-host.invalid/kettle") == "unreachable"


@ONLY_POSTGRES
async def test_a_database_or_an_account_that_is_not_there_is_told(database_url: str) -> None:
    assert await kind_at_start(database_url.replace("/kettle_", "/no_such_")) == "unreachable"
    assert await kind_at_start(database_url.replace("postgres@", "nobody_we_know@")) == "unreachable"


async def test_a_missing_driver_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    assert await kind_at_start("postgresql://kettle@127.0.0.1:1/kettle") == "driver"


@ONLY_POSTGRES
@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("08006", "unreachable"),
        ("28P01", "unreachable"),
        ("3D000", "unreachable"),
        ("57P03", "unreachable"),
        ("53300", "unreachable"),
        ("53100", "full"),
        ("25006", "readonly"),
        ("42501", "readonly"),
        ("40001", "locked"),
        ("40P01", "locked"),
        ("55P03", "locked"),
        ("XX001", "corrupt"),
        ("XX002", "corrupt"),
    ],
)
async def test_what_the_server_says_becomes_its_kind(database: Database, state: str, kind: str) -> None:
    assert await kind_of(database, RAISE.format(state)) == kind


@ONLY_POSTGRES
async def test_a_connection_that_is_lost_is_told_and_the_next_one_works(database: Database) -> None:
    assert await kind_of(database, "SELECT pg_terminate_backend(pg_backend_pid())") == "unreachable"
    async with database.read() as session:
        assert not (await session.scalars(select(Fact))).all()


@ONLY_POSTGRES
async def test_connections_lost_between_two_uses_are_not_noticed(database: Database) -> None:
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    async with database.begin() as first, database.begin() as second:
        assert first is not second
    async with database.begin() as session:
        await session.execute(text(f"{others} AND datname = current_database()"))
    async with database.begin() as first, database.begin() as second:
        for session in (first, second):
            assert (await session.execute(text("SELECT 1"))).scalar_one() == 1


@ONLY_POSTGRES
async def test_a_row_that_somebody_else_holds_too_long_is_a_lock(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.engines.BUSY_SECONDS", 0.05)
    database = Database(database_url)
    await database.open()
    async with database.begin() as session:
        session.add(Fact(name="kettle", value="first"))
    async with database.begin() as holder:
        await holder.execute(update(Fact).values(value="held"))
        async with asyncio.timeout(5):
            assert await kind_of(database, "UPDATE facts SET value = 'waiting'") == "locked"
    await database.close()


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://a@h/d", "postgresql+asyncpg://a@h/d"),
        ("postgresql://a@h/d", "postgresql+asyncpg://a@h/d"),
        ("postgresql+psycopg2://a@h/d?sslmode=require", "postgresql+asyncpg://a@h/d?ssl=require"),
        ("sqlite:////data/kettle.db", "sqlite+aiosqlite:////data/kettle.db"),
    ],
)
def test_an_address_as_people_write_it_gets_our_driver(given: str, used: str) -> None:
    assert parse(given).render_as_string() == used


@pytest.mark.parametrize("given", ["sqlite://", "sqlite:///:memory:", "mysql://a@h/d"])
def test_an_address_of_no_file_and_no_postgresql_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="SQLite file or a PostgreSQL address"):
        parse(given)


def test_only_a_sqlite_address_means_a_file() -> None:
    assert file_of(parse("sqlite:////data/kettle.db")) == Path("/data/kettle.db")
    assert file_of(parse("postgresql://a@h/d")) is None
