"""Times of events as Discord's own scheduled events, which everybody in a community can see."""

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, Snowflake, SnowflakeColumn

DIGEST = 64


class Mirror(Base):
    """One time of an event at Discord. wanted -> there -> changed | gone (both asked about) -> left | ended.

    `written` is a digest of what Kettle last wrote there: what differs from it was changed by somebody else.
    """

    __tablename__ = "mirrors"
    __table_args__ = (
        UniqueConstraint("occurrence_id"),
        Index("ix_mirrors_scheduled_event_id", "scheduled_event_id"),
        NEVER_REUSED,
    )

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id", ondelete="CASCADE"))
    scheduled_event_id: Mapped[int | None] = mapped_column(Snowflake)
    state: Mapped[str] = mapped_column(String(16), default="wanted")
    written: Mapped[str] = mapped_column(String(DIGEST), default="")
