"""A picture or a sound of a story on somebody's private screen: covered until it is pressed, with its words."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

import discord
from discord import ui

from bot.folding import MOST_ALT, PICTURE, fold, new_name
from bot.services import sealing

if TYPE_CHECKING:
    from bot.services.sealing import PrivateHalves
    from bot.telling import Telling
    from db.models.stories import StoryFile


class Covered(NamedTuple):
    """What is shown of a file: its words, empty where it has none, what stands on the screen, and what is attached."""

    said: str
    item: ui.Item[Any]
    file: discord.File


async def open_covered(telling: Telling, file: StoryFile, privates: PrivateHalves, *, unsaid: str) -> Covered:
    """Open a file in a thread, and cover it; CannotOpen without what it is sealed to.

    `unsaid` is the alt text of a picture that nobody has put into words.
    """
    content, alt = await telling.receipts.in_turn(
        lambda: (sealing.open_sealed(file.sealed, privates), sealing.open_text(file.sealed_alt, privates))
    )
    alt, shown = alt.strip(), discord.File(io.BytesIO(content), new_name(file.kind))
    return Covered(fold(alt) if alt else "", _item(file.kind, shown, alt or unsaid), shown)


def _item(kind: str, file: discord.File, described: str) -> ui.Item[Any]:
    if kind != PICTURE:
        return ui.File(file, spoiler=True)
    return ui.MediaGallery(discord.MediaGalleryItem(file, description=described[:MOST_ALT], spoiler=True))
