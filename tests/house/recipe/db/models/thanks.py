"""Thanks that one member sent another."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from db.base import NEVER_REUSED, Base, Key, MemberColumn, SnowflakeColumn


class Thanks(Base):
    """One thank-you: who said it to whom, and when."""

    __tablename__ = "thanks"
    __table_args__ = NEVER_REUSED

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    member_id: Mapped[MemberColumn]
    peer_id: Mapped[MemberColumn]
    thanked_at: Mapped[datetime]
