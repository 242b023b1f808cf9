"""What can be pressed to end an announcement, or when it is out: each that takes something away asks once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.checks import check_writable, person_of, step_of
from bot.screens import Screen, answer, words_of
from bot.services import announcement_corrections, announcement_drafts, announcements
from bot.ui import Button, door, stop
from cogs.announcements.forms import CorrectForm
from cogs.announcements.pages import show, show_list, title_of

if TYPE_CHECKING:
    from bot.screens import Interaction


class Cancel(Button, id="announcements:cancel:{announcement_id}", announcement_id=int):
    """Cancel what is to come, after a question."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Ask."""
        await ask_to_cancel(interaction, announcement_id)


async def ask_to_cancel(interaction: Interaction, announcement_id: int) -> None:
    """Ask once, saying what goes and what stays."""
    states = (*announcements.OPEN, "template")
    async with interaction.client.db.begin() as session:
        row = await announcements.hold(
            session, person=person_of(interaction), announcement_id=announcement_id, states=states
        )
    words, kind = words_of(interaction), "template" if row.state == "template" else "post"
    asked = words(f"announcements-cancel-{kind}", title=title_of(row))
    yes = End.to(words(f"announcements-end-{kind}-button"), announcement_id=row.id)
    back = door(f"announcements:see:{row.id}", words("common-back"))
    await answer(interaction, Screen(asked, [yes, back, stop(words)]))


class End(Button, id="announcements:end:{announcement_id}", announcement_id=int):
    """The yes to the question."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Cancel it, and show where it stands; a template is gone."""
        async with interaction.client.db.begin() as session:
            row = await announcements.cancel(
                session,
                **step_of(interaction),
                announcement_id=announcement_id,
            )
        if row.state == "template":
            await show_list(interaction, 0)
        else:
            await show(interaction, announcement_id)


class Correct(Button, id="announcements:correct:{announcement_id}", announcement_id=int):
    """Correct the latest post that is out."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Open the form with what the post says."""
        await open_correction(interaction, announcement_id)


async def open_correction(interaction: Interaction, announcement_id: int) -> None:
    """Open the form with what the latest post says, once it is sure that one is out."""
    async with interaction.client.db.read() as session:
        row, post, said = await announcement_corrections.get_out(
            session, person=person_of(interaction), announcement_id=announcement_id
        )
    place = "forum" if row.place == "forum" else "channel"
    form = CorrectForm(words_of(interaction), {"title": said.title, "text": said.text}, post_id=post.id, place=place)
    await interaction.response.send_modal(form)


class Down(Button, id="announcements:down:{announcement_id}", announcement_id=int):
    """Take the latest post down, after a question."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Ask."""
        async with interaction.client.db.read() as session:
            row, post, _ = await announcement_corrections.get_out(
                session, person=person_of(interaction), announcement_id=announcement_id
            )
        words, place = words_of(interaction), "forum" if row.place == "forum" else "channel"
        yes = DownYes.to(words("announcements-take-button"), post_id=post.id)
        back = door(f"announcements:see:{row.id}", words("common-back"))
        asked = words(f"announcements-down-{place}", title=title_of(row))
        await answer(interaction, Screen(asked, [yes, back, stop(words)]))


class DownYes(Button, id="announcements:undo:{post_id}", post_id=int):
    """The yes to the question."""

    async def pressed(self, interaction: Interaction, post_id: int) -> None:
        """Take the post down, and say so."""
        async with interaction.client.db.begin() as session:
            row = await announcement_corrections.take_down(session, **step_of(interaction), post_id=post_id)
        await show(interaction, row.id, words_of(interaction)("announcements-taken-note"))


class Retry(Button, id="announcements:retry:{announcement_id}", announcement_id=int):
    """Send a post again that did not go out."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Send it."""
        await send_again(interaction, announcement_id)


async def send_again(interaction: Interaction, announcement_id: int) -> None:
    """Check that Kettle can post there, and send the latest post again that did not go out."""
    person = person_of(interaction)
    async with interaction.client.db.begin() as session:
        row = await announcements.get_announcement(session, person=person, announcement_id=announcement_id)
        check_writable(interaction.client, person.guild_id, row.channel_id)
        await announcements.retry(
            session, person=person, announcement_id=announcement_id, now=interaction.client.clock.now()
        )
    await show(interaction, announcement_id, words_of(interaction)("announcements-again-note"))


class Template(Button, id="announcements:template:{announcement_id}", announcement_id=int):
    """Keep the words to begin others with."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Keep them."""
        await keep_template(interaction, announcement_id)


async def keep_template(interaction: Interaction, announcement_id: int) -> None:
    """Keep an announcement's words and files as a template, and show it."""
    async with interaction.client.db.begin() as session:
        row = await announcement_drafts.save_template(
            session,
            **step_of(interaction),
            announcement_id=announcement_id,
        )
    await show(interaction, row.id, words_of(interaction)("announcements-template-note"))
