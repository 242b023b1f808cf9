"""What a community's set-up still lacks: choices, permissions in each channel, and commands that a role cannot see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.permissions import missing, name_id

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from bot.app import Kettle
    from bot.wording import Wording
    from db.models.guilds import Guild

ROOT_OF_ROLE = {"organiser_role_id": "organise", "moderator_role_id": "moderate"}
"""The command that each chosen role needs to see."""


async def list_gaps(bot: Kettle, words: Wording, guild_id: int, guild: Guild | None) -> list[str]:
    """Say what is missing, one sentence each, and where to change it; nothing when all is well."""
    there = bot.get_guild(guild_id)
    if guild is None or there is None:
        return [words("guilds-gap-nothing-chosen")]
    gaps = [*_choices(words, guild), *_channels(words, there, guild)]
    return gaps + [gap async for gap in _commands(bot, words, there, guild)]


def _choices(words: Wording, guild: Guild) -> Iterator[str]:
    if guild.checkins_channel_id is None:
        yield words("guilds-gap-checkins-channel")
    if guild.moderators_channel_id is None:
        yield words("guilds-gap-moderators-channel")
    if guild.organisers_channel_id is None:
        yield words("guilds-gap-organisers-channel")
    if guild.responsible is None:
        yield words("guilds-gap-responsible")


def _channels(words: Wording, there: discord.Guild, guild: Guild) -> Iterator[str]:
    for chosen in (guild.checkins_channel_id, guild.moderators_channel_id, guild.organisers_channel_id):
        if chosen is None:
            continue
        channel = there.get_channel(chosen)
        if channel is None:
            yield words("guilds-gap-channel-gone", channel=f"<#{chosen}>")
        elif lacking := missing(channel.permissions_for(there.me)):
            named = words.join([words(name_id(name)) for name in lacking])
            yield words("guilds-gap-permission", channel=f"<#{chosen}>", names=named)
        if channel and chosen == guild.moderators_channel_id and _is_open(there, channel):
            yield words("guilds-gap-open", channel=f"<#{chosen}>")


def _is_open(there: discord.Guild, channel: discord.abc.GuildChannel) -> bool:
    """Whether everybody can read a channel in which people are named who asked for a contact."""
    return channel.permissions_for(there.default_role).view_channel


async def _commands(bot: Kettle, words: Wording, there: discord.Guild, guild: Guild) -> AsyncIterator[str]:
    """Say which chosen role cannot see its command: a bot can read that, but only a person can change it."""
    known = {command.name: command for command in await bot.tree.fetch_commands()}
    for choice, root in ROOT_OF_ROLE.items():
        role = there.get_role(getattr(guild, choice) or 0)
        command = known.get(root)
        if role and command and not await _sees(command, there, role):
            yield words("guilds-gap-command", role=role.mention, command=f"/{root}")


async def _sees(command: discord.app_commands.AppCommand, there: discord.Guild, role: discord.Role) -> bool:
    """Whether a role is shown a command: as somebody set it here for the role or for all, else by its permissions."""
    has = role.permissions | there.default_role.permissions
    by_default = has.administrator or has >= (command.default_member_permissions or discord.Permissions.none())
    try:
        set_here = await command.fetch_permissions(there)
    except discord.NotFound:
        return by_default  # nobody changed anything for this command
    asked = {entry.id: entry.permission for entry in set_here.permissions}
    return asked.get(role.id, asked.get(there.id, by_default))
