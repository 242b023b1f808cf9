"""How the diary stands, in numbers: of all communities together for who runs Kettle, of one for its admins.

Every question is a range of the index over state and due time, so rows that wait for a later day cost nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Integer, cast, extract, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.deliveries import Delivery

OPEN: Final = ("waiting", "leased")
OUTCOMES: Final = ("sent", "failed", "missed", "unknown")

BOUNDS: Final = (5, 15, 60, 120, 300, 900, 3600)
"""Seconds late: how many messages were sent within each of these is told."""

RECENT: Final = timedelta(days=1)
"""How far back outcomes are counted for all communities together."""

SHOWN: Final = timedelta(days=30)
"""How far back failures are counted for one community: settled rows are kept that long."""

GRACE: Final = timedelta(minutes=1)
"""What is due for less than this is on its way, and not overdue."""

LATE: Final = cast(extract("epoch", Delivery.sent_at) - extract("epoch", Delivery.due_at), Integer)
"""Whole seconds between due and sent."""


@dataclass(frozen=True)
class Figures:
    """All communities together. `within` has a count for each of BOUNDS, each holding those before it."""

    due: int
    oldest_due_at: datetime | None
    outcomes: dict[str, int]
    within: tuple[int, ...]
    seconds_late: int


@dataclass(frozen=True)
class GuildFigures:
    """One community: messages that should be out by now, and messages that could not be sent."""

    overdue: int
    failed: int


async def of_all(session: AsyncSession, *, now: datetime) -> Figures:
    """Count what is due now and not out yet, and how it went with what fell due in the last day."""
    waiting = select(func.count(), func.min(Delivery.due_at)).where(_open_at(now))
    due, oldest = (await session.execute(waiting)).one()
    recent = Delivery.due_at > now - RECENT
    by_state = select(Delivery.state, func.count()).where(Delivery.state.in_(OUTCOMES), recent)
    counts = dict(iter(await session.execute(by_state.group_by(Delivery.state))))
    sent = select(LATE, func.count()).where(Delivery.state == "sent", Delivery.sent_at.is_not(None), recent)
    late = (await session.execute(sent.group_by(LATE))).all()
    within = tuple(sum(count for seconds, count in late if seconds <= bound) for bound in BOUNDS)
    outcomes = {state: counts.get(state, 0) for state in OUTCOMES}
    return Figures(due, oldest, outcomes, within, sum(seconds * count for seconds, count in late))


async def of_guild(session: AsyncSession, *, guild_id: int, now: datetime) -> GuildFigures:
    """Count a community's overdue messages, and those of the last thirty days that failed."""
    failed = (Delivery.state == "failed") & (Delivery.due_at > now - SHOWN)
    both = select(_how_many(guild_id, _open_at(now - GRACE)), _how_many(guild_id, failed))
    return GuildFigures(*(await session.execute(both)).one())


def _open_at(instant: datetime) -> ColumnElement[bool]:
    return Delivery.state.in_(OPEN) & (Delivery.due_at <= instant)


def _how_many(guild_id: int, those: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count()).where(Delivery.guild_id == guild_id, those).scalar_subquery()
