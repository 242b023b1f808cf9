"""Which day it is in a community: the month of a story is the same in its channel and in the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services import guilds, story_intakes
from bot.services.zones import local_day

if TYPE_CHECKING:
    from datetime import date

    from bot.app import Kettle


async def day_in(bot: Kettle, guild_id: int) -> date:
    """Give today's date by a community's own clock."""
    async with bot.db.read() as session:
        guild = await guilds.find_guild(session, guild_id=guild_id)
    return local_day(bot.clock.now(), guild.zone if guild else story_intakes.ZONE)
