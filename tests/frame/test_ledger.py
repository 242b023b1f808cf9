"""The ledger: whoever waits for the writer shares one commit, and hears what the database says."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bot.delivery_ledger import Ledger
from db.problems import DatabaseProblem
from db.session import Database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.delivery_ledger import Entry


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    opened = Database(sqlite_url)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def ledger(database: Database) -> Ledger:
    return Ledger(database)


def entry(name: str, sessions: list[AsyncSession]) -> Entry:
    async def write(session: AsyncSession) -> None:
        sessions.append(session)
        await session.execute(text("INSERT INTO facts (name, value) VALUES (:name, '')"), {"name": name})

    return write


async def fail(_: AsyncSession) -> None:
    raise DatabaseProblem("full")


async def names(database: Database) -> set[str]:
    async with database.read() as session:
        return set(await session.scalars(text("SELECT name FROM facts")))


async def test_what_waits_for_the_writer_is_written_in_order_and_committed_together(
    database: Database, ledger: Ledger
) -> None:
    sessions: list[AsyncSession] = []
    async with database.begin():
        writing = [asyncio.create_task(ledger.write(entry(name, sessions))) for name in "abc"]
        await asyncio.sleep(0.05)
        assert sessions == []
    await asyncio.gather(*writing)
    assert len(sessions) == 3
    assert len(set(map(id, sessions))) == 1
    assert {"a", "b", "c"} <= await names(database)


async def test_what_comes_while_others_are_written_is_written_next(database: Database, ledger: Ledger) -> None:
    sessions: list[AsyncSession] = []
    later: list[asyncio.Task[None]] = []

    async def first(_: AsyncSession) -> None:
        later.append(asyncio.create_task(ledger.write(entry("b", sessions))))
        await asyncio.sleep(0.05)

    await ledger.write(first)
    await asyncio.gather(*later)
    assert "b" in await names(database)


async def test_an_error_is_told_to_everybody_and_nothing_of_theirs_is_kept(database: Database, ledger: Ledger) -> None:
    sessions: list[AsyncSession] = []
    writing = [ledger.write(each) for each in (entry("a", sessions), fail, entry("b", sessions))]
    told = await asyncio.gather(*writing, return_exceptions=True)
    assert [type(each) for each in told] == [DatabaseProblem] * 3
    assert not {"a", "b"} & await names(database)
    await ledger.write(entry("c", sessions))
    assert "c" in await names(database)


async def test_a_writer_that_cannot_begin_tells_everybody_and_the_next_is_free(
    database: Database, ledger: Ledger, sqlite_url: str
) -> None:
    sessions: list[AsyncSession] = []
    ledger._database = Database(sqlite_url)  # not open
    writing = [ledger.write(entry(name, sessions)) for name in "ab"]
    told = await asyncio.gather(*writing, return_exceptions=True)
    assert [type(each) for each in told] == [RuntimeError] * 2
    ledger._database = database
    await ledger.write(entry("c", sessions))
    assert len(sessions) == 1


async def test_whoever_is_cut_off_while_waiting_is_written_down_all_the_same(
    database: Database, ledger: Ledger
) -> None:
    async with database.begin():
        writing = asyncio.create_task(ledger.write(entry("a", [])))
        await asyncio.sleep(0.01)
        writing.cancel()
        await asyncio.wait([writing])
    await ledger.write(entry("b", []))
    assert {"a", "b"} <= await names(database)
