"""Events: what an organiser plans, who organises it with them, and each time that it takes place."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, MemberId, Snowflake, SnowflakeColumn
from db.models.schedules import WALL

TITLE = 100
ABOUT = 1000
SHORT = 200
LINK = 300


class Event(Base):
    """What takes place, once or by the rule of its schedule, for so many minutes. draft -> open -> over | cancelled.

    `place` and `map_link` are for everybody, `online_link` for those going. `reminders` are minutes before the start,
    such as "1440,60". `uid` names it in calendars, and `sequence` counts what changed there. `follows_id` is the event
    whose later times this one took over.
    """

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_guild_id_state", "guild_id", "state"),
        Index("ix_events_state_changed_at", "state", "changed_at"),
        Index("ix_events_schedule_id", "schedule_id"),
        UniqueConstraint("uid"),
        NEVER_REUSED,
    )

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    state: Mapped[str] = mapped_column(String(16), default="draft")
    channel_id: Mapped[SnowflakeColumn]
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("schedules.id", ondelete="SET NULL"))
    typed_when: Mapped[str] = mapped_column(String(SHORT))
    typed_until: Mapped[str] = mapped_column(String(SHORT))
    minutes: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(TITLE), default="")
    about: Mapped[str] = mapped_column(String(ABOUT), default="")
    place: Mapped[str] = mapped_column(String(SHORT), default="")
    map_link: Mapped[str] = mapped_column(String(LINK), default="")
    online_link: Mapped[str] = mapped_column(String(LINK), default="")
    capacity: Mapped[int | None]
    cost: Mapped[str] = mapped_column(String(SHORT), default="")
    pay: Mapped[str] = mapped_column(String(SHORT), default="")
    access: Mapped[str] = mapped_column(String(SHORT), default="")
    reminders: Mapped[str] = mapped_column(String(60))
    role_id: Mapped[int | None] = mapped_column(Snowflake)
    shows_names: Mapped[bool] = mapped_column(default=False)
    is_mirrored: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int | None] = mapped_column(MemberId)
    contact_id: Mapped[int | None] = mapped_column(MemberId)
    uid: Mapped[str] = mapped_column(String(40))
    sequence: Mapped[int] = mapped_column(default=0)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("events.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class EventHost(Base):
    """Somebody who organises an event with its author, whatever their role."""

    __tablename__ = "event_hosts"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(MemberId, primary_key=True, autoincrement=False, index=True)
    guild_id: Mapped[SnowflakeColumn]


class Occurrence(Base):
    """One time that an event takes place, named by its original time on the wall. open -> over | cancelled.

    What is set here is said instead of the event's own, for this time alone; a capacity of 0 is no limit.
    `shown` is what its card last said of those who come, so that it is edited only when that changed.
    """

    __tablename__ = "occurrences"
    __table_args__ = (
        UniqueConstraint("event_id", "original"),
        Index("ix_occurrences_guild_id_starts_at", "guild_id", "starts_at"),
        Index("ix_occurrences_state_ends_at", "state", "ends_at"),
        NEVER_REUSED,
    )

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    original: Mapped[str] = mapped_column(String(WALL))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default="open")
    title: Mapped[str | None] = mapped_column(String(TITLE))
    about: Mapped[str | None] = mapped_column(String(ABOUT))
    place: Mapped[str | None] = mapped_column(String(SHORT))
    map_link: Mapped[str | None] = mapped_column(String(LINK))
    online_link: Mapped[str | None] = mapped_column(String(LINK))
    capacity: Mapped[int | None]
    sequence: Mapped[int] = mapped_column(default=0)
    is_posted: Mapped[bool] = mapped_column(default=False)
    shown: Mapped[str] = mapped_column(String(40), default="")
