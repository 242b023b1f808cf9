"""A stand-in for each test, and two who speak to it: a bare request, and discord.py itself."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import aiohttp
import discord as dpy
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from tests.wire.judge import expect_taken
from tests.wire.standin import StandIn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    Ask = Callable[..., Awaitable[tuple[int, Any]]]


@pytest.fixture
async def discord() -> AsyncIterator[StandIn]:
    """A loopback Discord with one community; a call it does not know, or that Discord would refuse, fails the test."""
    async with StandIn() as standin:
        yield standin
    assert standin.surprises == []
    expect_taken(standin.asked)


@pytest.fixture
async def ask(discord: StandIn) -> AsyncIterator[Ask]:
    headers = {"Authorization": f"Bot {discord.world.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:

        async def asking(method: str, path: str, body: Any = None, **more: Any) -> tuple[int, Any]:
            async with session.request(method, discord.api + path, json=body, **more) as response:
                text = await response.text()
                return response.status, json.loads(text) if text else None

        yield asking


@pytest.fixture
def messages(discord: StandIn) -> str:
    return f"/channels/{discord.community.channel('check-ins')['id']}/messages"


@pytest.fixture
async def client(discord: StandIn, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[dpy.Client]:
    """discord.py in this process, ready, with the intents that Kettle has."""
    monkeypatch.setattr(Route, "BASE", discord.api)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(discord.gateway.base))
    intents = dpy.Intents(guilds=True, guild_scheduled_events=True, moderation=True)
    flags = dpy.MemberCacheFlags.none()
    async with dpy.Client(
        intents=intents, member_cache_flags=flags, chunk_guilds_at_startup=False, max_ratelimit_timeout=30
    ) as guest:
        guest._connection.guild_ready_timeout = 0
        running = asyncio.create_task(guest.start(discord.world.token))
        await asyncio.wait_for(guest.wait_until_ready(), 10)
        yield guest
        await guest.close()
        await running
