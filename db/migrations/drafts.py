"""Writes the next migration for a person to read and mend: what the models have and the migrations do not."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from db.engines import migrating_engine, parse
from db.migrations import FOLDER, revisions
from db.migrations.upgrades import configuration, migrate


def draft(name: str, folder: Path = FOLDER) -> None:
    """Write the next revision, by comparing the models with a database that is new and migrated."""
    number = f"{len(revisions(folder)) + 1:04}"
    with tempfile.TemporaryDirectory() as temporary:
        asyncio.run(_draft(f"sqlite:///{temporary}/empty.db", name, number, folder))


def plain_type(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write a column's plain type: a migration must not change when our own types do."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


async def _draft(address: str, name: str, number: str, folder: Path) -> None:
    await migrate(address, folder)
    engine = migrating_engine(parse(address))
    async with engine.begin() as connection:
        await connection.run_sync(_write, name, number, folder)
    await engine.dispose()


def _write(connection: Connection, name: str, number: str, folder: Path) -> None:
    config = configuration(connection, folder)
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    command.revision(config, message=name, autogenerate=True, rev_id=number)
