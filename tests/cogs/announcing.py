"""Steps of announcing that several journeys take."""

from datetime import timedelta
from typing import Any

import discord
from simcord import MemberActor
from sqlalchemy import select

from db.models.announcements import Announcement, AnnouncementFile, AnnouncementPost
from db.models.deliveries import Delivery
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, raw

CREATE = "organise announce create"
DAY, LATE = 24 * 60, 18
"""In minutes; and the hour after which the next six is tomorrow's."""

PNG = ("kettle party.png", b"\x89PNG made up")
PDF = ("plan.pdf", b"%PDF made up")


async def begin(world: World, **options: Any) -> Shown:
    """Let the organiser use the command; give the form, or what is said instead."""
    chosen = {"channel": world.checkins, "when": "tomorrow 6pm", **options}
    return await world.slash(world.orla, CREATE, **chosen)


async def write(world: World, text: str = "Tea at six.", *, title: str = "", **options: Any) -> Shown:
    """Let the organiser begin and write one; give the preview."""
    alts = {name: options.pop(name) for name in ("alt1", "alt2", "alt3") if name in options}
    return await world.fill(world.orla, await begin(world, **options), title=title, text=text, **alts)


async def schedule(world: World, text: str = "Tea at six.", **options: Any) -> Shown:
    """Let the organiser write one and schedule it."""
    return await world.press(world.orla, await write(world, text, **options), "Schedule it")


async def pass_to_tomorrow(world: World) -> None:
    """Let time pass until a quarter past six tomorrow in the evening; near six the sweeps run every few minutes."""
    tomorrow = world.env.now().date() + timedelta(days=1)
    while world.env.now().date() < tomorrow or world.env.now().hour < LATE:
        await _pass_six(world)


async def _pass_six(world: World) -> None:
    now = world.env.now()
    minutes = ((17 - now.hour) * 60 + 55 - now.minute) % DAY
    await world.env.advance_time(minutes * 60)
    for _ in range(5):
        await world.run_due()
        await world.env.advance_time(300)


async def the_one(world: World) -> Announcement:
    async with world.bot.db.read() as session:
        return (await session.scalars(select(Announcement).order_by(Announcement.id.desc()))).all()[0]


async def posts(world: World) -> list[AnnouncementPost]:
    async with world.bot.db.read() as session:
        return list(await session.scalars(select(AnnouncementPost).order_by(AnnouncementPost.id)))


async def files(world: World) -> list[AnnouncementFile]:
    async with world.bot.db.read() as session:
        return list(await session.scalars(select(AnnouncementFile).order_by(AnnouncementFile.id)))


async def sent(world: World) -> list[tuple[str, str]]:
    async with world.bot.db.read() as session:
        rows = await session.scalars(select(Delivery).where(Delivery.feature == "announcements").order_by(Delivery.id))
        return [(row.kind, row.state) for row in rows]


async def again(world: World, person: MemberActor, command: str, announcement: str = "Tea") -> Shown:
    """Use a command about the announcement with these words."""
    return await world.slash(person, f"organise announce {command}", announcement=announcement)


def card_of(message: discord.Message) -> dict[str, Any]:
    return raw(message)[0]
