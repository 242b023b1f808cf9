"""The running process as a service manager and a monitoring program see it: ready, alive, well, stopping."""

from __future__ import annotations

import asyncio
import socket
import time
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientError, ClientSession

from bot.notifying import ALIVE, READY, STOPPING
from bot.statuses import Status
from tests.wire.kettle import kettle, post_prompt, set_up
from tests.wire.systemd import Systemd

if TYPE_CHECKING:
    from pathlib import Path

    from tests.wire.standin import StandIn

WITHIN = 20.0


@pytest.fixture
def port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number: int = found.getsockname()[1]
        return number


async def get(port: int, path: str) -> tuple[int, str]:
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as reply:
        return reply.status, await reply.text()


async def expect_told(port: int, path: str, wanted: str, within: float = WITHIN) -> str:
    """Ask until an answer holds what is wanted."""
    end, last = time.monotonic() + within, ""
    while wanted not in last:
        assert time.monotonic() < end, f"{wanted} is not in the last answer: {last}"
        try:
            last = (await get(port, path))[1]
        except ClientError as error:
            last = type(error).__name__
        await asyncio.sleep(0.05)
    return last


def figure(text: str, name: str) -> Any:
    (line,) = [line for line in text.splitlines() if line.startswith(f"{name} ")]
    return float(line.split()[1])


async def test_a_running_bot_is_well_and_its_figures_follow_what_it_sends(
    discord: StandIn, tmp_path: Path, port: int
) -> None:
    async with kettle(discord, tmp_path, KETTLE_WEB__PORT=str(port)) as process:
        await expect_told(port, "/healthz", '{"status": "ok"}')
        await set_up(discord)
        await post_prompt(discord, discord.community.channel("check-ins"))
        text = await expect_told(port, "/metrics", 'kettle_deliveries_last_day{state="sent"} 1.0')
        assert (figure(text, "kettle_deliveries_due"), figure(text, "kettle_interactions_total")) == (0, 0)
        assert figure(text, "kettle_last_sweep_age_seconds") < 30
        assert await process.stop() == 0, process.output
        assert discord.community.id not in text


async def test_a_line_to_discord_that_is_down_is_named_and_well_again_when_it_is_back(
    discord: StandIn, tmp_path: Path, port: int
) -> None:
    async with kettle(discord, tmp_path, KETTLE_WEB__PORT=str(port)):
        await expect_told(port, "/healthz", '"ok"')
        discord.gateway.refuse_sockets = 1
        await discord.gateway.drop()
        await expect_told(port, "/healthz", '"failing": ["gateway"]')
        await expect_told(port, "/healthz", '"ok"', within=30)


async def test_without_discord_it_answers_that_it_is_not_well(discord: StandIn, tmp_path: Path, port: int) -> None:
    await discord.down()
    async with kettle(discord, tmp_path, KETTLE_WEB__PORT=str(port)) as process:
        await expect_told(port, "/healthz", '"failing"')
        assert (await get(port, "/healthz"))[0] == 503
        assert await process.stop(within=10) == 0, process.output


async def test_a_port_that_is_taken_ends_it_with_one_line(discord: StandIn, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        async with kettle(discord, tmp_path, KETTLE_WEB__PORT=str(number)) as process:
            assert await process.ended() == Status.SETTINGS, process.output
    assert process.lines[-1].startswith(f"web.port: port {number} cannot be opened.")
    assert "Traceback" not in process.output


async def test_systemd_hears_ready_alive_and_stopping(discord: StandIn, tmp_path: Path) -> None:
    heard: list[str] = []
    with Systemd() as systemd:
        told = {"NOTIFY_SOCKET": systemd.name, "WATCHDOG_USEC": "600000"}
        async with kettle(discord, tmp_path, **told) as process:
            await discord.ready()
            await discord.until(lambda: heard.extend(systemd.heard()) or heard.count(ALIVE) > 2)
            assert await process.stop() == 0, process.output
        heard += systemd.heard()
    assert heard.count(READY) == heard.count(STOPPING) == 1
    assert heard[-1] == STOPPING
    assert set(heard) == {READY, ALIVE, STOPPING}
