"""Communities that Kettle is no longer in."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Snowflake


class Removal(Base):
    """When Kettle was taken out of a community. The row goes when it comes back, or in the end with all others."""

    __tablename__ = "removals"

    guild_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    removed_at: Mapped[datetime]
