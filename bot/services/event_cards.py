"""The posted card of one time of an event: when it is posted and edited, and what it says of those who come."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import deliveries
from db.models.events import Event, Occurrence
from db.models.signups import Signup

FEATURE = "events"
"""Whose deliveries the cards are."""

FEW = 5
"""Under so many, a card does not say how many come: a few people could be guessed."""

TAKES_A_SEAT = ("going", "offered")


class Standing(NamedTuple):
    """How one time of an event stands: how many come (None where they are few), and how many places are free.

    `free` is None without a limit, and where it would tell how few come.
    """

    going: int | None
    free: int | None
    is_full: bool


def seats_of(event: Event, occurrence: Occurrence) -> int | None:
    """Give how many can come to one time; None is no limit."""
    return (event.capacity if occurrence.capacity is None else occurrence.capacity) or None


async def count_answers(session: AsyncSession, *, occurrence_id: int) -> dict[str, int]:
    """Give how many gave each answer about one time."""
    counted = select(Signup.answer, func.count()).where(Signup.occurrence_id == occurrence_id).group_by(Signup.answer)
    return {row[0]: row[1] for row in await session.execute(counted)}


async def get_standing(session: AsyncSession, *, event: Event, occurrence: Occurrence) -> Standing:
    """Give what a card may say of those who come."""
    return standing_of(event, occurrence, await count_answers(session, occurrence_id=occurrence.id))


def standing_of(event: Event, occurrence: Occurrence, counts: Mapping[str, int]) -> Standing:
    """Give what a card may say of so many answers."""
    going, seats = counts.get("going", 0), seats_of(event, occurrence)
    free = None if seats is None else max(0, seats - going - counts.get("offered", 0))
    is_few = going < FEW
    return Standing(None if is_few else going, None if is_few else free, free == 0 or bool(counts.get("waiting")))


async def post(session: AsyncSession, *, event: Event, occurrence: Occurrence, now: datetime) -> None:
    """Have the card posted, unless it is out."""
    if occurrence.is_posted:
        return
    occurrence.is_posted = True
    occurrence.shown = _written(await get_standing(session, event=event, occurrence=occurrence))
    await deliveries.schedule(
        session,
        guild_id=event.guild_id,
        feature=FEATURE,
        subject_id=occurrence.id,
        channel_id=event.channel_id,
        due_at=now,
        expires_at=occurrence.ends_at,
    )


def _written(standing: Standing) -> str:
    return f"{standing.going} {standing.free} {standing.is_full}"


async def refresh(session: AsyncSession, *, occurrence: Occurrence, now: datetime) -> bool:
    """Have the card say what is true now; edits are half a minute apart. Tell whether there is a card to edit."""
    if not occurrence.is_posted:
        return False
    until = max(occurrence.ends_at, now) + timedelta(days=1)
    edit = await deliveries.schedule_change(
        session, feature=FEATURE, subject_id=occurrence.id, kind="edit", now=now, expires_at=until
    )
    return edit is not None


async def follow_answers(
    session: AsyncSession,
    *,
    event: Event,
    occurrence: Occurrence,
    now: datetime,
    counts: Mapping[str, int] | None = None,
    is_renamed: bool = False,
) -> None:
    """Have the card edited where what it may say of those who come has changed; `counts` are those known already.

    Renamed means that others go than before: a card that shows names says so, however few they are.
    """
    if counts is None:
        counts = await count_answers(session, occurrence_id=occurrence.id)
    shown = _written(standing_of(event, occurrence, counts))
    # What changed while the card was on its way is edited with the next change: only then it is known where it is.
    is_other = shown != occurrence.shown or (is_renamed and event.shows_names)
    if is_other and await refresh(session, occurrence=occurrence, now=now):
        occurrence.shown = shown


async def retract(session: AsyncSession, *, occurrence_ids: list[int], now: datetime) -> None:
    """Take the cards of these times away: their buttons would lead nowhere, and they may name people."""
    await deliveries.retract(session, feature=FEATURE, subject_ids=occurrence_ids, now=now)
