"""Times of events as Discord's own scheduled events: which are wanted, what became of them, and what organisers say.

Discord is compared with what is kept here, again and again: a step that was cut off is found out by the next look.
"""

from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, Invalid
from bot.services import deliveries, event_drafts, events, guilds
from bot.services.guilds import Person
from bot.services.mirror_steps import OPEN, REFUSED, STOOD, Entry, Standing, start_of, write
from bot.services.occurrences import AHEAD
from bot.services.statements import upsert
from db.models.events import Event, Occurrence
from db.models.mirrors import Mirror

FEATURE = "mirrors"
"""Whose deliveries the questions to organisers are. Each has a row of its own: one that is asked about is new."""

MOST = 100
"""The most events that Discord takes in a server."""

SETTLING = timedelta(days=1)
"""How long Kettle tries to say under a question that it is settled."""

_WANTED = and_(Event.state == "open", Event.is_mirrored, Event.role_id.is_(None), Occurrence.state == "open")


class Question(NamedTuple):
    """What organisers are asked or told about one time of an event."""

    mirror: Mirror
    occurrence: Occurrence
    event: Event


async def check_showable(session: AsyncSession, *, person: Person, event_id: int, taken: int) -> Event:
    """Raise Invalid where not everybody may come to an event, Closed where Discord takes no more; else give it."""
    row = await events.hold(session, person=person, event_id=event_id)
    if row.role_id is not None:
        raise Invalid("mirrors-limited")
    if taken >= MOST:
        raise Closed("mirrors-enough", most=MOST)
    return row


async def turn_on(session: AsyncSession, *, person: Person, event_id: int, taken: int, now: datetime) -> Event:
    """Show an event among Discord's own, which hold so many already; the sweep makes what is wanted there."""
    row = await check_showable(session, person=person, event_id=event_id, taken=taken)
    return await _choose(session, person, row, now, is_mirrored=True)


async def turn_off(session: AsyncSession, *, person: Person, event_id: int, now: datetime) -> Event:
    """Show an event there no longer; what is there is taken away."""
    row = await events.hold(session, person=person, event_id=event_id)
    return await _choose(session, person, row, now, is_mirrored=False)


async def _choose(session: AsyncSession, person: Person, row: Event, now: datetime, *, is_mirrored: bool) -> Event:
    if row.is_mirrored == is_mirrored:
        return row
    told = {"person": person, "event_id": row.id, "now": now}
    return await event_drafts.record_choice(session, **told, is_mirrored=is_mirrored)  # type: ignore[arg-type] # what is named above


async def plan(session: AsyncSession, *, now: datetime) -> None:
    """Want a mirror of each of the next four times of every event that is shown at Discord."""
    coming = (
        select(Event.id, Occurrence.id, Occurrence.guild_id, Mirror.id)
        .join(Occurrence, Occurrence.event_id == Event.id)
        .outerjoin(Mirror, Mirror.occurrence_id == Occurrence.id)
        .where(_WANTED, Occurrence.starts_at > now)
        .order_by(Event.id, Occurrence.starts_at, Occurrence.id)
    )
    for _, times in groupby(await session.execute(coming), key=itemgetter(0)):
        for _, occurrence_id, guild_id, mirror_id in list(times)[:AHEAD]:
            if mirror_id is None:
                keys, new = {"occurrence_id": occurrence_id}, {"guild_id": guild_id}
                await upsert(session, Mirror, keys=keys, values={}, new={**new, "state": "wanted", "written": ""})


async def list_standings(session: AsyncSession, *, place: str, now: datetime) -> dict[int, list[Standing]]:
    """Give by community every mirror that something may have to be done about. What has begun is left to Discord."""
    rows = (
        select(Mirror, Occurrence, Event, _WANTED)
        .join(Occurrence, Occurrence.id == Mirror.occurrence_id)
        .join(Event, Event.id == Occurrence.event_id)
        .where(Occurrence.ends_at > now)
        .order_by(Mirror.id)
    )
    found: dict[int, list[Standing]] = {}
    for mirror, occurrence, event, is_wanted in await session.execute(rows):
        if is_wanted and occurrence.starts_at <= now:
            continue
        entry = Entry(occurrence.title or event.title, occurrence.starts_at, occurrence.ends_at, place)
        known = (mirror.id, mirror.scheduled_event_id, mirror.state, mirror.written)
        found.setdefault(mirror.guild_id, []).append(Standing(*known, entry, bool(is_wanted)))
    return found


async def record_meant(session: AsyncSession, *, mirror_id: int, entry: Entry, now: datetime) -> bool:
    """Keep what is going to be done, before it is: so it is known again. False where the mirror is forgotten."""
    row = await _hold(session, mirror_id)
    if row is None:
        return False
    row.written = write(entry)
    if row.state not in REFUSED:
        await _settle(session, row, now)
        row.state = "wanted"
    return True


async def record_there(
    session: AsyncSession, *, mirror_id: int, scheduled_event_id: int, entry: Entry, now: datetime
) -> None:
    """Record that a mirror stands at Discord and says this."""
    row = await _hold(session, mirror_id)
    if row is not None:
        await _settle(session, row, now)
        row.scheduled_event_id, row.written, row.state = scheduled_event_id, write(entry), "there"


async def record_changed(
    session: AsyncSession, *, mirror_id: int, scheduled_event_id: int, entry: Entry, now: datetime
) -> None:
    """Ask organisers about a mirror that somebody changed at Discord, while Kettle says this."""
    row = await _hold(session, mirror_id)
    if row is not None:
        row.scheduled_event_id, row.written = scheduled_event_id, write(entry)
        await _ask(session, row, "changed", now)


