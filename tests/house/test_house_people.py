"""Whoever keeps something about a person shows it, erases it and forgets it; every row has a community."""

from __future__ import annotations

from importlib import import_module, util
from pkgutil import walk_packages
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

import db.models
from db.base import Base, MemberId, Snowflake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Table

OWED = ("export_member", "erase_member", "purge")
PEOPLE = (
    "author_id",
    "member_id",
    "moderator_id",
    "organiser_id",
    "peer_id",
    "person_id",
    "user_id",
    "_by_id",
)
"""How the name of a column ends that holds a person."""

OUR_KEYS = {"deliveries.subject_id", "training_digests.after", "training_digests.until", "training_news.told_until"}
"""Keys of ours that point at whichever table the row's feature has, or say where a span of rows ends."""

NO_COMMUNITY = {"directs", "facts"}
"""Tables that belong to the installation, or to a person in every community, not to one community."""


def modules_of(base: type[DeclarativeBase]) -> dict[str, str]:
    """Give the feature of each table: the name of the module that its model is in."""
    return {mapper.local_table.name: mapper.class_.__module__.rpartition(".")[2] for mapper in base.registry.mappers}


def tables_of(base: type[DeclarativeBase]) -> Iterable[Table]:
    return base.metadata.tables.values()


def keepers(base: type[DeclarativeBase]) -> set[str]:
    """Give the features that keep something about people."""
    features = modules_of(base)
    return {
        features[table.name] for table in tables_of(base) if any(is_person(column.type) for column in table.columns)
    }


def is_person(kind: object) -> bool:
    return isinstance(kind, MemberId)


def owing(base: type[DeclarativeBase], find: Callable[[str], object]) -> list[str]:
    """Give what each of them still owes its people."""
    return [
        f"{name}.{owed}"
        for name in sorted(keepers(base))
        for owed in OWED
        if not callable(getattr(find(name), owed, None))
    ]


def find_service(feature: str) -> object:
    name = f"bot.services.{feature}"
    return import_module(name) if util.find_spec(name) else None


def disguised(base: type[DeclarativeBase]) -> list[str]:
    """Give every column that by its name holds a person and by its type does not: nobody would erase it."""
    return [
        f"{table.name}.{column.name}"
        for table in tables_of(base)
        for column in table.columns
        if column.name.endswith(PEOPLE) and not is_person(column.type) and not column.foreign_keys
    ]


def nameless(base: type[DeclarativeBase]) -> list[str]:
    """Give every bare wide number: a column says whether it holds our key, a person or another Discord id."""
    return [
        f"{table.name}.{column.name}"
        for table in tables_of(base)
        for column in table.columns
        if isinstance(column.type, BigInteger)
        and not (column.primary_key or column.foreign_keys)
        and f"{table.name}.{column.name}" not in OUR_KEYS
    ]


def homeless(base: type[DeclarativeBase]) -> list[str]:
    """Give every table whose rows do not say which community they belong to."""
    return [
        table.name for table in tables_of(base) if table.name not in NO_COMMUNITY and "guild_id" not in table.columns
    ]


@pytest.fixture(scope="module", autouse=True)
def every_model() -> None:
    for found in walk_packages(db.models.__path__, "db.models."):
        import_module(found.name)


class Other(DeclarativeBase):
    """Tables that break each of these rules."""


class Thanks(Other):
    __tablename__ = "thanks"

    id: Mapped[int] = mapped_column(primary_key=True)
    to: Mapped[int] = mapped_column(MemberId)
    author_id: Mapped[int] = mapped_column(Snowflake)
    thread: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[str] = mapped_column(String(10))


class Reply(Other):
    __tablename__ = "replies"

    id: Mapped[int] = mapped_column(primary_key=True)
    guild_id: Mapped[int] = mapped_column(Snowflake)
    member_id: Mapped[int] = mapped_column(ForeignKey("thanks.id"))


def test_every_feature_that_keeps_people_exports_erases_and_forgets_them() -> None:
    assert keepers(Base) >= {"checkins", "members"}
    assert owing(Base, find_service) == []


def test_a_feature_without_one_of_the_three_is_found() -> None:
    half: Any = SimpleNamespace(export_member=print, purge=print)
    assert owing(Other, lambda _: None) == [f"test_house_people.{owed}" for owed in OWED]
    assert owing(Other, lambda _: half) == ["test_house_people.erase_member"]


def test_no_column_hides_a_person_behind_another_type() -> None:
    assert disguised(Base) == []
    assert disguised(Other) == ["thanks.author_id"]


def test_every_wide_number_says_what_it_is() -> None:
    assert nameless(Base) == []
    assert nameless(Other) == ["thanks.thread"]


def test_every_row_knows_its_community() -> None:
    assert homeless(Base) == []
    assert homeless(Other) == ["thanks"]
