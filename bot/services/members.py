"""What a member chose for themselves: zone, nation, messages, quiet hours, how long an answer is kept."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Invalid
from bot.services import contacts, times, zones
from bot.services.guilds import find_guild
from bot.services.scopes import belongs
from bot.services.statements import count, upsert
from db.models.guilds import Guild
from db.models.members import Member

SWITCHES = ("direct_messages", "accepts_shares", "accepts_signposts", "forget_at_midnight")
"""Choices that are yes or no."""

NO_NATION = "none"
"""What is chosen by somebody who would rather not say their nation."""

DEFAULT_ZONE = "Europe/London"
"""Where the community lives until somebody says otherwise."""


async def find_member(session: AsyncSession, *, guild_id: int, member_id: int) -> Member | None:
    """Give what the member chose, or None for somebody who never chose anything."""
    return await session.get(Member, (guild_id, member_id))


async def get_choices(session: AsyncSession, *, guild_id: int, member_id: int) -> Member:
    """Give what the member chose, or what stands for somebody who never chose; the latter is not saved."""
    known = await find_member(session, guild_id=guild_id, member_id=member_id)
    return known or Member(direct_messages=True, accepts_shares=True, accepts_signposts=True, forget_at_midnight=False)


async def list_guild_ids(session: AsyncSession, *, member_id: int) -> list[int]:
    """Give the communities in which this member has choices kept."""
    return list(await session.scalars(select(Member.guild_id).where(Member.member_id == member_id)))


async def record_choice(
    session: AsyncSession, *, guild_id: int, member_id: int, now: datetime, **choices: Any
) -> Member:
    """Save a choice of the member; of the time only the month is kept. Whoever does something here has not left.

    A gesture that reads before it writes begins with this, with or without a choice: of two gestures of one
    member at once, the second waits here for the first.
    """
    return await upsert(
        session,
        Member,
        keys={"guild_id": guild_id, "member_id": member_id},
        values={**choices, "used_on": month_of(now), "left_on": None},
    )


async def record_zone(session: AsyncSession, *, guild_id: int, member_id: int, now: datetime, typed: str) -> Member:
    """Save the zone a member typed; Invalid offers the nearest. Nothing typed means the community's zone."""
    zone = zones.find_zone(typed) if typed else None
    return await record_choice(session, guild_id=guild_id, member_id=member_id, now=now, zone=zone)


async def record_switch(
    session: AsyncSession, *, guild_id: int, member_id: int, now: datetime, name: str, on: bool
) -> Member:
    """Turn a yes-or-no choice on or off; Invalid for any other name."""
    if name not in SWITCHES:
        raise Invalid("members-switch-unknown")
    return await record_choice(session, guild_id=guild_id, member_id=member_id, now=now, **{name: on})


async def record_nation(session: AsyncSession, *, guild_id: int, member_id: int, now: datetime, nation: str) -> Member:
    """Save a nation; NO_NATION means the community's. Invalid for any other word."""
    if nation not in {*contacts.NATIONS, NO_NATION}:
        raise Invalid("members-nation-unknown")
    kept = None if nation == NO_NATION else nation
    return await record_choice(session, guild_id=guild_id, member_id=member_id, now=now, nation=kept)


async def record_quiet_hours(
    session: AsyncSession, *, guild_id: int, member_id: int, now: datetime, start: str, end: str
) -> Member:
    """Save quiet hours as typed; both empty means none. Invalid when only one is given or both are the same."""
    if bool(start) != bool(end):
        raise Invalid("members-quiet-both")
    quiet = (times.parse_time_of_day(start), times.parse_time_of_day(end)) if start else (None, None)
    if start and quiet[0] == quiet[1]:
        raise Invalid("members-quiet-same")
    return await record_choice(
        session, guild_id=guild_id, member_id=member_id, now=now, quiet_from=quiet[0], quiet_until=quiet[1]
    )


