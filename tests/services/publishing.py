"""Made-up stories that are approved, planned and published, without any words: those are judged elsewhere."""

import random
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from bot.services import story_batches, story_posts
from bot.services.story_posts import Claim
from db.models.library import StoryListing, StoryReport
from db.models.stories import (
    Story,
    StoryApproval,
    StoryConsent,
    StoryFile,
    StoryNote,
    StoryPart,
    StoryPost,
)
from tests.services.people import GUILD, NOW, Do

CHANNEL, OTHER_CHANNEL = 530000000000000041, 540000000000000043
MESSAGE = 890000000000000047
MINUTE, WEEK = timedelta(minutes=1), timedelta(weeks=1)
MONDAY = date(2026, 6, 1)
"""The Monday of the week of NOW."""

NUMBERS = count()


def chance(seed: int = 0) -> random.Random:
    return random.Random(seed)  # noqa: S311 a test has to see the same twice


def a_story(key: str = "", **others: Any) -> Story:
    number = next(NUMBERS)
    told: dict[str, Any] = {
        "guild_id": GUILD,
        "lookup_id": f"{number:032x}",
        "public_key": b"public",
        "locked_key": b"locked",
        "state": "approved",
        "week": MONDAY,
        "is_alone_fine": False,
    }
    return Story(key=key or f"key-{number:012}", **{**told, **others})


async def put(do: Do, *rows: Any) -> None:
    """Write rows as they are."""

    async def written(session: Any) -> None:
        for row in rows:
            session.add(row)
            await session.flush()

    await do(written)


async def approve(do: Do, number: int = 1, **others: Any) -> list[str]:
    """Let some stories be approved; give their keys."""
    made = [a_story(**others) for _ in range(number)]
    await put(do, *made)
    return [story.key for story in made]


async def plan(do: Do, now: datetime = NOW, **others: Any) -> int:
    told: dict[str, Any] = {"guild_id": GUILD, "channel_id": CHANNEL, "now": now, "chance": chance()}
    planned: int = await do(story_batches.plan_batch, **{**told, **others})
    return planned


async def put_due(do: Do, *keys: str, **others: Any) -> list[StoryPost]:
    """Make a message of each of these stories due now, in one batch, a second after one another."""
    told: dict[str, Any] = {"guild_id": GUILD, "channel_id": CHANNEL, "batch": "batch"}
    posts = [
        story_batches.post_of(key, **{**told, "due_at": NOW + timedelta(seconds=number), **others})
        for number, key in enumerate(keys)
    ]
    await put(do, *posts)
    return posts


async def claim(do: Do, now: datetime = NOW + MINUTE, limit: int = 50) -> list[Claim]:
    claims: list[Claim] = await do(story_posts.claim_due, now=now, limit=limit)
    return claims


async def settle(do: Do, key: str, message_id: int = MESSAGE, now: datetime = NOW + MINUTE, **others: Any) -> bool:
    stays: bool = await do(story_posts.settle_sent, key=key, message_id=message_id, now=now, **others)
    return stays


async def fail(do: Do, key: str, now: datetime = NOW, *, is_certain: bool = True, seed: int = 0) -> None:
    await do(story_posts.settle_failed, key=key, now=now, chance=chance(seed), is_certain=is_certain)


async def publish(do: Do, number: int = 2, **others: Any) -> list[str]:
    """Let some stories be published with one message each; give their keys."""
    keys = await approve(do, number, **others)
    for post in await put_due(do, *keys, guild_id=others.get("guild_id", GUILD)):
        assert await settle(do, post.key, MESSAGE + next(NUMBERS))
    return keys


async def going(do: Do, now: datetime = NOW) -> list[StoryPost]:
    found: list[StoryPost] = await do(story_posts.list_going, now=now, limit=50)
    return found


async def states(do: Do) -> dict[str, str]:
    """Give the state of each story by its key."""
    return {story.key: story.state for story in await do.rows(Story)}  # type: ignore[type-var] # rows of any table


async def posts_in(do: Do) -> list[Any]:
    return [*await do.rows(StoryPost)]  # type: ignore[type-var] # rows of any table


async def consents_in(do: Do) -> list[tuple[str, int, date]]:
    found: list[Any] = [*await do.rows(StoryConsent)]  # type: ignore[type-var] # rows of any table
    return [(row.use, row.version, row.ends_on) for row in found]


def a_listing(key: str, **others: Any) -> StoryListing:
    """List a story, without any words."""
    told: dict[str, Any] = {"guild_id": GUILD, "month": MONDAY, "kind": "words", "themes": 0, "notes": 0}
    lengths = {"title_length": 0, "body_length": 0, "themes_length": 0}
    number = next(NUMBERS)
    return StoryListing(number=number, story_key=key, is_hopeful=False, version=1, **{**told, **lengths, **others})


def all_of(key: str, mark: str = "words") -> list[Any]:
    """Give a row of each kind that hangs on a story."""
    told, rare = {"story_key": key}, mark.encode() * 50
    note = StoryNote(key=f"n-{key}", is_from_author=True, has_arrived=True, week=MONDAY, **told)  # type: ignore[arg-type]
    note.for_author, note.for_reviewers = rare, rare
    return [
        StoryPart(key=f"p-{key}", place=0, has_arrived=True, sealed=rare, **told),
        StoryFile(key=f"f-{key}", place=0, kind="picture", sealed=rare * 2000, sealed_alt=rare, **told),
        StoryConsent(use="library", version=1, ends_on=date(2028, 6, 30), **told),
        note,
        StoryApproval(tag=f"t-{key}", **told),
        a_listing(key),
        StoryReport(reason="other", **told),
    ]
