"""What an index of words has in its tables, whatever the texts are: one number stands for a text in both."""

from sqlalchemy import BigInteger, Integer, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column


class TextMixin:
    """A text that can be found: how many stems its fields have."""

    number: Mapped[int]
    title_length: Mapped[int] = mapped_column(Integer)
    body_length: Mapped[int] = mapped_column(Integer)
    themes_length: Mapped[int] = mapped_column(Integer)


class WordMixin:
    """How often a text says a stem in each field; by `weight` the likeliest texts are found first."""

    number: Mapped[int]
    term: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    weight: Mapped[int] = mapped_column(Integer)
    title: Mapped[int] = mapped_column(SmallInteger)
    body: Mapped[int] = mapped_column(SmallInteger)
    themes: Mapped[int] = mapped_column(SmallInteger)
