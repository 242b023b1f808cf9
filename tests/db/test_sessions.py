"""`begin()` commits all or nothing, one writer at a time; `read()` cannot write; nothing waits in the background."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url, select, text
from sqlalchemy.exc import IntegrityError

from db.models.installation import Fact
from db.problems import DatabaseProblem
from db.session import Database

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
SLOW = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000000) SELECT max(i) FROM n",
    "postgresql": "SELECT pg_sleep(30)",
}


async def store(database: Database, name: str) -> None:
    async with database.begin() as session:
        session.add(Fact(name=name, value="kept"))


async def names(database: Database) -> set[str]:
    async with database.read() as session:
        return set(await session.scalars(select(Fact.name)))


async def cancelled(task: asyncio.Task[None]) -> bool:
    task.cancel()
    await asyncio.wait([task])
    return task.cancelled()


async def test_leaving_the_block_commits(database: Database) -> None:
    await store(database, "kettle")
    assert await names(database) == {"kettle"}


async def test_an_exception_out_of_the_block_undoes_all_of_it(database: Database) -> None:
    async def fail() -> None:
        async with database.begin() as session:
            session.add(Fact(name="kettle", value="lost"))
            await session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await names(database) == set()


async def test_rows_can_be_read_after_the_block(database: Database) -> None:
    async with database.begin() as session:
        fact = Fact(name="kettle", value="kept")
        session.add(fact)
    assert fact.value == "kept"


async def test_a_mistake_in_a_statement_stays_what_it_is_and_shows_no_values(sqlite: Database) -> None:
    await store(sqlite, "what somebody typed")
    with pytest.raises(IntegrityError) as caught:
        await store(sqlite, "what somebody typed")
    assert "somebody" not in str(caught.value)


async def test_a_hundred_blocks_at_once_all_commit(database: Database) -> None:
    await asyncio.gather(*(store(database, f"fact {number}") for number in range(100)))
    assert len(await names(database)) == 100


async def test_writers_on_sqlite_are_served_one_at_a_time_in_the_order_they_asked(sqlite: Database) -> None:
    steps: list[tuple[str, int]] = []

    async def write(number: int) -> None:
        async with sqlite.begin() as session:
            steps.append(("in", number))
            session.add(Fact(name=str(number), value="kept"))
            await session.flush()
            steps.append(("out", number))

    await asyncio.gather(*(write(number) for number in range(100)))
    assert steps == [(step, number) for number in range(100) for step in ("in", "out")]


async def test_readers_go_on_while_somebody_writes(database: Database) -> None:
    async with database.begin() as session:
        session.add(Fact(name="kettle", value="kept"))
        await session.flush()
        found = await asyncio.gather(*(names(database) for _ in range(20)))
    assert found == [set()] * 20


async def test_a_reader_sees_one_moment(database: Database) -> None:
    async with database.read() as session:
        before = set(await session.scalars(select(Fact.name)))
        await store(database, "kettle")
        after = set(await session.scalars(select(Fact.name)))
    assert before == after == set()


async def test_a_reader_cannot_write(database: Database) -> None:
    async def write() -> None:
        async with database.read() as session:
            session.add(Fact(name="kettle", value="lost"))
            await session.flush()

    with pytest.raises(DatabaseProblem, match="readonly"):
        await write()
    assert await names(database) == set()


async def test_what_a_reader_adds_is_not_stored(database: Database) -> None:
    async with database.read() as session:
        session.add(Fact(name="kettle", value="lost"))
    assert await names(database) == set()


async def test_the_earliest_due_instant_is_told_after_the_commit(database: Database) -> None:
    told: list[datetime] = []
    database.on_due = told.append
    async with database.begin() as session:
        session.info["due_at"] = NOON
        assert not told
    await store(database, "nothing due")
    assert told == [NOON]


async def test_a_block_that_failed_makes_nothing_due(database: Database) -> None:
    told: list[datetime] = []
    database.on_due = told.append

    async def fail() -> None:
        async with database.begin() as session:
            session.info["due_at"] = NOON
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert not told


async def test_something_due_is_fine_with_nobody_to_tell(database: Database) -> None:
    async with database.begin() as session:
        session.info["due_at"] = NOON
        session.add(Fact(name="kettle", value="kept"))
    assert await names(database) == {"kettle"}


async def test_opening_and_closing_twice_is_opening_and_closing_once(database: Database) -> None:
    await database.open()
    await store(database, "kettle")
    await database.close()
    await database.close()
    await database.open()
    assert await names(database) == {"kettle"}


async def test_a_closed_database_says_that_it_is_closed(database: Database) -> None:
    await database.close()
    with pytest.raises(RuntimeError, match="not open"):
        await store(database, "kettle")
    with pytest.raises(RuntimeError, match="not open"):
        await names(database)


async def test_closing_lets_the_writer_finish(sqlite: Database) -> None:
    writing = asyncio.Event()

    async def write() -> None:
        async with sqlite.begin() as session:
            writing.set()
            await asyncio.sleep(0.05)
            session.add(Fact(name="kettle", value="kept"))

    task = asyncio.create_task(write())
    await writing.wait()
    await sqlite.close()
    assert task.done()
    await sqlite.open()
    assert await names(sqlite) == {"kettle"}


async def test_nothing_waits_in_the_background(database: Database) -> None:
    await store(database, "kettle")
    await names(database)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_block_that_is_cancelled_is_undone_and_frees_the_writer(database: Database) -> None:
    inside = asyncio.Event()

    async def hang() -> None:
        async with database.begin() as session:
            session.add(Fact(name="lost", value="lost"))
            await session.flush()
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hang())
    await inside.wait()
    assert await cancelled(task)
    await store(database, "next")
    assert await names(database) == {"next"}


async def test_a_statement_that_is_cancelled_stops_and_frees_the_writer_at_once(database: Database) -> None:
    inside = asyncio.Event()

    async def hang() -> None:
        async with database.begin() as session:
            session.add(Fact(name="lost", value="lost"))
            await session.flush()
            inside.set()
            await session.execute(text(SLOW[session.get_bind().dialect.name]))

    task = asyncio.create_task(hang())
    await inside.wait()
    await asyncio.sleep(0.05)
    async with asyncio.timeout(5):
        assert await cancelled(task)
        await store(database, "next")
    assert await names(database) == {"next"}


async def test_somebody_who_stops_waiting_for_a_turn_holds_nobody_up(sqlite: Database) -> None:
    async with sqlite.begin():
        impatient = asyncio.create_task(store(sqlite, "impatient"))
        patient = asyncio.create_task(store(sqlite, "patient"))
        await asyncio.sleep(0)
        assert await cancelled(impatient)
    await patient
    assert await names(sqlite) == {"patient"}


def moments() -> Iterator[float]:
    """Moments to cut a block at: each step of the event loop at its start, then every fifth of a millisecond."""
    yield from [0.0] * 25
    yield from [0.0002] * 25


async def test_a_block_cut_anywhere_is_whole_or_nothing_and_frees_the_writer(database: Database) -> None:
    async def store_two(number: int) -> None:
        async with database.begin() as session:
            session.add(Fact(name=f"{number} first", value="kept"))
            await session.flush()
            session.add(Fact(name=f"{number} second", value="kept"))

    for number, pause in enumerate(moments()):
        task = asyncio.create_task(store_two(number))
        for _ in range(number % 25):
            await asyncio.sleep(pause)
        task.cancel()
        await asyncio.sleep(0)
        with suppress(asyncio.CancelledError):
            await asyncio.gather(task, return_exceptions=True)
    await store(database, "last")
    kept = await names(database)
    assert "last" in kept
    assert {name.split()[0] for name in kept if "first" in name} == {
        name.split()[0] for name in kept if "second" in name
    }


async def test_what_was_deleted_leaves_the_write_ahead_log(database: Database, database_url: str) -> None:
    async with database.begin() as session:
        await session.execute(text("INSERT INTO facts (name, value) VALUES ('secret', 'struggling-today')"))
    async with database.begin() as session:
        await session.execute(text("DELETE FROM facts WHERE name = 'secret'"))
    assert await database.scrub()
    log = Path(f"{make_url(database_url).database}-wal")
    assert not log.exists() or b"struggling-today" not in log.read_bytes()
