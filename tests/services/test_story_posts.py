"""A message of a story is out once, or its story waits; what is taken back goes, whatever was going on meanwhile."""

from datetime import timedelta
from typing import Any

import pytest

from bot.services import story_posts, story_withdrawals
from bot.services.story_posts import LEASE, MOST_TRIES, mark_of
from db.models.library import StoryListing
from db.models.stories import Story, StoryFact, StoryPost
from db.stories import StoryDatabase
from tests.services.people import DAY, ELSEWHERE, GUILD, HOUR, NOW, Do
from tests.services.publishing import (
    CHANNEL,
    MESSAGE,
    MINUTE,
    MONDAY,
    OTHER_CHANNEL,
    WEEK,
    a_listing,
    approve,
    chance,
    claim,
    fail,
    going,
    plan,
    publish,
    put,
    put_due,
    settle,
    states,
)
from tests.storing import stories, stories_url

__all__ = ["stories", "stories_url"]

SECOND = timedelta(seconds=1)


@pytest.fixture
def do(stories: StoryDatabase) -> Do:
    return Do(stories.begin)


async def posts(do: Do) -> list[StoryPost]:
    found: list[Any] = [*await do.rows(StoryPost)]  # type: ignore[type-var] # rows of any table
    return sorted(found, key=lambda post: (post.due_at, post.place))


async def one(do: Do, key: str) -> StoryPost:
    (found,) = [post for post in await posts(do) if post.key == key]
    return found


async def keys_of(do: Do, now: Any = NOW + MINUTE, limit: int = 50) -> list[str]:
    return [each.post.key for each in await claim(do, now, limit)]


async def test_a_message_is_claimed_at_its_minute_and_then_held_for_two(do: Do) -> None:
    first, second = await put_due(do, *await approve(do, 2), due_at=NOW + HOUR)
    assert await claim(do, NOW + HOUR - SECOND) == []
    (each,) = await claim(do, NOW + HOUR)
    assert each.since is None
    assert each.post.key in {first.key, second.key}
    assert (each.post.tried_at, each.post.lease_until) == (NOW + HOUR, NOW + HOUR + LEASE)


async def test_a_channel_says_one_at_a_time_in_order_and_other_channels_do_not_wait(do: Do) -> None:
    first, second = await put_due(do, *await approve(do, 2))
    others = await put_due(do, *await approve(do, 2), channel_id=OTHER_CHANNEL, batch="other", due_at=NOW + 2 * SECOND)
    assert await keys_of(do, limit=1) == [first.key]
    (other,) = await keys_of(do)
    assert other in {post.key for post in others}
    assert await keys_of(do) == []
    assert await settle(do, first.key)
    assert await keys_of(do) == [second.key]


async def test_a_sent_message_publishes_its_story(do: Do) -> None:
    mine, other = await approve(do, 2, week=MONDAY - WEEK)
    first, _ = await put_due(do, mine, other)
    await claim(do)
    assert await settle(do, first.key, MESSAGE)
    post = await one(do, first.key)
    assert (post.state, post.message_id, post.tried_at, post.lease_until) == ("sent", MESSAGE, None, None)
    assert await states(do) == {mine: "published", other: "approved"}
    found: list[Any] = [*await do.rows(Story)]  # type: ignore[type-var] # rows of any table
    assert {story.key: story.week for story in found} == {mine: MONDAY, other: MONDAY - WEEK}


async def test_the_next_message_of_a_long_story_comes_before_any_other(do: Do) -> None:
    long, other = await put_due(do, *await approve(do, 2))
    await claim(do)
    assert await settle(do, long.key, MESSAGE, has_more=True)
    assert await settle(do, long.key, MESSAGE, has_more=True)  # told twice, it is one
    (each,) = await claim(do)
    assert (each.post.story_key, each.post.place, each.post.batch) == (long.story_key, 1, "batch")
    assert each.post.channel_id == CHANNEL
    assert await settle(do, each.post.key, MESSAGE + 1)
    assert await keys_of(do) == [other.key]
    assert [post.place for post in await posts(do)] == [0, 1, 0]


async def test_a_story_that_has_begun_goes_on_before_one_of_the_same_minute(do: Do) -> None:
    for number in range(8):  # their keys are drawn by chance
        where = {"channel_id": OTHER_CHANNEL + number, "batch": f"batch{number}", "due_at": NOW}
        await put_due(do, *await approve(do, 2), **where)
        (begun,) = await claim(do)
        assert await settle(do, begun.post.key, MESSAGE + 10 * number, has_more=True)
        (next_one,) = await claim(do)
        assert next_one.post.story_key == begun.post.story_key
        await settle(do, next_one.post.key, MESSAGE + 10 * number + 1)
        (other,) = await claim(do)
        await settle(do, other.post.key, MESSAGE + 10 * number + 2)


async def test_one_that_may_be_out_already_is_looked_for_though_the_others_were_taken_back(do: Do) -> None:
    mine, other = await approve(do, 2)
    first, _ = await put_due(do, mine, other)
    assert await keys_of(do) == [first.key]
    await do(story_posts.drop_due, story_keys=[other])
    (again,) = await claim(do, NOW + HOUR)
    assert (again.post.key, again.since) == (first.key, NOW + MINUTE)


