"""Batches: approved stories are published together, at most once a week, each at a minute that only chance knows.

Who watches the channel learns nothing from when a story comes: neither when it was sent nor which came first.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.stories import get_story
from db.models.stories import Story, StoryFact, StoryPost
from db.stories import new_token

MINUTE = timedelta(minutes=1)

ONE_AT_A_TIME = 0x4B455453
"""The key of PostgreSQL's lock under which plans and claims take turns: two plans at once would be two batches."""


@dataclass(frozen=True)
class Pace:
    """A community's choice of how many stories come together, and how often; ValueError if one would stand alone."""

    least: int = 5
    least_late: int = 3
    late_after: timedelta = timedelta(days=28)
    spread: timedelta = timedelta(hours=72)
    pause: timedelta = timedelta(days=7)

    def __post_init__(self) -> None:
        if not 1 < self.least_late <= self.least:
            raise ValueError("a story would stand alone")
        if min(self.spread, self.pause, self.late_after) < MINUTE:
            raise ValueError("chance needs time")

    def is_late(self, story: Story, today: date) -> bool:
        """Say whether a story has waited so long that fewer others are enough, counted from its week's Monday."""
        return today - story.week >= self.late_after


USUAL = Pace()


async def plan_batch(
    session: AsyncSession,
    *,
    guild_id: int,
    channel_id: int,
    now: datetime,
    chance: random.Random,
    pace: Pace = USUAL,
) -> int:
    """Plan what is published in the next days, if enough stories wait and the last batch is long enough ago.

    Too few do not go, but for those whose authors said that alone is fine. Give how many were planned.
    """
    await take_turn(session)
    today = now.date()
    if await _was_lately(session, guild_id, today, pace):
        return 0
    # Held: nobody takes one back meanwhile.
    waiting = (await session.scalars(_waiting(guild_id).order_by(Story.key).with_for_update())).all()
    ready = _ready(waiting, today, pace)
    if ready:
        await session.merge(StoryFact(name=fact_of(guild_id), value=today.isoformat()))
        batch = new_token()
        for key, due_at in draw(ready, now=now, chance=chance, spread=pace.spread).items():
            session.add(post_of(key, guild_id, channel_id, batch, due_at))
        await session.flush()
    return len(ready)


async def take_turn(session: AsyncSession) -> None:
    """Wait for other processes that plan or claim; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))


def _ready(waiting: Sequence[Story], today: date, pace: Pace) -> list[str]:
    is_late = any(pace.is_late(story, today) for story in waiting)
    is_enough = len(waiting) >= (pace.least_late if is_late else pace.least)
    return [story.key for story in waiting if is_enough or story.is_alone_fine]


async def _was_lately(session: AsyncSession, guild_id: int, today: date, pace: Pace) -> bool:
    last = await session.scalar(select(StoryFact.value).where(StoryFact.name == fact_of(guild_id)))
    # Either way: a clock that was far ahead once does not hold all batches up until then.
    return last is not None and abs(today - date.fromisoformat(last)) < pace.pause


def fact_of(guild_id: int) -> str:
    """Name the fact that remembers the day of a community's last batch."""
    return f"batch-{guild_id}"


def _waiting(guild_id: int) -> Select[Story]:
    """Find what is approved, not planned, and not about to leave."""
    planned = exists().where(StoryPost.story_key == Story.key)
    here = select(Story).where(Story.guild_id == guild_id, Story.state == "approved", Story.leaves_at.is_(None))
    return here.where(~planned)


def draw(
    keys: Sequence[str], *, now: datetime, chance: random.Random, spread: timedelta = USUAL.spread
) -> Mapping[str, datetime]:
    """Give each story a random minute of the time after now. In which order the keys are given does not matter."""
    shuffled = sorted(keys)
    chance.shuffle(shuffled)
    return {key: random_minute(now, within=spread, chance=chance) for key in shuffled}


def random_minute(now: datetime, *, within: timedelta, chance: random.Random) -> datetime:
    """Give a whole minute after now and not later than a time within."""
    return now.replace(second=0, microsecond=0) + MINUTE * chance.randint(1, within // MINUTE)


def post_of(story_key: str, guild_id: int, channel_id: int, batch: str, due_at: datetime, place: int = 0) -> StoryPost:
    """Make the first message of a story, or a later one, due."""
    return StoryPost(
        key=new_token(),
        story_key=story_key,
        guild_id=guild_id,
        batch=batch,
        place=place,
        state="due",
        due_at=due_at,
        attempts=0,
        channel_id=channel_id,
    )


async def list_asked(session: AsyncSession, *, guild_id: int, today: date, pace: Pace = USUAL) -> list[str]:
    """Give the keys of stories that have waited long for others, whose authors are asked whether alone is fine."""
    waiting = await session.scalars(_waiting(guild_id))
    return sorted(story.key for story in waiting if pace.is_late(story, today) and not story.is_alone_fine)


async def record_alone(session: AsyncSession, *, lookup_id: str, is_fine: bool) -> None:
    """Keep what an author says about a story that comes alone; NotFound where no story opens."""
    story = await get_story(session, lookup_id=lookup_id)
    story.is_alone_fine = is_fine
