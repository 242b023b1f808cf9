"""Made-up stories with a receipt that is known, and ways to come back to them as their authors do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from bot.services import stories, story_reviews, story_texts
from bot.services.receipts import read_receipt
from bot.services.story_texts import Draft
from db.models.stories import Story
from tests.cogs import story_posting
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simcord import MemberActor

    from bot.services.stories import Opened

RECEIPT = "7QK4-M2XD-9F3T-HB6W"
WRONG = "0QK4-M2XD-9F3T-HB6W"
WORDS = "I put the kettle on. Then I sat down with **my** mug."


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let receipts cost little, wherever this is taken over by name."""
    monkeypatch.setenv("KETTLE_STORIES__RECEIPT_MEMORY_MIB", "1")
    monkeypatch.setenv("KETTLE_STORIES__RECEIPT_PASSES", "1")


@pytest.fixture
async def world(world: World) -> World:
    """A community in which stories can be shared."""
    await story_posting.ready(world)
    return world


async def sent(world: World, *parts: str, receipt: str = RECEIPT, **more: Any) -> str:
    """Send a story with this receipt; give what it comes to."""
    telling = world.bot.telling
    derived = await telling.derive(read_receipt(receipt), is_new=True)
    draft = Draft(story_texts.About(), parts or (WORDS,), more.pop("files", ()), **more)
    sealed = story_texts.seal_draft(draft, guild_id=world.guild.id, derived=derived, keys=telling.get_keys())
    async with telling.begin() as session:
        await stories.record_sent(session, sent=sealed, today=world.env.now().date())
    return derived.lookup_id


async def take_in(world: World) -> None:
    async with world.bot.telling.begin() as session:
        await stories.take_in(session, guild_id=world.guild.id, now=world.env.now())


async def approve(world: World) -> None:
    """Take in what came and say yes to all of it."""
    await take_in(world)
    await story_posting.approve_all(world)


async def write(world: World, lookup_id: str, text: str, *, is_no: bool = False) -> None:
    """Have moderators write to the author: a question, or a no with its reason."""
    telling, today = world.bot.telling, world.env.now().date()
    async with telling.begin() as session:
        story = await stories.get_story(session, lookup_id=lookup_id)
        twice = story_texts.seal_note(text, story_public=story.public_key, keys=telling.get_keys())
        told: dict[str, Any] = {"for_author": twice.for_author, "for_reviewers": twice.for_review}
        record = story_reviews.record_no if is_no else story_reviews.record_question
        await record(session, guild_id=world.guild.id, key=story.key, today=today, **told)


async def kept(world: World) -> Sequence[Story]:
    async with world.bot.telling.read() as session:
        return (await session.scalars(select(Story))).all()


async def found(world: World, lookup_id: str) -> Opened:
    async with world.bot.telling.read() as session:
        return await stories.open_story(session, lookup_id=lookup_id)


async def told(world: World, lookup_id: str) -> list[tuple[bool, str]]:
    """Give what was said about a story, as moderators read it."""
    notes = (await found(world, lookup_id)).notes
    keys = world.bot.telling.get_keys().review_privates()
    return sorted(story_texts.read_notes(notes, keys, is_author=False))


async def opened(world: World, receipt: str = RECEIPT, *, by: MemberActor | None = None) -> Shown:
    """Come back with a receipt, in the community."""
    person = by or world.sam
    return await world.fill(person, await world.slash(person, "story open"), receipt=receipt)


async def opened_directly(world: World, receipt: str = RECEIPT) -> Shown:
    """Come back with a receipt, in a direct message."""
    form = await world.sam.user.slash("story open")
    return read(await world.sam.user.submit_modal(form, {"receipt": receipt}))


async def pressed_directly(world: World, shown: Shown, label: str) -> Shown:
    return read(await world.sam.user.click(shown.message, label=label))
