"""Parts of screens that several features show: instants, and support contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.services.contacts import Contact
    from bot.wording import Wording


def stamp(instant: datetime, style: Literal["t", "f", "R"] = "f") -> str:
    """Write an instant so that Discord shows each reader their own time."""
    return f"<t:{int(instant.timestamp())}:{style}>"


def contact_lines(words: Wording, contacts: Iterable[Contact]) -> str:
    """Write contacts one a paragraph, word for word from the file that people check."""
    return "\n".join(
        words("contacts-line", name=contact.name, how=contact.how, hours=contact.hours) for contact in contacts
    )
