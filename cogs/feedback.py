"""How it was: a member's one answer, `/organise event feedback`, and the sweeps that ask, count and tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands, ui

from bot.answering import answering
from bot.checks import step_of
from bot.cog import Cog
from bot.event_choices import past_choices, pick_past
from bot.parts import as_typed, stamp
from bot.scheduling import every
from bot.screens import Screen, answer, patiently, words_of
from bot.services import event_lists, feedback
from bot.tree import completes
from bot.ui import Button, door, stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.screens import Interaction
    from bot.services.disclosure import Published
    from bot.services.feedback import Told
    from bot.wording import Wording

Choices = list[app_commands.Choice[str]]

UNWELL = "not-for-me"
"""The answer after which somebody to talk to is a press away."""


class Say(Button, id="feedback:say:{occurrence_id}:{said}", occurrence_id=int, said=str):
    """Say how it was."""

    async def pressed(self, interaction: Interaction, occurrence_id: int, said: str) -> None:
        """Keep it, and say thank you."""
        person, bot = await answering(interaction, occurrence_id), interaction.client
        step: dict[str, Any] = {"person": person, "occurrence_id": occurrence_id, "now": bot.clock.now()}
        async with patiently(interaction):
            async with bot.db.begin() as session:
                is_new = await feedback.record(session, **step, answer=said)
            await bot.db.scrub()  # the log would tell who gave which answer
        words = words_of(interaction)
        parts = [words("feedback-thanks" if is_new else "feedback-known")]
        ways: list[ui.Item[Any]] = [stop(words)]
        if said == UNWELL:
            parts.append(words("feedback-not-for-me"))
            ways.insert(0, door("contacts:ask", words("feedback-contacts-button")))
        await answer(interaction, Screen(*parts, ways))


class SeeTold(Button, id="feedback:told:{occurrence_id}", occurrence_id=int):
    """To the totals of one event, for those who organise it."""

    async def pressed(self, interaction: Interaction, occurrence_id: int) -> None:
        """Show them."""
        await show_told(interaction, occurrence_id)


async def show_told(interaction: Interaction, occurrence_id: int) -> None:
    """Show what is told of the answers, or why nothing is."""
    async with interaction.client.db.read() as session:
        told = await feedback.get_told(session, **step_of(interaction), occurrence_id=occurrence_id)
    words = words_of(interaction)
    back = door(f"attendance:sheet:{occurrence_id}", words("feedback-attendance-button"))
    title = as_typed(event_lists.title_of(told.event, told.occurrence))
    named = words("feedback-about", title=title, when=stamp(told.occurrence.starts_at, "F"))
    await answer(interaction, Screen(named, *_said(words, told), [back, stop(words)]))


def _said(words: Wording, told: Told) -> Iterator[str]:
    if not told.is_told:
        yield words("feedback-not-yet", when=stamp(told.due_at))
    elif told.totals is None:
        yield words("feedback-few")
    else:
        yield "\n".join(_figures(words, told.totals))
        yield words("feedback-why")


def _figures(words: Wording, totals: Published) -> Iterator[str]:
    """Say each figure that is shown, and name the answers that are not."""
    yield words("feedback-people", people=str(totals.people))
    named = {said: words(f"eventnotices-say-{said}-answer") for said in feedback.ANSWERS}
    for said, name in named.items():
        if said in totals.figures:
            yield words("feedback-figure", answer=name, figure=str(totals.figures[said]))
    if not totals.figures:
        yield words("feedback-hidden-all")
    elif hidden := [name for said, name in named.items() if said not in totals.figures]:
        yield words("feedback-hidden", answers=words.join(hidden))


class Feedback(Cog):
    """How events were."""

    @app_commands.command(name="feedback", extras={"root": "organise event"})
    async def feedback(self, interaction: Interaction, event: str) -> None:
        """Show the totals of one that has begun, or when they come."""
        await show_told(interaction, await pick_past(interaction, event))

    @feedback.autocomplete("event")
    @completes
    async def complete(self, interaction: Interaction, typed: str) -> Choices:
        """Offer what has begun."""
        return await past_choices(interaction, typed)

    @every(minutes=10)
    async def ask(self) -> None:
        """Ask those who came yesterday; and empty the log where it could not be done at a press, or before a crash."""
        async with self.bot.db.begin() as session:
            await feedback.ask_due(session, now=self.bot.clock.now())
        await self.bot.db.scrub()

    @every(hours=1)
    async def count(self) -> None:
        """Count answers where it is the hour for it, and tell totals that are due."""
        now = self.bot.clock.now()
        async with self.bot.db.begin() as session:
            await feedback.intake(session, now=now)
            await feedback.publish_due(session, now=now)
