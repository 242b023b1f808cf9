"""A sender whose every step may fail, and a channel that remembers what was said: nothing twice, nothing lost."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete

from bot.services import story_posts, story_withdrawals
from db.models.stories import Story, StoryPost
from db.stories import StoryDatabase
from tests.services.people import GUILD, HOUR, NOW, Do, examples, undone
from tests.services.publishing import MESSAGE, approve, chance, claim, fail, going, publish, put_due, settle, states
from tests.storing import stories, stories_url

__all__ = ["stories", "stories_url"]


@pytest.fixture
def do(stories: StoryDatabase) -> Do:
    return Do(stories.begin)


async def test_messages_of_a_story_that_any_rule_deleted_are_found(do: Do) -> None:
    sent, _ = await publish(do)
    untried, tried = await put_due(do, *await approve(do, 2))

    async def gone(session: Any) -> None:
        await session.execute(delete(Story))

    await do(gone)
    assert await claim(do, NOW + HOUR) == []
    assert sent in {post.story_key for post in await going(do)}
    assert untried.key not in {post.key for post in await going(do)}
    assert not await settle(do, tried.key, MESSAGE)
    assert tried.key in {post.key for post in await going(do, NOW + HOUR)}


async def test_two_processes_that_claim_at_once_do_not_send_the_same_or_split_the_order(do: Do) -> None:
    first, _ = await put_due(do, *await approve(do, 2))
    both = await asyncio.gather(claim(do), claim(do))
    assert [each.post.key for found in both for each in found] == [first.key]


steps = st.lists(st.sampled_from(["sent", "lost", "failed", "killed", "down", "withdrawn", "cannot look"]), max_size=7)


@given(steps, st.integers(0, 999))
@examples(8)
async def test_whatever_goes_wrong_no_story_stands_twice_and_none_is_lost(
    stories: StoryDatabase, told: list[str], seed: int
) -> None:
    """A channel that remembers what was said, and a sender whose every step may fail, at the time it may."""
    channel: dict[int, tuple[str, int]] = {}
    async with undone(stories) as do:
        keys = await approve(do, 3)
        await put_due(do, *keys)
        sender = Sender(do, channel, seed)
        for number, step in enumerate(told):
            await sender.sweep(step, NOW + (number + 1) * 7 * HOUR)
            assert len(set(channel.values())) == len(channel)
        for number in range(9):
            await sender.sweep("sent", NOW + (8 + number) * 7 * HOUR)
        found = await states(do)
        said = {story_key for story_key, _ in channel.values()}
        waiting = {key for key, state in found.items() if state == "approved"}
        assert said == {key for key, state in found.items() if state == "published"}
        assert said | waiting | sender.ended == set(keys)


class Sender:
    def __init__(self, do: Do, channel: dict[int, tuple[str, int]], seed: int) -> None:
        self.do, self.channel, self.chance = do, channel, chance(seed)
        self.ended: set[str] = set()
        self.number = MESSAGE

    async def sweep(self, step: str, now: Any) -> None:
        await self.take_away(now, is_blind=step == "cannot look")
        for post, since in await claim(self.do, now):
            if step == "killed":
                continue
            if since and step == "cannot look":
                await fail(self.do, post.key, now, is_certain=False)
            elif since and (found := self.find(post)):
                await settle(self.do, post.key, found, now)
            else:
                await self.send(post, step, now)

    async def send(self, post: StoryPost, step: str, now: Any) -> None:
        if step in {"down", "withdrawn"}:
            await self.end(post, step, now)
        if step == "failed":
            await fail(self.do, post.key, now)
            return
        self.number += 1
        self.channel[self.number] = (post.story_key, post.place)
        if step != "lost" and not await settle(self.do, post.key, self.number, now):
            del self.channel[self.number]
            await self.do(story_posts.settle_gone, key=post.key, now=now)

    async def end(self, post: StoryPost, step: str, now: Any) -> None:
        if step == "down":
            await self.do(story_withdrawals.take_down, guild_id=GUILD, key=post.story_key, now=now)
        else:
            rows: list[Any] = [*await self.do.rows(Story)]  # type: ignore[type-var] # rows of any table
            (lookup_id,) = [row.lookup_id for row in rows if row.key == post.story_key]
            told = {"lookup_id": lookup_id, "now": now, "is_later": self.chance.random() < 0.5, "chance": self.chance}
            await self.do(story_withdrawals.withdraw, **told)
        self.ended.add(post.story_key)

    def find(self, post: StoryPost) -> int | None:
        return next((number for number, said in self.channel.items() if said == (post.story_key, post.place)), None)

    async def take_away(self, now: Any, *, is_blind: bool) -> None:
        await self.do(story_withdrawals.withdraw_due, now=now)
        for post in await going(self.do, now):
            if is_blind:
                await fail(self.do, post.key, now, is_certain=False)
                continue
            self.channel.pop(post.message_id or self.find(post) or 0, None)
            await self.do(story_posts.settle_gone, key=post.key, now=now)
