"""What an author changes by their receipt: an answer, a part, what it is for, whether it stands alone, its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.errors import Closed, Invalid, NotFound, UserError
from bot.forms import Field, Form
from bot.screens import Screen, answer, defer, words_of
from bot.services import sealing, stories, story_batches, story_texts, story_withdrawals
from bot.services.story_texts import LONGEST, USES, VERSION
from bot.story_doors import check_not_held
from bot.ui import Button, Select
from cogs.story_receipts.carrying import receipt_of, typed_of
from cogs.story_receipts.opening import look, open_pressed
from cogs.story_receipts.screens import again_screen, show_home, uses_menu, uses_screen, withdraw_screen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import TypeAlias

    from bot.screens import Interaction
    from cogs.story_receipts.opening import Mine

    Keep: TypeAlias = Callable[[Interaction, Mine, str], Awaitable[None]]


ALONE = {"yes": "story_receipts-alone-kept", "no": "story_receipts-together-kept"}
"""What is said when it may stand alone, and when it may not."""


class OpenAnswer(Button, id="story_receipts:answer"):
    """Write to the moderators."""

    async def pressed(self, interaction: Interaction) -> None:
        """Open the form, with what could not be kept before."""
        await interaction.response.send_modal(AnswerForm(words_of(interaction), {"text": typed_of(interaction)}))


async def _seal_answer(interaction: Interaction, mine: Mine, text: str) -> None:
    telling, today = interaction.client.telling, interaction.client.clock.now().date()
    twice = story_texts.seal_note(text, story_public=mine.story.public_key, keys=telling.get_keys())
    told: dict[str, Any] = {"for_author": twice.for_author, "for_reviewers": twice.for_review, "today": today}
    async with telling.begin() as session:
        await stories.record_answer(session, lookup_id=mine.derived.lookup_id, **told)


async def _seal_part(interaction: Interaction, mine: Mine, text: str) -> None:
    telling, today = interaction.client.telling, interaction.client.clock.now().date()
    await check_not_held(interaction, mine.story.guild_id)
    sealed = sealing.seal(text, telling.get_keys().to_review)
    async with telling.begin() as session:
        await stories.record_part(session, lookup_id=mine.derived.lookup_id, sealed=sealed, today=today)


async def _keep(interaction: Interaction, text: str, keep: Keep, *, way: str, note: str) -> None:
    """Keep what was written, sealed; what cannot be kept is given back."""
    try:
        if not text:
            raise Invalid("story_receipts-empty")
        mine = await open_pressed(interaction)
        await keep(interaction, mine, text)
    except UserError as error:
        await answer(interaction, again_screen(interaction, error, text, way))
        return
    await show_home(interaction, await look(interaction, mine.receipt, mine.derived), note)


class AnswerForm(Form, id="story_receipts:answer", title="story_receipts-answer-title"):
    """A message to the moderators."""

    fields = (Field("text", "story_receipts-answer-label", "story_receipts-answer-hint", longest=LONGEST, long=True),)

    async def submitted(self, interaction: Interaction, typed: dict[str, str]) -> None:
        """Keep it, for the author and for the reviewers."""
        note = words_of(interaction)("story_receipts-answer-kept")
        await _keep(interaction, typed["text"], _seal_answer, way="story_receipts:answer", note=note)


class OpenPart(Button, id="story_receipts:part"):
    """Add a part."""

    async def pressed(self, interaction: Interaction) -> None:
        """Open the form, with what could not be kept before."""
        await interaction.response.send_modal(PartForm(words_of(interaction), {"text": typed_of(interaction)}))


class PartForm(Form, id="story_receipts:part", title="story_receipts-part-title"):
    """More words of a story."""

    fields = (Field("text", "story_receipts-part-label", "story_receipts-part-hint", longest=LONGEST, long=True),)

    async def submitted(self, interaction: Interaction, typed: dict[str, str]) -> None:
        """Keep it for the reviewers, who read it first."""
        note = words_of(interaction)("story_receipts-part-kept")
        await _keep(interaction, typed["text"], _seal_part, way="story_receipts:part", note=note)


class AskUses(Button, id="story_receipts:uses"):
    """To what a story may be used for."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        mine, words = await open_pressed(interaction), words_of(interaction)
        await answer(interaction, uses_screen(words, mine, Uses(uses_menu(words, mine))))


class Uses(Select, id="story_receipts:uses:chosen"):
    """Choose what a story may be used for."""

    async def pressed(self, interaction: Interaction) -> None:
        """Keep it. Without this server it would be taken back, and that is asked first."""
        uses = set(self.chosen(interaction)) & set(USES)
        mine, words = await open_pressed(interaction), words_of(interaction)
        if story_withdrawals.LIBRARY not in uses:
            await answer(interaction, withdraw_screen(words, mine, words("story_receipts-uses-none")))
            return
        told: dict[str, Any] = {"uses": uses, "version": VERSION, "now": interaction.client.clock.now()}
        async with interaction.client.telling.begin() as session:
            await story_withdrawals.change_consents(session, lookup_id=mine.derived.lookup_id, **told)
        await show_home(
            interaction, await look(interaction, mine.receipt, mine.derived), words("story_receipts-uses-kept")
        )


class Alone(Button, id="story_receipts:alone:{how}", how=str):
    """It may stand alone, or has to wait for others again."""

    async def pressed(self, interaction: Interaction, how: str) -> None:
        """Keep it. Of a story that is posted meanwhile it says nothing any more."""
        if how not in ALONE:
            raise Closed("errors-older-screen")
        mine, note = await open_pressed(interaction), ""
        if mine.is_unposted:
            async with interaction.client.telling.begin() as session:
                is_fine = how == "yes"
                await story_batches.record_alone(session, lookup_id=mine.derived.lookup_id, is_fine=is_fine)
            note = words_of(interaction)(_alone_kept(mine, how))
        await show_home(interaction, await look(interaction, mine.receipt, mine.derived), note)


def _alone_kept(mine: Mine, how: str) -> str:
    """Name what is said; after a yes no moderator has to say one any more."""
    is_decided = how == "yes" and mine.story.state == "approved"
    return "story_receipts-alone-kept-decided" if is_decided else ALONE[how]


class AskWithdraw(Button, id="story_receipts:withdraw"):
    """To the question whether a story is taken back."""

    async def pressed(self, interaction: Interaction) -> None:
        """Ask once."""
        mine = await open_pressed(interaction)
        await answer(interaction, withdraw_screen(words_of(interaction), mine))


class Withdraw(Button, id="story_receipts:withdraw:{when}", when=str):
    """Take a story back, now or within a day."""

    async def pressed(self, interaction: Interaction, when: str) -> None:
        """Do it. A story that is gone already is said to be gone."""
        if when not in {"now", "later"}:
            raise Closed("errors-older-screen")
        receipt, telling = receipt_of(interaction), interaction.client.telling
        await defer(interaction)
        derived = await telling.derive(receipt)
        told: dict[str, Any] = {"now": interaction.client.clock.now(), "chance": telling.chance}
        try:
            async with telling.begin() as session:
                key = (await stories.get_story(session, lookup_id=derived.lookup_id)).key
                outcome: str = await story_withdrawals.withdraw(
                    session, lookup_id=derived.lookup_id, is_later=when == "later", **told
                )
        except NotFound:
            outcome = "unknown"
        if outcome == "gone":
            telling.pending.forget(key)
        await answer(interaction, Screen(words_of(interaction)(f"story_receipts-taken-{outcome}")))
