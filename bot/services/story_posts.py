"""Messages of published stories: sent once, looked for before they are sent again, taken away with their story.

Nothing here is a delivery: the diary of the other database would know at which minute a story moved.
"""

import random
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.services.stories import week_of
from bot.services.story_batches import fact_of, post_of, random_minute, take_turn
from db.models.library import StoryListing, StoryReport
from db.models.stories import Story, StoryFact, StoryPost

LEASE = timedelta(minutes=2)
"""How long a claim holds: longer than one attempt takes, and than Discord takes to show what was sent."""

MOST_TRIES = 8
"""How often a story is tried, over most of a day, before it waits for the next batch."""

FIRST_PAUSE = 5
LONGEST_PAUSE, LONGEST_PAUSE_BEGUN = 360, 60
"""Minutes: what a random pause is at most before another try. It is shorter for what has begun, or has to go."""


class Claim(NamedTuple):
    """A message to send now. With `since` it may be out already: then it is looked for, from that instant on."""

    post: StoryPost
    since: datetime | None


def mark_of(post: StoryPost) -> int:
    """Give the number that a message carries in its parts, by which it is found again: never 0, 31 bits.

    It is the same each time a story is planned.
    """
    return int.from_bytes(sha256(f"{post.story_key} {post.place}".encode()).digest()[:4]) % 0x7FFFFFFF + 1


def _is_free(now: datetime) -> ColumnElement[bool]:
    """Say that nobody is at it: no lease, or one that is over, or longer than any is, as when a clock jumped back."""
    lease = StoryPost.lease_until
    return or_(lease.is_(None), lease < now, lease > now + LEASE)


async def claim_due(session: AsyncSession, *, now: datetime, limit: int) -> list[Claim]:
    """Lease the messages whose minute has come, the oldest of each channel, whose stories may be published.

    One that would stand alone, because the others of its batch were taken back, waits for the next batch instead.
    """
    await take_turn(session)
    await _wait_for_others(session, now)
    busy = select(StoryPost.channel_id).where(StoryPost.state == "due", ~_is_free(now))
    found = (
        select(StoryPost)
        .join(Story, Story.key == StoryPost.story_key)
        .where(StoryPost.state == "due", StoryPost.due_at <= now, StoryPost.channel_id.not_in(busy))
        .where(Story.state.in_(("approved", "published")), Story.leaves_at.is_(None))
        .order_by(StoryPost.due_at, StoryPost.place.desc(), StoryPost.key)  # a story that has begun goes on first
        .with_for_update(of=StoryPost)
    )
    first: dict[int, StoryPost] = {}
    for post in await session.scalars(found):
        first.setdefault(post.channel_id, post)
    return [_claimed(post, now) for post in [*first.values()][:limit]]


def _claimed(post: StoryPost, now: datetime) -> Claim:
    claim = Claim(post, post.tried_at)
    post.tried_at, post.lease_until = post.tried_at or now, now + LEASE
    return claim


async def _wait_for_others(session: AsyncSession, now: datetime) -> None:
    other = aliased(StoryPost)
    together = exists().where(other.batch == StoryPost.batch, other.story_key != StoryPost.story_key)
    needs_others = select(Story.key).where(Story.state == "approved", ~Story.is_alone_fine)
    lonely = delete(StoryPost).where(StoryPost.state == "due", StoryPost.due_at <= now, StoryPost.tried_at.is_(None))
    lonely = lonely.where(StoryPost.story_key.in_(needs_others), ~together)
    await session.execute(lonely, execution_options={"synchronize_session": False})


async def settle_sent(
    session: AsyncSession, *, key: str, message_id: int, now: datetime, has_more: bool = False
) -> bool:
    """Record that a message is out; with more to come, the next one is due. The story is published.

    False when it was taken back meanwhile: then the caller takes the message away at once, and settles that.
    """
    post, story = await _lock(session, key)
    if post is None or story is None or post.state == "going":
        _note_stray(post, message_id, now)
        return False
    if post.state == "due" and has_more:
        session.add(post_of(post.story_key, post.guild_id, post.channel_id, post.batch, post.due_at, post.place + 1))
    post.state, post.message_id, post.attempts = "sent", message_id, 0
    post.tried_at = post.lease_until = None
    if story.state == "approved":
        story.state, story.week = "published", week_of(now.date())
    return True


def _note_stray(post: StoryPost | None, message_id: int, now: datetime) -> None:
    """Keep where a message stands that has to go."""
    if post is not None:
        post.state, post.message_id, post.due_at, post.lease_until = "going", message_id, now, None


