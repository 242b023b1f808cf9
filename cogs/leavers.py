"""Who left: a look once a day, with no list of members, that takes only a clear answer for a leave."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import aiohttp
import discord
from aiolimiter import AsyncLimiter

from bot.cog import Cog
from bot.logs import get_logger
from bot.scheduling import every
from bot.services import leavers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.app import Kettle

AT_ONCE: Final = 100
"""The most members that Discord looks up in one request."""

PAUSE: Final = 1.0
"""Seconds between two requests of a look: nobody waits for it."""

DAY: Final = timedelta(days=1)

NOT_A_MEMBER: Final = 10007
"""Discord's code for somebody who is not in the community. An unknown community, no access, a fault: none says that."""

NOT_IN_IT: Final = frozenset({10004, 50001})
"""Discord's codes for a community that Kettle is not in: it is unknown, or out of reach."""

SILENCE = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, RuntimeError)
"""What a request ends in when nothing can be learnt from it; the last is discord.py's for a closed connection."""

log = get_logger("kettle.leavers")


async def find_there(guild: discord.Guild, member_ids: Sequence[int]) -> set[int] | None:
    """Give those who are members of a community; None when Discord gave no whole answer."""
    try:
        found = await guild.query_members(user_ids=list(member_ids), limit=AT_ONCE, cache=False)
    except SILENCE as error:
        log.warning("could not look who is there", kind=type(error).__name__)
        return None
    return {member.id for member in found}


async def is_gone(bot: Kettle, guild_id: int, member_id: int) -> bool | None:
    """Tell whether somebody is not a member; None when Discord did not say."""
    try:
        await bot.http.get_member(guild_id, member_id)
    except discord.NotFound as error:
        return True if error.code == NOT_A_MEMBER else None
    except SILENCE:
        return None
    return False


async def is_taken_out(bot: Kettle, guild_id: int) -> bool:
    """Tell whether Discord says plainly that Kettle is not in a community. An outage, or no answer, does not."""
    try:
        await bot.http.get_guild(guild_id, with_counts=False)
    except (discord.NotFound, discord.Forbidden) as error:
        return error.code in NOT_IN_IT
    except SILENCE:
        return False
    return False


class Leavers(Cog):
    """The daily look, and what follows from it."""

    def __init__(self, bot: Kettle) -> None:
        super().__init__(bot)
        self._looked_at: datetime | None = None

    @Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that Kettle was taken out. An outage is another event, which nobody listens to."""
        async with self.bot.db.begin() as session:
            await leavers.record_removed(session, guild_id=guild.id, now=self.bot.clock.now())

    @Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Note that Kettle is back."""
        async with self.bot.db.begin() as session:
            await leavers.record_back(session, guild_ids=[guild.id])

    @every(hours=1)
    async def look(self) -> None:
        """Look once a day, as soon as Discord has told which communities there are."""
        now = self.bot.clock.now()
        if not self.bot.is_ready() or (self._looked_at is not None and now - self._looked_at < DAY):
            return
        pace = AsyncLimiter(1, PAUSE)
        await self._note_removals(pace)
        gone = await self._forget_communities()
        for guild in list(self.bot.guilds):
            if not guild.unavailable:
                gone += await self._look_in(guild, pace)
        self._looked_at = now
        if gone:
            await self.bot.db.scrub()

    async def _note_removals(self, pace: AsyncLimiter) -> None:
        """Start the clock of each community that Kettle was taken out of while it was away: nobody told it then."""
        async with self.bot.db.read() as session:
            known = await leavers.list_known(session)
        for guild_id in known:
            if self.bot.get_guild(guild_id) is not None:
                continue
            await pace.acquire()
            if await is_taken_out(self.bot, guild_id):
                async with self.bot.db.begin() as session:
                    await leavers.record_removed(session, guild_id=guild_id, now=self.bot.clock.now())

    async def _forget_communities(self) -> int:
        """Forget the communities that Kettle left long ago; one that it is in now, be it in an outage, is not."""
        now, gone = self.bot.clock.now(), 0
        async with self.bot.db.begin() as session:
            await leavers.record_back(session, guild_ids=[guild.id for guild in self.bot.guilds])
            over = await leavers.list_over(session, now=now)
        for guild_id in over:
            async with self.bot.db.begin() as session:
                gone += await leavers.forget_guild(session, guild_id=guild_id, now=now)
        return gone

    async def _look_in(self, guild: discord.Guild, pace: AsyncLimiter) -> int:
        """Look for everybody who is known in a community, and give how many were forgotten.

        It ends at the first answer that is not whole: there is another day.
        """
        async with self.bot.db.read() as session:
            known = await leavers.list_members(session, guild_id=guild.id)
        gone = 0
        for start in range(0, len(known), AT_ONCE):
            asked = known[start : start + AT_ONCE]
            await pace.acquire()
            there = await find_there(guild, asked)
            if there is None:
                break
            gone += await self._judge(guild, there, [one for one in asked if one not in there], pace)
            self.bot.pulse.beat("leavers.look")
        return gone

    async def _judge(self, guild: discord.Guild, there: set[int], absent: Sequence[int], pace: AsyncLimiter) -> int:
        """Ask for each who was not found; only a plain no starts the clock, or ends it."""
        gone = 0
        for member_id in absent:
            await pace.acquire()
            answer = await is_gone(self.bot, guild.id, member_id)
            if answer:
                async with self.bot.db.begin() as session:
                    gone += await leavers.record_absent(
                        session, guild_id=guild.id, member_id=member_id, now=self.bot.clock.now()
                    )
            elif answer is False:
                there.add(member_id)
        async with self.bot.db.begin() as session:
            await leavers.record_present(session, guild_id=guild.id, member_ids=there)
        return gone
