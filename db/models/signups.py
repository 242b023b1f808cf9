"""Who comes: what each answered about one time of an event, and what they need there."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, MemberId, SnowflakeColumn
from db.models.events import ABOUT

GUEST = 80


class Signup(Base):
    """What somebody answered about one time of an event: going, maybe, no, waiting, or offered a place that came free.

    `answered_at` orders those who wait. Who is not on Discord is signed up by name. `is_asked` means that the time
    changed since the answer.
    """

    __tablename__ = "signups"
    __table_args__ = (
        UniqueConstraint("occurrence_id", "member_id"),
        Index("ix_signups_occurrence_id_answer_answered_at", "occurrence_id", "answer", "answered_at"),
        Index("ix_signups_member_id", "member_id"),
        Index("ix_signups_offer_until", "offer_until"),
        NEVER_REUSED,
    )

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(MemberId)
    guest: Mapped[str | None] = mapped_column(String(GUEST))
    answer: Mapped[str] = mapped_column(String(8))
    answered_at: Mapped[datetime]
    offer_until: Mapped[datetime | None]
    is_asked: Mapped[bool] = mapped_column(default=False)
    attended: Mapped[bool | None]


class AccessNeed(Base):
    """What somebody who comes needs, for those who organise it alone; erased a week after."""

    __tablename__ = "access_needs"

    signup_id: Mapped[int] = mapped_column(ForeignKey("signups.id", ondelete="CASCADE"), primary_key=True)
    guild_id: Mapped[SnowflakeColumn]
    text: Mapped[str] = mapped_column(String(ABOUT))
