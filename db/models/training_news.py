"""Who asked for news of the catalogue, and what they were told."""

from datetime import datetime

from sqlalchemy import BigInteger, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, MemberId, Snowflake, SnowflakeColumn


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
