"""The yardsticks for deliveries: discord.py alone, sending one after another, or by one APScheduler job for each.

Run by the bench as `python -m bench.sends ADDRESS TOKEN HOW COUNT FOLDER CHANNEL...`. Nothing of Kettle is imported.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import discord
import yarl
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bench.bare import LOOPBACK

SOON = timedelta(seconds=3)
NAMES: dict[str, discord.Client] = {}
"""Where a job finds its client: a job store keeps the path of a function, not the objects it needs."""


async def send(channel_id: int, number: int) -> None:
    await NAMES["client"].get_partial_messageable(channel_id).send(f"Message {number}")


async def loop(channels: list[int], count: int) -> None:
    for number in range(count):
        await send(channels[number % len(channels)], number)


async def jobs(channels: list[int], count: int, folder: Path) -> None:
    """One job for each message, all due in the same second, kept in a table as their documentation says."""
    scheduler = AsyncIOScheduler(
        jobstores={"default": SQLAlchemyJobStore(url=f"sqlite:///{folder / 'jobs.db'}")},
        job_defaults={"misfire_grace_time": None},
        timezone=UTC,
    )
    scheduler.start(paused=True)
    due = datetime.now(UTC) + SOON
    for number in range(count):
        scheduler.add_job(send, "date", run_date=due, args=[channels[number % len(channels)], number])
    scheduler.resume()
    await asyncio.Event().wait()


async def main(address: str, token: str, how: str, count: int, folder: Path, channels: list[int]) -> None:
    Route.BASE = address
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address.replace("http", "ws", 1)).origin()
    async with discord.Client(intents=discord.Intents.none()) as client:
        NAMES["client"] = client
        await client.login(token)
        await (loop(channels, count) if how == "loop" else jobs(channels, count, folder))


if __name__ == "__main__":
    _, ADDRESS, TOKEN, HOW, COUNT, FOLDER, *CHANNELS = sys.argv
    if not ADDRESS.startswith(LOOPBACK):
        sys.exit("only a loopback address")
    # The job store refers to functions by their module's name, which this one lacks while it is run.
    asyncio.run(
        import_module("bench.sends").main(ADDRESS, TOKEN, HOW, int(COUNT), Path(FOLDER), [int(one) for one in CHANNELS])
    )
