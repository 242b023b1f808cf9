"""Brings a database to the newest revision, in one transaction. Only the short process loads this."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from db.engines import migrating_engine, parse
from db.migrations import FOLDER
from db.problems import problems

LOCK = 5_309_341
"""PostgreSQL's name for "somebody is migrating Kettle": any number, the same for every process."""


def configuration(connection: Connection, folder: Path = FOLDER) -> Config:
    """Tell Alembic where the migrations are and which connection, already in a transaction, to use."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(connection: Connection, folder: Path = FOLDER) -> None:
    """Bring the database to the newest revision. The caller commits: all of it, or nothing."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
    command.upgrade(configuration(connection, folder), "head")
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise ValueError("the migration left a row that points at nothing")


async def migrate(address: str, folder: Path = FOLDER) -> None:
    """Migrate the database at an address in one transaction; raise DatabaseProblem if it cannot be used."""
    engine = migrating_engine(parse(address))
    try:
        with problems(OSError):
            async with engine.begin() as connection:
                await connection.run_sync(upgrade, folder)
    finally:
        await engine.dispose()
