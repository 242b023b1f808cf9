"""Which answer was shown to whom."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, MemberColumn, SnowflakeColumn


class Share(Base):
    """One answer shown to one peer, until the member takes it back or the answer is forgotten."""

    __tablename__ = "shares"
    __table_args__ = (UniqueConstraint("answer_id", "peer_id"), NEVER_REUSED)

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"))
    member_id: Mapped[MemberColumn]
    peer_id: Mapped[MemberColumn]
    shared_at: Mapped[datetime]
