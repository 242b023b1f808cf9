"""`/organise announce`, what its posts look like, and the sweep that plans them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.checks import check_writable, person_of
from bot.cog import Cog
from bot.errors import Invalid
from bot.scheduling import every
from bot.screens import Screen, answer, words_of
from bot.services import (
    announcement_drafts,
    announcement_files,
    announcement_lists,
    announcement_posts,
    announcements,
    guilds,
    spoken_rules,
)
from bot.services.announcement_files import Upload
from bot.spoken import rule_in_words
from bot.tree import completes
from bot.ui import MAIN, door, stop
from cogs.announcements.endings import ask_to_cancel, keep_template, open_correction, send_again
from cogs.announcements.forms import WriteForm, open_words
from cogs.announcements.messages import message_of
from cogs.announcements.pages import show, show_list
from cogs.announcements.pausing import show_pausing
from cogs.announcements.places import Place, PlaceTransformer, name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.screens import Interaction
    from db.models.deliveries import Delivery

ROOT = "organise announce"
EXAMPLES = 4

CHANGEABLE = (*announcements.OPEN, "template")
OVER = ("scheduled", "paused", "done", "cancelled")
STATES = {
    "edit": (*CHANGEABLE, "done"),
    "preview": (*CHANGEABLE, "done", "cancelled"),
    "cancel": CHANGEABLE,
    "pause": ("scheduled", "paused"),
    "correct": OVER,
    "retry": ("scheduled", "done"),
    "template": (*announcements.OPEN, "done", "cancelled"),
    "create": ("template",),
}
"""Which announcements each command offers to pick from."""

Choices = list[app_commands.Choice[str]]
When = app_commands.Range[str, 1, announcement_drafts.WHEN_LONGEST]


async def _pick(interaction: Interaction, typed: str, command: str) -> int:
    """Give the announcement that was picked for a command."""
    async with interaction.client.db.read() as session:
        row = await announcement_lists.pick(session, person=person_of(interaction), typed=typed, states=STATES[command])
    return row.id


def _uploads(*files: discord.Attachment | None) -> Sequence[Upload]:
    given = [Upload(file.filename, file.size, file.url) for file in files if file is not None]
    announcement_files.check(given)
    return given


class Announcements(Cog):
    """Announcements of a community's organisers."""

    @app_commands.command(name="create", extras={"root": ROOT})
    async def create(
        self,
        interaction: Interaction,
        channel: app_commands.Transform[Place, PlaceTransformer],
        when: When,
        file: discord.Attachment | None = None,
        file_2: discord.Attachment | None = None,
        file_3: discord.Attachment | None = None,
        contact: discord.Member | None = None,
        template: str | None = None,
    ) -> None:
        """Begin an announcement: keep what was chosen, then ask for the words."""
        if contact is not None and contact.bot:
            raise Invalid("announcements-contact-bot")
        place = name_of(channel)  # what could never work is said before anything is typed
        person, uploads = person_of(interaction), _uploads(file, file_2, file_3)
        template_id = await _pick(interaction, template, "create") if template else None
        async with self.bot.db.begin() as session:
            started = await announcement_drafts.start_draft(
                session,
                person=person,
                channel_id=channel.id,
                place=place,
                typed_when=when,
                contact_id=contact.id if contact else None,
                uploads=uploads,
                template_id=template_id,
                now=self.bot.clock.now(),
            )
            check_writable(self.bot, person.guild_id, channel.id)
            files = await announcement_files.list_files(session, announcement_id=started.row.id)
        words, row, problem = words_of(interaction), started.row, started.problem
        if problem is not None:
            again = door(f"announcements:when:{row.id}", words("common-change"), MAIN)
            said = words(problem.message_id, **problem.variables)
            await answer(interaction, Screen(said, words("announcements-kept"), [again, stop(words)]))
            return
        typed = {"title": row.title, "text": row.text, **{f"alt{one.position}": one.alt for one in files}}
        form = WriteForm(words, typed, announcement_id=row.id, files=len(files))
        await interaction.response.send_modal(form)

    @create.autocomplete("when")
    @completes
    async def complete_when(self, interaction: Interaction, typed: str) -> Choices:
        """Say back what is understood so far, or offer examples."""
        words, now = words_of(interaction), self.bot.clock.now()
        examples = [words(f"announcements-example-{number}-choice") for number in range(1, EXAMPLES + 1)]
        offered = [app_commands.Choice(name=text, value=text) for text in [announcements.NOW, *examples]]
        fitting = [choice for choice in offered if typed.strip().casefold() in choice.value.casefold()]
        if not typed.strip() or announcements.is_now(typed):
            return fitting
        async with self.bot.db.read() as session:
            guild = await guilds.get_guild(session, guild_id=person_of(interaction).guild_id)
        try:
            rule = spoken_rules.read_rule(typed, zone=guild.zone, now=now, nation=guild.nation)
        except Invalid:
            return fitting
        return [app_commands.Choice(name=rule_in_words(words, rule)[:100], value=typed[:100])]

    @create.autocomplete("template")
    @completes
    async def complete_template(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the templates."""
        return await _choices(interaction, typed, "create")

    @app_commands.command(name="list", extras={"root": ROOT})
    async def list_all(self, interaction: Interaction) -> None:
        """Show what is to come and what was."""
        await show_list(interaction, 0)

    @app_commands.command(name="edit", extras={"root": ROOT})
    async def edit(
        self,
        interaction: Interaction,
        announcement: str,
        file: discord.Attachment | None = None,
        file_2: discord.Attachment | None = None,
        file_3: discord.Attachment | None = None,
    ) -> None:
        """Open the form, filled in; files that are given replace those there were."""
        uploads, announcement_id = _uploads(file, file_2, file_3), await _pick(interaction, announcement, "edit")
        if uploads:
            async with self.bot.db.begin() as session:
                await announcement_drafts.record_files(
                    session,
                    person=person_of(interaction),
                    announcement_id=announcement_id,
                    uploads=uploads,
                    now=self.bot.clock.now(),
                )
        await open_words(interaction, announcement_id)

    @app_commands.command(name="preview", extras={"root": ROOT})
    async def preview(self, interaction: Interaction, announcement: str) -> None:
        """Show it as it will look."""
        await show(interaction, await _pick(interaction, announcement, "preview"))

    @app_commands.command(name="cancel", extras={"root": ROOT})
    async def cancel(self, interaction: Interaction, announcement: str) -> None:
        """Ask once, then cancel what is to come."""
        await ask_to_cancel(interaction, await _pick(interaction, announcement, "cancel"))

    @app_commands.command(name="pause", extras={"root": ROOT})
    async def pause(self, interaction: Interaction, announcement: str) -> None:
        """Pause it, go on with it, or leave one time out."""
        await show_pausing(interaction, await _pick(interaction, announcement, "pause"))

    @app_commands.command(name="correct", extras={"root": ROOT})
    async def correct(self, interaction: Interaction, announcement: str) -> None:
        """Change a post that is out."""
        await open_correction(interaction, await _pick(interaction, announcement, "correct"))

    @app_commands.command(name="retry", extras={"root": ROOT})
    async def retry(self, interaction: Interaction, announcement: str) -> None:
        """Send a post again that did not go out."""
        await send_again(interaction, await _pick(interaction, announcement, "retry"))

    @app_commands.command(name="template", extras={"root": ROOT})
    async def template(self, interaction: Interaction, announcement: str) -> None:
        """Keep the words to begin others with."""
        await keep_template(interaction, await _pick(interaction, announcement, "template"))

    @edit.autocomplete("announcement")
    @preview.autocomplete("announcement")
    @cancel.autocomplete("announcement")
    @pause.autocomplete("announcement")
    @correct.autocomplete("announcement")
    @retry.autocomplete("announcement")
    @template.autocomplete("announcement")
    @completes
    async def complete(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the announcements for which the command does something."""
        command = interaction.command.name if interaction.command else ""
        return await _choices(interaction, typed, command)

    @every(seconds=5)
    async def plan(self) -> None:
        """Plan the posts that are due soon, have posts published, and note what is over."""
        now = self.bot.clock.now()
        async with self.bot.db.begin() as session:
            await announcement_posts.plan_due(session, now=now)
            await announcement_posts.publish_due(session, now=now)
            await announcement_posts.settle_ended(session, now=now)

    async def render(self, delivery: Delivery) -> Screen | None:
        """Show a post as its announcement, or its own correction, says now."""
        async with self.bot.db.read() as session:
            told = await announcement_posts.find_told(
                session, post_id=delivery.subject_id, is_new=delivery.kind != "edit"
            )
        return message_of(self.bot.words, told) if told else None


async def _choices(interaction: Interaction, typed: str, command: str) -> Choices:
    async with interaction.client.db.read() as session:
        found = await announcement_lists.list_choices(
            session, person=person_of(interaction), typed=typed, states=STATES[command]
        )
    return [app_commands.Choice(name=announcement_lists.excerpt(row), value=str(row.id)) for row in found]
