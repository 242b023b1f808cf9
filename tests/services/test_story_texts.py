"""A story is sealed whole and opened whole: by the reviewers, after a yes without their key, and by its author."""

import secrets
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select

from bot.services import sealing, story_reviews, story_texts
from bot.services import stories as rules
from bot.services.receipts import CHEAP, derive, new_receipt, read_receipt
from bot.services.sealing import CannotOpen
from bot.services.story_keys import StoryKeys, new_keys
from bot.services.story_texts import About, Draft, File, Read, Said
from db.models.stories import StoryPart
from db.stories import StoryDatabase
from tests.services.people import GUILD, Do
from tests.services.telling import TODAY, take_in

KEYS = new_keys()
ABOUT = About("art", ("hope", "work"), ("abuse",), is_hopeful=True)
DRAFT = Draft(ABOUT, ["I put the kettle on.", "Then I sat down. ☕"], [File("picture", b"\x89PNG", "A blue mug.")])


@pytest.fixture
def do(stories: StoryDatabase) -> Do:
    return Do(stories.begin)


async def send(do: Do, draft: Draft = DRAFT, keys: StoryKeys = KEYS) -> tuple[str, Any]:
    """Send a draft; give its key, and what its receipt comes to."""
    derived = derive(read_receipt(new_receipt()), secrets.token_bytes(16), CHEAP)
    sent = story_texts.seal_draft(draft, guild_id=GUILD, derived=derived, keys=keys)
    key = await do(rules.record_sent, sent=sent, today=TODAY)
    await take_in(do)
    return key, derived


async def read(do: Do, key: str, privates: Mapping[int, bytes]) -> Read:
    review = await do(story_reviews.get_review, guild_id=GUILD, key=key)
    said = story_texts.read_notes(review.notes, privates, is_author=False)
    return story_texts.open_parts(review.parts, review.files, said, privates)


async def test_reviewers_read_a_whole_story_and_nobody_without_their_key_does(do: Do) -> None:
    key, _ = await send(do)
    found = await read(do, key, KEYS.review_privates())
    assert found == Read(ABOUT, DRAFT.parts, [("picture", "A blue mug.")], [])
    for other in (new_keys().review_privates(), {1: KEYS.publication.private}, {}):
        with pytest.raises(CannotOpen):
            await read(do, key, other)


async def test_after_a_yes_the_publication_key_opens_it_and_the_review_key_does_not(do: Do) -> None:
    key, _ = await send(do)
    async with do._begin() as session:
        review = await story_reviews.get_review(session, guild_id=GUILD, key=key)
        file = await story_reviews.get_file(session, guild_id=GUILD, key=key, place=0)
        sealed = story_texts.reseal(review.parts, [file], privates=KEYS.review_privates(), keys=KEYS)
        tag = KEYS.approval_tag(story=key, moderator_id=1)
        told: dict[str, Any] = {"guild_id": GUILD, "key": key, "tag": tag, "resealed": sealed, "today": TODAY}
        assert await story_reviews.record_yes(session, **told, needs_two=False)
    found = await read(do, key, KEYS.publication_privates())
    assert (found.parts, found.alts) == (DRAFT.parts, [("picture", "A blue mug.")])
    rows = await do(story_reviews.get_file, guild_id=GUILD, key=key, place=0)
    assert sealing.open_sealed(rows.sealed, KEYS.publication_privates()) == b"\x89PNG"
    with pytest.raises(CannotOpen):
        await read(do, key, {7: KEYS.review[-1].private})


async def test_a_question_is_read_by_the_author_with_the_receipt_and_by_reviewers(do: Do) -> None:
    key, derived = await send(do)
    story = (await do(rules.open_story, lookup_id=derived.lookup_id)).story
    twice = story_texts.seal_note("Is the last line yours?", story_public=story.public_key, keys=KEYS)
    told = {"for_author": twice.for_author, "for_reviewers": twice.for_review, "today": TODAY}
    await do(story_reviews.record_question, guild_id=GUILD, key=key, **told)
    own = await do(rules.open_story, lookup_id=derived.lookup_id)
    privates = story_texts.author_privates(own.story.locked_key, derived, {})
    asked = [Said(is_from_author=False, text="Is the last line yours?")]
    assert story_texts.read_notes(own.notes, privates, is_author=True) == asked
    assert (await read(do, key, KEYS.review_privates())).said == asked
    other = derive(read_receipt(new_receipt()), secrets.token_bytes(16), CHEAP)
    with pytest.raises(CannotOpen):
        story_texts.author_privates(own.story.locked_key, other, {})


def test_what_a_story_is_about_is_first() -> None:
    with pytest.raises(CannotOpen):
        story_texts.open_parts([], [], [], {})


async def test_stories_of_one_size_class_look_alike(do: Do) -> None:
    for words in ("a", "a" * 900):
        await send(do, Draft(About(), [words], []))
    async with do._begin() as session:
        sizes = {len(sealed) for sealed in await session.scalars(select(StoryPart.sealed))}
    assert len(sizes) == 1
