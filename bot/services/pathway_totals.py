"""What a community may know of the steps its members shared: told on Mondays, never counts, only how many at least.

A step is told of when five people or more shared it, and a part of it when three or more said it. Nothing moves in
between, so nobody sees a figure change when somebody comes or goes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import zones
from bot.services.bits import words_of
from bot.services.members import DEFAULT_ZONE
from bot.services.pathway_routes import HELPS, LENGTHS, UNSAID
from bot.services.pathways import STEPS
from bot.services.statements import count, upsert
from db.models.guilds import Guild
from db.models.pathway_routes import PathwayRoute, PathwayTotal

FEWEST: Final = 5
"""People who shared a step; of fewer nothing is told."""

LEAST: Final = 3
"""People who said a part of it, a length or a help; of fewer it is not told."""

MORE: Final = (10, 20, 50, 100)
"""The figures after the first: so far apart that a small group's parts never tell what all of it said."""


class Said(NamedTuple):
    """One person's step."""

    step: str
    length: str
    helps: int


class Told(NamedTuple):
    """How many people at least shared a step, and how many at least said each part of it, most said first."""

    people: int
    lengths: Mapping[str, int]
    helps: Mapping[str, int]


async def count_due(session: AsyncSession, *, now: datetime) -> int:
    """Tell each community's totals anew where a week has begun since they were told; give in how many communities.

    Where nothing was told before, the first week tells nothing: totals are made on Mondays alone.
    """
    zoned = {row.guild_id: row.zone for row in await session.execute(select(Guild.guild_id, Guild.zone))}
    latest = select(PathwayTotal.guild_id, func.max(PathwayTotal.week).label("week")).group_by(PathwayTotal.guild_id)
    known = {row.guild_id: row.week for row in await session.execute(latest)}
    here = known.keys() | set(await session.scalars(select(PathwayRoute.guild_id).distinct()))
    weeks = {guild_id: week_of(now, zoned.get(guild_id, DEFAULT_ZONE)) for guild_id in sorted(here)}
    due = {guild_id: week for guild_id, week in weeks.items() if known.get(guild_id, date.min) < week}
    for guild_id, week in due.items():
        told = await _count(session, guild_id) if guild_id in known else {}
        keys = {"guild_id": guild_id, "week": week}
        # The first to write it is right: another process may have counted at the same minute.
        await upsert(session, PathwayTotal, keys=keys, values={}, new={"told": told})
        await count(session, delete(PathwayTotal).where(PathwayTotal.guild_id == guild_id, PathwayTotal.week < week))
    return len(due)


def week_of(now: datetime, zone: str) -> date:
    """Give the Monday of an instant's week in a zone."""
    today = zones.local_day(now, zone)
    return today - timedelta(days=today.weekday())


async def _count(session: AsyncSession, guild_id: int) -> dict[str, Any]:
    columns = select(PathwayRoute.step, PathwayRoute.length, PathwayRoute.helps)
    rows = await session.execute(columns.where(PathwayRoute.guild_id == guild_id))
    return {step: told._asdict() for step, told in tell(Said(*row) for row in rows).items()}


def tell(said: Iterable[Said]) -> dict[str, Told]:
    """Give what may be told of what people said, each person once a step."""
    found: dict[str, list[Said]] = {step: [] for step in STEPS}
    for one in said:
        found[one.step].append(one)
    return {step: _told(ones) for step, ones in found.items() if len(ones) >= FEWEST}


def _told(ones: Sequence[Said]) -> Told:
    lengths = Counter(one.length for one in ones if one.length != UNSAID)
    helps = Counter(word for one in ones for word in words_of(one.helps, HELPS))
    return Told(at_least(len(ones), FEWEST), _parts(lengths, LENGTHS), _parts(helps, HELPS))


def _parts(counts: Mapping[str, int], closed: Sequence[str]) -> dict[str, int]:
    shown = {word: at_least(counts[word], LEAST) for word in closed if counts.get(word, 0) >= LEAST}
    return dict(sorted(shown.items(), key=lambda part: -part[1]))


def at_least(number: int, first: int) -> int:
    """Give the largest figure that a number reaches."""
    return max(figure for figure in (first, *MORE) if figure <= number)


async def get_told(session: AsyncSession, *, guild_id: int) -> dict[str, Told]:
    """Give what a community is told this week of each step that enough people shared."""
    newest = select(PathwayTotal).where(PathwayTotal.guild_id == guild_id).order_by(PathwayTotal.week.desc()).limit(1)
    row = await session.scalar(newest)
    return {step: Told(**told) for step, told in row.told.items()} if row is not None else {}
