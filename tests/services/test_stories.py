"""A story is kept once, opens with its receipt alone, and nobody else sees any of it before the intake."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from bot.services import stories as rules
from bot.services import story_reviews
from bot.services.stories import MOST_FILES, MOST_NOTES, MOST_PARTS, Opened, consent_ends, week_of
from db.models.stories import Story, StoryApproval, StoryConsent, StoryFile, StoryNote, StoryPart
from db.stories import StoryDatabase
from tests.services.people import ELSEWHERE, GUILD, NOW, Do
from tests.services.publishing import a_story, put
from tests.services.telling import TODAY, picture, send, sent, take_in

WEEK = timedelta(days=7)


@pytest.fixture
def do(stories: StoryDatabase) -> Do:
    return Do(stories.begin)


async def test_a_story_is_kept_whole_and_opens_with_its_receipt(do: Do) -> None:
    key = await send(do, parts=[b"one", b"two"], files=[picture()], consents={"library": 1, "print": 2})
    found = await do(rules.open_story, lookup_id=sent().lookup_id)
    assert (found.story.key, found.story.state, found.story.locked_key) == (key, "arrived", b"locked")
    assert [(part.place, part.sealed) for part in found.parts] == [(0, b"about"), (1, b"one"), (2, b"two")]
    assert [(file.kind, file.sealed_alt) for file in found.files] == [("picture", b"what it shows")]
    assert {use: row.version for use, row in found.consents.items()} == {"library": 1, "print": 2}
    assert found.notes == []


async def test_the_same_receipt_twice_is_one_story(do: Do) -> None:
    assert await send(do) == await send(do, parts=[b"other words"])
    assert len(await do.rows(Story)) == 1


@pytest.mark.parametrize(
    ("told", "message_id"),
    [
        ({"parts": []}, "stories-empty"),
        ({"parts": [b"w"] * (MOST_PARTS + 1)}, "stories-too-much"),
        ({"files": [picture()] * (MOST_FILES + 1)}, "stories-too-much"),
    ],
)
async def test_nothing_and_too_much_are_refused_and_nothing_is_kept(
    do: Do, told: dict[str, list[bytes]], message_id: str
) -> None:
    refused = await do.refused(rules.record_sent, sent=sent(**told), today=TODAY)
    assert refused.message_id == message_id
    assert await do.rows(Story) == []


async def test_a_story_of_pictures_alone_is_one(do: Do) -> None:
    assert await send(do, parts=[], files=[picture()] * MOST_FILES)


async def test_a_receipt_that_opens_nothing_asks_the_same_questions(do: Do, stories: StoryDatabase) -> None:
    await send(do, files=[picture()])
    right, found = await questions(stories, sent().lookup_id)
    wrong, nothing = await questions(stories, "f" * 32)
    assert (len(right), right) == (5, wrong)
    assert (found.story is None, nothing) == (False, Opened(None, [], [], [], {}))


async def questions(stories: StoryDatabase, lookup_id: str) -> tuple[list[str], Opened]:
    """Give what the database is asked when a receipt is opened, and what it opens."""
    said: list[str] = []

    def note(*told: Any) -> None:
        said.append(told[2])

    async with stories.begin() as session:
        bind = session.get_bind()
        event.listen(bind, "before_cursor_execute", note)
        try:
            return said, await rules.open_story(session, lookup_id=lookup_id)
        finally:
            event.remove(bind, "before_cursor_execute", note)


async def test_nobody_sees_a_story_before_the_intake_nor_elsewhere_after_it(do: Do) -> None:
    key = await send(do)
    assert (await do.refused(story_reviews.get_review, guild_id=GUILD, key=key)).message_id == "stories-gone"
    assert await take_in(do, ELSEWHERE) == 0
    assert await take_in(do) == 1
    assert await take_in(do) == 0
    assert (await do(story_reviews.get_review, guild_id=GUILD, key=key)).story.state == "waiting"
    assert (await do.refused(story_reviews.get_review, guild_id=ELSEWHERE, key=key)).message_id == "stories-gone"


async def test_what_is_added_is_seen_from_the_next_intake_on(do: Do) -> None:
    key = await send(do)
    await take_in(do)
    await do(rules.record_part, lookup_id=sent().lookup_id, sealed=b"more", today=TODAY)
    await do(rules.record_answer, lookup_id=sent().lookup_id, for_author=b"a", for_reviewers=b"r", today=TODAY)
    before = await do(story_reviews.get_review, guild_id=GUILD, key=key)
    assert ([part.place for part in before.parts], before.notes) == ([0, 1], [])
    own = await do(rules.open_story, lookup_id=sent().lookup_id)
    assert ([part.place for part in own.parts], len(own.notes)) == ([0, 1, 2], 1)
    await take_in(do)
    after = await do(story_reviews.get_review, guild_id=GUILD, key=key)
    assert [part.sealed for part in after.parts] == [b"about", b"words", b"more"]
    assert [note.for_reviewers for note in after.notes] == [b"r"]


async def test_parts_can_be_added_for_two_weeks_up_to_the_most(do: Do) -> None:
    await send(do, parts=[b"w"] * (MOST_PARTS - 1))
    late = {"lookup_id": sent().lookup_id, "sealed": b"more", "today": TODAY + 3 * WEEK}
    assert (await do.refused(rules.record_part, **late)).message_id == "stories-no-more-parts"
    await do(rules.record_part, **{**late, "today": TODAY + 2 * WEEK})
    assert (await do.refused(rules.record_part, **{**late, "today": TODAY})).message_id == "stories-too-much"


async def test_words_can_be_added_to_a_story_of_pictures(do: Do) -> None:
    await send(do, parts=[], files=[picture()])
    await do(rules.record_part, lookup_id=sent().lookup_id, sealed=b"words", today=TODAY)
    assert [row.place for row in sorted(await do.rows(StoryPart), key=lambda row: row.place)] == [0, 1]


async def test_a_receipt_of_nothing_changes_nothing(do: Do) -> None:
    refused = await do.refused(rules.record_part, lookup_id="f" * 32, sealed=b"more", today=TODAY)
    assert refused.message_id == "stories-receipt-unknown"


async def test_there_is_an_end_of_messages(do: Do) -> None:
    await send(do)
    told = {"lookup_id": sent().lookup_id, "for_author": b"a", "for_reviewers": b"r", "today": TODAY}
    for _ in range(MOST_NOTES):
        await do(rules.record_answer, **told)
    assert (await do.refused(rules.record_answer, **told)).message_id == "stories-enough-notes"


async def test_the_salt_is_made_once(do: Do) -> None:
    salt = await do(rules.get_salt)
    assert len(salt) == 16
    assert await do(rules.get_salt) == salt


async def test_the_stories_of_a_community_that_was_left_are_forgotten_with_all_that_hangs_on_them(do: Do) -> None:
    await send(do, files=[picture()])
    kept = await send(do, 1, guild_id=ELSEWHERE)
    await do(rules.record_answer, lookup_id=sent().lookup_id, for_author=b"a", for_reviewers=b"r", today=TODAY)
    await do(rules.forget_communities, guild_ids=[GUILD])
    assert [row.key for row in await do.rows(Story)] == [kept]
    assert (await do.rows(StoryFile), await do.rows(StoryNote)) == ([], [])
    assert {row.story_key for row in (*await do.rows(StoryPart), *await do.rows(StoryConsent))} == {kept}


async def test_two_presses_at_once_with_one_receipt_are_one_story(do: Do) -> None:
    keys = await asyncio.gather(*(send(do) for _ in range(4)))
    assert [row.key for row in await do.rows(Story)] == [keys[0]]
    assert len(set(keys)) == 1
    assert len(await do.rows(StoryPart)) == 2


async def test_who_has_not_decided_yet_is_asked_of_all_communities(do: Do) -> None:
    arrived, waits = await send(do), await send(do, 1, guild_id=ELSEWHERE)
    await take_in(do, guild_id=ELSEWHERE)
    await put(do, a_story(state="approved", lookup_id="another"))
    assert await do(rules.list_undecided) == {arrived, waits}


async def test_a_yes_has_to_be_said_again_where_a_part_came_after_it(do: Do) -> None:
    for number, has_part in enumerate((True, False)):
        key = await send(do, number)
        await take_in(do)
        await put(do, StoryApproval(tag=f"tag{number}", story_key=key))
        if has_part:
            await do(rules.record_part, lookup_id=sent(number).lookup_id, sealed=b"more", today=TODAY)
    await take_in(do)
    assert [row.tag for row in await do.rows(StoryApproval)] == ["tag1"]


async def test_no_row_says_more_than_the_week(do: Do) -> None:
    await send(do)
    await take_in(do)
    (row,) = await do.rows(Story)
    assert row.week == week_of(NOW.date())
    assert row.leaves_at is None


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_a_consent_lasts_two_years_to_the_end_of_a_month(day: date) -> None:
    end = consent_ends(day)
    assert (end + timedelta(days=1)).day == 1
    assert (end.year - day.year) * 12 + end.month - day.month == 24


async def test_an_author_gets_each_of_their_own_files_and_nobody_elses(do: Do) -> None:
    await send(do, files=[picture(b"one"), picture(b"two")])
    await send(do, 1, files=[picture(b"three")])
    mine = {"lookup_id": sent().lookup_id}
    assert [(await do(rules.get_own_file, place=place, **mine)).sealed for place in (0, 1)] == [b"one", b"two"]
    for told in ({**mine, "place": 2}, {"lookup_id": "f" * 32, "place": 0}):
        assert (await do.refused(rules.get_own_file, **told)).message_id == "stories-receipt-unknown"
