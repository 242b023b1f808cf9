"""`python -m bench.deliveries [--due N]`: what falls due at once, and what a sweep costs, next to plainer ways.

All send to a loopback Discord that keeps Discord's own limit of fifty requests a second, as processes of their own:
discord.py in one sequential loop, one APScheduler job for each message in its SQLAlchemy store, and Kettle. Then the
claims of a sweep are timed on tables of growing size.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert

from bot.pacing import PER_SECOND
from bot.services import claims
from db.models.deliveries import Delivery
from tests.wire.diary import fill, opened, places
from tests.wire.kettle import kettle
from tests.wire.process import BotProcess
from tests.wire.standin import StandIn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.session import Database
    from tests.wire.standin import Json

CHANNELS = 100
PATIENCE = 20.0
"""Seconds without a new message after which a way has given up."""

SIZES = (1_000, 100_000, 1_000_000)
ROUNDS = 30
BULK = 20_000


@dataclass(frozen=True)
class Sent:
    """How one way of sending did: messages that are out, how many a second, and how often a limit was met."""

    out: int
    a_second: float
    refused: int


async def sent_by(how: str, count: int) -> Sent:
    """Let one way send so many, and watch from Discord's side."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with StandIn() as discord:
            where = places(discord, CHANNELS)
            limits = discord.limit()
            if how == "kettle":
                async with opened(folder) as database:
                    await fill(database, where, [datetime.now(UTC) + timedelta(seconds=4)] * count)
                process = kettle(discord, folder)
            else:
                ids = [place["id"] for place in where]
                told = (discord.api, discord.world.token, how, str(count), str(folder), *ids)
                process = BotProcess("bench.sends", *told, folder=folder)
            async with process:
                return await _watch(discord, where, count, limits)


async def _watch(discord: StandIn, where: Sequence[Json], count: int, limits: object) -> Sent:
    def out() -> int:
        return sum(len(discord.world.messages.get(place["id"], {})) for place in where)

    await discord.until(lambda: out() > 0, 60)
    before = last = out()
    began = moved = time.monotonic()
    while out() < count and time.monotonic() - moved < PATIENCE:
        await asyncio.sleep(0.05)
        if out() > last:
            last, moved = out(), time.monotonic()
    return Sent(out(), (last - before) / (moved - began), limits.refused)  # type: ignore[attr-defined]


async def sweep_costs(sizes: Sequence[int]) -> dict[int, tuple[float, float]]:
    """By how many rows wait: milliseconds of a claim when nothing is due, and when fifty rows are."""
    found: dict[int, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        async with opened(Path(name)) as database:
            there = 0
            for size in sizes:
                await _fill_later(database, there, size)
                there = size
                now = datetime.now(UTC)
                idle = [await _claim_time(database, now, 0) for _ in range(ROUNDS)]
                busy = [await _claim_time(database, now, 50) for _ in range(ROUNDS)]
                found[size] = statistics.median(idle), statistics.median(busy)
    return found


async def _fill_later(database: Database, start: int, end: int) -> None:
    """Rows that are due some other day, each in its own minute."""
    later = datetime.now(UTC) + timedelta(days=1)
    for first in range(start, end, BULK):
        rows = [_row(number, later + timedelta(minutes=number)) for number in range(first, min(end, first + BULK))]
        async with database.begin() as session:
            await session.execute(insert(Delivery), rows)


def _row(number: int, at: datetime) -> dict[str, object]:
    return {
        "guild_id": 1,
        "feature": "bench",
        "subject_id": number,
        "kind": "post",
        "dedupe_key": f"bench:post:{number}",
        "channel_id": 1000 + number % 997,
        "due_at": at,
        "next_at": at,
        "expires_at": at + timedelta(days=1),
        "state": "waiting",
        "attempts": 0,
    }


async def _claim_time(database: Database, now: datetime, due: int) -> float:
    """Time one claim in a transaction that is undone."""
    async with database.begin() as session:
        rows = [{**_row(-1 - number, now), "channel_id": number} for number in range(due)]
        if rows:
            await session.execute(insert(Delivery), rows)
        began = time.perf_counter()
        claimed = await claims.claim_due(session, now=now, limit=50)
        await session.flush()
        seconds = time.perf_counter() - began
        assert len(claimed) == due
        await session.rollback()
        return seconds * 1000


async def main(count: int, sizes: Sequence[int]) -> None:
    ways = {how: await sent_by(how, count) for how in ("loop", "jobs", "kettle")}
    print(f"{count} due in the same second; Discord allows 50 requests a second, Kettle takes {PER_SECOND}")
    print("| way | out | a second | limits met | of the loop |\n| --- | --: | --: | --: | --: |")
    for how, sent in ways.items():
        ratio = sent.a_second / ways["loop"].a_second
        print(f"| {how} | {sent.out} | {sent.a_second:.1f} | {sent.refused} | {ratio:.2f} |")
    print(f"of the allowed {PER_SECOND} a second: {ways['kettle'].a_second / PER_SECOND:.0%}\n")
    print("| waiting rows | claim, nothing due, ms | claim of 50, ms |\n| --: | --: | --: |")
    for size, (idle, busy) in (await sweep_costs(sizes)).items():
        print(f"| {size:,} | {idle:.2f} | {busy:.2f} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.deliveries", description=__doc__)
    parser.add_argument("--due", type=int, default=1000, help="how many messages are due in the same second")
    parser.add_argument("--quick", action="store_true", help="without the table of a million rows")
    options = parser.parse_args()
    asyncio.run(main(options.due, SIZES[: 2 if options.quick else 3]))
