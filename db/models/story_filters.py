"""Which content notes a member would rather not read."""

from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, MemberId, Snowflake


class StoryFilter(Base):
    """What the library leaves out for one member: content notes as bits, in the order of their closed words."""

    __tablename__ = "story_filters"

    guild_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(MemberId, primary_key=True, autoincrement=False, index=True)
    notes: Mapped[int]
