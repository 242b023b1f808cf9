"""After an announcement is out: another text in its place, or the whole post taken down."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, NotFound
from bot.services import announcement_posts, announcements, deliveries
from bot.services.announcement_drafts import check_length
from bot.services.announcement_posts import FEATURE, Told
from bot.services.guilds import Person
from db.models.announcements import Announcement, AnnouncementPost


async def get_out(
    session: AsyncSession, *, person: Person, announcement_id: int
) -> tuple[Announcement, AnnouncementPost, Told]:
    """Give an announcement with its latest post that is out, and what that says; Closed when there is none."""
    row = await announcements.get_announcement(session, person=person, announcement_id=announcement_id)
    out = await announcement_posts.list_posts(session, announcement_id=row.id, states=("sent",))
    if not out:
        raise Closed("announcements-not-out")
    post, _ = out[0]
    return row, post, await announcement_posts.told_of(session, announcement=row, post=post)


async def _get_post(session: AsyncSession, person: Person, post_id: int) -> tuple[Announcement, AnnouncementPost]:
    post = await session.get(AnnouncementPost, post_id)
    if post is None:
        raise NotFound("announcements-not-found")
    row = await announcements.get_announcement(session, person=person, announcement_id=post.announcement_id)
    return row, post


async def correct(
    session: AsyncSession, *, person: Person, post_id: int, title: str, text: str, now: datetime
) -> Announcement:
    """Change what one post says; it then says that it was corrected, and when. The posts to come stay as they are."""
    row, post = await _get_post(session, person, post_id)
    said = await announcement_posts.told_of(session, announcement=row, post=post)
    check_length(title, text, len(said.files))
    changed = await deliveries.schedule_change(
        session, feature=FEATURE, subject_id=post.id, kind="edit", now=now, expires_at=now + announcement_posts.USE_BY
    )
    if changed is None:
        raise Closed("announcements-not-out")
    post.title, post.text = said.title if row.place == "forum" else title, text
    post.corrected_at = now
    return row


async def take_down(session: AsyncSession, *, person: Person, post_id: int, now: datetime) -> Announcement:
    """Take one post away from Discord; Closed when it is not out."""
    row, post = await _get_post(session, person, post_id)
    if await deliveries.find_sent(session, feature=FEATURE, subject_id=post.id) is None:
        raise Closed("announcements-not-out")
    await deliveries.retract(session, feature=FEATURE, subject_ids=[post.id], now=now)
    post.taken_down_at = now
    return row
