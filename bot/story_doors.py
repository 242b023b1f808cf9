"""Whether somebody may add to the stories of a community: asked at each door, and remembered nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import Closed
from bot.services import story_holds

if TYPE_CHECKING:
    from bot.screens import Interaction


async def check_not_held(interaction: Interaction, guild_id: int) -> None:
    """Raise Closed for somebody who is held in a community."""
    bot = interaction.client
    tags = bot.telling.get_keys().hold_tags(guild_id=guild_id, member_id=interaction.user.id)
    if bot.telling.db.is_there():
        async with bot.telling.read() as session:
            if await story_holds.is_held(session, tags=tags, today=bot.clock.now().date()):
                raise Closed("stories-held")
