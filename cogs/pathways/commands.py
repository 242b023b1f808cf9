"""`/pathway`, and the sweep that tells totals anew each Monday."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.checks import guild_of
from bot.cog import Cog
from bot.scheduling import every
from bot.services import pathway_totals, pathways
from cogs.pathways.stages import show_home, show_stage

if TYPE_CHECKING:
    from bot.screens import Interaction


class Pathways(Cog):
    """Ways through peer work."""

    @app_commands.command(name="pathway")
    @app_commands.guild_only()
    async def pathway(self, interaction: Interaction) -> None:
        """Show what is about the stage that is kept for the member; without one, ask where they are."""
        who = {"guild_id": guild_of(interaction), "member_id": interaction.user.id}
        async with self.bot.db.read() as session:
            kept = await pathways.find_stage(session, **who)
        if kept is None:
            await show_home(interaction)
        else:
            await show_stage(interaction, kept)

    @every(hours=1)
    async def tell(self) -> None:
        """Tell the totals of every community in which a week has begun."""
        async with self.bot.db.begin() as session:
            await pathway_totals.count_due(session, now=self.bot.clock.now())
