"""Questions that are asked again and again in a channel."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, SnowflakeColumn


class PromptSeries(Base):
    """A rule by which a channel is asked how people are. A draft until an organiser has read it back."""

    __tablename__ = "prompt_series"
    __table_args__ = NEVER_REUSED

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    channel_id: Mapped[SnowflakeColumn]
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedules.id"))
    open_minutes: Mapped[int]
    is_draft: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
