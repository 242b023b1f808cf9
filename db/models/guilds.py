"""What a community chose in its set-up."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Snowflake


class Guild(Base):
    """One community. Its row exists from the first choice made in /setup; its id is Discord's."""

    __tablename__ = "guilds"

    guild_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    zone: Mapped[str] = mapped_column(String(64), default="Europe/London")
    nation: Mapped[str | None] = mapped_column(String(32))
    checkins_channel_id: Mapped[int | None] = mapped_column(Snowflake)
    moderators_channel_id: Mapped[int | None] = mapped_column(Snowflake)
    organisers_channel_id: Mapped[int | None] = mapped_column(Snowflake)
    organiser_role_id: Mapped[int | None] = mapped_column(Snowflake)
    moderator_role_id: Mapped[int | None] = mapped_column(Snowflake)
    responsible: Mapped[str | None] = mapped_column(String(300))
    announcements_need_two: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
