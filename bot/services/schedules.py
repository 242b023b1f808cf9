"""Rules that are kept: made, asked for their next times, paused, one time left out or moved, and moved on."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed
from bot.services import recurrence
from bot.services.dates import read_moment
from bot.services.recurrence import Holidays, Occurrence, Recurrence
from bot.services.statements import upsert
from bot.services.zones import instant_at
from db.models.schedules import Schedule, ScheduleException

AHEAD = timedelta(minutes=10)
"""How long before its time an occurrence is planned, so that it is sent on time. Until then the rule may change."""

NEXT_DATES = 5
"""How many of the next times every screen shows that sets or changes a rule."""

MOST_AT_ONCE = 50
"""How many times that were missed are planned together: what was due in a long outage is accounted for, in turns."""


async def make(session: AsyncSession, *, guild_id: int, rule: Recurrence, now: datetime) -> Schedule:
    """Keep a rule; its first time is the first that is not over."""
    row = Schedule(guild_id=guild_id, **_columns(rule))
    _aim(row, recurrence.next_after(rule, now - timedelta(seconds=1)))
    session.add(row)
    await session.flush()
    return row


async def change(session: AsyncSession, *, schedule: Schedule, rule: Recurrence, now: datetime) -> None:
    """Put another rule in a kept one's place; its exceptions go with the old rule."""
    await session.execute(delete(ScheduleException).where(ScheduleException.schedule_id == schedule.id))
    for name, value in _columns(rule).items():
        setattr(schedule, name, value)
    _aim(schedule, recurrence.next_after(rule, now))


def _columns(rule: Recurrence) -> dict[str, str | None]:
    return {
        "starts": rule.starts.isoformat(timespec="seconds"),
        "zone": rule.zone,
        "rule": rule.rule,
        "holidays": rule.holidays,
        "nation": rule.nation,
    }


def _aim(schedule: Schedule, found: Occurrence | None) -> None:
    schedule.next_at = found.at if found else None
    schedule.next_original = found.original.isoformat(timespec="seconds") if found else None


async def get_rule(session: AsyncSession, *, schedule: Schedule) -> Recurrence:
    """Give a kept rule with its exceptions."""
    of_it = select(ScheduleException).where(ScheduleException.schedule_id == schedule.id)
    exceptions = (await session.scalars(of_it)).all()
    wall = datetime.fromisoformat
    return Recurrence(
        starts=wall(schedule.starts),
        zone=schedule.zone,
        rule=schedule.rule,
        skipped=frozenset(wall(one.original) for one in exceptions if one.moved_to is None),
        moved={wall(one.original): wall(one.moved_to) for one in exceptions if one.moved_to},
        holidays=cast("Holidays", schedule.holidays),
        nation=schedule.nation,
    )


async def list_next(session: AsyncSession, *, schedule: Schedule, now: datetime) -> list[Occurrence]:
    """Give the next five times of a kept rule."""
    return recurrence.upcoming(await get_rule(session, schedule=schedule), now, NEXT_DATES)


async def get_next(session: AsyncSession, *, schedule: Schedule, at: int, now: datetime) -> Occurrence:
    """Give the next time, shown as `at` (seconds as Discord counts them); Closed when that is not the next any more."""
    coming = await list_next(session, schedule=schedule, now=now) if schedule.rule else []
    if not coming or int(coming[0].at.timestamp()) != at:
        raise Closed("recurrence-not-next")
    return coming[0]


def is_due(now: datetime) -> ColumnElement[bool]:
    """Say of a schedule that its next time is to be planned now."""
    return ~Schedule.is_paused & (Schedule.next_at <= now + AHEAD)


