"""New entries of the catalogue, once a week, for members who asked to be told: never for anybody else."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, exists, func, select

from bot.services import deliveries, members
from bot.services.bits import bits_of, words_of
from bot.services.guilds import find_guild
from bot.services.scopes import belongs
from bot.services.statements import count, upsert
from bot.services.training_texts import STAGES
from bot.services.zones import instant_at, local_day
from db.models.members import Member
from db.models.training import TrainingEntry
from db.models.training_saves import TrainingDigest, TrainingNews

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

FEATURE: Final = "trainingnews"
"""Whose deliveries these are."""

WEEK: Final = timedelta(days=7)

AT: Final = time(9)
"""When it comes, by the member's own clock."""

USE_BY: Final = timedelta(days=2)
"""How long a digest is worth sending."""

SHOWN: Final = 5
"""Entries that one digest names."""


async def find_news(session: AsyncSession, *, guild_id: int, member_id: int) -> TrainingNews | None:
    """Give what a member asked to be told of, or None."""
    return await session.get(TrainingNews, (guild_id, member_id))


async def record_news(
    session: AsyncSession, *, guild_id: int, member_id: int, stages: Collection[str], now: datetime
) -> TrainingNews:
    """Tell a member once a week what is new for these stages; none means for all. It begins in a week, from now on."""
    member = await members.record_choice(session, guild_id=guild_id, member_id=member_id, now=now)
    zone = members.zone_of(member, await find_guild(session, guild_id=guild_id))
    newest = await session.scalar(select(func.max(TrainingEntry.number)).where(TrainingEntry.guild_id == guild_id))
    keys = {"guild_id": guild_id, "member_id": member_id}
    new = {"told_until": newest or 0, "next_at": _next(now, zone)}
    return await upsert(session, TrainingNews, keys=keys, values={"stages": bits_of(stages, STAGES)}, new=new)


async def forget_news(session: AsyncSession, *, guild_id: int, member_id: int, now: datetime) -> None:
    """Tell a member nothing of what is new any more."""
    await members.record_choice(session, guild_id=guild_id, member_id=member_id, now=now)
    await session.execute(delete(TrainingNews).where(belongs(TrainingNews.member_id, member_id, guild_id)))


def _next(after: datetime, zone: str) -> datetime:
    return instant_at(local_day(after, zone) + WEEK, AT, zone)


async def plan_due(session: AsyncSession, *, now: datetime) -> int:
    """Put the digests of those whose week is over into the diary; one with nothing new is not sent. Give how many."""
    due = select(TrainingNews).where(TrainingNews.next_at <= now).with_for_update(skip_locked=True)
    planned = 0
    for news in (await session.scalars(due)).all():
        planned += await _plan(session, news, now)
    return planned


async def _plan(session: AsyncSession, news: TrainingNews, now: datetime) -> bool:
    member = await members.find_member(session, guild_id=news.guild_id, member_id=news.member_id)
    zone = members.zone_of(member, await find_guild(session, guild_id=news.guild_id))
    due_at, news.next_at = news.next_at, _next(now, zone)
    numbers = (await session.scalars(_new(news.guild_id, news.stages, news.told_until))).all()
    if not numbers or (member is not None and not member.direct_messages):
        return False
    told = {"guild_id": news.guild_id, "member_id": news.member_id}
    digest = TrainingDigest(**told, stages=news.stages, after=news.told_until, until=max(numbers))
    session.add(digest)
    await session.flush()
    news.told_until = digest.until
    row: dict[str, Any] = {**told, "feature": FEATURE, "subject_id": digest.id}
    await deliveries.schedule(session, **row, due_at=max(due_at, now - WEEK), expires_at=now + USE_BY)
    return True


def _new(guild_id: int, stages: int, after: int) -> Any:
    """Select the numbers of entries that came after one, and are for these stages."""
    here = select(TrainingEntry.number).where(TrainingEntry.guild_id == guild_id, TrainingEntry.state == "shown")
    new = here.where(TrainingEntry.number > after)
    return new.where(TrainingEntry.stages.bitwise_and(stages) != 0) if stages else new


async def list_new(session: AsyncSession, *, digest_id: int) -> Sequence[TrainingEntry]:
    """Give the entries that a digest tells of, the newest first; nothing where it was called off meanwhile."""
    digest = await session.get(TrainingDigest, digest_id)
    if digest is None or await find_news(session, guild_id=digest.guild_id, member_id=digest.member_id) is None:
        return ()
    numbers = _new(digest.guild_id, digest.stages, digest.after).where(TrainingEntry.number <= digest.until)
    found = select(TrainingEntry).where(TrainingEntry.number.in_(numbers)).order_by(TrainingEntry.number.desc())
    return (await session.scalars(found)).all()


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give of what a member asked to be told."""
    mine = select(TrainingNews).where(belongs(TrainingNews.member_id, member_id, guild_id))
    told = select(TrainingDigest).where(belongs(TrainingDigest.member_id, member_id, guild_id))
    asked = [
        {
            "kind": "news",
            "community": str(row.guild_id),
            "stages": list(words_of(row.stages, STAGES)),
            "next_at": row.next_at.isoformat(),
        }
        for row in await session.scalars(mine.order_by(TrainingNews.guild_id))
    ]
    return asked + [
        {"kind": "digest", "community": str(row.guild_id), "entries_after": row.after, "entries_until": row.until}
        for row in await session.scalars(told.order_by(TrainingDigest.id))
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:  # noqa: ARG001 the contract of every feature
    """Forget of what a member asked to be told, and of what they were; give how many rows went."""
    gone = await count(session, delete(TrainingNews).where(belongs(TrainingNews.member_id, member_id, guild_id)))
    mine = belongs(TrainingDigest.member_id, member_id, guild_id)
    return gone + await count(session, delete(TrainingDigest).where(mine))


async def purge(session: AsyncSession, *, now: datetime) -> int:  # noqa: ARG001 the contract of every feature
    """Forget what those asked for who are not known any more, and digests of which nobody is told any more."""
    gone = 0
    for table in (TrainingNews, TrainingDigest):
        known = exists().where(Member.guild_id == table.guild_id, Member.member_id == table.member_id)
        gone += await count(session, delete(table).where(~known))
    return gone
