"""Each time that an event takes place: planned ahead, posted one after the other, changed, called off."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain, repeat
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Invalid
from bot.services import event_cards, event_notices, event_reminders, recurrence, schedules, signups
from bot.services.recurrence import Occurrence as Time
from bot.services.recurrence import Recurrence
from bot.services.statements import count
from db.models.deliveries import Delivery
from db.models.events import Event, Occurrence
from db.models.schedules import Schedule

AHEAD = 4
"""How many times of an event that repeats can be answered at a time."""

KEPT = timedelta(days=30)

ENDED_LATELY = timedelta(weeks=4)
"""How long who answered a cancelled time is still told that the event does not go on."""

LOOKS_AT = 60
"""How many of the next times of a new rule are looked at for those that stay."""

ON_ITS_WAY = ("waiting", "leased")


async def list_open(session: AsyncSession, *, event_id: int, now: datetime) -> Sequence[Occurrence]:
    """Give the times of an event that are not over, the next first."""
    mine = select(Occurrence).where(Occurrence.event_id == event_id, Occurrence.state == "open")
    return (await session.scalars(mine.where(Occurrence.ends_at > now).order_by(Occurrence.starts_at))).all()


async def hold_open(session: AsyncSession, *, event_id: int, now: datetime) -> list[Occurrence]:
    """Give the times of an event that are not over, the next first, to change them: who answers meanwhile waits."""
    mine = and_(Occurrence.event_id == event_id, Occurrence.state == "open", Occurrence.ends_at > now)
    return sorted(await signups.list_held(session, where=mine), key=lambda one: one.starts_at)


async def plan(session: AsyncSession, *, event: Event, schedule: Schedule, now: datetime) -> Sequence[Occurrence]:
    """Have the next times of an event planned, as many as can be answered; give all that are open."""
    coming = await schedules.list_next(session, schedule=schedule, now=now)
    known = set(await session.scalars(select(Occurrence.original).where(Occurrence.event_id == event.id)))
    session.add_all(
        Occurrence(guild_id=event.guild_id, event_id=event.id, **times_of(event, one))
        for one in coming[:AHEAD]
        if named(one.original) not in known
    )
    await session.flush()
    return await list_open(session, event_id=event.id, now=now)


def named(original: datetime) -> str:
    """Write the original time on the wall that names one time of an event."""
    return original.isoformat(timespec="seconds")


def times_of(event: Event, one: Time, minutes: int | None = None) -> dict[str, str | datetime]:
    """Give the columns that say when; one time may take longer or shorter than the others."""
    length = timedelta(minutes=event.minutes if minutes is None else minutes)
    return {"original": named(one.original), "starts_at": one.at, "ends_at": one.at + length}


async def post_next(session: AsyncSession, *, event: Event, now: datetime) -> None:
    """Post the card of the next time, unless it is out: of an event that repeats, one stands at a time."""
    for one in (await list_open(session, event_id=event.id, now=now))[:1]:
        await event_cards.post(session, event=event, occurrence=one, now=now)


async def post_again(session: AsyncSession, *, occurrence: Occurrence, now: datetime) -> None:
    """Post a card anew whose message is gone, unless it is on its way. Every answer is kept."""
    ours = Delivery.feature == event_cards.FEATURE, Delivery.subject_id == occurrence.id, Delivery.kind == "post"
    under_way = select(Delivery.id).where(*ours, Delivery.state.in_(ON_ITS_WAY))
    if occurrence.state != "open" or occurrence.ends_at <= now or await session.scalar(under_way) is not None:
        return
    event = await session.get_one(Event, occurrence.event_id)
    await event_cards.retract(session, occurrence_ids=[occurrence.id], now=now)
    await session.flush()
    occurrence.is_posted = False
    await event_cards.post(session, event=event, occurrence=occurrence, now=now)


async def mend_cards(session: AsyncSession, *, now: datetime) -> int:
    """Post anew each card that somebody deleted, as an edit found; give how many."""
    found_nothing = Delivery.kind == "edit", Delivery.state == "failed", Delivery.reason == "missing-message"
    edits = select(Delivery.subject_id).where(Delivery.feature == event_cards.FEATURE, *found_nothing)
    lost = select(Occurrence).where(Occurrence.id.in_(edits), Occurrence.state == "open", Occurrence.ends_at > now)
    cards = (await session.scalars(lost)).all()
    for one in cards:
        await post_again(session, occurrence=one, now=now)
    return len(cards)


async def look_at_cards(session: AsyncSession, *, now: datetime) -> int:
    """Have every card of what is coming written again, which finds those that are gone; give how many."""
    out = Occurrence.state == "open", Occurrence.is_posted, Occurrence.ends_at > now
    cards = (await session.scalars(select(Occurrence).where(*out))).all()
    return sum([await event_cards.refresh(session, occurrence=one, now=now) for one in cards])


async def refresh_all(session: AsyncSession, *, event: Event, now: datetime) -> None:
    """Have every card of an event say what is true now."""
    for one in await list_open(session, event_id=event.id, now=now):
        await event_cards.refresh(session, occurrence=one, now=now)


async def follow(
    session: AsyncSession, *, event: Event, schedule: Schedule, minutes_before: int, now: datetime
) -> None:
    """Let the times of an event that are to come be those of its new rule, and as long as the event is now.

    A time that the new rule has too stays; the others take its other times, each in its turn, and who answered is
    told and asked again. What is left without a time is called off. What was cancelled before stays cancelled.
    """
    before = [one for one in await hold_open(session, event_id=event.id, now=now) if one.starts_at > now]
    taken = await _list_taken(session, event, before)
    for original in (one.original for one in taken if one.state == "cancelled"):
        named_by = datetime.fromisoformat(original)
        await schedules.leave_out(session, schedule=schedule, original=named_by, now=now)
    rule = await schedules.get_rule(session, schedule=schedule)
    for one, time in _share_out(before, taken, rule, is_as_long=event.minutes == minutes_before, now=now):
        if time is None:
            await call_off(session, occurrence=one, now=now)
        else:
            await move(session, event=event, occurrence=one, time=time, now=now)
    if event.state == "open":
        await plan(session, event=event, schedule=schedule, now=now)
        await post_next(session, event=event, now=now)


async def list_changed(
    session: AsyncSession, *, event: Event, rule: Recurrence, minutes: int, now: datetime
) -> list[Occurrence]:
    """Give the times that would be at another moment, of another length, or called off, by a new rule of an event."""
    before = [one for one in await list_open(session, event_id=event.id, now=now) if one.starts_at > now]
    taken = await _list_taken(session, event, before)
    shared = _share_out(before, taken, rule, is_as_long=event.minutes == minutes, now=now)
    length = timedelta(minutes=minutes)
    return [one for one, time in shared if time is None or (time.at, time.at + length) != (one.starts_at, one.ends_at)]


async def count_asked(session: AsyncSession, *, changed: Sequence[Occurrence]) -> int:
    """Give how many people are told of a change of some times: each once, whatever they answered but no."""
    asked = set[int]()
    for one in changed:
        asked.update(await signups.list_members(session, occurrence_id=one.id, answers=signups.HOPEFUL))
    return len(asked)


async def _list_taken(session: AsyncSession, event: Event, moving: Sequence[Occurrence]) -> list[Occurrence]:
    """Give the times of an event that keep their names: those that were cancelled, and those that have begun."""
    known = await session.scalars(select(Occurrence).where(Occurrence.event_id == event.id))
    return [one for one in known if one not in moving]


def _share_out(
    before: Sequence[Occurrence], taken: Sequence[Occurrence], rule: Recurrence, *, is_as_long: bool, now: datetime
) -> Iterator[tuple[Occurrence, Time | None]]:
    """Give each time that may change its new one, or None where none is left for it.

    Where the event is as long as before, a time that stays where it is keeps a length of its own.
    """
    names = {one.original for one in taken}
    upcoming = recurrence.upcoming(rule, now, LOOKS_AT)
    coming = {named(time.original): time for time in upcoming if named(time.original) not in names}
    go = [one for one in before if one.original not in coming]
    for one in before:
        if one not in go:
            time = coming.pop(one.original)
            if not is_as_long or time.at != one.starts_at:
                yield one, time
    yield from zip(go, chain(coming.values(), repeat(None)), strict=False)


async def move(
    session: AsyncSession,
    *,
    event: Event,
    occurrence: Occurrence,
    time: Time,
    now: datetime,
    minutes: int | None = None,
) -> None:
    """Let one time of an event take place at another; who answered is told, and asked again."""
    before = occurrence.starts_at, occurrence.ends_at
    for name, value in times_of(event, time, minutes).items():
        setattr(occurrence, name, value)
    if before == (occurrence.starts_at, occurrence.ends_at):
        return
    occurrence.sequence += 1
    await signups.ask_again(session, occurrence=occurrence, now=now)
    await event_cards.refresh(session, occurrence=occurrence, now=now)


async def call_off(session: AsyncSession, *, occurrence: Occurrence, now: datetime) -> None:
    """Cancel one time; who answered with anything but no is told, and its card says so."""
    occurrence.state, occurrence.sequence = "cancelled", occurrence.sequence + 1
    await session.flush()
    told = await signups.list_members(session, occurrence_id=occurrence.id, answers=signups.HOPEFUL)
    await event_notices.withdraw(session, occurrence_id=occurrence.id, now=now)
    await event_notices.tell(session, occurrence=occurrence, member_ids=told, kind="cancelled", now=now)
    await event_cards.refresh(session, occurrence=occurrence, now=now)


async def tell_it_ends(session: AsyncSession, *, event: Event, called_off: Sequence[Occurrence], now: datetime) -> None:
    """Tell who answered a time that was cancelled lately, before all others were, that the event does not go on."""
    mine = select(Occurrence).where(Occurrence.event_id == event.id, Occurrence.state == "cancelled")
    lately = mine.where(Occurrence.starts_at > now - ENDED_LATELY).order_by(Occurrence.starts_at.desc())
    known, ids = set[int](), {one.id for one in called_off}
    for one in sorted(await session.scalars(lately), key=lambda one: one.id not in ids):
        told = set(await signups.list_members(session, occurrence_id=one.id, answers=signups.HOPEFUL)) - known
        known |= told
        if one.id not in ids:
            until = now + timedelta(days=1)
            line: dict[str, Any] = {"member_ids": told, "token": "end", "now": now, "expires_at": until}
            await event_notices.tell(session, occurrence=one, kind="cancelled", **line)


async def check_seats(session: AsyncSession, *, event: Event, seats: int | None, now: datetime) -> None:
    """Raise Invalid where more are going already: nobody is dropped."""
    for one in await hold_open(session, event_id=event.id, now=now):
        if one.capacity is None:
            await check_seats_of(session, occurrence=one, seats=seats)


async def check_seats_of(session: AsyncSession, *, occurrence: Occurrence, seats: int | None) -> None:
    """Raise Invalid where more are going to one time already; None is no limit."""
    taken = await signups.count_taken(session, occurrence_id=occurrence.id)
    if seats is not None and taken > seats:
        raise Invalid("events-seats-under", taken=taken)


async def settle_all(session: AsyncSession, *, event: Event, now: datetime) -> None:
    """Offer places that came free by a change."""
    for one in await hold_open(session, event_id=event.id, now=now):
        await signups.settle_seats(session, occurrence=one, event=event, now=now)


async def remind_all(session: AsyncSession, *, event: Event, now: datetime) -> None:
    """Remind everybody by the event's new plan."""
    for one in await hold_open(session, event_id=event.id, now=now):
        await event_reminders.follow_all(session, event=event, occurrence=one, now=now)


