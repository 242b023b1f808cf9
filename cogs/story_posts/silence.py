"""What asking Discord about a story's message may end in, and how to look for one. No story and no id is logged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import aiohttp
import discord

from bot.delivery_look import CannotLook, find_message
from bot.services.story_posts import mark_of

if TYPE_CHECKING:
    from datetime import datetime

    from bot.app import Kettle
    from db.models.stories import StoryPost

TIME_LIMIT: Final = 60
"""Seconds for one message, waiting on rate limits included: less than its lease."""

SILENCE: Final = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, RuntimeError, CannotLook)
"""What a request may end in; RuntimeError is discord.py's for a closed connection."""

UNKNOWN_CHANNEL: Final = 10003
UNKNOWN_MESSAGE: Final = 10008


async def find_post(bot: Kettle, post: StoryPost, since: datetime) -> int | None:
    """Look for a story's message in its channel; CannotLook where nobody can tell."""
    place = bot.get_channel(post.channel_id)
    may_read = isinstance(place, discord.abc.GuildChannel | discord.Thread) and (
        place.permissions_for(place.guild.me).read_message_history
    )
    there = bot.get_partial_messageable(post.channel_id, guild_id=post.guild_id)
    # A clock that was put back may call it the future.
    return await find_message(there, mark_of(post), min(since, bot.clock.now()), may_read=may_read)


async def delete_message(bot: Kettle, channel_id: int, message_id: int) -> None:
    """Take a message away; one that is not there any more is gone."""
    try:
        await bot.get_partial_messageable(channel_id).get_partial_message(message_id).delete()
    except discord.NotFound as error:
        if error.code not in {UNKNOWN_CHANNEL, UNKNOWN_MESSAGE}:
            raise
