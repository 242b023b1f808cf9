"""A made-up catalogue, and a crowd of made-up peers who shared a step, for the journeys through `/pathway`."""

from datetime import timedelta

from bot.services import pathway_routes, pathways, training_entries
from bot.services.pathways import CATALOGUE, STEPS
from bot.services.training_entries import Told
from bot.services.training_texts import Fields
from tests.cogs.conftest import World

CROWD = 430000000000000000
WEEK = timedelta(days=7)


async def catalogue(world: World, count: int = 2, stage: str = "volunteer") -> None:
    """Fill the catalogue with some entries for a stage."""
    told = [
        Told(Fields(f"First steps {each}", "Tea Trust", f"https://example.org/{each}", (CATALOGUE[stage],)))
        for each in range(1, count + 1)
    ]
    async with world.bot.db.begin() as session:
        await training_entries.record(session, guild_id=world.guild.id, member_id=None, told=told, now=world.env.now())


async def many_share(
    world: World, people: int, step: str = "volunteer-worker", length: str = "some", *helps: str
) -> None:
    """Let many people share the same step."""
    who = {"guild_id": world.guild.id, "now": world.env.now()}
    async with world.bot.db.begin() as session:
        for each in range(people):
            told = {"step": step, "length": length, "helps": helps}
            await pathway_routes.record_route(session, **who, member_id=CROWD + each, **told)  # type: ignore[arg-type] # two kinds in one


async def next_monday(world: World) -> None:
    """Let a week pass, as Kettle runs: it looks once before its end, and once after."""
    await world.run_due()
    await world.wait_until(world.env.now() + WEEK)


async def begin_anew(world: World) -> None:
    """Let Sam have no stage kept, and have shared one step."""
    sam = {"guild_id": world.guild.id, "member_id": world.sam.id, "now": world.env.now()}
    async with world.bot.db.begin() as session:
        await pathways.forget_stage(session, **sam)
        told = {"step": STEPS[0], "length": "some", "helps": ("luck",)}
        await pathway_routes.record_route(session, **sam, **told)
