"""What members are told in private about an event they answered: each thing once, and called back when it is not so."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed
from bot.services import deliveries, event_times, members
from bot.services.scopes import belongs
from bot.services.statements import count
from db.models.deliveries import Delivery
from db.models.event_notices import EventMessage, EventNotice
from db.models.events import Event, Occurrence
from db.models.members import Member
from db.models.signups import Signup

FEATURE = "eventnotices"
"""Whose deliveries these are."""

UNSENT = ("waiting", "leased", "unknown")

Kind = Literal["reminder", "offer", "passed", "changed", "cancelled", "message", "feedback"]

NEEDS_ANSWER: dict[str, tuple[str, ...]] = {
    "reminder": ("going", "maybe"),
    "offer": ("offered",),
    "passed": ("no",),
    "changed": ("going", "maybe", "waiting", "offered"),
    "message": ("going", "maybe"),
}
"""Which answer somebody must have given for it to be said, judged when it is sent."""


MOST_MESSAGES = 3
"""How many messages of organisers those who come to one time are told in a day: each rings at everybody's."""

DAY = timedelta(days=1)

MATTERS = ("offer", "changed", "cancelled")
"""What somebody who takes no messages is told all the same, beside the next answer to something that they do."""


class Line(NamedTuple):
    """One message: to whom, which of its kind it is, from when and until when it is said."""

    member_id: int
    token: str
    due_at: datetime
    expires_at: datetime


class Told(NamedTuple):
    """What a notice is about; of a message also its text, and who wrote it, unless they asked to be forgotten.

    Of a cancelled time of an event that repeats, `next_at` is when it takes place next; None where it does not go on.
    """

    notice: EventNotice
    event: Event
    occurrence: Occurrence
    signup: Signup | None
    text: str
    author_id: int | None
    repeats: bool
    next_at: datetime | None


async def tell(  # noqa: PLR0913 a line of the diary says what, about what, to whom, from when and until when
    session: AsyncSession,
    *,
    occurrence: Occurrence,
    member_ids: Collection[int],
    kind: Kind,
    now: datetime,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    token: str = "",
    message_id: int | None = None,
) -> None:
    """Put a private message to each of these members into the diary. The same, with the same token, is said once."""
    until = expires_at or max(occurrence.ends_at, now)
    lines = [Line(member_id, token, due_at or now, until) for member_id in sorted(set(member_ids))]
    await tell_each(session, occurrence=occurrence, lines=lines, kind=kind, message_id=message_id)


async def tell_each(
    session: AsyncSession,
    *,
    occurrence: Occurrence,
    lines: Collection[Line],
    kind: Kind,
    message_id: int | None = None,
) -> None:
    """Put many private messages of one kind into the diary, in few statements; what is said already is left out."""
    if not lines:
        return
    about = {"guild_id": occurrence.guild_id, "occurrence_id": occurrence.id, "kind": kind, "message_id": message_id}
    known = await _list_known(session, occurrence.id, kind, {line.member_id for line in lines})
    new = [line for line in lines if (line.member_id, line.token) not in known]
    rows = [EventNotice(**about, member_id=line.member_id, token=line.token) for line in new]
    session.add_all(rows)
    await session.flush()
    for row, line in zip(rows, new, strict=True):
        await deliveries.schedule(
            session,
            guild_id=occurrence.guild_id,
            feature=FEATURE,
            subject_id=row.id,
            member_id=row.member_id,
            due_at=line.due_at,
            expires_at=line.expires_at,
            is_written=False,
        )


async def _list_known(
    session: AsyncSession, occurrence_id: int, kind: Kind, member_ids: Iterable[int]
) -> set[tuple[int, str]]:
    here = select(EventNotice.member_id, EventNotice.token).where(EventNotice.occurrence_id == occurrence_id)
    same = here.where(EventNotice.kind == kind, EventNotice.member_id.in_(member_ids))
    return {(row[0], row[1]) for row in await session.execute(same)}


async def withdraw(
    session: AsyncSession,
    *,
    occurrence_id: int,
    now: datetime,
    member_id: int | None = None,
    kinds: Collection[Kind] = ("reminder", "offer", "changed"),
) -> None:
    """Take back what is not said yet about one time, to everybody or to one member; what was said stays said."""
    here = select(EventNotice.id).where(EventNotice.occurrence_id == occurrence_id, EventNotice.kind.in_(kinds))
    if member_id is not None:
        here = here.where(EventNotice.member_id == member_id)
    ours = Delivery.feature == FEATURE, Delivery.subject_id.in_(here), Delivery.state.in_(UNSENT)
    if unsent := (await session.scalars(select(Delivery.subject_id).where(*ours))).all():
        await deliveries.retract(session, feature=FEATURE, subject_ids=unsent, now=now)
        await session.execute(delete(EventNotice).where(EventNotice.id.in_(unsent)))


async def record_message(
    session: AsyncSession,
    *,
    occurrence: Occurrence,
    author_id: int,
    text: str,
    member_ids: Collection[int],
    now: datetime,
) -> None:
    """Tell those who come what an organiser wrote; Closed when they were told enough for one day."""
    lately = EventMessage.occurrence_id == occurrence.id, EventMessage.created_at > now - DAY
    if len((await session.scalars(select(EventMessage.id).where(*lately))).all()) >= MOST_MESSAGES:
        raise Closed("eventnotices-messages-enough", most=MOST_MESSAGES)
    row = EventMessage(
        guild_id=occurrence.guild_id, occurrence_id=occurrence.id, author_id=author_id, text=text, created_at=now
    )
    session.add(row)
    await session.flush()
    told: dict[str, Any] = {"occurrence": occurrence, "member_ids": member_ids, "now": now}
    await tell(session, **told, kind="message", token=str(row.id), message_id=row.id)


