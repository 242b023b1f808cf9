"""Events: who may change one, and its way from a draft to its last time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, Invalid, NotAllowed, NotFound
from bot.services import event_clashes, guilds, occurrences, schedules
from bot.services.guilds import Person
from bot.services.scopes import belongs
from bot.services.statements import count, upsert
from db.models.events import Event, EventHost, Occurrence
from db.models.guilds import Guild
from db.models.schedules import Schedule

DRAFT_KEPT = timedelta(days=1)
KEPT = timedelta(days=30)
"""How long an event is kept after its last time."""

DEFAULT_LEADS = "1440,60"
"""When those who go are reminded, in minutes before, until the organiser says otherwise."""

MOST_OPEN = 100
"""The most events that a community may have open at a time."""

MOST_HOSTS = 10

PEOPLE = (Event.author_id, Event.contact_id)


async def get_event(session: AsyncSession, *, person: Person, event_id: int, to_change: bool = False) -> Event:
    """Give an event of this community to those who organise it; NotFound when there is none (any more)."""
    guild = await guilds.get_guild(session, guild_id=person.guild_id)
    row = await session.get(Event, event_id, with_for_update=to_change or None)
    if row is None or row.guild_id != person.guild_id:
        raise NotFound("events-not-found")
    if not await _is_host(session, row, person.member_id):
        guilds.require(guild, person, "organiser")
    return row


async def require_organiser(session: AsyncSession, *, person: Person) -> None:
    """Raise NotAllowed for who may make no new event, though they organise one with its author."""
    guild = await guilds.get_guild(session, guild_id=person.guild_id)
    if "organiser" not in guilds.powers_of(guild, person):
        raise NotAllowed("events-organisers-alone")


async def _is_host(session: AsyncSession, row: Event, member_id: int) -> bool:
    return await session.get(EventHost, (row.id, member_id)) is not None


async def hold(
    session: AsyncSession, *, person: Person, event_id: int, states: Sequence[str] = ("draft", "open")
) -> Event:
    """Give an event to change it; Closed says where it stands when it is in no state for that."""
    row = await get_event(session, person=person, event_id=event_id, to_change=True)
    if row.state not in states:
        raise Closed(f"events-is-{row.state}")
    return row


def new_event(*, person: Person, channel_id: int, typed_when: str, typed_until: str, now: datetime) -> Event:
    """Make a draft that says nothing yet, with a name of its own for calendars."""
    return Event(
        guild_id=person.guild_id,
        channel_id=channel_id,
        typed_when=typed_when,
        typed_until=typed_until,
        reminders=DEFAULT_LEADS,
        author_id=person.member_id,
        uid=token_hex(16),
        created_at=now,
        changed_at=now,
    )


async def open_event(session: AsyncSession, *, person: Person, event_id: int, now: datetime) -> Event:
    """Open a draft for sign-up: its next times are planned, and the card of the first is posted. Twice is once."""
    row = await hold(session, person=person, event_id=event_id)
    if row.state == "open":
        return row
    if not row.title:
        raise Invalid("events-title-missing")
    schedule = await find_schedule(session, event=row)
    if schedule is None:
        raise Invalid("events-when-missing")
    await check_room(session, guild_id=person.guild_id)
    row.state, row.changed_at = "open", now
    if not await occurrences.plan(session, event=row, schedule=schedule, now=now):
        raise Invalid("dates-past")
    await occurrences.post_next(session, event=row, now=now)
    return row


async def check_room(session: AsyncSession, *, guild_id: int) -> None:
    """Raise Closed where a community has as many events open as it may; of two at once, the second waits here."""
    await session.get(Guild, guild_id, with_for_update=True)
    known = select(Event.id).where(Event.guild_id == guild_id, Event.state == "open").limit(MOST_OPEN)
    if len((await session.scalars(known)).all()) >= MOST_OPEN:
        raise Closed("events-enough", most=MOST_OPEN)


async def find_schedule(session: AsyncSession, *, event: Event) -> Schedule | None:
    """Give when an event takes place, or None where that is not clear yet."""
    return await session.get(Schedule, event.schedule_id) if event.schedule_id else None


def note(row: Event, now: datetime) -> None:
    """Note that an event changed: calendars count it, and it is the latest on lists."""
    row.changed_at, row.sequence = now, row.sequence + 1


async def cancel_event(session: AsyncSession, *, person: Person, event_id: int, now: datetime) -> Event:
    """Cancel every time that is to come, and tell those who answered. A draft is forgotten."""
    row = await hold(session, person=person, event_id=event_id)
    if row.state == "draft":
        await _forget(session, Event.id == row.id, now)
        return row
    coming = await occurrences.hold_open(session, event_id=row.id, now=now)
    if not coming:
        raise Closed("events-is-over")
    for one in coming:
        await occurrences.call_off(session, occurrence=one, now=now)
    await occurrences.tell_it_ends(session, event=row, called_off=coming, now=now)
    row.state = "cancelled"
    note(row, now)
    return row


async def cancel_occurrence(session: AsyncSession, *, person: Person, occurrence_id: int, now: datetime) -> Occurrence:
    """Cancel one time of an event that repeats; of one that does not, the event."""
    one, row = await get_occurrence(session, person=person, occurrence_id=occurrence_id)
    if one.ends_at <= now:
        raise Closed("events-is-over")
    schedule = await find_schedule(session, event=row)
    if schedule is None or not schedule.rule:
        await cancel_event(session, person=person, event_id=row.id, now=now)
        return one
    await schedules.leave_out(session, schedule=schedule, original=datetime.fromisoformat(one.original), now=now)
    await occurrences.call_off(session, occurrence=one, now=now)
    note(row, now)
    await occurrences.plan(session, event=row, schedule=schedule, now=now)
    await occurrences.post_next(session, event=row, now=now)
    return one


async def get_occurrence(session: AsyncSession, *, person: Person, occurrence_id: int) -> tuple[Occurrence, Event]:
    """Give one time of an event, to change it, to those who organise it; Closed when it is cancelled or over."""
    found = await session.get(Occurrence, occurrence_id)
    if found is None or found.guild_id != person.guild_id:
        raise NotFound("events-not-found")
    # The event is held first, by whoever changes one of its times or all: so none waits for the other.
    row = await get_event(session, person=person, event_id=found.event_id, to_change=True)
    one = await session.get(Occurrence, occurrence_id, with_for_update=True, populate_existing=True)
    if one is None or one.event_id != row.id:
        raise NotFound("events-not-found")
    if one.state != "open":
        raise Closed(f"events-is-{one.state}")
    return one, row


async def copy_event(session: AsyncSession, *, person: Person, event_id: int, now: datetime) -> Event:
    """Begin another event with the same words; when it takes place is asked anew, and nobody is signed up.

    NotAllowed for whoever organises this one alone.
    """
    source = await get_event(session, person=person, event_id=event_id)
    await require_organiser(session, person=person)
    row = new_event(person=person, channel_id=source.channel_id, typed_when="", typed_until=source.typed_until, now=now)
    take_words(row, source)
    session.add(row)
    await session.flush()
    return row


def take_words(row: Event, source: Event) -> None:
    """Let one event say what another says, with the same rules for who may come."""
    for name in (
        *("title", "about", "place", "map_link", "online_link", "capacity", "cost", "pay", "access", "reminders"),
        *("role_id", "shows_names", "contact_id"),
    ):
        setattr(row, name, getattr(source, name))


async def add_host(session: AsyncSession, *, person: Person, event_id: int, member_id: int) -> None:
    """Let somebody organise an event too."""
    row = await hold(session, person=person, event_id=event_id)
    hosts = await list_hosts(session, event_id=row.id)
    if member_id not in hosts and len(hosts) >= MOST_HOSTS:
        raise Closed("events-hosts-enough", most=MOST_HOSTS)
    keys = {"event_id": row.id, "member_id": member_id}
    await upsert(session, EventHost, keys=keys, values={"guild_id": row.guild_id})


async def remove_host(session: AsyncSession, *, person: Person, event_id: int, member_id: int) -> None:
    """Let somebody no longer organise an event."""
    row = await hold(session, person=person, event_id=event_id)
    mine = delete(EventHost).where(EventHost.event_id == row.id, EventHost.member_id == member_id)
    await session.execute(mine)


async def list_hosts(session: AsyncSession, *, event_id: int) -> Sequence[int]:
    """Give those who organise an event with its author."""
    hosts = select(EventHost.member_id).where(EventHost.event_id == event_id).order_by(EventHost.member_id)
    return (await session.scalars(hosts)).all()


async def list_clashes(session: AsyncSession, *, event: Event, now: datetime) -> list[str]:
    """Give the titles of other events of the community that overlap with one of the next times of an event."""
    schedule = await find_schedule(session, event=event)
    if schedule is None:
        return []
    return await event_clashes.list_clashes(session, event=event, schedule=schedule, now=now)


async def settle_over(session: AsyncSession, *, now: datetime) -> int:
    """Plan what comes next of events that repeat, and call over what has no time to come; give how many ended."""
    ended = select(Occurrence.event_id).where(Occurrence.state == "open", Occurrence.ends_at <= now)
    having = select(Event).where(Event.id.in_(ended)).order_by(Event.id).with_for_update(skip_locked=True)
    for row in (await session.scalars(having)).all():
        schedule = await find_schedule(session, event=row)
        await occurrences.settle_over(session, event=row, schedule=schedule, now=now)
    coming = exists().where(Occurrence.event_id == Event.id, Occurrence.state == "open")
    over = update(Event).where(Event.state == "open", ~coming)
    return await count(session, over.values(state="over", changed_at=now))


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give every event that a member made, organises or is the contact of."""
    mine = (await session.scalars(select(Event).where(_names(member_id, guild_id)).order_by(Event.id))).all()
    hosts = select(Event).join(EventHost, EventHost.event_id == Event.id)
    hosted = await session.scalars(hosts.where(belongs(EventHost.member_id, member_id, guild_id)).order_by(Event.id))
    told = [(row, _roles(row, member_id)) for row in mine] + [(row, ["host"]) for row in hosted]
    return [
        {"kind": "event", "community": str(row.guild_id), "title": row.title, "state": row.state, "role": roles}
        for row, roles in told
    ]


