"""Week totals: what a community's check-ins of a week may tell its organisers, told once and never changed."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import guilds, zones
from bot.services.checkins import ANSWERS
from bot.services.disclosure import draw_nudges, publish
from bot.services.guilds import Person
from bot.services.members import month_of
from bot.services.statements import count, upsert
from db.models.checkins import Answer
from db.models.guilds import Guild
from db.models.totals import WeekTotal

WEEK = timedelta(days=7)

DUE = (9, 10, 11)
"""Days after its Monday on which a week is published: Wednesday, or until Friday if Kettle was not running.

Before, it may still be Sunday somewhere, and answers kept until midnight are there; later, answers of the Monday go.
"""

PAGE = 4
"""Weeks that are shown at once."""

YEARS = 2
"""How long a published week is kept."""


def due_week(guild: Guild, now: datetime) -> date | None:
    """Give the Monday of the week that is published today in a community's zone; None when that is no week.

    It is not the day for it then, or the week was over before Kettle was set up there.
    """
    today, since = zones.local_day(now, guild.zone), zones.local_day(guild.created_at, guild.zone)
    monday = today - timedelta(days=today.weekday()) - WEEK
    return monday if (today - monday).days in DUE and since < monday + WEEK else None


async def publish_due(session: AsyncSession, *, now: datetime) -> int:
    """Publish the last week of every community that is due and not published yet; give how many that were."""
    recent = select(WeekTotal.guild_id, WeekTotal.week).where(WeekTotal.week > now.date() - 3 * WEEK)
    known = {(row.guild_id, row.week) for row in await session.execute(recent)}
    due = [(guild.guild_id, due_week(guild, now)) for guild in await session.scalars(select(Guild))]
    new = [(guild_id, week) for guild_id, week in due if week and (guild_id, week) not in known]
    for guild_id, week in new:
        await publish_week(session, guild_id=guild_id, week=week, now=now)
    return len(new)


async def publish_week(session: AsyncSession, *, guild_id: int, week: date, now: datetime) -> WeekTotal | None:
    """Publish the week that begins on a Monday; None when it is not due. A week that was published stays as it is.

    A week with too few people is recorded as such, so that it is not looked at again.
    """
    if week != due_week(await guilds.get_guild(session, guild_id=guild_id), now):
        return None
    counts = await _count_people(session, guild_id, week, now)
    told = publish(counts, draw_nudges(counts))
    return await upsert(
        session,
        WeekTotal,
        keys={"guild_id": guild_id, "week": week},
        values={},
        new={"people": told.people if told else None, "figures": dict(told.figures) if told else {}},
    )


async def _count_people(session: AsyncSession, guild_id: int, week: date, now: datetime) -> dict[str, int]:
    """Count each member once, by their last answer of the week, by their own calendar; saying nothing is an answer.

    Answers kept until midnight count for nothing: by now their time is up.
    """
    said = (
        select(Answer.member_id, Answer.answer)
        .where(Answer.guild_id == guild_id, Answer.kept_until > now)
        .where(Answer.answered_on >= week, Answer.answered_on < week + WEEK)
        .order_by(Answer.answered_on)
    )
    last = {row.member_id: row.answer for row in await session.execute(said)}
    people = Counter(last.values())
    return {answer: people[answer] for answer in ANSWERS}


async def list_weeks(
    session: AsyncSession, *, person: Person, now: datetime, before: date | None = None
) -> Sequence[WeekTotal]:
    """Give a page of published weeks, the newest first, or those before a week. Organisers only."""
    guilds.require(await guilds.get_guild(session, guild_id=person.guild_id), person, "organiser")
    kept = (WeekTotal.guild_id == person.guild_id) & (WeekTotal.week >= _kept_since(now))
    until = before or now.date()
    page = select(WeekTotal).where(kept, WeekTotal.week < until).order_by(WeekTotal.week.desc()).limit(PAGE)
    return (await session.scalars(page)).all()


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget weeks that were published two years ago, to the month; give how many rows went."""
    return await count(session, delete(WeekTotal).where(WeekTotal.week < _kept_since(now)))


def _kept_since(now: datetime) -> date:
    month = month_of(now)
    return month.replace(year=month.year - YEARS)
