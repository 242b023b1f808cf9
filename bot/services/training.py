"""The catalogue of training: found by words, stage, way, price and nation; nothing keeps who looked for what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import ColumnElement, func, select

from bot.errors import NotFound
from bot.services import training_words
from bot.services.analysing import MOST_ASKED, list_spelled, read_question
from bot.services.bits import bits_of
from bot.services.training_texts import NATIONS, PRICES, STAGES, WAYS
from bot.services.training_words import AFTER_ALL
from db.models.training import TrainingDeadline, TrainingEntry, TrainingStart

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

SHOWN: Final = 5
"""Entries of one page."""

OFFERED: Final = 25
"""Entries that are offered while somebody types: Discord's limit."""

CUT: Final = 100
"""Characters of a title that are offered: Discord's limit."""

CHECKED_LATELY: Final = timedelta(days=90)
"""How long a check holds; after it an entry says that nobody checked it lately."""

ON_FIRST_PAGE: Final = timedelta(days=180)
"""After so long without a check an entry stands behind all others."""


@dataclass(frozen=True)
class Look:
    """What somebody looks for. Empty means any."""

    words: str = field(default="", repr=False)
    stage: str = ""
    way: str = ""
    price: str = ""
    nation: str = ""
    page: int = 0


class Page(NamedTuple):
    """Some entries; whether there are more; whether these are only old ones; and whether other words were taken."""

    entries: Sequence[TrainingEntry]
    has_more: bool
    is_old: bool = False
    instead: bool = False


async def find_page(session: AsyncSession, *, guild_id: int, look: Look, today: date) -> Page:
    """Give a page of what somebody looks for: what was checked in half a year first, in its own pages, then the rest.

    With words the best answer comes first, without them the letters of titles tell the order.
    """
    asked = list(read_question(look.words).values())
    where = _fitting(guild_id, look)
    if not asked:
        return await _in_order(session, where, look.page, today)
    numbers, instead = await training_words.find(session, guild_id=guild_id, asked=asked, where=where)
    fresh = set(await session.scalars(_here(guild_id).where(_number.in_(numbers), _is_fresh(today))))
    parts = [[each for each in numbers if (each in fresh) is is_fresh] for is_fresh in (True, False)]
    is_old, start = _place(look.page, len(parts[0]))
    found = parts[is_old][start : start + SHOWN + 1]
    has_more = len(found) > SHOWN or (bool(parts[1]) and not is_old)
    return Page(await _entries(session, found[:SHOWN]), has_more, is_old=is_old, instead=instead)


async def _in_order(session: AsyncSession, where: Sequence[ColumnElement[bool]], page: int, today: date) -> Page:
    """Give a page of all that fits, by the letters of titles. What is there is only counted on the way to old ones."""
    fitting, is_old = select(TrainingEntry).where(*where).order_by(TrainingEntry.spelled, _number), False
    fresh, old = fitting.where(_is_fresh(today)), fitting.where(~_is_fresh(today))
    found = (await session.scalars(fresh.offset(page * SHOWN).limit(SHOWN + 1))).all()
    if page and not found:
        count = fresh.with_only_columns(func.count()).order_by(None)
        is_old, start = _place(page, await session.scalar(count) or 0)
        found = (await session.scalars(old.offset(start).limit(SHOWN + 1))).all()
    has_old = len(found) <= SHOWN and not is_old and await session.scalar(select(old.order_by(None).exists()))
    return Page(found[:SHOWN], len(found) > SHOWN or bool(has_old), is_old=is_old)


_number = TrainingEntry.number


def _here(guild_id: int) -> Any:
    """Select the numbers of a community's entries that members see."""
    return select(_number).where(TrainingEntry.guild_id == guild_id, TrainingEntry.state == "shown")


def _is_fresh(today: date) -> ColumnElement[bool]:
    """Say which entries were checked, or added, lately enough to stand on the first page."""
    return TrainingEntry.known_on > today - ON_FIRST_PAGE


