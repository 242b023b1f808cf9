"""What members keep of the catalogue for themselves, and what they are reminded of."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, MemberColumn, MemberId, Snowflake, SnowflakeColumn


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
    """A reminder of a deadline for one member, so many minutes before its day begins; told once."""

    __tablename__ = "training_reminders"
    __table_args__ = (UniqueConstraint("member_id", "deadline_id", "lead"), NEVER_REUSED)

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    member_id: Mapped[MemberColumn]
    deadline_id: Mapped[int] = mapped_column(ForeignKey("training_deadlines.id", ondelete="CASCADE"), index=True)
    lead: Mapped[int]


class TrainingNews(Base):
    """That a member asked to be told of new entries once a week: for which stages, as bits, and what came last."""

    __tablename__ = "training_news"

    guild_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(MemberId, primary_key=True, autoincrement=False, index=True)
    stages: Mapped[int] = mapped_column(SmallInteger)
    told_until: Mapped[int] = mapped_column(BigInteger)
    next_at: Mapped[datetime]


class TrainingDigest(Base):
    """One message of new entries for one member: those after one number, up to another."""

    __tablename__ = "training_digests"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    member_id: Mapped[int] = mapped_column(MemberId, index=True)
    stages: Mapped[int] = mapped_column(SmallInteger)
    after: Mapped[int] = mapped_column(BigInteger)
    until: Mapped[int] = mapped_column(BigInteger)
