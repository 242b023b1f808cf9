"""What members suggest for the catalogue, or say about an entry, until organisers decided."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, MemberId, SnowflakeColumn


class TrainingSuggestion(Base):
    """A suggestion. kind: new, change, or dead (its link). state: waiting, taken, or left.

    Who suggested it is kept to thank them, and forgotten with them; `told` are the cells of a row, as JSON.
    """

    __tablename__ = "training_suggestions"
    __table_args__ = (Index("ix_training_suggestions_guild_id_state_id", "guild_id", "state", "id"), NEVER_REUSED)

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    member_id: Mapped[int | None] = mapped_column(MemberId, index=True)
    entry_number: Mapped[int | None] = mapped_column(
        ForeignKey("training_entries.number", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8))
    told: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(String(600))
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
