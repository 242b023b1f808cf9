"""Rows of the diary as they stand after whatever happened to them."""

from datetime import timedelta
from itertools import count
from typing import Any

from bot.services import deliveries
from db.models.deliveries import Delivery
from tests.services.people import DAY, GUILD, MODERATORS, NOW, Do

NUMBERS = count(1)


async def put(do: Do, state: str, ago: timedelta = timedelta(), **values: Any) -> Delivery:
    """Put down a row that fell due so long ago, in this state; in the moderators' channel unless told otherwise."""
    told: dict[str, Any] = {
        "guild_id": values.pop("guild_id", GUILD),
        "feature": values.pop("feature", "reachouts"),
        "kind": values.pop("kind", "post"),
        "channel_id": None if "member_id" in values else values.pop("channel_id", MODERATORS),
        "member_id": values.pop("member_id", None),
        "expires_at": values.pop("expires_at", NOW + DAY),
    }
    row = await do(deliveries.schedule, subject_id=next(NUMBERS), due_at=NOW - ago, **told)
    await do(change, delivery_id=row.id, state=state, **values)
    found: Delivery = await do(get, delivery_id=row.id)
    return found


async def change(session: Any, *, delivery_id: int, **values: Any) -> None:
    row = await session.get_one(Delivery, delivery_id)
    for name, value in values.items():
        setattr(row, name, value)


async def get(session: Any, *, delivery_id: int) -> Delivery:
    row: Delivery = await session.get_one(Delivery, delivery_id)
    return row
