"""Content notes that a reader would rather not meet: remembered for them alone, and changed at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.checks import gesture_of
from bot.screens import Screen, answer, words_of
from bot.services import story_filters
from bot.services.library import Look
from bot.services.story_texts import NOTES
from bot.ui import Button, Select, door, stop
from cogs.library.looking import hidden_for, write_look

if TYPE_CHECKING:
    from bot.screens import Interaction


class Hide(Button, id="library:hide"):
    """Choose what to leave out."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show what is left out now."""
        await _show(interaction)


async def _show(interaction: Interaction, note: str = "library-hide") -> None:
    words, hidden = words_of(interaction), await hidden_for(interaction)
    menu: ui.Select[Any] = ui.Select(min_values=0, max_values=len(NOTES), placeholder=words("library-hide-placeholder"))
    for each in NOTES:
        label = words(f"stories-note-{each}")
        menu.append_option(
            discord.SelectOption(label=label[:1].upper() + label[1:], value=each, default=each in hidden)
        )
    ways = [door(f"library:list:{write_look(Look())}", words("common-back")), stop(words)]
    await answer(interaction, Screen(words(note), [Hidden(menu)], ways))


class Hidden(Select, id="library:hidden"):
    """What a reader leaves out."""

    async def pressed(self, interaction: Interaction) -> None:
        """Keep it, and show it again."""
        async with interaction.client.db.begin() as session:
            who = await gesture_of(session, interaction)
            await story_filters.record_hidden(session, **who, notes=self.chosen(interaction))
        await _show(interaction, "library-hide-kept")
