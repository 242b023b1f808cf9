"""Direct messages: the way to each member is asked for once, and a closed door is not knocked at again and again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.members import month_of, year_before
from bot.services.statements import count, upsert
from db.models.deliveries import Delivery
from db.models.directs import Direct

_MISSED = and_(Delivery.state == "failed", Delivery.reason == "closed-dm", Delivery.kind == "post")


async def record_way(
    session: AsyncSession, *, delivery_id: int, member_id: int, channel_id: int, now: datetime
) -> None:
    """Keep the channel of a member's direct messages, and that this delivery goes there.

    Somebody who asked to be forgotten meanwhile stays forgotten; the delivery alone knows where to look for it.
    """
    row = await session.get(Delivery, delivery_id, with_for_update=True)
    if row is None:
        return
    row.message_channel_id = channel_id
    if row.member_id == member_id:
        keys, values = {"member_id": member_id}, {"channel_id": channel_id, "used_on": month_of(now)}
        await upsert(session, Direct, keys=keys, values=values, new={"is_closed": False})


async def record_closed(session: AsyncSession, *, member_id: int) -> None:
    """Remember that Discord said no: this member takes no direct messages from Kettle."""
    await session.execute(update(Direct).where(Direct.member_id == member_id).values(is_closed=True))


async def list_closed(session: AsyncSession) -> Sequence[int]:
    """Give everybody whose direct messages are closed, as far as Kettle knows, and everybody who missed some."""
    missed = select(Delivery.member_id).where(_MISSED, Delivery.member_id.is_not(None))
    return (await session.scalars(select(Direct.member_id).where(Direct.is_closed).union(missed))).all()


async def reopen(session: AsyncSession, *, member_id: int, now: datetime) -> Sequence[Delivery]:
    """Try a member's direct messages again from now on; give what waited for them and can still be said.

    They pressed something, so they may be told there.
    """
    again = update(Direct).where(Direct.member_id == member_id)
    await session.execute(again.values(is_closed=False, used_on=month_of(now)))
    missed = select(Delivery).where(_MISSED, Delivery.member_id == member_id, Delivery.expires_at > now)
    return (await session.scalars(missed.order_by(Delivery.due_at, Delivery.id).with_for_update())).all()


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:  # noqa: ARG001 it belongs to no community
    """Give the way to a member's direct messages."""
    return [
        {
            "kind": "direct-messages",
            "channel": str(row.channel_id),
            "closed": row.is_closed,
            "last_used": str(row.used_on),
        }
        for row in await session.scalars(select(Direct).where(Direct.member_id == member_id))
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:  # noqa: ARG001 the contract of every feature
    """Forget the way to a member's direct messages; Discord tells it again when it is needed."""
    return await count(session, delete(Direct).where(Direct.member_id == member_id))


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget the ways that were not used for twelve months."""
    return await count(session, delete(Direct).where(Direct.used_on < year_before(now)))
