"""Being asked in private: on the days and at the time that a member chose, by the clock where they live."""

from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Invalid
from bot.services import deliveries, guilds, members, recurrence, spoken_rules
from bot.services.prompts import FEATURE
from bot.services.recurrence import DAYS, Recurrence
from bot.services.schedules import AHEAD
from bot.services.zones import local_day
from db.models.checkins import Prompt
from db.models.members import Member

OPEN_FOR = timedelta(hours=12)
"""How long a private question takes answers."""

EVERY_DAY = ",".join(DAYS)


async def record_times(session: AsyncSession, *, guild_id: int, member_id: int, now: datetime, typed: str) -> Member:
    """Save when a member would like to be asked, such as "every weekday 9am"; nothing typed means never.

    Invalid for a rule that is not simply days of the week and a time.
    """
    zone = await members.get_zone(session, guild_id=guild_id, member_id=member_id)
    days, at = _read(typed, zone, now) if typed else (None, None)
    return await members.record_choice(
        session,
        guild_id=guild_id,
        member_id=member_id,
        now=now,
        prompt_days=days,
        prompt_time=at,
        prompt_at=_next(days, at, zone, now),
    )


async def aim(session: AsyncSession, *, guild_id: int, member_id: int, now: datetime) -> None:
    """Find a member's next time anew, after their clock was changed."""
    member = await members.find_member(session, guild_id=guild_id, member_id=member_id)
    if member is not None:
        zone = members.zone_of(member, await guilds.find_guild(session, guild_id=guild_id))
        member.prompt_at = _next(member.prompt_days, member.prompt_time, zone, now)


def _read(typed: str, zone: str, now: datetime) -> tuple[str, time]:
    rule = spoken_rules.read_rule(typed, zone=zone, now=now)
    parts = recurrence.parts_of(rule.rule)
    is_plain = parts.keys() <= {"FREQ", "BYDAY"} and parts.get("FREQ") in {"DAILY", "WEEKLY"}
    if not is_plain or rule.holidays != "ignore":
        raise Invalid("members-prompts-unclear")
    return parts.get("BYDAY", EVERY_DAY), rule.starts.time()


def _next(days: str | None, at: time | None, zone: str, after: datetime) -> datetime | None:
    if days is None or at is None:
        return None
    starts = datetime.combine(local_day(after, zone) - timedelta(days=1), at)
    found = recurrence.next_after(Recurrence(starts=starts, zone=zone, rule=f"FREQ=WEEKLY;BYDAY={days}"), after)
    return found.at if found else None


async def plan_due(session: AsyncSession, *, now: datetime) -> int:
    """Ask everybody whose time has come, once however long nobody could; give how many."""
    asked = 0
    due = select(Member).where(Member.prompt_at <= now + AHEAD).with_for_update(skip_locked=True)
    for member in (await session.scalars(due)).all():
        asked += await _ask(session, member, now)
    return asked


async def _ask(session: AsyncSession, member: Member, now: datetime) -> bool:
    """Plan one member's question and aim at the next. One whose answers would not be taken any more is left out."""
    assert member.prompt_at is not None  # noqa: S101 it was found by it
    at, zone = member.prompt_at, members.zone_of(member, await guilds.find_guild(session, guild_id=member.guild_id))
    member.prompt_at = _next(member.prompt_days, member.prompt_time, zone, max(at, now))
    if at + OPEN_FOR <= now or not member.direct_messages:
        return False
    prompt = Prompt(guild_id=member.guild_id, opened_at=at, closes_at=at + OPEN_FOR)
    session.add(prompt)
    await session.flush()
    await deliveries.schedule(
        session,
        guild_id=member.guild_id,
        feature=FEATURE,
        subject_id=prompt.id,
        member_id=member.member_id,
        due_at=at,
        expires_at=prompt.closes_at,
    )
    return True
