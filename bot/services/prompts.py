"""Asking how people are: once now, by a rule in a channel, and closing what was asked."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, Invalid, NotFound
from bot.services import deliveries, guilds, schedules
from bot.services.guilds import Person
from bot.services.recurrence import Occurrence, Recurrence
from db.models.checkins import Prompt
from db.models.prompts import PromptSeries
from db.models.schedules import Schedule

FEATURE = "checkins"
"""Whose deliveries prompts are: the check-ins show the question and take its answers."""

MOST = 10
"""The most rules that a community may have at a time: they fit on one list."""

DRAFT_KEPT = timedelta(days=1)
"""How long a rule that nobody started is kept."""

SAYS_CLOSED = timedelta(days=1)
"""How long Kettle tries to show that a question has closed."""

Series = tuple[PromptSeries, Schedule]


async def get_place(session: AsyncSession, *, person: Person, channel_id: int | None) -> int:
    """Give the channel to ask in: the one that an organiser names, else the community's; Invalid without either."""
    guild = await guilds.get_guild(session, guild_id=person.guild_id)
    guilds.require(guild, person, "organiser")
    place = channel_id or guild.checkins_channel_id
    if place is None:
        raise Invalid("checkins-no-channel")
    return place


async def ask_now(
    session: AsyncSession, *, person: Person, channel_id: int, open_for: timedelta, now: datetime
) -> Prompt:
    """Ask "How are you today?" in a channel now; answers are taken for `open_for`. Organisers only."""
    await _require(session, person)
    prompt = Prompt(guild_id=person.guild_id, channel_id=channel_id, opened_at=now, closes_at=now + open_for)
    await _ask(session, prompt)
    return prompt


async def _require(session: AsyncSession, person: Person) -> None:
    guilds.require(await guilds.get_guild(session, guild_id=person.guild_id), person, "organiser")


async def _ask(session: AsyncSession, prompt: Prompt) -> None:
    session.add(prompt)
    await session.flush()
    await deliveries.schedule(
        session,
        guild_id=prompt.guild_id,
        feature=FEATURE,
        subject_id=prompt.id,
        channel_id=prompt.channel_id,
        due_at=prompt.opened_at,
        expires_at=prompt.closes_at,
    )


async def draft_series(
    session: AsyncSession, *, person: Person, channel_id: int, rule: Recurrence, open_for: timedelta, now: datetime
) -> PromptSeries:
    """Keep a rule for an organiser to read back; it asks nothing before it is started. Closed when there are enough."""
    await _require(session, person)
    if len(await list_series(session, person=person)) >= MOST:
        raise Closed("prompts-enough", most=MOST)
    schedule = await schedules.make(session, guild_id=person.guild_id, rule=rule, now=now)
    schedule.is_paused = True
    row = PromptSeries(
        guild_id=person.guild_id,
        channel_id=channel_id,
        schedule_id=schedule.id,
        open_minutes=open_for // timedelta(minutes=1),
        created_at=now,
    )
    session.add(row)
    await session.flush()
    return row


async def start_series(session: AsyncSession, *, person: Person, series_id: int, now: datetime) -> Series:
    """Begin to ask by a rule that was read back. Starting twice changes nothing."""
    series, schedule = await get_series(session, person=person, series_id=series_id)
    if series.is_draft:
        series.is_draft = False
        await schedules.pause(session, schedule=schedule, is_paused=False, now=now)
    return series, schedule


async def list_series(session: AsyncSession, *, person: Person) -> Sequence[Series]:
    """Give the rules by which a community is asked, oldest first, without drafts. Organisers only."""
    await _require(session, person)
    here = select(PromptSeries, Schedule).join(Schedule, Schedule.id == PromptSeries.schedule_id)
    found = here.where(PromptSeries.guild_id == person.guild_id, ~PromptSeries.is_draft).order_by(PromptSeries.id)
    return [(series, schedule) for series, schedule in await session.execute(found)]


async def get_series(session: AsyncSession, *, person: Person, series_id: int) -> Series:
    """Give a rule of the person's community to change it; NotFound when it is gone. Organisers only."""
    await _require(session, person)
    series = await session.get(PromptSeries, series_id, with_for_update=True)
    if series is None or series.guild_id != person.guild_id:
        raise NotFound("prompts-gone")
    return series, await get_schedule(session, series=series)


async def get_schedule(session: AsyncSession, *, series: PromptSeries) -> Schedule:
    """Give the kept rule of a series."""
    return await session.get_one(Schedule, series.schedule_id)


