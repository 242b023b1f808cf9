"""Journeys of the intake: at ten each day, and nothing that anybody can see changes before it."""

import asyncio
import re
from datetime import date, timedelta
from typing import Any

import discord
import pytest
from sqlalchemy import delete, select
from structlog.testing import capture_logs

from bot.services import story_holds
from bot.services.story_keys import TURN
from bot.services.story_rules import find_rules
from cogs.story_posts import looking
from db.models.guilds import Guild
from db.models.leavers import Removal
from db.models.stories import Hold, Story
from db.models.story_rules import StoryRules
from tests.cogs.conftest import World
from tests.cogs.reading import text_of
from tests.cogs.sending import answers_lost, asked
from tests.cogs.story_posting import (
    DAY,
    approve_all,
    facts,
    five,
    later,
    messages,
    next_ten,
    posts,
    ready,
    restart,
    send,
    shown,
    states,
    story_of,
)

MINUTE = timedelta(minutes=1)
TOLD = "There is something to look at: /moderate stories"


@pytest.fixture(autouse=True)
async def begun(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "PAUSE", 0.001)
    await ready(world)


def told(world: World) -> list[str]:
    return [text_of(message) for message in world.moderators.history()]


async def to_ten(world: World) -> None:
    """Let the hour come, with a look shortly before it."""
    await world.wait_until(next_ten(world) - MINUTE)
    await world.run_due()
    await world.wait_until(next_ten(world))


async def story_keys_of(world: World) -> list[str]:
    async with world.bot.telling.read() as session:
        return list(await session.scalars(select(Story.key)))


async def holds(world: World) -> list[date]:
    async with world.bot.telling.read() as session:
        return list(await session.scalars(select(Hold.ends_on)))


async def test_before_the_hour_nothing_changes_and_at_it_moderators_are_told_once(world: World) -> None:
    for text in five():
        await send(world, text)
    with capture_logs() as logs:
        await world.run_due()
        await world.wait_until(next_ten(world) - MINUTE)
        assert set((await states(world)).values()) == {"arrived"}
        assert told(world) == []
        assert not [entry for entry in logs if "took in" in str(entry)]
        await world.wait_until(next_ten(world))
    assert set((await states(world)).values()) == {"waiting"}
    assert told(world) == [TOLD]
    (sent,) = asked(world, "POST", f"/channels/{world.moderators.id}/messages")
    assert sent["flags"] & discord.MessageFlags(suppress_notifications=True).value
    await later(world, timedelta(hours=1))
    await later(world, DAY)
    assert told(world) == [TOLD]


async def test_from_being_sent_to_its_message(world: World) -> None:
    for text in five():
        await send(world, text)
    await to_ten(world)
    await approve_all(world)
    await world.run_due()
    assert await posts(world) == []
    await to_ten(world)
    assert len(await posts(world)) == 5
    assert messages(world) == []
    await restart(world)
    for _ in range(3 * 24 + 1):
        await later(world, timedelta(hours=1))
    assert sorted(map(story_of, messages(world))) == sorted(five())
    assert set((await states(world)).values()) == {"published"}
    assert told(world) == [TOLD]


async def test_the_hour_is_that_of_the_communitys_zone(world: World) -> None:
    async with world.bot.db.begin() as session:
        guild = await session.get(Guild, world.guild.id)
        assert guild is not None
        guild.zone = "America/New_York"
    await send(world)
    await to_ten(world)
    assert set((await states(world)).values()) == {"arrived"}
    await later(world, timedelta(hours=5))
    assert set((await states(world)).values()) == {"waiting"}


async def test_where_no_channel_is_chosen_any_more_nothing_is_planned(world: World) -> None:
    await shown(world, *five())
    async with world.bot.db.begin() as session:
        rules = await find_rules(session, guild_id=world.guild.id)
        assert rules is not None
        await session.execute(delete(StoryRules))
    for text in five():
        await send(world, text)
    await to_ten(world)
    await approve_all(world)
    await later(world, timedelta(days=8))
    assert len(await posts(world)) == 5


