"""A made-up catalogue, with what a member saved of it and what they suggested, for the journeys."""

from datetime import timedelta
from typing import Any

from bot.services import training_entries, training_saves, training_suggestions
from bot.services.training_entries import Told
from bot.services.training_texts import Deadline, Fields
from tests.cogs.conftest import World

DAY = timedelta(days=1)


async def write(world: World, *titles: str, **fields: Any) -> list[int]:
    """Let a community have its own entries; give their numbers."""
    told: dict[str, Any] = {"stages": ("volunteer",), **fields}
    entries = [
        Told(Fields(title, "Tea Trust", f"https://example.org/{title.replace(' ', '-')}", **told)) for title in titles
    ]
    who: dict[str, Any] = {"guild_id": world.guild.id, "member_id": None, "now": world.env.now()}
    async with world.bot.db.begin() as session:
        outcomes = await training_entries.record(session, **who, told=entries)
        return [outcome.row.number for outcome in outcomes]


async def kept(world: World) -> list[int]:
    """Let there be three pages of entries, old ones too, of which Sam saved six."""
    today = world.env.now().date()
    told: dict[str, Any] = {"summary": "It is good.", "format": "online", "cost": "free", "checked_on": today}
    titles = [f"Tea {each}" for each in "abcdefgh"]
    numbers = await write(world, *titles, **told, deadlines=(Deadline(today + 20 * DAY, "apply"),))
    old = await write(world, *(f"Old tea {each}" for each in "abcdef"), checked_on=today - 200 * DAY)
    who = {"guild_id": world.guild.id, "member_id": world.sam.id, "now": world.env.now()}
    async with world.bot.db.begin() as session:
        for number in numbers[:6]:
            await training_saves.record_save(session, **who, number=number)
    return numbers + old


async def suggested(world: World) -> None:
    """Let Sam suggest eight entries, say that a link is dead, and what is wrong with an entry."""
    (number,) = await write(world, "Tea for all")
    who: dict[str, Any] = {"guild_id": world.guild.id, "member_id": world.sam.id, "now": world.env.now()}
    async with world.bot.db.begin() as session:
        for each in "stuvwxyz":
            told = Fields(f"Tea {each}", "Tea Trust", f"https://example.org/new/{each}", ("volunteer",))
            await training_suggestions.suggest(session, **who, kind="new", fields=told)
        await training_suggestions.suggest(session, **who, kind="dead", number=number)
        await training_suggestions.suggest(session, **who, kind="change", number=number, note="It costs a lot.")
