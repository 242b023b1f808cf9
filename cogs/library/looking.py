"""What somebody looks for, carried in their own private message: choices in ids, words as they stand on the screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from discord import ui

from bot.checks import guild_of
from bot.errors import Closed
from bot.screens import texts_of
from bot.services import story_filters
from bot.services.library import Look

if TYPE_CHECKING:
    from bot.screens import Interaction, Part
    from bot.wording import Wording

WORDS: Final = 9111
"""The component id of the words that are looked for."""

LONGEST: Final = 200
"""Characters of those words: a screen holds them beside a page of a story."""

ANY: Final = "-"


def write_look(look: Look, page: int | None = None) -> str:
    """Write choices for an id; the words stay out of it."""
    return f"{look.kind or ANY}.{look.theme or ANY}.{int(look.is_hopeful)}.{look.page if page is None else page}"


def read_look(written: str, interaction: Interaction | None = None) -> Look:
    """Read choices from an id, and the words from the screen that was pressed on."""
    kind, theme, hope, page = [*written.split("."), *"-" * 4][:4]
    words = texts_of(interaction).get(WORDS, "") if interaction is not None else ""
    number = int(page) if page.isdecimal() else 0
    return Look(kind.strip(ANY), theme.strip(ANY), hope == "1", words, number)


def carried(words: Wording, look: Look) -> list[Part]:
    """Show the words that are looked for, so that the next press finds them."""
    if not look.words:
        return []
    return [words("library-looked-for"), ui.TextDisplay[Any](look.words[:LONGEST], id=WORDS)]


def begun(look: Look, **chosen: Any) -> Look:
    """Choose something else, and begin at the first page."""
    return replace(look, **{"page": 0, **chosen})


async def hidden_for(interaction: Interaction) -> frozenset[str]:
    """Give the content notes that this reader hides."""
    async with interaction.client.db.read() as session:
        return await story_filters.get_hidden(session, guild_id=guild_of(interaction), member_id=interaction.user.id)


def check_open(interaction: Interaction) -> None:
    """Check that there is a library to read; Closed where its keys are missing."""
    if interaction.client.telling.keys is None:
        raise Closed("library-closed")
