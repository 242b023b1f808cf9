"""When members want to be reminded of what they go to."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, MemberId, Snowflake

LEADS = 60


class ReminderPlan(Base):
    """When a member wants to be reminded of what they go to, in minutes before: their own plan; empty for never."""

    __tablename__ = "reminder_plans"

    guild_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(MemberId, primary_key=True, autoincrement=False, index=True)
    leads: Mapped[str] = mapped_column(String(LEADS))
