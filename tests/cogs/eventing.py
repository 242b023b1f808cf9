"""Steps of planning an event that several journeys take."""

from typing import Any

import discord
from simcord import MemberActor
from sqlalchemy import select

from db.models.events import Event, Occurrence
from db.models.signups import Signup
from tests.cogs.conftest import World
from tests.cogs.reading import Shown

CREATE = "organise event create"
WORDS = {"title": "Tea and talk", "about": "Camera on or off.", "place": "", "online_link": "", "access": ""}
DETAILS = {"capacity": "", "map_link": "", "cost": "", "pay": "", "reminders": "1 day, 1 hour"}


async def begin(world: World, **options: Any) -> Shown:
    """Let the organiser use the command; give the form, or what is said instead."""
    chosen = {"channel": world.checkins, "when": "tomorrow 6pm", "until": "8pm", **options}
    return await world.slash(world.orla, CREATE, **chosen)


async def write(world: World, words: dict[str, str] | None = None, **options: Any) -> Shown:
    """Let the organiser begin one and write it; give what they see of it."""
    return await world.fill(world.orla, await begin(world, **options), **WORDS | (words or {}))


async def details(world: World, shown: Shown, **changed: str) -> Shown:
    """Change the details of one."""
    form = await world.press(world.orla, shown, "Change the details")
    return await world.fill(world.orla, form, **DETAILS | changed)


async def opened(world: World, words: dict[str, str] | None = None, seats: str = "", **options: Any) -> discord.Message:
    """Let the organiser open one for sign-up; give its card."""
    shown = await write(world, words, **options)
    if seats:
        shown = await details(world, shown, capacity=seats)
    await world.press(world.orla, shown, "Open it for sign-up")
    await world.run_due()
    card = world.checkins.last_message
    assert card is not None
    return card


async def join(world: World, person: MemberActor, number: int) -> Shown:
    """Let somebody say that they come to one on the list."""
    seen = await world.press(person, await world.slash(person, "event list"), f"See number {number}")
    return await world.press(person, seen, "I am coming")


async def signups(world: World) -> dict[int | None, str]:
    """Say what each member answered."""
    async with world.bot.db.read() as session:
        return {row.member_id: row.answer for row in await session.scalars(select(Signup))}


async def the_event(world: World) -> Event:
    async with world.bot.db.read() as session:
        return (await session.scalars(select(Event).order_by(Event.id.desc()))).all()[0]


async def times(world: World) -> list[Occurrence]:
    async with world.bot.db.read() as session:
        return list(await session.scalars(select(Occurrence).order_by(Occurrence.starts_at)))
