"""Announcements: who may change one when, and its way from a draft to the last post."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, Invalid, NotAllowed, NotFound
from bot.services import announcement_files, announcement_posts, deliveries, guilds, schedules
from bot.services.announcement_posts import FEATURE, USE_BY
from bot.services.guilds import Person
from bot.services.recurrence import Occurrence, Recurrence
from bot.services.scopes import belongs
from bot.services.statements import count
from bot.services.zones import instant_at
from db.models.announcements import Announcement, AnnouncementPost
from db.models.schedules import Schedule

OPEN = ("draft", "waiting", "scheduled", "paused")
"""States in which what is to come can still be changed."""

NOW = "now"
"""What is typed to post at once."""

UTC = "UTC"
DRAFT_KEPT = timedelta(days=1)
KEPT = timedelta(days=30)
"""How long what is over is kept. The named contact is taken out of a post a day before it is forgotten."""


async def get_announcement(
    session: AsyncSession, *, person: Person, announcement_id: int, to_change: bool = False
) -> Announcement:
    """Give an announcement of this community to an organiser; NotFound when there is none (any more)."""
    guilds.require(await guilds.get_guild(session, guild_id=person.guild_id), person, "organiser")
    row = await session.get(Announcement, announcement_id, with_for_update=to_change or None)
    if row is None or row.guild_id != person.guild_id:
        raise NotFound("announcements-not-found")
    return row


async def hold(session: AsyncSession, *, person: Person, announcement_id: int, states: Sequence[str]) -> Announcement:
    """Give an announcement to change; Closed says where it stands when it is in no state for that."""
    row = await get_announcement(session, person=person, announcement_id=announcement_id, to_change=True)
    over = row.state == "scheduled" and await announcement_posts.is_over(session, announcement=row)
    state = "done" if over else row.state
    if state not in states:
        raise Closed(f"announcements-is-{state}")
    return row


async def record_change(session: AsyncSession, *, announcement: Announcement, person: Person, now: datetime) -> None:
    """Note who changed an announcement; where two organisers are needed, it waits for the other one again."""
    row = announcement
    row.author_id, row.approved_by, row.changed_at = person.member_id, None, now
    guild = await guilds.get_guild(session, guild_id=person.guild_id)
    if row.state == "scheduled" and guild.announcements_need_two:
        row.state = "waiting"
        await _rest(session, row, now)


async def find_schedule(session: AsyncSession, *, announcement: Announcement) -> Schedule | None:
    """Give when an announcement is posted, or None where that is at once or not known."""
    return await session.get(Schedule, announcement.schedule_id) if announcement.schedule_id else None


def is_now(typed: str) -> bool:
    """Whether an announcement is to be posted at once."""
    return typed.strip().casefold() == NOW


def at_once(now: datetime) -> Recurrence:
    """Give the rule that is this moment; in UTC, where no hour comes twice."""
    return Recurrence(now.replace(tzinfo=None, microsecond=0), UTC)


async def confirm(session: AsyncSession, *, person: Person, announcement_id: int, now: datetime) -> Announcement:
    """Schedule a draft; where the community asks for two organisers, it waits for another one first."""
    row = await hold(session, person=person, announcement_id=announcement_id, states=("draft",))
    if not row.text:
        raise Invalid("announcements-text-missing")
    if await announcement_files.list_unfetched(session, announcement_id=row.id):
        raise Closed("announcements-file-unfetched")
    guild = await guilds.get_guild(session, guild_id=person.guild_id)
    if guild.announcements_need_two:
        await _check_time(session, row, now)
        row.state, row.changed_at = "waiting", now
    else:
        await _start(session, row, now)
    return row


async def approve(session: AsyncSession, *, person: Person, announcement_id: int, now: datetime) -> Announcement:
    """Let what another organiser wrote go out; NotAllowed for whoever changed it last, while two are needed."""
    row = await hold(session, person=person, announcement_id=announcement_id, states=("waiting",))
    guild = await guilds.get_guild(session, guild_id=person.guild_id)
    if guild.announcements_need_two and row.author_id == person.member_id:
        raise NotAllowed("announcements-approve-other")
    row.approved_by = person.member_id
    await _start(session, row, now)
    return row


async def _check_time(session: AsyncSession, row: Announcement, now: datetime) -> None:
    """Raise Invalid where nobody knows yet when an announcement is posted, or that is over."""
    schedule = await find_schedule(session, announcement=row)
    if schedule is None and not is_now(row.typed_when):
        raise Invalid("announcements-when-missing")
    if schedule is not None and not await schedules.list_next(session, schedule=schedule, now=now):
        raise Invalid("dates-past")


async def _start(session: AsyncSession, row: Announcement, now: datetime) -> None:
    """Let an announcement go its way; Invalid when all of its times are over."""
    await _check_time(session, row, now)
    schedule = await find_schedule(session, announcement=row)
    if schedule is None:
        schedule = await schedules.make(session, guild_id=row.guild_id, rule=at_once(now), now=now)
        row.schedule_id = schedule.id
    else:
        await schedules.pause(session, schedule=schedule, is_paused=False, now=now)
    row.state, row.changed_at = "scheduled", now
    await announcement_posts.plan(session, announcement=row, schedule=schedule, now=now)


async def _rest(session: AsyncSession, row: Announcement, now: datetime) -> None:
    schedule = await find_schedule(session, announcement=row)
    if schedule is not None:
        await schedules.pause(session, schedule=schedule, is_paused=True, now=now)


async def pause(session: AsyncSession, *, person: Person, announcement_id: int, now: datetime) -> Announcement:
    """Let an announcement rest: nothing of it is posted until somebody goes on with it."""
    row = await hold(session, person=person, announcement_id=announcement_id, states=("scheduled",))
    row.state, row.changed_at = "paused", now
    await _rest(session, row, now)
    return row


async def go_on(session: AsyncSession, *, person: Person, announcement_id: int, now: datetime) -> Announcement:
    """Go on with the first time from now; what fell into the pause is left out. Changed meanwhile, it may wait."""
    row = await hold(session, person=person, announcement_id=announcement_id, states=("paused",))
    guild = await guilds.get_guild(session, guild_id=person.guild_id)
    if guild.announcements_need_two and row.approved_by is None:
        await _check_time(session, row, now)
        row.state, row.changed_at = "waiting", now
    else:
        await _start(session, row, now)
    return row


async def skip(session: AsyncSession, *, person: Person, announcement_id: int, at: int, now: datetime) -> Occurrence:
    """Leave out the next time, shown as `at` (seconds as Discord counts them); Closed when that is not the next."""
    row, schedule, coming = await hold_next(session, person=person, announcement_id=announcement_id, at=at, now=now)
    await announcement_posts.retract_unsent(session, announcement=row, now=now, original=coming.original)
    await schedules.leave_out(session, schedule=schedule, original=coming.original, now=now)
    return coming


async def move(
    session: AsyncSession, *, person: Person, announcement_id: int, at: int, typed: str, now: datetime
) -> datetime:
    """Move the next time, shown as `at`, to when somebody typed; give when that is.

    Closed when it is not the next, Invalid when what is typed cannot be read. It counts as a change.
    """
    row, schedule, coming = await hold_next(session, person=person, announcement_id=announcement_id, at=at, now=now)
    instead = schedules.read_instead(schedule, typed=typed, now=now)
    await announcement_posts.retract_unsent(session, announcement=row, now=now, original=coming.original)
    await schedules.move(session, schedule=schedule, original=coming.original, moved_to=instead, now=now)
    await record_change(session, announcement=row, person=person, now=now)
    return instant_at(instead.date(), instead.time(), schedule.zone)


async def hold_next(
    session: AsyncSession, *, person: Person, announcement_id: int, at: int, now: datetime
) -> tuple[Announcement, Schedule, Occurrence]:
    """Give the next time of one that repeats, to change it; Closed when it is not the one shown as `at`."""
    row = await hold(session, person=person, announcement_id=announcement_id, states=("scheduled", "paused"))
    schedule = await session.get_one(Schedule, row.schedule_id)
    return row, schedule, await schedules.get_next(session, schedule=schedule, at=at, now=now)


async def cancel(session: AsyncSession, *, person: Person, announcement_id: int, now: datetime) -> Announcement:
    """Cancel all that is to come, and forget a template. What is posted already stays."""
    row = await hold(session, person=person, announcement_id=announcement_id, states=(*OPEN, "template"))
    if row.state == "template":
        await _forget(session, Announcement.id == row.id)
        return row
    await announcement_posts.retract_unsent(session, announcement=row, now=now)
    await _rest(session, row, now)
    row.state, row.changed_at, row.ended_at = "cancelled", now, now
    return row


async def retry(session: AsyncSession, *, person: Person, announcement_id: int, now: datetime) -> AnnouncementPost:
    """Send the latest post again that failed or was missed; Closed when there is none.

    Where two organisers are needed, whoever sends again what was changed meanwhile is the second one.
    """
    row = await hold(session, person=person, announcement_id=announcement_id, states=("scheduled", "done"))
    guild = await guilds.get_guild(session, guild_id=person.guild_id)
    if guild.announcements_need_two and row.approved_by is None:
        if row.author_id == person.member_id:
            raise NotAllowed("announcements-approve-other")
        row.approved_by = person.member_id
    gone = await announcement_posts.list_posts(session, announcement_id=row.id, states=("failed", "missed"))
    for post, _ in gone:
        await deliveries.try_again(
            session,
            feature=FEATURE,
            subject_id=post.id,
            channel_id=row.channel_id,
            now=now,
            expires_at=now + USE_BY,
        )
        return post
    raise Closed("announcements-nothing-failed")


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give every announcement that a member wrote, approved, or is the contact of."""
    rows = select(Announcement).where(_about(member_id, guild_id)).order_by(Announcement.id)
    return [
        {
            "kind": "announcement",
            "community": str(row.guild_id),
            "title": row.title or row.text[:100],
            "state": row.state,
            "role": [name for name, who in _roles(row).items() if who == member_id],
        }
        for row in await session.scalars(rows)
    ]


