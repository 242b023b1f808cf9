"""Places that nobody gave up by an answer: an offer that passed, or somebody who left."""

from datetime import datetime

from sqlalchemy import and_, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import offers, signups
from bot.services.event_cards import TAKES_A_SEAT
from db.models.events import Event, Occurrence
from db.models.signups import AccessNeed, Signup


async def expire_offers(session: AsyncSession, *, now: datetime) -> int:
    """Give places on that were offered and not taken in time; give how many. Who let one pass is asked no more."""
    is_late = and_(Signup.answer == "offered", Signup.offer_until <= now)
    where = Occurrence.id.in_(select(Signup.occurrence_id).where(is_late))
    gone = 0
    for one in await signups.list_held(session, where=where):
        lapsed = (await session.scalars(select(Signup).where(is_late, Signup.occurrence_id == one.id))).all()
        for signup in lapsed:
            signup.answer, signup.offer_until = "no", None
        await session.flush()
        needs = delete(AccessNeed).where(AccessNeed.signup_id.in_([signup.id for signup in lapsed]))
        await session.execute(needs)
        event = await session.get_one(Event, one.event_id)
        await signups.settle_seats(session, occurrence=one, event=event, now=now)
        await offers.tell_passed(session, occurrence=one, lapsed=lapsed, now=now)
        gone += len(lapsed)
    return gone


async def record_left(session: AsyncSession, *, guild_id: int, member_id: int, now: datetime) -> None:
    """Free the places of somebody who left, of what is to come, theirs in the line too: others wait for them.

    Who comes back answers again.
    """
    here = Signup.guild_id == guild_id, Signup.member_id == member_id, Signup.answer.in_((*TAKES_A_SEAT, "waiting"))
    coming = Occurrence.starts_at > now, Occurrence.id.in_(select(Signup.occurrence_id).where(*here))
    for one in await signups.list_held(session, where=and_(*coming)):
        event = await session.get_one(Event, one.event_id)
        # Looked for again, now that nobody else changes it.
        for signup in (await session.scalars(select(Signup).where(*here, Signup.occurrence_id == one.id))).all():
            await signups.change(session, event=event, occurrence=one, signup=signup, answer="no", now=now)