async def settle_failed(
    session: AsyncSession, *, key: str, now: datetime, chance: random.Random, is_certain: bool
) -> None:
    """Record that a message could not be sent, or taken away: it is tried again after a random pause.

    Certain means that surely no message is out. After many tries such a story waits for the next batch.
    """
    post, _ = await _lock(session, key)
    if post is None:
        return
    post.attempts += 1
    post.lease_until = None
    if is_certain and post.message_id is None:
        post.tried_at = None
    if _is_over(post):
        await session.delete(post)
    else:
        post.due_at = random_minute(now, within=_pause(post), chance=chance)


def _is_over(post: StoryPost) -> bool:
    """Say whether a row has no message and is not tried any more: its story, if there is one, waits again."""
    if post.tried_at is not None or post.message_id is not None:
        return False
    return post.state == "going" or (post.place == 0 and post.attempts >= MOST_TRIES)


def _pause(post: StoryPost) -> timedelta:
    most = LONGEST_PAUSE if post.state == "due" and post.place == 0 else LONGEST_PAUSE_BEGUN
    return timedelta(minutes=min(most, FIRST_PAUSE * 2 ** min(post.attempts, 10)))


async def _lock(session: AsyncSession, key: str) -> tuple[StoryPost | None, Story | None]:
    """Give a message and its story, which nobody else changes meanwhile: the story first, as whoever takes it back."""
    story_key = await session.scalar(select(StoryPost.story_key).where(StoryPost.key == key))
    story = await session.get(Story, story_key, with_for_update=True) if story_key is not None else None
    return await session.get(StoryPost, key, with_for_update=True), story


async def list_going(session: AsyncSession, *, now: datetime, limit: int) -> Sequence[StoryPost]:
    """Give messages to take away. One without `message_id` may be out: it is looked for since `tried_at`."""
    alone = ~exists().where(Story.key == StoryPost.story_key)
    may_be_out = or_(StoryPost.message_id.is_not(None), StoryPost.tried_at.is_not(None))
    going = or_(StoryPost.state == "going", and_(alone, may_be_out))
    found = select(StoryPost).where(going, StoryPost.due_at <= now, _is_free(now))
    return (await session.scalars(found.order_by(StoryPost.due_at, StoryPost.key).limit(limit))).all()


async def list_sent(session: AsyncSession, *, guild_id: int, limit: int, after: str = "") -> Sequence[StoryPost]:
    """Give a community's messages that are out, for the daily look, page by page: `after` is the last page's end."""
    sent = select(StoryPost).where(StoryPost.guild_id == guild_id, StoryPost.state == "sent", StoryPost.key > after)
    return (await session.scalars(sent.order_by(StoryPost.key).limit(limit))).all()


async def settle_gone(session: AsyncSession, *, key: str, now: datetime) -> None:
    """Record that a message is not there any more. If somebody else deleted it, its story leaves the library."""
    post, story = await _lock(session, key)
    if post is None:
        return
    await session.delete(post)
    await session.flush()
    if post.state != "going" and story is not None:
        await leave_library(session, story=story, now=now)


async def leave_library(session: AsyncSession, *, story: Story, now: datetime) -> None:
    """Take a story out of the library and its messages away; its author can still open it for a while."""
    story.state, story.week = "down", week_of(now.date())
    for table in (StoryListing, StoryReport):
        await session.execute(delete(table).where(table.story_key == story.key))
    await take_away(session, story_keys=[story.key], now=now)


async def take_away(session: AsyncSession, *, story_keys: Collection[str], now: datetime) -> None:
    """Have all messages of stories taken away that are out or may be; those that are not are forgotten."""
    await drop_due(session, story_keys=story_keys)
    going = update(StoryPost).where(StoryPost.story_key.in_(story_keys), StoryPost.state != "going")
    await session.execute(going.values(state="going", due_at=now, attempts=0))


async def drop_due(session: AsyncSession, *, story_keys: Collection[str]) -> None:
    """Forget messages of stories that nobody has tried to send yet."""
    untried = delete(StoryPost).where(StoryPost.state == "due", StoryPost.tried_at.is_(None))
    await session.execute(untried.where(StoryPost.story_key.in_(story_keys)))


async def record_channel(session: AsyncSession, *, guild_id: int, channel_id: int | None) -> None:
    """Send what is planned, and not begun, to another channel from now on; to none, and it waits for a batch again."""
    here = StoryPost.guild_id == guild_id, StoryPost.state == "due", StoryPost.tried_at.is_(None), StoryPost.place == 0
    if channel_id is None:
        await session.execute(delete(StoryPost).where(*here))
    else:
        await session.execute(update(StoryPost).where(*here).values(channel_id=channel_id))


async def forget_communities(session: AsyncSession, *, guild_ids: Collection[int]) -> None:
    """Forget the messages, and the last batch, of communities that Kettle has left for good."""
    await session.execute(delete(StoryPost).where(StoryPost.guild_id.in_(guild_ids)))
    await session.execute(delete(StoryFact).where(StoryFact.name.in_([*map(fact_of, guild_ids)])))
