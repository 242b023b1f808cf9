"""What an attacker holds of a database: every row as it is stored, and every byte of its files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

HIDDEN = ("xmin", "ctid", "toast")
"""What PostgreSQL keeps beside each row."""


@dataclass(frozen=True)
class Held:
    """A database as it was found."""

    tables: Mapping[str, Sequence[Mapping[str, Any]]]
    raw: bytes = field(default=b"", repr=False)
    log: bytes = field(default=b"", repr=False)

    def of_stories(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Give each column of each table that says which story a row is about, with its first value for each story."""
        for table, rows in self.tables.items():
            name = "story_key" if rows and "story_key" in rows[0] else "key"
            if not rows or name not in rows[0]:
                continue
            for column in rows[0]:
                if column != "story_key":
                    yield table, column, {row[name]: row[column] for row in reversed(rows) if row[column] is not None}

    def stories(self) -> set[str]:
        return {row["key"] for row in self.tables["stories"]}

    def values(self) -> Iterator[tuple[str, Any]]:
        """Give every value with the name of its place."""
        for table, rows in self.tables.items():
            for row in rows:
                yield from ((f"{table}.{column}", value) for column, value in row.items() if column not in HIDDEN)


def hold_file(file: Path) -> Held:
    """Read a SQLite file, and the log beside it, without changing either."""
    log = file.with_name(f"{file.name}-wal")
    raw, written = file.read_bytes(), log.read_bytes() if log.exists() else b""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        tables = {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in names}  # noqa: S608 names of its own tables
    return Held(tables, raw, written)


async def hold_postgres(url: str) -> Held:
    """Read all of a PostgreSQL database, with what the server keeps beside each row."""
    import asyncpg  # type: ignore[import-untyped] # noqa: PLC0415 it comes with the extra that the server's wheel comes with

    connection = await asyncpg.connect(url)
    try:
        names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        found = [row[0] for row in await connection.fetch(names)]
        return Held({name: await _rows(connection, name) for name in found})
    finally:
        await connection.close()


async def _rows(connection: Any, table: str) -> list[dict[str, Any]]:
    sealed = await connection.fetchval(
        "SELECT attname FROM pg_attribute WHERE attrelid = $1::text::regclass AND attname = 'sealed'", table
    )
    toast = "pg_column_toast_chunk_id(sealed)::bigint" if sealed else "NULL::bigint"
    hidden = f"row_number() OVER (ORDER BY ctid) AS ctid, xmin::text::bigint AS xmin, {toast} AS toast"
    return [dict(row) for row in await connection.fetch(f"SELECT {hidden}, * FROM {table} ORDER BY {table}.ctid")]  # noqa: S608 names of its own tables
