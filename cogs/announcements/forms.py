"""The forms of announcements: the words, the time, and what a post should say instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.checks import person_of, step_of
from bot.forms import Field, Form
from bot.parts import stamp
from bot.screens import Screen, answer, words_of
from bot.services import announcement_corrections, announcement_drafts, announcement_files, announcements
from bot.spoken import INSTEAD
from bot.ui import MAIN, door, stop
from cogs.announcements.pages import show
from db.models.announcements import TITLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.screens import Interaction
    from bot.wording import Wording

ALTS = tuple(f"alt{number}" for number in range(1, announcement_files.MOST + 1))


def may_mention(interaction: Interaction, channel_id: int) -> bool:
    """Whether whoever pressed may call everyone in a channel, by Discord's own permission."""
    channel = interaction.guild.get_channel(channel_id) if interaction.guild else None
    user = interaction.user
    return channel is not None and isinstance(user, discord.Member) and channel.permissions_for(user).mention_everyone


def _limit(form: Form, files: int) -> None:
    """Let the text be as long as fits beside the words of this many files."""
    for item in form.walk_children():
        if isinstance(item, ui.TextInput) and item.custom_id == "text":
            item.max_length = announcement_drafts.longest_text(files)


WORDS = (
    Field("title", "announcements-title-label", "announcements-title-hint", longest=TITLE, needed=False),
    Field(
        "text",
        "announcements-text-label",
        "announcements-text-hint",
        longest=announcement_drafts.TEXT_LONGEST,
        long=True,
    ),
)
"""What a post says, whether it is written or corrected."""


class WriteForm(Form, id="announcements:write:{announcement_id}:{files}", title="announcements-write-title",
                announcement_id=int, files=int):  # fmt: skip
    """What an announcement says, and what each of its files shows."""

    fields = (
        *WORDS,
        *(
            Field(
                name,
                f"announcements-{name}-label",
                "announcements-alt-hint",
                longest=announcement_files.ALT_LONGEST,
                needed=False,
            )
            for name in ALTS
        ),
    )

    def __init__(self, words: Wording, typed: Mapping[str, str] | None = None, **values: str | int) -> None:
        super().__init__(words, typed, **values)
        shown = len(self.fields) - len(ALTS) + int(values["files"])
        for spare in list(self.children)[shown:]:
            self.remove_item(spare)
        _limit(self, int(values["files"]))

    async def submitted(
        self, interaction: Interaction, typed: dict[str, str], announcement_id: int, files: int
    ) -> None:
        """Keep the words and show the preview."""
        person = person_of(interaction)
        async with interaction.client.db.begin() as session:
            row = await announcements.get_announcement(session, person=person, announcement_id=announcement_id)
            await announcement_drafts.record_words(
                session,
                person=person,
                announcement_id=announcement_id,
                title=typed["title"],
                text=typed["text"],
                alts=[typed.get(name, "") for name in ALTS[:files]],
                may_mention=may_mention(interaction, row.channel_id),
                now=interaction.client.clock.now(),
            )
        await show(interaction, announcement_id)


async def open_words(interaction: Interaction, announcement_id: int) -> None:
    """Open the form with what an announcement says now, once it is sure that it can be changed."""
    async with interaction.client.db.begin() as session:
        row = await announcement_drafts.hold_words(
            session, person=person_of(interaction), announcement_id=announcement_id
        )
        files = await announcement_files.list_files(session, announcement_id=row.id)
    typed = {"title": row.title, "text": row.text, **dict(zip(ALTS, [file.alt for file in files], strict=False))}
    form = WriteForm(words_of(interaction), typed, announcement_id=row.id, files=len(files))
    await interaction.response.send_modal(form)


class WhenForm(Form, id="announcements:when:{announcement_id}", title="announcements-when-title", announcement_id=int):
    """When an announcement is posted, in words."""

    fields = (
        Field(
            "when",
            "announcements-when-label",
            "announcements-when-hint",
            longest=announcement_drafts.WHEN_LONGEST,
        ),
    )

    async def submitted(self, interaction: Interaction, typed: dict[str, str], announcement_id: int) -> None:
        """Keep the time; then show the preview, or ask for the words where there are none yet."""
        async with interaction.client.db.begin() as session:
            row = await announcement_drafts.record_when(
                session,
                **step_of(interaction),
                announcement_id=announcement_id,
                typed=typed["when"],
            )
        if row.text:
            await show(interaction, announcement_id)
            return
        words = words_of(interaction)
        write = door(f"announcements:words:{row.id}", words("announcements-write-button"), MAIN)
        await answer(interaction, Screen(words("announcements-time-kept"), [write, stop(words)]))


class MoveForm(Form, id="announcements:move:{announcement_id}:{at}", title="recurrence-instead-title",
               announcement_id=int, at=int):  # fmt: skip
    """When the next post goes out instead, in words."""

    fields = (INSTEAD,)

    async def submitted(self, interaction: Interaction, typed: dict[str, str], announcement_id: int, at: int) -> None:
        """Move it, and show the times there are now."""
        async with interaction.client.db.begin() as session:
            instead = await announcements.move(
                session,
                **step_of(interaction),
                announcement_id=announcement_id,
                at=at,
                typed=typed["when"],
            )
        await show(interaction, announcement_id, words_of(interaction)("recurrence-moved", when=stamp(instead, "F")))


class CorrectForm(Form, id="announcements:correct:{post_id}:{place}", title="announcements-correct-title",
                  post_id=int, place=str):  # fmt: skip
    """What a post that is out should say instead. The title of a forum post stays: Discord keeps it apart."""

    fields = WORDS

    def __init__(self, words: Wording, typed: Mapping[str, str] | None = None, **values: str | int) -> None:
        super().__init__(words, typed, **values)
        if values["place"] == "forum":
            self.remove_item(self.children[0])

    async def submitted(self, interaction: Interaction, typed: dict[str, str], post_id: int, place: str) -> None:
        """Change the post, and say so."""
        del place
        async with interaction.client.db.begin() as session:
            row = await announcement_corrections.correct(
                session,
                **step_of(interaction),
                post_id=post_id,
                title=typed.get("title", ""),
                text=typed["text"],
            )
        await show(interaction, row.id, words_of(interaction)("announcements-corrected-note"))
