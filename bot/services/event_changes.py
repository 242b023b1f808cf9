"""Changes of one time of an event that repeats, or of this time and all that follow."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Invalid
from bot.services import event_cards, event_drafts, events, occurrences, recurrence, schedules, signups
from bot.services.event_drafts import Understood
from bot.services.guilds import Person
from bot.services.recurrence import Occurrence as Time
from bot.services.recurrence import Recurrence
from bot.services.zones import instant_at
from db.models.events import Event, EventHost, Occurrence
from db.models.schedules import Schedule

OWN_WORDS = ("title", "about", "place", "online_link")
"""What one time can say of its own; it keeps that when the others say something else."""


class Held(NamedTuple):
    """One time of an event, held to change it, with the rule where the event repeats."""

    occurrence: Occurrence
    event: Event
    schedule: Schedule | None


class Part(NamedTuple):
    """The event that one time and all that follow are part of, and whether it was made for them."""

    event: Event
    is_new: bool


async def record_words(
    session: AsyncSession, *, person: Person, occurrence_id: int, typed: Mapping[str, str], now: datetime
) -> Event:
    """Change what one time of an event says; where there is but one, what the event says. Give the event."""
    one, row, schedule = await _hold(session, person, occurrence_id)
    if schedule is None:
        return await event_drafts.record_words(session, person=person, event_id=row.id, typed=typed, now=now)
    if not typed["title"].strip():
        raise Invalid("events-title-missing")
    event_drafts.check_link(typed["online_link"])
    for name in OWN_WORDS:
        setattr(one, name, _own(typed[name], getattr(row, name)))
    await _note(session, row, one, now)
    return row


async def record_details(
    session: AsyncSession, *, person: Person, occurrence_id: int, typed: Mapping[str, str], now: datetime
) -> Event:
    """Change places and map of one time of an event; where there is but one, those of the event. Give the event."""
    one, row, schedule = await _hold(session, person, occurrence_id)
    if schedule is None:
        return await event_drafts.record_details(session, person=person, event_id=row.id, typed=typed, now=now)
    event_drafts.check_link(typed["map_link"])
    seats = event_drafts.read_seats(typed["capacity"])
    await occurrences.check_seats_of(session, occurrence=one, seats=seats)
    one.map_link = _own(typed["map_link"], row.map_link)
    one.capacity = None if seats == row.capacity else seats or 0
    await _note(session, row, one, now)
    await signups.settle_seats(session, occurrence=one, event=row, now=now)
    return row


async def record_when(
    session: AsyncSession, *, person: Person, occurrence_id: int, when: str, until: str, now: datetime
) -> Event:
    """Change when one time of an event takes place; who answered is told, and asked again. Give the event."""
    one, row, schedule = await _hold(session, person, occurrence_id)
    if schedule is None:
        return await event_drafts.record_when(session, person=person, event_id=row.id, when=when, until=until, now=now)
    wall, minutes = _read_instead(schedule, when, until, now)
    time = await _check_alone(session, one, schedule, wall, now)
    await schedules.move(session, schedule=schedule, original=time.original, moved_to=wall, now=now)
    await occurrences.move(session, event=row, occurrence=one, time=time, minutes=minutes, now=now)
    await _note(session, row, one, now)
    return row


async def understand_when(
    session: AsyncSession, *, person: Person, occurrence_id: int, when: str, until: str, now: datetime
) -> Understood:
    """Say how a new time for one time of an event is understood, and how many it concerns. Nothing is changed."""
    one, row, schedule = await _hold(session, person, occurrence_id)
    if schedule is None:
        told: dict[str, Any] = {"person": person, "event_id": row.id, "now": now}
        return await event_drafts.understand_when(session, **told, when=when, until=until)
    wall, minutes = _read_instead(schedule, when, until, now)
    time = await _check_alone(session, one, schedule, wall, now)
    stays = (time.at, time.at + timedelta(minutes=minutes)) == (one.starts_at, one.ends_at)
    asked = await occurrences.count_asked(session, changed=[] if stays else [one])
    return Understood(Recurrence(wall, schedule.zone), minutes, [time], asked)


def _read_instead(schedule: Schedule, when: str, until: str, now: datetime) -> tuple[datetime, int]:
    """Read when one time is to be on the wall, and for how many minutes."""
    wall = schedules.read_instead(schedule, typed=when, now=now)
    return wall, event_drafts.read_minutes(until, starts=wall, zone=schedule.zone, now=now)


async def _check_alone(
    session: AsyncSession, one: Occurrence, schedule: Schedule, wall: datetime, now: datetime
) -> Time:
    """Give a time with another moment; Invalid where that would be past, or is another time of the same event."""
    time = Time(datetime.fromisoformat(one.original), instant_at(wall.date(), wall.time(), schedule.zone))
    if time.at <= now:
        raise Invalid("dates-past")
    rule = await schedules.get_rule(session, schedule=schedule)
    there = recurrence.next_after(rule, time.at - timedelta(seconds=1))
    if there is not None and there.at == time.at and there.original != time.original:
        raise Invalid("events-time-taken")
    return time


async def _hold(session: AsyncSession, person: Person, occurrence_id: int) -> Held:
    one, row = await events.get_occurrence(session, person=person, occurrence_id=occurrence_id)
    schedule = await events.find_schedule(session, event=row)
    return Held(one, row, schedule if schedule is not None and schedule.rule else None)


def _own(typed: str, common: str) -> str | None:
    return None if typed == common else typed


async def _note(session: AsyncSession, row: Event, one: Occurrence, now: datetime) -> None:
    """Note a change of one time: calendars count it, and its card says it."""
    events.note(row, now)
    one.sequence += 1
    await event_cards.refresh(session, occurrence=one, now=now)


async def split(session: AsyncSession, *, person: Person, occurrence_id: int, now: datetime) -> Part:
    """Let this time of an event and those that follow be an event of their own, which can be changed; give it.

    Every answer stays with its time, and nobody is told anything. Where no time comes before it, that is the event.
    """
    one, row, schedule = await _hold(session, person, occurrence_id)
    planned = await occurrences.hold_open(session, event_id=row.id, now=now)
    earlier = [each for each in planned if each.original < one.original]
    if schedule is None or not earlier:
        return Part(row, is_new=False)
    await events.require_organiser(session, person=person)
    await events.check_room(session, guild_id=row.guild_id)
    original = datetime.fromisoformat(one.original)
    rest = await schedules.split(session, schedule=schedule, original=original, now=now)
    made = await _go_on(session, person, row, rest, now)
    later = Occurrence.event_id == row.id, Occurrence.original >= one.original
    await session.execute(update(Occurrence).where(*later).values(event_id=made.id))
    events.note(row, now)
    await occurrences.plan(session, event=made, schedule=rest, now=now)
    await occurrences.post_next(session, event=made, now=now)
    return Part(made, is_new=True)


async def _go_on(session: AsyncSession, person: Person, row: Event, rest: Schedule, now: datetime) -> Event:
    """Make the event that takes over the later times: the same words, and the same people organise it."""
    typed = {"typed_when": row.typed_when, "typed_until": row.typed_until}
    made = events.new_event(person=person, channel_id=row.channel_id, **typed, now=now)
    events.take_words(made, row)
    made.state, made.schedule_id, made.follows_id = "open", rest.id, row.id
    made.minutes, made.is_mirrored, made.author_id = row.minutes, row.is_mirrored, row.author_id
    session.add(made)
    await session.flush()
    hosts = await events.list_hosts(session, event_id=row.id)
    session.add_all(EventHost(event_id=made.id, member_id=who, guild_id=row.guild_id) for who in hosts)
    return made
