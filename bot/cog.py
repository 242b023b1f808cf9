"""What every cog is: a name that is its feature's, the bot, and the things the frame may ask of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.ext import commands

if TYPE_CHECKING:
    from bot.app import Kettle
    from bot.screens import Screen
    from db.models.deliveries import Delivery


class Cog(commands.Cog):
    """A feature's Discord surface. It speaks; its service decides."""

    is_discreet = False
    """Whether no line may stand at the minute of its gestures: what goes wrong is counted, and written later."""

    def __init__(self, bot: Kettle) -> None:
        self.bot = bot

    @property
    def feature(self) -> str:
        """The feature's name, the same on every floor."""
        return type(self).__name__.lower()

    @property
    def package(self) -> str:
        """The name of the module or package that it comes from, with which the ids of its buttons and forms begin."""
        return type(self).__module__.split(".")[1]

    async def render(self, delivery: Delivery) -> Screen | None:
        """Say what a due delivery of this feature looks like now; None when there is nothing to say any more."""
        raise LookupError(f"{self.feature} sends nothing, but row {delivery.id} is due")
