"""What members keep of the catalogue for themselves, and what they are reminded of."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, MemberColumn, MemberId, SnowflakeColumn


class TrainingSave(Base):
    """An entry that a member saved, and how far they are with it: saved, doing or done."""

    __tablename__ = "training_saves"

    member_id: Mapped[int] = mapped_column(MemberId, primary_key=True, autoincrement=False)
    entry_number: Mapped[int] = mapped_column(
        ForeignKey("training_entries.number", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    guild_id: Mapped[SnowflakeColumn]
    mark: Mapped[str] = mapped_column(String(8))
    reminds: Mapped[bool]
    saved_on: Mapped[date]


class TrainingReminder(Base):
    """A reminder of a deadline for one member, so many days before its day; told once."""

    __tablename__ = "training_reminders"
    __table_args__ = (UniqueConstraint("member_id", "deadline_id", "lead"), NEVER_REUSED)

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    member_id: Mapped[MemberColumn]
    deadline_id: Mapped[int] = mapped_column(ForeignKey("training_deadlines.id", ondelete="CASCADE"), index=True)
    lead: Mapped[int]
