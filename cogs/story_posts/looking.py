"""Once a day: a message that somebody deleted takes its story out of the library, and who left for good is forgotten.

Only a plain word from Discord counts: an outage, a fault or a closed door says nothing.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import discord
from aiolimiter import AsyncLimiter

from bot.cog import Cog
from bot.logs import get_logger
from bot.scheduling import every
from bot.services import story_intakes, story_posts
from cogs.story_posts.silence import SILENCE, TIME_LIMIT, UNKNOWN_MESSAGE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.app import Kettle
    from db.models.stories import StoryPost

DAY: Final = timedelta(days=1)

PAGE: Final = 100

PAUSE: Final = 0.2
"""Seconds between two requests of a look: nobody waits for it."""

NOT_IN_IT: Final = frozenset({10004, 50001})
"""Discord's codes for a community that Kettle is not in: it is unknown, or out of reach."""

log = get_logger("kettle.stories")


class StoryLooks(Cog):
    """The daily look."""

    def __init__(self, bot: Kettle) -> None:
        super().__init__(bot)
        self._looked_at: datetime | None = None

    @every(hours=1)
    async def look(self) -> None:
        """Look once a day, and after a start."""
        now = self.bot.clock.now()
        if not self.bot.is_ready() or not self.bot.telling.db.is_there():
            return
        if self._looked_at is not None and abs(now - self._looked_at) < DAY:
            return
        await self._forget_left()
        pace = AsyncLimiter(1, PAUSE)
        for guild in list(self.bot.guilds):
            if not guild.unavailable:
                await self._look_in(guild.id, pace)
        self._looked_at = now

    async def _forget_left(self) -> None:
        """Forget communities of which the main database knows nothing any more, and that Kettle surely is not in."""
        async with self.bot.db.read() as session:
            known = await story_intakes.list_places(session)
        async with self.bot.telling.read() as session:
            unknown = await story_intakes.list_communities(session) - known.keys()
        left = [each for each in sorted(unknown) if self.bot.get_guild(each) is None and await self._is_out(each)]
        if left:
            async with self.bot.telling.begin() as session:
                await story_intakes.forget_communities(session, guild_ids=left)
            await self.bot.telling.db.shuffle()

    async def _is_out(self, guild_id: int) -> bool:
        try:
            async with asyncio.timeout(TIME_LIMIT):
                await self.bot.http.get_guild(guild_id, with_counts=False)
        except (discord.NotFound, discord.Forbidden) as error:
            return error.code in NOT_IN_IT
        except SILENCE:
            return False
        return False

    async def _look_in(self, guild_id: int, pace: AsyncLimiter) -> None:
        """Look at each message, page by page. It ends where Discord is silent: there is another day."""
        after = ""
        while posts := await self._list(guild_id, after):
            after = posts[-1].key
            for post in posts:
                await pace.acquire()
                try:
                    is_gone = await self._is_gone(post)
                except SILENCE as error:
                    log.warning("could not look for messages", kind=type(error).__name__)
                    return
                if is_gone:
                    async with self.bot.telling.begin() as session:
                        await story_posts.settle_gone(session, key=post.key, now=self.bot.clock.now())
                self.bot.pulse.beat(f"{self.feature}.look")

    async def _list(self, guild_id: int, after: str) -> Sequence[StoryPost]:
        async with self.bot.telling.read() as session:
            return await story_posts.list_sent(session, guild_id=guild_id, limit=PAGE, after=after)

    async def _is_gone(self, post: StoryPost) -> bool:
        """Tell whether Discord says that a message is not there. A channel that is gone, or closed, says nothing."""
        try:
            async with asyncio.timeout(TIME_LIMIT):
                await self.bot.http.get_message(post.channel_id, post.message_id or 0)
        except (discord.NotFound, discord.Forbidden) as error:
            return error.code == UNKNOWN_MESSAGE
        return False
