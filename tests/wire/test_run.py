"""`kettle run` as the process that people start: it connects, answers, ends clearly, and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.statuses import Status
from tests.wire.judge import NEEDED, description, expect_taken
from tests.wire.kettle import kettle, post_prompt, posted, set_up, shown

if TYPE_CHECKING:
    from pathlib import Path

    from tests.wire.process import BotProcess
    from tests.wire.standin import Json, Person, StandIn

BEFORE_RETRY = 30.0


@pytest.fixture
def rowan(discord: StandIn) -> Person:
    return discord.community.person("Rowan")


@pytest.fixture
def place(discord: StandIn) -> Json:
    return discord.community.channel("check-ins")


def commands_put(discord: StandIn) -> int:
    return discord.count("PUT", f"/applications/{discord.world.bot.id}/commands")


async def test_it_connects_tells_its_commands_once_and_ends_cleanly(discord: StandIn, tmp_path: Path) -> None:
    for start in (1, 2):
        async with kettle(discord, tmp_path) as process:
            await discord.ready(start)
            assert await process.stop() == 0, process.output
    assert commands_put(discord) == 1


async def test_it_asks_for_three_intents_and_none_that_needs_permission(discord: StandIn, tmp_path: Path) -> None:
    async with kettle(discord, tmp_path):
        await discord.ready()
    assert discord.gateway.identified[0]["intents"] == 1 << 0 | 1 << 2 | 1 << 16


async def test_a_check_in_is_answered_privately_within_a_second(
    discord: StandIn, tmp_path: Path, rowan: Person, place: Json
) -> None:
    async with kettle(discord, tmp_path):
        await discord.ready()
        await set_up(discord)
        card = await discord.people.use(rowan, "checkin", place)
        pressed = await discord.people.press(rowan, shown(card), "Low")
        assert shown(card)["flags"] & 64
        assert "999" in pressed.words() or "Samaritans" in pressed.words()
        assert max(card.seconds, pressed.seconds) < 1
        assert posted(discord, place) == []


@pytest.mark.skipif(description() is None, reason=NEEDED)
async def test_discord_would_take_every_request(discord: StandIn, tmp_path: Path, rowan: Person, place: Json) -> None:
    async with kettle(discord, tmp_path):
        await discord.ready()
        await set_up(discord)
        card = await discord.people.use(rowan, "checkin", place)
        await discord.people.press(rowan, shown(card), "Low")
        await post_prompt(discord, place)
        for command in ("support", "help", "privacy", "my settings", "my data", "my delete", "my checkins"):
            await discord.people.use(rowan, command, place)
    expect_taken(discord.asked)


async def test_a_killed_bot_answers_an_old_prompt_after_its_restart(
    discord: StandIn, tmp_path: Path, rowan: Person, place: Json
) -> None:
    async with kettle(discord, tmp_path) as process:
        await discord.ready()
        await set_up(discord)
        prompt = await post_prompt(discord, place)
        await process.kill()
    async with kettle(discord, tmp_path):
        await discord.ready(2)
        pressed = await discord.people.press(rowan, prompt, "Good")
        assert shown(pressed)["flags"] & 64
        assert "Good" in pressed.words()
        assert len(posted(discord, place)) == 1


async def test_what_was_pressed_while_the_line_was_down_is_answered(
    discord: StandIn, tmp_path: Path, rowan: Person, place: Json
) -> None:
    async with kettle(discord, tmp_path):
        await discord.ready()
        await set_up(discord)
        await discord.gateway.drop(1001)
        assert (await discord.people.use(rowan, "checkin", place)).message is not None
        assert discord.gateway.resumed == 1


async def ended_with(process: BotProcess, status: int) -> list[str]:
    assert await process.ended() == status, process.output
    assert "Traceback" not in process.output
    return process.lines


async def test_a_bad_token_ends_with_its_own_status_and_one_line(discord: StandIn, tmp_path: Path) -> None:
    async with kettle(discord, tmp_path, KETTLE_DISCORD__TOKEN="made-up.wrong.token") as process:
        lines = await ended_with(process, Status.TOKEN)
    assert "token" in lines[-1]
    assert "made-up.wrong.token" not in process.output


@pytest.mark.parametrize(("code", "status"), [(4014, Status.INTENT_MISSING), (4013, Status.INTENT_UNKNOWN)])
async def test_a_refused_intent_ends_with_its_own_status_and_one_line(
    discord: StandIn, tmp_path: Path, code: int, status: Status
) -> None:
    discord.gateway.close_identify = code
    async with kettle(discord, tmp_path) as process:
        lines = await ended_with(process, status)
    assert "intent" in lines[-1].lower()


@pytest.mark.parametrize("path", ["/users/@me", "/oauth2/applications/@me", "/gateway/bot"])
async def test_a_login_that_discord_could_not_answer_is_tried_again(
    discord: StandIn, tmp_path: Path, path: str
) -> None:
    discord.fault("GET", path, status=503)
    async with kettle(discord, tmp_path) as process:
        await discord.ready(within=BEFORE_RETRY)
        assert await process.stop() == 0, process.output
    assert "Traceback" not in process.output


async def test_a_refused_first_socket_is_tried_again(discord: StandIn, tmp_path: Path) -> None:
    discord.gateway.refuse_sockets = 1
    async with kettle(discord, tmp_path) as process:
        await discord.ready(within=BEFORE_RETRY)
        assert await process.stop() == 0, process.output


async def test_an_event_that_it_cannot_read_makes_it_start_again_and_answer(
    discord: StandIn, tmp_path: Path, rowan: Person, place: Json
) -> None:
    async with kettle(discord, tmp_path) as process:
        await discord.ready()
        await set_up(discord)
        await discord.gateway.tell("GUILD_ROLE_CREATE", {"guild_id": discord.community.id}, discord.community.id)
        await discord.ready(2, within=BEFORE_RETRY)
        assert (await discord.people.use(rowan, "checkin", place)).message is not None
        assert await process.stop() == 0, process.output
    told = [line for line in process.lines if "will start again" in line]
    assert len(told) == 1, process.output
    assert "KeyError" in told[0]


async def test_a_discord_that_is_down_is_waited_for_and_the_wait_can_be_ended(discord: StandIn, tmp_path: Path) -> None:
    await discord.down()
    async with kettle(discord, tmp_path) as process:
        await discord.until(lambda: process.lines, within=15)
        assert process.status is None
        assert await process.stop(within=10) == 0, process.output
    assert "Traceback" not in process.output


async def test_neither_the_token_nor_a_member_is_in_the_log(
    discord: StandIn, tmp_path: Path, rowan: Person, place: Json
) -> None:
    async with kettle(discord, tmp_path, KETTLE_LOGS__LEVEL="debug") as process:
        await discord.ready()
        await set_up(discord)
        card = await discord.people.use(rowan, "checkin", place)
        await discord.people.press(rowan, shown(card), "Low")
        await process.stop()
    told = [discord.world.token, *(person.id for person in discord.community.people.values())]
    assert [secret for secret in told if secret in process.output] == []
