"""One that rests or goes on, and its next time alone: left out, or moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.checks import person_of, step_of
from bot.errors import Closed
from bot.parts import stamp
from bot.screens import Screen, answer, words_of
from bot.services import announcement_lists, announcements
from bot.ui import Button, door, stop
from cogs.announcements.forms import MoveForm
from cogs.announcements.pages import back_to, show, title_of

if TYPE_CHECKING:
    from bot.screens import Interaction


class Pausing(Button, id="announcements:pausing:{announcement_id}", announcement_id=int):
    """To the page that pauses, or leaves one time out."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Show it."""
        await show_pausing(interaction, announcement_id)


async def show_pausing(interaction: Interaction, announcement_id: int) -> None:
    """Offer a pause, or to leave out the next time, which is named."""
    now = interaction.client.clock.now()
    async with interaction.client.db.read() as session:
        seen = await announcement_lists.get_overview(
            session, person=person_of(interaction), announcement_id=announcement_id, now=now
        )
    if seen.row.state not in {"scheduled", "paused"}:
        raise Closed(f"announcements-is-{seen.row.state}")
    words, row = words_of(interaction), seen.row
    step = "pause" if row.state == "scheduled" else "resume"
    ways: list[ui.Item[Any]] = [door(f"announcements:{step}:{row.id}", words(f"announcements-do-{step}-button"))]
    parts = [words("announcements-pausing", title=title_of(row)), words(f"announcements-state-{row.state}")]
    if seen.coming and seen.rule and seen.rule.rule:
        parts.append(words("announcements-skip-ask", when=stamp(seen.coming[0].at, "F")))
        at = int(seen.coming[0].at.timestamp())
        ways.append(Skip.to(words("recurrence-skip-next-button"), announcement_id=row.id, at=at))
        ways.append(Move.to(words("recurrence-move-next-button"), announcement_id=row.id, at=at))
    await answer(interaction, Screen(*parts, ways, [back_to(words, row.id), stop(words)]))


class Pause(Button, id="announcements:pause:{announcement_id}", announcement_id=int):
    """Let it rest."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Pause it, and show where it stands."""
        async with interaction.client.db.begin() as session:
            await announcements.pause(
                session,
                **step_of(interaction),
                announcement_id=announcement_id,
            )
        await show(interaction, announcement_id)


class Resume(Button, id="announcements:resume:{announcement_id}", announcement_id=int):
    """Go on after a pause."""

    async def pressed(self, interaction: Interaction, announcement_id: int) -> None:
        """Go on, and show where it stands."""
        async with interaction.client.db.begin() as session:
            await announcements.go_on(
                session,
                **step_of(interaction),
                announcement_id=announcement_id,
            )
        await show(interaction, announcement_id)


class Skip(Button, id="announcements:skip:{announcement_id}:{at}", announcement_id=int, at=int):
    """Leave out the next time, which was named."""

    async def pressed(self, interaction: Interaction, announcement_id: int, at: int) -> None:
        """Leave it out, and show the times that are left."""
        async with interaction.client.db.begin() as session:
            left_out = await announcements.skip(
                session,
                **step_of(interaction),
                announcement_id=announcement_id,
                at=at,
            )
        await show(
            interaction, announcement_id, words_of(interaction)("announcements-skipped", when=stamp(left_out.at))
        )


class Move(Button, id="announcements:move:{announcement_id}:{at}", announcement_id=int, at=int):
    """Move the next time, which was named."""

    async def pressed(self, interaction: Interaction, announcement_id: int, at: int) -> None:
        """Open the form, once it is sure that it is still the next."""
        async with interaction.client.db.begin() as session:
            await announcements.hold_next(
                session,
                **step_of(interaction),
                announcement_id=announcement_id,
                at=at,
            )
        form = MoveForm(words_of(interaction), announcement_id=announcement_id, at=at)
        await interaction.response.send_modal(form)
