"""The few gestures with messages that the tests of deliveries, claims and direct messages begin with."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import claims, deliveries, directs
from db.models.deliveries import Delivery
from tests.services.people import DAY, GUILD, JO, MODERATORS, NOW, Do

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
LEASE, NONCE_KNOWN = claims.LEASE, deliveries.NONCE_KNOWN
STATES = ("waiting", "leased", "sent", "failed", "missed", "unknown", "cancelled")
DOOR = 910000000000000043
"""The channel of Jo's direct messages."""


async def put(do: Do, subject_id: int = 1, due_at: datetime = NOW, **told: Any) -> Delivery:
    about = {"guild_id": GUILD, "feature": "reachouts", "channel_id": MODERATORS, "expires_at": NOW + DAY}
    row: Delivery = await do(deliveries.schedule, **{**about, "subject_id": subject_id, "due_at": due_at, **told})
    return row


async def put_private(do: Do, subject_id: int = 1, **told: Any) -> Delivery:
    return await put(do, subject_id, **{"channel_id": None, "member_id": JO, **told})


async def claim(do: Do, now: datetime = NOW, limit: int = 100) -> list[int]:
    return [row.id for row in await do(claims.claim_due, now=now, limit=limit)]


async def settle(do: Do, row: Delivery, state: str, *, now: datetime = NOW, **told: Any) -> None:
    await do(deliveries.settle, delivery_id=row.id, state=state, now=now, **told)


async def settle_sent(do: Do, row: Delivery, message_id: int = 2, now: datetime = NOW) -> None:
    await do(deliveries.settle_sent, delivery_id=row.id, channel_id=MODERATORS, message_id=message_id, now=now)


async def put_sent(do: Do, subject_id: int = 1, message_id: int = 77, **told: Any) -> Delivery:
    """Put a message into the diary and send it at once."""
    row = await put(do, subject_id, **told)
    await claim(do)
    await settle_sent(do, row, message_id)
    return row


async def put_in_doubt(do: Do, *, private: bool = False, now: datetime = NOW) -> Delivery:
    """Try a message, and never hear whether it arrived."""
    row = await (put_private(do) if private else put(do))
    await claim(do, now)
    await settle(do, row, "waiting", now=now, is_certain=False, next_at=now + 10 * SECOND)
    return row


async def retract(do: Do, *subject_ids: int, now: datetime = NOW) -> None:
    await do(deliveries.retract, feature="reachouts", subject_ids=subject_ids, now=now)


async def only(do: Do) -> Delivery:
    (row,) = await do.rows(Delivery)
    return row


async def row_of(do: Do, row: Delivery) -> Delivery:
    (found,) = [each for each in await do.rows(Delivery) if each.id == row.id]
    return found


async def change(session: AsyncSession, *, delivery_id: int, **values: Any) -> None:
    await session.execute(update(Delivery).where(Delivery.id == delivery_id).values(**values))


async def open_door(do: Do, row: Delivery, member_id: int = JO, channel_id: int = DOOR, now: datetime = NOW) -> None:
    await do(directs.record_way, delivery_id=row.id, member_id=member_id, channel_id=channel_id, now=now)
