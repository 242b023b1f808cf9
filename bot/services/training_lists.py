"""Entries as organisers look for them: hidden ones too, and those that wait for somebody to look after them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.services.guilds import Person
from bot.services.training import CHECKED_LATELY
from bot.services.training_entries import get_any, require_organiser
from bot.services.training_words import AFTER_ALL, spell
from db.models.training import TrainingEntry

DIGITS = 18
"""Digits that a number of ours has at most: so many fit into 64 bits."""


async def list_stale(
    session: AsyncSession, *, person: Person, today: date, limit: int, start: int = 0
) -> Sequence[TrainingEntry]:
    """Give what waits for a check: what somebody doubts first, then what was not checked in 90 days, oldest first."""
    await require_organiser(session, person=person)
    late = (TrainingEntry.state == "shown") & (TrainingEntry.known_on <= today - CHECKED_LATELY)
    here = select(TrainingEntry).where(TrainingEntry.guild_id == person.guild_id)
    here = here.where(late | (TrainingEntry.state == "waiting"))
    order = TrainingEntry.state.desc(), TrainingEntry.known_on, TrainingEntry.number
    return (await session.scalars(here.order_by(*order).offset(start).limit(limit))).all()


async def list_titled(session: AsyncSession, *, person: Person, typed: str, limit: int) -> Sequence[TrainingEntry]:
    """Give the entries whose titles begin with what is typed, by their letters."""
    await require_organiser(session, person=person)
    so_far = spell(typed)
    here = select(TrainingEntry).where(TrainingEntry.guild_id == person.guild_id, TrainingEntry.spelled >= so_far)
    here = here.where(TrainingEntry.spelled < so_far + AFTER_ALL)
    return (await session.scalars(here.order_by(TrainingEntry.spelled, TrainingEntry.number).limit(limit))).all()


async def pick(session: AsyncSession, *, person: Person, typed: str) -> TrainingEntry:
    """Give the entry that was picked by its number, or the first whose title begins so; else NotFound."""
    if typed.isascii() and typed.isdigit() and len(typed) <= DIGITS:
        return await get_any(session, person=person, number=int(typed))
    found = await list_titled(session, person=person, typed=typed, limit=1)
    if not found or not spell(typed):
        raise NotFound("training-none-titled")
    return found[0]
