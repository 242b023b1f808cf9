"""`/moderate stories` and `/moderate holds`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.cog import Cog
from cogs.story_reviews.desk import sit_down
from cogs.story_reviews.holding import show_holds
from cogs.story_reviews.queue import show_queue

if TYPE_CHECKING:
    from bot.screens import Interaction


class StoryReviews(Cog):
    """What moderators read."""

    is_discreet = True

    @app_commands.command(name="stories", extras={"root": "moderate"})
    async def stories(self, interaction: Interaction) -> None:
        """Show what waits to be read."""
        await show_queue(interaction, await sit_down(interaction))

    @app_commands.command(name="holds", extras={"root": "moderate"})
    async def holds(self, interaction: Interaction) -> None:
        """Show who cannot share for now, by weeks alone."""
        await show_holds(interaction, await sit_down(interaction))
