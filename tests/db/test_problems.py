"""What is wrong with a database has a kind, each kind has a sentence, and neither holds what was being saved."""

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.wording import Wording
from db.models.installation import Fact
from db.problems import KINDS, DatabaseProblem, problems
from db.session import Database

SECRET = "what somebody typed"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_has_its_sentence(kind: str) -> None:
    assert Wording()(f"database-{kind}").endswith(".")


async def test_a_mistake_in_a_statement_is_no_problem_of_the_database(database: Database) -> None:
    async def ask() -> None:
        async with database.read() as session:
            await session.execute(text("SELECT * FROM no_such_table"))

    with pytest.raises(DBAPIError, match="no_such_table"):
        await ask()


async def test_a_problem_and_its_cause_hold_nothing_that_was_being_saved(database: Database) -> None:
    async def write() -> None:
        async with database.read() as session:
            session.add(Fact(name="kettle", value=SECRET))
            await session.flush()

    with pytest.raises(DatabaseProblem) as caught:
        await write()
    cause = caught.value.__cause__
    assert isinstance(cause, DBAPIError)
    assert SECRET not in f"{caught.value!r} {cause!r} {cause} {vars(cause)} {cause.orig!r}"


def test_a_wait_for_a_free_connection_that_was_too_long_is_a_lock() -> None:
    with pytest.raises(DatabaseProblem, match="locked"), problems():
        raise PoolTimeoutError


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "locked"),
        (sqlite3.SQLITE_LOCKED_SHAREDCACHE, "locked"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "readonly"),
        (sqlite3.SQLITE_CANTOPEN_ISDIR, "readonly"),
        (sqlite3.SQLITE_IOERR_WRITE, "full"),
        (sqlite3.SQLITE_IOERR_SHMSIZE, "full"),
        (sqlite3.SQLITE_IOERR_READ, "corrupt"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "corrupt"),
    ],
)
def test_the_finer_codes_of_sqlite_are_known(code: int, kind: str) -> None:
    error = sqlite3.OperationalError("made up")
    error.sqlite_errorcode = code
    with pytest.raises(DatabaseProblem, match=kind), problems():
        raise DBAPIError("SELECT 1", None, error)


def test_an_error_of_the_driver_itself_stays_what_it_is() -> None:
    with pytest.raises(DBAPIError), problems():
        raise DBAPIError("SELECT 1", None, sqlite3.ProgrammingError("made up"))


def test_a_file_that_a_service_cannot_find_is_no_problem_of_the_database() -> None:
    with pytest.raises(FileNotFoundError), problems():
        raise FileNotFoundError
