"""Holds: whoever sent a story is kept from sharing for a while, and moderators end that, without knowing who it is."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from bot.days_said import day_in_words
from bot.errors import Closed, NotFound
from bot.screens import Screen, answer, words_of
from bot.services import story_holds
from bot.ui import Button, door, stop
from cogs.story_reviews.desk import at_desk, open_up
from cogs.story_reviews.reading import Open

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.screens import Interaction, Part
    from cogs.story_reviews.desk import Desk

HOLDS = "story_reviews:holds"
SHOWN = 20

MARK = 16
"""Signs of a hold's mark: what its tag comes to, for its tag is nobody's to see."""


class AskHold(Button, id="story_reviews:hold:{key}", key=str):
    """Keep whoever sent a story from sharing, after a question."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, key: str) -> None:
        """Ask once. Whether it can be done is said afterwards."""
        await _check_waiting(desk, key)
        words = words_of(interaction)
        sure = KeepOut.to(words("story_reviews-hold-sure-button"), key=key)
        asked = words("story_reviews-hold-ask"), words("story_reviews-hold-ask-more")
        await answer(interaction, Screen(*asked, [sure, Open.to(words("common-back"), key=key, page=0), stop(words)]))


async def _check_waiting(desk: Desk, key: str) -> None:
    if not (await open_up(desk, key)).is_waiting:
        raise Closed("stories-changed")


class KeepOut(Button, id="story_reviews:yes-hold:{key}", key=str):
    """The yes to the question."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, key: str) -> None:
        """Ask for it in memory, and say whether it could be done: nothing else changes before the intake."""
        await _check_waiting(desk, key)
        is_asked = desk.telling.pending.ask(key, guild_id=desk.guild_id)
        words = words_of(interaction)
        told = words("story_reviews-hold-done" if is_asked else "story_reviews-hold-not")
        await answer(interaction, Screen(told, [Open.to(words("common-back"), key=key, page=0), stop(words)]))


async def show_holds(interaction: Interaction, desk: Desk, note: str = "") -> None:
    """Show each hold by the week in which it ends."""
    words, ends = words_of(interaction), (await _ends(desk))[:SHOWN]
    lines = [
        words("story_reviews-holds-line", number=number, date=day_in_words(words, end))
        for number, (_, end) in enumerate(ends, start=1)
    ]
    buttons = [
        AskLift.to(words("story_reviews-holds-end-button", number=number), mark=_mark(tag))
        for number, (tag, _) in enumerate(ends, start=1)
    ]
    told = words("story_reviews-holds" if ends else "story_reviews-holds-none")
    listed: list[Part] = ["\n".join(lines), buttons] if ends else []
    await answer(interaction, Screen(*([note] if note else []), told, *listed, [stop(words)]))


async def _ends(desk: Desk) -> Sequence[tuple[str, date]]:
    if not desk.telling.db.is_there():
        return ()
    async with desk.telling.read() as session:
        return await story_holds.list_ends(session, guild_id=desk.guild_id, today=desk.today)


def _mark(tag: str) -> str:
    return hashlib.sha256(tag.encode()).hexdigest()[:MARK]


async def _find(desk: Desk, mark: str) -> tuple[str, date]:
    """Give the hold that a button means; NotFound where it is over."""
    for tag, end in await _ends(desk):
        if _mark(tag) == mark:
            return tag, end
    raise NotFound("story_reviews-hold-gone")


class ToHolds(Button, id=HOLDS):
    """Back to all holds."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk) -> None:
        """Show them."""
        await show_holds(interaction, desk)


class AskLift(Button, id="story_reviews:lift:{mark}", mark=str):
    """End a hold, after a question."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, mark: str) -> None:
        """Ask once."""
        words = words_of(interaction)
        try:
            _, end = await _find(desk, mark)
        except NotFound as error:
            await show_holds(interaction, desk, words(error.message_id))
            return
        asked = words("story_reviews-lift-ask", date=day_in_words(words, end))
        ways = [Lift.to(words("story_reviews-lift-button"), mark=mark), door(HOLDS, words("common-back")), stop(words)]
        await answer(interaction, Screen(asked, ways))


class Lift(Button, id="story_reviews:yes-lift:{mark}", mark=str):
    """The yes to the question."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk, mark: str) -> None:
        """End it; whom it was about nobody learns."""
        words = words_of(interaction)
        try:
            tag, _ = await _find(desk, mark)
        except NotFound as error:
            await show_holds(interaction, desk, words(error.message_id))
            return
        async with desk.telling.begin() as session:
            await story_holds.lift(session, guild_id=desk.guild_id, tag=tag)
        await show_holds(interaction, desk, words("story_reviews-lifted"))
