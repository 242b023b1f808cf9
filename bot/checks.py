"""Who is asking: what Discord says about a person with each press, as the services need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypedDict

import discord

from bot.errors import Invalid
from bot.permissions import missing, name_id
from bot.services import members
from bot.services.guilds import Person, Power

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.app import Kettle
    from bot.screens import Interaction


def guild_of(interaction: Interaction) -> int:
    """Give the community this was pressed in; Invalid in a direct message."""
    if interaction.guild_id is None:
        raise Invalid("common-only-in-server")
    return interaction.guild_id


async def community_of(session: AsyncSession, interaction: Interaction) -> int:
    """Give the community pressed in, or in a direct message the only one the member is known in; else Invalid."""
    if interaction.guild_id is not None:
        return interaction.guild_id
    known = await members.list_guild_ids(session, member_id=interaction.user.id)
    if len(known) != 1:
        raise Invalid("common-which-community" if known else "common-only-in-server")
    return known[0]


Session: TypeAlias = "AsyncSession"
"""A transaction, for whoever passes it on and asks it nothing."""


class Gesture(TypedDict):
    """What every service needs to know of a member's gesture."""

    guild_id: int
    member_id: int
    now: datetime


async def gesture_of(session: AsyncSession, interaction: Interaction) -> Gesture:
    """Say who did something, where, and when."""
    return {
        "guild_id": await community_of(session, interaction),
        "member_id": interaction.user.id,
        "now": interaction.client.clock.now(),
    }


class Step(TypedDict):
    """What a service needs to know of the step of somebody who runs a community."""

    person: Person
    now: datetime


def step_of(interaction: Interaction) -> Step:
    """Say who did something, with what they are in the community, and when."""
    return {"person": person_of(interaction), "now": interaction.client.clock.now()}


def check_writable(bot: Kettle, guild_id: int, channel_id: int) -> None:
    """Raise Invalid when Kettle may not post in a channel. A channel that Discord has not told us of passes.

    Unavailable is not gone: during an outage only the send itself can tell.
    """
    guild = bot.get_guild(guild_id)
    channel = guild.get_channel(channel_id) if guild else None
    if guild and channel and (lacking := missing(channel.permissions_for(guild.me))):
        names = bot.words.join([bot.words(name_id(name)) for name in lacking])
        raise Invalid("common-cannot-post", channel=f"<#{channel_id}>", names=names)


def person_of(interaction: Interaction) -> Person:
    """Describe who pressed: community, id, roles, and powers by Discord's permissions; Invalid in a direct message."""
    user = interaction.user
    roles = user.roles if isinstance(user, discord.Member) else []
    return Person(
        guild_id=guild_of(interaction),
        member_id=user.id,
        roles=frozenset(role.id for role in roles),
        powers=_powers(_held(user)),
    )


def _held(user: discord.User | discord.Member) -> discord.Permissions:
    """Give what somebody may do in the whole community.

    What Discord sends with a press counts the overwrites of its channel too: power over one room would be power here.
    """
    if not isinstance(user, discord.Member) or user.guild.default_role is None:  # a community we know nothing of yet
        return discord.Permissions.none()
    return user.guild_permissions


def _powers(permissions: discord.Permissions) -> frozenset[Power]:
    held: dict[Power, bool] = {
        "organiser": permissions.manage_events,
        "moderator": permissions.manage_messages,
        "admin": permissions.manage_guild,
    }
    return frozenset(power for power, has in held.items() if has)
