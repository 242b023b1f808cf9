"""What moderators do: nothing says who or when, two opinions are two people, nothing goes out that nobody read."""

import random
from collections import Counter
from typing import Any

import pytest

from bot.services import stories as rules
from bot.services import story_reviews
from bot.services.story_keys import new_keys
from bot.services.story_reviews import Resealed
from db.models.stories import Story, StoryApproval, StoryFile, StoryNote, StoryPart
from db.stories import StoryDatabase
from tests.services.people import ELSEWHERE, GUILD, Do
from tests.services.publishing import put
from tests.services.telling import TODAY, picture, send, sent, take_in

KEYS = new_keys()
ANN, BO = 1, 2
NOTE = {"for_author": b"a", "for_reviewers": b"r", "today": TODAY}


@pytest.fixture
def do(stories: StoryDatabase) -> Do:
    return Do(stories.begin)


async def waiting(do: Do, **others: Any) -> str:
    """Send a story that waits to be read."""
    key = await send(do, **others)
    await take_in(do)
    return key


async def resealed(do: Do) -> Resealed:
    """Seal all there is anew."""
    parts = {row.key: b"for publication" for row in await do.rows(StoryPart)}
    return Resealed(parts, {row.key: (b"file", b"alt") for row in await do.rows(StoryFile)})


async def say_yes(do: Do, key: str, who: int = ANN, *, needs_two: bool = False, **others: Any) -> Any:
    told = {"guild_id": GUILD, "key": key, "tag": KEYS.approval_tag(story=key, moderator_id=who), "today": TODAY}
    seal = others.get("resealed") or await resealed(do)
    return await do(story_reviews.record_yes, **told, resealed=seal, needs_two=needs_two)


async def refused_yes(do: Do, key: str, who: int = ANN, *, needs_two: bool = False, **others: Any) -> str:
    told = {"guild_id": GUILD, "key": key, "tag": KEYS.approval_tag(story=key, moderator_id=who), "today": TODAY}
    seal = others.get("resealed") or await resealed(do)
    refusal = await do.refused(story_reviews.record_yes, **told, resealed=seal, needs_two=needs_two)
    return refusal.message_id


async def state(do: Do) -> str:
    (story,) = await do.rows(Story)
    return story.state


async def test_the_queue_has_every_story_that_waits_here_in_any_order(do: Do) -> None:
    keys = [await send(do, number) for number in range(3)]
    await send(do, 3, guild_id=ELSEWHERE)
    await take_in(do)
    await send(do, 4)
    seen = Counter[tuple[str, ...]]()
    for seed in range(60):
        queue = await do(story_reviews.list_waiting, guild_id=GUILD, chance=random.Random(seed))  # noqa: S311 the same each time
        assert sorted(queue) == sorted(keys)
        seen[tuple(queue)] += 1
    assert len(seen) == 6


async def test_a_yes_seals_everything_anew_and_one_is_enough_where_one_is_asked_for(do: Do) -> None:
    key = await waiting(do, files=[picture()])
    assert await say_yes(do, key) is True
    assert await state(do) == "approved"
    async with do._begin() as session:
        parts = (await rules.open_story(session, lookup_id=sent().lookup_id)).parts
        assert {part.sealed for part in parts} == {b"for publication"}
        assert await story_reviews.find_about(session, story_key=key) == b"for publication"
        assert (await story_reviews.get_file(session, guild_id=GUILD, key=key, place=0)).sealed == b"file"
    assert (await do.refused(story_reviews.record_no, guild_id=GUILD, key=key, **NOTE)).message_id == "stories-gone"


async def test_two_opinions_are_those_of_two_people_and_the_first_is_gone_at_the_second(do: Do) -> None:
    key = await waiting(do)
    assert await say_yes(do, key, needs_two=True) is False
    assert (await do(story_reviews.get_review, guild_id=GUILD, key=key)).is_half_approved
    assert await refused_yes(do, key, needs_two=True) == "stories-second-opinion"
    assert await say_yes(do, key, BO, needs_two=True) is True
    assert await do.rows(StoryApproval) == []


async def test_nothing_is_approved_that_nobody_has_read(do: Do) -> None:
    key = await waiting(do)
    before = await resealed(do)
    await do(rules.record_part, lookup_id=sent().lookup_id, sealed=b"more", today=TODAY)
    assert await refused_yes(do, key, resealed=before) == "stories-part-arrives"
    await take_in(do)
    assert await refused_yes(do, key, resealed=before) == "stories-changed"
    assert await state(do) == "waiting"
    assert await say_yes(do, key)


async def test_a_question_is_found_by_the_author_and_by_other_moderators(do: Do) -> None:
    key = await waiting(do)
    await do(story_reviews.record_question, guild_id=GUILD, key=key, **NOTE)
    own = await do(rules.open_story, lookup_id=sent().lookup_id)
    assert [(note.is_from_author, note.for_author) for note in own.notes] == [(False, b"a")]
    assert len((await do(story_reviews.get_review, guild_id=GUILD, key=key)).notes) == 1


