"""What a reader tells moderators about a published story: a reason of a few, and never who told it."""

from collections.abc import Sequence

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.services.story_intakes import record_notice
from db.models.library import StoryListing, StoryReport
from db.models.stories import Story

REASONS = ("names", "known", "hurts", "other")
"""It names somebody; one can tell whose it is; it may hurt readers; something else."""


async def record_report(session: AsyncSession, *, guild_id: int, number: int, reason: str) -> None:
    """Keep what a reader told of a story, each reason once until moderators looked; NotFound where it is gone."""
    listed = select(StoryListing.story_key).where(StoryListing.guild_id == guild_id, StoryListing.number == number)
    key = await session.scalar(listed)
    if key is None or reason not in REASONS:
        raise NotFound("library-gone")
    await session.get(Story, key, with_for_update=True)  # of two who tell at once the second waits here
    if await session.get(StoryReport, (key, reason)) is None:
        session.add(StoryReport(story_key=key, reason=reason))
        await record_notice(session, guild_id=guild_id)


async def list_reported(session: AsyncSession, *, guild_id: int, limit: int, after: str = "") -> Sequence[str]:
    """Give the random keys of the stories that readers told of, in their order, from one on."""
    told = exists().where(StoryReport.story_key == Story.key)
    here = select(Story.key).where(Story.guild_id == guild_id, Story.key > after, told)
    return (await session.scalars(here.order_by(Story.key).limit(limit))).all()


async def list_reasons(session: AsyncSession, *, guild_id: int, key: str) -> list[str]:
    """Give the reasons for which readers told of a story, the gravest first."""
    here = select(StoryReport.reason).join(Story, Story.key == StoryReport.story_key)
    told = set(await session.scalars(here.where(Story.guild_id == guild_id, Story.key == key)))
    return [reason for reason in REASONS if reason in told]


async def settle_reports(session: AsyncSession, *, guild_id: int, key: str) -> None:
    """Forget what readers told of a story: moderators looked, and it stays."""
    here = select(Story.key).where(Story.guild_id == guild_id, Story.key == key)
    await session.execute(delete(StoryReport).where(StoryReport.story_key.in_(here)))
