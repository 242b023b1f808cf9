"""Steps of sharing that several journeys take."""

from simcord import MemberActor
from sqlalchemy import select

from db.models.peers import Peer
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, read


async def choose(world: World, chooser: MemberActor, peer: MemberActor) -> Shown:
    settings = await world.slash(chooser, "my settings")
    people = await world.press(chooser, settings, "See the list")
    return read(await chooser.select(people.message, [peer], custom_id="peers:choose"))


async def agree(world: World, chooser: MemberActor, peer: MemberActor) -> None:
    await choose(world, chooser, peer)
    await peer.user.click(world.inbox(peer)[-1], label="Agree")


async def share(world: World, person: MemberActor, label: str = "Low") -> Shown:
    saved = await world.press(person, await world.slash(person, "checkin"), label)
    return await world.press(person, saved, "Share with my peers")


async def pairs(world: World) -> list[str]:
    async with world.bot.db.read() as session:
        return list(await session.scalars(select(Peer.state).where(Peer.state != "ended")))
