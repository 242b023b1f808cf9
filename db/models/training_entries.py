"""What was done to entries of the catalogue of training, and how they were before."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, MemberId, SnowflakeColumn


class TrainingChange(Base):
    """What was done to an entry, when and by whom, and how it was before: its fields, as a CSV row names them."""

    __tablename__ = "training_changes"
    __table_args__ = (Index("ix_training_changes_entry_number_id", "entry_number", "id"), NEVER_REUSED)

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    entry_number: Mapped[int] = mapped_column(ForeignKey("training_entries.number", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(MemberId, index=True)
    kind: Mapped[str] = mapped_column(String(8))
    before: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]
