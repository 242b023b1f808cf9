"""What can be pressed about an announcement. Whether it may be done is judged by its rule, at the press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.checks import check_writable, guild_of, person_of
from bot.errors import Closed, Invalid
from bot.parts import stamp
from bot.screens import Screen, answer, tell, words_of
from bot.services import announcement_drafts, announcement_lists, announcement_posts, announcements
from bot.ui import Button, Select, door, stop
from cogs.announcements.forms import WhenForm, may_mention, open_words
from cogs.announcements.messages import message_of
from cogs.announcements.pages import fetch_files, show, show_list, title_of

if TYPE_CHECKING:
    from bot.screens import Interaction
    from bot.wording import Wording
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
        ways = [_back(words, row.id), stop(words)]
        asked = words("announcements-mentions-ask", channel=f"<#{row.channel_id}>")
        await answer(interaction, Screen(asked, choices, [CallRole(menu, announcement_id=row.id)], ways))


def _back(words: Wording, announcement_id: int) -> ui.Button[Any]:
    return door(f"announcements:see:{announcement_id}", words("common-back"))


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
            person=person_of(interaction),
            announcement_id=announcement_id,
            publishes=publishes,
            now=interaction.client.clock.now(),
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
        await show(interaction, row.id, words_of(interaction)(f"announcements-now-{row.state}"))


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
        await show(interaction, row.id, words_of(interaction)("announcements-now-scheduled"))


class Pausing(Button, id="announcements:pausing:{announcement_id}", announcement_id=int):
    """To the page that pauses, or leaves one time out."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Show it."""
        await show_pausing(interaction, announcement_id)


async def show_pausing(interaction: Interaction, announcement_id: int) -> None:
    """Offer a pause, or to leave out the next time, which is named."""
    now = interaction.client.clock.now()
    async with interaction.client.db.read() as session:
        seen = await announcement_lists.get_overview(
            session, person=person_of(interaction), announcement_id=announcement_id, now=now
        )
    if seen.row.state not in {"scheduled", "paused"}:
        raise Closed(f"announcements-is-{seen.row.state}")
    words, row = words_of(interaction), seen.row
    step = "pause" if row.state == "scheduled" else "resume"
    ways: list[ui.Item[Any]] = [door(f"announcements:{step}:{row.id}", words(f"announcements-do-{step}-button"))]
    parts = [words("announcements-pausing", title=title_of(row)), words(f"announcements-state-{row.state}")]
    if seen.coming and seen.rule and seen.rule.rule:
        parts.append(words("announcements-skip-ask", when=stamp(seen.coming[0].at, "F")))
        at = int(seen.coming[0].at.timestamp())
        ways.append(Skip.to(words("announcements-do-skip-button"), announcement_id=row.id, at=at))
    await answer(interaction, Screen(*parts, ways, [_back(words, row.id), stop(words)]))


class Pause(Button, id="announcements:pause:{announcement_id}", announcement_id=int):
    """Let it rest."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Pause it, and show where it stands."""
        async with interaction.client.db.begin() as session:
            await announcements.pause(
                session,
                person=person_of(interaction),
                announcement_id=announcement_id,
                now=interaction.client.clock.now(),
            )
        await show(interaction, announcement_id)


class Resume(Button, id="announcements:resume:{announcement_id}", announcement_id=int):
    """Go on after a pause."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Go on, and show where it stands."""
        async with interaction.client.db.begin() as session:
            row = await announcements.go_on(
                session,
                person=person_of(interaction),
                announcement_id=announcement_id,
                now=interaction.client.clock.now(),
            )
        await show(interaction, announcement_id, words_of(interaction)(f"announcements-now-{row.state}"))


class Skip(Button, id="announcements:skip:{announcement_id}:{at}", announcement_id=int, at=int):
    """Leave out the next time, which was named."""

    async def pressed(self, interaction: Interaction, announcement_id: int, at: int) -> None:
        """Leave it out, and show the times that are left."""
        async with interaction.client.db.begin() as session:
            left_out = await announcements.skip(
                session,
                person=person_of(interaction),
                announcement_id=announcement_id,
                at=at,
                now=interaction.client.clock.now(),
            )
        await show(
            interaction, announcement_id, words_of(interaction)("announcements-skipped", when=stamp(left_out.at))
        )
