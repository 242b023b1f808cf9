"""`/my data`, `/my delete` and `/privacy`."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.cog import Cog
from bot.screens import Screen, answer, words_of
from bot.services import guilds, privacy
from bot.ui import Button, stop

if TYPE_CHECKING:
    from bot.screens import Interaction
    from bot.wording import Wording

DANGER = discord.ButtonStyle.danger


async def _responsible(interaction: Interaction) -> str:
    """Who is responsible for data here, in the community's own words."""
    words = words_of(interaction)
    if interaction.guild_id is None:
        return words("privacy-responsible-elsewhere")
    async with interaction.client.db.read() as session:
        guild = await guilds.find_guild(session, guild_id=interaction.guild_id)
    if guild is None or guild.responsible is None:
        return words("privacy-responsible-unknown")
    return words("privacy-responsible", who=guild.responsible)


class DeleteAll(Button, id="privacy:delete"):
    """Erase everything about oneself."""

    async def pressed(self, interaction: Interaction) -> None:
        """Erase at once, and confirm by counts."""
        async with interaction.client.db.begin() as session:
            gone = await privacy.forget_member(
                session,
                guild_id=interaction.guild_id,
                member_id=interaction.user.id,
                now=interaction.client.clock.now(),
            )
        words = words_of(interaction)
        await answer(interaction, Screen(words("privacy-deleted", count=sum(gone.values())), words("privacy-backups")))
        await interaction.client.db.scrub()


class Privacy(Cog):
    """What is kept about me, and its end."""

    @app_commands.command(name="data", extras={"root": "my"})
    async def data(self, interaction: Interaction) -> None:
        """Give everything stored about the member as a file, with why it is kept and until when."""
        async with self.bot.db.read() as session:
            kept = await privacy.gather_member(session, guild_id=interaction.guild_id, member_id=interaction.user.id)
        words = words_of(interaction)
        text = json.dumps(_explained(words, kept), ensure_ascii=False, indent=2)
        file = discord.File(io.BytesIO(text.encode()), words("privacy-file-name") + ".json")
        count = sum(len(rows) for rows in kept.values())
        intro = words("privacy-data", count=count)
        screen = Screen(intro, discord.ui.File(file), await _responsible(interaction), files=[file])
        await answer(interaction, screen)

    @app_commands.command(name="delete", extras={"root": "my"})
    async def delete(self, interaction: Interaction) -> None:
        """Say what will go, what stays and what cannot be found, and ask once."""
        words = words_of(interaction)
        here = ("privacy-delete-here",)
        where = here if interaction.guild_id else ("privacy-delete-everywhere", "privacy-delete-one")
        told = (*where, "privacy-delete-what", "privacy-delete-stays", "privacy-backups", "privacy-look-first")
        ways = [DeleteAll.to(words("privacy-delete-button"), DANGER), stop(words)]
        await answer(interaction, Screen(*map(words, told), ways))

    @app_commands.command(name="privacy")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    async def privacy(self, interaction: Interaction) -> None:
        """Show the privacy note of this community."""
        words = words_of(interaction)
        await answer(
            interaction,
            Screen(
                words("privacy-note"),
                words("privacy-note-kept"),
                words("privacy-note-seen"),
                words("privacy-note-totals"),
                words("privacy-note-yours"),
                await _responsible(interaction),
            ),
        )


def _explained(words: Wording, kept: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {name: {"why_and_until_when": words(f"privacy-kept-{name}"), "rows": rows} for name, rows in kept.items()}
