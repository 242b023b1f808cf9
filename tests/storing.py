"""The stories' own databases that tests run on: a file, and a database of a PostgreSQL server."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from db.base import StoryBase
from db.stories import StoryDatabase
from tests.conftest import NUMBERS, postgres_address, postgres_statement


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def stories_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a migrated database that tests use in turn, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('stories') / 'stories.db'}"
        return
    folder = request.getfixturevalue("postgres_folder")
    name = f"stories_{next(NUMBERS)}"
    asyncio.run(postgres_statement(folder, f"CREATE DATABASE {name}"))
    yield postgres_address(folder, name)
    asyncio.run(postgres_statement(folder, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
async def stories(stories_url: str) -> AsyncIterator[StoryDatabase]:
    """An open, empty database for stories, once on SQLite, once on PostgreSQL."""
    opened = StoryDatabase(stories_url)
    await opened.open()
    async with opened.begin() as session:
        for table in reversed(StoryBase.metadata.sorted_tables):
            await session.execute(table.delete())
    yield opened
    await opened.close()
