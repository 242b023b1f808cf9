"""The product as a guest of the stand-in: how it is started, and the first steps in a community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.wire.process import BotProcess
from tests.wire.standin.world import EPHEMERAL

if TYPE_CHECKING:
    from pathlib import Path

    from tests.wire.standin import Json, Reply, StandIn


def kettle(discord: StandIn, folder: Path, **settings: str) -> BotProcess:
    """`kettle run` against the stand-in, with a data folder of its own; settings by their names."""
    environment = {
        "KETTLE_DISCORD__API": discord.api,
        "KETTLE_DISCORD__TOKEN": discord.world.token,
        "KETTLE_DATA_DIR": str(folder / "data"),
    }
    return BotProcess("bot", "run", folder=folder, environment=environment | settings)


async def set_up(discord: StandIn) -> None:
    """An admin opens `/setup` and chooses the channel for check-ins, which is enough to begin."""
    admin, place = discord.community.person("Mei"), discord.community.channel("check-ins")
    panel = await discord.people.use(admin, "setup", place)
    page = await discord.people.press(admin, shown(panel), "guilds:page:channels")
    chosen = await discord.people.choose(admin, shown(page), "guilds:choose:checkins_channel_id", place["id"])
    assert place["id"] in chosen.words(), chosen.words()


def shown(reply: Reply) -> Json:
    """The message of a reply; a form or nothing at all fails."""
    assert reply.message is not None, reply.data
    return reply.message


def posted(discord: StandIn, place: Json) -> list[Json]:
    """What everybody in a channel can see."""
    kept = discord.world.messages.get(place["id"], {}).values()
    return [message for message in kept if not message["flags"] & EPHEMERAL]


async def post_prompt(discord: StandIn, place: Json, within: float = 15) -> Json:
    """An organiser asks in a channel, and the sweep posts the question."""
    organiser = discord.community.person("Tomasz")
    await discord.people.use(organiser, "organise checkins schedule", place, channel=place["id"])
    await discord.until(lambda: posted(discord, place), within)
    return posted(discord, place)[0]
