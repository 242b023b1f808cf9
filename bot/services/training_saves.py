"""Entries that members saved for themselves, their own marks, and reminders before a deadline by their own plan."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, delete, exists, select

from bot.errors import Closed, Invalid
from bot.services import deliveries, members, training
from bot.services.event_reminders import leads_of
from bot.services.scopes import belongs
from bot.services.statements import count, upsert
from bot.services.zones import instant_at
from db.models.deliveries import Delivery
from db.models.event_reminders import ReminderPlan
from db.models.guilds import Guild
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

DAY: Final = timedelta(days=1)

KEPT: Final = timedelta(days=30)
"""How long reminders are kept after their deadline."""

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


Way = Literal["usual", "own", "none", "off", "no-day"]
"""How somebody is reminded: as most are, by their own plan, or not: by their plan, without messages, with no day."""


class Saved(NamedTuple):
    """An entry that a member saved, which may be hidden now, and its next deadline."""

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


async def find_way(session: AsyncSession, *, guild_id: int, member_id: int, number: int, today: date) -> Way:
    """Say how a member is reminded of an entry, or why they are not."""
    ahead = await training.list_deadlines(session, number=number, today=today)
    if not ahead:
        return "no-day"
    who = {"guild_id": guild_id, "member_id": member_id}
    if not (await members.get_choices(session, **who)).direct_messages:
        return "off"
    own = await session.get(ReminderPlan, (guild_id, member_id))
    if own is None:
        return "usual"
    return "own" if leads_of(own.leads) else "none"


async def list_saved(session: AsyncSession, *, guild_id: int, member_id: int, today: date) -> list[Saved]:
    """Give what a member saved: what ends first on top, then by title; what is done, and hidden, comes last."""
    mine = select(TrainingSave, TrainingEntry).join(TrainingEntry, TrainingEntry.number == TrainingSave.entry_number)
    mine = mine.where(belongs(TrainingSave.member_id, member_id, guild_id))
    rows = (await session.execute(mine)).all()
    ahead = select(TrainingDeadline).where(
        TrainingDeadline.entry_number.in_([entry.number for _, entry in rows]), TrainingDeadline.due_on >= today
    )
    order = TrainingDeadline.due_on.desc(), TrainingDeadline.label.desc()
    following = {row.entry_number: row for row in await session.scalars(ahead.order_by(*order))}
    found = [Saved(save, entry, following.get(entry.number)) for save, entry in rows]
    return sorted(found, key=_rank)


def _rank(saved: Saved) -> tuple[bool, bool, bool, int, str, int]:
    day = saved.deadline.due_on.toordinal() if saved.deadline else 0
    is_hidden = saved.entry.state != "shown"
    return is_hidden, saved.save.mark == "done", saved.deadline is None, day, saved.entry.spelled, saved.entry.number


async def plan_due(session: AsyncSession, *, now: datetime) -> int:
    """Put reminders of the next day into the diary, each once; give how many are new."""
    near = TrainingDeadline.due_on.between(now.date() - DAY, (now + AHEAD + LONGEST).date() + DAY)
    found = _wanted(TrainingSave, TrainingDeadline, Member, Guild, ReminderPlan).where(near)
    found = found.outerjoin(Guild, Guild.guild_id == TrainingSave.guild_id)
    # Held, so that of two looks at once only one plans them, and no deadline goes meanwhile.
    held = found.with_for_update(of=[TrainingSave, TrainingDeadline], skip_locked=True)
    rows = (await session.execute(held.order_by(TrainingDeadline.id, TrainingSave.member_id))).all()
    told = {(one.member_id, one.deadline_id, one.lead) for one in await session.scalars(_told(near))}
    planned = 0
    for save, deadline, member, guild, own in rows:
        for line in _lines(_days(own), deadline.due_on, members.zone_of(member, guild)):
            is_new = (save.member_id, deadline.id, line.days) not in told
            if is_new and now < line.due_at <= now + AHEAD:
                await _schedule(session, save, deadline, line)
                planned += 1
    return planned


def _wanted(*what: Any) -> Select[Any]:
    """Select saved entries and their deadlines, of which their members want to be reminded."""
    mine = (Member.guild_id == TrainingSave.guild_id) & (Member.member_id == TrainingSave.member_id)
    own = (ReminderPlan.guild_id == TrainingSave.guild_id) & (ReminderPlan.member_id == TrainingSave.member_id)
    return (
        select(*what)
        .select_from(TrainingSave)
        .join(TrainingEntry, TrainingEntry.number == TrainingSave.entry_number)
        .join(TrainingDeadline, TrainingDeadline.entry_number == TrainingSave.entry_number)
        .join(Member, mine)
        .outerjoin(ReminderPlan, own)
        .where(TrainingSave.reminds, TrainingSave.mark != "done", TrainingEntry.state == "shown")
        .where(Member.direct_messages)
    )


def _told(near: ColumnElement[bool]) -> Select[TrainingReminder]:
    near_ones = select(TrainingDeadline.id).where(near)
    return select(TrainingReminder).where(TrainingReminder.deadline_id.in_(near_ones))


class _Line(NamedTuple):
    days: int
    due_at: datetime
    expires_at: datetime


def _days(own: ReminderPlan | None) -> list[int]:
    """Give how many days before a deadline a member is reminded, the last time first.

    Of a plan in hours or minutes, which is for events, the day itself is taken: a deadline is a day.
    """
    return sorted({min(lead, LONGEST).days for lead in (USUAL if own is None else leads_of(own.leads))})


def _lines(days: Sequence[int], due_on: date, zone: str) -> Iterator[_Line]:
    """Give when a member is reminded: at nine on the day so long before; each dies with the next, or the day."""
    until = instant_at(due_on + DAY, time.min, zone)
    for before in days:
        at = instant_at(due_on - timedelta(days=before), AT, zone)
        yield _Line(before, at, until)
        until = at


async def _schedule(session: AsyncSession, save: TrainingSave, deadline: TrainingDeadline, line: _Line) -> None:
    who = {"guild_id": save.guild_id, "member_id": save.member_id}
    row = TrainingReminder(**who, deadline_id=deadline.id, lead=line.days)
    session.add(row)
    await session.flush()
    told: dict[str, Any] = {**who, "feature": FEATURE, "subject_id": row.id}
    await deliveries.schedule(session, **told, due_at=line.due_at, expires_at=line.expires_at)


async def find_reminded(session: AsyncSession, *, reminder_id: int) -> Reminded | None:
    """Give what a reminder is about; None where it is not wanted any more, or there is no such deadline."""
    about = (TrainingReminder.deadline_id == TrainingDeadline.id) & (
        TrainingReminder.member_id == TrainingSave.member_id
    )
    found = _wanted(TrainingEntry, TrainingDeadline, TrainingReminder.lead, ReminderPlan).join(TrainingReminder, about)
    row = (await session.execute(found.where(TrainingReminder.id == reminder_id))).first()
    if row is None:
        return None
    entry, deadline, days, own = row
    return Reminded(entry, deadline) if days in _days(own) else None


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


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:
    """Forget what a member saved and of what they were reminded, messages too; give how many rows went."""
    gone = await count(session, delete(TrainingSave).where(belongs(TrainingSave.member_id, member_id, guild_id)))
    return gone + await _forget(session, belongs(TrainingReminder.member_id, member_id, guild_id), now)


async def _forget(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> int:
    ids = (await session.scalars(select(TrainingReminder.id).where(which))).all()
    await deliveries.retract(session, feature=FEATURE, subject_ids=ids, now=now)
    return await count(session, delete(TrainingReminder).where(TrainingReminder.id.in_(ids)))


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget what those saved who are not known any more, and reminders of deadlines that are over for a month.

    Their messages go too, and those of reminders that went with a deadline that somebody took out.
    """
    gone = await count(session, delete(TrainingSave).where(~_is_known(TrainingSave)))
    over = select(TrainingDeadline.id).where(TrainingDeadline.due_on < now.date() - KEPT)
    gone += await _forget(session, TrainingReminder.deadline_id.in_(over) | ~_is_known(TrainingReminder), now)
    about_none = Delivery.subject_id.not_in(select(TrainingReminder.id)), Delivery.kind == "post"
    lost = select(Delivery.subject_id).where(Delivery.feature == FEATURE, *about_none)
    await deliveries.retract(session, feature=FEATURE, subject_ids=(await session.scalars(lost)).all(), now=now)
    return gone


def _is_known(table: type[TrainingSave | TrainingReminder]) -> ColumnElement[bool]:
    return exists().where(Member.guild_id == table.guild_id, Member.member_id == table.member_id)
