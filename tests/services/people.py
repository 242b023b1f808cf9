"""Made-up people in made-up communities, and the few gestures that most tests of the rules begin with."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserError
from bot.services import checkins, claims, deliveries, directs, guilds, peers, reachouts
from bot.services.guilds import Person, Power
from db.base import Base
from db.models.deliveries import Delivery
from db.session import Database

NOW = datetime(2026, 6, 3, 11, tzinfo=UTC)
"""Noon in London, on a Wednesday in summer."""

GUILD, ELSEWHERE = 710000000000000003, 720000000000000009
SAM, JO, KIM, ADA = 310000000000000011, 320000000000000017, 330000000000000023, 340000000000000029
EVERYBODY = (SAM, JO, KIM, ADA)
CHECKINS, MODERATORS = 510000000000000031, 520000000000000037

MESSAGES = count(880000000000000041)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

Row = TypeVar("Row", bound=Base)
postgres_alone = pytest.mark.parametrize("shared_url", ["postgres"], indirect=True)


def examples(most: int) -> settings:
    """Try this many examples. They share the test's database, and each leaves it as it was."""
    shared = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=most, deadline=None, suppress_health_check=shared)


class Do:
    """Runs a rule as the bot does: each gesture in a transaction and a session of its own."""

    def __init__(self, begin: Callable[[], AbstractAsyncContextManager[AsyncSession]]) -> None:
        self._begin = begin

    async def __call__(self, rule: Callable[..., Awaitable[Any]], /, **told: Any) -> Any:
        async with self._begin() as session:
            return await rule(session, **told)

    async def refused(self, rule: Callable[..., Awaitable[Any]], /, **told: Any) -> UserError:
        """Run a rule that has to refuse, and give the refusal."""
        with pytest.raises(UserError) as refusal:
            await self(rule, **told)
        return refusal.value

    async def rows(self, model: type[Row]) -> Sequence[Row]:
        """Give every row of a table, in the order of their keys."""
        async with self._begin() as session:
            return (await session.scalars(select(model).order_by(*model.__mapper__.primary_key))).all()


class Undone(Exception):
    """An example is over; what it changed is undone."""


@asynccontextmanager
async def undone(database: Database) -> AsyncIterator[Do]:
    """Give an example the database as it is. Each gesture is a savepoint; leaving the block undoes them all."""
    with suppress(Undone):
        async with database.begin() as session:

            @asynccontextmanager
            async def gesture() -> AsyncIterator[AsyncSession]:
                session.expunge_all()
                async with session.begin_nested():
                    yield session

            yield Do(gesture)
            raise Undone


async def overlapping(
    database: Database,
    first: Callable[[AsyncSession], Awaitable[Any]],
    second: Callable[[AsyncSession], Awaitable[Any]],
) -> Any:
    """Run a second gesture while the first is done but not yet committed; give what the second gave."""

    async def later() -> Any:
        async with database.begin() as session:
            return await second(session)

    async with database.begin() as session:
        await first(session)
        pressed = asyncio.create_task(later())
        await asyncio.wait([pressed], timeout=0.1)
    return await pressed


def person(*powers: Power, guild_id: int = GUILD, roles: Sequence[int] = ()) -> Person:
    """Describe somebody with these powers by Discord's permissions, and these roles."""
    return Person(guild_id=guild_id, member_id=ADA, roles=frozenset(roles), powers=frozenset(powers))


async def set_up(do: Do, guild_id: int = GUILD, **choices: Any) -> None:
    """Set Kettle up in a community, with a channel for its moderators."""
    chosen = {"moderators_channel_id": MODERATORS, **choices}
    await do(guilds.record_choices, person=person("admin", guild_id=guild_id), now=NOW, **chosen)


async def pair_up(do: Do, member_id: int, *peer_ids: int, guild_id: int = GUILD, now: datetime = NOW) -> list[int]:
    """Let a member choose peers who agree; give the pairs' ids."""
    pairs = []
    for peer_id in peer_ids:
        asked = await do(peers.ask_peer, guild_id=guild_id, member_id=member_id, peer_id=peer_id, now=now)
        await do(peers.record_reply, pair_id=asked.id, peer_id=peer_id, agrees=True, now=now)
        pairs.append(asked.id)
    return pairs


async def say(do: Do, member_id: int, answer: str = "ok", *, guild_id: int = GUILD, now: datetime = NOW) -> Any:
    """Let a member answer."""
    saved = await do(checkins.record_answer, guild_id=guild_id, member_id=member_id, answer=answer, now=now)
    return saved.row


async def share(do: Do, member_id: int, *, guild_id: int = GUILD, now: datetime = NOW) -> Any:
    """Let a member share today's answer; give with how many."""
    told = {"guild_id": guild_id, "member_id": member_id, "now": now}
    today = await do(checkins.find_today, **told)
    return await do(checkins.share_answer, **told, day=today.answered_on)


async def reach_out(do: Do, member_id: int, *, guild_id: int = GUILD, now: datetime = NOW) -> Any:
    """Let a member ask for somebody to get in touch."""
    return await do(reachouts.record_reach_out, guild_id=guild_id, member_id=member_id, now=now)


async def send_due(do: Do, now: datetime) -> list[Delivery]:
    """Send what is due as the delivery engine does; give the rows that were claimed."""
    claimed: list[Delivery] = await do(claims.claim_due, now=now, limit=1000)
    for row in claimed:
        if row.kind in {"delete", "recall"}:
            await do(deliveries.settle_done, delivery_id=row.id, now=now)
            continue
        place = row.channel_id or row.message_channel_id or next(MESSAGES)
        if row.member_id and row.message_channel_id is None:
            way = {"delivery_id": row.id, "member_id": row.member_id, "channel_id": place}
            await do(directs.record_way, **way, now=now)
        await do(deliveries.settle_sent, delivery_id=row.id, channel_id=place, message_id=next(MESSAGES), now=now)
    return claimed