@pytest.mark.parametrize("cut", ["shuffle", "turn_keys"])
async def test_a_kill_between_the_intake_and_what_follows_loses_nothing(world: World, cut: str) -> None:
    await send(world)
    await world.run_due()
    await world.env.advance_time((next_ten(world) - world.env.now()).total_seconds())
    at = world.bot.telling.db if cut == "shuffle" else world.bot.telling
    with pytest.MonkeyPatch.context() as patch:

        def killed(*_: object) -> None:
            raise asyncio.CancelledError

        patch.setattr(at, cut, killed)
        with pytest.raises(asyncio.CancelledError), world.env.time_context():
            await world.bot.speaker("storyintakes").intake()  # type: ignore[attr-defined] # it is the sweep
    assert "unshuffled" in await facts(world)
    await restart(world)
    await world.run_due()
    assert "unshuffled" not in await facts(world)
    assert told(world) == [TOLD]


async def test_a_kill_in_the_intake_takes_nothing_in_and_the_next_sweep_does(world: World) -> None:
    await send(world)
    await world.run_due()
    await world.env.advance_time((next_ten(world) - world.env.now()).total_seconds())
    with pytest.MonkeyPatch.context() as patch:

        def killed(**_: object) -> None:
            raise asyncio.CancelledError

        patch.setattr(world.bot.telling.pending, "list_asked", killed)
        with pytest.raises(asyncio.CancelledError), world.env.time_context():
            await world.bot.speaker("storyintakes").intake()  # type: ignore[attr-defined] # it is the sweep
    assert set((await states(world)).values()) == {"arrived"}
    await restart(world)
    await world.run_due()
    assert set((await states(world)).values()) == {"waiting"}


async def test_a_key_file_that_cannot_be_written_keeps_no_story_back(world: World) -> None:
    await send(world)
    await world.run_due()

    def full(_: date) -> None:
        raise OSError

    world.bot.telling.turn_keys = full  # type: ignore[method-assign] # as a full disk would
    await to_ten(world)
    assert set((await states(world)).values()) == {"waiting"}
    assert "unshuffled" not in await facts(world)


