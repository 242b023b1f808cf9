"""Rows of the diary as they stand after whatever happened to them."""

from datetime import timedelta
from itertools import count
from typing import Any

from bot.services import deliveries
from db.models.deliveries import Delivery
from tests.cogs.conftest import World

NUMBERS = count(700)


async def put(world: World, state: str, ago: timedelta, **values: Any) -> Delivery:
    """Put down a row that fell due so long ago, in this state; to the moderators unless told otherwise."""
    now = world.env.now()
    told: dict[str, Any] = {
        "guild_id": values.pop("guild_id", world.guild.id),
        "feature": values.pop("feature", "reachouts"),
        "kind": values.pop("kind", "post"),
        "channel_id": None if "member_id" in values else world.moderators.id,
        "member_id": values.pop("member_id", None),
    }
    async with world.bot.db.begin() as session:
        row = await deliveries.schedule(
            session, subject_id=next(NUMBERS), due_at=now - ago, expires_at=now + timedelta(days=1), **told
        )
        for name, value in {"state": state, "next_at": now + timedelta(days=90), **values}.items():
            setattr(row, name, value)
        session.info.pop("due_at", None)
    return row
