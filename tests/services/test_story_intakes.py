"""The intake is once a day, at ten by a community's own clock, and what has to follow it is not lost."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.services import guilds, leavers, story_intakes, story_rules
from bot.services.guilds import Person
from bot.services.story_intakes import Place, last_due
from db.models.library import StoryVocabulary
from db.models.stories import Hold, Story, StoryFact, StoryPart, StoryPost
from db.session import Database
from db.stories import StoryDatabase
from tests.services.people import ADA, CHECKINS, DAY, ELSEWHERE, GUILD, MODERATORS, NOW, Do
from tests.services.publishing import a_story, approve, plan, put
from tests.services.telling import TODAY, send

LONDON = "Europe/London"
TEN = datetime(2026, 6, 3, 9, tzinfo=UTC)
"""Ten o'clock in London, in summer."""

THIRD = {"guild_id": 730000000000000011}
FOURTH = 740000000000000011


@pytest.fixture
def do(stories: StoryDatabase) -> Do:
    return Do(stories.begin)


async def step(do: Do, now: datetime, zone: str = LONDON, guild_id: int = GUILD) -> str:
    found: str = await do(story_intakes.find_step, guild_id=guild_id, zone=zone, now=now)
    return found


async def take_in(do: Do, now: datetime = NOW, guild_id: int = GUILD) -> int:
    count: int = await do(story_intakes.take_in, guild_id=guild_id, zone=LONDON, now=now)
    return count


async def begin(do: Do, now: datetime, zone: str = LONDON) -> None:
    await do(story_intakes.record_begun, guild_id=GUILD, zone=zone, now=now)


async def facts(do: Do) -> dict[str, str]:
    found: list[Any] = [*await do.rows(StoryFact)]  # type: ignore[type-var] # rows of any table
    return {row.name: row.value for row in found}


@pytest.mark.parametrize(
    ("now", "zone", "day"),
    [
        (TEN, LONDON, date(2026, 6, 3)),
        (datetime(2026, 6, 3, 8, 59, tzinfo=UTC), LONDON, date(2026, 6, 2)),
        (datetime(2026, 1, 3, 9, 59, tzinfo=UTC), LONDON, date(2026, 1, 2)),
        (TEN, "America/New_York", date(2026, 6, 2)),
        (TEN, "Pacific/Auckland", date(2026, 6, 3)),
        (datetime(2026, 6, 3, 23, tzinfo=UTC), "Pacific/Auckland", date(2026, 6, 4)),
    ],
)
def test_the_hour_is_that_of_the_communitys_zone(now: datetime, zone: str, day: date) -> None:
    assert last_due(now, zone) == day


async def test_what_came_before_the_first_hour_waits_for_it_however_late_it_is_noticed(do: Do) -> None:
    assert await step(do, NOW) == "begin"
    await begin(do, NOW)
    assert await step(do, NOW) == "wait"
    assert await step(do, TEN + DAY) == "take"


async def test_an_intake_is_once_a_day(do: Do) -> None:
    await begin(do, TEN - DAY)
    assert await step(do, TEN) == "take"
    await take_in(do, TEN)
    assert await step(do, TEN) == await step(do, TEN + DAY * 0.99) == "wait"
    assert await step(do, TEN + DAY * 3) == "take"
    assert await step(do, TEN + DAY * 3, guild_id=ELSEWHERE) == "begin"


async def test_another_zone_gives_no_second_intake_for_a_day(do: Do) -> None:
    await begin(do, datetime(2026, 6, 3, 23, tzinfo=UTC), "Pacific/Auckland")
    for hours in range(30):
        assert await step(do, TEN + DAY * hours / 24, "Pacific/Honolulu") == "wait"


async def test_a_clock_that_was_far_ahead_once_holds_no_intake_up(do: Do) -> None:
    await begin(do, NOW + DAY * 1000)
    assert await step(do, NOW) == "begin"
    await begin(do, NOW)
    assert await step(do, NOW + DAY) == "take"


