"""What an author's private message carries from one press to the next, so that nothing is kept anywhere else.

Discord hands the message back with each press: the words as they stand in it, the files attached to it, and what was
chosen as bits of a component's number.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import discord
from discord import ui

from bot.screens import texts_of
from bot.services.receipts import find_shown
from bot.services.story_texts import KINDS, NOTES, THEMES, USES, About

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.screens import Interaction, Part

WORDS: Final = 9001
RECEIPT: Final = 9002
"""Component ids of the words and of the receipt."""

CHOICES: Final = 1 << 29
"""The number of the component that says what was chosen; the bits beneath it say it once more, for us."""

BITS: Final = (*THEMES, *(f"note-{each}" for each in NOTES), *(f"use-{each}" for each in USES), "hopeful", "alone")


@dataclass(frozen=True)
class There:
    """A file that the message has already: it stays as it is, with its words."""

    id: int
    filename: str
    description: str | None
    url: str = field(repr=False)

    def to_dict(self) -> dict[str, object]:
        """Name it for an edit, as Discord asks for it; discord.py would repeat all it knows."""
        told = {"description": self.description} if self.description else {}
        return {"id": str(self.id), "filename": self.filename, **told}


@dataclass(frozen=True)
class Carried:
    """A story on its way: nobody but its author has it."""

    words: str = field(default="", repr=False)
    kind: str = "words"
    chosen: frozenset[str] = frozenset({"use-library"})
    files: Sequence[There | discord.File] = field(default=(), repr=False)
    receipt: str = field(default="", repr=False)

    @property
    def about(self) -> About:
        """What it is about."""
        themes = tuple(each for each in THEMES if each in self.chosen)
        notes = tuple(each for each in NOTES if f"note-{each}" in self.chosen)
        return About(self.kind, themes, notes, "hopeful" in self.chosen)

    @property
    def uses(self) -> frozenset[str]:
        """What the author allows."""
        return frozenset(each for each in USES if f"use-{each}" in self.chosen)

    def with_files(self, files: Sequence[There | discord.File]) -> Carried:
        """Carry these files instead."""
        return replace(self, files=tuple(files))


def carried_by(interaction: Interaction) -> Carried:
    """Read what the message carries on which somebody pressed, or from which they opened a form."""
    if interaction.message is None:
        return Carried()
    texts = texts_of(interaction)
    number = next((number for number in texts if number >= CHOICES), None)
    kind, chosen = ("words", frozenset({"use-library"})) if number is None else _read(number)
    attached = interaction.message.attachments
    return Carried(
        words=texts.get(WORDS, ""),
        kind=kind,
        chosen=chosen,
        files=tuple(There(each.id, each.filename, each.description, each.url) for each in attached),
        receipt=find_shown(texts.get(RECEIPT, "")) or "",
    )


def number_of(carried: Carried) -> int:
    """Write what was chosen as a component's number."""
    bits = sum(1 << place for place, each in enumerate(BITS) if each in carried.chosen)
    return CHOICES + bits * len(KINDS) + KINDS.index(carried.kind)


def _read(number: int) -> tuple[str, frozenset[str]]:
    bits, kind = divmod(number - CHOICES, len(KINDS))
    return KINDS[kind], frozenset(each for place, each in enumerate(BITS) if bits >> place & 1)


def shown(carried: Carried) -> Iterator[Part]:
    """Show the words and the files again, as they are carried."""
    if carried.words:
        yield ui.TextDisplay(carried.words, id=WORDS)
    pictures = [file for file in carried.files if file.filename.endswith(".webp")]
    if pictures:
        yield ui.MediaGallery(
            *(
                discord.MediaGalleryItem(f"attachment://{file.filename}", description=file.description)
                for file in pictures
            )
        )
    for file in carried.files:
        if file not in pictures:
            yield ui.File(f"attachment://{file.filename}")