async def test_only_stories_that_are_approved_and_stay_are_sent(do: Do) -> None:
    for state in ("arrived", "waiting", "declined", "down"):
        await put_due(do, *await approve(do, 2, state=state), batch=state)
    await put_due(do, *await approve(do, 2, leaves_at=NOW + DAY))
    assert await claim(do, NOW + HOUR) == []


async def test_a_message_that_may_be_out_is_claimed_with_the_time_since_which_it_is_looked_for(do: Do) -> None:
    post, _ = await put_due(do, *await approve(do, 2))
    (each,) = await claim(do)
    assert each.since is None
    assert await claim(do, NOW + MINUTE + LEASE) == []
    (each,) = await claim(do, NOW + MINUTE + LEASE + SECOND)  # whoever claimed it is gone
    assert (each.post.key, each.since) == (post.key, NOW + MINUTE)
    assert await settle(do, post.key)
    assert (await one(do, post.key)).tried_at is None


async def test_nobody_can_look_so_it_stays_in_doubt_and_the_next_story_does_not_wait_for_it(do: Do) -> None:
    post, other = await put_due(do, *await approve(do, 2))
    await claim(do)
    await fail(do, post.key, is_certain=False)
    assert await keys_of(do) == [other.key]
    for _ in range(3 * MOST_TRIES):
        await fail(do, post.key, is_certain=False)
    in_doubt = await one(do, post.key)
    assert (in_doubt.state, in_doubt.tried_at, in_doubt.lease_until) == ("due", NOW + MINUTE, None)
    await settle(do, other.key)
    (each,) = await claim(do, NOW + DAY)
    assert (each.post.key, each.since) == (post.key, NOW + MINUTE)


async def test_a_clock_that_jumps_back_does_not_hold_a_message_for_long(do: Do) -> None:
    post, _ = await put_due(do, *await approve(do, 2))
    await claim(do, NOW + DAY)
    assert await keys_of(do, NOW + MINUTE) == [post.key]


async def test_a_failed_message_is_tried_again_after_a_random_pause_and_then_waits_for_the_next_batch(do: Do) -> None:
    mine, other = await approve(do, 2)
    post, _ = await put_due(do, mine, other)
    now, pauses = NOW + MINUTE, []
    for attempt in range(1, MOST_TRIES):
        await fail(do, post.key, now, seed=attempt)
        failed = await one(do, post.key)
        assert (failed.attempts, failed.tried_at, failed.state) == (attempt, None, "due")
        pauses.append(failed.due_at - now)
        now = failed.due_at
    assert all(MINUTE <= pause <= timedelta(hours=6) for pause in pauses)
    assert len(set(pauses)) > MOST_TRIES // 2
    await fail(do, post.key, now)
    assert [each.story_key for each in await posts(do)] == [other]
    assert await states(do) == {mine: "approved", other: "approved"}
    await approve(do, 4)
    assert await plan(do, NOW + WEEK) == 5
    await fail(do, post.key)  # it is gone


async def test_what_has_begun_is_never_given_up_and_tried_within_the_hour(do: Do) -> None:
    post, _ = await put_due(do, *await approve(do, 2))
    await settle(do, post.key, has_more=True)
    (each,) = await claim(do)
    for _ in range(2 * MOST_TRIES):
        await fail(do, each.post.key)
    assert NOW < (await one(do, each.post.key)).due_at <= NOW + HOUR


async def test_one_that_would_stand_alone_because_the_others_were_taken_back_waits_for_others(do: Do) -> None:
    mine, *others = await approve(do, 5)
    await plan(do)
    for story in [story for story in await do.rows(Story) if story.key in others]:  # type: ignore[type-var,attr-defined]
        await do(
            story_withdrawals.withdraw,
            lookup_id=story.lookup_id,
            now=NOW,
            is_later=False,
            chance=chance(),  # type: ignore[attr-defined]
        )
    assert len(await posts(do)) == 1
    assert await claim(do, NOW + 3 * DAY) == []
    assert (await posts(do), await states(do)) == ([], {mine: "approved"})
    await approve(do, 4)
    assert await plan(do, NOW + WEEK) == 5


async def test_one_that_may_stand_alone_or_whose_others_were_seen_is_sent(do: Do) -> None:
    await put_due(do, *await approve(do, 1, is_alone_fine=True), batch="alone")
    assert len(await claim(do)) == 1
    first, second = await put_due(do, *await approve(do, 2), channel_id=OTHER_CHANNEL)
    await claim(do)
    await settle(do, first.key)
    await do(story_withdrawals.take_down, guild_id=GUILD, key=first.story_key, now=NOW)
    assert await keys_of(do) == [second.key]


