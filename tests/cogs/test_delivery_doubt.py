"""A message of which nobody heard whether it arrived: it is looked for before it is said again, or taken away."""

import asyncio
from datetime import timedelta

import discord
import pytest
from simcord.backend.models.channel import Overwrite
from simcord.enums import OverwriteType

from bot.delivery_ledger import Ledger
from cogs.checkins import Checkins
from db.problems import DatabaseProblem
from tests.cogs.conftest import World
from tests.cogs.reading import text_of
from tests.cogs.sending import (
    MESSAGES,
    answers_lost,
    asked,
    later,
    move_clock,
    posts,
    reach_out,
    rows,
    schedule,
    schedule_in_doubt,
    states,
)

HOUR = timedelta(hours=1)


async def test_within_two_minutes_a_message_is_repeated_with_its_nonce_and_not_looked_for(world: World) -> None:
    await schedule_in_doubt(world, is_out=False)
    await later(world, 30)
    first, second = posts(world)
    assert first["nonce"] == second["nonce"]
    assert asked(world, "GET", "/messages") == []
    assert await states(world) == [("sent", None)]


async def test_after_two_minutes_a_message_is_looked_for_before_it_is_said_again(world: World) -> None:
    await schedule_in_doubt(world)
    (row,) = await rows(world)
    assert (row.state, row.doubt_at) == ("waiting", None)
    await later(world, 130)
    assert await states(world) == [("sent", None)]
    assert len(posts(world)) == len(world.checkins.history()) == 1
    (row,) = await rows(world)
    assert row.message_id == world.checkins.history()[0].id


async def test_what_did_not_arrive_is_said_after_the_look(world: World) -> None:
    await schedule_in_doubt(world, is_out=False)
    await later(world, 130)
    assert len(posts(world)) == 2
    assert len(world.checkins.history()) == 1
    assert "This comes late" in text_of(world.checkins.history()[0])


@pytest.mark.parametrize("by", [HOUR, -HOUR])
async def test_a_clock_that_was_moved_says_nothing_twice(world: World, by: timedelta) -> None:
    await schedule_in_doubt(world)
    await move_clock(world, by)
    await later(world, 3700)
    assert await states(world) == [("sent", None)]
    assert len(world.checkins.history()) == 1


async def test_a_machine_that_slept_looks_first(world: World) -> None:
    await schedule_in_doubt(world)
    await world.env.advance_time(130)
    await world.run_due()
    assert len(posts(world)) == len(world.checkins.history()) == 1


async def test_after_a_restart_it_is_looked_for_at_once(world: World) -> None:
    await schedule_in_doubt(world)
    await world.restart()
    await later(world, 30)
    assert await states(world) == [("sent", None)]
    assert len(world.checkins.history()) == 1


async def test_a_sweep_cut_while_sending_says_it_once_after_the_restart(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = asyncio.Event()

    async def hang(*_: object) -> None:
        began.set()
        await asyncio.Event().wait()

    world.bot.db.on_due = None
    await schedule(world)
    with monkeypatch.context() as patch:
        patch.setattr(Checkins, "render", hang)
        sweep = asyncio.create_task(world.run_due())
        await began.wait()
        assert world.bot.delivery._sweeping is not None
        world.bot.delivery._sweeping.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sweep
    assert [row.state for row in await rows(world)] == ["leased"]
    await world.restart()
    await world.run_due()
    assert len(world.checkins.history()) == 1


async def test_whoever_waits_for_a_sweep_may_be_cut_off_and_the_sweep_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, may_end = asyncio.Event(), asyncio.Event()
    render = Checkins.render

    async def slow(cog: Checkins, delivery: object) -> object:
        began.set()
        await may_end.wait()
        return await render(cog, delivery)  # type: ignore[arg-type]

    world.bot.db.on_due = None
    await schedule(world)
    monkeypatch.setattr(Checkins, "render", slow)
    tick = asyncio.create_task(world.run_due())
    await began.wait()
    tick.cancel()
    await asyncio.wait([tick])
    may_end.set()
    await world.run_due()
    assert len(world.checkins.history()) == 1
    assert await states(world) == [("sent", None)]


async def test_an_outcome_that_could_not_be_written_down_is_found_out_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise DatabaseProblem("full")

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "write", full)
        await schedule(world)
    assert [row.state for row in await rows(world)] == ["leased"]
    await later(world, 60)
    assert [row.state for row in await rows(world)] == ["leased"]
    await later(world, 70)
    (row,) = await rows(world)
    assert (row.state, row.message_id) == ("sent", world.checkins.history()[0].id)
    assert len(posts(world)) == 1


