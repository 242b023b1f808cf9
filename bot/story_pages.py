"""A story as people read it, message by message: what to know before above, and nothing about who or when."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import discord
from discord import ui

from bot.folding import MOST_ALT, PICTURE, divide, fold, new_name, plain
from bot.screens import Screen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.services.story_texts import About, Read
    from bot.wording import Wording

MOST: Final = 3500
"""Characters of a story in one message as Discord counts them: it takes 4,000 with what stands above."""


@dataclass(frozen=True)
class Page:
    """What stands in one message: words of the story or of a sound, and which of its files."""

    words: str = ""
    files: tuple[int, ...] = ()
    is_sound: bool = False


def pages_of(read: Read) -> list[Page]:
    """Divide a story into messages, the same each time: its words, the pictures with the first, then each sound."""
    pages = [Page(piece) for part in read.parts for piece in divide(part, MOST)]
    if pictures := tuple(number for number, (kind, _) in enumerate(read.alts) if kind == PICTURE):
        pages[:1] = [replace(pages[0] if pages else Page(), files=pictures)]
    for number, (kind, said) in enumerate(read.alts):
        if kind != PICTURE:
            first, *others = divide(said, MOST) or [""]
            pages += [Page(first, (number,), is_sound=True), *(Page(other, is_sound=True) for other in others)]
    return pages or [Page()]


def screen_of(
    words: Wording, read: Read, number: int, contents: Sequence[bytes], month: date, *, is_covered: bool = True
) -> Screen:
    """Show one message of a story; `contents` are those of the page's files, in their order.

    In a channel all words are covered; where somebody chose to read, those with something to know before.
    """
    page = pages_of(read)[number]
    screen = Screen(*(about_parts(words, read.about, month) if number == 0 else [words("story_posts-more")]))
    files = [_file(read.alts[place][0], content) for place, content in zip(page.files, contents, strict=True)]
    if page.is_sound and page.files:
        screen.add(ui.File(files[0], spoiler=bool(read.about.notes)))
        screen.add(words("story_posts-sound" if page.words else "story_posts-sound-only"))
    if page.words:
        screen.add(fold(page.words) if is_covered or read.about.notes else plain(page.words))
    if page.files and not page.is_sound:
        screen.add(_gallery(words, read, page, files))
    screen.files = files
    return screen


def about_parts(words: Wording, about: About, month: date) -> list[str]:
    """Say how it is told, what to know before, what it is about, and in which month it came out."""
    head = [words(f"story_posts-title-{about.kind}")]
    if about.notes:
        head.append(
            words("story_posts-notes", names=words.join([words(f"stories-note-{each}") for each in about.notes]))
        )
    if about.themes:
        names = words.join([words(f"stories-theme-{each}") for each in about.themes])
        head.append(words("story_posts-themes", names=names))
    return [*head, words("story_posts-when", month=month.month, year=str(month.year))]


def _file(kind: str, content: bytes) -> discord.File:
    return discord.File(io.BytesIO(content), new_name(kind))


def _gallery(words: Wording, read: Read, page: Page, files: Sequence[discord.File]) -> ui.MediaGallery[ui.LayoutView]:
    """Show pictures with what they show, covered where there is something to know before."""
    items = []
    for place, file in zip(page.files, files, strict=True):
        said = read.alts[place][1].strip() or words("story_posts-no-alt")
        items.append(discord.MediaGalleryItem(file, description=said[:MOST_ALT], spoiler=bool(read.about.notes)))
    return ui.MediaGallery(*items)
