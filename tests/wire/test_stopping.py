"""A stop finishes what was begun, and a frame that cannot be read is a reason to start again, not to end."""

from __future__ import annotations

import asyncio
import time
import zlib
from typing import TYPE_CHECKING

import pytest

from tests.wire.kettle import kettle, posted, set_up, shown
from tests.wire.test_run import BEFORE_RETRY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.wire.process import BotProcess
    from tests.wire.standin import Json, StandIn
    from tests.wire.standin.gateway import Line

LATE = 1.5
"""Seconds by which the stand-in holds back what is under way when the signal comes; a person waits up to three."""

SOON = 10.0


@pytest.fixture
def place(discord: StandIn) -> Json:
    return discord.community.channel("check-ins")


def not_json(line: Line) -> bytes:
    assert line._context is not None
    return line._context.compress(b'{"op": 0, "d": {') + line._context.flush(zlib.Z_SYNC_FLUSH)


def not_zlib(_line: Line) -> bytes:
    return b"\xff" * 8 + b"\x00\x00\xff\xff"


@pytest.mark.parametrize(("frame", "kind"), [(not_json, "JSONDecodeError"), (not_zlib, "error")])
async def test_a_frame_that_cannot_be_read_makes_it_start_again(
    discord: StandIn, tmp_path: Path, frame: Callable[[Line], bytes], kind: str
) -> None:
    async with kettle(discord, tmp_path) as process:
        await discord.ready()
        for line in list(discord.gateway.lines):
            await line.socket.send_bytes(frame(line))
        await discord.ready(2, within=BEFORE_RETRY)
        assert await process.stop() == 0, process.output
    told = [line for line in process.lines if "will start again" in line]
    assert len(told) == 1, process.output
    assert f"reason={kind} " in told[0]


async def stopped_in_time(process: BotProcess) -> None:
    began = time.monotonic()
    assert await process.stop() == 0, process.output
    assert time.monotonic() - began < SOON
    assert all(quiet not in process.output for quiet in ("Traceback", "rror", "exception")), process.output


@pytest.mark.parametrize("gesture", ["command", "press", "form"])
async def test_what_is_being_answered_when_it_stops_is_answered(
    discord: StandIn, tmp_path: Path, place: Json, gesture: str
) -> None:
    people, rowan = discord.people, discord.community.person("Rowan")
    async with kettle(discord, tmp_path) as process:
        await discord.ready()
        await set_up(discord)
        card = shown(await people.use(rowan, "checkin", place))
        form = await people.press(rowan, shown(await people.use(rowan, "my settings", place)), "members:zone")
        begin = {
            "command": lambda: people.use(rowan, "support", place),
            "press": lambda: people.press(rowan, card, "Low"),
            "form": lambda: people.submit(rowan, form),
        }
        discord.fault("POST", "/interactions/*/callback", delay=LATE)
        asked = len(discord.requests)
        replying = asyncio.create_task(begin[gesture]())
        await discord.until(lambda: len(discord.requests) > asked)
        await stopped_in_time(process)
        assert shown(await replying)


@pytest.mark.parametrize("sweep", ["woken", "first"])
async def test_what_is_being_sent_when_it_stops_is_sent_once(
    discord: StandIn, tmp_path: Path, place: Json, sweep: str
) -> None:
    """By the sweep that a gesture wakes, and by the metronome's own, after a start that found it unsent."""
    messages = f"/channels/{place['id']}/messages"
    organiser = discord.community.person("Tomasz")
    async with kettle(discord, tmp_path) as process:
        await discord.ready()
        await set_up(discord)
        discord.fault("POST", messages, **{"late": LATE} if sweep == "woken" else {"hang": True})
        await discord.people.use(organiser, "organise checkins schedule", place, channel=place["id"])
        await discord.until(lambda: discord.count("POST", messages) == 1)
        await (stopped_in_time(process) if sweep == "woken" else process.kill())
    if sweep == "first":
        discord.fault("POST", messages, late=LATE)
    async with kettle(discord, tmp_path) as process:
        await discord.ready(2)
        if sweep == "first":
            await discord.until(lambda: discord.count("POST", messages) == 2)
        await stopped_in_time(process)
    async with kettle(discord, tmp_path) as process:
        await discord.ready(3)
        await asyncio.sleep(1)
    assert discord.count("POST", messages) == (1 if sweep == "woken" else 2)
    assert len(posted(discord, place)) == 1
