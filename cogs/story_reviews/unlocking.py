"""Strict mode: a passphrase opens what waits, for a quarter of an hour and in memory only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import TooSoon
from bot.forms import Field, Form
from bot.parts import stamp
from bot.screens import answer, defer, words_of
from bot.services.passphrases import unlock_review
from bot.services.sealing import CannotOpen
from bot.ui import Button
from cogs.story_reviews.desk import at_desk, lock_screen
from cogs.story_reviews.queue import show_queue

if TYPE_CHECKING:
    from bot.screens import Interaction
    from cogs.story_reviews.desk import Desk

LONGEST = 200
"""Characters of a passphrase."""


class OpenUnlock(Button, id="story_reviews:unlock"):
    """Type the passphrase."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk) -> None:
        """Open the form, where it is needed."""
        if not desk.is_locked:
            await show_queue(interaction, desk)
            return
        await interaction.response.send_modal(UnlockForm(words_of(interaction)))


class UnlockForm(Form, id="story_reviews:unlock", title="story_reviews-unlock-title"):
    """The passphrase."""

    fields = (Field("passphrase", "story_reviews-unlock-label", "story_reviews-unlock-hint", longest=LONGEST),)

    @at_desk
    async def submitted(self, interaction: Interaction, desk: Desk, typed: dict[str, str]) -> None:
        """Try it, slowly, and more slowly after wrong ones. What was typed is never shown again."""
        words, telling = words_of(interaction), desk.telling
        if not desk.is_locked:
            await show_queue(interaction, desk)
            return
        try:
            telling.passphrases.record_try(desk.member_id, now=desk.now)
        except TooSoon as error:
            raise TooSoon("story_reviews-wait", **error.variables) from None
        await defer(interaction)
        try:
            privates = await telling.receipts.in_turn(lambda: unlock_review(desk.keys, typed["passphrase"]))
        except CannotOpen:
            await answer(interaction, lock_screen(words, words("story_reviews-unlock-wrong")))
            return
        telling.passphrases.clear(desk.member_id)
        until = telling.unlocked.open(desk.guild_id, privates, now=desk.now)
        await show_queue(interaction, desk, words("story_reviews-unlocked", when=stamp(until, "t")))


class CloseUp(Button, id="story_reviews:lock"):
    """Lock again before the time is over."""

    @at_desk
    async def pressed(self, interaction: Interaction, desk: Desk) -> None:
        """Forget what opens it."""
        desk.telling.unlocked.close(desk.guild_id)
        await show_queue(interaction, desk)