async def test_moderators_are_told_also_where_the_rows_cannot_be_shuffled(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await send(world)
    await world.run_due()

    async def full() -> None:
        raise OSError

    monkeypatch.setattr(world.bot.telling.db, "shuffle", full)
    await to_ten(world)
    assert told(world) == [TOLD]
    assert "unshuffled" in await facts(world)


async def test_a_hold_that_was_asked_for_outlives_an_intake_that_was_cut_off(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    telling = world.bot.telling
    await send(world)
    await world.run_due()
    (key,) = await story_keys_of(world)
    telling.pending.note(key, telling.get_keys().hold_tag(guild_id=world.guild.id, member_id=world.sam.id))
    assert telling.pending.ask(key, guild_id=world.guild.id)
    record = story_holds.record_holds

    async def cut_off(*_: object, **__: object) -> None:
        monkeypatch.setattr(story_holds, "record_holds", record)
        raise asyncio.CancelledError

    monkeypatch.setattr(story_holds, "record_holds", cut_off)
    await world.env.advance_time((next_ten(world) - world.env.now()).total_seconds())
    with pytest.raises(asyncio.CancelledError), world.env.time_context():
        await world.bot.speaker("storyintakes").intake()  # type: ignore[attr-defined] # it is the sweep
    await world.run_due()
    assert len(await holds(world)) == 1


async def test_holds_begin_and_keys_take_their_turn_at_the_intake(world: World) -> None:
    telling = world.bot.telling
    await send(world)
    await world.run_due()
    async with telling.read() as session:
        (key,) = await session.scalars(select(Story.key))
    tag = telling.get_keys().hold_tag(guild_id=world.guild.id, member_id=world.sam.id)
    telling.pending.note(key, tag)
    assert telling.pending.ask(key, guild_id=world.guild.id)
    await world.run_due()
    assert await holds(world) == []
    await to_ten(world)
    assert len(await holds(world)) == 1
    number = telling.get_keys().holds[-1].number
    await later(world, TURN)
    assert await holds(world) == []
    assert telling.get_keys().holds[-1].number > number


async def test_without_keys_there_is_no_intake(world: World) -> None:
    await send(world)
    await world.run_due()
    world.bot.telling.keys = None
    await to_ten(world)
    assert set((await states(world)).values()) == {"arrived"}


@pytest.mark.parametrize(("status", "code", "heard"), [(403, 50013, 0), (429, 0, 1)])
async def test_moderators_who_could_not_be_told_are_told_later_only_where_that_may_help(
    world: World, status: int, code: int, heard: int
) -> None:
    await send(world)
    await world.run_due()
    refusal: dict[str, Any] = {"status": status, "code": code}
    with pytest.MonkeyPatch.context() as patch:

        async def refuse(*_: object, **__: object) -> None:
            if status == 429:
                raise discord.RateLimited(60)
            raise discord.Forbidden(type("Answer", (), {"status": status, "reason": ""})(), refusal)  # type: ignore[arg-type] # what it reads of it

        patch.setattr(world.bot.http, "send_message", refuse)
        await to_ten(world)
        assert told(world) == []
    await later(world, MINUTE)
    await later(world, MINUTE)
    assert len(told(world)) == heard


async def test_moderators_who_may_have_been_told_are_not_told_twice(world: World) -> None:
    await send(world)
    await world.run_due()
    with answers_lost(world):
        await to_ten(world)
    await later(world, MINUTE)
    assert told(world) == [TOLD]


async def test_without_a_channel_of_moderators_nobody_is_told(world: World) -> None:
    async with world.bot.db.begin() as session:
        guild = await session.get(Guild, world.guild.id)
        assert guild is not None
        guild.moderators_channel_id = None
    await send(world)
    await to_ten(world)
    assert set((await states(world)).values()) == {"waiting"}
    assert await facts(world) == {key: value for key, value in (await facts(world)).items() if "notice" not in key}


async def forget_in_main(world: World) -> None:
    """What is left of a community in the main database after it was forgotten there."""
    async with world.bot.db.begin() as session:
        for table in (Guild, StoryRules, Removal):
            await session.execute(delete(table))


async def test_a_community_that_is_forgotten_is_forgotten_with_its_stories(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shown(world, *five())
    await forget_in_main(world)
    await later(world, DAY)
    assert len(await states(world)) == 5  # Kettle is in it
    monkeypatch.setattr(world.bot, "get_guild", lambda _: None)
    await later(world, DAY)
    assert len(await states(world)) == 5  # Discord says so too
    for status, code, kept in ((503, 0, 5), (403, 50013, 5), (404, 10004, 0)):
        world.env.inject_error("GET", "/guilds/*", status=status, code=code, times=None)
        await later(world, DAY)
        assert len(await states(world)) == kept
        world.env.backend.faults.clear()
    assert not [name for name in await facts(world) if re.search(r"\d", name)]


async def test_a_community_that_left_and_may_come_back_keeps_its_stories(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shown(world, *five())
    await forget_in_main(world)
    async with world.bot.db.begin() as session:
        session.add(Removal(guild_id=world.guild.id, removed_at=world.env.now()))
    monkeypatch.setattr(world.bot, "get_guild", lambda _: None)
    world.env.inject_error("GET", "/guilds/*", status=404, code=10004, times=None)
    await world.env.advance_time(DAY.total_seconds())
    with world.env.time_context():
        await world.bot.speaker("storylooks").look()  # type: ignore[attr-defined] # it is the sweep
    assert len(await states(world)) == 5
