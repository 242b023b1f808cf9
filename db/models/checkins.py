"""Check-ins: prompts that were posted, and what members answered."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, MemberColumn, SnowflakeColumn


class Prompt(Base):
    """A posted "How are you today?" that takes answers until it closes."""

    __tablename__ = "prompts"

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    channel_id: Mapped[SnowflakeColumn]
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]


class Answer(Base):
    """How one member is on one day of their own calendar. The last answer of a day stands."""

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("guild_id", "member_id", "answered_on"),
        Index("ix_answers_kept_until", "kept_until"),
    )

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    member_id: Mapped[MemberColumn]
    answered_on: Mapped[date]
    answered_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(16))
    prompt_id: Mapped[int | None] = mapped_column(ForeignKey("prompts.id", ondelete="SET NULL"))
    kept_until: Mapped[datetime]


class Share(Base):
    """One answer shown to one peer, until the member takes it back or the answer is forgotten."""

    __tablename__ = "shares"
    __table_args__ = (UniqueConstraint("answer_id", "peer_id"),)

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"))
    member_id: Mapped[MemberColumn]
    peer_id: Mapped[MemberColumn]
    shared_at: Mapped[datetime]


class ReachOut(Base):
    """A member would like somebody to get in touch; the moderators were told their name, as the member agreed."""

    __tablename__ = "reach_outs"

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    member_id: Mapped[MemberColumn]
    asked_at: Mapped[datetime]
    kept_until: Mapped[datetime]
