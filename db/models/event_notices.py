"""What members are told in private about an event they answered."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, MemberColumn, MemberId, SnowflakeColumn
from db.models.events import ABOUT


class EventMessage(Base):
    """What an organiser tells those who come, in private."""

    __tablename__ = "event_messages"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id", ondelete="CASCADE"))
    author_id: Mapped[int | None] = mapped_column(MemberId)
    text: Mapped[str] = mapped_column(String(ABOUT))
    created_at: Mapped[datetime]


class EventNotice(Base):
    """Something about one time of an event that one member is told in private: what it is stands in `kind`.

    reminder (its token is how many minutes before), offer, passed (an offer was not taken in time), changed, cancelled,
    message, or feedback. A delivery is about such a row.
    """

    __tablename__ = "event_notices"
    __table_args__ = (
        UniqueConstraint("occurrence_id", "member_id", "kind", "token"),
        Index("ix_event_notices_member_id", "member_id"),
        NEVER_REUSED,
    )

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id", ondelete="CASCADE"))
    member_id: Mapped[MemberColumn]
    kind: Mapped[str] = mapped_column(String(16))
    token: Mapped[str] = mapped_column(String(20), default="")
    message_id: Mapped[int | None] = mapped_column(ForeignKey("event_messages.id", ondelete="CASCADE"))
