"""What is over goes by itself: stories with what their authors allowed, decided ones, and notes, after thirty days."""

from datetime import date
from typing import Any

import pytest

from bot.services import story_withdrawals
from db.models.stories import StoryConsent, StoryNote, StoryPost
from db.stories import StoryDatabase
from tests.services.people import DAY, NOW, Do
from tests.services.publishing import (
    MONDAY,
    WEEK,
    all_of,
    approve,
    consents_in,
    going,
    posts_in,
    publish,
    put,
    put_due,
    states,
)
from tests.storing import stories, stories_url

__all__ = ["stories", "stories_url"]


@pytest.fixture
def do(stories: StoryDatabase) -> Do:
    return Do(stories.begin)


async def purge(do: Do, today: date) -> int:
    gone: int = await do(story_withdrawals.purge_stories, now=NOW + (today - NOW.date()))
    return gone


async def test_a_story_ends_with_its_consent_to_the_library_and_other_uses_by_themselves(do: Do) -> None:
    (key, other) = await publish(do)
    last = date(2028, 6, 30)
    rows = [(key, "library", last), (other, "library", last + DAY), (other, "print", last)]
    await put(do, *[StoryConsent(story_key=mine, use=use, version=1, ends_on=end) for mine, use, end in rows])
    assert await purge(do, last) == 0
    assert len(await consents_in(do)) == 3
    assert await purge(do, last + DAY) == 1
    assert await consents_in(do) == [("library", 1, last + DAY)]
    assert await states(do) == {other: "published"}
    assert [post.story_key for post in await going(do, NOW + 200 * WEEK)] == [key]


@pytest.mark.parametrize("state", ["declined", "down"])
async def test_what_was_declined_or_taken_down_goes_thirty_days_after_its_week(do: Do, state: str) -> None:
    (key,) = await approve(do, state=state)
    kept = await approve(do, 1, state="waiting")
    await put(do, *all_of(key))
    sunday = MONDAY + 6 * DAY
    assert await purge(do, sunday + 30 * DAY) == 0
    assert await purge(do, sunday + 31 * DAY) == 1
    assert await states(do) == {kept[0]: "waiting"}


async def test_notes_go_together_thirty_days_after_the_week_of_the_newest(do: Do) -> None:
    one, two = await approve(do, 2, state="waiting")
    weeks = {"a": (one, MONDAY), "b": (one, MONDAY - 20 * WEEK), "c": (two, MONDAY - WEEK)}
    for name, (key, week) in weeks.items():
        note = StoryNote(key=name, story_key=key, is_from_author=False, has_arrived=False, week=week)
        note.for_author = note.for_reviewers = b"sealed"
        await put(do, note)
    sunday, found = MONDAY + 6 * DAY, []
    for today in (sunday + 23 * DAY, sunday + 24 * DAY, sunday + 30 * DAY, sunday + 31 * DAY):
        assert await purge(do, today) == 0
        notes: list[Any] = [*await do.rows(StoryNote)]  # type: ignore[type-var] # rows of any table
        found.append("".join(note.key for note in notes))
    assert found == ["abc", "ab", "ab", ""]


async def test_plans_for_stories_that_another_rule_took_away_are_forgotten(do: Do) -> None:
    mine, other = await approve(do, 2)
    first, _ = await put_due(do, "gone", "gone too", batch="one")
    await put_due(do, mine, other)

    async def begun(session: Any) -> None:
        (await session.get(StoryPost, first.key)).tried_at = NOW

    await do(begun)
    await purge(do, NOW.date())
    assert {post.story_key for post in await posts_in(do)} == {"gone", mine, other}
