"""The way to each member's direct messages."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, MemberId, Snowflake


class Direct(Base):
    """The channel of a member's direct messages with Kettle, and whether Discord said that it is closed.

    It belongs to no community. `used_on` is the first day of a month.
    """

    __tablename__ = "directs"

    member_id: Mapped[int] = mapped_column(MemberId, primary_key=True, autoincrement=False)
    channel_id: Mapped[int] = mapped_column(Snowflake)
    is_closed: Mapped[bool] = mapped_column(default=False)
    used_on: Mapped[date]
