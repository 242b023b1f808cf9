"""`/thanks`: thank a peer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.checks import guild_of
from bot.cog import Cog
from bot.screens import Screen, answer, words_of
from bot.services import thanks

if TYPE_CHECKING:
    from bot.screens import Interaction


class Thanks(Cog):
    """Thanks between peers."""

    @app_commands.command(name="thanks")
    @app_commands.guild_only()
    async def thanks(self, interaction: Interaction, member: discord.Member) -> None:
        """Keep a thank-you, and say so."""
        async with self.bot.db.begin() as session:
            await thanks.record_thanks(
                session,
                guild_id=guild_of(interaction),
                member_id=interaction.user.id,
                peer_id=member.id,
                now=self.bot.clock.now(),
            )
        await answer(interaction, Screen(words_of(interaction)("thanks-kept", name=member.mention)))
