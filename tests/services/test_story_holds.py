"""A hold keeps somebody from sharing for a while; nobody learns who it is, and it ends by itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.services import story_holds
from bot.services.story_holds import Pending
from bot.services.story_keys import TURN, HoldTag, StoryKeys, new_keys, rotate
from db.models.stories import Hold
from db.stories import StoryDatabase
from tests.services.people import ELSEWHERE, GUILD, JO, SAM, Do
from tests.services.telling import TODAY

DAY = timedelta(days=1)
KEYS = rotate(new_keys(), today=TODAY)
END = KEYS.hold_until(1, today=TODAY) or TODAY


@pytest.fixture
def do(stories: StoryDatabase) -> Do:
    return Do(stories.begin)


def tag(member_id: int = SAM, guild_id: int = GUILD, keys: StoryKeys = KEYS) -> HoldTag:
    return keys.hold_tag(guild_id=guild_id, member_id=member_id)


async def hold(do: Do, *tags: HoldTag, today: date = TODAY, guild_id: int = GUILD, keys: StoryKeys = KEYS) -> None:
    await do(story_holds.record_holds, guild_id=guild_id, tags=tags, keys=keys, today=today)


async def held(
    do: Do, member_id: int = SAM, today: date = TODAY, guild_id: int = GUILD, keys: StoryKeys = KEYS
) -> bool:
    tags = keys.hold_tags(guild_id=guild_id, member_id=member_id)
    answer: bool = await do(story_holds.is_held, tags=tags, today=today)
    return answer


async def test_who_is_held_is_held_here_until_the_end_of_a_week(do: Do) -> None:
    await hold(do, tag())
    assert (await held(do), await held(do, JO), await held(do, guild_id=ELSEWHERE)) == (True, False, False)
    assert (await held(do, today=END), await held(do, today=END + DAY)) == (True, False)
    assert END.weekday() == 6


async def test_who_is_held_under_an_older_key_is_held_while_it_is_kept(do: Do) -> None:
    await hold(do, tag())
    later = rotate(KEYS, today=TODAY + TURN)
    assert tag(keys=later).number == 2
    assert await held(do, keys=later)
    gone = replace(later, holds=later.holds[1:])
    assert not await held(do, keys=gone)
    await hold(do, tag(JO), keys=gone)  # a tag of a key that is gone stands for nobody
    assert len(await do.rows(Hold)) == 1


async def test_a_second_hold_of_somebody_moves_the_end(do: Do) -> None:
    await hold(do, tag())
    await hold(do, tag(), today=TODAY + 9 * DAY)
    (row,) = await do.rows(Hold)
    assert row.ends_on == KEYS.hold_until(1, today=TODAY + 9 * DAY) != END


async def test_holds_are_listed_by_their_end_and_can_be_lifted(do: Do) -> None:
    await hold(do, tag(JO), today=TODAY + 9 * DAY)
    await hold(do, tag())
    await hold(do, tag(guild_id=ELSEWHERE), guild_id=ELSEWHERE)
    listed = await do(story_holds.list_ends, guild_id=GUILD, today=TODAY)
    assert [each for each, _ in listed] == [tag().tag, tag(JO).tag]
    assert [end for _, end in listed] == [END, KEYS.hold_until(1, today=TODAY + 9 * DAY)]
    await do(story_holds.lift, guild_id=ELSEWHERE, tag=tag().tag)
    assert await held(do)
    await do(story_holds.lift, guild_id=GUILD, tag=tag().tag)
    assert not await held(do)


async def test_holds_that_are_over_are_forgotten(do: Do) -> None:
    await hold(do, tag())
    await do(story_holds.purge_holds, today=END)
    assert len(await do.rows(Hold)) == 1
    await do(story_holds.purge_holds, today=END + DAY)
    assert await do.rows(Hold) == []


def test_who_sent_a_story_is_held_from_the_intake_on_and_only_if_that_is_still_known() -> None:
    pending = Pending()
    pending.note("one", tag())
    assert pending.ask("one", guild_id=GUILD)
    assert not pending.ask("after a restart", guild_id=GUILD)
    assert pending.list_asked(guild_id=ELSEWHERE) == []
    assert pending.list_asked(guild_id=GUILD) == [tag()]
    pending.forget_asked([])
    assert pending.list_asked(guild_id=GUILD) == [tag()]
    pending.forget_asked([tag()])
    assert pending.list_asked(guild_id=GUILD) == []
    pending.note("two", tag())
    pending.keep({"two", "three"})
    assert not pending.ask("one", guild_id=GUILD)
    assert pending.ask("two", guild_id=GUILD)
    pending.forget("two")
    pending.forget("two")
    assert not pending.ask("one", guild_id=GUILD)
