"""`/story open`, and what only reads: the story's state, its own words, and the messages about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.cog import Cog
from bot.errors import Closed, UserError
from bot.forms import Field, Form
from bot.screens import answer, defer, words_of
from bot.services import stories
from bot.services.receipts import read_receipt
from bot.services.sealing import CannotOpen
from bot.story_files import open_covered
from bot.ui import Button
from cogs.story_receipts.carrying import page_of, typed_of
from cogs.story_receipts.opening import open_pressed, open_story, read_said, read_story
from cogs.story_receipts.screens import again_screen, file_screen, page_screen, pages_of, show_home

if TYPE_CHECKING:
    from bot.screens import Interaction, Screen
    from bot.wording import Wording
    from cogs.story_receipts.opening import Mine

RECEIPT_LONGEST = 100
STEPS = {"first": 0, "next": 1, "earlier": -1}


class StoryReceipts(Cog):
    """Coming back to a story."""

    is_discreet = True

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
    """Read the story's own words, or the messages about it, page by page; see or hear its files one by one."""

    async def pressed(self, interaction: Interaction, what: str, to: str) -> None:
        """Show the page; where nothing can be read any more, show the story again, which says why."""
        if what not in {"words", "messages", "files"} or to not in STEPS:
            raise Closed("errors-older-screen")
        page = 0 if to == "first" else page_of(interaction) + STEPS[to]
        mine = await open_pressed(interaction)
        try:
            screen = await _page(interaction, mine, what, page)
        except CannotOpen:
            screen = None
        if screen is None:
            await show_home(interaction, mine)
        else:
            await answer(interaction, screen)


async def _page(interaction: Interaction, mine: Mine, what: str, page: int) -> Screen | None:
    """Give a page, or the last one; None where there is none, and CannotOpen where it cannot be opened."""
    words = words_of(interaction)
    if what == "files":
        return await _file_screen(interaction, mine, page) if mine.files else None
    pages = pages_of(_words(interaction, mine) if what == "words" else _messages(words, mine))
    return page_screen(words, mine.receipt, what, pages, page) if pages else None


async def _file_screen(interaction: Interaction, mine: Mine, number: int) -> Screen:
    """Open one of its files; CannotOpen without what opens it."""
    words, telling = words_of(interaction), interaction.client.telling
    _, privates = read_story(mine, telling, now=interaction.client.clock.now())
    number = min(max(number, 0), len(mine.files) - 1)
    place = mine.files[number].place
    async with telling.read() as session:
        file = await stories.get_own_file(session, lookup_id=mine.derived.lookup_id, place=place)
    unsaid = words("story_receipts-picture-alt")
    return file_screen(words, mine, await open_covered(telling, file, privates, unsaid=unsaid), number)


def _words(interaction: Interaction, mine: Mine) -> list[str]:
    """Give a story's parts, and the words of its files; CannotOpen where they cannot be opened."""
    words = words_of(interaction)
    read, _ = read_story(mine, interaction.client.telling, now=interaction.client.clock.now())
    told = [words(f"story_receipts-shows-{kind}", alt=alt) for kind, alt in read.alts if alt]
    silent = [words(f"story_receipts-silent-{kind}") for kind, alt in read.alts if not alt]
    return [*read.parts, *told, *silent]


def _messages(words: Wording, mine: Mine) -> list[str]:
    who = {True: words("story_receipts-you-wrote"), False: words("story_receipts-they-wrote")}
    return [f"{who[each.is_from_author]}\n{each.text}" for each in read_said(mine)]
