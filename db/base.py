"""What every table shares: the names of constraints, and the few column types that carry a rule."""

from datetime import UTC, datetime
from typing import Annotated

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware on the way in and out, kept as UTC. A naive value is refused.

    SQLite drops an offset without a word, so a naive value that got in could never be told from a right one.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 the base class's signature
        """Turn an aware instant into UTC; raise ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 the base class's signature
        """Give the instant back aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Snowflake(TypeDecorator[int]):
    """A Discord id of anything but a person: 64 bits, of which SQLite and PostgreSQL keep 63."""

    impl = BigInteger
    cache_ok = True


class MemberId(TypeDecorator[int]):
    """A Discord id of a person. Its table's feature must export, erase and purge (a house test walks this type)."""

    impl = BigInteger
    cache_ok = True


class Base(DeclarativeBase):
    """The tables of the main database."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 SQLAlchemy reads it on the class


class StoryBase(DeclarativeBase):
    """The tables of the stories' own database. None of them knows who a person is (a house test walks the types)."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 SQLAlchemy reads it on the class


TOKEN = 22
"""Signs of a random key: 128 bits, as text that fits into the id of a button."""

Token = Annotated[str, mapped_column(String(TOKEN), primary_key=True)]
"""A random key: in a table that is ordered by it nothing tells which row came first."""

UNORDERED = {"sqlite_with_rowid": False}
"""For tables with random keys: SQLite would count every row that comes beside its key."""

Key = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)]
"""Our own id of a row: 64 bits on both databases (SQLite counts by itself only for INTEGER)."""

SnowflakeColumn = Annotated[int, mapped_column(Snowflake)]
MemberColumn = Annotated[int, mapped_column(MemberId)]

NEVER_REUSED = {"sqlite_autoincrement": True}
"""For tables whose ids stand in buttons and delivery keys: SQLite would give a deleted row's id to the next."""
