"""What Kettle sends on its own arrives once, whatever the wire does to the first attempt."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.wire.diary import fill, opened, states
from tests.wire.kettle import kettle, post_prompt, posted, set_up

if TYPE_CHECKING:
    from pathlib import Path

    from tests.wire.standin import StandIn

FAULTS: dict[str, dict[str, Any]] = {
    "the answer to the first attempt is lost": {"close": "after"},
    "the connection breaks before the first attempt is read": {"close": "before"},
    "Discord is away for a moment": {"status": 503},
    "Discord asks to wait": {"limited": 0.2},
    "Discord fails once": {"status": 500},
}


@pytest.mark.parametrize("how", FAULTS)
async def test_a_prompt_is_posted_once_when(how: str, discord: StandIn, tmp_path: Path) -> None:
    place = discord.community.channel("check-ins")
    messages = f"/channels/{place['id']}/messages"
    async with kettle(discord, tmp_path):
        await discord.ready()
        await set_up(discord)
        discord.fault("POST", messages, **FAULTS[how])
        await post_prompt(discord, place)
        await discord.until(lambda: discord.count("POST", messages) == 2, within=20)
        await discord.until(lambda: discord.requests[-1].status == 200)
    nonces = {seen.body["nonce"] for seen in discord.requests if seen.path == messages}
    assert len(nonces) == 1
    assert len(posted(discord, place)) == 1


async def test_a_prompt_that_was_sent_when_the_bot_was_killed_is_not_posted_again(
    discord: StandIn, tmp_path: Path
) -> None:
    place = discord.community.channel("check-ins")
    messages = f"/channels/{place['id']}/messages"
    discord.fault("POST", messages, late=60)
    async with kettle(discord, tmp_path) as process:
        await discord.ready()
        await set_up(discord)
        await post_prompt(discord, place)
        await process.kill()
    async with kettle(discord, tmp_path):
        await discord.until(lambda: discord.count("GET", messages), within=30)
        await discord.until(lambda: discord.requests[-1].status == 200)
    assert discord.count("POST", messages) == 1
    assert len(posted(discord, place)) == 1


async def test_an_asked_end_waits_for_the_send_that_is_under_way(discord: StandIn, tmp_path: Path) -> None:
    place = discord.community.channel("check-ins")
    discord.fault("POST", f"/channels/{place['id']}/messages", late=2)
    async with opened(tmp_path) as database:
        await fill(database, [place], [datetime.now(UTC)])
        async with kettle(discord, tmp_path) as process:
            await discord.until(lambda: posted(discord, place), within=20)
            assert await process.stop(within=10) == 0, process.output
        assert await states(database) == Counter(sent=1)
