"""The short process that migrates: `python -m db.migrations`, with the database's address on standard input.

For whoever writes a migration, `python -m db.migrations draft thanks` compares the models with the last
revision and writes the next file, for a person to read and mend.
"""

import asyncio
import sys
import tempfile
import traceback
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from db.engines import migrating_engine, parse
from db.migrations import FOLDER, revisions
from db.problems import DatabaseProblem, problems

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


def draft(name: str, folder: Path = FOLDER) -> None:
    """Write the next revision: what the models have and the migrations do not."""
    number = f"{len(revisions(folder)) + 1:04}"
    with tempfile.TemporaryDirectory() as temporary:
        asyncio.run(_draft(f"sqlite:///{temporary}/empty.db", name, number, folder))


async def _draft(address: str, name: str, number: str, folder: Path) -> None:
    await migrate(address, folder)
    engine = migrating_engine(parse(address))
    async with engine.begin() as connection:
        await connection.run_sync(_write_revision, name, number, folder)
    await engine.dispose()


def _write_revision(connection: Connection, name: str, number: str, folder: Path) -> None:
    config = configuration(connection, folder)
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    command.revision(config, message=name, autogenerate=True, rev_id=number)


def main(arguments: list[str], folder: Path = FOLDER) -> int:
    """Migrate, or draft. Say a problem's kind on standard output; of other errors, frames and type alone."""
    if arguments[:1] == ["draft"]:
        draft(arguments[1], folder)
        return 0
    try:
        asyncio.run(migrate(sys.stdin.read(), folder))
    except DatabaseProblem as problem:
        sys.stdout.write(problem.kind)
        return 1
    except Exception as error:  # noqa: BLE001 the last door of this process
        traceback.print_tb(error.__traceback__)
        sys.stderr.write(f"{type(error).__qualname__}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
