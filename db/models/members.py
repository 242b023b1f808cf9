"""What a member chose for themselves in one community."""

from datetime import date, datetime, time

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, MemberId, Snowflake


class Member(Base):
    """One person in one community. `used_on` is the first day of the month of last use, never a day or a time.

    `left_on` is the day on which Discord first said that they are not in the community any more.
    What peers send is accepted until it is turned off: nobody would turn on what they never heard of. It can do little
    harm, as no words come with it, and each message has the button that turns it off.
    Somebody who chose to be asked has the days ("MO,WE"), the time on their own wall, and the next instant of it.
    """

    __tablename__ = "members"

    guild_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(MemberId, primary_key=True, autoincrement=False, index=True)
    zone: Mapped[str | None] = mapped_column(String(64))
    nation: Mapped[str | None] = mapped_column(String(32))
    direct_messages: Mapped[bool] = mapped_column(default=True)
    quiet_from: Mapped[time | None]
    quiet_until: Mapped[time | None]
    accepts_shares: Mapped[bool] = mapped_column(default=True)
    accepts_signposts: Mapped[bool] = mapped_column(default=True)
    forget_at_midnight: Mapped[bool] = mapped_column(default=False)
    prompt_days: Mapped[str | None] = mapped_column(String(20))
    prompt_time: Mapped[time | None]
    prompt_at: Mapped[datetime | None] = mapped_column(index=True)
    used_on: Mapped[date]
    left_on: Mapped[date | None]
