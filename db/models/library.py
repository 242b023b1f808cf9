"""The library: what published stories are about, their words under a key, and what readers said of them.

A word's stem is kept as a number that only the keys can make: neither these tables nor a log of them spell a word.
"""

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import TOKEN, UNORDERED, SnowflakeColumn, StoryBase
from db.words import TextMixin, WordMixin


class StoryListing(TextMixin, StoryBase):
    """A published story under a random number. Themes and notes are bits, in the order of their closed words."""

    __tablename__ = "story_listings"
    __table_args__ = (
        UniqueConstraint("story_key"),
        Index("ix_story_listings_guild_id_month_number", "guild_id", "month", "number"),
        UNORDERED,
    )

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    story_key: Mapped[str] = mapped_column(String(TOKEN), ForeignKey("stories.key", ondelete="CASCADE"))
    guild_id: Mapped[SnowflakeColumn]
    month: Mapped[date]
    kind: Mapped[str] = mapped_column(String(8))
    themes: Mapped[int]
    notes: Mapped[int]
    is_hopeful: Mapped[bool]
    version: Mapped[int] = mapped_column(SmallInteger)


class StoryWord(WordMixin, StoryBase):
    """How often a listed story says a stem."""

    __tablename__ = "story_words"
    __table_args__ = (Index("ix_story_words_term_weight_number", "term", "weight", "number"), UNORDERED)

    number: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("story_listings.number", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )


class StoryVocabulary(StoryBase):
    """All words of a community's library, sealed: only to guess what somebody meant who mistyped a word."""

    __tablename__ = "story_vocabularies"
    __table_args__ = (UNORDERED,)

    guild_id: Mapped[SnowflakeColumn] = mapped_column(primary_key=True, autoincrement=False)
    total: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class StoryReport(StoryBase):
    """What a reader told moderators about a published story: never who did. It stands until somebody looked."""

    __tablename__ = "story_reports"
    __table_args__ = (UNORDERED,)

    story_key: Mapped[str] = mapped_column(
        String(TOKEN), ForeignKey("stories.key", ondelete="CASCADE"), primary_key=True
    )
    reason: Mapped[str] = mapped_column(String(12), primary_key=True)
