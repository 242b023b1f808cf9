"""`python -m bench rush [--presses N] [--seats N]`: so many people press "going" on one card, on the wire, all at once.

Next to it, as many press the button of a bot that is discord.py alone and keeps nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from bench.guests import bare, kettle
from bench.measure import started
from db.models.signups import Signup
from tests.wire.diary import opened
from tests.wire.kettle import posted, shown
from tests.wire.planning import plan_event
from tests.wire.standin import Person, StandIn
from tests.wire.standin.routes_interactions import LOADING
from tests.wire.standin.world import EVERYONE, MANAGE_GUILD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.wire.standin import Json

GOING = "I am coming"

WITHIN = 60.0
"""Seconds that all answers may take."""


async def rush(discord: StandIn, card: Json, find: str) -> float:
    """Let everybody press at once; give the seconds until all can read their answer. Who gets none fails.

    Being told that the answer is on its way is not being answered.
    """
    began = time.perf_counter()
    people = list(discord.community.people.values())
    replies = await asyncio.gather(*(discord.people.press(person, card, find) for person in people))
    await discord.until(lambda: not any(shown(reply)["flags"] & LOADING for reply in replies), WITHIN)
    return time.perf_counter() - began


async def on_bare(people: Sequence[Person], folder: Path) -> float:
    async with StandIn(people) as discord:
        guest = bare(discord, folder)
        async with started(guest):
            place = discord.community.channel("check-ins")
            card = shown(await discord.people.use(people[0], guest.command, place))
            return await rush(discord, card, guest.button)


async def on_kettle(people: Sequence[Person], folder: Path, seats: int) -> tuple[float, str]:
    """Give the seconds, and what was sold."""
    async with StandIn(people) as discord:
        async with opened(folder) as database, database.begin() as session:
            event = await plan_event(session, discord, datetime.now(UTC))
            event.capacity = seats
        place = discord.community.channel("check-ins")
        async with started(kettle(discord, folder)):
            await discord.until(lambda: posted(discord, place), 20)
            seconds = await rush(discord, posted(discord, place)[0], GOING)
        async with opened(folder) as database, database.read() as session:
            sold = len((await session.scalars(select(Signup).where(Signup.answer == "going"))).all())
    return seconds, f"seats {seats} sold {sold} doubled {max(0, sold - seats)}"


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench rush", description=__doc__)
    parser.add_argument("--presses", type=int, default=500, help="how many people press at once")
    parser.add_argument("--seats", type=int, default=20, help="how many places there are")
    options = parser.parse_args(arguments)
    guests = (Person(f"Guest{number}") for number in range(options.presses - 1))
    people = (Person("Mei", EVERYONE | MANAGE_GUILD), *guests)
    with tempfile.TemporaryDirectory() as folder:
        first = asyncio.run(on_bare(people, Path(folder)))
        second, sold = asyncio.run(on_kettle(people, Path(folder), options.seats))
    print(f"bare {first:.2f} s, kettle {second:.2f} s, ratio {second / first:.2f}, all answered")
    print(sold)
