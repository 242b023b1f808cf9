"""What the tests of the rules share: a database of each kind, emptied before each test, and a way to run a rule.

A database for each test would take most of their time; what is true of a new one is tested on its own floor.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from db.base import Base
from db.session import Database
from tests.conftest import postgres_database
from tests.services.people import Do

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of this folder in one event loop, to which the databases' connections belong."""
    for item in items:
        if HERE in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def database_kind(request: pytest.FixtureRequest) -> bytes | Path:
    """What an empty SQLite file holds, or the folder of a PostgreSQL server."""
    found: bytes | Path = request.getfixturevalue(
        f"{request.param}_{'template' if request.param == 'sqlite' else 'folder'}"
    )
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared(database_kind: bytes | Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Database]:
    """An open database that all tests of this folder use in turn."""
    async with AsyncExitStack() as stack:
        if isinstance(database_kind, bytes):
            file = tmp_path_factory.mktemp("services") / "kettle.db"
            file.write_bytes(database_kind)
            url = f"sqlite:///{file}"
        else:
            url = await stack.enter_async_context(postgres_database(database_kind))
        opened = Database(url)
        await opened.open()
        stack.push_async_callback(opened.close)
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def database(shared: Database) -> Database:
    """An empty database, once on SQLite, once on PostgreSQL."""
    shared.on_due = None
    async with shared.begin() as session:
        for table in reversed(Base.metadata.sorted_tables):
            await session.execute(table.delete())
    return shared


@pytest.fixture
def do(database: Database) -> Do:
    """Runs a rule in a transaction of its own, once on SQLite, once on PostgreSQL."""
    return Do(database.begin)
