"""T10: receipts are all different, a wrong one costs and asks what a right one does, and five wrong ones slow down."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import event, select

from bot.errors import TooSoon
from bot.services import receipts, stories
from bot.services.receipt_tries import Tries
from db.models.stories import Story
from db.stories import StoryDatabase
from tests.anonymity.rows import Row
from tests.anonymity.world import START

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncSession

    from tests.anonymity.living import Lived

RECEIPTS = 10_000
TRIES = 20
CHANCE = random.Random(3)  # noqa: S311 that is the leak
MEMBER = 310000000000000011


def same(make: Callable[[], str], many: int) -> int:
    """Count the receipts that came before."""
    return many - len({make() for _ in range(many)})


def leaky_receipt() -> str:
    """Make a receipt as a twin does: six digits."""
    return str(CHANCE.randrange(10**6))


async def leaky_open(session: AsyncSession, *, lookup_id: str) -> None:
    """Open a story as a twin does: what is not there is not asked for."""
    if (await session.scalars(select(Story.key).where(Story.lookup_id == lookup_id))).first() is not None:
        await stories.open_story(session, lookup_id=lookup_id)


async def told_apart(db: StoryDatabase, lived: Lived, opens: Callable[..., Awaitable[object]]) -> int:
    """Count the wrong receipts that can be told from right ones by what is asked of the database, or is derived."""
    asked: list[str] = []
    engine = db._serving[1].sync_engine
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    known = [derived for key, derived in lived.derived.items() if key not in lived.gone][:TRIES]
    found = 0
    for derived in known:
        seen = []
        wrong = receipts.derive(receipts.read_receipt(receipts.new_receipt()), lived.salt, receipts.CHEAP)
        for each in (derived, wrong):
            asked.clear()
            async with db.read() as session:
                await opens(session, lookup_id=each.lookup_id)
            seen.append(([*asked], len(each.lookup_id), len(each.author_secret)))
        found += seen[0] != seen[1]
    return found


def derivations(typed: str, salt: bytes) -> int:
    """Count the slow derivations that one try takes, whatever was typed."""
    counted = 0
    slow = receipts.stretch

    def counting(words: str, salt: bytes, cost: receipts.Cost) -> bytes:
        nonlocal counted
        counted += 1
        return slow(words, salt, cost)

    receipts.stretch = counting
    try:
        receipts.derive(receipts.read_receipt(typed), salt, receipts.CHEAP)
    finally:
        receipts.stretch = slow
    return counted


class Careless:
    """A twin that counts nothing."""

    def record_try(self, member_id: int, *, now: object) -> None:
        pass


def let_through(tries: Tries | Careless) -> int:
    """Count how many of twenty tries in one minute, after the five that are free, are let through."""
    found = 0
    for number in range(5 + TRIES):
        try:
            tries.record_try(MEMBER, now=START + timedelta(seconds=number))
        except TooSoon:
            continue
        found += number >= 5
    return found


async def rows(lived: Lived, file: Path, many: int = RECEIPTS) -> list[Row]:
    db = StoryDatabase(f"sqlite:///{file}")
    await db.open()
    try:
        apart = await told_apart(db, lived, stories.open_story)
        twin = await told_apart(db, lived, leaky_open)
    finally:
        await db.close()
    right, wrong = receipts.new_receipt(), receipts.new_receipt()
    apart += derivations(right, lived.salt) != 1 or derivations(wrong, lived.salt) != 1
    return [
        Row("T10 receipts that came before", same(receipts.new_receipt, many), 0, same(leaky_receipt, many), many),
        Row("T10 wrong receipts told from right ones by what is asked", apart, 0, twin, TRIES),
        Row("T10 tries let through after five wrong ones", let_through(Tries()), 0, let_through(Careless()), TRIES),
    ]
