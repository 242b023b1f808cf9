"""Screens: one card with one idea, and the ways Kettle shows it to a person."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import discord
from discord import ui

from bot.discretion import is_discreet

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence

    from bot.app import Kettle
    from bot.wording import Wording

Interaction: TypeAlias = "discord.Interaction[Kettle]"
Part: TypeAlias = "str | ui.Item[Any] | Sequence[ui.Item[Any]]"

ROW = 5
"""The most buttons Discord puts in one row."""

PATIENCE: Final = 1.0
"""Seconds that somebody waits for an answer before Discord is asked for more time: it takes none after three."""


class Screen(ui.LayoutView):
    """A card of parts from top to bottom: a text, an item, or a row of buttons.

    It is finished before it is sent: discord.py keeps every unfinished view in memory and, when one times out,
    forgets its ids for all other messages as well. Presses are found by their ids alone.
    """

    title = ""
    """The name of a forum post; other messages have none."""

    mentions = discord.AllowedMentions.none()
    """Whom the message may call. Nobody, unless an organiser chose it."""

    def __init__(self, *parts: Part, files: Sequence[discord.File] = ()) -> None:
        super().__init__(timeout=None)
        self.stop()
        self.files: list[Any] = list(files)  # an edit takes those that are there already too
        self._card: ui.Container[Any]
        self.begin_card(*parts)

    def mark(self, token: int) -> None:
        """Give the first part of the message a number to know it by: Discord keeps it as it is."""
        self.children[0].id = token

    def begin_card(self, *parts: Part) -> None:
        """Begin another card beneath, for what does not belong to the first."""
        self._card = ui.Container()
        for part in parts:
            self.add(part)
        self.add_item(self._card)

    def add(self, part: Part) -> None:
        """Add a part at the end of the card."""
        if isinstance(part, str):
            self._card.add_item(ui.TextDisplay(part))
        elif isinstance(part, ui.Item):
            self._card.add_item(part)
        else:
            for start in range(0, len(part), ROW):
                self._card.add_item(ui.ActionRow(*part[start : start + ROW]))


def payload_of(interaction: Interaction) -> dict[str, Any]:
    """Give what Discord sent with a press or a form, as it came."""
    return cast("dict[str, Any]", interaction.data or {})


def texts_of(interaction: Interaction) -> dict[int, str]:
    """Give the texts of the message that was pressed on, by their components' numbers, as Discord handed them back."""
    parts = _walk(interaction.message.components if interaction.message else ())
    return {part.id or 0: part.content for part in parts if isinstance(part, discord.TextDisplay)}


def _walk(parts: Iterable[Any]) -> Iterator[Any]:
    for part in parts:
        yield part
        yield from _walk(getattr(part, "children", ()))


def words_of(interaction: Interaction) -> Wording:
    """Give the wording in the language that the person has set in Discord."""
    return interaction.client.words.for_locale(interaction.locale.value)


def _is_private(interaction: Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


async def answer(interaction: Interaction, screen: Screen) -> None:
    """Show a screen to the person who pressed, privately; a private screen they pressed on is replaced by it."""
    response = interaction.response
    if response.is_done():
        await interaction.edit_original_response(view=screen, attachments=screen.files)
    elif _is_private(interaction):
        await response.edit_message(view=screen, attachments=screen.files)
    else:
        await response.send_message(view=screen, files=screen.files, ephemeral=True)
    if not is_discreet(interaction):  # what is told with it is a row, with its time
        await interaction.client.delivery.say_kept(interaction)


async def defer(interaction: Interaction) -> None:
    """Ask for more time, privately. What is answered later stands in the place of the private screen, if it was one."""
    if not interaction.response.is_done():
        await interaction.response.defer(ephemeral=True, thinking=not _is_private(interaction))


def after(seconds: float, call: Callable[[], None]) -> asyncio.Handle:
    """Call something later, unless the handle is cancelled first."""
    return asyncio.get_running_loop().call_later(seconds, call)


@asynccontextmanager
async def patiently(interaction: Interaction) -> AsyncIterator[None]:
    """Do what may have to wait for its turn among many: where it takes long, Discord is asked for more time.

    Not for a press that opens a form, which cannot be opened later.
    """
    asking: asyncio.Task[None] | None = None

    def ask() -> None:
        nonlocal asking
        asking = asyncio.create_task(defer(interaction))

    timer = after(PATIENCE, ask)
    try:
        yield
    finally:
        timer.cancel()
        if asking is not None:
            await asking  # whoever answers next must know of it


async def tell(interaction: Interaction, screen: Screen) -> None:
    """Show a screen privately beside whatever is there: nothing the person was looking at is lost."""
    if interaction.response.is_done():
        await interaction.followup.send(view=screen, files=screen.files, ephemeral=True)
    else:
        await interaction.response.send_message(view=screen, files=screen.files, ephemeral=True)
