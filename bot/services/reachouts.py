"""Somebody would like a person to get in touch: the moderators are told their name, because they agreed to it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, NotFound, TooSoon
from bot.services import deliveries, guilds, members
from bot.services.scopes import belongs
from db.models.guilds import Guild
from db.models.reachouts import ReachOut

KEPT = timedelta(days=7)
"""How long a request is kept."""

TAKEN_BACK_MOST = 3
"""How many requests may be taken back in an hour, before another is too soon: each one is a message to people."""

FRESH = timedelta(hours=24)
"""How long Kettle tries to tell the moderators."""


async def record_reach_out(session: AsyncSession, *, guild_id: int, member_id: int, now: datetime) -> ReachOut:
    """Ask for somebody to get in touch; while a request is open, that one is given, and told if it could not be.

    Closed without a channel; TooSoon for whoever took several requests back in the last hour.
    """
    channel_id = require_channel(await guilds.get_guild(session, guild_id=guild_id))
    await members.record_choice(session, guild_id=guild_id, member_id=member_id, now=now)
    if known := await find_open(session, guild_id=guild_id, member_id=member_id, now=now):
        await deliveries.try_again(
            session,
            feature="reachouts",
            subject_id=known.id,
            channel_id=channel_id,
            now=now,
            expires_at=now + FRESH,
        )
        return known
    await _check_pause(session, guild_id, member_id, now)
    row = ReachOut(guild_id=guild_id, member_id=member_id, asked_at=now, kept_until=now + KEPT)
    session.add(row)
    await session.flush()
    await deliveries.schedule(
        session,
        guild_id=guild_id,
        feature="reachouts",
        subject_id=row.id,
        channel_id=channel_id,
        due_at=now,
        expires_at=now + FRESH,
    )
    return row


async def _check_pause(session: AsyncSession, guild_id: int, member_id: int, now: datetime) -> None:
    mine = belongs(ReachOut.member_id, member_id, guild_id) & (ReachOut.taken_back_at > now - timedelta(hours=1))
    if len((await session.scalars(select(ReachOut.id).where(mine))).all()) >= TAKEN_BACK_MOST:
        raise TooSoon("reachouts-too-soon")


def require_channel(guild: Guild) -> int:
    """Give the channel in which the moderators are told; Closed when none was chosen: nobody would see it."""
    if guild.moderators_channel_id is None:
        raise Closed("reachouts-no-channel")
    return guild.moderators_channel_id


async def find_open(session: AsyncSession, *, guild_id: int, member_id: int, now: datetime) -> ReachOut | None:
    """Give a member's open request, or None; one whose time is up is open no more."""
    mine = belongs(ReachOut.member_id, member_id, guild_id) & _is_open() & (ReachOut.kept_until > now)
    return (await session.scalars(select(ReachOut).where(mine).limit(1))).first()


def _is_open() -> ColumnElement[bool]:
    return ReachOut.taken_back_at.is_(None)


async def find_reach_out(session: AsyncSession, *, reach_out_id: int) -> ReachOut | None:
    """Give a request, or None when it was taken back."""
    row = await session.get(ReachOut, reach_out_id)
    return None if row is None or row.taken_back_at else row


async def take_back(session: AsyncSession, *, guild_id: int, member_id: int, now: datetime) -> None:
    """Take a member's request back, and the message about it; NotFound when there is none."""
    mine = belongs(ReachOut.member_id, member_id, guild_id) & _is_open()
    rows = await _retract(session, mine, now)
    if not rows:
        raise NotFound("reachouts-none")
    for row in rows:
        row.taken_back_at = now


async def _retract(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> Sequence[ReachOut]:
    """Take the messages about these requests away; give the requests."""
    rows = (await session.scalars(select(ReachOut).where(which).with_for_update())).all()
    if rows:
        await deliveries.retract(session, feature="reachouts", subject_ids=[row.id for row in rows], now=now)
    return rows


async def _forget(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> int:
    rows = await _retract(session, which, now)
    for row in rows:
        await session.delete(row)
    return len(rows)


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give every request of a member."""
    mine = select(ReachOut).where(belongs(ReachOut.member_id, member_id, guild_id)).order_by(ReachOut.id)
    return [
        {
            "kind": "reach-out",
            "community": str(row.guild_id),
            "asked_at": row.asked_at.isoformat(),
            "taken_back_at": row.taken_back_at.isoformat() if row.taken_back_at else None,
            "kept_until": row.kept_until.isoformat(),
        }
        for row in await session.scalars(mine)
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:
    """Forget every request of a member and take the messages about them away; give how many went."""
    return await _forget(session, belongs(ReachOut.member_id, member_id, guild_id), now)


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget requests after seven days, with the messages that name the member; give how many went."""
    return await _forget(session, ReachOut.kept_until <= now, now)
