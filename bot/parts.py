"""Parts of screens that several features show: instants, support contacts, nations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from discord import SelectOption, ui
from discord.utils import escape_markdown, escape_mentions

from bot.services.contacts import NATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.services.contacts import Contact
    from bot.wording import Wording


def stamp(instant: datetime, style: Literal["t", "f", "F", "R"] = "f") -> str:
    """Write an instant so that Discord shows each reader their own time."""
    return f"<t:{int(instant.timestamp())}:{style}>"


def as_typed(text: str) -> str:
    """Write what somebody typed into a sentence of ours: its marks stay marks, and it calls nobody."""
    return escape_markdown(escape_mentions(text))


def contact_lines(words: Wording, contacts: Iterable[Contact]) -> str:
    """Write contacts one a paragraph, word for word from the file that people check."""
    return "\n".join(
        words("contacts-line", name=one.name, purpose=one.purpose, how=one.how, hours=one.hours) for one in contacts
    )


def nation_menu(words: Wording, chosen: str | None) -> ui.Select[Any]:
    """Make the menu of nations with the chosen one marked."""
    options = [SelectOption(label=nation, value=nation, default=nation == chosen) for nation in NATIONS]
    return ui.Select(placeholder=words("common-nation-placeholder"), options=options)