async def test_taking_back_before_the_retry_leaves_no_message(world: World) -> None:
    with answers_lost(world):
        request = await reach_out(world)
    assert len(world.moderators.history()) == 1
    await world.press(world.sam, request, "Take my request back")
    await later(world, 60)
    assert [row.kind for row in await rows(world)] == ["recall"]
    await later(world, 70)
    assert world.moderators.history() == []
    assert await rows(world) == []


async def test_taking_back_what_never_arrived_takes_nothing_away(world: World) -> None:
    world.env.inject_error("POST", MESSAGES, status=503)
    request = await reach_out(world)
    await world.press(world.sam, request, "Take my request back")
    await later(world, 130)
    assert await rows(world) == []
    assert not [entry for entry in world.env.http_requests if entry.method == "DELETE"]


@pytest.mark.parametrize("is_out", [True, False])
async def test_past_its_use_by_it_is_only_looked_for(world: World, *, is_out: bool) -> None:
    await schedule_in_doubt(world, "1 hour", is_out=is_out)
    await later(world, 3700)
    assert await states(world) == [("sent" if is_out else "missed", None)]
    assert len(posts(world)) == 1


@pytest.mark.parametrize("is_out", [True, False])
async def test_a_door_that_closes_after_a_lost_answer_is_looked_behind(world: World, *, is_out: bool) -> None:
    await schedule_in_doubt(world, is_out=is_out)
    world.env.inject_error("POST", MESSAGES, status=403, code=50013, times=None)
    await later(world, 30)
    assert await states(world) == [("sent", None) if is_out else ("failed", "no-permission")]


async def test_where_kettle_is_refused_the_look_organisers_decide(world: World) -> None:
    await schedule_in_doubt(world)
    world.env.inject_error("GET", MESSAGES, status=403, code=50001)
    await later(world, 130)
    assert await states(world) == [("unknown", "cannot-look")]
    await later(world, 3600)
    assert len(posts(world)) == 1


async def test_an_empty_place_says_nothing_where_kettle_may_not_read_what_was_said(world: World) -> None:
    await schedule_in_doubt(world)
    unread = discord.Permissions(read_message_history=True).value
    everybody = Overwrite(target_id=world.guild.id, type=OverwriteType.ROLE, allow=0, deny=unread)
    world.env.backend.set_overwrite(world.checkins.id, everybody)
    await later(world, 130)
    assert await states(world) == [("unknown", "cannot-look")]
    assert len(posts(world)) == 1


async def test_an_empty_place_that_discord_has_not_told_us_of_says_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await schedule_in_doubt(world, is_out=False)
    monkeypatch.setattr(world.bot, "get_channel", lambda _: None)
    await later(world, 130)
    assert await states(world) == [("unknown", "cannot-look")]


async def test_a_place_that_is_gone_holds_no_message(world: World) -> None:
    with answers_lost(world):
        request = await reach_out(world)
    await world.press(world.sam, request, "Take my request back")
    world.env.inject_error("GET", MESSAGES, status=404, code=10003)
    await later(world, 130)
    assert await rows(world) == []


async def test_a_place_in_which_very_much_was_said_cannot_be_judged(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery_look.MOST", 1)
    await world.orla.send(world.checkins, "Hello")
    await schedule_in_doubt(world, is_out=False)
    await later(world, 130)
    assert await states(world) == [("unknown", "cannot-look")]


async def test_what_has_nothing_to_say_any_more_but_may_be_out_is_taken_away(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> None:
        return None

    await schedule_in_doubt(world)
    monkeypatch.setattr(Checkins, "render", nothing)
    await later(world, 30)
    await later(world, 130)
    assert world.checkins.history() == []
