"""What the journeys ask of Discord is judged as what goes over the wire is."""

import discord
import pytest
from discord.http import Route

from tests.cogs.conftest import World
from tests.wire.judge import expect_taken


async def test_a_wrong_request_among_those_of_a_journey_is_refused(world: World) -> None:
    await world.slash(world.sam, "checkin")
    expect_taken(world.asked)
    route = Route("POST", "/channels/{channel_id}/messages", channel_id=world.checkins.id)
    with pytest.raises(discord.HTTPException):
        await world.bot.http.request(route, json={"content": "x" * 2001})
    with pytest.raises(AssertionError, match="over 2,000"):
        expect_taken(world.asked)
    world.env.backend.http_requests.pop()  # or the fixture says the same


async def test_both_ways_to_discord_are_recorded(world: World) -> None:
    await world.slash(world.sam, "checkin")
    ways = {path.split("/")[1] for _, path, _ in world.asked}
    assert {"applications", "interactions"} <= ways
