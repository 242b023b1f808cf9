"""Steps of sending somebody an entry of the catalogue that several journeys take."""

from sqlalchemy import delete, select

from bot.services import training_saves
from db.models.signposts import Signpost
from db.models.training import TrainingEntry
from tests.cogs import pathing
from tests.cogs.conftest import World

MENU = "Signpost this person"


async def begin_anew(world: World) -> None:
    """Let Sam have saved an entry, and have sent nobody anything."""
    await pathing.catalogue(world)
    async with world.bot.db.begin() as session:
        await session.execute(delete(Signpost))
        number = (await session.scalars(select(TrainingEntry.number).order_by(TrainingEntry.number))).first()
        assert number
        who = {"guild_id": world.guild.id, "member_id": world.sam.id, "now": world.env.now()}
        await training_saves.record_save(session, **who, number=number)
