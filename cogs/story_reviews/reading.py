"""One story on a moderator's screen: its words by pages, its files one by one, what was said, and the guidance."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import ui

from bot.folding import MOST_ALT, PICTURE, fold, new_name
from bot.screens import Screen, answer, defer, words_of
from bot.services import sealing, story_reviews
from bot.ui import MAIN, Button, door, stop
from cogs.story_reviews.desk import NOWHERE, QUEUE, at_desk, open_up
from cogs.story_reviews.pages import about_lines, page_at, pages_of, said_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.screens import Interaction, Part
    from bot.wording import Wording
    from cogs.story_reviews.desk import Desk, Opened

ADVICE: Final = ("begin", "use", "words", "people", "after")


class Open(Button, id="story_reviews:open:{key}:{page}", key=str, page=int):
    """Open a story, or another page of it."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, key: str, page: int) -> None:
        """Show it."""
        await show_story(interaction, desk, key, page)


async def show_story(interaction: Interaction, desk: Desk, key: str, page: int = 0) -> None:
    """Show a page of a story, covered, with all that can be done about it."""
    words, opened = words_of(interaction), await open_up(desk, key)
    pages = pages_of(opened.read.parts)
    page, text = page_at(pages, page)
    parts: list[Part] = [about_lines(words, opened.read.about)]
    if opened.is_waiting and opened.review.is_half_approved:
        parts.append(words("story_reviews-half"))
    if len(pages) > 1:
        parts.append(words("story_reviews-page", page=page + 1, pages=len(pages)))
    parts += [words("story_reviews-covered"), text] if text else [words("story_reviews-no-words")]
    if opened.is_waiting:
        parts.append(words("story_reviews-know"))
    rows = [_around(words, opened, page, len(pages)), _deciding(words, opened), _ways(words, opened)]
    await answer(interaction, Screen(*parts, *(row for row in rows if row)))


def _around(words: Wording, opened: Opened, page: int, pages: int) -> list[ui.Item[Any]]:
    """Lead to the other pages, to each file, and to what was said."""
    key = opened.review.story.key
    ways: list[ui.Item[Any]] = []
    if page > 0:
        ways.append(Open.to(words("story_reviews-before-button"), key=key, page=page - 1))
    if page + 1 < pages:
        ways.append(Open.to(words("story_reviews-next-button"), MAIN, key=key, page=page + 1))
    for number, file in enumerate(opened.review.files, start=1):
        ways.append(See.to(_file_label(words, file.kind, number), key=key, place=file.place))
    if opened.read.said:
        ways.append(Said.to(words("story_reviews-said-button"), key=key, page=0))
    return ways


def _file_label(words: Wording, kind: str, number: int) -> str:
    return words("story_reviews-picture-button" if kind == PICTURE else "story_reviews-sound-button", number=number)


def _deciding(words: Wording, opened: Opened) -> list[ui.Item[Any]]:
    key = opened.review.story.key
    ask = door(f"story_reviews:ask:{key}", words("story_reviews-ask-button"))
    if not opened.is_waiting:
        return [door(f"story_reviews:down:{key}", words("story_reviews-down-button")), ask]
    return [
        door(f"story_reviews:approve:{key}", words("story_reviews-yes-button")),
        ask,
        door(f"story_reviews:no:{key}", words("story_reviews-no-button")),
        door(f"story_reviews:hold:{key}", words("story_reviews-hold-button")),
        door(f"story_reviews:know:{key}", words("story_reviews-know-answer")),
    ]


def _ways(words: Wording, opened: Opened) -> list[ui.Item[Any]]:
    back = QUEUE if opened.is_waiting else f"story_reviews:published:{NOWHERE}"
    guidance = Guidance.to(words("story_reviews-guidance-button"), key=opened.review.story.key)
    return [guidance, door(back, words("common-back")), stop(words)]


class See(Button, id="story_reviews:file:{key}:{place}", key=str, place=int):
    """See a picture, or hear a sound."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, key: str, place: int) -> None:
        """Show it, covered, with its words."""
        words = words_of(interaction)
        await defer(interaction)
        opened = await open_up(desk, key)
        async with desk.telling.begin() as session:
            file = await story_reviews.get_file(session, guild_id=desk.guild_id, key=key, place=place)
        privates = desk.to_review() if opened.is_waiting else desk.keys.publication_privates()
        content, alt = await desk.telling.receipts.in_turn(
            lambda: (sealing.open_sealed(file.sealed, privates), sealing.open_text(file.sealed_alt, privates))
        )
        number = [each.place for each in opened.review.files].index(place) + 1
        shown = discord.File(io.BytesIO(content), new_name(file.kind))
        head = words("story_reviews-picture" if file.kind == PICTURE else "story_reviews-sound", number=number)
        said = fold(alt.strip()) if alt.strip() else words("story_reviews-no-alt")
        ways = [Open.to(words("common-back"), key=key, page=0), stop(words)]
        await answer(interaction, Screen(head, said, _shown(words, file.kind, shown, alt), ways, files=[shown]))


def _shown(words: Wording, kind: str, file: discord.File, alt: str) -> ui.Item[Any]:
    if kind != PICTURE:
        return ui.File(file, spoiler=True)
    described = alt.strip()[:MOST_ALT] or words("story_reviews-picture-alt")
    return ui.MediaGallery(discord.MediaGalleryItem(file, description=described, spoiler=True))


class Said(Button, id="story_reviews:said:{key}:{page}", key=str, page=int):
    """Read what the author and moderators wrote to each other."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, key: str, page: int) -> None:
        """Show it by pages, covered like the story."""
        words, opened = words_of(interaction), await open_up(desk, key)
        pages = said_pages(words, opened.read.said)
        page, text = page_at(pages, page)
        turns = [
            Said.to(label, key=key, page=to)
            for label, to in (
                (words("story_reviews-before-button"), page - 1),
                (words("story_reviews-next-button"), page + 1),
            )
            if 0 <= to < len(pages)
        ]
        ways = [*turns, Open.to(words("common-back"), key=key, page=0), stop(words)]
        await answer(interaction, Screen(words("story_reviews-said"), *([text] if text else []), ways))


class Guidance(Button, id="story_reviews:guidance:{key}", key=str):
    """Read what to look for, and what stories are misused for."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, key: str) -> None:
        """Show it, with the way back to the story or to the queue."""
        del desk
        await answer(interaction, guidance(words_of(interaction), key))


def guidance(words: Wording, key: str) -> Screen:
    """Say it all on one screen."""
    back = QUEUE if key == NOWHERE else f"story_reviews:open:{key}:0"
    advice: Sequence[str] = [words(f"story_reviews-guidance-{each}") for each in ADVICE]
    return Screen(*advice, [door(back, words("common-back")), stop(words)])
