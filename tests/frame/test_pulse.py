"""The pulse of the sweeps: what is late, what hangs, and that no moved clock can hide it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import Clock
from bot.pulse import PATIENCE, Pulse
from tests.frame.stop_watch import StopWatch


@pytest.fixture
def watch() -> StopWatch:
    return StopWatch()


@pytest.fixture
def pulse(watch: StopWatch) -> Pulse:
    """A pulse that expects a sweep every five seconds and one every hour."""
    pulse = Pulse(Clock(), watch)
    pulse.expect("deliveries", timedelta(seconds=5))
    pulse.expect("keeping", timedelta(hours=1))
    return pulse


def test_before_the_first_sweep_nothing_is_well_and_nothing_is_late(watch: StopWatch, pulse: Pulse) -> None:
    assert (pulse.is_well, pulse.age, pulse.finished_at, pulse.late()) == (False, None, None, set())
    watch.seconds += PATIENCE
    assert (pulse.late(), pulse.is_moving) == (set(), True)


def test_a_sweep_that_has_not_finished_for_a_minute_is_late_and_hangs(watch: StopWatch, pulse: Pulse) -> None:
    pulse.beat("deliveries")
    assert (pulse.is_well, pulse.age) == (True, 0)
    assert pulse.finished_at is not None
    watch.seconds += PATIENCE
    assert (pulse.is_well, pulse.is_moving) == (True, True)
    watch.seconds += 0.1
    assert (pulse.is_well, pulse.is_moving, pulse.late()) == (False, False, {"deliveries"})
    pulse.beat("deliveries")
    assert (pulse.is_well, pulse.is_moving, pulse.late()) == (True, True, set())


def test_a_sweep_that_ends_in_errors_is_late_but_does_not_hang(watch: StopWatch, pulse: Pulse) -> None:
    for _ in range(5):
        watch.seconds += 20
        pulse.stir("deliveries")
    assert (pulse.is_well, pulse.late(), pulse.is_moving) == (False, {"deliveries"}, True)


def test_a_sweep_that_ticks_seldom_may_take_as_long_as_its_pause(watch: StopWatch, pulse: Pulse) -> None:
    watch.seconds += 7200
    pulse.beat("deliveries")
    assert pulse.is_well
    watch.seconds += 1
    assert (pulse.late(), pulse.is_well, pulse.is_moving) == ({"keeping"}, False, False)


def test_sweeps_that_nobody_expects_yet_beat_all_the_same(watch: StopWatch) -> None:
    pulse = Pulse(Clock(), watch)
    pulse.stir("deliveries")
    assert pulse.finished_at is None
    pulse.beat("deliveries")
    watch.seconds += 600
    assert (pulse.age, pulse.late(), pulse.is_moving) == (600, set(), True)
