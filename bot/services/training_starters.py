"""What every community's catalogue begins with. Entries that somebody doubts wait until an organiser checked them."""

import csv
from datetime import datetime
from functools import cache
from importlib.resources import files

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import training_entries, training_words
from bot.services.training_entries import Told
from bot.services.training_texts import Fields, read_fields
from db.models.training import TrainingVocabulary


@cache
def list_starters() -> tuple[Fields, ...]:
    """Give the entries of the project's own list."""
    text = files("bot").joinpath("data/training_catalogue.csv").read_text(encoding="utf-8")
    return tuple(read_fields(row) for row in csv.DictReader(text.splitlines(keepends=True)))


async def plant(session: AsyncSession, *, guild_id: int, now: datetime) -> bool:
    """Give a community without a catalogue the first entries of its own; say whether it was one."""
    row = await training_words.get_vocabulary(session, guild_id=guild_id)
    if row.words:
        return False
    told = [Told(fields) for fields in list_starters()]
    await training_entries.record(session, guild_id=guild_id, member_id=None, told=told, now=now)
    return True


async def is_planted(session: AsyncSession, *, guild_id: int) -> bool:
    """Say whether a community has a catalogue."""
    return await session.get(TrainingVocabulary, guild_id) is not None
