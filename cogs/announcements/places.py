"""Where an announcement is posted: in a channel, to followers of a channel, or as a post of a forum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import discord
from discord import app_commands, ui

from bot.checks import check_writable, person_of, step_of
from bot.errors import Invalid
from bot.screens import Screen, answer, words_of
from bot.services import announcement_drafts
from bot.ui import Button, Select, stop
from cogs.announcements.forms import may_mention
from cogs.announcements.pages import back_to, show, title_of

if TYPE_CHECKING:
    from bot.screens import Interaction

Place = discord.TextChannel | discord.ForumChannel | app_commands.AppCommandChannel

KINDS = [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum]
"""Channels for messages, for announcements, and forums."""

NAMES = {discord.ChannelType.news: "news", discord.ChannelType.forum: "forum"}


class PlaceTransformer(app_commands.Transformer):
    """A channel in which announcements can stand. By discord.py's types, media channels would be offered too."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Ask for a channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Offer those in which it can stand."""
        return KINDS

    async def transform(self, _interaction: discord.Interaction, value: Any, /) -> Place:
        """Give the channel as it is known here, or else as Discord describes it in the command."""
        return cast("Place", value.resolve() or value)


def name_of(channel: Place) -> str:
    """Give the kind of a place; Invalid for a forum that asks for a tag, which Kettle cannot choose."""
    if isinstance(channel, discord.ForumChannel) and channel.flags.require_tag:
        raise Invalid("announcements-needs-tag", channel=f"<#{channel.id}>")
    return NAMES.get(channel.type, "text")


class ChangeWhere(Button, id="announcements:where:{announcement_id}", announcement_id=int):
    """To the page that says where it is posted."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Offer the channels in which it can stand."""
        async with interaction.client.db.begin() as session:
            row = await announcement_drafts.hold_place(
                session, person=person_of(interaction), announcement_id=announcement_id
            )
        words = words_of(interaction)
        menu: ui.ChannelSelect[Any] = ui.ChannelSelect(
            placeholder=words("announcements-where-placeholder"), channel_types=KINDS
        )
        asked = words("announcements-where-ask", title=title_of(row), channel=f"<#{row.channel_id}>")
        ways = [back_to(words, row.id), stop(words)]
        await answer(interaction, Screen(asked, [Where(menu, announcement_id=row.id)], ways))


class Where(Select, id="announcements:place:{announcement_id}", announcement_id=int):
    """Post it in another channel."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Keep the choice."""
        channel_id = int(self.chosen(interaction)[0])
        channel = interaction.guild.get_channel(channel_id) if interaction.guild else None
        if channel is None:
            raise Invalid("announcements-place-unknown")
        check_writable(interaction.client, person_of(interaction).guild_id, channel_id)
        async with interaction.client.db.begin() as session:
            await announcement_drafts.record_place(
                session,
                **step_of(interaction),
                announcement_id=announcement_id,
                channel_id=channel_id,
                place=name_of(cast("Place", channel)),
                may_mention=may_mention(interaction, channel_id),
            )
        await show(interaction, announcement_id)
