"""Telling organisers of what did not go out, once, in their channel; and of channels where nothing would."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import deliveries
from bot.services.delivery_lists import IN_CHANNEL, TROUBLE
from bot.services.statements import count
from db.models.deliveries import Delivery
from db.models.guilds import Guild
from db.models.notices import Notice

FEATURE = "deliveries"
"""Whose deliveries notices are. There is never a notice about a notice."""

AHEAD = "ahead"
"""The reason of a notice about a channel in which nothing has failed yet."""

QUIET = timedelta(days=1)
"""How long a problem that was told is not told again; and how long Kettle tries to tell it."""

KEPT = timedelta(days=7)
"""How long a notice is kept."""

CHOSEN = ("checkins_channel_id", "moderators_channel_id")
"""The channels of the set-up that are looked at ahead. Of the organisers' own nobody could be told there."""


def reason_of(row: Delivery) -> str:
    """Give why a row did not go out: the reason it has, else its state."""
    return row.reason or row.state


async def report_failures(session: AsyncSession, *, now: datetime) -> int:
    """Tell organisers of what has not gone out since the last look; give how many notices that made.

    One for each community, channel and reason, until a message has gone out there or a day has passed. A row is
    looked at once, also where nobody chose a channel to tell.
    """
    failed = select(Delivery).where(
        Delivery.state.in_(TROUBLE), Delivery.reported_at.is_(None), IN_CHANNEL, Delivery.feature != FEATURE
    )
    problems: dict[tuple[int, int, str], None] = {}
    for row in (await session.scalars(failed.order_by(Delivery.id).with_for_update(skip_locked=True))).all():
        assert row.channel_id is not None  # noqa: S101 it is in a channel
        row.reported_at = now
        problems[row.guild_id, row.channel_id, reason_of(row)] = None
    return sum([await _tell(session, *problem, now) for problem in problems])


async def list_places(session: AsyncSession, *, guild_id: int, now: datetime) -> Sequence[int]:
    """Give the channels that messages will go to: of the set-up, and of what waits."""
    waiting = select(Delivery.channel_id).where(
        Delivery.guild_id == guild_id, Delivery.state == "waiting", IN_CHANNEL, Delivery.feature != FEATURE
    )
    places = set(await session.scalars(waiting.where(Delivery.expires_at > now).distinct()))
    guild = await session.get(Guild, guild_id)
    places |= {getattr(guild, name, None) for name in CHOSEN}
    return sorted(place for place in places if place is not None)


async def report_gaps(session: AsyncSession, *, guild_id: int, channel_ids: Sequence[int], now: datetime) -> int:
    """Tell organisers of channels where Kettle may not write, before anything fails; give how many notices."""
    return sum([await _tell(session, guild_id, channel_id, AHEAD, now) for channel_id in channel_ids])


async def _tell(session: AsyncSession, guild_id: int, channel_id: int, reason: str, now: datetime) -> bool:
    """Schedule a notice; nothing where there is nobody to tell, or who was told lately."""
    guild = await session.get(Guild, guild_id, with_for_update=True)  # two processes tell one after the other
    if guild is None or guild.organisers_channel_id is None:
        return False
    if await _is_told(session, guild_id, channel_id, reason, now):
        return False
    notice = Notice(guild_id=guild_id, channel_id=channel_id, reason=reason, told_at=now)
    session.add(notice)
    await session.flush()
    await deliveries.schedule(
        session,
        guild_id=guild_id,
        feature=FEATURE,
        subject_id=notice.id,
        channel_id=guild.organisers_channel_id,
        due_at=now,
        expires_at=now + QUIET,
    )
    return True


async def _is_told(session: AsyncSession, guild_id: int, channel_id: int, reason: str, now: datetime) -> bool:
    """Say whether a problem was told within a day, and no message has gone out there since."""
    same = select(func.max(Notice.told_at)).where(
        Notice.guild_id == guild_id, Notice.channel_id == channel_id, Notice.reason == reason
    )
    told_at = await session.scalar(same)
    if told_at is None or told_at <= now - QUIET:
        return False
    sent = select(Delivery.id).where(
        Delivery.guild_id == guild_id, Delivery.state == "sent", IN_CHANNEL, Delivery.channel_id == channel_id
    )
    return (await session.scalars(sent.where(Delivery.sent_at > told_at).limit(1))).first() is None


async def find_notice(session: AsyncSession, *, notice_id: int) -> Notice | None:
    """Give a notice, or None when it is gone."""
    return await session.get(Notice, notice_id)


async def count_failed(session: AsyncSession, *, notice: Notice) -> int:
    """Count what has not gone out in the notice's channel for its reason, now."""
    same = func.coalesce(Delivery.reason, Delivery.state) == notice.reason
    here = (Delivery.guild_id == notice.guild_id) & (Delivery.channel_id == notice.channel_id)
    failed = Delivery.state.in_(TROUBLE) & IN_CHANNEL & (Delivery.feature != FEATURE)
    return await session.scalar(select(func.count()).where(here, failed, same)) or 0


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget notices after a week."""
    return await count(session, delete(Notice).where(Notice.told_at < now - KEPT))
