"""A step that a member made and shares: kept with them, so that they can see it, change it and take it back.

Others are told of nothing but all such steps together (`pathway_totals`).
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed
from bot.services import members
from bot.services.bits import bits_of, words_of
from bot.services.pathways import STEPS
from bot.services.scopes import belongs
from bot.services.statements import count
from db.models.members import Member
from db.models.pathway_routes import PathwayRoute

UNSAID: Final = "unsaid"
LENGTHS: Final = ("under", "some", "long", UNSAID)
"""How long a step took: less than a year, one or two, three or more; or a member would rather not say."""

HELPS: Final = (
    "training", "mentor", "volunteering", "manager", "peers", "supervision", "hours", "forms", "persistence", "luck",
)  # fmt: skip
"""What may have helped. New words are only added at the end: they are kept as bits."""


def check_step(step: str) -> str:
    """Give a step back; Closed for any other word."""
    if step not in STEPS:
        raise Closed("errors-older-screen")
    return step


async def record_route(
    session: AsyncSession,
    *,
    guild_id: int,
    member_id: int,
    step: str,
    length: str,
    helps: Collection[str],
    now: datetime,
) -> None:
    """Keep a step that a member made, in place of what they said of it before; Closed for words that are not ours."""
    check_step(step)
    if length not in LENGTHS:
        raise Closed("errors-older-screen")
    await members.record_choice(session, guild_id=guild_id, member_id=member_id, now=now)
    told = {"step": step, "length": length, "helps": bits_of(helps, HELPS)}
    await session.merge(PathwayRoute(guild_id=guild_id, member_id=member_id, **told))


async def take_back(session: AsyncSession, *, guild_id: int, member_id: int, step: str, now: datetime) -> None:
    """Forget a step that a member shared, if they did."""
    await members.record_choice(session, guild_id=guild_id, member_id=member_id, now=now)
    mine = belongs(PathwayRoute.member_id, member_id, guild_id)
    await session.execute(delete(PathwayRoute).where(mine, PathwayRoute.step == step))


async def list_mine(session: AsyncSession, *, guild_id: int, member_id: int) -> Sequence[PathwayRoute]:
    """Give the steps that a member shared, in the order of the way."""
    rows = await session.scalars(select(PathwayRoute).where(belongs(PathwayRoute.member_id, member_id, guild_id)))
    return sorted(rows, key=lambda row: STEPS.index(row.step))


def helps_of(bits: int) -> tuple[str, ...]:
    """Give back what helped."""
    return words_of(bits, HELPS)


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give every step that a member shared."""
    mine = select(PathwayRoute).where(belongs(PathwayRoute.member_id, member_id, guild_id))
    return [
        {"community": str(row.guild_id), "step": row.step, "length": row.length, "helped": list(helps_of(row.helps))}
        for row in await session.scalars(mine.order_by(PathwayRoute.guild_id, PathwayRoute.step))
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:  # noqa: ARG001 the contract of every feature
    """Forget every step that a member shared; give how many. What is told of all changes on the next Monday."""
    return await count(session, delete(PathwayRoute).where(belongs(PathwayRoute.member_id, member_id, guild_id)))


async def purge(session: AsyncSession, *, now: datetime) -> int:  # noqa: ARG001 the contract of every feature
    """Forget the steps of members who are not known any more."""
    known = exists().where(Member.guild_id == PathwayRoute.guild_id, Member.member_id == PathwayRoute.member_id)
    return await count(session, delete(PathwayRoute).where(~known))
