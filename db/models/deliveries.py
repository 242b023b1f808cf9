"""What Kettle sends on its own: one row a message, from due to settled."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, MemberId, Snowflake, SnowflakeColumn


class Delivery(Base):
    """Something due in a channel or in a member's direct messages.

    waiting -> leased -> sent | failed | missed | unknown | cancelled. `due_at` is when it was promised, `next_at` when
    it is tried next. `attempted_at` is the latest attempt whose outcome is not known, `doubt_at` the first of those:
    with neither, the message is surely not out. Edits, deletes and publications name their message in `message_id`.
    `reported_at` is when organisers were told, or could have been, that it did not go out.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("dedupe_key"),
        Index("ix_deliveries_state_next_at", "state", "next_at"),
        Index("ix_deliveries_state_due_at", "state", "due_at"),
        Index("ix_deliveries_guild_id_state", "guild_id", "state"),
        Index("ix_deliveries_feature_subject_id", "feature", "subject_id"),
        NEVER_REUSED,
    )

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    feature: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(16))
    dedupe_key: Mapped[str] = mapped_column(String(100))
    channel_id: Mapped[int | None] = mapped_column(Snowflake)
    member_id: Mapped[int | None] = mapped_column(MemberId)
    due_at: Mapped[datetime]
    next_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    attempted_at: Mapped[datetime | None]
    doubt_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(64))
    sent_at: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(Snowflake)
    message_channel_id: Mapped[int | None] = mapped_column(Snowflake)
    reported_at: Mapped[datetime | None]
