"""Addresses at which a calendar reads events: a member's own, or a community's."""

from datetime import date

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, MemberId, SnowflakeColumn

DIGEST = 64


class Feed(Base):
    """One address. Only a digest of its secret part is kept; without a member it is the community's.

    `used_on` is the first day of the month in which a calendar last read it.
    """

    __tablename__ = "feeds"
    __table_args__ = (
        UniqueConstraint("digest"),
        Index("ix_feeds_guild_id_member_id", "guild_id", "member_id"),
        NEVER_REUSED,
    )

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    member_id: Mapped[int | None] = mapped_column(MemberId, index=True)
    digest: Mapped[str] = mapped_column(String(DIGEST))
    used_on: Mapped[date]