async def test_a_no_has_a_reason_and_ends_a_first_yes(do: Do) -> None:
    key = await waiting(do)
    await say_yes(do, key, needs_two=True)
    await do(story_reviews.record_no, guild_id=GUILD, key=key, **NOTE)
    assert (await state(do), await do.rows(StoryApproval), len(await do.rows(StoryNote))) == ("declined", [], 1)
    assert await do(story_reviews.list_waiting, guild_id=GUILD, chance=random.Random(1)) == []  # noqa: S311 the same each time


async def test_a_file_that_is_not_there_is_said_to_be_gone(do: Do) -> None:
    key = await waiting(do)
    refused = await do.refused(story_reviews.get_file, guild_id=GUILD, key=key, place=0)
    assert refused.message_id == "stories-gone"
    assert await do(story_reviews.find_about, story_key="nothing") is None


async def test_what_a_file_shows_can_be_said_until_the_story_is_decided(do: Do) -> None:
    key = await waiting(do, files=[picture(), picture()])
    told = {"guild_id": GUILD, "key": key, "place": 1, "sealed_alt": b"other words"}
    before = {row.place: row.key for row in await do.rows(StoryFile)}
    await do(story_reviews.record_alt, **told)
    after = {row.place: row for row in await do.rows(StoryFile)}
    assert {place: row.sealed_alt for place, row in after.items()} == {0: b"what it shows", 1: b"other words"}
    assert (after[0].key == before[0], after[1].key == before[1]) == (True, False)
    assert (await do(story_reviews.get_file, guild_id=GUILD, key=key, place=1)).sealed == b"a picture"
    for wrong in ({"place": 2}, {"guild_id": ELSEWHERE}):
        refused = await do.refused(story_reviews.record_alt, **{**told, **wrong})
        assert refused.message_id == "stories-gone"
    await say_yes(do, key)
    assert (await do.refused(story_reviews.record_alt, **told)).message_id == "stories-gone"


async def test_a_yes_that_was_on_its_way_does_not_undo_what_was_said_of_a_file_meanwhile(do: Do) -> None:
    key = await waiting(do, files=[picture()])
    before = await resealed(do)
    await do(story_reviews.record_alt, guild_id=GUILD, key=key, place=0, sealed_alt=b"other words")
    assert await refused_yes(do, key, resealed=before) == "stories-changed"
    assert [row.sealed_alt for row in await do.rows(StoryFile)] == [b"other words"]
    assert await say_yes(do, key)


async def test_a_yes_tells_nobody_at_which_minute_a_part_came(do: Do) -> None:
    key = await waiting(do)
    assert not await say_yes(do, key, needs_two=True)
    await put(do, StoryPart(key="later", story_key=key, place=5, has_arrived=True, sealed=b"more"))
    assert await refused_yes(do, key, needs_two=True) == "stories-second-opinion"
    assert await refused_yes(do, key, BO, needs_two=True) == "stories-part-arrives"


async def test_a_first_yes_does_not_hold_for_words_that_came_after_it(do: Do) -> None:
    key = await waiting(do, files=[picture()])
    assert not await say_yes(do, key, needs_two=True)
    await do(story_reviews.record_alt, guild_id=GUILD, key=key, place=0, sealed_alt=b"other words")
    assert not await say_yes(do, key, needs_two=True, who=BO)
    assert await say_yes(do, key, needs_two=True)


async def test_moderators_see_what_the_author_allows_and_until_when(do: Do) -> None:
    key = await waiting(do, consents={"print": 1, "library": 1})
    review = await do(story_reviews.get_review, guild_id=GUILD, key=key)
    ends = rules.consent_ends(TODAY)
    assert [(each.use, each.ends_on) for each in review.consents] == [("library", ends), ("print", ends)]


async def test_what_has_its_yes_and_is_not_out_is_listed_by_random_keys_page_by_page(do: Do) -> None:
    keys = [await send(do, number) for number in range(3)]
    await send(do, 3, guild_id=ELSEWHERE)
    await take_in(do)
    for key in keys[:2]:
        parts = {row.key: b"p" for row in await do.rows(StoryPart) if row.story_key == key}
        assert await say_yes(do, key, resealed=Resealed(parts, {}))
    first, second = sorted(keys[:2])
    assert await do(story_reviews.list_approved, guild_id=GUILD, limit=5) == [first, second]
    assert await do(story_reviews.list_approved, guild_id=GUILD, limit=1) == [first]
    assert await do(story_reviews.list_approved, guild_id=GUILD, limit=5, after=first) == [second]
    assert await do(story_reviews.list_approved, guild_id=ELSEWHERE, limit=5) == []
