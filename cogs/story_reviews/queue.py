"""The queue of the last intake: by numbers, in an order that says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.screens import Screen, answer, words_of
from bot.services import story_reviews
from bot.ui import Button, door, stop
from cogs.story_reviews.desk import NOWHERE, QUEUE, at_desk, lock_screen
from cogs.story_reviews.out import ToPublished, ToReported, list_reported, openers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from discord import ui

    from bot.screens import Interaction, Part
    from cogs.story_reviews.desk import Desk

SHOWN = 20
"""How many can be opened from one screen."""

COUNTED = 100
"""How far the stories that readers told of are counted."""


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
        parts += [words("story_reviews-queue-note"), openers(words, keys[:SHOWN])]
    if len(keys) > SHOWN:
        parts.append(words("story_reviews-queue-more"))
    ways: list[ui.Item[Any]] = [
        door(f"story_reviews:guidance:{NOWHERE}", words("story_reviews-guidance-button")),
        ToPublished.to(words("story_reviews-published-button"), after=NOWHERE),
    ]
    if reported := await list_reported(desk, COUNTED):
        parts.append(words("story_reviews-reported-some", count=len(reported)))
        ways.insert(0, ToReported.to(words("story_reviews-reported-button"), after=NOWHERE))
    if desk.keys.is_strict:
        ways.append(door("story_reviews:lock", words("story_reviews-lock-button")))
    await answer(interaction, Screen(*parts, [*ways, stop(words)]))


async def _waiting(desk: Desk) -> Sequence[str]:
    if not desk.telling.db.is_there():
        return ()
    async with desk.telling.read() as session:
        return await story_reviews.list_waiting(session, guild_id=desk.guild_id, chance=desk.telling.chance)


class ToQueue(Button, id=QUEUE):
    """Back to the queue."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk) -> None:
        """Show it."""
        await show_queue(interaction, desk)
