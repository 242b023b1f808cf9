"""Events among Discord's own, on the wire: each stands there once, whatever becomes of the request that makes it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from bot.services import mirrors
from db.models.mirrors import Mirror
from tests.wire.diary import opened
from tests.wire.kettle import kettle
from tests.wire.planning import organiser, plan_event

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from db.session import Database
    from tests.wire.standin import Json, StandIn

LOST: dict[str, dict[str, Any]] = {
    "the answer is lost": {"close": "after"},
}
LOOK = 0.1


@asynccontextmanager
async def planned(discord: StandIn, folder: Path) -> AsyncIterator[Database]:
    """A database in which an organiser has planned an event and shows it among Discord's own."""
    now = datetime.now(UTC)
    async with opened(folder) as database:
        async with database.begin() as session:
            row = await plan_event(session, discord, now)
            await mirrors.turn_on(session, person=organiser(discord), event_id=row.id, taken=0, now=now)
        yield database


async def states(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(Mirror.state)))


async def until(database: Database, *wanted: str, within: float = 40) -> None:
    """Wait until the mirrors are in these states."""
    for _ in range(int(within / LOOK)):
        if await states(database) == list(wanted):
            return
        await asyncio.sleep(LOOK)
    raise TimeoutError(await states(database))


def there(discord: StandIn) -> list[Json]:
    """Give what stands among Discord's own events."""
    return list(discord.community.events.values())


def path(discord: StandIn) -> str:
    return f"/guilds/{discord.community.id}/scheduled-events"


@pytest.mark.parametrize("how", LOST)
async def test_an_event_stands_there_once_when(how: str, discord: StandIn, tmp_path: Path) -> None:
    discord.fault("POST", path(discord), **LOST[how])
    async with planned(discord, tmp_path) as database, kettle(discord, tmp_path):
        await until(database, "there")
        await discord.until(lambda: len(there(discord)) == 1, within=20)
        assert await states(database) == ["there"]
    (event,) = there(discord)
    assert (event["name"], event["entity_metadata"]["location"]) == ("Tea", "See the card in this server")
    assert "example.org" not in str(event)


async def test_what_was_being_made_when_kettle_was_killed_is_not_made_again(discord: StandIn, tmp_path: Path) -> None:
    discord.fault("POST", path(discord), late=60)
    async with planned(discord, tmp_path) as database:
        async with kettle(discord, tmp_path) as process:
            await discord.until(lambda: there(discord), within=30)
            await process.kill()
        assert await states(database) == ["wanted"]
        async with kettle(discord, tmp_path):
            await until(database, "there")
    assert discord.count("POST", path(discord)) == 1
    assert len(there(discord)) == 1
