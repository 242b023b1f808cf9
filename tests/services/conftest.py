"""What the tests of the rules share: a database, and a way to run one rule in it."""

import pytest

from db.session import Database
from tests.services.people import Do


@pytest.fixture
def do(database: Database) -> Do:
    """Runs a rule in a transaction of its own, once on SQLite, once on PostgreSQL."""
    return Do(database.begin)
