"""A member sends a peer one entry of the catalogue: privately, by name, with no words, if the peer accepts such."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import ColumnElement, delete, func, or_, select

from bot.errors import Closed, Invalid, NotFound, TooSoon
from bot.services import deliveries, members, training, training_saves
from bot.services.scopes import belongs
from bot.services.statements import count
from db.models.signposts import Signpost
from db.models.training import TrainingEntry

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

FEATURE: Final = "signposts"
"""Whose deliveries these are."""

MOST: Final = 5
"""The most that one member may send in a day."""

DAY: Final = timedelta(days=1)

KEPT: Final = timedelta(days=7)
"""How long it is kept who sent something, and how long the message that names them stands."""

AGAIN: Final = timedelta(days=30)
"""How long the same entry is not sent to the same person again, whoever sent it."""

USE_BY: Final = timedelta(days=3)
"""How long one may wait for a way through, which ends well before its sender is forgotten."""


class Shown(NamedTuple):
    """What somebody is sent, and by whom."""

    from_id: int
    entry: TrainingEntry


async def check_may_send(session: AsyncSession, *, guild_id: int, from_id: int, member_id: int, now: datetime) -> None:
    """Raise Invalid to oneself, Closed where the person gets no such messages, TooSoon where enough went out today.

    Somebody Kettle does not know yet has turned nothing off: they are sent it, as they are asked to share. Why a
    person gets none is theirs to know.
    """
    if member_id == from_id:
        raise Invalid("signposts-not-yourself")
    if not await members.takes_signposts(session, guild_id=guild_id, member_id=member_id):
        raise Closed("signposts-not-taken")
    mine = belongs(Signpost.from_id, from_id, guild_id)  # type: ignore[arg-type] # may be empty
    today = select(func.count()).select_from(Signpost).where(mine, Signpost.created_at > now - DAY)
    if (await session.scalar(today) or 0) >= MOST:
        raise TooSoon("signposts-many", most=MOST)


async def record_signpost(
    session: AsyncSession, *, guild_id: int, from_id: int, member_id: int, number: int, now: datetime
) -> Signpost:
    """Send a person an entry, when their quiet hours are over; NotFound where it is gone, TooSoon where they got it."""
    await members.record_choice(session, guild_id=guild_id, member_id=from_id, now=now)
    await check_may_send(session, guild_id=guild_id, from_id=from_id, member_id=member_id, now=now)
    # Held: of two people who send the same at once, the second sees what the first has sent.
    await session.get(TrainingEntry, number, with_for_update=True)
    await training.get_entry(session, guild_id=guild_id, number=number)
    same = belongs(Signpost.member_id, member_id, guild_id) & (Signpost.entry_number == number)
    if await session.scalar(select(Signpost.id).where(same, Signpost.created_at > now - AGAIN).limit(1)):
        raise TooSoon("signposts-same")
    row = Signpost(guild_id=guild_id, from_id=from_id, member_id=member_id, entry_number=number, created_at=now)
    session.add(row)
    await session.flush()
    due_at = await members.quiet_end(session, guild_id=guild_id, member_id=member_id, now=now)
    await deliveries.schedule(
        session,
        guild_id=guild_id,
        feature=FEATURE,
        subject_id=row.id,
        member_id=member_id,
        due_at=due_at,
        expires_at=due_at + USE_BY,
    )
    return row


async def find_shown(session: AsyncSession, *, signpost_id: int) -> Shown | None:
    """Give what a person is sent; None where they want none by now, the entry is gone, or its sender is forgotten."""
    row = await session.get(Signpost, signpost_id)
    if row is None or row.from_id is None:
        return None
    if not await members.takes_signposts(session, guild_id=row.guild_id, member_id=row.member_id):
        return None
    entry = await training.find_entry(session, guild_id=row.guild_id, number=row.entry_number)
    return Shown(row.from_id, entry) if entry is not None else None


async def _mine(session: AsyncSession, signpost_id: int, member_id: int) -> Signpost:
    """Give what this member was sent; NotFound for anybody else, or when it is forgotten."""
    row = await session.get(Signpost, signpost_id)
    if row is None or row.member_id != member_id:
        raise NotFound("signposts-gone")
    return row


async def keep_entry(session: AsyncSession, *, signpost_id: int, member_id: int, now: datetime) -> None:
    """Save the entry that a member was sent on their own list."""
    row = await _mine(session, signpost_id, member_id)
    number, guild_id = row.entry_number, row.guild_id
    await training_saves.record_save(session, guild_id=guild_id, member_id=member_id, number=number, now=now)


async def record_accepts(session: AsyncSession, *, signpost_id: int, member_id: int, on: bool, now: datetime) -> None:
    """Turn such messages off or on for whoever was sent one, in the community that it came from."""
    row = await _mine(session, signpost_id, member_id)
    name, guild_id = "accepts_signposts", row.guild_id
    await members.record_switch(session, guild_id=guild_id, member_id=member_id, name=name, on=on, now=now)


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give every entry that a member sent, or was sent. Who sent them something is not named: they know, or it is gone.

    To whom they sent it is theirs.
    """
    rows = select(Signpost).where(_either(guild_id, member_id)).order_by(Signpost.id)
    return [
        {
            "kind": "signpost",
            "community": str(row.guild_id),
            "sent_by_me": row.from_id == member_id,
            "to": str(row.member_id) if row.from_id == member_id else None,
            "entry": row.entry_number,
            "sent_at": row.created_at.isoformat(),
        }
        for row in await session.scalars(rows)
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:
    """Forget what a member was sent, and that they sent something; give how many rows that changed.

    Messages that name them as the sender are taken away, and so are those they got.
    """
    sent = await _forget_senders(session, belongs(Signpost.from_id, member_id, guild_id), now)  # type: ignore[arg-type] # may be empty
    return sent + await _forget(session, belongs(Signpost.member_id, member_id, guild_id), now)


def _either(guild_id: int | None, member_id: int) -> ColumnElement[bool]:
    sent = belongs(Signpost.from_id, member_id, guild_id)  # type: ignore[arg-type] # may be empty
    return or_(sent, belongs(Signpost.member_id, member_id, guild_id))


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget after a week who sent something, and take the message away; forget the rest when it may be sent again."""
    old = await _forget_senders(session, Signpost.from_id.is_not(None) & (Signpost.created_at <= now - KEPT), now)
    return old + await count(session, delete(Signpost).where(Signpost.created_at <= now - AGAIN))


async def _forget_senders(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> int:
    rows = await _call_back(session, which, now)
    for row in rows:
        row.from_id = None
    await session.flush()
    return len(rows)


async def _forget(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> int:
    rows = await _call_back(session, which, now)
    for row in rows:
        await session.delete(row)
    await session.flush()
    return len(rows)


async def _call_back(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> list[Signpost]:
    """Hold these rows and take their messages away."""
    rows = list(await session.scalars(select(Signpost).where(which).order_by(Signpost.id).with_for_update()))
    if rows:
        await deliveries.retract(session, feature=FEATURE, subject_ids=[row.id for row in rows], now=now)
    return rows
