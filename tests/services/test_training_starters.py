"""Every community begins with the project's own list, once; what is doubted in it waits for an organiser."""

import asyncio

from bot.services import training_entries, training_starters
from bot.services.training_texts import WAYS, key_of, way_of
from db.models.training import TrainingEntry
from db.models.training_entries import TrainingChange
from tests.services.cataloguing import ORGANISER, add, found
from tests.services.people import DAY, ELSEWHERE, GUILD, NOW, Do, set_up

STARTERS = training_starters.list_starters()


def test_the_projects_list_can_be_read_and_no_two_entries_have_one_link() -> None:
    assert len({key_of(fields.link) for fields in STARTERS}) == len(STARTERS) > 50
    assert training_starters.list_starters() is STARTERS
    assert any(fields.doubt for fields in STARTERS)
    assert all(way_of(fields.format) in WAYS and fields.nations and fields.summary for fields in STARTERS)


async def test_a_community_gets_the_list_once_when_somebody_first_looks(do: Do) -> None:
    assert not await do(training_starters.is_planted, guild_id=GUILD)
    assert await do(training_starters.plant, guild_id=GUILD, now=NOW)
    assert await do(training_starters.is_planted, guild_id=GUILD)
    rows = await do.rows(TrainingEntry)
    assert [row.title for row in rows] == [fields.title for fields in STARTERS]
    assert {row.guild_id for row in rows} == {GUILD}
    assert [row.state == "waiting" for row in rows] == [bool(fields.doubt) for fields in STARTERS]
    assert {row.member_id for row in await do.rows(TrainingChange)} == {None}
    assert not await do(training_starters.is_planted, guild_id=ELSEWHERE)
    assert await do(training_starters.plant, guild_id=ELSEWHERE, now=NOW + DAY)
    assert not await do(training_starters.plant, guild_id=GUILD, now=NOW + DAY)
    assert len(await do.rows(TrainingEntry)) == 2 * len(STARTERS)
    assert await found(do, "umbrella review") == await found(do, "umbrella review", guild_id=ELSEWHERE)


async def test_a_community_that_has_entries_of_its_own_or_took_all_out_gets_none(do: Do) -> None:
    await set_up(do)
    row = await add(do, "Tea")
    assert not await do(training_starters.plant, guild_id=GUILD, now=NOW)
    await do(training_entries.take_out, person=ORGANISER, number=row.number, now=NOW)
    assert not await do(training_starters.plant, guild_id=GUILD, now=NOW)
    assert len(await do.rows(TrainingEntry)) == 1


async def test_two_who_look_first_at_once_get_the_list_once(do: Do) -> None:
    planted = await asyncio.gather(*(do(training_starters.plant, guild_id=GUILD, now=NOW) for _ in range(2)))
    assert sorted(planted) == [False, True]
    assert len(await do.rows(TrainingEntry)) == len(STARTERS)
