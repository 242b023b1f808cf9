"""The catalogue of training as screens come to it: a community has one from its first look on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.checks import Gesture, community_of, person_of
from bot.folding import brief
from bot.services import members, training, training_entries, training_starters

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.screens import Interaction
    from bot.wording import Wording
    from db.models.training import TrainingEntry


async def place_of(session: AsyncSession, interaction: Interaction, number: int) -> int:
    """Give the community of a press about an entry: in a private message the entry's, if the member is known there."""
    if interaction.guild_id is not None:
        return interaction.guild_id
    among = await members.list_guild_ids(session, member_id=interaction.user.id)
    found = await training.find_place(session, number=number, among=among)
    return found or await community_of(session, interaction)


async def gesture_about(session: AsyncSession, interaction: Interaction, number: int) -> Gesture:
    """Say who did something about an entry, where, and when."""
    guild_id = await place_of(session, interaction, number)
    return {"guild_id": guild_id, "member_id": interaction.user.id, "now": interaction.client.clock.now()}


async def ensure_catalogue(interaction: Interaction, number: int = 0) -> int:
    """Give the community, of an entry's number where there is one; it has a catalogue from its first look on."""
    bot = interaction.client
    async with bot.db.read() as session:
        guild_id = await place_of(session, interaction, number)
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


def named(words: Wording, entry: TrainingEntry) -> str:
    """Name an entry, and who offers it."""
    return words("training-named", title=brief(entry.title, 170), provider=brief(entry.provider, 120))


def numbered(words: Wording, number: int, entry: TrainingEntry) -> str:
    """Name an entry in a list, by the number of its button."""
    return words("training-entry", number=number, title=brief(entry.title, 170), provider=brief(entry.provider, 120))
