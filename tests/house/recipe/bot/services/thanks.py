"""A member thanks a peer; both can see it for thirty days."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Invalid
from bot.services.scopes import belongs
from db.models.thanks import Thanks

KEPT = timedelta(days=30)
"""How long thanks are kept."""


async def record_thanks(session: AsyncSession, *, guild_id: int, member_id: int, peer_id: int, now: datetime) -> Thanks:
    """Keep a thank-you; Invalid for thanking oneself."""
    if member_id == peer_id:
        raise Invalid("thanks-not-yourself")
    row = Thanks(guild_id=guild_id, member_id=member_id, peer_id=peer_id, thanked_at=now)
    session.add(row)
    await session.flush()
    return row


def _of(member_id: int, guild_id: int | None) -> ColumnElement[bool]:
    return or_(belongs(Thanks.member_id, member_id, guild_id), belongs(Thanks.peer_id, member_id, guild_id))


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give the thanks that a member gave or got."""
    rows = await session.scalars(select(Thanks).where(_of(member_id, guild_id)).order_by(Thanks.id))
    return [
        {"kind": "given" if row.member_id == member_id else "received", "at": row.thanked_at.isoformat()}
        for row in rows
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:  # noqa: ARG001 the contract of every feature
    """Forget the thanks that a member gave or got; give how many went."""
    gone = await session.scalars(delete(Thanks).where(_of(member_id, guild_id)).returning(Thanks.id))
    return len(gone.all())


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget thanks after thirty days; give how many went."""
    gone = await session.scalars(delete(Thanks).where(Thanks.thanked_at < now - KEPT).returning(Thanks.id))
    return len(gone.all())
