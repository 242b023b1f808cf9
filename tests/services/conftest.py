"""What the tests of the rules share: a database of each kind, emptied before each test, and a way to run a rule.

A database for each test would take most of their time; what is true of a new one is tested on its own floor.
Each test opens the database anew: a connection belongs to the event loop it was made in.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from db.base import Base
from db.session import Database
from tests.conftest import postgres_address, postgres_statement
from tests.services.people import Do
from tests.storing import stories, stories_url
from tests.tracing import untraced

__all__ = ["stories", "stories_url"]

NAME = "services"


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def shared_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database that all tests of this folder use in turn, once of each kind."""
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp(NAME) / "kettle.db"
        file.write_bytes(request.getfixturevalue("sqlite_template"))
        yield f"sqlite:///{file}"
        return
    folder = request.getfixturevalue("postgres_folder")
    asyncio.run(postgres_statement(folder, f"CREATE DATABASE {NAME} TEMPLATE template STRATEGY file_copy"))
    yield postgres_address(folder, NAME)
    asyncio.run(postgres_statement(folder, f"DROP DATABASE {NAME} WITH (FORCE)"))


@pytest.fixture
async def database(shared_url: str, sqlite_template: bytes) -> AsyncIterator[Database]:
    """An open, empty database, once on SQLite, once on PostgreSQL."""
    opened = Database(shared_url)
    with untraced():  # the floor's own tests see to it
        if shared_url.startswith("sqlite"):
            Path(shared_url.removeprefix("sqlite:///")).write_bytes(sqlite_template)
        await opened.open()
        if shared_url.startswith("postgres"):
            async with opened.begin() as session:
                tables = reversed(Base.metadata.sorted_tables)
                deletes = " ".join(f"DELETE FROM {table.name};" for table in tables)  # noqa: S608
                await session.execute(text(f"DO 'BEGIN {deletes} END'"))  # one way to the server, not forty
    yield opened
    with untraced():
        await opened.close()


@pytest.fixture
def do(database: Database) -> Do:
    """Runs a rule in a transaction of its own, once on SQLite, once on PostgreSQL."""
    return Do(database.begin)
