"""When something happens again: a rule in wall-clock time, its exceptions, and its next time not planned yet."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, SnowflakeColumn

WALL = 19
"""Characters of a time on the wall, such as 2026-11-24T18:30:00: it has no zone, so it is kept as it is read."""


class Schedule(Base):
    """A rule of one community. What it is for knows its id; without a next time it is over.

    `starts` and `next_original` are times on the wall in `zone`; `next_at` is the instant of the latter.
    """

    __tablename__ = "schedules"
    __table_args__ = (Index("ix_schedules_next_at", "next_at"), NEVER_REUSED)

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    starts: Mapped[str] = mapped_column(String(WALL))
    zone: Mapped[str] = mapped_column(String(64))
    rule: Mapped[str] = mapped_column(String(200))
    holidays: Mapped[str] = mapped_column(String(8))
    nation: Mapped[str | None] = mapped_column(String(32))
    is_paused: Mapped[bool] = mapped_column(default=False)
    next_original: Mapped[str | None] = mapped_column(String(WALL))
    next_at: Mapped[datetime | None]


class ScheduleException(Base):
    """One time of a rule that is left out, or moved to another time on the wall."""

    __tablename__ = "schedule_exceptions"

    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedules.id", ondelete="CASCADE"), primary_key=True)
    original: Mapped[str] = mapped_column(String(WALL), primary_key=True)
    guild_id: Mapped[SnowflakeColumn]
    moved_to: Mapped[str | None] = mapped_column(String(WALL))
