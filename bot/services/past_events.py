"""Events that have begun: found and picked by those who organise them, for as long as they are kept."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, NotFound
from bot.services import events, guilds
from bot.services.event_lists import KEY_DIGITS, MOST_CHOICES, Listed, holds
from bot.services.guilds import Person
from db.models.events import Event, EventHost, Occurrence


async def get_past(session: AsyncSession, *, person: Person, occurrence_id: int, now: datetime) -> Listed:
    """Give one time of an event to those who organise it; Closed before its start, and when it was cancelled."""
    one = await session.get(Occurrence, occurrence_id)
    if one is None or one.guild_id != person.guild_id:
        raise NotFound("events-not-found")
    event = await events.get_event(session, person=person, event_id=one.event_id)
    if one.state == "cancelled":
        raise Closed("events-is-cancelled")
    if one.starts_at > now:
        raise Closed("attendance-not-yet")
    return Listed(event, one)


async def list_past(
    session: AsyncSession, *, person: Person, typed: str, now: datetime, limit: int = MOST_CHOICES
) -> Sequence[Listed]:
    """Give what has begun in the last thirty days with these words in its title, of what a person organises.

    The latest is first.
    """
    guild = await guilds.get_guild(session, guild_id=person.guild_id)
    here = select(Event, Occurrence).join(Event, Event.id == Occurrence.event_id)
    here = here.where(Occurrence.guild_id == person.guild_id, Occurrence.state != "cancelled")
    begun = here.where(Occurrence.starts_at <= now, Occurrence.ends_at > now - events.KEPT)
    if "organiser" not in guilds.powers_of(guild, person):
        mine = select(EventHost.event_id).where(EventHost.member_id == person.member_id)
        begun = begun.where(Event.id.in_(mine))
    named = begun.where(holds(func.coalesce(Occurrence.title, Event.title), typed))
    latest = named.order_by(Occurrence.starts_at.desc(), Occurrence.id.desc()).limit(limit)
    return [Listed(event, one) for event, one in await session.execute(latest)]


async def pick_past(session: AsyncSession, *, person: Person, typed: str, now: datetime) -> Listed:
    """Give what was picked by its number, or the latest with what was typed in its title; NotFound when none has."""
    if typed.isascii() and typed.isdigit():
        return await get_past(session, person=person, occurrence_id=int(typed[:KEY_DIGITS]), now=now)
    found = await list_past(session, person=person, typed=typed, now=now, limit=1)
    if not found:
        raise NotFound("events-not-found")
    return found[0]
