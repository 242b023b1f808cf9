"""`/organise checkins totals`, and the sweep that publishes each week once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from discord import app_commands

from bot.checks import person_of
from bot.cog import Cog
from bot.scheduling import every
from bot.screens import Screen, answer, words_of
from bot.services import checkins, totals
from bot.ui import Button, stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.screens import Interaction
    from bot.wording import Wording
    from db.models.totals import WeekTotal


class Latest(Button, id="totals:latest"):
    """Back to the latest weeks."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show them."""
        await answer(interaction, await _page(interaction, None))


class Earlier(Button, id="totals:before:{week}", week=str):
    """To the weeks before one."""

    async def pressed(self, interaction: Interaction, week: str) -> None:
        """Show them."""
        await answer(interaction, await _page(interaction, date.fromisoformat(week)))


async def _page(interaction: Interaction, before: date | None) -> Screen:
    """Show a few weeks, the newest first, why they are rough, and the way to those before."""
    now = interaction.client.clock.now()
    async with interaction.client.db.read() as session:
        weeks = await totals.list_weeks(session, person=person_of(interaction), now=now, before=before)
    words = words_of(interaction)
    ways: list[Button] = [Latest.to(words("common-back"))] if before else []
    if len(weeks) == totals.PAGE:
        ways.insert(0, Earlier.to(words("totals-earlier-button"), week=weeks[-1].week.isoformat()))
    shown = [_week(words, row) for row in weeks]
    if shown:
        return Screen(words("totals-title"), *shown, words("totals-why"), [*ways, stop(words)])
    return Screen(words("totals-none-earlier" if before else "totals-none"), [*ways, stop(words)])


def _week(words: Wording, row: WeekTotal) -> str:
    monday = words("totals-day", day=row.week.day, month=row.week.month, year=str(row.week.year))
    if row.people is None:
        return words("totals-week-few", day=monday)
    return "\n".join((words("totals-week", day=monday, people=str(row.people)), *_figures(words, row.figures)))


def _figures(words: Wording, figures: dict[str, int]) -> Sequence[str]:
    named = {said: words(f"checkins-say-{said}-answer") for said in checkins.ANSWERS}
    lines = [
        words("totals-figure", answer=name, figure=str(figures[said]))
        for said, name in named.items()
        if said in figures
    ]
    hidden = [name for said, name in named.items() if said not in figures]
    if not lines:
        return [words("totals-hidden-all")]
    return [*lines, words("totals-hidden", answers=words.join(hidden))] if hidden else lines


class Totals(Cog):
    """Week totals for organisers."""

    @app_commands.command(name="totals", extras={"root": "organise checkins"})
    async def totals(self, interaction: Interaction) -> None:
        """Show the latest weeks."""
        await answer(interaction, await _page(interaction, None))

    @every(hours=1)
    async def publish(self) -> None:
        """Publish the weeks that are due."""
        async with self.bot.db.begin() as session:
            await totals.publish_due(session, now=self.bot.clock.now())