async def settle_over(session: AsyncSession, *, event: Event, schedule: Schedule | None, now: datetime) -> None:
    """Call over the times of an event that have ended, whose cards say so, and plan and post what comes next."""
    ended = Occurrence.event_id == event.id, Occurrence.state == "open", Occurrence.ends_at <= now
    for one in await signups.list_held(session, where=and_(*ended)):
        one.state = "over"
        await event_cards.refresh(session, occurrence=one, now=now)
    if schedule is not None and schedule.rule:
        await plan(session, event=event, schedule=schedule, now=now)
    await post_next(session, event=event, now=now)


async def forget(session: AsyncSession, *, event_id: int, now: datetime) -> None:
    """Forget all times of an event, with what was answered and said; their cards go."""
    await _forget(session, Occurrence.event_id == event_id, now)


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget times thirty days after they ended, with all answers; give how many."""
    return await _forget(session, Occurrence.ends_at < now - KEPT, now)


async def _forget(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> int:
    ids = list(await session.scalars(select(Occurrence.id).where(which)))
    if not ids:
        return 0
    await event_notices.forget(session, occurrence_ids=ids, now=now)
    await event_cards.retract(session, occurrence_ids=ids, now=now)
    return await count(session, delete(Occurrence).where(Occurrence.id.in_(ids)))
