"""New entries of the catalogue, once a week, for members who asked to be told: never for anybody else."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, delete, exists, func, select

from bot.services import deliveries, members
from bot.services.bits import bits_of, words_of
from bot.services.guilds import find_guild
from bot.services.scopes import belongs
from bot.services.statements import count, upsert
from bot.services.training_texts import STAGES
from bot.services.zones import instant_at, local_day
from db.models.deliveries import Delivery
from db.models.members import Member
from db.models.training import TrainingEntry
from db.models.training_news import TrainingDigest, TrainingNews

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

FEATURE: Final = "trainingnews"
"""Whose deliveries these are."""

WEEK: Final = timedelta(days=7)

AT: Final = time(9)
"""When it comes, by the member's own clock."""

AHEAD: Final = timedelta(minutes=15)
"""How far digests are put into the diary: longer than it takes until the next look, so that none is late by it."""

USE_BY: Final = timedelta(days=2)
"""How long a digest is worth sending."""

KEPT: Final = timedelta(days=30)
"""How long a digest is kept after its use-by."""

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
    newest = await session.scalar(select(_newest).where(TrainingEntry.guild_id == guild_id))
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
    due = select(TrainingNews).where(TrainingNews.next_at <= now + AHEAD).with_for_update(skip_locked=True)
    planned = 0
    for news in (await session.scalars(due)).all():
        planned += await _plan(session, news, now)
    return planned


async def _plan(session: AsyncSession, news: TrainingNews, now: datetime) -> bool:
    who = {"guild_id": news.guild_id, "member_id": news.member_id}
    due_at = await members.quiet_end(session, **who, now=max(news.next_at, now))
    news.next_at = _next(now, await members.get_zone(session, **who))
    until = await session.scalar(_new(news.guild_id, news.stages, news.told_until).with_only_columns(_newest))
    if until is None or not (await members.get_choices(session, **who)).direct_messages:
        return False
    digest = TrainingDigest(**who, stages=news.stages, after=news.told_until, until=until)
    session.add(digest)
    await session.flush()
    news.told_until = until
    row: dict[str, Any] = {**who, "feature": FEATURE, "subject_id": digest.id}
    await deliveries.schedule(session, **row, due_at=due_at, expires_at=due_at + USE_BY)
    return True


_newest = func.max(TrainingEntry.number)


def _new(guild_id: int, stages: int, after: int) -> Any:
    """Select the numbers of entries that came after one, and are for these stages."""
    here = select(TrainingEntry.number).where(TrainingEntry.guild_id == guild_id, TrainingEntry.state == "shown")
    new = here.where(TrainingEntry.number > after)
    return new.where(TrainingEntry.stages.bitwise_and(stages) != 0) if stages else new


async def find_place(session: AsyncSession, *, digest_id: int, member_id: int) -> int | None:
    """Give the community of a member's digest, or None where there is no such digest of theirs."""
    digest = await session.get(TrainingDigest, digest_id)
    return digest.guild_id if digest is not None and digest.member_id == member_id else None


async def list_new(session: AsyncSession, *, digest_id: int, member_id: int) -> Sequence[TrainingEntry]:
    """Give the entries that a member's digest tells of, the newest first; nothing to who wants none."""
    digest = await session.get(TrainingDigest, digest_id)
    if digest is None or digest.member_id != member_id:
        return ()
    who = {"guild_id": digest.guild_id, "member_id": digest.member_id}
    is_off = await find_news(session, **who) is None
    if is_off or not (await members.get_choices(session, **who)).direct_messages:
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


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:
    """Forget of what a member asked to be told, and of what they were, messages too; give how many rows went."""
    gone = await count(session, delete(TrainingNews).where(belongs(TrainingNews.member_id, member_id, guild_id)))
    return gone + await _forget(session, belongs(TrainingDigest.member_id, member_id, guild_id), now)


async def _forget(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> int:
    ids = (await session.scalars(select(TrainingDigest.id).where(which))).all()
    await deliveries.retract(session, feature=FEATURE, subject_ids=ids, now=now)
    return await count(session, delete(TrainingDigest).where(TrainingDigest.id.in_(ids)))


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget what those asked for who are not known any more, and digests with their messages after 30 days."""
    gone = await count(session, delete(TrainingNews).where(~_is_known(TrainingNews)))
    about = Delivery.feature == FEATURE, Delivery.subject_id == TrainingDigest.id
    is_young = exists().where(*about, Delivery.expires_at >= now - KEPT)
    return gone + await _forget(session, ~is_young | ~_is_known(TrainingDigest), now)


def _is_known(table: type[TrainingNews | TrainingDigest]) -> ColumnElement[bool]:
    return exists().where(Member.guild_id == table.guild_id, Member.member_id == table.member_id)
