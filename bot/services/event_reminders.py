"""Reminders of what a member goes to: by the organiser's plan, or by the member's own."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import event_notices, members
from bot.services.scopes import belongs
from bot.services.statements import count, upsert
from db.models.event_reminders import ReminderPlan
from db.models.events import Event, Occurrence
from db.models.members import Member
from db.models.signups import Signup

REMINDERS: tuple[event_notices.Kind, ...] = ("reminder",)
REMINDED = ("going", "maybe")
"""Who is reminded: never who said no, waits, or left."""


def leads_of(kept: str) -> list[timedelta]:
    """Read lengths of time as they are kept: minutes before, with commas; each once."""
    return [timedelta(minutes=int(minutes)) for minutes in dict.fromkeys(kept.split(",")) if minutes]


async def find_plan(session: AsyncSession, *, guild_id: int, member_id: int) -> list[timedelta] | None:
    """Give a member's own plan, or None for whoever leaves it to the organisers."""
    row = await session.get(ReminderPlan, (guild_id, member_id))
    return None if row is None else leads_of(row.leads)


async def record_plan(
    session: AsyncSession, *, guild_id: int, member_id: int, leads: str | None, now: datetime
) -> None:
    """Save a member's own plan, or go back to the organisers' with None; it counts for what they go to already."""
    await members.record_choice(session, guild_id=guild_id, member_id=member_id, now=now)
    if leads is None:
        mine = (ReminderPlan.guild_id == guild_id) & (ReminderPlan.member_id == member_id)
        await session.execute(delete(ReminderPlan).where(mine))
    else:
        keys = {"guild_id": guild_id, "member_id": member_id}
        await upsert(session, ReminderPlan, keys=keys, values={"leads": leads})
    going = select(Occurrence, Event, Signup).join(Signup, Signup.occurrence_id == Occurrence.id)
    going = going.join(Event, Event.id == Occurrence.event_id)
    here = Signup.member_id == member_id, Signup.guild_id == guild_id, Occurrence.state == "open"
    held = going.where(*here).order_by(Occurrence.id).with_for_update(of=Occurrence)
    for one, event, signup in (await session.execute(held)).all():
        await follow(session, event=event, occurrence=one, signup=signup, now=now)


async def follow(session: AsyncSession, *, event: Event, occurrence: Occurrence, signup: Signup, now: datetime) -> None:
    """Let the reminders of one member about one time be those that their answer and plan ask for now."""
    if signup.member_id is not None:
        told: dict[str, Any] = {"member_id": signup.member_id, "kinds": REMINDERS, "now": now}
        await event_notices.withdraw(session, occurrence_id=occurrence.id, **told)
        await plan(session, event=event, occurrence=occurrence, signup=signup, now=now)


async def follow_all(session: AsyncSession, *, event: Event, occurrence: Occurrence, now: datetime) -> None:
    """Let the reminders of everybody about one time be those that the event asks for now."""
    await event_notices.withdraw(session, occurrence_id=occurrence.id, kinds=REMINDERS, now=now)
    going = select(Signup).where(Signup.occurrence_id == occurrence.id, Signup.answer.in_(REMINDED))
    signups = (await session.scalars(going)).all()
    await plan_all(session, event=event, occurrence=occurrence, signups=signups, now=now)


async def plan(session: AsyncSession, *, event: Event, occurrence: Occurrence, signup: Signup, now: datetime) -> None:
    """Put the reminders of a member who goes into the diary; one whose moment is over is not."""
    await plan_all(session, event=event, occurrence=occurrence, signups=[signup], now=now)


async def plan_all(
    session: AsyncSession, *, event: Event, occurrence: Occurrence, signups: Sequence[Signup], now: datetime
) -> None:
    """Put the reminders of all who go into the diary, in few statements."""
    reminded = [one.member_id for one in signups if one.member_id is not None and one.answer in REMINDED]
    if not reminded or occurrence.state != "open" or occurrence.starts_at <= now:
        return
    here = ReminderPlan.guild_id == occurrence.guild_id, ReminderPlan.member_id.in_(reminded)
    own = {row.member_id: leads_of(row.leads) for row in await session.scalars(select(ReminderPlan).where(*here))}
    usual = leads_of(event.reminders)
    planned = [line for member_id in reminded for line in _lines(occurrence, member_id, own.get(member_id, usual))]
    lines = [line for line in planned if line.due_at > now]
    await event_notices.tell_each(session, occurrence=occurrence, lines=lines, kind="reminder")


def _lines(occurrence: Occurrence, member_id: int, leads: list[timedelta]) -> Iterator[event_notices.Line]:
    """Give one member's reminders: each dies with the next, so that they never come in a heap, or with the start."""
    starts_at, until = occurrence.starts_at, occurrence.starts_at
    for lead in sorted(leads):
        yield event_notices.Line(member_id, _token(occurrence, lead), starts_at - lead, until)
        until = starts_at - lead


def _token(occurrence: Occurrence, lead: timedelta) -> str:
    """Name a reminder: of a time that was moved, it is another."""
    return f"{occurrence.sequence}:{lead // timedelta(minutes=1)}"


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give a member's own plan in each community."""
    mine = select(ReminderPlan).where(belongs(ReminderPlan.member_id, member_id, guild_id))
    return [
        {"kind": "reminder-plan", "community": str(row.guild_id), "minutes_before": row.leads}
        for row in await session.scalars(mine)
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:
    """Forget a member's own plan; give how many rows."""
    del now
    return await count(session, delete(ReminderPlan).where(belongs(ReminderPlan.member_id, member_id, guild_id)))


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget the plans of those whose other choices are forgotten."""
    del now
    known = exists().where(Member.guild_id == ReminderPlan.guild_id, Member.member_id == ReminderPlan.member_id)
    return await count(session, delete(ReminderPlan).where(~known))
