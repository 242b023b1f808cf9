"""The page of `/setup` about stories: where they go, how many people may be authors, and how many read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import SelectDefaultValue, SelectDefaultValueType, ui

from bot.checks import guild_of, person_of
from bot.forms import Field, Form
from bot.screens import Screen, answer, words_of
from bot.services import guilds, story_posts, story_rules
from bot.ui import Button, Select, door, stop

if TYPE_CHECKING:
    from bot.screens import Interaction, Part
    from db.models.story_rules import StoryRules


class Page(Button, id="story_rules:page"):
    """To the page."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show what was chosen, and the ways to change it."""
        await answer(interaction, await _page(interaction))


async def _page(interaction: Interaction) -> Screen:
    words, bot = words_of(interaction), interaction.client
    rules = await _found(interaction)
    there = interaction.guild.approximate_member_count or interaction.guild.member_count if interaction.guild else None
    menu: ui.ChannelSelect[Any] = ui.ChannelSelect(
        channel_types=[discord.ChannelType.text], placeholder=words("story_rules-channel-placeholder"), min_values=0
    )
    if rules is not None and rules.channel_id is not None:
        menu.default_values = [SelectDefaultValue(id=rules.channel_id, type=SelectDefaultValueType.channel)]
    told = {"there": str(there or "?")}
    authors = rules.authors if rules else None
    needs_two = rules is not None and rules.needs_two
    parts: list[Part] = [
        words("story_rules-page"),
        words("story_rules-about-channel"),
        [ChooseChannel(menu)],
        words("story_rules-about-authors"),
        words("story_rules-authors", count=str(authors), **told)
        if authors
        else words("story_rules-authors-unknown", **told),
        words("story_rules-two" if needs_two else "story_rules-one"),
    ]
    if bot.telling.keys is None:
        parts.insert(1, words("story_rules-no-keys"))
    turn = Two.to(words("story_rules-one-button" if needs_two else "story_rules-two-button"))
    ways = [OpenAuthors.to(words("story_rules-authors-button")), turn]
    back = [door("guilds:panel", words("common-back")), stop(words)]
    return Screen(*parts, ways, back)


async def _found(interaction: Interaction) -> StoryRules | None:
    """Give what was chosen so far, to an admin only."""
    guilds.require(None, person_of(interaction), "admin")
    async with interaction.client.db.read() as session:
        return await story_rules.find_rules(session, guild_id=guild_of(interaction))


async def _save(interaction: Interaction, **chosen: int | None) -> None:
    async with interaction.client.db.begin() as session:
        await story_rules.record_rules(session, person=person_of(interaction), **chosen)
    await answer(interaction, await _page(interaction))


class ChooseChannel(Select, id="story_rules:channel"):
    """Choose where stories are posted, or nowhere."""

    async def pressed(self, interaction: Interaction) -> None:
        """Save it."""
        chosen = self.chosen(interaction)
        channel_id, telling = int(chosen[0]) if chosen else None, interaction.client.telling
        await _save(interaction, channel_id=channel_id)
        if telling.db.is_there():  # what is planned follows; where this fails, the next intake does it
            async with telling.begin() as session:
                await story_posts.record_channel(session, guild_id=guild_of(interaction), channel_id=channel_id)


class Two(Button, id="story_rules:two"):
    """Turn round whether two moderators have to say yes."""

    async def pressed(self, interaction: Interaction) -> None:
        """Save it."""
        rules = await _found(interaction)
        await _save(interaction, needs_two=not (rules is not None and rules.needs_two))


class OpenAuthors(Button, id="story_rules:authors"):
    """Say how many people may be authors."""

    async def pressed(self, interaction: Interaction) -> None:
        """Open the form with what was said before."""
        rules = await _found(interaction)
        typed = {"authors": str(rules.authors)} if rules is not None and rules.authors else {}
        await interaction.response.send_modal(AuthorsForm(words_of(interaction), typed))


class AuthorsForm(Form, id="story_rules:authors", title="story_rules-authors-title"):
    """How many people may be authors."""

    fields = (Field("authors", "story_rules-authors-label", "story_rules-authors-hint", longest=12, needed=False),)

    async def submitted(self, interaction: Interaction, typed: dict[str, str]) -> None:
        """Save it, and show the page again."""
        await _save(interaction, authors=story_rules.read_authors(typed["authors"]))
