"""Posts of announcements: planned shortly before their time, published to followers, frozen once they are out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import announcement_files, deliveries, schedules
from bot.services.statements import count
from db.models.announcements import Announcement, AnnouncementFile, AnnouncementPost
from db.models.deliveries import Delivery
from db.models.schedules import Schedule

FEATURE = "announcements"

USE_BY = timedelta(days=1)
"""How late a post may come at most; never later than the next one."""

MADE = ("post", "thread")
UNSETTLED = ("waiting", "leased")
IN_TURN = 50
"""How many announcements one sweep plans; the others are a few seconds later."""


@dataclass(frozen=True)
class Told:
    """What a message says now, whether it is a post or the preview of one."""

    place: str
    title: str
    text: str
    mentions: str
    role_id: int | None
    contact_id: int | None
    corrected_at: datetime | None
    files: list[AnnouncementFile]


def _of(post_id: ColumnElement[int], *kinds: str) -> ColumnElement[bool]:
    return and_(Delivery.feature == FEATURE, Delivery.subject_id == post_id, Delivery.kind.in_(kinds))


_MESSAGE = _of(AnnouncementPost.id.expression, *MADE)


async def plan(session: AsyncSession, *, announcement: Announcement, schedule: Schedule, now: datetime) -> int:
    """Put the posts of one announcement that are due soon into the diary; give how many."""
    taken = await schedules.take_due(session, schedule=schedule, now=now)
    mine = select(AnnouncementPost.original).where(AnnouncementPost.announcement_id == announcement.id)
    known = set(await session.scalars(mine)) if taken else set[str]()
    following = [*(one.at for one in taken[1:]), schedule.next_at]
    new = [pair for pair in zip(taken, following, strict=False) if _named(pair[0].original) not in known]
    for one, next_at in new:
        post = AnnouncementPost(
            guild_id=announcement.guild_id,
            announcement_id=announcement.id,
            original=_named(one.original),
            due_at=one.at,
        )
        session.add(post)
        await session.flush()
        await deliveries.schedule(
            session,
            guild_id=announcement.guild_id,
            feature=FEATURE,
            subject_id=post.id,
            channel_id=announcement.channel_id,
            kind="thread" if announcement.place == "forum" else "post",
            due_at=one.at,
            expires_at=min(one.at + USE_BY, next_at or one.at + USE_BY),
        )
    return len(new)


def _named(original: datetime) -> str:
    return original.isoformat(timespec="seconds")


async def plan_due(session: AsyncSession, *, now: datetime) -> int:
    """Plan what is due soon in every community; give how many posts that are."""
    due = (
        select(Announcement, Schedule)
        .join(Schedule, Schedule.id == Announcement.schedule_id)
        .where(Announcement.state == "scheduled", schedules.is_due(now))
        .order_by(Schedule.next_at)
        .limit(IN_TURN)
        .with_for_update(skip_locked=True)
    )
    rows = (await session.execute(due)).all()
    return sum([await plan(session, announcement=row, schedule=schedule, now=now) for row, schedule in rows])


def _is_over() -> ColumnElement[bool]:
    """Say of an announcement joined with its schedule that no post of it is to come."""
    coming = select(AnnouncementPost.id).join(Delivery, _MESSAGE)
    coming = coming.where(AnnouncementPost.announcement_id == Announcement.id, Delivery.state.in_(UNSETTLED))
    return and_(Schedule.next_at.is_(None), ~exists(coming.correlate(Announcement)))


async def is_over(session: AsyncSession, *, announcement: Announcement) -> bool:
    """Whether no post of an announcement is to come."""
    joined = select(Announcement.id).outerjoin(Schedule, Schedule.id == Announcement.schedule_id)
    found = await session.scalar(joined.where(Announcement.id == announcement.id, _is_over()))
    return found is not None


async def settle_ended(session: AsyncSession, *, now: datetime) -> int:
    """Call done whatever has no post to come; give how many."""
    joined = select(Announcement.id).join(Schedule, Schedule.id == Announcement.schedule_id)
    over = (await session.scalars(joined.where(Announcement.state == "scheduled", _is_over()))).all()
    ended = update(Announcement).where(Announcement.id.in_(over), Announcement.state == "scheduled")
    return await count(session, ended.values(state="done", ended_at=now)) if over else 0


async def publish_due(session: AsyncSession, *, now: datetime) -> int:
    """Have posts that are out published to followers where that was chosen; give how many."""
    chosen = and_(Announcement.publishes, Announcement.place == "news", ~AnnouncementPost.is_publish_asked)
    out = (
        select(AnnouncementPost)
        .join(Announcement, Announcement.id == AnnouncementPost.announcement_id)
        .join(Delivery, _MESSAGE)
        .where(chosen, Delivery.state == "sent")
        .order_by(AnnouncementPost.id)
        .limit(IN_TURN)
        .with_for_update(of=AnnouncementPost, skip_locked=True)
    )
    posts = (await session.scalars(out)).all()
    for post in posts:
        post.is_publish_asked = True
        await deliveries.schedule_change(
            session, feature=FEATURE, subject_id=post.id, kind="publish", now=now, expires_at=now + USE_BY
        )
    return len(posts)


async def retract_unsent(
    session: AsyncSession, *, announcement: Announcement, now: datetime, original: datetime | None = None
) -> bool:
    """Call back what is planned and not out, or only the post of one time; tell whether there was any."""
    unsent = select(AnnouncementPost.id).join(Delivery, _MESSAGE)
    unsent = unsent.where(AnnouncementPost.announcement_id == announcement.id, Delivery.state.in_(UNSETTLED))
    if original is not None:
        unsent = unsent.where(AnnouncementPost.original == _named(original))
    ids = (await session.scalars(unsent)).all()
    if ids:
        await deliveries.retract(session, feature=FEATURE, subject_ids=ids, now=now)
        await session.execute(delete(AnnouncementPost).where(AnnouncementPost.id.in_(ids)))
    return bool(ids)


async def freeze(session: AsyncSession, *, announcement: Announcement) -> None:
    """Keep what posts say that are out, before the announcement says something else."""
    out = select(AnnouncementPost.id).join(Delivery, _MESSAGE)
    out = out.where(AnnouncementPost.announcement_id == announcement.id, AnnouncementPost.text.is_(None))
    ids = (await session.scalars(out.where(Delivery.state == "sent"))).all()
    said = update(AnnouncementPost).where(AnnouncementPost.id.in_(ids))
    await session.execute(said.values(title=announcement.title, text=announcement.text))


async def list_posts(
    session: AsyncSession, *, announcement_id: int, states: tuple[str, ...] = (), limit: int = 1
) -> list[tuple[AnnouncementPost, Delivery]]:
    """Give an announcement's latest posts with how each fares, the newest first; only those in some states if named."""
    mine = select(AnnouncementPost, Delivery).join(Delivery, _MESSAGE)
    mine = mine.where(AnnouncementPost.announcement_id == announcement_id)
    if states:
        mine = mine.where(Delivery.state.in_(states))
    found = await session.execute(
        mine.order_by(AnnouncementPost.due_at.desc(), AnnouncementPost.id.desc()).limit(limit)
    )
    return [(post, row) for post, row in found]


