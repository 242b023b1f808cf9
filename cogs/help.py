"""`/help`: what a person can do here, by role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.checks import person_of
from bot.cog import Cog
from bot.screens import Screen, answer, words_of
from bot.services import guilds
from bot.tree import told_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.screens import Interaction
    from bot.services.guilds import Power
    from bot.wording import Wording

POWER_OF_ROOT: dict[str, Power] = {"organise": "organiser", "moderate": "moderator", "setup": "admin"}
"""The commands that need a power; all others are for members."""

FIRST = ("support", "checkin")


class Help(Cog):
    """A list made from the commands themselves, so it cannot go stale."""

    @app_commands.command(name="help")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    async def help(self, interaction: Interaction) -> None:
        """Show the commands this person can use."""
        words = words_of(interaction)
        powers = await self._powers(interaction)
        parts = [words("help-intro"), self._list(words, None), *self._menus(words)]
        for power in ("organiser", "moderator", "admin"):
            if power == "moderator" and power in powers:
                parts.append(words("help-moderators"))
            if power in powers and (listed := self._list(words, power)):
                parts += [words(f"help-for-{power}"), listed]
        await answer(interaction, Screen(*parts, words("help-more")))

    async def _powers(self, interaction: Interaction) -> frozenset[Power]:
        if interaction.guild_id is None:
            return frozenset()
        async with self.bot.db.read() as session:
            guild = await guilds.find_guild(session, guild_id=interaction.guild_id)
        return guilds.powers_of(guild, person_of(interaction))

    def _list(self, words: Wording, power: Power | None) -> str:
        leaves = (
            leaf
            for root in self.bot.tree.get_commands()
            if not isinstance(root, app_commands.ContextMenu) and POWER_OF_ROOT.get(root.name) == power
            for leaf in _leaves(root)
        )
        return "\n".join(
            words("help-line", command=leaf.qualified_name, what=words(told_by(leaf)))
            for leaf in sorted(leaves, key=_order)
        )

    def _menus(self, words: Wording) -> Iterator[str]:
        """Say what stands in the menu of a person: nobody finds it who does not know of it."""
        for menu in self.bot.tree.get_commands(type=discord.AppCommandType.user):
            yield words("help-menu-line", name=menu.name, what=words(menu.extras["told_by"]))


def _order(leaf: app_commands.Command[Any, ..., Any]) -> tuple[int, str]:
    """Put first what is needed on a bad day; the rest by name."""
    name = leaf.qualified_name
    return (FIRST.index(name) if name in FIRST else len(FIRST)), name


def _leaves(command: app_commands.Command[Any, ..., Any] | app_commands.Group) -> Iterator[Any]:
    if isinstance(command, app_commands.Group):
        for child in command.commands:
            yield from _leaves(child)
    else:
        yield command
