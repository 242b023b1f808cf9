"""Which events are in whose calendar: one event's, those a member answered, those of a community."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowed, NotFound
from bot.services import guilds, schedules, signups
from bot.services.guilds import Person
from bot.services.recurrence import Recurrence
from db.models.events import Event, Occurrence
from db.models.schedules import Schedule
from db.models.signups import Signup


class Listed(NamedTuple):
    """An event in a calendar: its rule, the times that are known, and what the reader answered, by time.

    `is_whole` means every time of its rule, else the known ones alone. `may_join` means that no role is needed, or
    the reader surely has it: else no link is told.
    """

    event: Event
    rule: Recurrence
    times: Sequence[Occurrence]
    answers: Mapping[int, str]
    is_whole: bool
    may_join: bool = True


async def list_one(session: AsyncSession, *, person: Person, occurrence_id: int) -> list[Listed]:
    """Give the event that a time belongs to, whole; NotAllowed where it is for people with another role."""
    one = await session.get(Occurrence, occurrence_id)
    if one is None or one.guild_id != person.guild_id:
        raise NotFound("calendars-not-found")
    answers = await _answers(session, person)
    found = await _list(session, Event.id == one.event_id, answers=answers, roles=person.roles)
    if not any([await _may_see(session, each, person) for each in found]):
        raise NotAllowed("calendars-for-a-role")
    return found


async def _may_see(session: AsyncSession, listed: Listed, person: Person) -> bool:
    if listed.may_join:
        return True
    guild = await guilds.find_guild(session, guild_id=person.guild_id)
    return "organiser" in guilds.powers_of(guild, person)


async def list_mine(session: AsyncSession, *, person: Person) -> list[Listed]:
    """Give the times that a member answered with anything but no."""
    answers = await _answers(session, person)
    mine = select(Occurrence.event_id).where(Occurrence.id.in_(answers))
    found = await _list(session, Event.id.in_(mine), answers=answers, roles=person.roles)
    return [each._replace(times=[one for one in each.times if one.id in answers], is_whole=False) for each in found]


async def list_community(session: AsyncSession, *, guild_id: int) -> list[Listed]:
    """Give every event of a community that is for everybody, with nobody's answers."""
    everybody = Event.guild_id == guild_id, Event.role_id.is_(None), Event.state != "draft"
    return await _list(session, *everybody)


async def _answers(session: AsyncSession, person: Person) -> dict[int, str]:
    mine = Signup.guild_id == person.guild_id, Signup.member_id == person.member_id
    said = select(Signup.occurrence_id, Signup.answer).where(*mine, Signup.answer.in_(signups.HOPEFUL))
    return dict((await session.execute(said)).all())


async def _list(
    session: AsyncSession,
    *which: ColumnElement[bool],
    answers: Mapping[int, str] | None = None,
    roles: Collection[int] = (),
) -> list[Listed]:
    """Give events in the order in which they were made, each with its rule and all times that are kept."""
    found = select(Event, Schedule).join(Schedule, Schedule.id == Event.schedule_id).where(*which).order_by(Event.id)
    rows = (await session.execute(found)).all()
    kept = select(Occurrence).where(Occurrence.event_id.in_([event.id for event, _ in rows]))
    times: dict[int, list[Occurrence]] = {event.id: [] for event, _ in rows}
    for one in await session.scalars(kept.order_by(Occurrence.starts_at, Occurrence.id)):
        times[one.event_id].append(one)
    return [
        Listed(
            event,
            await schedules.get_rule(session, schedule=schedule),
            times[event.id],
            {one.id: answers[one.id] for one in times[event.id] if answers and one.id in answers},
            is_whole=True,
            may_join=event.role_id is None or event.role_id in roles,
        )
        for event, schedule in rows
    ]
