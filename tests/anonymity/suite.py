"""All checks, in three parts that need nothing of each other: a file, PostgreSQL, and the rest."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.anonymity import authors, keyless, media, members, receipts, remains, views
from tests.anonymity.twins import KEPT, LEAKY
from tests.anonymity.world import make_world
from tests.conftest import postgres_address, postgres_statement

if TYPE_CHECKING:
    from tests.anonymity.rows import Row


def rows_of_file(folder: Path) -> list[Row]:
    """T1, T2, T4, T8, T9 and T10 on a SQLite file."""
    world = make_world()
    kept = asyncio.run(authors.live_on_file(world, folder / "kept", KEPT))
    leaky = asyncio.run(authors.live_on_file(world, folder / "leaky", LEAKY))
    rows = authors.rows_of_file(kept, leaky)
    rows += members.rows("", kept, leaky) + members.rows_of_columns(leaky[1]) + keyless.rows(kept, leaky)
    files = folder / "kept" / "stories.db", folder / "leaky" / "stories.db"
    rows += asyncio.run(receipts.rows(kept[0], files[0]))
    temporary = folder / "temporary"
    temporary.mkdir()
    before, tempfile.tempdir = tempfile.tempdir, str(temporary)
    try:
        rows += asyncio.run(remains.rows_of_file(kept, leaky, files, temporary))
    finally:
        tempfile.tempdir = before
    return rows


def rows_of_postgres(server: Path) -> list[Row]:
    """T1, T4 and T8 on PostgreSQL; T9 asks nothing of it that it does not ask of a file."""
    world = make_world()
    urls = []
    for name in ("anonymity_kept", "anonymity_leaky"):
        asyncio.run(postgres_statement(server, f"CREATE DATABASE {name}"))
        urls.append(postgres_address(server, name))
    kept = asyncio.run(authors.live_on_postgres(world, urls[0], KEPT))
    leaky = asyncio.run(authors.live_on_postgres(world, urls[1], LEAKY))
    rows = authors.rows_of_postgres(kept, leaky)
    rows += members.rows(", PostgreSQL", kept, leaky)
    return rows + asyncio.run(remains.rows_of_postgres(kept, leaky, (urls[0], urls[1]), server / "cluster"))


def other_rows(folder: Path) -> list[Row]:
    """T7, T13 and T14."""
    return media.rows() + asyncio.run(views.rows(folder))
