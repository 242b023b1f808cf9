"""What came of looking at the link of an entry of the catalogue, and when it is looked at again."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, SnowflakeColumn
from db.models.training import LINK


class TrainingLink(Base):
    """The last look at an entry's link: one row an entry. With another link than `link_key` it tells nothing.

    `fails` counts how often in a row the page was gone; `moved_to` is where the site says that it is now.
    """

    __tablename__ = "training_links"

    entry_number: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("training_entries.number", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    guild_id: Mapped[SnowflakeColumn]
    link_key: Mapped[str] = mapped_column(String(LINK))
    checked_at: Mapped[datetime]
    next_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(8))
    code: Mapped[int | None] = mapped_column(SmallInteger)
    moved_to: Mapped[str] = mapped_column(String(LINK))
    fails: Mapped[int] = mapped_column(SmallInteger)
