"""Brings a database up to date before anything else uses it.

Alembic holds memory that the bot needs for one second of its life, so it runs in a short process of its own.
What is needed to see that there is nothing to do is here, without it.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, inspect, text

from db.engines import file_of, peeking_engine
from db.problems import KINDS, DatabaseProblem, problems

FOLDER: Final = Path(__file__).parent
"""The migrations of the main database."""

STORIES: Final = FOLDER / "stories"
"""Those of the stories' own."""


def revisions(folder: Path = FOLDER) -> list[str]:
    """List the revisions that this code knows, oldest first, from the names of their files."""
    return sorted(file.name.partition("_")[0] for file in (folder / "versions").glob("[0-9]*_*.py"))


async def ensure_current(url: URL, folder: Path = FOLDER) -> None:
    """Migrate a database that is behind; refuse, untouched, one that is ahead; do nothing for any other."""
    known = revisions(folder)
    stored = await stored_revision(url)
    if stored is not None and stored not in known:
        raise DatabaseProblem("newer")
    if stored != known[-1]:
        await _migrate(url, folder)


async def stored_revision(url: URL) -> str | None:
    """Say which revision a database has; None for one that is empty or not there yet."""
    file = file_of(url)
    if file is not None and not (file.is_file() and file.stat().st_size):
        return None
    engine = peeking_engine(url)
    try:
        with problems(OSError):
            async with engine.connect() as connection:
                return await connection.run_sync(_stored)
    finally:
        await engine.dispose()


def _stored(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


async def _migrate(url: URL, folder: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", "-m", "db.migrations", *([STORIES.name] if folder == STORIES else [])),
        stdin=PIPE,
        stdout=PIPE,
        env=_environment(),
        start_new_session=True,  # Ctrl-C is for the bot; a migration is never cut by it
    )
    address = url.render_as_string(hide_password=False).encode()
    try:
        said, _ = await process.communicate(address)  # never an argument: every user can list those
    except BaseException:
        await _stop(process)
        raise
    if process.returncode:
        kind = said.decode().strip()
        raise DatabaseProblem(kind if kind in KINDS else "upgrade")


async def _stop(process: Process) -> None:
    process.kill()
    await process.wait()


def _environment() -> dict[str, str]:
    """Give the process the same modules, and none of our settings: it has no use for a secret."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("KETTLE_")}
    return {**ours, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
