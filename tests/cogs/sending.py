"""Steps of sending that several tests take: what the diary says, what was asked of Discord, and what goes wrong."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from sqlalchemy import select

from bot.services import deliveries
from db.models.deliveries import Delivery

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import timedelta

    from tests.cogs.conftest import World

MESSAGES = "/channels/*/messages"


async def rows(world: World) -> Sequence[Delivery]:
    async with world.bot.db.read() as session:
        return (await session.scalars(select(Delivery).order_by(Delivery.id))).all()


async def states(world: World) -> list[tuple[str, str | None]]:
    """How each message stands; that a question shows its end is another's story."""
    return [(row.state, row.reason) for row in await rows(world) if (row.feature, row.kind) != ("checkins", "edit")]


async def schedule(world: World, closes: str = "1 day", **more: Any) -> None:
    await world.slash(world.orla, "organise checkins schedule", closes=closes, **more)


async def put(world: World, **told: Any) -> None:
    """Put a row into the diary, as a feature would."""
    with world.env.time_context():
        async with world.bot.db.begin() as session:
            now = world.env.now()
            about = {"guild_id": world.guild.id, "feature": "checkins", "subject_id": 1, "due_at": now}
            await deliveries.schedule(session, **{**about, "expires_at": now + deliveries.KEPT, **told})


async def reach_out(world: World) -> Any:
    """Let Sam ask for somebody to get in touch; give the screen on which it can be taken back."""
    saved = await world.press(world.sam, await world.slash(world.sam, "checkin"), "Low")
    consent = await world.press(world.sam, saved, "Please reach out")
    return await world.press(world.sam, consent, "Ask them")


async def later(world: World, seconds: float) -> None:
    """Let time pass by every clock, and run every sweep."""
    await world.env.advance_time(seconds)
    tried = world.bot.delivery._acts._tried
    for row_id in tried:
        tried[row_id] -= seconds
    await world.run_due()


async def move_clock(world: World, by: timedelta) -> None:
    """Put Kettle's own clock forward or back; Discord's stays."""
    world.bot.clock._offset += by


def asked(world: World, method: str, ending: str) -> list[Any]:
    """Give what was sent with each request of a kind."""
    found = [entry for entry in world.env.http_requests if entry.method == method and entry.path.endswith(ending)]
    return [entry.json for entry in found]


def posts(world: World) -> list[dict[str, object]]:
    return [dict(body) for body in asked(world, "POST", "/messages") if isinstance(body, dict)]


@contextmanager
def answers_lost(world: World, name: str = "send_message") -> Iterator[None]:
    """Let Discord do what it is asked, and never say so."""
    ask = getattr(world.bot.http, name)

    async def lose(*args: Any, **kwargs: Any) -> None:
        await ask(*args, **kwargs)
        raise aiohttp.ServerDisconnectedError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.bot.http, name, lose)
        yield


async def schedule_in_doubt(world: World, closes: str = "1 day", *, is_out: bool = True, **more: Any) -> None:
    """Have a prompt posted, or not, and hear nothing; the sweeps are the test's own from now on."""
    world.bot.db.on_due = None
    await schedule(world, closes, **more)
    if is_out:
        with answers_lost(world):
            await world.run_due()
    else:
        world.env.inject_error("POST", MESSAGES, status=503)
        await world.run_due()
