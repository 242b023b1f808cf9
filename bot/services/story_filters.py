"""Content notes that a member would rather not read: the library leaves such stories out for them alone."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import members
from bot.services.bits import bits_of, words_of
from bot.services.scopes import belongs
from bot.services.statements import count
from bot.services.story_texts import NOTES
from db.models.members import Member
from db.models.story_filters import StoryFilter


async def get_hidden(session: AsyncSession, *, guild_id: int, member_id: int) -> frozenset[str]:
    """Give the content notes that a member hides; none where they chose none."""
    row = await session.get(StoryFilter, (guild_id, member_id))
    return frozenset(words_of(row.notes, NOTES)) if row is not None else frozenset()


async def record_hidden(
    session: AsyncSession, *, guild_id: int, member_id: int, notes: Collection[str], now: datetime
) -> None:
    """Keep which content notes a member hides; hiding none keeps nothing."""
    await members.record_choice(session, guild_id=guild_id, member_id=member_id, now=now)
    mine = StoryFilter.guild_id == guild_id, StoryFilter.member_id == member_id
    if bits := bits_of(notes, NOTES):
        await session.merge(StoryFilter(guild_id=guild_id, member_id=member_id, notes=bits))
    else:
        await session.execute(delete(StoryFilter).where(*mine))


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give what a member hides."""
    mine = select(StoryFilter).where(belongs(StoryFilter.member_id, member_id, guild_id))
    return [
        {"community": str(row.guild_id), "content_notes_hidden": list(words_of(row.notes, NOTES))}
        for row in await session.scalars(mine.order_by(StoryFilter.guild_id))
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:  # noqa: ARG001 the contract of every feature
    """Forget what a member hides; give of how many communities."""
    return await count(session, delete(StoryFilter).where(belongs(StoryFilter.member_id, member_id, guild_id)))


async def purge(session: AsyncSession, *, now: datetime) -> int:  # noqa: ARG001 the contract of every feature
    """Forget what members hid who are not known any more."""
    known = exists().where(Member.guild_id == StoryFilter.guild_id, Member.member_id == StoryFilter.member_id)
    return await count(session, delete(StoryFilter).where(~known))
