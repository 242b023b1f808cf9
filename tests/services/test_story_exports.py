"""What leaves the library is what its authors allow, for that use alone, and only while they do."""

from datetime import timedelta
from typing import Any

import pytest

from bot.services import library, story_exports
from db.models.library import StoryListing
from db.models.stories import StoryConsent
from db.stories import StoryDatabase
from tests.services.listing import TODAY, publish
from tests.services.people import ELSEWHERE, GUILD, NOW, Do
from tests.storing import stories, stories_url

__all__ = ["stories", "stories_url"]


@pytest.fixture
def do(stories: StoryDatabase) -> Do:
    return Do(stories.begin)


async def test_only_what_is_allowed_for_a_use_goes_out_and_only_while_it_is(do: Do) -> None:
    until = TODAY + timedelta(days=30)
    mine, over, leaving, other = [await publish(do) for _ in range(3)] + [await publish(do, guild_id=ELSEWHERE)]
    new, ended = [await publish(do) for _ in range(2)]

    async def allow(session: Any) -> None:
        for key, use, ends in (
            (mine, "library", until), (mine, "print", until), (over, "print", TODAY - timedelta(days=1)),
            (leaving, "print", until), (other, "print", until), (mine, "podcast", TODAY),
        ):  # fmt: skip
            session.add(StoryConsent(story_key=key, use=use, version=1, ends_on=ends))
        session.add(StoryConsent(story_key=new, use="print", version=1, ends_on=until, has_arrived=True))
        session.add(StoryConsent(story_key=ended, use="print", version=1, ends_on=until, has_ended=True))
        story = await session.get(library.Story, leaving)
        story.leaves_at = NOW

    await do(allow)
    counts = await do(story_exports.count_allowed, guild_id=GUILD, today=TODAY)
    # What leaves, and what ended, is counted until it is gone or an intake comes: no minute tells of an author.
    assert counts == {"peers": 0, "website": 0, "podcast": 1, "print": 3, "training": 0}
    numbers = {row.story_key: row.number for row in await do.rows(StoryListing)}  # type: ignore[type-var] # rows of any table
    told: dict[str, Any] = {"guild_id": GUILD, "today": TODAY}
    assert await do(story_exports.list_allowed, use="print", **told) == [numbers[mine]]
    assert await do(story_exports.list_allowed, use="library", **told) == []
    told["use"] = "print"
    for key, number in numbers.items():
        assert await do(story_exports.is_allowed, number=number, **told) == (key == mine)
