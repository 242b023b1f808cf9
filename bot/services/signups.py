"""Signing up: a place is never sold twice and none is left empty; who waits is offered the next one, in order."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple, cast

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, Invalid, NotAllowed, NotFound
from bot.services import event_cards, event_notices, event_reminders, members, offers
from bot.services.event_cards import TAKES_A_SEAT, seats_of
from bot.services.guilds import Person
from bot.services.scopes import belongs
from bot.services.statements import count
from db.models.events import ABOUT, Event, Occurrence
from db.models.signups import GUEST, AccessNeed, Signup

Answer = Literal["going", "maybe", "no"]

HOPEFUL = ("going", "maybe", "waiting", "offered")
"""Answers of those who want to hear of a change."""

NEEDS_KEPT = timedelta(days=7)
"""How long access needs are kept after the end."""

MOST_GUESTS = 50


class Answered(NamedTuple):
    """What an answer came to. `place` is the place in the line of somebody who waits, from 1."""

    signup: Signup
    event: Event
    occurrence: Occurrence
    place: int | None


async def hold_open(
    session: AsyncSession, *, guild_id: int, occurrence_id: int, now: datetime
) -> tuple[Occurrence, Event]:
    """Give one time of an event to answer; of two answers at once, the second waits here. Closed when it is over."""
    one = await _hold(session, guild_id, occurrence_id, now)
    # Read only now that the time is held: how many can come may have changed until then.
    return one, await session.get_one(Event, one.event_id, populate_existing=True)


async def _hold(session: AsyncSession, guild_id: int, occurrence_id: int, now: datetime) -> Occurrence:
    one = await session.get(Occurrence, occurrence_id, with_for_update=True)
    if one is None or one.guild_id != guild_id:
        raise NotFound("events-not-found")
    if one.state != "open" or one.ends_at <= now:
        raise Closed("events-is-cancelled" if one.state == "cancelled" else "events-is-over")
    return one


async def record_answer(
    session: AsyncSession, *, person: Person, occurrence_id: int, answer: Answer, now: datetime
) -> Answered:
    """Record going, maybe or no. Where every place is taken, going is waiting. The same answer twice is one.

    NotAllowed for an event that is for people with another role. An offer holds until its place is given on.
    """
    await members.record_choice(session, guild_id=person.guild_id, member_id=person.member_id, now=now)
    one = await _hold(session, person.guild_id, occurrence_id, now)
    mine = and_(Signup.occurrence_id == one.id, Signup.member_id == person.member_id)
    found = select(Event, Signup).outerjoin(Signup, mine).where(Event.id == one.event_id)
    row = (await session.execute(found, execution_options={"populate_existing": True})).one()
    event, known = cast("tuple[Event, Signup | None]", tuple(row))
    if event.role_id is not None and event.role_id not in person.roles and answer != "no":
        raise NotAllowed("events-for-a-role", role=f"<@&{event.role_id}>")
    signup = known or Signup(**_of(one), member_id=person.member_id, answer="")
    signup.is_asked = False
    # Until it begins, free places are offered in order. From then on whoever asks takes one.
    is_in_line = answer == "going" and signup.answer == "waiting" and one.starts_at > now
    if signup.answer != answer and not is_in_line:
        await change(session, event=event, occurrence=one, signup=signup, answer=answer, now=now)
    return Answered(signup, event, one, await find_place(session, signup=signup))


def _of(one: Occurrence) -> dict[str, int]:
    return {"guild_id": one.guild_id, "occurrence_id": one.id}


async def change(
    session: AsyncSession, *, event: Event, occurrence: Occurrence, signup: Signup, answer: Answer, now: datetime
) -> None:
    """Give a place, or take one back, and let who is next have it."""
    one = occurrence
    counts = Counter(await event_cards.count_answers(session, occurrence_id=one.id))
    before, after = signup.answer, str(answer)
    if answer == "going" and before != "offered" and not _is_free(event, one, counts):
        after = "waiting"
    if after == before:  # still no place: theirs in the line stays
        return
    counts.subtract([before])
    counts.update([after])
    signup.answer, signup.answered_at, signup.offer_until = after, now, None
    session.add(signup)
    await session.flush()
    if before:
        await _take_back(session, one, signup, now)
    if before not in event_reminders.REMINDED:
        await event_reminders.plan(session, event=event, occurrence=one, signup=signup, now=now)
    await _settle(session, event, one, counts, now, is_renamed="going" in {before, after})


async def _take_back(session: AsyncSession, one: Occurrence, signup: Signup, now: datetime) -> None:
    """Take back what is not so any more after another answer: an offer, reminders, and what was needed."""
    is_reminded = signup.answer in event_reminders.REMINDED
    kinds: tuple[event_notices.Kind, ...] = ("offer",) if is_reminded else ("offer", "reminder")
    who: dict[str, Any] = {"member_id": signup.member_id, "now": now}
    await event_notices.withdraw(session, occurrence_id=one.id, kinds=kinds, **who)
    if signup.answer == "no":
        await session.execute(delete(AccessNeed).where(AccessNeed.signup_id == signup.id))


def _is_free(event: Event, one: Occurrence, counts: Mapping[str, int]) -> bool:
    seats = seats_of(event, one)
    return seats is None or _taken(counts) < seats


def _taken(counts: Mapping[str, int]) -> int:
    return sum(counts.get(answer, 0) for answer in TAKES_A_SEAT)


async def count_taken(session: AsyncSession, *, occurrence_id: int) -> int:
    """Give how many places are taken: by who goes, and by who is offered one."""
    return _taken(await event_cards.count_answers(session, occurrence_id=occurrence_id))


async def settle_seats(session: AsyncSession, *, occurrence: Occurrence, event: Event, now: datetime) -> None:
    """Offer each place that is free to who waits longest, and let the card say what is true."""
    counts = Counter(await event_cards.count_answers(session, occurrence_id=occurrence.id))
    await _settle(session, event, occurrence, counts, now)


async def _settle(
    session: AsyncSession,
    event: Event,
    one: Occurrence,
    counts: Counter[str],
    now: datetime,
    *,
    is_renamed: bool = False,
) -> None:
    seats, waiting = seats_of(event, one), counts["waiting"]
    free = waiting if seats is None else min(waiting, seats - _taken(counts))
    if free > 0 and one.state == "open" and one.starts_at > now:
        await offers.offer_next(session, occurrence=one, places=free, now=now)
        counts.update(waiting=-free, offered=free)
    told: dict[str, Any] = {"event": event, "occurrence": one, "counts": counts, "is_renamed": is_renamed}
    await event_cards.follow_answers(session, **told, now=now)


async def list_held(session: AsyncSession, *, where: ColumnElement[bool]) -> Sequence[Occurrence]:
    """Give times of events to change: nobody else changes them meanwhile. Always in one order, so that none waits."""
    held = select(Occurrence).where(where).order_by(Occurrence.id).with_for_update()
    return (await session.scalars(held, execution_options={"populate_existing": True})).all()


async def ask_again(session: AsyncSession, *, occurrence: Occurrence, now: datetime) -> None:
    """Tell who answered that the time changed, and ask whether it still suits them; reminders follow it."""
    event = await session.get_one(Event, occurrence.event_id)
    await event_notices.withdraw(session, occurrence_id=occurrence.id, now=now)
    mine = select(Signup).where(Signup.occurrence_id == occurrence.id, Signup.answer.in_(HOPEFUL))
    signups = (await session.scalars(mine.where(Signup.member_id.is_not(None)))).all()
    for signup in signups:
        signup.is_asked = True
    await event_reminders.plan_all(session, event=event, occurrence=occurrence, signups=signups, now=now)
    told: dict[str, Any] = {"member_ids": offers.members_of(signups), "token": str(occurrence.sequence), "now": now}
    await event_notices.tell(session, occurrence=occurrence, kind="changed", **told)
    offered = [signup for signup in signups if signup.answer == "offered"]
    await offers.tell(session, occurrence=occurrence, offered=offered, now=now)  # each begins anew


async def find_signup(session: AsyncSession, *, occurrence_id: int, member_id: int) -> Signup | None:
    """Give what a member answered about one time, or None."""
    mine = select(Signup).where(Signup.occurrence_id == occurrence_id, Signup.member_id == member_id)
    return (await session.scalars(mine)).first()


async def find_place(session: AsyncSession, *, signup: Signup) -> int | None:
    """Give the place in the line, from 1, of somebody who waits; else None."""
    if signup.answer != "waiting":
        return None
    same = and_(Signup.answered_at == signup.answered_at, Signup.id <= signup.id)
    before = or_(Signup.answered_at < signup.answered_at, same)
    line = select(func.count()).where(Signup.occurrence_id == signup.occurrence_id, Signup.answer == "waiting", before)
    return await session.scalar(line)


async def list_members(session: AsyncSession, *, occurrence_id: int, answers: Sequence[str]) -> list[int]:
    """Give the members who gave one of these answers about one time."""
    found = select(Signup.member_id).where(Signup.occurrence_id == occurrence_id, Signup.answer.in_(answers))
    return [one for one in await session.scalars(found.order_by(Signup.answered_at, Signup.id)) if one is not None]


async def list_signups(session: AsyncSession, *, occurrence_id: int) -> Sequence[tuple[Signup, str | None]]:
    """Give all answers but no about one time, with what each needs, for those who organise it."""
    mine = select(Signup, AccessNeed.text).outerjoin(AccessNeed, AccessNeed.signup_id == Signup.id)
    here = mine.where(Signup.occurrence_id == occurrence_id, Signup.answer.in_(HOPEFUL))
    found = await session.execute(here.order_by(Signup.answer, Signup.answered_at, Signup.id))
    return [(signup, text) for signup, text in found]


async def record_need(session: AsyncSession, *, person: Person, occurrence_id: int, text: str, now: datetime) -> None:
    """Keep what somebody who comes needs, for those who organise it alone; nothing typed forgets it."""
    one, _ = await hold_open(session, guild_id=person.guild_id, occurrence_id=occurrence_id, now=now)
    signup = await find_signup(session, occurrence_id=one.id, member_id=person.member_id)
    if signup is None or signup.answer not in HOPEFUL:
        raise Closed("events-need-first")
    await session.execute(delete(AccessNeed).where(AccessNeed.signup_id == signup.id))
    if text:
        session.add(AccessNeed(signup_id=signup.id, guild_id=signup.guild_id, text=text[:ABOUT]))


async def find_need(session: AsyncSession, *, person: Person, occurrence_id: int) -> str:
    """Give what somebody said that they need, to change it."""
    signup = await find_signup(session, occurrence_id=occurrence_id, member_id=person.member_id)
    need = await session.get(AccessNeed, signup.id) if signup else None
    return need.text if need else ""


async def add_guest(session: AsyncSession, *, occurrence: Occurrence, event: Event, name: str, now: datetime) -> Signup:
    """Sign up somebody who is not on Discord, by a name; Closed when every place is taken."""
    if not name or len(name) > GUEST:
        raise Invalid("events-guest-name", most=GUEST)
    guests = select(Signup.id).where(Signup.occurrence_id == occurrence.id, Signup.guest.is_not(None))
    if len((await session.scalars(guests)).all()) >= MOST_GUESTS:
        raise Closed("events-guests-enough", most=MOST_GUESTS)
    if not _is_free(event, occurrence, await event_cards.count_answers(session, occurrence_id=occurrence.id)):
        raise Closed("events-full")
    row = Signup(**_of(occurrence), guest=name, answer="going", answered_at=now)
    session.add(row)
    await session.flush()
    await event_cards.follow_answers(session, event=event, occurrence=occurrence, now=now)
    return row


async def remove_guest(
    session: AsyncSession, *, occurrence: Occurrence, event: Event, signup_id: int, now: datetime
) -> None:
    """Take somebody off who was signed up by name; the place goes to who is next."""
    mine = Signup.id == signup_id, Signup.occurrence_id == occurrence.id, Signup.guest.is_not(None)
    await session.execute(delete(Signup).where(*mine))
    await settle_seats(session, occurrence=occurrence, event=event, now=now)


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give what a member answered about events, and what they need there."""
    mine = select(Signup, Occurrence, Event, AccessNeed.text).join(Occurrence, Occurrence.id == Signup.occurrence_id)
    mine = mine.join(Event, Event.id == Occurrence.event_id).outerjoin(AccessNeed, AccessNeed.signup_id == Signup.id)
    rows = await session.execute(mine.where(belongs(Signup.member_id, member_id, guild_id)).order_by(Signup.id))  # type: ignore[arg-type] # may be empty
    return [
        {
            "kind": "event-sign-up",
            "community": str(signup.guild_id),
            "event": one.title or event.title,
            "starts_at": one.starts_at.isoformat(),
            "answer": signup.answer,
            "attended": signup.attended,
            "needs": need,
        }
        for signup, one, event, need in rows
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:
    """Forget every answer of a member; a place that was theirs goes to who is next. Give how many rows."""
    mine = belongs(Signup.member_id, member_id, guild_id)  # type: ignore[arg-type] # may be empty
    held = await list_held(session, where=Occurrence.id.in_(select(Signup.occurrence_id).where(mine)))
    gone = await count(session, delete(Signup).where(mine))
    for one in held:
        event = await session.get_one(Event, one.event_id)
        await settle_seats(session, occurrence=one, event=event, now=now)
        await event_cards.refresh(session, occurrence=one, now=now)  # it may name them, however long it is over
    return gone


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget access needs a week after the end, or once it is cancelled; answers go with the time they are about."""
    over = select(Signup.id).join(Occurrence, Occurrence.id == Signup.occurrence_id)
    over = over.where(or_(Occurrence.ends_at < now - NEEDS_KEPT, Occurrence.state == "cancelled"))
    return await count(session, delete(AccessNeed).where(AccessNeed.signup_id.in_(over)))
