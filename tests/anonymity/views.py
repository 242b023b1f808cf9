"""T13 and T14: what moderators get does not depend on who wrote, and a small community is told that people may guess.

The view is what the rules give a moderator: the queue in its order, and each story of it opened, with its key, its
state, its week, its parts, files and notes, and which holds end when. Keys are part of it and drawn from the same
seed both times, so that a key made of an author would show. What is sealed is compared as it opens, because sealing the
same words twice never gives the same bytes. The tags of holds are left out: they differ for each member under a key
that moderators do not have, and T9 says that nobody else can tell whose they are.
"""

from __future__ import annotations

import json
import random
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from bot.services import sealing, story_holds, story_reviews, story_rules, story_texts
from bot.services.story_keys import StoryKeys, new_keys, rotate
from db.models.story_rules import StoryRules
from db.stories import StoryDatabase
from tests.anonymity.chances import seeded
from tests.anonymity.living import INTAKE, Days, Lived
from tests.anonymity.rows import Row
from tests.anonymity.twins import Ways
from tests.anonymity.world import DAY, GUILD, World, at, make_world

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncSession

FEW, SEED, LAST = 24, 7, 6
"""Stories; a seed; the last of the days that are lived."""


def swapped(world: World) -> World:
    """Give the same stories at the same minutes, each by another author."""
    others = dict(zip(world.members, [*world.members[1:], world.members[0]], strict=True))
    return replace(world, told=[replace(each, author=others[each.author]) for each in world.told])


def soon(world: World) -> World:
    """Move all stories into the first days, so that few days are enough."""
    return replace(world, told=[replace(each, minute=each.minute % (LAST * DAY)) for each in world.told])


async def views(world: World, folder: Path, keys: StoryKeys) -> tuple[bytes, bytes]:
    """Live some days; give what moderators get, and what they would get of a twin that names keys by authors."""
    folder.mkdir()
    db = StoryDatabase(f"sqlite:///{folder / 'stories.db'}")
    await db.open()
    try:
        with seeded(SEED):
            lived = await Days(world, db, keys=keys, ways=Ways(reviews=False), days=LAST).live()
            await hold_some(db, lived)
        async with db.begin() as session:
            return await view_of(session, lived), await view_of(session, lived, is_leaky=True)
    finally:
        await db.close()


async def hold_some(db: StoryDatabase, lived: Lived) -> None:
    """Hold the authors of every fifth story."""
    tags = [lived.keys.hold_tag(guild_id=GUILD, member_id=each.author) for each in lived.world.told[::5]]
    async with db.begin() as session:
        await story_holds.record_holds(
            session, guild_id=GUILD, tags=tags[:1], keys=lived.keys, today=at(LAST * DAY).date()
        )


async def view_of(session: AsyncSession, lived: Lived, *, is_leaky: bool = False) -> bytes:
    """Write down all that moderators get."""
    chance, privates = random.Random(SEED), lived.keys.review_privates()  # noqa: S311 the same order both times
    shown: list[object] = []
    for key in await story_reviews.list_waiting(session, guild_id=GUILD, chance=chance):
        review = await story_reviews.get_review(session, guild_id=GUILD, key=key)
        said = story_texts.read_notes(review.notes, privates, is_author=False)
        read = story_texts.open_parts(review.parts, review.files, said, privates)
        files = [
            await story_reviews.get_file(session, guild_id=GUILD, key=key, place=each.place) for each in review.files
        ]
        contents = [sealing.open_sealed(each.sealed, privates).hex() for each in files]
        told = (key, review.story.state, review.story.week.isoformat(), review.is_half_approved, contents)
        names = [[each.key for each in rows] for rows in (review.parts, review.files, review.notes)]
        shown.append((told, asdict(read), names))
        shown += [lived.truth[key].author % 1000] if is_leaky else []
    ends = await story_holds.list_ends(session, guild_id=GUILD, today=at(INTAKE).date())
    return json.dumps([shown, [end.isoformat() for _, end in ends]]).encode()


def changed(one: bytes, other: bytes) -> int:
    """Count the bytes that differ."""
    return abs(len(one) - len(other)) + sum(mine != theirs for mine, theirs in zip(one, other, strict=False))


async def rows(folder: Path) -> list[Row]:
    world, keys = soon(make_world(stories=FEW)), rotate(new_keys(), today=at(0).date())
    one, leaky = await views(world, folder / "one", keys)
    other, twin = await views(swapped(world), folder / "other", keys)
    kept = changed(one, other) if len(one) > FEW * 100 else FEW
    return [Row("T13 bytes that differ when authors are swapped", kept, 0, changed(leaky, twin), len(one)), guessing()]


def guessing() -> Row:
    """Count the sizes of a community, none told among them, whose members are told the wrong thing."""
    sizes = [None, *range(1, 60)]
    wrong = sum(story_rules.may_guess(StoryRules(authors=size)) != (size is None or size < 20) for size in sizes)
    twin = sum((size is not None and size < 10) != (size is None or size < 20) for size in sizes)
    return Row("T14 sizes for which people are told the wrong thing", wrong, 0, twin, len(sizes))
