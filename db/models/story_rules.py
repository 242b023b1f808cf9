"""What a community chose about stories. Who shares any is in another database, and not even there."""

from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Snowflake


class StoryRules(Base):
    """How one community shares stories: where, how many may be authors, and how many read before a yes.

    Without a channel nobody can share there.
    """

    __tablename__ = "story_rules"

    guild_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    channel_id: Mapped[int | None] = mapped_column(Snowflake)
    authors: Mapped[int | None]
    needs_two: Mapped[bool] = mapped_column(default=False)
