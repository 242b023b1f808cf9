"""The yardstick: discord.py alone, one command that answers privately and one button that does.

Run by the bench and by the stand-in's own tests as `python -m bench.bare ADDRESS`, where the
address is a loopback stand-in's. Nothing of Kettle is imported here.
"""

from __future__ import annotations

import signal
import sys

import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from typing_extensions import override

LOOPBACK = "http://127.0.0.1:"


class Answer(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"bare:answer"):
    """A button that still answers after a restart."""

    def __init__(self) -> None:
        super().__init__(discord.ui.Button(label="Answer", custom_id="bare:answer"))

    @classmethod
    @override
    async def from_custom_id(cls, *_: object) -> Answer:
        return cls()

    @override
    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Pressed.", ephemeral=True)


@app_commands.command(description="Answer privately, with a button.")
async def hello(interaction: discord.Interaction) -> None:
    view = discord.ui.View(timeout=None)
    view.add_item(Answer())
    await interaction.response.send_message("Hello.", view=view, ephemeral=True)


class Bare(commands.AutoShardedBot):
    """As small as a bot with commands and buttons can be."""

    @override
    async def setup_hook(self) -> None:
        self.add_dynamic_items(Answer)
        self.tree.add_command(hello)
        await self.tree.sync()
        self.loop.add_signal_handler(signal.SIGTERM, lambda: self.loop.create_task(self.close()))


def main(address: str, token: str) -> None:
    if not address.startswith(LOOPBACK):
        sys.exit("only a loopback address")
    Route.BASE = address
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address.replace("http", "ws", 1)).origin()
    bot = Bare(command_prefix="!", intents=discord.Intents(guilds=True), shard_count=1)
    bot.run(token, log_handler=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
