"""A diary full of deliveries, written straight into the database, and what has become of them."""

from __future__ import annotations

from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.services import deliveries
from db.models.announcements import Announcement, AnnouncementPost
from db.models.checkins import Prompt
from db.models.deliveries import Delivery
from db.session import Database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncSession

    from tests.wire.standin import Json, StandIn

OPEN_FOR = timedelta(hours=12)
TENTH = 10
IN_HAND = ("waiting", "leased")


@dataclass(frozen=True)
class Row:
    """One delivery as the test knows it; its messages carry `token` in the ids of their buttons."""

    token: str
    place_id: str
    due_at: datetime


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Database]:
    """The database that `kettle run` will find in this folder, from now until the end of the block."""
    (folder / "data").mkdir(mode=0o700, exist_ok=True)
    database = Database(f"sqlite+aiosqlite:///{folder / 'data' / 'kettle.db'}")
    await database.open()
    try:
        yield database
    finally:
        await database.close()


def places(discord: StandIn, count: int) -> list[Json]:
    """So many channels for check-ins."""
    return [discord.world.add_channel(discord.community, f"check-ins-{number}") for number in range(count)]


async def fill(database: Database, where: list[Json], due_at: list[datetime], forum: Json | None = None) -> list[Row]:
    """One delivery for each instant, in one place after another; with a forum every tenth is a post there."""
    async with database.begin() as session:
        return [
            await _announce(session, forum, at)
            if forum and number % TENTH == 0
            else await _schedule(session, where[number % len(where)], at)
            for number, at in enumerate(due_at)
        ]


async def _announce(session: AsyncSession, forum: Json, due_at: datetime) -> Row:
    """An announcement in a forum: it has no buttons, so its words carry the token."""
    guild_id, channel_id = int(forum["guild_id"]), int(forum["id"])
    about = {"guild_id": guild_id, "channel_id": channel_id, "created_at": due_at, "changed_at": due_at}
    made = Announcement(**about, state="scheduled", place="forum", title="A post", typed_when="now")
    session.add(made)
    await session.flush()
    post = AnnouncementPost(guild_id=guild_id, announcement_id=made.id, original=due_at.isoformat()[:19], due_at=due_at)
    session.add(post)
    await session.flush()
    made.text = f"This is forum post-{post.id}."
    await deliveries.schedule(
        session,
        guild_id=guild_id,
        feature="announcements",
        subject_id=post.id,
        kind="thread",
        channel_id=channel_id,
        due_at=due_at,
        expires_at=due_at + OPEN_FOR,
    )
    return Row(f"post-{post.id}", forum["id"], due_at)


async def _schedule(session: AsyncSession, place: Json, due_at: datetime) -> Row:
    """A question in a channel: its five buttons carry the prompt's id."""
    guild_id, channel_id = int(place["guild_id"]), int(place["id"])
    prompt = Prompt(guild_id=guild_id, channel_id=channel_id, opened_at=due_at, closes_at=due_at + OPEN_FOR)
    session.add(prompt)
    await session.flush()
    await deliveries.schedule(
        session,
        guild_id=guild_id,
        feature="checkins",
        subject_id=prompt.id,
        channel_id=channel_id,
        due_at=due_at,
        expires_at=prompt.closes_at,
    )
    return Row(str(prompt.id), place["id"], due_at)


async def states(database: Database) -> Counter[str]:
    """How many deliveries are in each state, with the reason where there is one."""
    kinds = select(Delivery.state, Delivery.reason, func.count().label("rows"))
    async with database.read() as session:
        found = await session.execute(kinds.group_by(Delivery.state, Delivery.reason))
        return Counter({f"{row.state} {row.reason or ''}".rstrip(): row.rows for row in found})


def in_hand(found: Counter[str]) -> bool:
    """Whether any of them is still to be settled."""
    return any(state.split()[0] in IN_HAND for state in found)
