"""Entries that members saved for themselves, their own marks, and reminders before a deadline by their own plan."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import delete, exists, select

from bot.errors import Closed, Invalid
from bot.services import deliveries, members, training
from bot.services.event_reminders import leads_of
from bot.services.guilds import find_guild
from bot.services.scopes import belongs
from bot.services.statements import count, upsert
from bot.services.zones import instant_at
from db.models.event_reminders import ReminderPlan
from db.models.members import Member
from db.models.training import TrainingDeadline, TrainingEntry
from db.models.training_saves import TrainingReminder, TrainingSave

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy.ext.asyncio import AsyncSession

FEATURE: Final = "trainingsaves"
"""Whose deliveries these are."""

MARKS: Final = ("saved", "doing", "done")
"""How far somebody is with an entry, as they say themselves."""

MOST: Final = 100
"""Entries that one member can save."""

USUAL: Final = (timedelta(days=7), timedelta(days=1))
"""When somebody is reminded who has no plan of their own."""

LONGEST: Final = timedelta(days=28)
"""The longest time before a deadline that a plan can name."""

AHEAD: Final = timedelta(hours=25)
"""How far reminders are put into the diary: longer than it takes until the next look."""

AT: Final = time(9)
"""When on its day a reminder comes, by the member's own clock."""

LATEST: Final = time(23, 59)


class Saved(NamedTuple):
    """An entry that a member saved, and its next deadline."""

    save: TrainingSave
    entry: TrainingEntry
    deadline: TrainingDeadline | None


class Reminded(NamedTuple):
    """What a reminder is about."""

    entry: TrainingEntry
    deadline: TrainingDeadline


async def find_save(session: AsyncSession, *, guild_id: int, member_id: int, number: int) -> TrainingSave | None:
    """Give what a member kept of an entry, or None."""
    found = await session.get(TrainingSave, (member_id, number))
    return found if found is not None and found.guild_id == guild_id else None


async def record_save(
    session: AsyncSession, *, guild_id: int, member_id: int, number: int, now: datetime, mark: str = "saved"
) -> TrainingSave:
    """Save an entry, or mark it; NotFound where it is gone, Closed where a member has saved very many."""
    await members.record_choice(session, guild_id=guild_id, member_id=member_id, now=now)
    await training.get_entry(session, guild_id=guild_id, number=number)
    if mark not in MARKS:
        raise Invalid("training_saves-mark-unknown")
    mine = select(TrainingSave.entry_number).where(belongs(TrainingSave.member_id, member_id, guild_id))
    kept = (await session.scalars(mine)).all()
    if number not in kept and len(kept) >= MOST:
        raise Closed("training_saves-many", most=MOST)
    keys = {"member_id": member_id, "entry_number": number}
    new = {"guild_id": guild_id, "reminds": True, "saved_on": now.date()}
    return await upsert(session, TrainingSave, keys=keys, values={"mark": mark}, new=new)


async def record_reminds(
    session: AsyncSession, *, guild_id: int, member_id: int, number: int, now: datetime, on: bool
) -> None:
    """Turn reminders of one saved entry on or off."""
    await members.record_choice(session, guild_id=guild_id, member_id=member_id, now=now)
    save = await find_save(session, guild_id=guild_id, member_id=member_id, number=number)
    if save is not None:
        save.reminds = on


async def forget_save(session: AsyncSession, *, guild_id: int, member_id: int, number: int, now: datetime) -> None:
    """Take an entry off a member's list; one that is not on it is not on it."""
    await members.record_choice(session, guild_id=guild_id, member_id=member_id, now=now)
    mine = belongs(TrainingSave.member_id, member_id, guild_id)
    await session.execute(delete(TrainingSave).where(mine, TrainingSave.entry_number == number))


async def list_saved(session: AsyncSession, *, guild_id: int, member_id: int, today: date) -> list[Saved]:
    """Give what a member saved: what ends first on top, then by title; what is done comes last."""
    mine = select(TrainingSave, TrainingEntry).join(TrainingEntry, TrainingEntry.number == TrainingSave.entry_number)
    mine = mine.where(belongs(TrainingSave.member_id, member_id, guild_id), TrainingEntry.state == "shown")
    rows = (await session.execute(mine)).all()
    ahead = select(TrainingDeadline).where(
        TrainingDeadline.entry_number.in_([entry.number for _, entry in rows]), TrainingDeadline.due_on >= today
    )
    order = TrainingDeadline.due_on.desc(), TrainingDeadline.label.desc()
    following = {row.entry_number: row for row in await session.scalars(ahead.order_by(*order))}
    found = [Saved(save, entry, following.get(entry.number)) for save, entry in rows]
    return sorted(found, key=_rank)


def _rank(saved: Saved) -> tuple[bool, bool, int, str, int]:
    day = saved.deadline.due_on.toordinal() if saved.deadline else 0
    return saved.save.mark == "done", saved.deadline is None, day, saved.entry.spelled, saved.entry.number


