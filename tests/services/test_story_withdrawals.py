"""Whoever has the receipt takes a story back, and nothing of it is left; what is over goes by itself."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.errors import NotFound
from bot.services import stories as rules
from bot.services import story_posts, story_reviews, story_withdrawals
from db.base import StoryBase
from db.models.library import StoryListing, StoryReport
from db.models.stories import (
    Story,
    StoryPart,
    StoryPost,
)
from db.session import Database
from db.stories import StoryDatabase
from tests.services.people import DAY, ELSEWHERE, GUILD, HOUR, NOW, Do
from tests.services.publishing import (
    MINUTE,
    WEEK,
    a_story,
    all_of,
    approve,
    chance,
    claim,
    consents_in,
    going,
    plan,
    posts_in,
    publish,
    put,
    put_due,
    settle,
    states,
)
from tests.services.telling import take_in
from tests.storing import stories, stories_url

__all__ = ["stories", "stories_url"]

RARE = "quince-and-thunder"
alone = pytest.mark.parametrize("stories_url", ["sqlite"], indirect=True)


@pytest.fixture
def do(stories: StoryDatabase) -> Do:
    return Do(stories.begin)


def receipt_of(number: int) -> str:
    return f"receipt-{number}"


async def put_one(do: Do, number: int = 0, **others: Any) -> str:
    """Keep a story whose receipt is known; give its key."""
    story = a_story(lookup_id=receipt_of(number), **others)
    await put(do, story)
    return story.key


async def withdraw(do: Do, number: int = 0, *, is_later: bool = False, now: Any = NOW, seed: int = 0) -> str:
    told = {"lookup_id": receipt_of(number), "now": now, "is_later": is_later, "chance": chance(seed)}
    outcome: str = await do(story_withdrawals.withdraw, **told)
    return outcome


async def leaves_at(do: Do, key: str) -> Any:
    found: list[Any] = [*await do.rows(Story)]  # type: ignore[type-var] # rows of any table
    return next(story.leaves_at for story in found if story.key == key)


async def everything(do: Do) -> int:
    """Count the rows of all tables."""

    async def counted(session: Any) -> int:
        tables = StoryBase.metadata.sorted_tables
        return sum([await session.scalar(select(func.count()).select_from(table)) for table in tables])

    number: int = await do(counted)
    return number


@pytest.mark.parametrize("state", ["arrived", "waiting", "approved", "declined", "down"])
async def test_a_story_is_taken_back_at_once_with_all_that_hangs_on_it_wherever_it_is(do: Do, state: str) -> None:
    key = await put_one(do, state=state)
    await put(do, *all_of(key))
    assert await withdraw(do) == "gone"
    assert await everything(do) == 0
    assert await withdraw(do) == "unknown"
    assert await withdraw(do, is_later=True) == "unknown"


async def test_a_published_story_is_gone_at_once_and_its_messages_go(do: Do) -> None:
    key, other = await put_one(do), await put_one(do, 1)
    for post in await put_due(do, key, other):
        assert await settle(do, post.key, has_more=True)
    assert await withdraw(do) == "gone"
    assert await states(do) == {other: "published"}
    assert [(post.story_key, post.place, post.due_at) for post in await going(do)] == [(key, 0, NOW)]
    assert sorted((post.story_key, post.place) for post in await posts_in(do)) == [(key, 0), (other, 0), (other, 1)]


async def test_during_its_batch_it_is_not_sent_and_the_others_are(do: Do) -> None:
    await put_one(do)
    others = await approve(do, 4)
    assert await plan(do) == 5
    assert await withdraw(do) == "gone"
    assert {post.story_key for post in await posts_in(do)} == {*others}
    assert await going(do, NOW + WEEK) == []
    for _ in others:
        ((post, _since),) = await claim(do, NOW + 3 * DAY)
        assert await settle(do, post.key)
    assert await states(do) == dict.fromkeys(others, "published")


async def test_later_it_leaves_at_a_random_minute_of_the_next_day_and_asking_again_does_not_move_it(do: Do) -> None:
    key = await put_one(do, state="published")
    assert await withdraw(do, is_later=True) == "later"
    first = await leaves_at(do, key)
    assert NOW < first <= NOW + DAY
    assert await withdraw(do, is_later=True, now=NOW + HOUR, seed=1) == "later"
    assert await leaves_at(do, key) == first
    assert await do(story_withdrawals.withdraw_due, now=first - MINUTE) == []
    assert await do(story_withdrawals.withdraw_due, now=first) == [receipt_of(0)]
    assert await everything(do) == 0
    assert await do(story_withdrawals.withdraw_due, now=first) == []


async def test_the_minute_at_which_it_leaves_is_any_of_the_day(do: Do) -> None:
    seen = set()
    for seed in range(40):
        key = await put_one(do, seed, state="waiting")
        told = {"lookup_id": receipt_of(seed), "now": NOW, "is_later": True, "chance": chance(seed)}
        await do(story_withdrawals.withdraw, **told)
        seen.add((await leaves_at(do, key) - NOW) // timedelta(hours=4))
    assert seen == set(range(6))


async def test_who_asked_for_later_can_still_have_it_at_once(do: Do) -> None:
    await put_one(do, state="waiting")
    assert await withdraw(do, is_later=True) == "later"
    assert await withdraw(do) == "gone"
    assert await everything(do) == 0


async def test_what_nobody_has_seen_goes_at_once_though_later_was_said(do: Do) -> None:
    await put_one(do, state="arrived")
    assert await withdraw(do, is_later=True) == "gone"
    assert await everything(do) == 0


async def test_what_leaves_later_is_not_sent_any_more_and_what_is_being_sent_goes_with_it(do: Do) -> None:
    planned, tried = await put_one(do), await put_one(do, 1)
    await put_due(do, tried, planned)
    await claim(do)
    assert await withdraw(do, is_later=True) == await withdraw(do, 1, is_later=True) == "later"
    (post,) = await posts_in(do)
    assert await settle(do, post.key)
    assert await states(do) == {planned: "approved", tried: "published"}
    assert await plan(do, NOW + WEEK) == 0
    assert await do(story_withdrawals.withdraw_due, now=NOW + DAY) == [receipt_of(0), receipt_of(1)]
    assert [post.story_key for post in await going(do, NOW + DAY)] == [tried]


async def test_moderators_take_down_what_is_approved_or_published_in_their_community(do: Do) -> None:
    (published, other), (approved, *_) = await publish(do), await approve(do, 5)
    await plan(do)
    await put(do, *all_of(published))
    for key in (published, approved):
        refusal = await do.refused(story_withdrawals.take_down, guild_id=ELSEWHERE, key=key, now=NOW)
        assert isinstance(refusal, NotFound)
        await do(story_withdrawals.take_down, guild_id=GUILD, key=key, now=NOW + WEEK)
        refusal = await do.refused(story_withdrawals.take_down, guild_id=GUILD, key=key, now=NOW)
        assert refusal.message_id == "stories-gone"
    found = await states(do)
    assert (found[published], found[approved], found[other]) == ("down", "down", "published")
    assert [post.story_key for post in await going(do, NOW + WEEK)] == [published]
    assert approved not in {post.story_key for post in await posts_in(do)}
    assert [*await do.rows(StoryListing), *await do.rows(StoryReport)] == []  # type: ignore[type-var, list-item] # rows of any table
    assert len(await do.rows(StoryPart)) == 1  # type: ignore[type-var] # its author can read it
    await do.refused(story_withdrawals.take_down, guild_id=GUILD, key="none", now=NOW)


@pytest.mark.parametrize("state", ["arrived", "waiting", "declined", "down"])
async def test_what_is_not_in_the_library_or_on_its_way_there_cannot_be_taken_down(do: Do, state: str) -> None:
    (key,) = await approve(do, state=state)
    assert isinstance(await do.refused(story_withdrawals.take_down, guild_id=GUILD, key=key, now=NOW), NotFound)


async def change(do: Do, *uses: str, version: int = 2, number: int = 0, now: Any = NOW) -> bool:
    told = {"lookup_id": receipt_of(number), "uses": uses, "version": version, "now": now}
    stays: bool = await do(story_withdrawals.change_consents, **told)
    return stays


async def test_an_author_changes_what_is_allowed_for_two_years_from_now(do: Do) -> None:
    await put_one(do)
    assert await change(do, "website", "library", "print", version=1, now=NOW - 40 * WEEK)
    ends = date(2027, 8, 31)
    assert await consents_in(do) == [("library", 1, ends), ("print", 1, ends), ("website", 1, ends)]
    assert await change(do, "library", "library", "print")
    assert await consents_in(do) == [("library", 2, date(2028, 6, 30)), ("print", 2, date(2028, 6, 30))]


async def test_moderators_see_a_change_of_consents_from_the_next_intake_on_and_it_holds_at_once(do: Do) -> None:
    key = await put_one(do)
    await change(do, "library", "print")
    await take_in(do)

    async def seen() -> tuple[set[str], set[str]]:
        review = await do(story_reviews.get_review, guild_id=GUILD, key=key)
        mine = await do(rules.open_story, lookup_id=receipt_of(0))
        return {each.use for each in review.consents}, set(mine.consents)

    assert await seen() == ({"library", "print"}, {"library", "print"})
    await change(do, "library", "website")
    assert await seen() == ({"library", "print"}, {"library", "website"})
    await change(do, "library", "website", "print")
    await change(do, "library", "print")
    assert await seen() == ({"library", "print"}, {"library", "print"})
    await change(do, "library", "website")
    await take_in(do)
    assert await seen() == ({"library", "website"}, {"library", "website"})
    assert len(await consents_in(do)) == 2


async def test_without_the_library_a_story_is_taken_back(do: Do) -> None:
    key = await put_one(do)
    (post,) = await put_due(do, key)
    await put_due(do, *await approve(do))
    await settle(do, post.key)
    assert not await change(do, "website", "print")
    assert key not in await states(do)
    assert [each.story_key for each in await going(do)] == [key]
    with pytest.raises(NotFound):
        await change(do, "library")


@alone
async def test_nothing_of_a_story_is_left_in_the_file_or_its_log(stories: StoryDatabase, stories_url: str) -> None:
    file = Path(stories_url.removeprefix("sqlite:///"))
    leaky = Database(stories_url)
    leaky.migrations = StoryDatabase.migrations
    await leaky.open()
    await kept(Do(leaky.begin), 0)
    await withdraw(Do(leaky.begin), 0)
    assert RARE.encode() in whole(file)  # the careless twin's log tells all of it
    await leaky.close()

    do = Do(stories.begin)
    post, _ = await kept(do, 1)
    assert RARE.encode() in whole(file)
    assert await withdraw(do, 1) == "gone"
    await stories.shuffle()
    assert stories.is_clean
    left = whole(file)
    assert [word for word in (RARE, receipt_of(1), "f-mine-1", "p-mine-1") if word.encode() in left] == []
    await do(story_posts.settle_gone, key=post.key, now=NOW)
    await stories.shuffle()
    assert b"mine-1" not in whole(file)


async def kept(do: Do, number: int) -> list[StoryPost]:
    """Keep a whole story that is published beside another one; give the messages."""
    key, other = f"mine-{number}", f"other-{number}"
    await put(do, a_story(key, lookup_id=receipt_of(number)), a_story(other), *all_of(key, RARE), *all_of(other))
    made = await put_due(do, key, other, batch=f"{number}")
    for post in made:
        await settle(do, post.key)
    return made


def whole(file: Path) -> bytes:
    """Give all bytes of a database, its log, and what else lies beside it."""
    return b"".join(each.read_bytes() for each in sorted(file.parent.glob(f"{file.name}*")))
