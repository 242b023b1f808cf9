"""Outcomes, written down together: whoever waits for the writer shares one commit."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.ext.asyncio import AsyncSession

    from db.session import Database

    Entry = Callable[[AsyncSession], Awaitable[None]]


class Ledger:
    """What is to be written, in order. A transaction costs most of its time however little is in it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[Entry] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, entry: Entry) -> None:
        """Write an entry, and return when it is committed. What the database raises is raised to all who wait."""
        self._waiting.append(entry)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_together(), name="ledger")
        # A sweep that is cut off leaves its outcome to be written all the same.
        await asyncio.shield(self._writing)

    async def _write_together(self) -> None:
        """Write whatever came until the writer was free; what comes later is the next task's."""
        try:
            async with self._database.begin() as session:
                for entry in self._take():
                    await entry(session)
        except BaseException:
            if self._writing is asyncio.current_task():
                self._take()
            raise

    def _take(self) -> list[Entry]:
        together, self._waiting, self._writing = self._waiting, [], None
        return together