async def find_told(session: AsyncSession, *, notice_id: int, is_here: bool = False) -> Told | None:
    """Give what a notice says, as things stand now; None when it is not so any more, or its member takes no messages.

    Here means that it is told beside an answer, for which nobody need take messages, and only if it matters.
    """
    notice = await session.get(EventNotice, notice_id)
    if notice is None:
        return None
    occurrence = await session.get_one(Occurrence, notice.occurrence_id)
    event = await session.get_one(Event, occurrence.event_id)
    mine = select(Signup).where(Signup.occurrence_id == occurrence.id, Signup.member_id == notice.member_id)
    signup = (await session.scalars(mine)).first()
    if not _is_so(notice, occurrence, signup) or not await _is_told(session, notice, is_here=is_here):
        return None
    message = await session.get(EventMessage, notice.message_id) if notice.message_id else None
    text, author_id = (message.text, message.author_id) if message else ("", None)
    repeats = await event_times.repeats(session, event=event)
    next_at = await event_times.find_next(session, occurrence=occurrence)
    return Told(notice, event, occurrence, signup, text, author_id, repeats, next_at)


def _is_so(notice: EventNotice, occurrence: Occurrence, signup: Signup | None) -> bool:
    """Tell whether it is still so: who said no is not reminded, and of what is cancelled only that is told."""
    needed = NEEDS_ANSWER.get(notice.kind)
    if needed and (signup is None or signup.answer not in needed):
        return False
    return (notice.kind == "cancelled") == (occurrence.state == "cancelled")


async def _is_told(session: AsyncSession, notice: EventNotice, *, is_here: bool) -> bool:
    """Tell whether somebody may be told: they have not left, and take messages or need none for it."""
    member = await members.find_member(session, guild_id=notice.guild_id, member_id=notice.member_id)
    if member is None or member.left_on is not None:
        return member is None
    return member.direct_messages or (is_here and notice.kind in MATTERS)


async def keep_unsaid(session: AsyncSession, *, now: datetime) -> list[int]:
    """Keep what matters and was not sent to members who take no messages, to be told beside an answer; give who."""
    off = select(Member.member_id).where(Member.guild_id == EventNotice.guild_id, ~Member.direct_messages)
    unsaid = select(EventNotice.id).where(EventNotice.kind.in_(MATTERS), EventNotice.member_id.in_(off))
    here = Delivery.feature == FEATURE, Delivery.kind == "post", Delivery.state == "cancelled"
    open_still = Delivery.lease_until.is_(None), Delivery.expires_at > now, Delivery.subject_id.in_(unsaid)
    kept = update(Delivery).where(*here, *open_still).values(state="failed", reason="closed-dm")
    who = await session.scalars(kept.returning(Delivery.member_id))
    return sorted({member_id for member_id in who if member_id is not None})


async def forget(session: AsyncSession, *, occurrence_ids: Sequence[int], now: datetime) -> None:
    """Forget everything said about these times, and take it out of the direct messages where it stands."""
    await _forget(session, EventNotice.occurrence_id.in_(occurrence_ids), now)


async def _forget(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> int:
    ids = (await session.scalars(select(EventNotice.id).where(which))).all()
    if not ids:
        return 0
    await deliveries.retract(session, feature=FEATURE, subject_ids=ids, now=now)
    return await count(session, delete(EventNotice).where(EventNotice.id.in_(ids)))


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give what a member was told, or is going to be, and what they told others as an organiser."""
    mine = select(EventNotice).where(belongs(EventNotice.member_id, member_id, guild_id)).order_by(EventNotice.id)
    wrote = select(EventMessage).where(belongs(EventMessage.author_id, member_id, guild_id))  # type: ignore[arg-type] # may be empty
    told = [
        {"kind": "event-notice", "community": str(row.guild_id), "about": row.kind}
        for row in await session.scalars(mine)
    ]
    return told + [
        {"kind": "event-message", "community": str(row.guild_id), "text": row.text}
        for row in await session.scalars(wrote.order_by(EventMessage.id))
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:
    """Take back what a member was told, and what they told others by name; give how many rows were theirs.

    What others are still to be told then has no name.
    """
    gone = await _forget(session, belongs(EventNotice.member_id, member_id, guild_id), now)
    wrote = belongs(EventMessage.author_id, member_id, guild_id)  # type: ignore[arg-type] # may be empty
    await _forget(session, EventNotice.id.in_(_out(select(EventMessage.id).where(wrote))), now)
    return gone + await count(session, update(EventMessage).where(wrote).values(author_id=None))


def _out(messages: Select[int]) -> Select[int]:
    """Give which notices of these messages are out, or may be."""
    may_be = Delivery.attempted_at.is_not(None) | Delivery.doubt_at.is_not(None)
    is_out = or_(Delivery.state.in_(("sent", "leased", "unknown")), may_be)
    out = select(Delivery.subject_id).where(Delivery.feature == FEATURE, is_out)
    return select(EventNotice.id).where(EventNotice.message_id.in_(messages), EventNotice.id.in_(out))


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Nothing of its own: what was said goes with the time it is about."""
    del session, now
    return 0
