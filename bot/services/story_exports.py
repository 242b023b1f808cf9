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
    """Give how many published stories may be used for what, as of the last intake: no minute tells of an author."""
    found = _seen(guild_id, today).with_only_columns(StoryConsent.use, func.count())
    counts = dict((await session.execute(found.group_by(StoryConsent.use))).all())
    return {use: counts.get(use, 0) for use in OUTSIDE}


async def list_allowed(session: AsyncSession, *, guild_id: int, use: str, today: date) -> Sequence[int]:
    """Give the numbers of the stories that may be used so at this moment."""
    found = _allowed(guild_id, use, today).order_by(StoryListing.number)
    return (await session.scalars(found.with_only_columns(StoryListing.number))).all()


async def is_allowed(session: AsyncSession, *, guild_id: int, number: int, use: str, today: date) -> bool:
    """Say whether a story may still be used so."""
    found = _allowed(guild_id, use, today).where(StoryListing.number == number)
    return (await session.scalars(found)).first() is not None


def _allowed(guild_id: int, use: str, today: date) -> Select[StoryConsent]:
    """Find consents that moderators know of and that hold at this moment."""
    now = _seen(guild_id, today).where(~StoryConsent.has_ended, Story.leaves_at.is_(None))
    return now.where(StoryConsent.use == use, StoryConsent.use.in_(OUTSIDE))


def _seen(guild_id: int, today: date) -> Select[StoryConsent]:
    """Find consents, of stories that are out, as they stood at the last intake."""
    found = select(StoryConsent).join(Story, Story.key == StoryConsent.story_key)
    found = found.join(StoryListing, StoryListing.story_key == Story.key)
    here = found.where(Story.guild_id == guild_id, Story.state == "published", ~StoryConsent.has_arrived)
    return here.where(StoryConsent.ends_on >= today)
