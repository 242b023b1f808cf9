"""Who left, on the wire: what discord.py makes of half an answer, of none, and of each refusal."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from cogs.leavers import find_there, is_gone

if TYPE_CHECKING:
    import discord as dpy

    from tests.wire.standin import StandIn


def community(client: dpy.Client, discord: StandIn) -> dpy.Guild:
    guild = client.get_guild(int(discord.community.id))
    assert guild is not None
    return guild


def people(discord: StandIn) -> list[int]:
    return [int(person.id) for person in discord.community.people.values()]


async def test_a_whole_answer_says_who_is_there(discord: StandIn, client: dpy.Client) -> None:
    known = people(discord)
    assert await find_there(community(client, discord), [*known, 1]) == set(known)


@pytest.mark.parametrize("fault", ["half", "silence"])
async def test_half_an_answer_or_none_says_nothing(
    discord: StandIn, client: dpy.Client, monkeypatch: pytest.MonkeyPatch, fault: Any
) -> None:
    wait = asyncio.wait_for
    monkeypatch.setattr(asyncio, "wait_for", lambda waited, timeout: wait(waited, min(timeout or 1, 0.2)))
    discord.gateway.chunk_faults.append(fault)
    assert await find_there(community(client, discord), people(discord)) is None


async def test_a_member_is_there_and_a_stranger_is_not(discord: StandIn, client: dpy.Client) -> None:
    guild_id, bot = int(discord.community.id), as_bot(client)
    assert await is_gone(bot, guild_id, people(discord)[0]) is False
    discord.fault("GET", "/guilds/*/members/*", status=404, code=10007)
    assert await is_gone(bot, guild_id, 1) is True


@pytest.mark.parametrize(
    "how",
    [
        {"status": 404, "code": 10004},
        {"status": 403, "code": 50001},
        {"status": 400},
        {"status": 500, "times": None},
        {"close": "before", "times": None},
        {"close": "after", "times": None},
    ],
)
async def test_no_other_answer_says_that_somebody_left(
    discord: StandIn, client: dpy.Client, monkeypatch: pytest.MonkeyPatch, how: dict[str, Any]
) -> None:
    async def at_once(*_: Any) -> None:
        """discord.py waits between its tries."""

    monkeypatch.setattr(asyncio, "sleep", at_once)
    discord.fault("GET", "/guilds/*/members/*", **how)
    assert await is_gone(as_bot(client), int(discord.community.id), people(discord)[0]) is None


def as_bot(client: dpy.Client) -> Any:
    return client
