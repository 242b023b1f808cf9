"""A reminder on the wire: whoever goes gets it once, whatever becomes of the request that sends it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from bot.services import occurrences, signups
from bot.services.guilds import Person
from db.models.deliveries import Delivery
from tests.wire.diary import opened
from tests.wire.kettle import kettle, posted
from tests.wire.planning import plan_event

if TYPE_CHECKING:
    from pathlib import Path

    from db.session import Database
    from tests.wire.standin import StandIn

WITHIN = 30


async def sign_up(database: Database, discord: StandIn, member_id: int) -> datetime:
    """Let somebody say that they come to what is planned; give when it starts."""
    now = datetime.now(UTC)
    who = Person(int(discord.community.id), member_id, frozenset(), frozenset())
    async with database.begin() as session:
        event = await plan_event(session, discord, now)
        (one,) = await occurrences.list_open(session, event_id=event.id, now=now)
        await signups.record_answer(session, person=who, occurrence_id=one.id, answer="going", now=now)
        return one.starts_at


async def settled(database: Database) -> list[str]:
    """Wait until nothing is under way; give how each private message ended."""
    while True:
        async with database.read() as session:
            states = list(await session.scalars(select(Delivery.state).where(Delivery.feature == "eventnotices")))
        if not {"waiting", "leased"} & set(states):
            return sorted(states)
        await asyncio.sleep(0.2)


@pytest.mark.parametrize("how", [{"close": "after"}, {"status": 503}], ids=["the answer is lost", "Discord is away"])
async def test_a_reminder_is_said_once_when(discord: StandIn, tmp_path: Path, how: dict[str, Any]) -> None:
    guest = discord.community.person("Tomasz")
    async with opened(tmp_path) as database:
        start = await sign_up(database, discord, int(guest.id))
        discord.pass_time((start - timedelta(hours=1) - datetime.now(UTC)).total_seconds() + 1)
        direct = discord.world.direct_channel(guest)
        discord.fault("POST", f"/channels/{direct['id']}/messages", **how)
        async with kettle(discord, tmp_path, KETTLE_CLOCK=f"{discord.world.offset:.0f}s"):
            async with asyncio.timeout(WITHIN):
                states = await settled(database)
        assert states[-1:] == ["sent"]
        assert states[:-1] in ([], ["missed"])  # one of a day before is of no use any more
    (reminder,) = posted(discord, direct)
    assert "https://example.org/room" in str(reminder)
    assert f"<t:{int(start.timestamp())}:R>" in str(reminder)
