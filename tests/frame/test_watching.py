"""The watch: one line when a sweep stops finishing and one when it is well, and what systemd hears meanwhile."""

from __future__ import annotations

import asyncio
import io
import os
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot import watching
from bot.app import create_bot
from bot.logs import configure
from bot.notifying import ALIVE, READY, STOPPING, notify, seconds_allowed
from bot.pulse import Pulse
from bot.settings import Settings
from bot.watching import Watch
from tests.frame.stop_watch import StopWatch
from tests.wire.systemd import Systemd

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("own_folder", "own_logging")


@pytest.fixture
def systemd(monkeypatch: pytest.MonkeyPatch) -> Iterator[Systemd]:
    with Systemd() as told:
        monkeypatch.setenv("NOTIFY_SOCKET", told.name)
        yield told


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    stream = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", stream)
        configure(Settings())
    return stream


def watched(clock: StopWatch) -> tuple[Watch, Pulse]:
    """A watch, and the pulse of a bot whose sweep has begun to tick."""
    bot = create_bot(Settings())
    bot.pulse = Pulse(bot.clock, clock)
    bot.pulse.expect("deliveries", timedelta(seconds=5))
    watch = Watch(Settings())
    watch.bot = bot
    return watch, bot.pulse


def test_a_sweep_that_stops_finishing_is_said_once_and_once_when_it_is_well(log: io.StringIO) -> None:
    clock = StopWatch()
    watch, pulse = watched(clock)
    watch.look()
    assert log.getvalue() == ""
    clock.seconds += 61
    watch.look()
    watch.look()
    (line,) = log.getvalue().splitlines()
    assert "warning" in line
    assert "a sweep does not finish" in line
    assert "deliveries" in line
    pulse.beat("deliveries")
    watch.look()
    watch.look()
    assert "a sweep finishes again" in log.getvalue().splitlines()[1]
    assert len(log.getvalue().splitlines()) == 2


def test_systemd_hears_alive_while_no_sweep_hangs(systemd: Systemd) -> None:
    clock = StopWatch()
    watch, pulse = watched(clock)
    watch.look()
    assert systemd.heard() == [ALIVE]
    clock.seconds += 61
    watch.look()
    assert systemd.heard() == []
    pulse.stir("deliveries")
    watch.look()
    assert systemd.heard() == [ALIVE]


def test_between_two_bots_waiting_for_discord_is_no_hanging(systemd: Systemd, log: io.StringIO) -> None:
    clock = StopWatch()
    watch, _ = watched(clock)
    assert watch.bot is not None
    with watch.over(watch.bot):
        assert systemd.heard() == [READY]
        clock.seconds += 61
        watch.look()
    watch.look()
    assert (watch.bot, systemd.heard()) == (None, [ALIVE])
    with watch.over(create_bot(Settings())):
        watch.look()
    assert len(log.getvalue().splitlines()) == 1, "a new bot is not the old one come back"


async def test_it_looks_three_times_in_the_time_that_systemd_allows_and_says_when_it_stops(
    systemd: Systemd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", "600000")
    stop = asyncio.Event()
    async with watching.watching(Settings(), stop):
        await asyncio.sleep(0.7)
        stop.set()
        await asyncio.sleep(0.05)
    heard = systemd.heard()
    assert heard[-1] == STOPPING
    assert 3 <= heard.count(ALIVE) == len(heard) - 1 <= 4


async def test_a_watch_that_ends_before_the_stop_leaves_nothing_running() -> None:
    async with watching.watching(Settings(), asyncio.Event()):
        await asyncio.sleep(0)
    assert "watch" not in {task.get_name() for task in asyncio.all_tasks()}


def test_where_nobody_listens_nothing_is_said_and_nothing_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"):
        monkeypatch.delenv(name, raising=False)
    notify(ALIVE)
    monkeypatch.setenv("NOTIFY_SOCKET", "gone/socket")
    notify(ALIVE)
    assert seconds_allowed() is None


@pytest.mark.parametrize(
    ("allowed", "pid", "seconds"),
    [("120000000", "", 120.0), ("120000000", "own", 120.0), ("120000000", "1", None), ("soon", "", None)],
)
def test_the_time_allowed_is_systemds_and_for_this_process_alone(
    monkeypatch: pytest.MonkeyPatch, allowed: str, pid: str, seconds: float | None
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", allowed)
    monkeypatch.setenv("WATCHDOG_PID", str(os.getpid()) if pid == "own" else pid)
    assert seconds_allowed() == seconds
