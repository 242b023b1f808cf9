"""A hold keeps somebody from sharing for a while; nobody learns who it is, and it ends by itself."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services import story_holds
from bot.services.story_holds import Pending, ends_on, tag_of
from db.models.stories import Hold
from db.stories import StoryDatabase
from tests.services.people import ELSEWHERE, GUILD, JO, SAM, Do
from tests.services.telling import TODAY

OLD, NEW = b"o" * 32, b"n" * 32
KEYS = {1: OLD, 2: NEW}
DAY = timedelta(days=1)


@pytest.fixture
def do(stories: StoryDatabase) -> Do:
    return Do(stories.begin)


def tag(member_id: int = SAM, key: bytes = NEW, guild_id: int = GUILD) -> str:
    return tag_of(key, guild_id=guild_id, member_id=member_id)


async def hold(do: Do, *tags: str, today: date = TODAY, guild_id: int = GUILD) -> None:
    await do(story_holds.record_holds, guild_id=guild_id, tags=tags, key_no=2, today=today)


async def held(do: Do, member_id: int = SAM, today: date = TODAY, guild_id: int = GUILD) -> bool:
    answer: bool = await do(story_holds.is_held, guild_id=guild_id, member_id=member_id, keys=KEYS, today=today)
    return answer


async def test_who_is_held_is_held_here_until_the_end_under_any_key_that_is_kept(do: Do) -> None:
    await hold(do, tag(), tag(JO, OLD))
    assert (await held(do), await held(do, JO)) == (True, True)
    assert await held(do, guild_id=ELSEWHERE) is False
    assert await held(do, today=ends_on(TODAY)) is True
    assert await held(do, today=ends_on(TODAY) + DAY) is False


async def test_a_second_hold_of_somebody_moves_the_end(do: Do) -> None:
    await hold(do, tag())
    await hold(do, tag(), today=TODAY + 9 * DAY)
    (row,) = await do.rows(Hold)
    assert row.ends_on == ends_on(TODAY + 9 * DAY)


async def test_holds_are_listed_by_their_end_and_can_be_lifted(do: Do) -> None:
    await hold(do, tag(JO), today=TODAY + 9 * DAY)
    await hold(do, tag())
    await hold(do, tag(guild_id=ELSEWHERE), guild_id=ELSEWHERE)
    listed = await do(story_holds.list_ends, guild_id=GUILD, today=TODAY)
    assert listed == [(tag(), ends_on(TODAY)), (tag(JO), ends_on(TODAY + 9 * DAY))]
    await do(story_holds.lift, guild_id=ELSEWHERE, tag=tag())
    assert await held(do)
    await do(story_holds.lift, guild_id=GUILD, tag=tag())
    assert not await held(do)


async def test_holds_that_are_over_are_forgotten(do: Do) -> None:
    await hold(do, tag())
    await do(story_holds.purge_holds, today=ends_on(TODAY))
    assert len(await do.rows(Hold)) == 1
    await do(story_holds.purge_holds, today=ends_on(TODAY) + DAY)
    assert await do.rows(Hold) == []


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_a_hold_lasts_thirty_days_to_the_end_of_the_week(day: date) -> None:
    end = ends_on(day)
    assert end.weekday() == 6
    assert timedelta(days=30) <= end - day < timedelta(days=37)


def test_who_sent_a_story_is_held_from_the_intake_on_and_only_if_that_is_still_known() -> None:
    pending = Pending()
    pending.note("one", "tag")
    assert pending.ask("one", guild_id=GUILD)
    assert not pending.ask("after a restart", guild_id=GUILD)
    assert pending.take_asked(guild_id=ELSEWHERE) == []
    assert pending.take_asked(guild_id=GUILD) == ["tag"]
    assert pending.take_asked(guild_id=GUILD) == []
    pending.forget("one")
    pending.forget("one")
    assert not pending.ask("one", guild_id=GUILD)
