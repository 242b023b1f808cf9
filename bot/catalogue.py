"""The catalogue of training as screens come to it: a community has one from its first look on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.checks import guild_of
from bot.services import training_starters

if TYPE_CHECKING:
    from bot.screens import Interaction


async def ensure_catalogue(interaction: Interaction) -> int:
    """Give the community, which has a catalogue from its first look on."""
    bot, guild_id = interaction.client, guild_of(interaction)
    async with bot.db.read() as session:
        is_planted = await training_starters.is_planted(session, guild_id=guild_id)
    if not is_planted:
        async with bot.db.begin() as session:
            await training_starters.plant(session, guild_id=guild_id, now=bot.clock.now())
    return guild_id
