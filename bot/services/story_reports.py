"""What a reader tells moderators about a published story: a reason of a few, and never who told it."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.services.story_intakes import record_notice
from db.models.library import StoryListing, StoryReport
from db.models.stories import Story

REASONS = ("names", "known", "hurts", "other")
"""It names somebody; one can tell whose it is; it may hurt readers; something else."""


async def record_report(session: AsyncSession, *, guild_id: int, number: int, reason: str) -> None:
    """Keep that a reader told of a story, once until moderators looked; NotFound where it is not there any more."""
    listed = select(StoryListing.story_key).where(StoryListing.guild_id == guild_id, StoryListing.number == number)
    key = await session.scalar(listed)
    if key is None or reason not in REASONS:
        raise NotFound("library-gone")
    await session.get(Story, key, with_for_update=True)  # of two who tell at once the second waits here
    if await session.get(StoryReport, key) is None:
        session.add(StoryReport(story_key=key, reason=reason))
        await record_notice(session, guild_id=guild_id)


async def list_reports(session: AsyncSession, *, guild_id: int) -> Sequence[tuple[str, str]]:
    """Give the stories that readers told of, by their random keys, each with its reason."""
    here = select(StoryReport.story_key, StoryReport.reason).join(Story, Story.key == StoryReport.story_key)
    return (await session.execute(here.where(Story.guild_id == guild_id).order_by(Story.key))).all()


async def find_report(session: AsyncSession, *, guild_id: int, key: str) -> str | None:
    """Give the reason for which a reader told of a story, if one did."""
    here = select(StoryReport.reason).join(Story, Story.key == StoryReport.story_key)
    return (await session.scalars(here.where(Story.guild_id == guild_id, Story.key == key))).first()


async def settle_report(session: AsyncSession, *, guild_id: int, key: str) -> None:
    """Forget a report: moderators looked, and the story stays."""
    here = select(Story.key).where(Story.guild_id == guild_id, Story.key == key)
    await session.execute(delete(StoryReport).where(StoryReport.story_key.in_(here)))
