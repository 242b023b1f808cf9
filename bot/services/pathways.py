"""The five stages of peer work, the steps between them, what each usually pays; and a member's own, if they ask."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed
from bot.services import members, training_texts
from bot.services.scopes import belongs
from bot.services.statements import count
from bot.services.training import CHECKED_LATELY
from db.models.members import Member
from db.models.pathways import PathwayStage

STAGES: Final = ("curious", "volunteer", "worker", "senior", "lead")
"""Closed words for where somebody is, in the order of the catalogue's own."""

STEPS: Final = (
    "curious-volunteer", "curious-worker", "volunteer-worker", "worker-senior", "worker-lead", "senior-lead",
)  # fmt: skip
"""The ways from one stage to another, each named by both."""

CATALOGUE: Final = dict(zip(STAGES, training_texts.STAGES, strict=True))
"""What the catalogue of training calls each stage."""

PAYS: Final = ("none", "unpaid", "bands", "range")
"""Kinds of pay: nothing to say, costs only, one of two bands of the NHS, or any band from one to another."""


@dataclass(frozen=True)
class Pay:
    """What a stage usually pays, who says so, and when somebody looked there last."""

    kind: str
    low: int
    high: int
    source: str
    link: str
    checked_on: date | None

    def is_checked_lately(self, today: date) -> bool:
        """Say whether somebody looked in the last 90 days."""
        return self.checked_on is not None and self.checked_on > today - CHECKED_LATELY


def ends_of(step: str) -> tuple[str, str]:
    """Give the two stages of a step."""
    start, _, end = step.partition("-")
    return start, end


def steps_from(stage: str) -> tuple[str, ...]:
    """Give the steps that begin at a stage; none at the last."""
    return tuple(step for step in STEPS if ends_of(step)[0] == stage)


def check_stage(stage: str) -> str:
    """Give a stage back; Closed for any other word."""
    if stage not in STAGES:
        raise Closed("errors-older-screen")
    return stage


def pay_of(stage: str) -> Pay:
    """Give what a stage usually pays."""
    return _pays()[check_stage(stage)]


@cache
def _pays() -> dict[str, Pay]:
    return read_pays(files("bot").joinpath("data/pathway.csv").read_text(encoding="utf-8").splitlines())


def read_pays(lines: Iterable[str]) -> dict[str, Pay]:
    """Read what each stage pays; ValueError where a stage is missing, or a row names no source."""
    pays = {row["stage"]: _pay(row) for row in csv.DictReader(lines)}
    if tuple(pays) != STAGES:
        raise ValueError(f"the stages are {', '.join(STAGES)}, each once and in this order")
    return pays


def _pay(row: dict[str, str]) -> Pay:
    if row["pay"] not in PAYS or (row["pay"] != "none" and not (row["source"] and row["link"])):
        raise ValueError(f"the pay of {row['stage']} is of no known kind, or has no source")
    low, high = (int(row[name] or 0) for name in ("low", "high"))
    checked_on = date.fromisoformat(row["checked_on"]) if row["checked_on"] else None
    return Pay(row["pay"], low, high, row["source"], row["link"], checked_on)


async def find_stage(session: AsyncSession, *, guild_id: int, member_id: int) -> str | None:
    """Give the stage that a member asked to have remembered; None where they did not."""
    row = await session.get(PathwayStage, (guild_id, member_id))
    return row.stage if row is not None else None


async def record_stage(session: AsyncSession, *, guild_id: int, member_id: int, stage: str, now: datetime) -> None:
    """Remember a member's stage, in place of the one before; Closed for any other word."""
    check_stage(stage)
    await members.record_choice(session, guild_id=guild_id, member_id=member_id, now=now)
    await session.merge(PathwayStage(guild_id=guild_id, member_id=member_id, stage=stage))


async def forget_stage(session: AsyncSession, *, guild_id: int, member_id: int, now: datetime) -> None:
    """Forget a member's stage, if one is remembered."""
    await members.record_choice(session, guild_id=guild_id, member_id=member_id, now=now)
    await erase_member(session, guild_id=guild_id, member_id=member_id, now=now)


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give a member's stage in each community where it is remembered."""
    mine = select(PathwayStage).where(belongs(PathwayStage.member_id, member_id, guild_id))
    return [
        {"community": str(row.guild_id), "stage": CATALOGUE[row.stage]}
        for row in await session.scalars(mine.order_by(PathwayStage.guild_id))
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:  # noqa: ARG001 the contract of every feature
    """Forget a member's stage; give in how many communities."""
    return await count(session, delete(PathwayStage).where(belongs(PathwayStage.member_id, member_id, guild_id)))


async def purge(session: AsyncSession, *, now: datetime) -> int:  # noqa: ARG001 the contract of every feature
    """Forget the stages of members who are not known any more."""
    known = exists().where(Member.guild_id == PathwayStage.guild_id, Member.member_id == PathwayStage.member_id)
    return await count(session, delete(PathwayStage).where(~known))
