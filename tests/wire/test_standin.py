"""The stand-in itself, with a bare discord.py bot as its guest."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from tests.wire.process import ROOT, BotProcess

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.wire.standin import Json, Person, StandIn


@pytest.fixture
def rowan(discord: StandIn) -> Person:
    return discord.community.person("Rowan")


@pytest.fixture
def channel(discord: StandIn) -> Json:
    return discord.community.channel("check-ins")


@asynccontextmanager
async def bare(discord: StandIn, token: str | None = None) -> AsyncIterator[BotProcess]:
    arguments = ("bench.bare", discord.api, token or discord.world.token)
    async with BotProcess(*arguments, folder=ROOT) as process:
        yield process


async def test_a_bot_connects_and_its_command_is_known(discord: StandIn) -> None:
    async with bare(discord):
        await discord.ready()
        assert [command["name"] for command in discord.world.commands] == ["hello"]


async def test_a_command_is_answered_privately_and_its_button_too(
    discord: StandIn, rowan: Person, channel: Json
) -> None:
    async with bare(discord):
        await discord.ready()
        reply = await discord.people.use(rowan, "hello", channel)
        assert reply.words() == "Hello.\nAnswer"
        assert reply.message is not None
        assert reply.message["flags"] & 64
        pressed = await discord.people.press(rowan, reply.message, "Answer")
        assert pressed.words() == "Pressed."


async def test_a_direct_channel_has_a_user_and_no_guild(discord: StandIn, rowan: Person) -> None:
    async with bare(discord):
        await discord.ready()
        reply = await discord.people.use(rowan, "hello", discord.world.direct_channel(rowan))
        assert reply.words().startswith("Hello.")


@pytest.mark.parametrize("compress", [True, False])
async def test_a_dropped_connection_is_resumed_and_what_was_missed_comes_after(
    discord: StandIn, rowan: Person, channel: Json, *, compress: bool
) -> None:
    discord.gateway.compress = compress
    async with bare(discord):
        await discord.ready()
        await discord.people.use(rowan, "hello", channel)
        dropping = asyncio.create_task(discord.gateway.drop())
        await asyncio.sleep(0)  # from here on no socket is open: the event is kept
        missed = await discord.people.use(rowan, "hello", channel)
        await dropping
        assert missed.words().startswith("Hello.")
        assert discord.gateway.resumed == 1


async def test_a_lost_session_leads_to_a_new_one(discord: StandIn, rowan: Person, channel: Json) -> None:
    async with bare(discord):
        await discord.ready()
        await discord.gateway.lose_sessions()
        await discord.until(lambda: len(discord.gateway.identified) == 2, within=10)
        assert (await discord.people.use(rowan, "hello", channel)).words().startswith("Hello.")


async def test_after_a_reconnect_request_the_session_goes_on(discord: StandIn, rowan: Person, channel: Json) -> None:
    async with bare(discord):
        await discord.ready()
        await discord.gateway.ask_reconnect()
        await discord.until(lambda: discord.gateway.resumed == 1)
        assert (await discord.people.use(rowan, "hello", channel)).words().startswith("Hello.")


async def test_a_wrong_token_is_refused_at_login(discord: StandIn) -> None:
    async with bare(discord, token="wrong") as process:
        assert await process.ended() == 1
        assert "LoginFailure" in process.output


async def test_an_asked_end_is_clean(discord: StandIn) -> None:
    async with bare(discord) as process:
        await discord.ready()
        assert await process.stop() == 0


async def test_a_bot_that_is_away_is_waited_for_no_longer_than_discord_waits(
    discord: StandIn, rowan: Person, channel: Json
) -> None:
    async with bare(discord) as process:
        await discord.ready()
        await process.kill()
        discord.world.answer_seconds = 0.2
        with pytest.raises(TimeoutError):
            await discord.people.use(rowan, "hello", channel)
