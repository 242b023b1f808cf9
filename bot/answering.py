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
    """Say who answers about one time of an event. Where it is for a role, Discord is asked who has it."""
    if interaction.guild_id is not None:
        return person_of(interaction)
    async with interaction.client.db.read() as session:
        one, event = await event_lists.get_time(session, occurrence_id=occurrence_id)
    roles = frozenset[int]() if event.role_id is None else await _roles(interaction, one.guild_id)
    return Person(one.guild_id, interaction.user.id, roles, frozenset())


async def _roles(interaction: Interaction, guild_id: int) -> frozenset[int]:
    """Ask for somebody's roles; NotAllowed for who is not a member any more."""
    try:
        found = await interaction.client.http.get_member(guild_id, interaction.user.id)
    except discord.NotFound:
        raise NotAllowed("events-not-a-member") from None
    return frozenset(map(int, found["roles"]))
