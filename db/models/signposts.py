"""Which entry of the catalogue one member sent another through Kettle."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, MemberId, SnowflakeColumn


class Signpost(Base):
    """One entry, sent by `from_id` to `member_id`. There are no words: nobody can be hurt by what cannot be said.

    Who sent it is forgotten after a week, and when they are; that it was sent stays until it may be sent again.
    """

    __tablename__ = "signposts"
    __table_args__ = (Index("ix_signposts_member_id_entry_number", "member_id", "entry_number"), NEVER_REUSED)

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    from_id: Mapped[int | None] = mapped_column(MemberId, index=True)
    member_id: Mapped[int] = mapped_column(MemberId)
    entry_number: Mapped[int] = mapped_column(ForeignKey("training_entries.number", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