async def take_due(session: AsyncSession, *, schedule: Schedule, now: datetime) -> Sequence[Occurrence]:
    """Give the times of a kept rule that are to be planned now, oldest first, and move on behind them."""
    if schedule.is_paused or schedule.next_at is None or schedule.next_original is None:
        return ()
    rule, taken = await get_rule(session, schedule=schedule), list[Occurrence]()
    found: Occurrence | None = Occurrence(datetime.fromisoformat(schedule.next_original), schedule.next_at)
    while found is not None and found.at <= now + AHEAD and len(taken) < MOST_AT_ONCE:
        taken.append(found)
        found = recurrence.next_after(rule, found.at)
    _aim(schedule, found)
    return taken


async def leave_out(session: AsyncSession, *, schedule: Schedule, original: datetime, now: datetime) -> None:
    """Leave one time of a kept rule out, named by its original time on the wall."""
    await _except(session, schedule, original, None)
    await _aim_anew(session, schedule, now)


async def move(
    session: AsyncSession, *, schedule: Schedule, original: datetime, moved_to: datetime, now: datetime
) -> None:
    """Move one time of a kept rule to another time on the wall."""
    await _except(session, schedule, original, moved_to.isoformat(timespec="seconds"))
    await _aim_anew(session, schedule, now)
    moved = Occurrence(original, instant_at(moved_to.date(), moved_to.time(), schedule.zone))
    if schedule.next_at is None or moved.at < schedule.next_at:  # so near that the sweep has looked past it
        _aim(schedule, moved)


async def split(session: AsyncSession, *, schedule: Schedule, original: datetime, now: datetime) -> Schedule:
    """End a kept rule before one of its times, and give another that goes on from there; each has its exceptions."""
    before, after = recurrence.cut(await get_rule(session, schedule=schedule), original)
    columns = {name: getattr(schedule, name) for name in ("guild_id", "zone", "holidays", "nation", "is_paused")}
    starts = original.isoformat(timespec="seconds")
    rest = Schedule(**columns, starts=starts, rule=after)
    session.add(rest)
    await session.flush()
    mine = ScheduleException.schedule_id == schedule.id, ScheduleException.original >= starts
    moved = update(ScheduleException).where(*mine).values(schedule_id=rest.id)
    await session.execute(moved, execution_options={"synchronize_session": False})
    schedule.rule = before
    for each in (schedule, rest):
        await _aim_anew(session, each, now)
    return rest


def read_instead(schedule: Schedule, *, typed: str, now: datetime) -> datetime:
    """Read as typed when one time of a rule is to be instead, on its wall; Invalid when unclear, over or far off."""
    return read_moment(typed, zone=schedule.zone, now=now)


async def _except(session: AsyncSession, schedule: Schedule, original: datetime, moved_to: str | None) -> None:
    keys = {"schedule_id": schedule.id, "original": original.isoformat(timespec="seconds")}
    new = {"guild_id": schedule.guild_id}
    await upsert(session, ScheduleException, keys=keys, values={"moved_to": moved_to}, new=new)


async def _aim_anew(session: AsyncSession, schedule: Schedule, now: datetime) -> None:
    """Find the next time that is not planned yet: what was planned lies within the time ahead."""
    rule = await get_rule(session, schedule=schedule)
    _aim(schedule, recurrence.next_after(rule, now + AHEAD if _is_planned(schedule, now) else now))


def _is_planned(schedule: Schedule, now: datetime) -> bool:
    return schedule.next_at is None or schedule.next_at > now + AHEAD


async def pause(session: AsyncSession, *, schedule: Schedule, is_paused: bool, now: datetime) -> None:
    """Let a rule rest, or go on with its first time from now; what fell into the pause is left out."""
    schedule.is_paused = is_paused
    if not is_paused:
        await _aim_anew(session, schedule, now)


async def drop(session: AsyncSession, *, schedule: Schedule) -> None:
    """Forget a kept rule with its exceptions."""
    await session.execute(delete(ScheduleException).where(ScheduleException.schedule_id == schedule.id))
    await session.delete(schedule)


async def find_next(session: AsyncSession) -> datetime | None:
    """Give the next instant at which any kept rule has a time, or None."""
    return await session.scalar(select(func.min(Schedule.next_at)).where(~Schedule.is_paused))
