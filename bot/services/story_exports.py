"""What organisers may take out of the library: only what its author allows for that use, and only while they do."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.story_texts import USES
from db.models.library import StoryListing
from db.models.stories import Story, StoryConsent

OUTSIDE = USES[1:]
"""Every use but the library here."""


async def count_allowed(session: AsyncSession, *, guild_id: int, today: date) -> dict[str, int]:
    """Give how many published stories may be used for what."""
    found = _allowed(guild_id, today).with_only_columns(StoryConsent.use, func.count())
    counts = dict((await session.execute(found.group_by(StoryConsent.use))).all())
    return {use: counts.get(use, 0) for use in OUTSIDE}


async def list_allowed(session: AsyncSession, *, guild_id: int, use: str, today: date) -> Sequence[tuple[int, date]]:
    """Give the numbers of the stories that may be used so, each with the last day of that."""
    found = _allowed(guild_id, today).with_only_columns(StoryListing.number, StoryConsent.ends_on)
    found = found.where(StoryConsent.use == use, StoryConsent.use.in_(OUTSIDE)).order_by(StoryListing.number)
    return (await session.execute(found)).all()


def _allowed(guild_id: int, today: date) -> Select[StoryConsent]:
    """Find consents that hold today, of stories that are out and do not leave."""
    found = select(StoryConsent).join(Story, Story.key == StoryConsent.story_key)
    found = found.join(StoryListing, StoryListing.story_key == Story.key)
    here = found.where(Story.guild_id == guild_id, Story.state == "published", Story.leaves_at.is_(None))
    return here.where(StoryConsent.ends_on >= today)
