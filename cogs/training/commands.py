"""`/training search` and `/training browse`."""

from __future__ import annotations

from discord import app_commands

from bot.catalogue import ensure_catalogue
from bot.cog import Cog
from bot.screens import Interaction, words_of
from bot.services import training
from bot.services.training import Look
from bot.tree import completes
from cogs.training.listing import show_list
from cogs.training.looking import LONGEST, write_look
from cogs.training.reading import show_entry


class Training(Cog):
    """Looking for the next step."""

    @app_commands.command(name="search", extras={"root": "training"})
    @app_commands.guild_only()
    async def search(self, interaction: Interaction, words: str) -> None:
        """Show what answers some words; an entry that was picked from the list is shown at once."""
        look, guild_id = Look(words=words[:LONGEST].strip()), await ensure_catalogue(interaction)
        async with self.bot.db.read() as session:
            picked = await training.find_titled(session, guild_id=guild_id, title=look.words)
        if picked is not None:
            await show_entry(interaction, picked.number, write_look(look))
        else:
            note = words_of(interaction)("training-cut", longest=LONGEST) if len(words) > LONGEST else ""
            await show_list(interaction, look, note)

    @search.autocomplete("words")
    @completes
    async def complete(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer titles from the first letter on."""
        guild_id = await ensure_catalogue(interaction)
        async with self.bot.db.read() as session:
            found = await training.complete(session, guild_id=guild_id, typed=typed)
        titles = dict.fromkeys(entry.title for entry in found)
        return [app_commands.Choice(name=title[: training.CUT], value=title[: training.CUT]) for title in titles]

    @app_commands.command(name="browse", extras={"root": "training"})
    @app_commands.guild_only()
    async def browse(self, interaction: Interaction) -> None:
        """Show the catalogue, and the ways to choose from it."""
        await show_list(interaction, Look())