async def test_an_intake_takes_in_notes_its_day_and_has_to_be_shuffled(do: Do) -> None:
    await send(do, 1)
    assert await take_in(do) == 1
    assert (await facts(do)) == {f"intake-{GUILD}": "2026-06-03", f"notice-{GUILD}": "due", "unshuffled": "due"}
    assert [row.state for row in await do.rows(Story)] == ["waiting"]  # type: ignore[type-var] # rows of any table
    assert await do(story_intakes.is_unshuffled)
    await do(story_intakes.record_shuffled)
    assert not await do(story_intakes.is_unshuffled)


async def test_moderators_are_told_once_and_only_of_what_is_new_and_theirs(do: Do) -> None:
    await send(do, 1, guild_id=ELSEWHERE)
    assert await take_in(do) == 0
    assert not await do(story_intakes.has_notices)
    assert await do(story_intakes.take_notices) == []
    await take_in(do, guild_id=ELSEWHERE)
    await take_in(do, guild_id=ELSEWHERE)
    assert await do(story_intakes.has_notices)
    assert await do(story_intakes.take_notices) == [ELSEWHERE]
    assert await do(story_intakes.take_notices) == []
    await take_in(do, guild_id=ELSEWHERE)
    assert await do(story_intakes.take_notices) == []
    await do(story_intakes.record_notice, guild_id=GUILD)
    assert await do(story_intakes.take_notices, but=[GUILD]) == []
    assert await do(story_intakes.take_notices, but=[ELSEWHERE]) == [GUILD]


async def test_a_part_that_was_added_is_new_too(do: Do) -> None:
    key = await send(do, 1, today=TODAY)
    await take_in(do)
    await do(story_intakes.take_notices)
    await put(do, StoryPart(key="later", story_key=key, place=9, has_arrived=True, sealed=b"more"))
    assert await take_in(do, NOW + DAY) == 0
    assert await do(story_intakes.take_notices) == [GUILD]


async def test_communities_of_which_anything_is_kept_are_known_and_can_be_forgotten(do: Do) -> None:
    await approve(do, 5)
    await plan(do)
    await begin(do, NOW)
    await do(story_intakes.record_notice, guild_id=GUILD)
    await put(do, a_story(guild_id=ELSEWHERE), Hold(tag="tag", key_no=1, ends_on=TODAY, **THIRD))
    await put(do, StoryVocabulary(guild_id=FOURTH, total=0, sealed=b"words"))
    assert await do(story_intakes.list_communities) == {GUILD, ELSEWHERE, THIRD["guild_id"], FOURTH}
    await do(story_intakes.forget_communities, guild_ids=[GUILD, THIRD["guild_id"], FOURTH])
    assert await do(story_intakes.list_communities) == {ELSEWHERE}
    assert await facts(do) == {}
    assert await do.rows(StoryPost) == []  # type: ignore[type-var] # rows of any table


async def test_an_intake_alone_lets_a_community_be_known(do: Do) -> None:
    await begin(do, NOW)
    assert await do(story_intakes.list_communities) == {GUILD}


async def test_a_place_is_what_a_community_chose_wherever_it_chose_it(database: Database) -> None:
    do = Do(database.begin)

    def admin(guild_id: int) -> Person:
        return Person(guild_id, ADA, frozenset(), frozenset({"admin"}))

    await do(story_rules.record_rules, person=admin(GUILD), channel_id=CHECKINS)
    await do(story_rules.record_rules, person=admin(ELSEWHERE), authors=40)
    await do(guilds.record_choices, person=admin(GUILD), now=NOW, zone="Asia/Tokyo", moderators_channel_id=MODERATORS)
    await do(guilds.record_choices, person=admin(17), now=NOW)
    await do(leavers.record_removed, guild_id=18, now=NOW)
    assert await do(story_intakes.list_places) == {
        GUILD: Place("Asia/Tokyo", MODERATORS, CHECKINS, has_rules=True),
        ELSEWHERE: Place(has_rules=True),
        17: Place(),
        18: Place(),
    }
