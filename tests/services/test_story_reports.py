"""A reader tells of a story without a name, once until moderators looked."""

import asyncio
from typing import Any

import pytest

from bot.services import story_reports
from db.models.library import StoryReport
from db.models.stories import StoryFact
from db.stories import StoryDatabase
from tests.services.listing import look, publish
from tests.services.people import ELSEWHERE, GUILD, Do
from tests.storing import stories, stories_url

__all__ = ["stories", "stories_url"]


@pytest.fixture
def do(stories: StoryDatabase) -> Do:
    return Do(stories.begin)


async def test_a_reader_tells_of_a_story_once_until_moderators_looked(do: Do) -> None:
    mine = await publish(do)
    (entry,) = (await look(do)).entries
    told: dict[str, Any] = {"guild_id": GUILD, "number": entry.number}
    for reason in ("other", "names", "other"):
        await do(story_reports.record_report, **told, reason=reason)
    assert await do(story_reports.list_reported, guild_id=GUILD, limit=9) == [mine]
    assert await do(story_reports.list_reported, guild_id=GUILD, limit=9, after=mine) == []
    assert await do(story_reports.list_reported, guild_id=ELSEWHERE, limit=9) == []
    assert await do(story_reports.list_reasons, guild_id=GUILD, key=mine) == ["names", "other"]
    assert await do(story_reports.list_reasons, guild_id=ELSEWHERE, key=mine) == []
    assert [row.name for row in await do.rows(StoryFact)] == [f"notice-{GUILD}"]  # type: ignore[type-var] # rows of any table
    for wrong in ({"guild_id": ELSEWHERE}, {"number": entry.number + 1}, {"reason": "dull"}):
        refusal = await do.refused(story_reports.record_report, **{**told, "reason": "names", **wrong})
        assert refusal.message_id == "library-gone"
    await do(story_reports.settle_reports, guild_id=ELSEWHERE, key=mine)
    assert len(await do.rows(StoryReport)) == 2  # type: ignore[type-var] # rows of any table
    await do(story_reports.settle_reports, guild_id=GUILD, key=mine)
    assert await do.rows(StoryReport) == []  # type: ignore[type-var] # rows of any table


async def test_readers_who_tell_at_once_are_all_heard(do: Do) -> None:
    for _ in range(6):
        await publish(do)
    numbers = [entry.number for page in (0, 1) for entry in (await look(do, page=page)).entries]
    told: dict[str, Any] = {"guild_id": GUILD, "reason": "names"}
    await asyncio.gather(*(do(story_reports.record_report, number=number, **told) for number in numbers))
    assert len(await do(story_reports.list_reported, guild_id=GUILD, limit=9)) == 6
