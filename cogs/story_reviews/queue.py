"""The queue of the last intake, and what is out: by numbers, in an order that says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.errors import NotFound
from bot.screens import Screen, answer, words_of
from bot.services import story_posts, story_reviews
from bot.services.sealing import CannotOpen
from bot.ui import Button, door, stop
from cogs.story_reviews.desk import NOWHERE, QUEUE, at_desk, lock_screen, open_up
from cogs.story_reviews.pages import about_lines, first_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from discord import ui

    from bot.screens import Interaction, Part
    from bot.wording import Wording
    from cogs.story_reviews.desk import Desk
    from db.models.stories import StoryPost

SHOWN = 20
"""How many can be opened from one screen."""

LISTED = 10
"""How many of those that are out are named on one screen."""

AT_ONCE = 50
"""Messages that are looked through at a time."""


async def show_queue(interaction: Interaction, desk: Desk, note: str = "") -> None:
    """Show what waits to be read, each time in another order; in strict mode the passphrase comes first."""
    words = words_of(interaction)
    if desk.is_locked:
        await answer(interaction, lock_screen(words, note))
        return
    keys = await _waiting(desk)
    parts: list[Part] = [note] if note else []
    parts.append(words("story_reviews-queue" if keys else "story_reviews-queue-none"))
    if keys:
        parts += [words("story_reviews-queue-note"), _openers(words, keys[:SHOWN])]
    if len(keys) > SHOWN:
        parts.append(words("story_reviews-queue-more"))
    ways: list[ui.Item[Any]] = [
        door(f"story_reviews:guidance:{NOWHERE}", words("story_reviews-guidance-button")),
        ToPublished.to(words("story_reviews-published-button"), after=NOWHERE),
    ]
    if desk.keys.is_strict:
        ways.append(door("story_reviews:lock", words("story_reviews-lock-button")))
    await answer(interaction, Screen(*parts, [*ways, stop(words)]))


async def _waiting(desk: Desk) -> Sequence[str]:
    if not desk.telling.db.is_there():
        return ()
    async with desk.telling.read() as session:
        return await story_reviews.list_waiting(session, guild_id=desk.guild_id, chance=desk.telling.chance)


def _openers(words: Wording, keys: Sequence[str]) -> list[ui.Item[Any]]:
    """Give a button for each story, by its place on this screen, which says nothing else."""
    return [
        door(f"story_reviews:open:{key}:0", words("story_reviews-open-button", number=number))
        for number, key in enumerate(keys, start=1)
    ]


class ToQueue(Button, id=QUEUE):
    """Back to the queue."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk) -> None:
        """Show it."""
        await show_queue(interaction, desk)


class ToPublished(Button, id="story_reviews:published:{after}", after=str):
    """To what is out, from a message on; its key is drawn by chance, and so is the order."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, after: str) -> None:
        """Name each by its first words, covered."""
        words = words_of(interaction)
        posts, more = await _out(desk, "" if after == NOWHERE else after)
        named = [(post.story_key, line) for post in posts if (line := await _named(words, desk, post.story_key))]
        lines = [
            words("story_reviews-published-line", number=number, said=line)
            for number, (_, line) in enumerate(named, start=1)
        ]
        parts: list[Part] = [words("story_reviews-published" if named else "story_reviews-published-none")]
        if named:
            parts += ["\n".join(lines), _openers(words, [key for key, _ in named])]
        ways = [ToPublished.to(words("story_reviews-next-button"), after=more)] if more else []
        await answer(interaction, Screen(*parts, [*ways, door(QUEUE, words("common-back")), stop(words)]))


async def _out(desk: Desk, after: str) -> tuple[list[StoryPost], str]:
    """Give the first messages of stories that are out, and where the next page begins, if there is one."""
    found: list[StoryPost] = []
    while desk.telling.db.is_there() and len(found) <= LISTED:
        async with desk.telling.read() as session:
            posts = await story_posts.list_sent(session, guild_id=desk.guild_id, limit=AT_ONCE, after=after)
        found += [post for post in posts if post.place == 0]
        if len(posts) < AT_ONCE:
            break
        after = posts[-1].key
    return found[:LISTED], found[LISTED - 1].key if len(found) > LISTED else ""


async def _named(words: Wording, desk: Desk, key: str) -> str:
    """Give the first words of a story, or what it is; nothing where it went a moment ago."""
    try:
        read = (await open_up(desk, key)).read
    except (NotFound, CannotOpen):
        return ""
    return first_words(read.parts[0]) if read.parts else about_lines(words, read.about).partition("\n")[0]