def _place(page: int, fresh: int) -> tuple[bool, int]:
    """Say of a page whether it is one of the old entries', and where it starts. The first page is never theirs."""
    pages = max(1, -(-fresh // SHOWN))
    return (False, page * SHOWN) if page < pages else (True, (page - pages) * SHOWN)


def _fitting(guild_id: int, look: Look) -> list[ColumnElement[bool]]:
    where = [TrainingEntry.guild_id == guild_id, TrainingEntry.state == "shown"]
    if look.stage in STAGES:
        where.append(TrainingEntry.stages.bitwise_and(bits_of([look.stage], STAGES)) != 0)
    if look.nation in NATIONS:
        where.append(TrainingEntry.nations.bitwise_and(bits_of([look.nation], NATIONS)) != 0)
    if look.way in WAYS:
        where.append(TrainingEntry.way == look.way)
    if look.price in PRICES:
        where.append(TrainingEntry.price == look.price)
    return where


async def _entries(session: AsyncSession, numbers: Sequence[int]) -> list[TrainingEntry]:
    rows = {row.number: row for row in await session.scalars(select(TrainingEntry).where(_number.in_(numbers)))}
    return [rows[number] for number in numbers]


async def complete(session: AsyncSession, *, guild_id: int, typed: str) -> list[TrainingEntry]:
    """Give the entries that somebody may mean who is still typing, from the first letter.

    Titles that begin with it come first; then those with all the words, each as far as it is typed; then, where
    there are none, what a search finds.
    """
    words = list_spelled(typed)[:MOST_ASKED]
    if not words:
        first = _here(guild_id).order_by(TrainingEntry.spelled, _number).limit(OFFERED)
        return await _entries(session, list(await session.scalars(first)))
    so_far = " ".join(words)
    begins = TrainingEntry.spelled >= so_far, TrainingEntry.spelled < so_far + AFTER_ALL
    titles = _here(guild_id).where(*begins).order_by(TrainingEntry.spelled, _number).limit(OFFERED)
    numbers = dict.fromkeys(await session.scalars(titles))
    if len(numbers) < OFFERED:
        numbers |= dict.fromkeys(await session.scalars(_with_all(guild_id, words)))
    if not numbers:
        asked = list(read_question(typed).values())
        found, _ = await training_words.find(session, guild_id=guild_id, asked=asked, where=_fitting(guild_id, Look()))
        numbers = dict.fromkeys(found)
    return await _entries(session, list(numbers)[:OFFERED])


def _with_all(guild_id: int, words: Sequence[str]) -> Any:
    """Select entries that have a word that begins with each of these."""
    each = [
        select(TrainingStart.number).where(
            TrainingStart.guild_id == guild_id, TrainingStart.word >= word, TrainingStart.word < word + AFTER_ALL
        )
        for word in dict.fromkeys(words)
    ]
    here = _here(guild_id).where(*(_number.in_(found) for found in each))
    return here.order_by(TrainingEntry.spelled, _number).limit(OFFERED)


async def find_titled(session: AsyncSession, *, guild_id: int, title: str) -> TrainingEntry | None:
    """Give the entry with just this title, as it was offered; None where there is none, or more than one."""
    so_far = training_words.spell(title)
    if not so_far:
        return None
    begins = TrainingEntry.spelled >= so_far, TrainingEntry.spelled < so_far + AFTER_ALL
    numbers = await session.scalars(_here(guild_id).where(*begins).order_by(TrainingEntry.spelled).limit(OFFERED))
    entries = await _entries(session, list(numbers))
    found = [entry for entry in entries if title in {entry.title, entry.title[:CUT]}]
    return found[0] if len(found) == 1 else None


async def find_place(session: AsyncSession, *, number: int, among: Collection[int]) -> int | None:
    """Give the community of an entry, hidden or not, if it is among some; else None."""
    entry = await session.get(TrainingEntry, number)
    return entry.guild_id if entry is not None and entry.guild_id in among else None


async def find_entry(session: AsyncSession, *, guild_id: int, number: int) -> TrainingEntry | None:
    """Give an entry that members see, or None."""
    found = await session.get(TrainingEntry, number)
    return found if found is not None and found.guild_id == guild_id and found.state == "shown" else None


async def get_entry(session: AsyncSession, *, guild_id: int, number: int) -> TrainingEntry:
    """Give an entry that members see; NotFound where there is none any more."""
    found = await find_entry(session, guild_id=guild_id, number=number)
    if found is None:
        raise NotFound("training-gone")
    return found


async def list_deadlines(session: AsyncSession, *, number: int, today: date) -> Sequence[TrainingDeadline]:
    """Give the deadlines of an entry that are still ahead, the next one first."""
    ahead = select(TrainingDeadline).where(TrainingDeadline.entry_number == number, TrainingDeadline.due_on >= today)
    return (await session.scalars(ahead.order_by(TrainingDeadline.due_on, TrainingDeadline.label))).all()


def is_checked_lately(entry: TrainingEntry, today: date) -> bool:
    """Say whether somebody checked an entry in the last 90 days."""
    return entry.checked_on is not None and entry.checked_on > today - CHECKED_LATELY
