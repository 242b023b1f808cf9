"""What organisers were told by themselves: messages that did not go out, and channels where none will."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, SnowflakeColumn


class Notice(Base):
    """One problem of one channel, told at an instant. `reason` is the deliveries' own, or "ahead" before one failed."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_guild_id_told_at", "guild_id", "told_at"), NEVER_REUSED)

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    channel_id: Mapped[SnowflakeColumn]
    reason: Mapped[str] = mapped_column(String(64))
    told_at: Mapped[datetime]
