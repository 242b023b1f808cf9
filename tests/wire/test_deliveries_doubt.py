"""A message whose answer never came, over real sockets: Discord has forgotten the nonce, so Kettle looks first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.wire.kettle import kettle, post_prompt, posted, set_up, shown

if TYPE_CHECKING:
    from pathlib import Path

    from tests.wire.standin import Json, StandIn

WITHIN = 30


@pytest.fixture
def place(discord: StandIn) -> Json:
    return discord.community.channel("check-ins")


@pytest.fixture
def messages(place: Json) -> str:
    return f"/channels/{place['id']}/messages"


def answered(discord: StandIn, method: str, path: str) -> int:
    return sum(each.status == 200 for each in discord.requests if (each.method, each.path) == (method, path))


@pytest.mark.parametrize(
    ("how", "attempts"), [({"late": 60}, 1), ({"hang": True}, 2)], ids=["it arrived", "it did not arrive"]
)
async def test_what_a_killed_bot_was_sending_is_said_once(
    discord: StandIn, tmp_path: Path, place: Json, messages: str, how: dict[str, Any], attempts: int
) -> None:
    discord.world.nonce_seconds = 0
    discord.fault("POST", messages, **how)
    async with kettle(discord, tmp_path) as process:
        await discord.ready()
        await set_up(discord)
        organiser = discord.community.person("Tomasz")
        await discord.people.use(organiser, "organise checkins schedule", place, channel=place["id"])
        await discord.until(lambda: discord.count("POST", messages), WITHIN)
        await process.kill()
    async with kettle(discord, tmp_path):
        await discord.until(lambda: answered(discord, "GET", messages), WITHIN)
        await discord.ready(2)
        await discord.until(lambda: posted(discord, place), WITHIN)
        organiser = discord.community.person("Tomasz")
        await discord.people.use(organiser, "checkin", place)
    assert discord.count("POST", messages) == attempts
    assert len(posted(discord, place)) == 1


async def test_minutes_later_a_lost_answer_is_looked_for_and_not_said_again(
    discord: StandIn, tmp_path: Path, place: Json, messages: str
) -> None:
    discord.world.nonce_seconds = 0
    discord.fault("POST", messages, close="after")
    async with kettle(discord, tmp_path) as process:
        await discord.ready()
        await set_up(discord)
        await post_prompt(discord, place)
        await process.stop()
    async with kettle(discord, tmp_path, KETTLE_CLOCK="5m"):
        await discord.until(lambda: answered(discord, "GET", messages), WITHIN)
        await discord.ready(2)
        shown(await discord.people.use(discord.community.person("Rowan"), "checkin", place))
    assert discord.count("POST", messages) == 1
    assert len(posted(discord, place)) == 1


async def test_what_is_taken_back_before_its_retry_is_found_and_taken_away(
    discord: StandIn, tmp_path: Path, place: Json
) -> None:
    moderators, member = discord.community.channel("moderators"), discord.community.person("Rowan")
    messages = f"/channels/{moderators['id']}/messages"
    discord.fault("POST", messages, close="after")
    async with kettle(discord, tmp_path) as process:
        await discord.ready()
        await set_up(discord)
        await choose_moderators(discord, place, moderators)
        saved = await discord.people.press(member, shown(await discord.people.use(member, "checkin", place)), "Low")
        consent = await discord.people.press(member, shown(saved), "Please reach out")
        asked = await discord.people.press(member, shown(consent), "Ask them")
        await discord.until(lambda: posted(discord, moderators), WITHIN)
        await discord.people.press(member, shown(asked), "Take my request back")
        await process.stop()
    async with kettle(discord, tmp_path, KETTLE_CLOCK="5m"):
        await discord.until(lambda: not posted(discord, moderators), WITHIN)
    assert discord.count("POST", messages) == 1


async def choose_moderators(discord: StandIn, place: Json, moderators: Json) -> None:
    admin = discord.community.person("Mei")
    panel = await discord.people.use(admin, "setup", place)
    page = await discord.people.press(admin, shown(panel), "guilds:page:channels")
    await discord.people.choose(admin, shown(page), "guilds:choose:moderators_channel_id", moderators["id"])
