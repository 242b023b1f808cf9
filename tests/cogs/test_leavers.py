"""Who left, on a simulated Discord: a clear no starts the clock, a return stops it, an outage is not a leave."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import leavers, members, privacy
from cogs import leavers as cog
from db.models.checkins import Answer
from db.models.guilds import Guild
from db.models.leavers import Removal
from db.models.members import Member
from tests.cogs.conftest import World

DAYS = 24 * 3600
MEMBER = "/guilds/*/members/*"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cog, "PAUSE", 0.001)


@pytest.fixture(autouse=True)
async def known(world: World) -> None:
    """Three members have told how they are."""
    for person in (world.sam, world.jo, world.kim):
        await world.press(person, await world.slash(person, "checkin"), "OK")


async def clocks(world: World) -> dict[int, bool]:
    """Say of whom something is kept, and whether their clock runs."""
    async with world.bot.db.read() as session:
        found = (await session.scalars(select(Member))).all()
    return {row.member_id: row.left_on is not None for row in found}


async def later(world: World, days: float = 1) -> None:
    await world.env.advance_time(days * DAYS)
    await world.run_due()


def asked(world: World) -> int:
    return sum(entry.method == "GET" and "/members/" in entry.path for entry in world.env.http_requests)


async def test_while_everybody_is_there_nobody_is_asked_for_alone(world: World) -> None:
    await world.run_due()
    assert await clocks(world) == {world.sam.id: False, world.jo.id: False, world.kim.id: False}
    assert asked(world) == 0


async def test_who_left_is_forgotten_after_thirty_days_and_nobody_else(world: World) -> None:
    world.guild.remove_member(world.sam)
    await world.run_due()
    assert await clocks(world) == {world.sam.id: True, world.jo.id: False, world.kim.id: False}
    await later(world, 29)
    assert world.sam.id in await clocks(world)
    await later(world)
    assert await clocks(world) == {world.jo.id: False, world.kim.id: False}
    async with world.bot.db.read() as session:
        kept = await privacy.gather_member(session, guild_id=None, member_id=world.sam.id)
    assert not any(kept.values())


async def test_a_return_stops_the_clock(world: World) -> None:
    world.guild.remove_member(world.sam)
    await world.run_due()
    world.guild.add_member(world.sam.user)
    await later(world, 20)
    assert not (await clocks(world))[world.sam.id]
    await later(world, 11)
    assert world.sam.id in await clocks(world)


async def test_somebody_who_answers_in_direct_messages_has_not_left(world: World) -> None:
    world.guild.remove_member(world.sam)
    await world.run_due()
    async with world.bot.db.begin() as session:
        told: dict[str, Any] = {"guild_id": world.guild.id, "member_id": world.sam.id, "now": world.env.now()}
        await members.record_choice(session, **told)
    assert not (await clocks(world))[world.sam.id]


@pytest.mark.parametrize(
    ("status", "code"), [(404, 10004), (404, 10013), (404, 0), (403, 50001), (403, 0), (500, 0), (503, 0), (401, 0)]
)
async def test_any_other_answer_than_a_plain_no_means_nothing(world: World, status: int, code: int) -> None:
    world.guild.remove_member(world.sam)
    world.env.inject_error("GET", MEMBER, status=status, code=code, times=None)
    for _ in range(3):
        await later(world, 15)
    assert asked(world) >= 3
    assert await clocks(world) == {world.sam.id: False, world.jo.id: False, world.kim.id: False}


async def test_an_answer_without_somebody_who_is_there_means_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def half(_guild: Any, member_ids: Any) -> set[int]:
        return set(member_ids[:1])

    await mark_left(world)
    monkeypatch.setattr(cog, "find_there", half)
    await world.run_due()
    assert asked(world) == 2
    assert not any((await clocks(world)).values())


async def mark_left(world: World) -> None:
    """Let everybody's clock run, as if they had left and come back."""
    async with world.bot.db.begin() as session:
        for person in (world.sam, world.jo, world.kim):
            told = {"guild_id": world.guild.id, "member_id": person.id}
            await leavers.record_absent(session, **told, now=world.env.now() - timedelta(days=40))


