"""How an event was: who answered and what was answered, in two stores that nothing joins."""

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, MemberId, SnowflakeColumn


class FeedbackGiven(Base):
    """That a member answered about one time of an event, so that nobody is asked or counted twice."""

    __tablename__ = "feedback_given"

    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(MemberId, primary_key=True, autoincrement=False, index=True)
    guild_id: Mapped[SnowflakeColumn]


class FeedbackWaiting(Base):
    """An answer that is not counted yet. Its id is drawn by chance, so that rows stand in no order of time."""

    __tablename__ = "feedback_waiting"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    guild_id: Mapped[SnowflakeColumn]
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id", ondelete="CASCADE"), index=True)
    answer: Mapped[str] = mapped_column(String(16))


class FeedbackTotal(Base):
    """How many gave an answer, added to once a day."""

    __tablename__ = "feedback_totals"

    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id", ondelete="CASCADE"), primary_key=True)
    answer: Mapped[str] = mapped_column(String(16), primary_key=True)
    guild_id: Mapped[SnowflakeColumn]
    number: Mapped[int]
