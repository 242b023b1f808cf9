"""When an event takes place, as it can be said and typed again; and whether two rules say the same."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import recurrence
from bot.services.recurrence import Recurrence, parts_of
from bot.services.zones import instant_at
from db.models.events import Event, Occurrence
from db.models.schedules import Schedule

LOOKS_AT = 10
"""Among how many next times the first is looked for that no bank holiday has moved."""

DAY_END = time(23, 59)


def rest_of(rule: Recurrence, *, now: datetime) -> Recurrence:
    """Give what is to come of a rule, without exceptions: said with its next date it means the same on a later day."""
    bare = replace(rule, skipped=frozenset(), moved={}, rule=_until_a_day(rule))
    for found in recurrence.upcoming(bare, now, LOOKS_AT) if rule.rule else ():
        if instant_at(found.original.date(), found.original.time(), rule.zone) > now:
            return replace(bare, starts=found.original, rule=recurrence.cut(bare, found.original)[1])
    return bare


def _until_a_day(rule: Recurrence) -> str:
    """Let a rule that was cut just before one of its times end with the day before, as it would be said."""
    until = parts_of(rule.rule).get("UNTIL")
    if until is None:
        return rule.rule
    last = datetime.fromisoformat(until)
    day = last.date() - timedelta(days=last.time() < rule.starts.time())
    return rule.rule.replace(until, f"{datetime.combine(day, DAY_END):%Y%m%dT%H%M%S}")


def is_another(kept: Recurrence, rule: Recurrence, *, now: datetime) -> bool:
    """Tell whether a rule is not the kept one: that is typed again to change a length, and keeps its exceptions."""
    return rest_of(kept, now=now) != rest_of(rule, now=now)


def first_day(rule: Recurrence) -> datetime:
    """Give the beginning of the day on which a rule starts."""
    return instant_at(rule.starts.date(), time(), rule.zone)


async def repeats(session: AsyncSession, *, event: Event) -> bool:
    """Tell whether an event takes place more than once."""
    schedule = await session.get(Schedule, event.schedule_id) if event.schedule_id else None
    return schedule is not None and bool(schedule.rule)


async def find_next(session: AsyncSession, *, occurrence: Occurrence) -> datetime | None:
    """Give when an event takes place next after one of its times, or None where it does not go on."""
    later = select(Occurrence.starts_at).where(Occurrence.event_id == occurrence.event_id, Occurrence.state == "open")
    return await session.scalar(later.where(Occurrence.starts_at > occurrence.starts_at).order_by(Occurrence.starts_at))
