"""What falls due: rows are scheduled, claimed, settled, retracted. Nothing is lost silently, nothing said twice."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.scopes import belongs
from bot.services.statements import count
from db.models.deliveries import Delivery

LEASE = timedelta(minutes=2)
"""How long a claim holds: longer than one attempt may take."""

KEPT = timedelta(days=30)
"""How long a settled row is kept where no member is named."""

RETRACTION = timedelta(days=7)
"""How long Kettle tries to take a message away."""

SETTLED = ("sent", "failed", "missed", "cancelled")


async def schedule(
    session: AsyncSession,
    *,
    guild_id: int,
    feature: str,
    subject_id: int,
    due_at: datetime,
    expires_at: datetime,
    channel_id: int | None = None,
    member_id: int | None = None,
) -> Delivery:
    """Put a message of a feature into the diary: for a channel, or for a member's direct messages."""
    row = Delivery(
        guild_id=guild_id,
        feature=feature,
        subject_id=subject_id,
        kind="post",
        dedupe_key=f"{feature}:post:{subject_id}",
        channel_id=channel_id,
        member_id=member_id,
        due_at=due_at,
        expires_at=expires_at,
    )
    await _add(session, row)
    return row


async def _add(session: AsyncSession, row: Delivery) -> None:
    session.add(row)
    await session.flush()
    nearest = session.info.get("due_at")
    session.info["due_at"] = row.due_at if nearest is None else min(nearest, row.due_at)


async def claim_due(session: AsyncSession, *, now: datetime, limit: int) -> Sequence[Delivery]:
    """Lease what is due, oldest first; what is past its use-by becomes missed. Safe for several processes."""
    free = or_(Delivery.state == "waiting", (Delivery.state == "leased") & (Delivery.lease_until < now))
    await session.execute(
        update(Delivery).where(free, Delivery.expires_at <= now).values(state="missed", lease_until=None)
    )
    due = select(Delivery).where(free, Delivery.due_at <= now).order_by(Delivery.due_at, Delivery.id).limit(limit)
    rows = (await session.scalars(due.with_for_update(skip_locked=True))).all()
    for row in rows:
        row.state, row.lease_until = "leased", now + LEASE
        row.attempts, row.attempted_at = row.attempts + 1, now
    return rows


async def release_leases(session: AsyncSession) -> int:
    """Give back what a killed process had leased; only for an installation with one process. Give the count."""
    left = update(Delivery).where(Delivery.state == "leased").values(state="waiting", lease_until=None)
    return await count(session, left)


async def settle_sent(
    session: AsyncSession, *, delivery_id: int, channel_id: int, message_id: int, now: datetime
) -> None:
    """Record that a message is out, and where. If it was called back meanwhile, take it away again."""
    row = await _hold(session, delivery_id)
    if row is None:
        return
    called_back = row.state == "cancelled"
    row.state, row.lease_until, row.sent_at = "sent", None, now
    row.message_channel_id, row.message_id = channel_id, message_id
    if called_back:
        await _take_away(session, row, now)


async def settle_done(session: AsyncSession, *, delivery_id: int, now: datetime) -> None:
    """Record that a message was taken away."""
    row = await _hold(session, delivery_id)
    if row is not None:
        row.state, row.lease_until, row.sent_at = "sent", None, now


async def settle(
    session: AsyncSession,
    *,
    delivery_id: int,
    state: str,
    reason: str | None = None,
    due_at: datetime | None = None,
) -> None:
    """Record any other outcome: failed, cancelled, or waiting for another try at `due_at`."""
    row = await _hold(session, delivery_id)
    if row is None or row.state != "leased":
        return
    row.state, row.reason, row.lease_until = state, reason, None
    row.due_at = due_at or row.due_at


async def _hold(session: AsyncSession, delivery_id: int) -> Delivery | None:
    """Give a row to settle; a call back at the same moment waits for it, or is seen by it."""
    return await session.get(Delivery, delivery_id, with_for_update=True)


async def retract(session: AsyncSession, *, feature: str, subject_ids: Sequence[int], now: datetime) -> None:
    """Call back everything said about these subjects: unsent is cancelled, sent is taken away from Discord."""
    about = select(Delivery).where(
        Delivery.feature == feature, Delivery.subject_id.in_(subject_ids), Delivery.kind == "post"
    )
    for row in await session.scalars(about.with_for_update()):
        if row.state == "sent":
            await _take_away(session, row, now)
        elif row.lease_until is not None:
            # A send is under way; settle_sent sees this and takes the message away.
            row.state = "cancelled"
        else:
            await session.delete(row)


async def _take_away(session: AsyncSession, row: Delivery, now: datetime) -> None:
    away = Delivery(
        guild_id=row.guild_id,
        feature=row.feature,
        subject_id=row.subject_id,
        kind="delete",
        dedupe_key=f"{row.feature}:delete:{row.subject_id}",
        channel_id=row.message_channel_id,
        message_id=row.message_id,
        due_at=now,
        expires_at=now + RETRACTION,
    )
    await session.delete(row)
    await _add(session, away)


def pause_before(attempt: int) -> timedelta:
    """Give the pause after a failed attempt: 10 s, doubled each time, 10 minutes at most."""
    return timedelta(seconds=min(600, 5 * 2 ** min(attempt, 10)))


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give every message that was sent, or is due, to this member."""
    rows = select(Delivery).where(belongs(Delivery.member_id, member_id, guild_id))  # type: ignore[arg-type] # may be empty
    return [
        {
            "kind": "message",
            "community": str(row.guild_id),
            "about": row.feature,
            "due_at": row.due_at.isoformat(),
            "state": row.state,
        }
        for row in await session.scalars(rows)
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:  # noqa: ARG001 the contract of every feature
    """Forget every message row to this member; give how many went.

    A send that is under way keeps its row, without the member: settle_sent takes the message away.
    """
    mine = belongs(Delivery.member_id, member_id, guild_id)  # type: ignore[arg-type] # may be empty
    under_way = update(Delivery).where(mine, Delivery.lease_until.is_not(None))
    stopped = await count(session, under_way.values(member_id=None, state="cancelled"))
    return stopped + await count(session, delete(Delivery).where(mine))


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget settled rows thirty days after they were due.

    What a member was sent goes when its feature calls it back: until then the row knows which message to take away.
    """
    callable_back = (Delivery.state == "sent") & Delivery.member_id.is_not(None)
    old = delete(Delivery).where(Delivery.state.in_(SETTLED), ~callable_back, Delivery.due_at < now - KEPT)
    return await count(session, old)
