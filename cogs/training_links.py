"""The look at the links of the catalogue: a few an hour, so that each comes once a week. Nothing is said here."""

from __future__ import annotations

from typing import Final

from bot.cog import Cog
from bot.link_checks import LinkClient
from bot.scheduling import every
from bot.services import training_links

AT_ONCE: Final = 20
"""Links that one run looks at, at most."""


class TrainingLinks(Cog):
    """The sweep. What comes of it, organisers see with what waits for their check."""

    @every(hours=1)
    async def look(self) -> None:
        """Look at what is due, if it is wanted; while Discord cannot be reached, nothing else is asked either."""
        if not self.bot.is_ready() or not self.bot.settings.checks_links:
            return
        async with self.bot.db.read() as session:
            due = await training_links.list_due(session, now=self.bot.clock.now(), limit=AT_ONCE)
        if not due:
            return
        async with LinkClient() as client:
            seen = await client.check_all([each.link for each in due])
        for each in due:
            now, told = self.bot.clock.now(), seen[each.link]
            async with self.bot.db.begin() as session:
                await training_links.record_outcome(
                    session, entry_number=each.number, link_key=each.link_key, seen=told, now=now
                )
