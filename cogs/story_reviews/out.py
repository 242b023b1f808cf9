"""What is out, what has its yes and comes out later, and what readers told: by first words, in an order of chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.errors import NotFound
from bot.screens import Screen, answer, words_of
from bot.services import story_posts, story_reports, story_reviews
from bot.services.sealing import CannotOpen
from bot.ui import Button, door, stop
from cogs.story_reviews.desk import NOWHERE, QUEUE, at_desk, open_up
from cogs.story_reviews.pages import about_lines, first_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from discord import ui

    from bot.screens import Interaction, Part
    from bot.wording import Wording
    from cogs.story_reviews.desk import Desk
    from db.models.stories import StoryPost

LISTED = 10
"""How many are named on one screen."""

AT_ONCE = 50
"""Messages that are looked through at a time."""


def openers(words: Wording, keys: Sequence[str]) -> list[ui.Item[Any]]:
    """Give a button for each story, by its place on this screen, which says nothing else."""
    return [
        door(f"story_reviews:open:{key}:0", words("story_reviews-open-button", number=number))
        for number, key in enumerate(keys, start=1)
    ]


class ToPublished(Button, id="story_reviews:published:{after}", after=str):
    """To what is out, from a message on; its key is drawn by chance, and so is the order."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, after: str) -> None:
        """Name each by its first words, covered, with the way to what is not out yet."""
        words = words_of(interaction)
        posts, more = await _out(desk, _begin(after))
        listed = await _listed(words, desk, [post.story_key for post in posts])
        head = words("story_reviews-published" if listed else "story_reviews-published-none")
        ways: list[ui.Item[Any]] = []
        if more:
            ways.append(ToPublished.to(words("story_reviews-next-button"), after=more))
        ways.append(ToApproved.to(words("story_reviews-approved-button"), after=NOWHERE))
        ways.append(ToReported.to(words("story_reviews-reported-button"), after=NOWHERE))
        await answer(interaction, Screen(head, *listed, [*ways, door(QUEUE, words("common-back")), stop(words)]))


class ToApproved(Button, id="story_reviews:approved:{after}", after=str):
    """To what has its yes and waits to come out with others, from a story on."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, after: str) -> None:
        """Name each as above; when one comes out is not said."""
        words = words_of(interaction)
        keys = await _approved(desk, _begin(after))
        listed = await _listed(words, desk, keys[:LISTED])
        head = words("story_reviews-approved" if listed else "story_reviews-approved-none")
        ways: list[ui.Item[Any]] = []
        if len(keys) > LISTED:
            ways.append(ToApproved.to(words("story_reviews-next-button"), after=keys[LISTED - 1]))
        ways.append(ToPublished.to(words("common-back"), after=NOWHERE))
        await answer(interaction, Screen(head, *listed, [*ways, stop(words)]))


class ToReported(Button, id="story_reviews:reported:{after}", after=str):
    """To what readers told of, from a story on; nothing says who did."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, after: str) -> None:
        """Name each with the reasons."""
        words = words_of(interaction)
        keys = await list_reported(desk, LISTED + 1, _begin(after))
        found = [
            (key, words.join(reasons), line)
            for key in keys[:LISTED]
            if (reasons := await told_of(words, desk, key)) and (line := await _named(words, desk, key))
        ]
        parts: list[Part] = [words("story_reviews-reported" if found else "story_reviews-reported-none")]
        if found:
            told = enumerate(found, start=1)
            parts.append(
                "\n".join(
                    words("story_reviews-reported-line", number=number, reason=reason, said=line)
                    for number, (_, reason, line) in told
                )
            )
            parts.append(openers(words, [key for key, *_ in found]))
        ways: list[ui.Item[Any]] = []
        if len(keys) > LISTED:
            ways.append(ToReported.to(words("story_reviews-next-button"), after=keys[LISTED - 1]))
        await answer(interaction, Screen(*parts, [*ways, door(QUEUE, words("common-back")), stop(words)]))


async def list_reported(desk: Desk, limit: int, after: str = "") -> Sequence[str]:
    """Give the stories that readers told of, by their random keys."""
    if not desk.telling.db.is_there():
        return ()
    async with desk.telling.read() as session:
        return await story_reports.list_reported(session, guild_id=desk.guild_id, limit=limit, after=after)


async def told_of(words: Wording, desk: Desk, key: str) -> list[str]:
    """Name the reasons for which readers told of a story."""
    async with desk.telling.read() as session:
        reasons = await story_reports.list_reasons(session, guild_id=desk.guild_id, key=key)
    return [words(f"library-tell-{reason}-answer") for reason in reasons]


def _begin(after: str) -> str:
    return "" if after == NOWHERE else after


async def _approved(desk: Desk, after: str) -> Sequence[str]:
    """Give the keys of a screen, and one more where there is another."""
    if not desk.telling.db.is_there():
        return ()
    async with desk.telling.read() as session:
        return await story_reviews.list_approved(session, guild_id=desk.guild_id, limit=LISTED + 1, after=after)


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


async def _listed(words: Wording, desk: Desk, keys: Sequence[str]) -> list[Part]:
    """Name stories, and give the ways to them; nothing where there is none."""
    named = [(key, line) for key in keys if (line := await _named(words, desk, key))]
    lines = [words("story_reviews-published-line", number=at, said=line) for at, (_, line) in enumerate(named, start=1)]
    return ["\n".join(lines), openers(words, [key for key, _ in named])] if named else []


async def _named(words: Wording, desk: Desk, key: str) -> str:
    """Give the first words of a story, or what it is, or that it does not open; nothing where it went a moment ago."""
    try:
        read = (await open_up(desk, key)).read
    except NotFound:
        return ""
    except CannotOpen:
        return words("story_reviews-cannot-name")
    return first_words(read.parts[0]) if read.parts else about_lines(words, read.about).partition("\n")[0]
