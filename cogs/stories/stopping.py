"""The way out of a story on its way: its words are kept nowhere else, so it asks first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.errors import Closed
from bot.screens import Screen, answer, words_of
from bot.ui import Button, door
from cogs.stories.carrying import RECEIPT, carried_by, shown
from cogs.stories.screens import kept_choices, show

if TYPE_CHECKING:
    from bot.screens import Interaction, Part

PLACES = {"draft", "check", "receipt"}
"""The screens that ask before they stop: each is the last word of the id that leads back to it."""


class AskStop(Button, id="stories:stop:{place}", place=str):
    """Stop, after a question."""

    async def pressed(self, interaction: Interaction, place: str) -> None:
        """Ask, with all that would go on the screen, a receipt too: it may be written down already."""
        if place not in PLACES:
            raise Closed("errors-older-screen")
        carried, words = carried_by(interaction), words_of(interaction)
        if not carried.words and not carried.files:
            await answer(interaction, Screen(words("stories-stopped")))
            return
        kept: list[Part] = [*shown(carried), kept_choices(words, carried)]
        if carried.receipt:
            receipt = words("story_receipts-receipt", receipt=carried.receipt)
            kept.append(ui.TextDisplay[Any](receipt, id=RECEIPT))
        asked = words("stories-stop" if carried.words else "stories-stop-files")
        ways = [door(f"stories:{place}", words("common-back")), door("stories:end", words("stories-stop-sure-answer"))]
        await show(interaction, carried, [*kept, asked, ways])


class LetGo(Button, id="stories:end"):
    """The yes to the question."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show neither words nor files any more; nothing else is there to forget."""
        await answer(interaction, Screen(words_of(interaction)("stories-stopped")))
