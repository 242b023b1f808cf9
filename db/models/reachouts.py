"""Who asked for somebody to get in touch."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from db.base import NEVER_REUSED, Base, Key, MemberColumn, SnowflakeColumn


class ReachOut(Base):
    """A member would like somebody to get in touch; the moderators were told their name, as the member agreed."""

    __tablename__ = "reach_outs"
    __table_args__ = NEVER_REUSED

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    member_id: Mapped[MemberColumn]
    asked_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
    kept_until: Mapped[datetime]