async def record_missing(session: AsyncSession, *, mirror_id: int, now: datetime) -> None:
    """Ask organisers about a mirror that somebody took away.

    What Discord ended after its start, and what Kettle may have taken away itself, is made anew where it is wanted.
    """
    row = await _hold(session, mirror_id)
    if row is None:
        return
    start = start_of(row.written)
    row.scheduled_event_id = None
    if row.state in STOOD and (start is None or start > now):
        await _ask(session, row, "gone", now)
    else:
        await _settle(session, row, now)
        row.state, row.written = "wanted", ""


async def record_refused(session: AsyncSession, *, mirror_id: int, state: str, now: datetime) -> None:
    """Keep that Discord did not take a mirror, and tell organisers, once an event."""
    row = await _hold(session, mirror_id)
    if row is None or row.state == state:
        return
    mine = select(Occurrence.event_id).where(Occurrence.id == row.occurrence_id).scalar_subquery()
    same = select(func.count()).select_from(Mirror).join(Occurrence, Occurrence.id == Mirror.occurrence_id)
    told = await session.scalar(same.where(Occurrence.event_id == mine, Mirror.state == state))
    if told:
        await _settle(session, row, now)
        row.state = state
    else:
        await _ask(session, row, state, now)


async def forget_mirror(session: AsyncSession, *, mirror_id: int, now: datetime) -> None:
    """Forget a mirror that is not at Discord and not wanted there."""
    row = await _hold(session, mirror_id)
    if row is not None:
        await _settle(session, row, now)
        await session.delete(row)


async def _hold(session: AsyncSession, mirror_id: int) -> Mirror | None:
    return await session.get(Mirror, mirror_id, with_for_update=True)


async def _ask(session: AsyncSession, row: Mirror, state: str, now: datetime) -> None:
    """Put a new row in a mirror's place, and a question about it into the diary; nobody is asked where nobody can be.

    A question of its own for each row: what was asked before stays as it was answered.
    """
    await _settle(session, row, now)
    occurrence, guild_id = await session.get_one(Occurrence, row.occurrence_id), row.guild_id
    new = Mirror(
        guild_id=guild_id,
        occurrence_id=row.occurrence_id,
        scheduled_event_id=row.scheduled_event_id,
        state=state,
        written=row.written,
    )
    await session.delete(row)
    await session.flush()
    session.add(new)
    await session.flush()
    guild = await guilds.find_guild(session, guild_id=guild_id)
    if guild is not None and guild.organisers_channel_id is not None:
        await deliveries.schedule(
            session,
            guild_id=guild_id,
            feature=FEATURE,
            subject_id=new.id,
            channel_id=guild.organisers_channel_id,
            due_at=now,
            expires_at=occurrence.ends_at,
        )


async def _settle(session: AsyncSession, row: Mirror, now: datetime) -> None:
    """Have a question that stands in the channel say that it is settled."""
    if row.state in OPEN:
        until = now + SETTLING
        await deliveries.schedule_change(
            session, feature=FEATURE, subject_id=row.id, kind="edit", now=now, expires_at=until
        )


async def find_question(session: AsyncSession, *, mirror_id: int) -> Question | None:
    """Give what organisers are asked, as things stand now; None once it is settled."""
    row = await session.get(Mirror, mirror_id)
    if row is None or row.state not in OPEN:
        return None
    occurrence = await session.get_one(Occurrence, row.occurrence_id)
    return Question(row, occurrence, await session.get_one(Event, occurrence.event_id))


async def get_question(session: AsyncSession, *, person: Person, mirror_id: int, states: tuple[str, ...]) -> Question:
    """Give a question to those who organise the event; Closed once it is settled."""
    await _hold(session, mirror_id)  # two who answer at once: the second finds it settled
    found = await find_question(session, mirror_id=mirror_id)
    if found is None or found.mirror.guild_id != person.guild_id:
        raise Closed("mirrors-settled")
    await events.get_event(session, person=person, event_id=found.event.id)
    if found.mirror.state not in states:
        raise Closed("mirrors-settled")
    return found


async def write_again(session: AsyncSession, *, person: Person, mirror_id: int, now: datetime) -> Question:
    """Have Kettle's version written at Discord, whatever is there."""
    found = await get_question(session, person=person, mirror_id=mirror_id, states=OPEN)
    await _settle(session, found.mirror, now)
    if found.mirror.state == "gone":
        found.mirror.written = ""
    found.mirror.state = "wanted"
    return found


async def leave(session: AsyncSession, *, person: Person, mirror_id: int, now: datetime) -> Question:
    """Leave it at Discord as somebody made it, until the event changes in Kettle."""
    found = await get_question(session, person=person, mirror_id=mirror_id, states=("changed", "gone"))
    await _settle(session, found.mirror, now)
    found.mirror.state = "left" if found.mirror.state == "changed" else "ended"
    return found


async def cancel(session: AsyncSession, *, person: Person, mirror_id: int, now: datetime) -> Question:
    """Cancel in Kettle too what somebody took away at Discord; those who answered are told."""
    found = await get_question(session, person=person, mirror_id=mirror_id, states=("gone",))
    await events.cancel_occurrence(session, person=person, occurrence_id=found.occurrence.id, now=now)
    await _settle(session, found.mirror, now)
    found.mirror.state = "ended"
    return found
