"""What every community's catalogue begins with. Entries that somebody doubts wait until an organiser checked them."""

import csv
from datetime import datetime
from functools import cache
from importlib.resources import files

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import training_entries
from bot.services.training_entries import Told
from bot.services.training_texts import Fields, read_fields
from db.models.guilds import Guild
from db.models.training import TrainingVocabulary


@cache
def list_starters() -> tuple[Fields, ...]:
    """Give the entries of the project's own list."""
    text = files("bot").joinpath("data/training_catalogue.csv").read_text(encoding="utf-8")
    return tuple(read_fields(row) for row in csv.DictReader(text.splitlines(keepends=True)))


async def plant(session: AsyncSession, *, now: datetime) -> int:
    """Give each community that has no catalogue yet the first entries of its own; give how many communities."""
    has_one = exists().where(TrainingVocabulary.guild_id == Guild.guild_id)
    new = (await session.scalars(select(Guild.guild_id).where(~has_one).order_by(Guild.guild_id))).all()
    for guild_id in new:
        told = [Told(fields) for fields in list_starters()]
        await training_entries.record(session, guild_id=guild_id, member_id=None, told=told, now=now)
    return len(new)
