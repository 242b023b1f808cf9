"""Lists of entries that somebody sent for the catalogue, and how far each has come."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, MemberId, SnowflakeColumn


class TrainingImport(Base):
    """A list that waits for a yes (`asked`), is put in (`going`), or is in (`done`).

    `columns` names those of the file, `rows` has a line of JSON for each entry, `count` says how many, `place` how many
    are in.
    """

    __tablename__ = "training_imports"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    member_id: Mapped[int | None] = mapped_column(MemberId, index=True)
    columns: Mapped[str] = mapped_column(Text)
    rows: Mapped[str] = mapped_column(Text, deferred=True)
    count: Mapped[int]
    place: Mapped[int]
    state: Mapped[str] = mapped_column(String(8), index=True)
    created_at: Mapped[datetime]
