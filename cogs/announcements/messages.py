"""What an announcement looks like: one function for the post, its preview and its test."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.parts import stamp
from bot.screens import Screen
from bot.services import announcement_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.screens import Part
    from bot.services.announcement_posts import Told
    from bot.wording import Wording

CALLS = {"here": "@here", "everyone": "@everyone"}

SPLIT = "@\u200beveryone"
"""How @everyone is written where it must not call: Discord cannot allow @here alone."""


def message_of(words: Wording, told: Told) -> Screen:
    """Show an announcement as it is posted, with its files, and whom it may call."""
    text = told.text.replace(CALLS["everyone"], SPLIT) if told.mentions == "here" else told.text
    title = told.title.replace(CALLS["everyone"], SPLIT) if told.mentions == "here" else told.title
    files = {
        file.name: discord.File(io.BytesIO(file.content), file.name, description=file.alt or None)
        for file in told.files
        if file.content is not None
    }
    parts: list[Part] = [called] if (called := call_of(told)) else []
    parts += [f"## {title}"] if title and told.place != "forum" else []
    parts += [text, *_shown(told, files)]
    if told.contact_id is not None:
        parts.append(words("announcements-contact", name=f"<@{told.contact_id}>"))
    if told.corrected_at is not None:
        parts.append(words("announcements-corrected", when=stamp(told.corrected_at)))
    screen = Screen(*parts, files=list(files.values()))
    screen.title, screen.mentions = told.title, _allowed(told)
    return screen


def call_of(told: Told) -> str:
    """Give whom an announcement calls, as Discord writes it; nothing for nobody."""
    return f"<@&{told.role_id}>" if told.role_id is not None else CALLS.get(told.mentions, "")


def _shown(told: Told, files: dict[str, discord.File]) -> Iterator[ui.Item[Any]]:
    """Show pictures together with their alt text, and each other file with what it is in words."""
    there = [file for file in told.files if file.name in files]
    pictures = [
        discord.MediaGalleryItem(files[file.name], description=file.alt or None)
        for file in there
        if announcement_files.is_picture(file)
    ]
    if pictures:
        yield ui.MediaGallery(*pictures)
    for file in there:
        if not announcement_files.is_picture(file):
            yield ui.File(files[file.name])
            if file.alt:
                yield ui.TextDisplay(file.alt)


def _allowed(told: Told) -> discord.AllowedMentions:
    """Nobody but who was chosen: what somebody typed into the text calls nobody."""
    roles = [discord.Object(told.role_id)] if told.role_id is not None else False
    return discord.AllowedMentions(everyone=told.mentions in CALLS, users=False, roles=roles, replied_user=False)
