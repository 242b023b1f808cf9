"""Who answers about an event: in a community by what Discord says there, in direct messages by the event itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.checks import person_of
from bot.errors import NotAllowed
from bot.services import event_lists
from bot.services.guilds import Person

if TYPE_CHECKING:
    from bot.screens import Interaction


async def answering(interaction: Interaction, occurrence_id: int) -> Person:
    """Say who answers about one time of an event.

    A message in private outlives a membership, so Discord is asked whether it lasts, and for roles: whoever left,
    or was made to, learns nothing more, least of all the link.
    """
    if interaction.guild_id is not None:
        return person_of(interaction)
    async with interaction.client.db.read() as session:
        one, _ = await event_lists.get_time(session, occurrence_id=occurrence_id)
    return Person(one.guild_id, interaction.user.id, await _roles(interaction, one.guild_id), frozenset())


async def _roles(interaction: Interaction, guild_id: int) -> frozenset[int]:
    """Ask for somebody's roles; NotAllowed for who is not a member any more."""
    try:
        found = await interaction.client.http.get_member(guild_id, interaction.user.id)
    except discord.NotFound:
        raise NotAllowed("events-not-a-member") from None
    return frozenset(map(int, found["roles"]))
