"""Whether the bot is well: its database answers, Discord is connected, its sweeps finish."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.services import installation
from bot.tree import FACT
from db.problems import DatabaseProblem

if TYPE_CHECKING:
    from bot.app import Kettle
    from db.session import Database

SECONDS: Final = 2
"""How long the database may take to answer."""


class Health(NamedTuple):
    """What has to be well, each by the name that `/healthz` and `/metrics` give it."""

    database: bool
    gateway: bool
    sweeps: bool

    @property
    def failing(self) -> list[str]:
        """Name what is not well."""
        return [name for name, is_well in self._asdict().items() if not is_well]


async def examine(bot: Kettle | None) -> Health:
    """Look at all three; between two starts there is no bot, and nothing is well."""
    if bot is None:
        return Health(database=False, gateway=False, sweeps=False)
    return Health(database=await answers(bot.db), gateway=is_connected(bot), sweeps=bot.pulse.is_well)


async def answers(database: Database) -> bool:
    """Whether something can be read from the database."""
    try:
        async with asyncio.timeout(SECONDS), database.read() as session:
            await installation.find_fact(session, name=FACT)
    except (DatabaseProblem, TimeoutError):
        return False
    return True


def is_connected(bot: Kettle) -> bool:
    """Whether each part of the bot has its line to Discord, after a first full start."""
    shards = bot.shards.values()
    return bot.is_ready() and bool(shards) and not any(shard.is_closed() for shard in shards)
