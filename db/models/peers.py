"""Who shares check-ins with whom."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, MemberColumn, SnowflakeColumn


class Peer(Base):
    """A member chose a peer to share check-ins with. The peer agrees once; until then nothing is shared.

    asked -> agreed -> ended. An ended pair is kept for a few days, so that nobody is asked again and again.
    `told_times` counts what the peer was told in the hour that began at `told_at`.
    """

    __tablename__ = "peers"
    __table_args__ = (UniqueConstraint("guild_id", "member_id", "peer_id"), NEVER_REUSED)

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    member_id: Mapped[MemberColumn]
    peer_id: Mapped[MemberColumn]
    state: Mapped[str] = mapped_column(String(16), default="asked")
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    told_times: Mapped[int] = mapped_column(default=0)