def _roles(row: Event, member_id: int) -> list[str]:
    return [name for name, who in (("author", row.author_id), ("contact", row.contact_id)) if who == member_id]


def _names(member_id: int, guild_id: int | None) -> ColumnElement[bool]:
    return or_(*(belongs(column, member_id, guild_id) for column in PEOPLE))  # type: ignore[arg-type] # may be empty


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:
    """Forget who made, organises or is the contact of events, which stay; a member's drafts go. Give how many rows."""
    wrote = belongs(Event.author_id, member_id, guild_id)  # type: ignore[arg-type] # may be empty
    gone = await _forget(session, and_(wrote, Event.state == "draft"), now)
    gone += await count(session, delete(EventHost).where(belongs(EventHost.member_id, member_id, guild_id)))
    mine = _names(member_id, guild_id)
    for row in (await session.scalars(select(Event).where(mine, Event.contact_id == member_id))).all():
        await occurrences.refresh_all(session, event=row, now=now)
    empty = {column.key: case((column == member_id, None), else_=column) for column in PEOPLE}
    return gone + await count(session, update(Event).where(mine).values(empty))


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget drafts after a day, and events thirty days after the last of their times."""
    recent = exists().where(Occurrence.event_id == Event.id, Occurrence.ends_at > now - KEPT)
    ended = and_(Event.state.in_(("over", "cancelled")), Event.changed_at < now - KEPT, ~recent)
    gone = await _forget(session, or_(and_(Event.state == "draft", Event.changed_at < now - DRAFT_KEPT), ended), now)
    return gone + await occurrences.purge(session, now=now)


async def _forget(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> int:
    """Forget events with their times, answers and rules."""
    rows = (await session.scalars(select(Event).where(which).with_for_update())).all()
    for row in rows:
        await occurrences.forget(session, event_id=row.id, now=now)
    kept = [row.schedule_id for row in rows if row.schedule_id is not None]
    gone = await count(session, delete(Event).where(Event.id.in_([row.id for row in rows])))
    for schedule in await session.scalars(select(Schedule).where(Schedule.id.in_(kept))):
        await schedules.drop(session, schedule=schedule)
    return gone
