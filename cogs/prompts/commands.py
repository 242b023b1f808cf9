"""`/organise checkins`: asking now or by a rule, what is asked when, one time left out or moved, a pause, an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.checks import person_of
from bot.cog import Cog
from bot.errors import Invalid
from bot.forms import try_again
from bot.scheduling import every
from bot.screens import answer, words_of
from bot.services import personal_prompts, prompts
from bot.tree import completes
from cogs.prompts.proposals import ProposeForm, propose
from cogs.prompts.rules import show_all

if TYPE_CHECKING:
    from bot.screens import Interaction


HOURS = "12 hours"
"""How long a question takes answers when nobody says."""

EXAMPLES = ("now", "weekdays", "tuesdays", "fortnight")
"""What is offered while somebody types when to ask: the words of each stand in the wording."""

LONGEST_CHOICE = 100
"""Discord's limit for what is offered while somebody types, in characters."""


class Prompts(Cog):
    """What organisers ask, and the sweeps that plan, ask one by one, and close."""

    @app_commands.command(name="schedule", extras={"root": "organise checkins"})
    async def schedule(
        self,
        interaction: Interaction,
        channel: discord.TextChannel | None = None,
        when: str = "now",
        closes: str = HOURS,
    ) -> None:
        """Ask in a channel now, or propose a rule by which it is asked."""
        async with self.bot.db.read() as session:
            named = channel.id if channel else None
            place = await prompts.get_place(session, person=person_of(interaction), channel_id=named)
        try:
            screen = await propose(interaction, place, when, closes)
        except Invalid as error:
            words = words_of(interaction)
            filled = ProposeForm(words, {"when": when[:200], "closes": closes[:40]}, channel_id=place)
            screen = try_again(words, error, filled)
        await answer(interaction, screen)

    @schedule.autocomplete("when")
    @completes
    async def complete_when(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer what is typed, and examples like it: it can be anything of the kind."""
        examples = [words_of(interaction)(f"prompts-example-{name}") for name in EXAMPLES]
        fitting = [one for one in examples if typed.casefold() in one.casefold()]
        offered = dict.fromkeys([*filter(None, [typed[:LONGEST_CHOICE]]), *(fitting or examples)])
        return [app_commands.Choice(name=one, value=one) for one in offered]

    @app_commands.command(name="list", extras={"root": "organise checkins"})
    async def list(self, interaction: Interaction) -> None:
        """Show the rules."""
        await answer(interaction, await show_all(interaction))

    @app_commands.command(name="pause", extras={"root": "organise checkins"})
    async def pause(self, interaction: Interaction) -> None:
        """Show the rules: each has its pause."""
        await answer(interaction, await show_all(interaction))

    @app_commands.command(name="stop", extras={"root": "organise checkins"})
    async def stop(self, interaction: Interaction) -> None:
        """Show the rules: each has its end."""
        await answer(interaction, await show_all(interaction))

    @every(seconds=5)
    async def plan(self) -> None:
        """Plan what is asked in the next minutes, in channels and in private, and close what is over."""
        now = self.bot.clock.now()
        async with self.bot.db.begin() as session:
            await prompts.plan_due(session, now=now)
            await personal_prompts.plan_due(session, now=now)
            await prompts.close_due(session, now=now)
