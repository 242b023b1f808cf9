"""Events at the same time as another: said when one is planned, and never in its way."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import recurrence, schedules
from db.models.events import Event, Occurrence
from db.models.schedules import Schedule

LONGEST = timedelta(days=7)
"""The longest that an event takes."""

Stretch = tuple[datetime, datetime]


async def list_clashes(session: AsyncSession, *, event: Event, schedule: Schedule, now: datetime) -> list[str]:
    """Give the titles of other open events that overlap with one of the next times of an event, each once."""
    length = timedelta(minutes=event.minutes)
    coming = await schedules.list_next(session, schedule=schedule, now=now)
    stretches = [(one.at, one.at + length) for one in coming]
    planned = await _list_planned(session, event, stretches)
    return list(dict.fromkeys(planned + await _list_repeating(session, event, stretches)))


async def _list_planned(session: AsyncSession, event: Event, stretches: Sequence[Stretch]) -> list[str]:
    """Give those whose time is planned."""
    overlaps = [
        # The first bound is for the index, which knows the start alone.
        and_(Occurrence.starts_at > starts - LONGEST, Occurrence.starts_at < ends, Occurrence.ends_at > starts)
        for starts, ends in stretches
    ]
    other = select(Occurrence.title, Event.title).join(Event, Event.id == Occurrence.event_id)
    here = other.where(Occurrence.guild_id == event.guild_id, Occurrence.event_id != event.id)
    found = here.where(Occurrence.state == "open", or_(False, *overlaps)).order_by(Occurrence.starts_at)  # noqa: FBT003 SQL's
    return [own or title for own, title in await session.execute(found)]


async def _list_repeating(session: AsyncSession, event: Event, stretches: Sequence[Stretch]) -> list[str]:
    """Give those that repeat and will have a time then: only a few of their times are planned ahead."""
    other = select(Event, Schedule).join(Schedule, Schedule.id == Event.schedule_id)
    here = other.where(Event.guild_id == event.guild_id, Event.id != event.id, Event.state == "open")
    rows = (await session.execute(here.where(Schedule.rule != "").order_by(Event.id))).all()
    return [row.title for row, schedule in rows if await _overlaps(session, row, schedule, stretches)]


async def _overlaps(session: AsyncSession, row: Event, schedule: Schedule, stretches: Sequence[Stretch]) -> bool:
    rule, length = await schedules.get_rule(session, schedule=schedule), timedelta(minutes=row.minutes)
    for starts, ends in stretches:
        found = recurrence.next_after(rule, starts - length)
        if found is not None and found.at < ends:
            return True
    return False