async def get_zone(session: AsyncSession, *, guild_id: int, member_id: int) -> str:
    """Give the zone a member lives by: their own, else the community's."""
    member = await find_member(session, guild_id=guild_id, member_id=member_id)
    return zone_of(member, await find_guild(session, guild_id=guild_id))


def zone_of(member: Member | None, guild: Guild | None) -> str:
    """Say the zone of somebody whose choices are known: their own, else the community's."""
    if member and member.zone:
        return member.zone
    return guild.zone if guild else DEFAULT_ZONE


async def find_nation(session: AsyncSession, *, guild_id: int | None, member_id: int) -> str | None:
    """Give the nation for a member's contacts: their own choice, else the community's. No guild means in any."""
    own = select(Member.nation).where(belongs(Member.member_id, member_id, guild_id), Member.nation.is_not(None))
    latest = own.order_by(Member.used_on.desc(), Member.guild_id).limit(1)
    if (nation := await session.scalar(latest)) or guild_id is None:
        return nation
    guild = await find_guild(session, guild_id=guild_id)
    return guild.nation if guild else None


async def takes_shares(session: AsyncSession, *, guild_id: int, member_id: int) -> bool:
    """Tell whether a member may be told what others share: yes, unless they turned that or all messages off."""
    member = await find_member(session, guild_id=guild_id, member_id=member_id)
    return member is None or (member.accepts_shares and member.direct_messages)


async def takes_signposts(session: AsyncSession, *, guild_id: int, member_id: int) -> bool:
    """Tell whether a member may be sent an entry by a peer: yes, unless they turned that or all messages off."""
    member = await find_member(session, guild_id=guild_id, member_id=member_id)
    return member is None or (member.accepts_signposts and member.direct_messages)


def month_of(now: datetime) -> date:
    """Give the first day of an instant's month: use is remembered by the month, never by the day."""
    return now.date().replace(day=1)


def year_before(now: datetime) -> date:
    """Give the month that is twelve months before an instant's."""
    month = month_of(now)
    return month.replace(year=month.year - 1)


async def quiet_end(session: AsyncSession, *, guild_id: int, member_id: int, now: datetime) -> datetime:
    """Give the first instant at which a member may be sent a direct message: now, or when quiet hours end."""
    member = await find_member(session, guild_id=guild_id, member_id=member_id)
    if member is None or member.quiet_from is None or member.quiet_until is None:
        return now
    zone = await get_zone(session, guild_id=guild_id, member_id=member_id)
    return times.after_quiet(now, zone, member.quiet_from, member.quiet_until)


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give every row of choices of a member, in one community or all."""
    rows = select(Member).where(belongs(Member.member_id, member_id, guild_id))
    return [
        {
            "kind": "choices",
            "community": str(row.guild_id),
            "zone": row.zone,
            "nation": row.nation,
            "direct_messages": row.direct_messages,
            "quiet_from": _clock_time(row.quiet_from),
            "quiet_until": _clock_time(row.quiet_until),
            "accepts_shares": row.accepts_shares,
            "accepts_signposts": row.accepts_signposts,
            "forget_at_midnight": row.forget_at_midnight,
            "asked_on": row.prompt_days,
            "asked_at": _clock_time(row.prompt_time),
            "last_used_month": row.used_on.isoformat(),
            "left_on": row.left_on and row.left_on.isoformat(),
        }
        for row in await session.scalars(rows)
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:  # noqa: ARG001 the contract of every feature
    """Forget a member's choices, in one community or all; give how many rows went."""
    gone = delete(Member).where(belongs(Member.member_id, member_id, guild_id))
    return await count(session, gone)


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget the choices of everybody who has not used Kettle for twelve months."""
    return await count(session, delete(Member).where(Member.used_on < year_before(now)))


def _clock_time(value: time | None) -> str | None:
    return value.isoformat(timespec="minutes") if value else None