@pytest.mark.parametrize("error", [TimeoutError(), RuntimeError(), ConnectionResetError()])
async def test_silence_means_nothing_and_ends_the_look_in_that_community(
    world: World, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def silent(*_: Any, **__: Any) -> None:
        raise error

    world.guild.remove_member(world.sam)
    monkeypatch.setattr(cog, "AT_ONCE", 1)
    monkeypatch.setattr(type(world.bot._connection), "query_members", silent)
    for _ in range(3):
        await later(world, 15)
    assert asked(world) == 0
    assert not any((await clocks(world)).values())


async def test_members_are_asked_for_by_the_hundred_and_looked_at_once_a_day(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests: list[list[int]] = []
    find = cog.find_there

    async def noting(guild: Any, member_ids: Any) -> Any:
        requests.append(list(member_ids))
        return await find(guild, member_ids)

    monkeypatch.setattr(cog, "find_there", noting)
    monkeypatch.setattr(cog, "AT_ONCE", 2)
    for _ in range(2):
        await world.run_due()
    assert [len(each) for each in requests] == [2, 1]
    await later(world)
    assert [len(each) for each in requests] == [2, 1] * 2


async def test_a_look_asks_at_most_once_in_each_pause(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[float, float]] = []

    class Pace(cog.AsyncLimiter):
        def __init__(self, most: float, within: float) -> None:
            made.append((most, within))
            super().__init__(most, within)

    monkeypatch.setattr(cog, "PAUSE", 1.0)
    monkeypatch.setattr(cog, "AsyncLimiter", Pace)
    await world.run_due()
    assert made == [(1, 1.0)]


async def kept(world: World) -> int:
    async with world.bot.db.read() as session:
        return len((await session.scalars(select(Answer))).all())


async def removals(world: World) -> int:
    async with world.bot.db.read() as session:
        return len((await session.scalars(select(Removal))).all())


async def test_thirty_days_after_kettle_was_taken_out_nothing_is_kept(world: World) -> None:
    world.env.backend.remove_guild(world.guild.id)
    await world.env.settle()
    assert await removals(world) == 1
    await later(world, 13)
    assert await kept(world) == 3
    await later(world, 18)
    async with world.bot.db.read() as session:
        assert not (await session.scalars(select(Guild))).all()
        assert not (await session.scalars(select(Member))).all()
    assert await removals(world) == 0


async def leave_unseen(world: World) -> None:
    """Take Kettle out of its community while nobody tells it."""
    world.env.backend.remove_guild(world.guild.id)
    await world.env.settle()
    async with world.bot.db.begin() as session:
        await session.execute(delete(Removal))


async def test_what_happened_while_kettle_was_away_starts_the_clock_with_the_next_look(world: World) -> None:
    await leave_unseen(world)
    await later(world)
    assert await removals(world) == 1
    await later(world, 31)
    assert await kept(world) == 0


@pytest.mark.parametrize(("status", "code"), [(500, 0), (403, 40001), (404, 0)])
async def test_no_other_answer_about_a_community_starts_its_clock(world: World, status: int, code: int) -> None:
    await leave_unseen(world)
    world.env.inject_error("GET", "/guilds/*", status=status, code=code, times=None)
    await later(world)
    assert await removals(world) == 0


async def test_an_outage_is_not_a_leave(world: World) -> None:
    outage: Any = {"id": str(world.guild.id), "unavailable": True}
    world.bot._connection.parse_guild_delete(outage)
    await world.env.settle()
    for _ in range(4):
        await later(world, 10)
    assert asked(world) == 0
    assert await removals(world) == 0
    assert set(await clocks(world)) == {world.sam.id, world.jo.id, world.kim.id}


async def remove(session: AsyncSession, world: World) -> None:
    await leavers.record_removed(session, guild_id=world.guild.id, now=world.env.now())


async def test_a_kettle_that_is_there_again_keeps_everything(world: World) -> None:
    async with world.bot.db.begin() as session:
        await remove(session, world)
    await later(world, 31)
    assert await removals(world) == 0
    assert len(await clocks(world)) == 3


async def test_a_kettle_that_is_invited_again_stops_the_clock_at_once(world: World) -> None:
    async with world.bot.db.begin() as session:
        await remove(session, world)
    for listener in world.bot.extra_events["on_guild_join"]:
        await listener(world.bot.get_guild(world.guild.id))
    assert await removals(world) == 0


async def test_before_discord_has_told_where_kettle_is_nothing_is_looked_at(world: World) -> None:
    async with world.bot.db.begin() as session:
        await remove(session, world)
    world.bot._ready.clear()
    await later(world, 31)
    assert await removals(world) == 1
    world.bot._ready.set()
    await world.run_due()
    assert await removals(world) == 0
