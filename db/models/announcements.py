"""Announcements: what an organiser wrote, the files with it, and each time that it is posted."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, MemberId, Snowflake, SnowflakeColumn
from db.models.schedules import WALL

TITLE = 100
TEXT = 4000


class Announcement(Base):
    """What is to be posted, where and when. `changed_at` is the last change by a person, `ended_at` the end of it all.

    draft -> waiting (for a second organiser) -> scheduled <-> paused -> done | cancelled; a template is never posted.
    Without a schedule it is posted once it is scheduled, or `typed_when` was not understood yet.
    `place` is the kind of its channel: text, news or forum. `mentions` is nobody, here, everyone or role.
    """

    __tablename__ = "announcements"
    __table_args__ = (
        Index("ix_announcements_guild_id_state", "guild_id", "state"),
        Index("ix_announcements_state_changed_at", "state", "changed_at"),
        Index("ix_announcements_schedule_id", "schedule_id"),
        NEVER_REUSED,
    )

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    state: Mapped[str] = mapped_column(String(16), default="draft")
    channel_id: Mapped[SnowflakeColumn]
    place: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(TITLE), default="")
    text: Mapped[str] = mapped_column(String(TEXT), default="")
    typed_when: Mapped[str] = mapped_column(String(200))
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("schedules.id", ondelete="SET NULL"))
    mentions: Mapped[str] = mapped_column(String(8), default="nobody")
    role_id: Mapped[int | None] = mapped_column(Snowflake)
    publishes: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int | None] = mapped_column(MemberId)
    approved_by: Mapped[int | None] = mapped_column(MemberId)
    contact_id: Mapped[int | None] = mapped_column(MemberId)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class AnnouncementFile(Base):
    """A file that is posted with an announcement, and what it shows in words.

    `address` is where Discord keeps what was sent with the command. It works for a day, so the content is fetched
    and kept here.
    """

    __tablename__ = "announcement_files"
    __table_args__ = (UniqueConstraint("announcement_id", "position"), NEVER_REUSED)

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    alt: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str | None] = mapped_column(String(1000))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class AnnouncementPost(Base):
    """One time that an announcement is posted, named by its original time on the wall.

    `title` and `text` are what was posted, kept once the announcement says something else or this post was corrected.
    """

    __tablename__ = "announcement_posts"
    __table_args__ = (UniqueConstraint("announcement_id", "original"), NEVER_REUSED)

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id", ondelete="CASCADE"))
    original: Mapped[str] = mapped_column(String(WALL))
    due_at: Mapped[datetime]
    title: Mapped[str | None] = mapped_column(String(TITLE))
    text: Mapped[str | None] = mapped_column(String(TEXT))
    corrected_at: Mapped[datetime | None]
    taken_down_at: Mapped[datetime | None]
    is_publish_asked: Mapped[bool] = mapped_column(default=False)
    shows_contact: Mapped[bool] = mapped_column(default=True)
