"""Stories come together, at most weekly, each at a minute that only chance knows; none stands alone unasked."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import NotFound
from bot.services import story_batches
from bot.services.story_batches import Pace, draw
from db.models.stories import Story, StoryFact, StoryPost
from db.stories import StoryDatabase
from tests.services.people import DAY, ELSEWHERE, GUILD, NOW, Do, examples, undone
from tests.services.publishing import CHANNEL, MINUTE, MONDAY, WEEK, a_story, approve, chance, plan, publish, put
from tests.storing import stories, stories_url

__all__ = ["stories", "stories_url"]

LONG_AGO = MONDAY - 4 * WEEK
KEYS = "ABCDEFGH"


@pytest.fixture
def do(stories: StoryDatabase) -> Do:
    return Do(stories.begin)


async def posts_of(do: Do) -> dict[str, StoryPost]:
    posts: list[Any] = [*await do.rows(StoryPost)]  # type: ignore[type-var] # rows of any table
    return {post.story_key: post for post in posts}


async def test_four_wait_and_five_come_together_at_minutes_of_the_next_three_days(do: Do) -> None:
    keys = await approve(do, 4)
    assert await plan(do) == 0
    assert await posts_of(do) == {}
    keys += await approve(do)
    assert await plan(do) == 5
    posts = await posts_of(do)
    assert posts.keys() == set(keys)
    assert len({post.batch for post in posts.values()}) == 1
    for post in posts.values():
        assert (post.guild_id, post.channel_id, post.place, post.state) == (GUILD, CHANNEL, 0, "due")
        assert (post.attempts, post.tried_at, post.lease_until, post.message_id) == (0, None, None, None)
        assert NOW < post.due_at <= NOW + timedelta(hours=72)
        assert (post.due_at.second, post.due_at.microsecond) == (0, 0)


@pytest.mark.parametrize("stories_url", ["postgres"], indirect=True)
async def test_where_several_processes_plan_each_waits_for_its_turn(stories: StoryDatabase, do: Do) -> None:
    await approve(do, 5)
    async with stories.begin() as session:
        await story_batches.take_turn(session)
        planning = asyncio.create_task(plan(do))
        await asyncio.sleep(0.1)
        assert not planning.done()
    assert await planning == 5


async def test_three_are_enough_once_one_has_waited_for_four_weeks(do: Do) -> None:
    await approve(do, 2)
    await approve(do, week=LONG_AGO + WEEK)
    assert await plan(do) == 0
    assert await plan(do, NOW + WEEK - 3 * DAY) == 0
    assert await plan(do, NOW + WEEK - 2 * DAY) == 3  # a Monday


async def test_two_do_not_come_however_long_they_wait(do: Do) -> None:
    await approve(do, 2, week=LONG_AGO - 52 * WEEK)
    assert await plan(do) == 0


async def test_of_too_few_only_those_come_that_may_stand_alone(do: Do) -> None:
    await approve(do, 2)
    keys = await approve(do, is_alone_fine=True)
    assert await plan(do) == 1
    assert (await posts_of(do)).keys() == set(keys)
    await approve(do, is_alone_fine=True)
    assert await plan(do, NOW + 6 * DAY) == 0
    assert await plan(do, NOW + WEEK) == 1


async def test_the_next_batch_is_a_week_later_however_many_wait(do: Do) -> None:
    await approve(do, 5)
    await plan(do)
    await approve(do, 9)
    assert await plan(do) == 0
    assert await plan(do, NOW + 6 * DAY + 13 * timedelta(hours=1) - MINUTE) == 0  # the last minute of the sixth day
    assert await plan(do, NOW + WEEK) == 9
    facts: list[Any] = [*await do.rows(StoryFact)]  # type: ignore[type-var] # rows of any table
    assert [(fact.name, fact.value) for fact in facts] == [(f"batch-{GUILD}", "2026-06-10")]


async def test_a_clock_that_was_ahead_brings_no_batch_forward(do: Do) -> None:
    await approve(do, 5)
    await plan(do, NOW + DAY)
    await approve(do, 5)
    assert await plan(do) == 0


async def test_a_clock_that_was_far_ahead_does_not_hold_batches_up_until_then(do: Do) -> None:
    await approve(do, 5)
    await plan(do, NOW + 52 * WEEK)
    await approve(do, 5)
    assert await plan(do) == 5


async def test_a_week_without_a_batch_is_not_remembered(do: Do) -> None:
    await plan(do)
    await approve(do, 5)
    assert await plan(do) == 5


async def test_only_what_is_approved_and_stays_is_planned_and_each_community_has_its_own(do: Do) -> None:
    for state in ("arrived", "waiting", "declined", "down"):
        await approve(do, 5, state=state, is_alone_fine=True)
    await publish(do, 5)
    await approve(do, 5, leaves_at=NOW + DAY)
    await approve(do, 5, guild_id=ELSEWHERE)
    assert await plan(do) == 0
    assert await plan(do, guild_id=ELSEWHERE) == 5


async def test_a_community_chooses_its_numbers(do: Do) -> None:
    pace = Pace(least=3, least_late=2, late_after=WEEK, spread=MINUTE, pause=2 * DAY)
    await approve(do, 2)
    assert await plan(do, pace=pace) == 0
    assert await plan(do, NOW + WEEK, pace=pace) == 2
    assert {post.due_at for post in (await posts_of(do)).values()} == {NOW + WEEK + MINUTE}
    await approve(do, 3)
    assert await plan(do, NOW + WEEK + DAY, pace=pace) == 0
    assert await plan(do, NOW + WEEK + 2 * DAY, pace=pace) == 3


@pytest.mark.parametrize(
    "numbers", [{"least_late": 1}, {"least": 2}, {"spread": timedelta()}, {"pause": -DAY}, {"late_after": timedelta()}]
)
def test_numbers_that_would_let_one_stand_alone_or_leave_chance_no_time_are_refused(numbers: Any) -> None:
    with pytest.raises(ValueError, match=r"alone|time"):
        Pace(**numbers)


async def test_who_has_waited_four_weeks_for_others_is_asked(do: Do, stories: StoryDatabase) -> None:
    asked = await approve(do, 2, week=LONG_AGO)
    await approve(do, week=LONG_AGO + WEEK)
    await approve(do, week=LONG_AGO, is_alone_fine=True)
    await approve(do, week=LONG_AGO, state="waiting")
    await approve(do, week=LONG_AGO, guild_id=ELSEWHERE)
    async with stories.read() as session:
        assert await story_batches.list_asked(session, guild_id=GUILD, today=MONDAY) == sorted(asked)
        assert await story_batches.list_asked(session, guild_id=GUILD, today=MONDAY - DAY) == []
    await plan(do)
    assert await do(story_batches.list_asked, guild_id=GUILD, today=MONDAY) == []


async def test_an_author_says_that_alone_is_fine_and_takes_it_back(do: Do) -> None:
    story = a_story()
    await put(do, story)
    assert await plan(do) == 0
    await do(story_batches.record_alone, lookup_id=story.lookup_id, is_fine=True)
    await do(story_batches.record_alone, lookup_id=story.lookup_id, is_fine=False)
    assert await plan(do) == 0
    await do(story_batches.record_alone, lookup_id=story.lookup_id, is_fine=True)
    assert await plan(do) == 1
    refusal = await do.refused(story_batches.record_alone, lookup_id="none", is_fine=True)
    assert isinstance(refusal, NotFound)


async def test_two_processes_that_plan_at_once_plan_one_batch(do: Do) -> None:
    await approve(do, 5)
    assert sorted(await asyncio.gather(plan(do), plan(do))) == [0, 5]


kinds = st.tuples(st.booleans(), st.integers(0, 6), st.integers(0, 30))
"""Stories: whether alone is fine, how many weeks each has waited, on which day it is approved."""


@given(st.lists(kinds, max_size=10), st.integers(0, 99))
@examples(6)
async def test_whatever_is_approved_when_no_story_stands_alone_and_batches_are_a_week_apart(
    stories: StoryDatabase, told: list[tuple[bool, int, int]], seed: int
) -> None:
    async with undone(stories) as do:
        batches: list[tuple[date, int]] = []
        for day in range(31):
            now = NOW + day * DAY
            arriving = [
                a_story(is_alone_fine=fine, week=MONDAY - weeks * WEEK) for fine, weeks, on in told if on == day
            ]
            await put(do, *arriving)
            if number := await plan(do, now, chance=chance(seed + day)):
                batches.append((now.date(), number))
        posts, found = await posts_of(do), {story.key: story for story in await do.rows(Story)}  # type: ignore[type-var]
    days = [day for day, _ in batches]
    assert all(after - before >= WEEK for before, after in pairwise(days))
    sizes = Counter(post.batch for post in posts.values())
    assert sorted(sizes.values()) == sorted(number for _, number in batches)
    for key, post in posts.items():
        assert sizes[post.batch] >= 3 or found[key].is_alone_fine  # type: ignore[attr-defined]
        assert any(is_within(post.due_at, day) for day in days)


def is_within(due_at: datetime, day: date) -> bool:
    planned = NOW + (day - NOW.date())
    return planned < due_at <= planned + timedelta(hours=72)


@given(st.permutations(KEYS), st.integers(0, 9999))
def test_two_stories_that_swap_their_keys_swap_their_minutes(order: list[str], seed: int) -> None:
    """So nothing but its random key, neither its arrival nor its author, gives a story its minute."""
    swapped = {**{key: key for key in KEYS}, "A": "B", "B": "A"}
    minutes = draw(order, now=NOW, chance=chance(seed))
    assert draw([*map(swapped.__getitem__, order)], now=NOW, chance=chance(seed)) == minutes
    assert draw(sorted(order), now=NOW, chance=chance(seed)) == minutes
    assert len(minutes) == len(KEYS)


def leaky(keys: list[str], seed: int) -> dict[str, datetime]:
    """Give minutes as a careless plan would: chance, but in the order of arrival."""
    minutes = sorted(NOW + MINUTE * chance(seed).randint(1, 4320) for seed in range(seed, seed + len(keys)))
    return dict(zip(keys, minutes, strict=True))


@pytest.mark.parametrize(("rule", "tells"), [(leaky, True), (None, False)])
def test_the_order_of_minutes_says_nothing_about_the_order_of_arrival(
    rule: Callable[[list[str], int], dict[str, datetime]] | None, *, tells: bool
) -> None:
    """Over many batches each story is first about as often as any other; the careless twin always tells."""
    first: Counter[int] = Counter()
    for seed in range(800):
        # Keys are random: which of them came first is nothing that a key says.
        keys = [f"{chance(seed * 10 + number).getrandbits(64):020}" for number in range(5)]
        minutes = rule(keys, seed) if rule else draw(keys, now=NOW, chance=chance(seed))
        first[keys.index(min(minutes, key=lambda key: minutes[key]))] += 1
    assert (max(first.values()) > 220) is tells  # 160 by chance
    assert (min(first[number] for number in range(5)) < 110) is tells


async def test_stored_stories_that_swap_their_keys_swap_their_places(stories: StoryDatabase) -> None:
    seen = []
    for order in (KEYS, KEYS[::-1]):
        async with undone(stories) as do:
            for number, key in enumerate(order):
                await put(do, a_story(key, lookup_id=f"{number}"))
            await plan(do, chance=chance(7))
            found: list[Any] = [*await do.rows(Story)]  # type: ignore[type-var] # rows of any table
            posts = await posts_of(do)
            seen.append({story.lookup_id: posts[story.key].due_at for story in found})
    assert seen[0] == {str(7 - int(number)): due_at for number, due_at in seen[1].items()}
