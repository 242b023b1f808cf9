"""The catalogue of training as screens come to it: a community has one from its first look on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.checks import community_of, person_of
from bot.services import training_entries, training_starters

if TYPE_CHECKING:
    from bot.screens import Interaction


async def ensure_catalogue(interaction: Interaction) -> int:
    """Give the community, which has a catalogue from its first look on."""
    bot = interaction.client
    async with bot.db.read() as session:
        guild_id = await community_of(session, interaction)
        is_planted = await training_starters.is_planted(session, guild_id=guild_id)
    if not is_planted:
        async with bot.db.begin() as session:
            await training_starters.plant(session, guild_id=guild_id, now=bot.clock.now())
    return guild_id


async def ensure_for_organiser(interaction: Interaction) -> None:
    """Let only organisers go on, and to a catalogue that is there."""
    async with interaction.client.db.read() as session:
        await training_entries.require_organiser(session, person=person_of(interaction))
    await ensure_catalogue(interaction)
