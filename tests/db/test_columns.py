"""The column types keep what they are given, on both databases."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import MetaData, delete, select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from db.base import NAMING, NEVER_REUSED, Key, MemberColumn, SnowflakeColumn, UtcDateTime
from db.session import Database

LARGEST = 2**63 - 1
LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=LONDON)


class Samples(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 SQLAlchemy reads it on the class


class Sample(Samples):
    __tablename__ = "samples"
    __table_args__ = NEVER_REUSED

    id: Mapped[Key]
    guild_id: Mapped[SnowflakeColumn] = mapped_column(default=1)
    member_id: Mapped[MemberColumn] = mapped_column(default=1)
    at: Mapped[datetime | None]


@pytest.fixture
async def samples(database: Database) -> Database:
    async with database.begin() as session:
        await (await session.connection()).run_sync(Samples.metadata.create_all)
    return database


async def stored(database: Database, **values: int | datetime | None) -> Sample:
    async with database.begin() as session:
        sample = Sample(**values)
        session.add(sample)
    async with database.read() as session:
        return await session.get_one(Sample, sample.id)


async def test_an_instant_without_a_zone_is_refused(samples: Database) -> None:
    with pytest.raises(StatementError, match="an instant needs a time zone"):
        await stored(samples, at=NOON.replace(tzinfo=None))


async def test_a_question_about_an_instant_without_a_zone_is_refused(samples: Database) -> None:
    async with samples.read() as session:
        with pytest.raises(StatementError, match="an instant needs a time zone"):
            await session.scalars(select(Sample).where(Sample.at < NOON.replace(tzinfo=None)))


async def test_an_instant_comes_back_the_same_and_in_utc(samples: Database) -> None:
    found = await stored(samples, at=NOON)
    assert found.at == NOON
    assert found.at.tzinfo is UTC
    assert found.at.isoformat() == "2026-07-01T11:00:00.123456+00:00"


async def test_no_instant_comes_back_as_none(samples: Database) -> None:
    assert (await stored(samples, at=None)).at is None


async def test_the_hour_that_happens_twice_keeps_its_two_instants(samples: Database) -> None:
    first = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)
    assert (await stored(samples, at=first)).at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert (await stored(samples, at=first.replace(fold=1))).at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


async def test_instants_are_compared_as_instants_whatever_their_zones(samples: Database) -> None:
    far_east = timezone(timedelta(hours=14))
    await stored(samples, at=NOON)
    async with samples.read() as session:
        earlier = await session.scalars(select(Sample).where(Sample.at < (NOON.astimezone(far_east))))
        same = await session.scalars(select(Sample).where(Sample.at == NOON.astimezone(far_east)))
    assert not earlier.all()
    assert len(same.all()) == 1


async def test_the_largest_ids_come_back_whole(samples: Database) -> None:
    found = await stored(samples, id=LARGEST - 2, guild_id=LARGEST, member_id=LARGEST - 1)
    assert (found.id, found.guild_id, found.member_id) == (LARGEST - 2, LARGEST, LARGEST - 1)


async def test_the_id_of_a_deleted_row_is_never_given_again(samples: Database) -> None:
    first = await stored(samples)
    async with samples.begin() as session:
        await session.execute(delete(Sample))
    assert (await stored(samples)).id > first.id
