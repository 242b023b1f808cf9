"""The catalogue of training: entries, their deadlines, and their words."""

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NEVER_REUSED, Base, Key, SnowflakeColumn
from db.words import TextMixin, WordMixin

TITLE, NAME, LINK, SHORT, LONG = 150, 100, 500, 100, 600
"""Characters of a title, a name, a link, a short and a long text."""

SPELLED = String(TITLE).with_variant(String(TITLE, collation="C"), "postgresql")
"""Folded words, in the order of their letters' numbers on both databases."""


class TrainingEntry(TextMixin, Base):
    """One entry of a community's catalogue. Stages and nations are bits; what nobody told is empty, or None.

    `way`, `price`, `spelled` and `known_on`, the day of the last check or else of the first, are worked out from what
    is told, to find entries by them.
    """

    __tablename__ = "training_entries"
    __table_args__ = (
        UniqueConstraint("guild_id", "link_key"),
        Index("ix_training_entries_guild_id_state_spelled", "guild_id", "state", "spelled"),
        Index("ix_training_entries_guild_id_state_known_on", "guild_id", "state", "known_on"),
        NEVER_REUSED,
    )

    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    guild_id: Mapped[SnowflakeColumn]
    state: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(TITLE))
    provider: Mapped[str] = mapped_column(String(NAME))
    link: Mapped[str] = mapped_column(String(LINK))
    link_key: Mapped[str] = mapped_column(String(LINK))
    stages: Mapped[int] = mapped_column(SmallInteger)
    format: Mapped[str] = mapped_column(String(SHORT))
    length: Mapped[str] = mapped_column(String(SHORT))
    cost: Mapped[str] = mapped_column(String(SHORT))
    is_paid: Mapped[bool | None]
    is_accredited: Mapped[bool | None]
    is_led: Mapped[bool | None]
    is_coproduced: Mapped[bool | None]
    who: Mapped[str] = mapped_column(String(LONG))
    region: Mapped[str] = mapped_column(String(SHORT))
    nations: Mapped[int] = mapped_column(SmallInteger)
    starts: Mapped[str] = mapped_column(String(SHORT))
    summary: Mapped[str] = mapped_column(String(LONG))
    critical: Mapped[str] = mapped_column(String(LONG))
    keeper: Mapped[str] = mapped_column(String(NAME))
    doubt: Mapped[str] = mapped_column(String(SHORT))
    checked_on: Mapped[date | None]
    way: Mapped[str] = mapped_column(String(8))
    price: Mapped[str] = mapped_column(String(8))
    spelled: Mapped[str] = mapped_column(SPELLED)
    added_on: Mapped[date]
    known_on: Mapped[date]
    version: Mapped[int] = mapped_column(SmallInteger)


class TrainingDeadline(Base):
    """A day until which something has to be done: the last day on which it still counts."""

    __tablename__ = "training_deadlines"
    __table_args__ = (UniqueConstraint("entry_number", "due_on", "label"), NEVER_REUSED)

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn]
    entry_number: Mapped[int] = mapped_column(ForeignKey("training_entries.number", ondelete="CASCADE"))
    due_on: Mapped[date]
    label: Mapped[str] = mapped_column(String(SHORT))


class TrainingWord(WordMixin, Base):
    """How often an entry says a stem."""

    __tablename__ = "training_words"
    __table_args__ = (Index("ix_training_words_term_weight_number", "term", "weight", "number"),)

    number: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("training_entries.number", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    guild_id: Mapped[SnowflakeColumn]


class TrainingStart(Base):
    """A folded word of a title or a provider: what somebody types finds it from its first letter."""

    __tablename__ = "training_starts"
    __table_args__ = (Index("ix_training_starts_guild_id_word_number", "guild_id", "word", "number"),)

    number: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("training_entries.number", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    word: Mapped[str] = mapped_column(SPELLED, primary_key=True)
    guild_id: Mapped[SnowflakeColumn]


class TrainingVocabulary(Base):
    """All words of a community's catalogue, and how many entries it shows: for who mistypes a word."""

    __tablename__ = "training_vocabularies"

    guild_id: Mapped[SnowflakeColumn] = mapped_column(primary_key=True, autoincrement=False)
    total: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
