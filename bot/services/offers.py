"""A place that came free is offered to who waits longest, in order; each offer has an end."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import event_notices
from db.models.events import Occurrence
from db.models.signups import Signup

LASTS = timedelta(hours=24)
"""How long a place is kept for who is offered it, or until it starts, whichever is first."""


async def offer_next(session: AsyncSession, *, occurrence: Occurrence, places: int, now: datetime) -> None:
    """Offer so many places to who waits longest, and tell them."""
    waiting = select(Signup).where(Signup.occurrence_id == occurrence.id, Signup.answer == "waiting")
    line = (await session.scalars(waiting.order_by(Signup.answered_at, Signup.id).limit(places))).all()
    for signup in line:
        signup.answer = "offered"
    await tell(session, occurrence=occurrence, offered=line, now=now)


async def tell(session: AsyncSession, *, occurrence: Occurrence, offered: Sequence[Signup], now: datetime) -> None:
    """Tell who is offered a place, and until when it is theirs."""
    until = min(now + LASTS, occurrence.starts_at)
    for signup in offered:
        signup.offer_until = until
    told: dict[str, Any] = {"member_ids": members_of(offered), "token": f"{int(now.timestamp())}", "now": now}
    await event_notices.tell(session, occurrence=occurrence, kind="offer", expires_at=until, **told)


async def tell_passed(
    session: AsyncSession, *, occurrence: Occurrence, lapsed: Sequence[Signup], now: datetime
) -> None:
    """Tell who let an offer pass that the place goes on, and that they may ask again."""
    told: dict[str, Any] = {"member_ids": members_of(lapsed), "token": f"{int(now.timestamp())}", "now": now}
    if occurrence.starts_at > now:
        await event_notices.tell(session, occurrence=occurrence, kind="passed", expires_at=occurrence.starts_at, **told)


def members_of(signups: Sequence[Signup]) -> list[int]:
    """Give who has a place in Discord to be told in."""
    return [one.member_id for one in signups if one.member_id is not None]
