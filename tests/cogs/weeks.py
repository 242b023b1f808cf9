"""Weeks of a made-up community, and the totals that were told of them."""

from datetime import date, timedelta

from sqlalchemy import insert

from bot.services import checkins
from db.models.checkins import Answer
from db.models.totals import WeekTotal
from tests.cogs.conftest import World

CROWD = 410000000000000000
WEEK = timedelta(days=7)


def monday_of(world: World) -> date:
    """Give the Monday of the present week."""
    today = world.env.now().date()
    return today - timedelta(days=today.weekday())


async def tell_weeks(world: World, count: int) -> None:
    """Give the community this many weeks that were told, with more and less in each; the newest has it all."""
    figures = dict(zip(checkins.ANSWERS, range(15, 45, 5), strict=True))
    told = [(180, figures), (55, {"good": 30, "low": 15}), (10, {}), (None, {})]
    async with world.bot.db.begin() as session:
        for back in range(count):
            people, shown = told[back % len(told)]
            week = monday_of(world) - (back + 2) * WEEK
            session.add(WeekTotal(guild_id=world.guild.id, week=week, people=people, figures=shown))


async def many_say(world: World, said: str, people: int) -> None:
    """Let many people answer now, in the community's zone."""
    now = world.env.now()
    rows = [{"guild_id": world.guild.id, "member_id": CROWD + each, "answer": said} for each in range(people)]
    same = {"answered_on": now.date(), "answered_at": now, "kept_until": now + 2 * WEEK}
    async with world.bot.db.begin() as session:
        await session.execute(insert(Answer).values(**same), rows)


async def next_wednesday(world: World) -> None:
    """Wait for the noon at which the present week has been told."""
    noon = monday_of(world) + timedelta(days=9)
    now = world.env.now()
    await world.env.advance_time(((noon - now.date()).days * 24 + 12 - now.hour) * 3600)
    await world.run_due()
