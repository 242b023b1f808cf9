"""What can be pressed about an announcement. Whether it may be done is judged by its rule, at the press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.checks import check_writable, guild_of, person_of, step_of
from bot.errors import Invalid
from bot.screens import Screen, answer, tell, words_of
from bot.services import announcement_drafts, announcement_posts, announcements
from bot.ui import Button, Select, stop
from cogs.announcements.forms import WhenForm, may_mention, open_words
from cogs.announcements.messages import message_of
from cogs.announcements.pages import back_to, fetch_files, show, show_list

if TYPE_CHECKING:
    from bot.screens import Interaction
    from db.models.announcements import Announcement


class ListAll(Button, id="announcements:list:{page}", page=int):
    """To the list, or to a page of it."""

    async def pressed(self, interaction: Interaction, page: int) -> None:
        """Show it."""
        await show_list(interaction, max(page, 0))


class See(Button, id="announcements:see:{announcement_id}", announcement_id=int):
    """To one announcement."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Show it."""
        await show(interaction, announcement_id)


class ChangeWords(Button, id="announcements:words:{announcement_id}", announcement_id=int):
    """Change the text."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Open the form, filled in."""
        await open_words(interaction, announcement_id)


class ChangeWhen(Button, id="announcements:when:{announcement_id}", announcement_id=int):
    """Change when it is posted."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Open the form with what was typed before."""
        async with interaction.client.db.begin() as session:
            row = await announcements.hold(
                session,
                person=person_of(interaction),
                announcement_id=announcement_id,
                states=announcements.OPEN,
            )
        form = WhenForm(words_of(interaction), {"when": row.typed_when}, announcement_id=row.id)
        await interaction.response.send_modal(form)


class Test(Button, id="announcements:test:{announcement_id}", announcement_id=int):
    """See the message alone, as it will look."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Show it privately beside the screen; nobody is called."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        async with interaction.client.db.read() as session:
            row = await announcements.get_announcement(
                session, person=person_of(interaction), announcement_id=announcement_id
            )
            told = await announcement_posts.told_of(session, announcement=row)
        if not told.text:
            raise Invalid("announcements-text-missing")
        await tell(interaction, message_of(interaction.client.words, told))


class Mention(Button, id="announcements:mentions:{announcement_id}", announcement_id=int):
    """To the page that says whom it calls."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Offer nobody, everyone who is online, everyone, or one role."""
        async with interaction.client.db.read() as session:
            row = await announcements.get_announcement(
                session, person=person_of(interaction), announcement_id=announcement_id
            )
        words = words_of(interaction)
        choices: list[ui.Item[Any]] = [
            Call.to(words(f"announcements-call-{who}-answer"), announcement_id=row.id, who=who)
            for who in announcement_drafts.MENTIONS
        ]
        menu: ui.RoleSelect[Any] = ui.RoleSelect(placeholder=words("announcements-role-placeholder"))
        ways = [back_to(words, row.id), stop(words)]
        asked = words("announcements-mentions-ask", channel=f"<#{row.channel_id}>")
        await answer(interaction, Screen(asked, choices, [CallRole(menu, announcement_id=row.id)], ways))


class Call(Button, id="announcements:call:{announcement_id}:{who}", announcement_id=int, who=str):
    """Call nobody, whoever is online, or everyone."""

    async def pressed(self, interaction: Interaction, announcement_id: int, who: str) -> None:
        """Keep the choice."""
        await _record_mentions(interaction, announcement_id, who, None)


class CallRole(Select, id="announcements:role:{announcement_id}", announcement_id=int):
    """Call one role."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Keep the choice. The role that everybody has means everyone."""
        role_id = int(self.chosen(interaction)[0])
        is_all = role_id == guild_of(interaction)
        await _record_mentions(
            interaction, announcement_id, "everyone" if is_all else "role", None if is_all else role_id
        )


async def _record_mentions(interaction: Interaction, announcement_id: int, who: str, role_id: int | None) -> None:
    person = person_of(interaction)
    async with interaction.client.db.begin() as session:
        row = await announcements.get_announcement(session, person=person, announcement_id=announcement_id)
        if who != "nobody":
            _check_kettle_may_call(interaction, row, role_id)
        await announcement_drafts.record_mentions(
            session,
            person=person,
            announcement_id=announcement_id,
            mentions=who,
            role_id=role_id,
            may_mention=may_mention(interaction, row.channel_id) or _is_mentionable(interaction, role_id),
            now=interaction.client.clock.now(),
        )
    await show(interaction, announcement_id)


def _is_mentionable(interaction: Interaction, role_id: int | None) -> bool:
    role = interaction.guild.get_role(role_id) if interaction.guild and role_id else None
    return role is not None and role.mentionable


def _check_kettle_may_call(interaction: Interaction, row: Announcement, role_id: int | None) -> None:
    """Raise Invalid where Kettle itself could not call: the post would look as if it did."""
    guild = interaction.guild
    channel = guild.get_channel(row.channel_id) if guild else None
    if guild is None or channel is None or _is_mentionable(interaction, role_id):
        return
    if not channel.permissions_for(guild.me).mention_everyone:
        raise Invalid("announcements-kettle-may-not-mention", channel=f"<#{row.channel_id}>")


class Publish(Button, id="announcements:publish:{announcement_id}", announcement_id=int):
    """Publish to followers, once it is out."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Keep the choice."""
        await _record_publishing(interaction, announcement_id, publishes=True)


class Unpublish(Button, id="announcements:unpublish:{announcement_id}", announcement_id=int):
    """Keep it in this server."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Keep the choice."""
        await _record_publishing(interaction, announcement_id, publishes=False)


async def _record_publishing(interaction: Interaction, announcement_id: int, *, publishes: bool) -> None:
    async with interaction.client.db.begin() as session:
        await announcement_drafts.record_publishing(
            session,
            **step_of(interaction),
            announcement_id=announcement_id,
            publishes=publishes,
        )
    await show(interaction, announcement_id)


class Confirm(Button, id="announcements:confirm:{announcement_id}", announcement_id=int):
    """Schedule it."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Check that Kettle can post there, then schedule it or let it wait for another organiser."""
        await fetch_files(interaction, announcement_id)
        person = person_of(interaction)
        async with interaction.client.db.begin() as session:
            row = await announcements.confirm(
                session, person=person, announcement_id=announcement_id, now=interaction.client.clock.now()
            )
            check_writable(interaction.client, person.guild_id, row.channel_id)
        await show(interaction, row.id)


class Approve(Button, id="announcements:approve:{announcement_id}", announcement_id=int):
    """Let what another organiser wrote go out."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Schedule it."""
        person = person_of(interaction)
        async with interaction.client.db.begin() as session:
            row = await announcements.approve(
                session, person=person, announcement_id=announcement_id, now=interaction.client.clock.now()
            )
            check_writable(interaction.client, person.guild_id, row.channel_id)
        await show(interaction, row.id)