async def pause_series(
    session: AsyncSession, *, person: Person, series_id: int, is_paused: bool, now: datetime
) -> Series:
    """Let a rule rest, or go on with it."""
    series, schedule = await get_series(session, person=person, series_id=series_id)
    await schedules.pause(session, schedule=schedule, is_paused=is_paused, now=now)
    if is_paused:
        await _call_off(session, series, now)
    return series, schedule


async def skip(session: AsyncSession, *, person: Person, series_id: int, at: int, now: datetime) -> Series:
    """Leave out the next time of a rule, shown as `at`; Closed when that is not the next any more."""
    series, schedule, coming = await get_next(session, person=person, series_id=series_id, at=at, now=now)
    await schedules.leave_out(session, schedule=schedule, original=coming.original, now=now)
    await _call_off(session, series, now, coming.original)
    return series, schedule


async def move(session: AsyncSession, *, person: Person, series_id: int, at: int, typed: str, now: datetime) -> Series:
    """Move the next time of a rule, shown as `at`, to when somebody typed; Invalid when that cannot be read."""
    series, schedule, coming = await get_next(session, person=person, series_id=series_id, at=at, now=now)
    instead = schedules.read_instead(schedule, typed=typed, now=now)
    await _call_off(session, series, now, coming.original)
    await schedules.move(session, schedule=schedule, original=coming.original, moved_to=instead, now=now)
    return series, schedule


async def get_next(
    session: AsyncSession, *, person: Person, series_id: int, at: int, now: datetime
) -> tuple[PromptSeries, Schedule, Occurrence]:
    """Give a rule to change its next time; Closed when that is not the one shown as `at`."""
    series, schedule = await get_series(session, person=person, series_id=series_id)
    return series, schedule, await schedules.get_next(session, schedule=schedule, at=at, now=now)


async def stop_series(session: AsyncSession, *, person: Person, series_id: int, now: datetime) -> None:
    """Ask no more by a rule, and forget it. What is open stays open until it closes."""
    series, schedule = await get_series(session, person=person, series_id=series_id)
    await _call_off(session, series, now)
    await session.delete(series)
    await session.flush()
    await schedules.drop(session, schedule=schedule)


async def _call_off(
    session: AsyncSession, series: PromptSeries, now: datetime, original: datetime | None = None
) -> None:
    """Take back what a series has planned and not yet asked: all, or the one of that time."""
    planned = select(Prompt).where(Prompt.series_id == series.id, Prompt.opened_at > now)
    if original is not None:
        planned = planned.where(Prompt.original == original.isoformat(timespec="seconds"))
    for prompt in (await session.scalars(planned)).all():
        await deliveries.retract(session, feature=FEATURE, subject_ids=[prompt.id], now=now)
        await session.delete(prompt)


async def plan_due(session: AsyncSession, *, now: datetime) -> int:
    """Plan what the rules say for now and for a few minutes ahead; give how many questions."""
    due = select(PromptSeries, Schedule).join(Schedule, Schedule.id == PromptSeries.schedule_id)
    planned = 0
    for series, schedule in (await session.execute(due.where(schedules.is_due(now)))).all():
        for one in await schedules.take_due(session, schedule=schedule, now=now):
            prompt = Prompt(
                guild_id=series.guild_id,
                channel_id=series.channel_id,
                series_id=series.id,
                original=one.original.isoformat(timespec="seconds"),
                opened_at=one.at,
                closes_at=one.at + timedelta(minutes=series.open_minutes),
            )
            await _ask(session, prompt)
            planned += 1
    return planned


async def close_due(session: AsyncSession, *, now: datetime) -> int:
    """Have every question whose time is up show that it has closed; give how many."""
    over = select(Prompt).where(~Prompt.is_closed, Prompt.closes_at <= now)
    prompts = (await session.scalars(over)).all()
    for prompt in prompts:
        prompt.is_closed = True
        await deliveries.schedule_change(
            session,
            feature=FEATURE,
            subject_id=prompt.id,
            kind="edit",
            now=now,
            expires_at=now + SAYS_CLOSED,
        )
    return len(prompts)


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget rules that nobody started within a day."""
    old = select(PromptSeries).where(PromptSeries.is_draft, PromptSeries.created_at < now - DRAFT_KEPT)
    drafts = (await session.scalars(old)).all()
    for series in drafts:
        schedule = await get_schedule(session, series=series)
        await session.delete(series)
        await session.flush()
        await schedules.drop(session, schedule=schedule)
    return len(drafts)
