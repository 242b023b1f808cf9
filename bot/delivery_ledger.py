"""Outcomes, written down together: whoever waits for the writer shares one commit."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.ext.asyncio import AsyncSession

    from db.session import Database

    Entry = Callable[[AsyncSession], Awaitable[None]]


class Page:
    """Entries that are written in one transaction."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.written: asyncio.Task[None] | None = None


class Ledger:
    """What is to be written, in order. A transaction costs most of its time however little is in it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._open: Page | None = None

    async def write(self, entry: Entry) -> None:
        """Write an entry, and return when it is committed. What the database raises is raised to all who wait."""
        if self._open is None:
            self._open = page = Page()
            page.written = asyncio.create_task(self._write(page), name="ledger")
        page = self._open
        page.entries.append(entry)
        assert page.written is not None  # noqa: S101 it was begun with the page
        # A sweep that is cut off leaves its outcome to be written all the same.
        await asyncio.shield(page.written)

    async def _write(self, page: Page) -> None:
        try:
            async with self._database.begin() as session:
                self._open = None  # whoever comes now begins the next page
                for entry in page.entries:
                    await entry(session)
        finally:
            if self._open is page:
                self._open = None