async def plan_due(session: AsyncSession, *, now: datetime) -> int:
    """Put reminders of the next day into the diary, each once; give how many are new."""
    near = TrainingDeadline.due_on >= now.date() - timedelta(days=1), TrainingDeadline.due_on <= (now + LONGEST).date()
    found = (
        select(TrainingSave, TrainingDeadline)
        .join(TrainingDeadline, TrainingDeadline.entry_number == TrainingSave.entry_number)
        .join(TrainingEntry, TrainingEntry.number == TrainingSave.entry_number)
        .where(*near, TrainingSave.reminds, TrainingSave.mark != "done", TrainingEntry.state == "shown")
        .order_by(TrainingDeadline.id, TrainingSave.member_id)
    )
    planned = 0
    for save, deadline in (await session.execute(found)).all():
        planned += await _plan(session, save, deadline, now)
    return planned


async def _plan(session: AsyncSession, save: TrainingSave, deadline: TrainingDeadline, now: datetime) -> int:
    member = await members.find_member(session, guild_id=save.guild_id, member_id=save.member_id)
    if member is not None and not member.direct_messages:
        return 0
    zone = members.zone_of(member, await find_guild(session, guild_id=save.guild_id))
    own = await session.get(ReminderPlan, (save.guild_id, save.member_id))
    told = set(await session.scalars(_told(save, deadline)))
    lines = list(_lines(USUAL if own is None else leads_of(own.leads), deadline, zone))
    due = [line for line in lines if now < line.due_at <= now + AHEAD and line.lead not in told]
    for line in due:
        row = TrainingReminder(
            guild_id=save.guild_id, member_id=save.member_id, deadline_id=deadline.id, lead=line.lead
        )
        session.add(row)
        await session.flush()
        await deliveries.schedule(
            session,
            guild_id=save.guild_id,
            feature=FEATURE,
            subject_id=row.id,
            member_id=save.member_id,
            due_at=line.due_at,
            expires_at=line.expires_at,
        )
    return len(due)


def _told(save: TrainingSave, deadline: TrainingDeadline) -> Any:
    here = TrainingReminder.member_id == save.member_id, TrainingReminder.deadline_id == deadline.id
    return select(TrainingReminder.lead).where(*here)


class _Line(NamedTuple):
    lead: int
    due_at: datetime
    expires_at: datetime


def _lines(leads: Sequence[timedelta], deadline: TrainingDeadline, zone: str) -> Iterator[_Line]:
    """Give when a member is reminded: at nine on the day that is so long before; each dies with the next one.

    Of a plan in hours or minutes, which is for events, the day itself is taken: a deadline is a day.
    """
    days = sorted({min(lead, LONGEST).days for lead in leads})
    until = instant_at(deadline.due_on, LATEST, zone)
    for day in days:
        at = instant_at(deadline.due_on - timedelta(days=day), AT, zone)
        yield _Line(day, at, until)
        until = at


async def find_reminded(session: AsyncSession, *, reminder_id: int) -> Reminded | None:
    """Give what a reminder is about; None where it is not saved any more, done, or without such a deadline."""
    reminder = await session.get(TrainingReminder, reminder_id)
    if reminder is None:
        return None
    deadline = await session.get(TrainingDeadline, reminder.deadline_id)
    assert deadline is not None  # noqa: S101 a reminder goes with its deadline
    save = await session.get(TrainingSave, (reminder.member_id, deadline.entry_number))
    entry = await session.get(TrainingEntry, deadline.entry_number)
    if save is None or not save.reminds or save.mark == "done" or entry is None or entry.state != "shown":
        return None
    return Reminded(entry, deadline)


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give what a member saved, with their marks, and of which deadlines they were reminded."""
    saves = select(TrainingSave).where(belongs(TrainingSave.member_id, member_id, guild_id))
    reminders = select(TrainingReminder).where(belongs(TrainingReminder.member_id, member_id, guild_id))
    saved = [
        {
            "kind": "saved",
            "community": str(row.guild_id),
            "entry": row.entry_number,
            "mark": row.mark,
            "reminds": row.reminds,
            "saved_on": row.saved_on.isoformat(),
        }
        for row in await session.scalars(saves.order_by(TrainingSave.entry_number))
    ]
    reminded = [
        {"kind": "reminder", "community": str(row.guild_id), "deadline": row.deadline_id, "days_before": row.lead}
        for row in await session.scalars(reminders.order_by(TrainingReminder.id))
    ]
    return saved + reminded


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:  # noqa: ARG001 the contract of every feature
    """Forget what a member saved and of what they were reminded; give how many rows went."""
    gone = await count(session, delete(TrainingSave).where(belongs(TrainingSave.member_id, member_id, guild_id)))
    mine = belongs(TrainingReminder.member_id, member_id, guild_id)
    return gone + await count(session, delete(TrainingReminder).where(mine))


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget what those saved who are not known any more, and reminders of deadlines that are over for a month."""
    known = exists().where(Member.guild_id == TrainingSave.guild_id, Member.member_id == TrainingSave.member_id)
    gone = await count(session, delete(TrainingSave).where(~known))
    over = select(TrainingDeadline.id).where(TrainingDeadline.due_on < now.date() - timedelta(days=30))
    return gone + await count(session, delete(TrainingReminder).where(TrainingReminder.deadline_id.in_(over)))
