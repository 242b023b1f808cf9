"""Direct messages that Kettle sends on its own: the way is asked for once, closed doors and quiet hours are kept."""

from datetime import time

import discord
import pytest
from sqlalchemy import select

from bot.services import members
from cogs.peers import Peers
from db.models.deliveries import Delivery
from db.models.directs import Direct
from tests.cogs.conftest import World
from tests.cogs.reading import _walk, text_of
from tests.cogs.sending import answers_lost, asked, later, rows, states
from tests.cogs.sharing import agree, choose, share


def dm_path(world: World) -> str:
    return f"/channels/{world.jo.user.dm_channel.id}/messages"


def close(world: World, code: int = 50007, times: int | None = None) -> None:
    """Let Jo close their direct messages."""
    world.env.inject_error("POST", dm_path(world), status=403, code=code, times=times)


def open_again(world: World) -> None:
    world.env.backend.faults.clear()


async def press_something(world: World) -> list[str]:
    """Let Jo use a command; give the texts that came back, each screen its own."""
    shown = await world.slash(world.jo, "checkin")
    told = (shown.result.response, *shown.result.followups)
    return ["\n".join(part.get("content", "") for part in _walk(each.components)) for each in told if each]


async def test_the_way_is_asked_for_once_and_used_again(world: World) -> None:
    await agree(world, world.sam, world.jo)
    await share(world, world.sam)
    assert len(world.inbox(world.jo)) == 2
    assert len(asked(world, "POST", "/users/@me/channels")) == 1
    async with world.bot.db.read() as session:
        (kept,) = (await session.scalars(select(Direct))).all()
    assert (kept.member_id, kept.channel_id) == (world.jo.id, world.jo.user.dm_channel.id)


@pytest.mark.parametrize("code", [50007, 50278])
async def test_a_closed_door_is_remembered_and_not_knocked_at_again(world: World, code: int) -> None:
    close(world, code)
    await choose(world, world.sam, world.jo)
    assert await states(world) == [("failed", "closed-dm")]
    await choose(world, world.kim, world.jo)
    assert await states(world) == [("failed", "closed-dm")] * 2
    assert len(asked(world, "POST", dm_path(world))) == 1


@pytest.mark.parametrize("after_restart", [True, False])
async def test_what_met_a_closed_door_is_told_privately_at_the_next_press_and_once(
    world: World, *, after_restart: bool
) -> None:
    close(world)
    await choose(world, world.sam, world.jo)
    if after_restart:
        await world.restart()
    first, second = await press_something(world)
    assert "How are you today?" in first
    assert f"<@{world.sam.id}>" in second
    assert await states(world) == [("sent", None)]
    assert len(await press_something(world)) == 1


async def test_after_the_press_direct_messages_are_tried_again(world: World) -> None:
    close(world)
    await choose(world, world.sam, world.jo)
    open_again(world)
    await press_something(world)
    await choose(world, world.kim, world.jo)
    assert f"<@{world.kim.id}>" in text_of(world.inbox(world.jo)[-1])


async def test_what_was_told_at_a_press_leaves_nothing_to_take_away(world: World) -> None:
    close(world)
    people = await choose(world, world.sam, world.jo)
    await press_something(world)
    await world.press(world.sam, people, "End number 1")
    assert await rows(world) == []
    assert not [entry for entry in world.env.http_requests if entry.method == "DELETE"]


async def test_what_was_taken_back_meanwhile_is_not_told(world: World) -> None:
    close(world)
    people = await choose(world, world.sam, world.jo)
    await world.press(world.sam, people, "End number 1")
    assert len(await press_something(world)) == 1


async def test_what_has_nothing_to_say_any_more_is_not_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(*_: object) -> None:
        return None

    close(world)
    await choose(world, world.sam, world.jo)
    monkeypatch.setattr(Peers, "render", nothing)
    assert len(await press_something(world)) == 1
    assert world.jo.id not in world.bot.delivery.closed


async def test_what_belongs_to_another_community_waits_for_a_press_there(world: World) -> None:
    close(world)
    await choose(world, world.sam, world.jo)
    async with world.bot.db.begin() as session:
        (row,) = (await session.scalars(select(Delivery))).all()
        here, row.guild_id = row.guild_id, 1
    assert len(await press_something(world)) == 1
    async with world.bot.db.begin() as session:
        (row,) = (await session.scalars(select(Delivery))).all()
        row.guild_id = here
    assert len(await press_something(world)) == 2


async def test_what_could_not_be_told_is_told_at_the_press_after(world: World) -> None:
    close(world)
    await choose(world, world.sam, world.jo)
    world.env.inject_error("POST", "/webhooks/*", status=500)
    assert len(await press_something(world)) == 1
    assert world.jo.id in world.bot.delivery.closed
    assert len(await press_something(world)) == 2


async def test_quiet_hours_are_judged_when_a_message_would_be_sent(world: World) -> None:
    world.bot.db.on_due = None
    await choose(world, world.sam, world.jo)
    async with world.bot.db.begin() as session:
        told = {"guild_id": world.guild.id, "member_id": world.jo.id, "now": world.env.now()}
        await members.record_choice(session, **told, quiet_from=time(0), quiet_until=time(7), zone="Europe/London")
    await world.run_due()
    (row,) = await rows(world)
    assert (row.state, row.next_at.hour, row.attempted_at) == ("waiting", 7, None)
    assert world.inbox(world.jo) == []
    await later(world, 7 * 3600)
    assert len(world.inbox(world.jo)) == 1


async def test_somebody_who_left_is_sent_nothing(world: World) -> None:
    world.bot.db.on_due = None
    await choose(world, world.sam, world.jo)
    world.guild.remove_member(world.jo)
    await world.run_due()
    assert world.inbox(world.jo) == []
    assert await states(world) == [("cancelled", None)]


async def test_a_community_that_is_gone_is_written_down(world: World) -> None:
    world.bot.db.on_due = None
    await choose(world, world.sam, world.jo)
    world.env.inject_error("GET", "/guilds/*/members/*", status=404, code=10004)
    await world.run_due()
    assert await states(world) == [("failed", "discord-404")]


async def test_a_private_message_in_doubt_is_looked_for_where_it_went(world: World) -> None:
    with answers_lost(world):
        await choose(world, world.sam, world.jo)
    await later(world, 130)
    assert await states(world) == [("sent", None)]
    assert len(world.inbox(world.jo)) == 1


async def test_a_private_message_taken_back_in_doubt_leaves_none(world: World) -> None:
    with answers_lost(world):
        people = await choose(world, world.sam, world.jo)
    assert len(world.inbox(world.jo)) == 1
    await world.press(world.sam, people, "End number 1")
    await later(world, 130)
    assert world.inbox(world.jo) == []
    assert await rows(world) == []


async def test_a_door_that_discord_would_not_show_is_tried_again(world: World) -> None:
    world.env.inject_error("POST", "/users/@me/channels", status=503)
    await choose(world, world.sam, world.jo)
    assert world.inbox(world.jo) == []
    await later(world, 30)
    assert isinstance(world.inbox(world.jo)[0], discord.Message)
