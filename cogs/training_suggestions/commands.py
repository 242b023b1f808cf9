"""`/training suggest`; `/organise training review`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.cog import Cog
from bot.screens import Interaction, Screen, words_of
from bot.services import training_suggestions
from cogs.training_suggestions.deciding import show_next
from cogs.training_suggestions.telling import SuggestForm

if TYPE_CHECKING:
    from db.models.deliveries import Delivery


class TrainingSuggestions(Cog):
    """What members say about the catalogue."""

    @app_commands.command(name="suggest", extras={"root": "training"})
    @app_commands.guild_only()
    async def suggest(self, interaction: Interaction) -> None:
        """Open the form."""
        await interaction.response.send_modal(SuggestForm(words_of(interaction)))

    @app_commands.command(name="review", extras={"root": "organise training"})
    async def review(self, interaction: Interaction) -> None:
        """Show what waits."""
        await show_next(interaction)

    async def render(self, delivery: Delivery) -> Screen | None:
        """Thank a member for what was taken."""
        words = self.bot.words
        async with self.bot.db.read() as session:
            row = await training_suggestions.find_thanked(session, suggestion_id=delivery.subject_id)
        return Screen(words(f"training_suggestions-thanks-{row.kind}")) if row is not None else None
