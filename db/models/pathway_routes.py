"""The steps that members made and shared, and what was told of all of them together."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, MemberId, Snowflake

STEP, LENGTH = 24, 8
"""Characters that the names of a step and of a length have at most."""


class PathwayRoute(Base):
    """One step that a member made: how long it took, and what helped, as bits in the order of their closed words."""

    __tablename__ = "pathway_routes"

    guild_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(MemberId, primary_key=True, autoincrement=False, index=True)
    step: Mapped[str] = mapped_column(String(STEP), primary_key=True)
    length: Mapped[str] = mapped_column(String(LENGTH))
    helps: Mapped[int]


class PathwayTotal(Base):
    """What a community is told for a week of the steps its members shared: no counts, only how many at least.

    `week` is its Monday. What too few people said is not in it.
    """

    __tablename__ = "pathway_totals"

    guild_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    week: Mapped[date] = mapped_column(primary_key=True)
    told: Mapped[dict[str, Any]] = mapped_column(JSON)
