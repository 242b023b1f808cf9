"""The two bots that are measured, and how each is started and spoken to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.wire.kettle import kettle as kettle_process
from tests.wire.process import BotProcess

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.wire.standin import StandIn

BARE_IMPORTS = "import bench.bare"
KETTLE_IMPORTS = (
    "import bot.__main__, bot.running, cogs, importlib, pkgutil\n"
    "[importlib.import_module(f'cogs.{module.name}') for module in pkgutil.iter_modules(cogs.__path__)]"
)


@dataclass(frozen=True)
class Guest:
    """A bot with its own Discord: what it imports, how it starts, its command and a button on the reply."""

    name: str
    discord: StandIn
    imports: str
    start: Callable[[], BotProcess]
    command: str
    button: str


def bare(discord: StandIn, folder: Path) -> Guest:
    """discord.py alone."""

    def start() -> BotProcess:
        return BotProcess("bench.bare", discord.api, discord.world.token, folder=folder)

    return Guest("bare", discord, BARE_IMPORTS, start, "hello", "Answer")


def kettle(discord: StandIn, folder: Path) -> Guest:
    """The product as `kettle run` starts it, in a folder of its own."""
    return Guest("kettle", discord, KETTLE_IMPORTS, lambda: kettle_process(discord, folder), "checkin", "Good")