async def find_told(session: AsyncSession, *, post_id: int, is_new: bool) -> Told | None:
    """Give what a post says now. A new one says nothing while its announcement rests, waits or is cancelled."""
    post = await session.get(AnnouncementPost, post_id)
    row = await session.get(Announcement, post.announcement_id) if post else None
    if post is None or row is None or (is_new and row.state not in {"scheduled", "done"}):
        return None
    return await told_of(session, announcement=row, post=post)


async def told_of(session: AsyncSession, *, announcement: Announcement, post: AnnouncementPost | None = None) -> Told:
    """Give what an announcement says now, or what one post of it does."""
    is_kept = post is not None and post.text is not None
    return Told(
        place=announcement.place,
        title=(post.title or "") if post and is_kept else announcement.title,
        text=(post.text or "") if post and is_kept else announcement.text,
        mentions=announcement.mentions,
        role_id=announcement.role_id,
        contact_id=announcement.contact_id if post is None or post.shows_contact else None,
        corrected_at=post.corrected_at if post else None,
        files=await announcement_files.list_files(session, announcement_id=announcement.id, whole=True),
    )


async def hide_contact(session: AsyncSession, *, which: ColumnElement[bool], now: datetime) -> int:
    """Take the named contact out of posts that are out; give how many."""
    naming = select(AnnouncementPost).join(Announcement, Announcement.id == AnnouncementPost.announcement_id)
    posts = (await session.scalars(naming.where(which, AnnouncementPost.shows_contact))).all()
    for post in posts:
        post.shows_contact = False
        await deliveries.schedule_change(
            session,
            feature=FEATURE,
            subject_id=post.id,
            kind="edit",
            now=now,
            expires_at=now + deliveries.RETRACTION,
        )
    return len(posts)
