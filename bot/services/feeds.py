"""Addresses at which a calendar reads events: shown once, taken back; only a digest of the secret part is kept."""

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import calendar_lists, guilds, members
from bot.services.calendar_lists import Listed
from bot.services.guilds import Person
from bot.services.members import month_of, year_before
from bot.services.scopes import belongs
from bot.services.statements import count
from db.models.feeds import Feed
from db.models.guilds import Guild
from db.models.leavers import Removal
from db.models.members import Member

SECRET_BYTES = 32


class Reading(NamedTuple):
    """What a calendar that knows an address is given. `is_first` means that nobody read it before in this month."""

    feed_id: int
    listed: list[Listed]
    is_mine: bool
    is_first: bool


async def make(session: AsyncSession, *, person: Person, is_mine: bool, now: datetime) -> str:
    """Make an address of a member's own, or the community's, which organisers may; give its secret part, once.

    An address that was there before ends.
    """
    await _hold(session, person, is_mine=is_mine, now=now)
    await session.execute(delete(Feed).where(_owned(person, is_mine=is_mine)))
    secret = token_urlsafe(SECRET_BYTES)
    member_id = person.member_id if is_mine else None
    session.add(Feed(guild_id=person.guild_id, member_id=member_id, digest=digest_of(secret), used_on=month_of(now)))
    return secret


async def revoke(session: AsyncSession, *, person: Person, is_mine: bool, now: datetime) -> bool:
    """End an address of a member's own, or the community's, which organisers may; tell whether there was one."""
    await _hold(session, person, is_mine=is_mine, now=now)
    return bool(await count(session, delete(Feed).where(_owned(person, is_mine=is_mine))))


async def _hold(session: AsyncSession, person: Person, *, is_mine: bool, now: datetime) -> None:
    """Check that this person may; of two who do it at once, the second waits here."""
    await members.record_choice(session, guild_id=person.guild_id, member_id=person.member_id, now=now)
    if not is_mine:
        guilds.require(await guilds.get_guild(session, guild_id=person.guild_id), person, "organiser")
        await session.get(Guild, person.guild_id, with_for_update=True, populate_existing=True)


async def is_made(session: AsyncSession, *, person: Person, is_mine: bool) -> bool:
    """Tell whether there is an address of a member's own, or one of the community's."""
    found = select(Feed.id).where(_owned(person, is_mine=is_mine))
    return await session.scalar(found) is not None


def digest_of(secret: str) -> str:
    """Give what is kept of the secret part of an address."""
    return sha256(secret.encode()).hexdigest()


def _owned(person: Person, *, is_mine: bool) -> ColumnElement[bool]:
    return and_(Feed.guild_id == person.guild_id, Feed.member_id == (person.member_id if is_mine else None))


async def find_feed(session: AsyncSession, *, secret: str) -> Feed | None:
    """Give an address that works, or None: it is unknown, or its member, or Kettle itself, is not there any more."""
    is_known = and_(Member.guild_id == Feed.guild_id, Member.member_id == Feed.member_id)
    found = select(Feed).outerjoin(Member, is_known).outerjoin(Removal, Removal.guild_id == Feed.guild_id)
    works = found.where(Feed.digest == digest_of(secret), Member.left_on.is_(None), Removal.guild_id.is_(None))
    return (await session.scalars(works)).first()


async def find_calendar(session: AsyncSession, *, secret: str, now: datetime) -> Reading | None:
    """Give what to write for who knows an address that works, or None."""
    feed = await find_feed(session, secret=secret)
    if feed is None:
        return None
    if feed.member_id is None:
        listed = await calendar_lists.list_community(session, guild_id=feed.guild_id)
    else:
        # Which roles somebody has now, no calendar app can say: it is told no link that needs one.
        person = Person(feed.guild_id, feed.member_id, roles=frozenset(), powers=frozenset())
        listed = await calendar_lists.list_mine(session, person=person)
    return Reading(feed.id, listed, is_mine=feed.member_id is not None, is_first=feed.used_on < month_of(now))


async def record_use(session: AsyncSession, *, feed_id: int, now: datetime) -> None:
    """Keep the month in which an address was last read; that somebody's program reads is no sign of theirs."""
    await session.execute(update(Feed).where(Feed.id == feed_id).values(used_on=month_of(now)))


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give that a member has an address; what it is, nobody knows any more."""
    mine = select(Feed).where(belongs(Feed.member_id, member_id, guild_id)).order_by(Feed.id)  # type: ignore[arg-type] # may be empty
    return [
        {"kind": "calendar", "community": str(row.guild_id), "last_used_month": row.used_on.isoformat()}
        for row in await session.scalars(mine)
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:  # noqa: ARG001 the contract of every feature
    """End a member's addresses; give how many."""
    return await count(session, delete(Feed).where(belongs(Feed.member_id, member_id, guild_id)))  # type: ignore[arg-type] # may be empty


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """End addresses that no calendar read for twelve months, and those of members who are not known any more."""
    known = exists().where(Member.guild_id == Feed.guild_id, Member.member_id == Feed.member_id)
    gone = or_(Feed.used_on < year_before(now), and_(Feed.member_id.is_not(None), ~known))
    return await count(session, delete(Feed).where(gone))