def _roles(row: Announcement) -> dict[str, int | None]:
    return {"author": row.author_id, "approver": row.approved_by, "contact": row.contact_id}


def _about(member_id: int, guild_id: int | None) -> ColumnElement[bool]:
    people = (Announcement.author_id, Announcement.approved_by, Announcement.contact_id)
    return or_(*(belongs(column, member_id, guild_id) for column in people))  # type: ignore[arg-type] # may be empty


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:
    """Forget who wrote, approved or is the contact, in what is posted too; a member's drafts go. Give how many rows."""
    wrote = belongs(Announcement.author_id, member_id, guild_id)  # type: ignore[arg-type] # may be empty
    gone = await _forget(session, and_(wrote, Announcement.state == "draft"))
    contact = belongs(Announcement.contact_id, member_id, guild_id)  # type: ignore[arg-type] # may be empty
    await announcement_posts.hide_contact(session, which=contact, now=now)
    people = (Announcement.author_id, Announcement.approved_by, Announcement.contact_id)
    empty = {column.key: case((column == member_id, None), else_=column) for column in people}
    return gone + await count(session, update(Announcement).where(_about(member_id, guild_id)).values(empty))


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget unfinished drafts after a day, and what is over, or waited for a second organiser, after 30 days."""
    old = AnnouncementPost.due_at < now - KEPT + timedelta(days=1)
    await announcement_posts.hide_contact(session, which=old & Announcement.contact_id.is_not(None), now=now)
    gone = await _forget(
        session,
        or_(
            and_(Announcement.state == "draft", Announcement.changed_at < now - DRAFT_KEPT),
            and_(Announcement.state == "waiting", Announcement.changed_at < now - KEPT),
            and_(Announcement.state.in_(("done", "cancelled")), Announcement.ended_at < now - KEPT),
        ),
    )
    return gone + await count(session, delete(AnnouncementPost).where(AnnouncementPost.due_at < now - KEPT))


async def _forget(session: AsyncSession, which: ColumnElement[bool]) -> int:
    """Forget announcements with their files, posts and rules."""
    rows = (await session.scalars(select(Announcement).where(which).with_for_update())).all()
    kept = [row.schedule_id for row in rows if row.schedule_id is not None]
    gone = await count(session, delete(Announcement).where(Announcement.id.in_([row.id for row in rows])))
    for schedule in await session.scalars(select(Schedule).where(Schedule.id.in_(kept))):
        await schedules.drop(session, schedule=schedule)
    return gone
