"""What an author's private screen carries to the next press: the receipt, the page they read, and what they typed.

Discord hands the message back with each press. Nothing of it is stored, and no id says any of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from discord import ui

from bot.errors import Closed
from bot.screens import texts_of, words_of
from bot.services.receipts import find_shown, read_receipt, shown

if TYPE_CHECKING:
    from bot.screens import Interaction
    from bot.wording import Wording

RECEIPT: Final = 9101
TYPED: Final = 9102
"""Component ids of the receipt, and of a text that is given back."""

PAGES: Final = 9200
"""The component id of the first page's line; page n, counted from 0, is n more."""

MOST_PAGES: Final = 500


def receipt_of(interaction: Interaction) -> str:
    """Read the receipt from the screen that was pressed on; Closed where it has none."""
    found = find_shown(texts_of(interaction).get(RECEIPT, ""))
    if found is None:
        raise Closed("errors-older-screen")
    return read_receipt(found)


def typed_of(interaction: Interaction) -> str:
    """Read the text that a screen gives back."""
    return texts_of(interaction).get(TYPED, "")


def page_of(interaction: Interaction) -> int:
    """Say which page is read, counted from 0."""
    places = (number - PAGES for number in texts_of(interaction))
    return next((place for place in places if 0 <= place < MOST_PAGES), 0)


def carry_receipt(words: Wording, receipt: str) -> ui.TextDisplay[Any]:
    """Show the receipt, for the next press."""
    return ui.TextDisplay(words("story_receipts-receipt", receipt=shown(receipt)), id=RECEIPT)


def carry_page(words: Wording, page: int, count: int) -> ui.TextDisplay[Any]:
    """Say which page it is, for the next press."""
    return ui.TextDisplay(words("story_receipts-page", number=page + 1, count=count), id=PAGES + page)


def carry_file(words: Wording, number: int, count: int) -> ui.TextDisplay[Any]:
    """Say which picture or sound it is, for the next press, as a page does."""
    return ui.TextDisplay(words("story_receipts-file", number=number + 1, count=count), id=PAGES + number)


def give_back(interaction: Interaction, typed: str) -> list[ui.TextDisplay[Any]]:
    """Show what was typed again, with the receipt where the screen has one: nothing that was written is lost."""
    carried: list[ui.TextDisplay[Any]] = []
    if RECEIPT in texts_of(interaction):
        carried.append(carry_receipt(words_of(interaction), receipt_of(interaction)))
    if typed:
        carried.append(ui.TextDisplay(typed, id=TYPED))
    return carried
