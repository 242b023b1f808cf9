"""Check-ins: prompts that were posted, and what members answered."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, MemberColumn, Snowflake, SnowflakeColumn


class Prompt(Base):
    """A "How are you today?" that takes answers until it closes. Without a channel it goes to one member.

    One that a series planned has the time on the wall that names it in the series.
    """

    __tablename__ = "prompts"
    __table_args__ = (
        UniqueConstraint("series_id", "original"),
        Index("ix_prompts_is_closed_closes_at", "is_closed", "closes_at"),
        NEVER_REUSED,
    )

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    channel_id: Mapped[int | None] = mapped_column(Snowflake)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("prompt_series.id", ondelete="SET NULL"))
    original: Mapped[str | None] = mapped_column(String(19))
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    is_closed: Mapped[bool] = mapped_column(default=False)


class Answer(Base):
    """How one member is on one day of their own calendar. The last answer of a day stands."""

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("guild_id", "member_id", "answered_on"),
        Index("ix_answers_kept_until", "kept_until"),
        NEVER_REUSED,
    )

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    member_id: Mapped[MemberColumn]
    answered_on: Mapped[date]
    answered_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(16))
    prompt_id: Mapped[int | None] = mapped_column(ForeignKey("prompts.id", ondelete="SET NULL"))
    kept_until: Mapped[datetime]
