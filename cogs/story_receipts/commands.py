"""`/story open`, and what only reads: the story's state, its own words, and the messages about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.cog import Cog
from bot.errors import Closed, UserError
from bot.forms import Field, Form
from bot.screens import answer, defer, words_of
from bot.services.receipts import read_receipt
from bot.services.sealing import CannotOpen
from bot.ui import Button
from cogs.story_receipts.carrying import page_of, typed_of
from cogs.story_receipts.opening import open_pressed, open_story, read_said, read_story
from cogs.story_receipts.screens import again_screen, page_screen, pages_of, show_home

if TYPE_CHECKING:
    from bot.screens import Interaction
    from bot.wording import Wording
    from cogs.story_receipts.opening import Mine

RECEIPT_LONGEST = 100
STEPS = {"first": 0, "next": 1, "earlier": -1}


class StoryReceipts(Cog):
    """Coming back to a story."""

    @app_commands.command(name="open", extras={"root": "story"})
    async def open(self, interaction: Interaction) -> None:
        """Ask for the receipt."""
        await interaction.response.send_modal(OpenForm(words_of(interaction)))


class Ask(Button, id="story_receipts:ask"):
    """Ask for the receipt again."""

    async def pressed(self, interaction: Interaction) -> None:
        """Open the form with what was typed, if it could not be used."""
        await interaction.response.send_modal(OpenForm(words_of(interaction), {"receipt": typed_of(interaction)}))


class OpenForm(Form, id="story_receipts:open", title="story_receipts-open-title"):
    """The receipt."""

    fields = (Field("receipt", "story_receipts-open-label", "story_receipts-open-hint", longest=RECEIPT_LONGEST),)

    async def submitted(self, interaction: Interaction, typed: dict[str, str]) -> None:
        """Count the try, then derive: whether it is right or wrong, the same is done and it takes as long."""
        tries, now = interaction.client.telling.tries, interaction.client.clock.now()
        try:
            receipt = read_receipt(typed["receipt"])
            tries.record_try(interaction.user.id, now=now)
            await defer(interaction)
            mine = await open_story(interaction, receipt)
        except UserError as error:
            await answer(interaction, again_screen(interaction, error, typed["receipt"], "story_receipts:ask"))
            return
        tries.clear(interaction.user.id)
        await show_home(interaction, mine)


class Home(Button, id="story_receipts:home"):
    """Back to the story."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        await show_home(interaction, await open_pressed(interaction))


class ReadOn(Button, id="story_receipts:read:{what}:{to}", what=str, to=str):
    """Read the story's own words, or the messages about it, page by page."""

    async def pressed(self, interaction: Interaction, what: str, to: str) -> None:
        """Show the page; where nothing can be read any more, show the story again, which says why."""
        if what not in {"words", "messages"} or to not in STEPS:
            raise Closed("errors-older-screen")
        page = 0 if to == "first" else page_of(interaction) + STEPS[to]
        mine, words = await open_pressed(interaction), words_of(interaction)
        pages = pages_of(_words(interaction, mine) if what == "words" else _messages(words, mine))
        if pages:
            await answer(interaction, page_screen(words, mine.receipt, what, pages, page))
        else:
            await show_home(interaction, mine)


def _words(interaction: Interaction, mine: Mine) -> list[str]:
    """Give a story's parts, and the words of its files; nothing where they cannot be opened."""
    words = words_of(interaction)
    try:
        read = read_story(mine, interaction.client.telling, now=interaction.client.clock.now())
    except CannotOpen:
        return []
    told = [words(f"story_receipts-shows-{kind}", alt=alt) for kind, alt in read.alts if alt]
    silent = [words(f"story_receipts-silent-{kind}") for kind, alt in read.alts if not alt]
    return [*read.parts, *told, *silent]


def _messages(words: Wording, mine: Mine) -> list[str]:
    who = {True: words("story_receipts-you-wrote"), False: words("story_receipts-they-wrote")}
    return [f"{who[each.is_from_author]}\n{each.text}" for each in read_said(mine)]