async def test_a_message_that_came_out_while_it_was_taken_back_is_taken_away(do: Do) -> None:
    post, _ = await put_due(do, *await approve(do, 2))
    await claim(do)
    await do(story_withdrawals.take_down, guild_id=GUILD, key=post.story_key, now=NOW)
    assert await going(do, NOW + MINUTE) == []  # it is being sent: only a later look can tell
    assert not await settle(do, post.key, MESSAGE)
    (gone,) = await going(do, NOW + MINUTE)
    assert (gone.key, gone.message_id, gone.state) == (post.key, MESSAGE, "going")
    assert (await states(do))[post.story_key] == "down"
    await do(story_posts.settle_gone, key=post.key, now=NOW)
    assert await going(do, NOW + MINUTE) == []
    assert not await settle(do, post.key, MESSAGE)


async def test_what_was_taken_back_and_may_be_out_is_looked_for(do: Do) -> None:
    post, other = await put_due(do, *await approve(do, 2))
    await claim(do)
    await do(story_posts.take_away, story_keys=[post.story_key, other.story_key], now=NOW)
    (each,) = await going(do, NOW + MINUTE + LEASE + SECOND)
    assert (each.key, each.message_id, each.tried_at) == (post.key, None, NOW + MINUTE)
    await fail(do, post.key, is_certain=False)
    assert (await one(do, post.key)).state == "going"
    await fail(do, post.key, is_certain=True)  # it is not there
    assert await posts(do) == []


async def test_what_cannot_be_taken_away_now_is_tried_again_within_the_hour_for_ever(do: Do) -> None:
    mine, _ = await publish(do)
    await do(story_withdrawals.take_down, guild_id=GUILD, key=mine, now=NOW)
    (post,) = await going(do)
    for _ in range(2 * MOST_TRIES):
        await fail(do, post.key)
        assert await going(do) == []
        (again,) = await going(do, NOW + HOUR)
        assert again.message_id == post.message_id


async def test_a_message_deleted_by_hand_takes_its_story_out_of_the_library(do: Do) -> None:
    long, other = await put_due(do, *await approve(do, 2))
    await settle(do, long.key, MESSAGE, has_more=True)
    (each,) = await claim(do)
    await settle(do, each.post.key, MESSAGE + 1, has_more=True)
    await put(do, *[a_listing(key) for key in stories_of(long, other)])
    await do(story_posts.settle_gone, key=each.post.key, now=NOW + WEEK)
    assert await states(do) == {long.story_key: "down", other.story_key: "approved"}
    assert [(post.key, post.state) for post in await posts(do)] == [(other.key, "due"), (long.key, "going")]
    listed: list[Any] = [*await do.rows(StoryListing)]  # type: ignore[type-var] # rows of any table
    assert [row.story_key for row in listed] == [other.story_key]
    await do(story_posts.settle_gone, key=each.post.key, now=NOW)
    await do(story_posts.settle_gone, key=long.key, now=NOW)
    assert [post.key for post in await posts(do)] == [other.key]


def stories_of(*found: StoryPost) -> list[str]:
    return [post.story_key for post in found]


async def test_what_stands_is_looked_at_page_by_page(do: Do) -> None:
    await publish(do, 5)
    await publish(do, 2, guild_id=ELSEWHERE)
    await put_due(do, *await approve(do, 2))
    seen: list[StoryPost] = []
    while page := await do(story_posts.list_sent, guild_id=GUILD, limit=2, after=seen[-1].key if seen else ""):
        seen += page
    assert len({post.key for post in seen}) == len(seen) == 5


async def test_what_is_planned_goes_to_the_channel_that_is_chosen_now(do: Do) -> None:
    begun, planned = await put_due(do, *await approve(do, 2))
    (elsewhere,) = await put_due(do, *await approve(do, guild_id=ELSEWHERE), guild_id=ELSEWHERE, due_at=NOW + DAY)
    await claim(do)
    await do(story_posts.record_channel, guild_id=GUILD, channel_id=OTHER_CHANNEL)
    channels = {post.key: post.channel_id for post in await posts(do)}
    assert channels == {begun.key: CHANNEL, planned.key: OTHER_CHANNEL, elsewhere.key: CHANNEL}
    await do(story_posts.record_channel, guild_id=GUILD, channel_id=None)
    assert {post.key for post in await posts(do)} == {begun.key, elsewhere.key}


async def test_communities_that_were_left_are_forgotten(do: Do) -> None:
    await approve(do, 5)
    await plan(do)
    await approve(do, 5, guild_id=ELSEWHERE)
    await plan(do, guild_id=ELSEWHERE)
    await do(story_posts.forget_communities, guild_ids=[ELSEWHERE])
    assert {post.guild_id for post in await posts(do)} == {GUILD}
    facts: list[Any] = [*await do.rows(StoryFact)]  # type: ignore[type-var] # rows of any table
    assert [fact.name for fact in facts] == [f"batch-{GUILD}"]


def test_a_message_is_marked_the_same_each_time_and_unlike_any_other() -> None:
    keys = [f"{chance(seed).getrandbits(64):022}" for seed in range(500)]
    made = [StoryPost(key="any", story_key=key, place=place) for key in keys for place in (0, 1)]
    marks = [mark_of(post) for post in made]
    assert marks == [mark_of(StoryPost(key="another", story_key=post.story_key, place=post.place)) for post in made]
    assert len(set(marks)) == len(marks)
    assert all(0 < mark < 2**31 for mark in marks)
