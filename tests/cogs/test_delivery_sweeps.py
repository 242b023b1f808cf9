"""Sweeps: a slow place holds up no other, a stop finishes what is being sent, and what is due soon rings by itself."""

import asyncio
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot import delivery
from bot.delivery_ledger import Ledger
from bot.screens import Screen
from bot.services import claims, deliveries
from cogs.checkins import Checkins
from db.models.deliveries import Delivery
from db.problems import DatabaseProblem
from tests.cogs.conftest import World
from tests.cogs.reading import text_of
from tests.cogs.sending import move_clock, put, rows

SOON, SLOW = 5, 1
"""Seconds within which something has happened, and the subject whose message takes as long as the test says."""


class Slow:
    """What is said about the slow subject comes when it may; about any other, at once."""

    def __init__(self) -> None:
        self.began = asyncio.Event()
        self.may_end = asyncio.Event()
        self.said: list[int] = []

    async def render(self, row: Delivery) -> Screen:
        if row.subject_id == SLOW:
            self.began.set()
            await self.may_end.wait()
        self.said.append(row.subject_id)
        return Screen(f"Subject {row.subject_id}")


@pytest.fixture
def slow(world: World, monkeypatch: pytest.MonkeyPatch) -> Slow:
    made = Slow()
    monkeypatch.setattr(Checkins, "render", lambda _, row: made.render(row))
    world.bot.db.on_due = None
    return made


async def until(is_so: Callable[[], object]) -> None:
    async with asyncio.timeout(SOON):
        while not is_so():  # noqa: ASYNC110 what is waited for has no event
            await asyncio.sleep(0.01)


async def test_a_slow_place_holds_up_no_other_that_is_due_already(world: World, slow: Slow) -> None:
    await put(world, subject_id=SLOW, channel_id=world.checkins.id)
    await put(world, subject_id=2, channel_id=world.moderators.id)
    sweep = asyncio.create_task(world.run_due())
    await until(world.moderators.history)
    assert not sweep.done()
    slow.may_end.set()
    await sweep
    assert len(world.checkins.history()) == 1


@pytest.mark.parametrize("is_woken", [True, False])
async def test_a_slow_place_holds_up_no_other_that_falls_due_meanwhile(
    world: World, slow: Slow, monkeypatch: pytest.MonkeyPatch, *, is_woken: bool
) -> None:
    monkeypatch.setattr(delivery, "LOOK_AROUND", 0.02)
    monkeypatch.setattr(delivery, "TICK", 60 if is_woken else 0.1)
    await put(world, subject_id=SLOW, channel_id=world.checkins.id)
    sweep = asyncio.create_task(world.run_due())
    await slow.began.wait()
    world.bot.db.on_due = world.bot.delivery.wake if is_woken else None
    await put(world, subject_id=2, channel_id=world.moderators.id)
    await until(world.moderators.history)
    assert not sweep.done()
    slow.may_end.set()
    await sweep


async def test_what_falls_due_as_a_sweep_ends_is_not_forgotten(
    world: World, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    find_next = claims.find_next

    async def late(session: object) -> object:
        next_at = await find_next(session)  # type: ignore[arg-type]
        if not slow.said:
            await put(world, subject_id=2, channel_id=world.moderators.id)
            slow.said.append(0)
        return next_at

    world.bot.db.on_due = world.bot.delivery.wake
    world.bot.delivery.tick()
    monkeypatch.setattr(claims, "find_next", late)
    await world.run_due()
    await until(world.moderators.history)
    assert len(world.moderators.history()) == 1


async def test_a_stop_finishes_what_is_being_sent_and_gives_the_rest_back(world: World, slow: Slow) -> None:
    for subject_id in (SLOW, 2):
        await put(world, subject_id=subject_id, channel_id=world.checkins.id)
    sweep = asyncio.create_task(world.run_due())
    await slow.began.wait()
    stop = asyncio.create_task(world.bot.delivery.stop())
    await asyncio.sleep(0.05)
    slow.may_end.set()
    await stop
    await sweep
    assert slow.said == [SLOW]
    assert [(row.state, row.attempted_at) for row in await rows(world)] == [("sent", None), ("waiting", None)]
    await world.run_due()
    assert slow.said == [SLOW]


async def test_a_stop_does_not_wait_for_ever(world: World, slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "GRACE", 0.05)
    await put(world, subject_id=SLOW, channel_id=world.checkins.id)
    sweep = asyncio.create_task(world.run_due())
    await slow.began.wait()
    await world.bot.delivery.stop()
    with pytest.raises(asyncio.CancelledError):
        await sweep
    assert [row.state for row in await rows(world)] == ["leased"]
    await world.restart()
    slow.may_end.set()
    await world.run_due()
    assert len(world.checkins.history()) == 1


async def test_what_is_due_before_the_next_tick_rings_and_what_is_due_after_it_does_not_delay_it(
    world: World, slow: Slow
) -> None:
    engine, now = world.bot.delivery, world.bot.clock.now()
    world.bot.db.on_due = engine.wake
    await put_soon(world, 2, now + timedelta(seconds=1))
    assert engine._alarm is None
    engine.tick()
    await put_soon(world, 3, now + timedelta(seconds=4))
    await put_soon(world, 4, now + timedelta(seconds=1.5))
    alarm = engine._alarm
    await put_soon(world, 5, now + timedelta(seconds=3))
    await put_soon(world, 6, now + timedelta(seconds=60))
    assert engine._alarm is alarm
    await until(lambda: slow.said == [2, 4])
    await engine.stop()


async def test_after_a_sweep_the_next_row_rings(world: World, slow: Slow) -> None:
    await put_soon(world, 2, world.bot.clock.now() + timedelta(seconds=0.3))
    world.bot.delivery.tick()
    await world.bot.delivery.run()
    assert slow.said == []
    await until(lambda: slow.said == [2])
    await world.bot.delivery.stop()


async def put_soon(world: World, subject_id: int, due_at: datetime) -> None:
    """Put a row that is due by the true clock, and not by that of the simulated Discord."""
    told = {"feature": "checkins", "subject_id": subject_id, "channel_id": world.checkins.id}
    async with world.bot.db.begin() as session:
        await deliveries.schedule(
            session, **told, guild_id=world.guild.id, due_at=due_at, expires_at=due_at + timedelta(hours=1)
        )


async def test_a_fault_of_the_database_while_something_is_being_sent_lets_it_be_finished(
    world: World, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim_due = claims.claim_due

    async def claim(*args: object, **told: object) -> object:
        if slow.began.is_set():
            raise DatabaseProblem("locked")
        return await claim_due(*args, **told)  # type: ignore[arg-type]

    monkeypatch.setattr(claims, "claim_due", claim)
    monkeypatch.setattr(delivery, "TICK", 0.05)
    monkeypatch.setattr(delivery, "LOOK_AROUND", 0.02)
    await put(world, subject_id=SLOW, channel_id=world.checkins.id)
    sweep = asyncio.create_task(world.run_due())
    await slow.began.wait()
    await asyncio.sleep(0.3)
    slow.may_end.set()
    await sweep
    assert [row.state for row in await rows(world)] == ["sent"]


async def test_a_row_whose_lease_would_end_while_it_is_sent_is_claimed_anew(
    world: World, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dawdle(_: Checkins, row: Delivery) -> Screen:
        if row.subject_id == SLOW:
            await move_clock(world, timedelta(seconds=61))
        return Screen("Here")

    monkeypatch.setattr(Checkins, "render", dawdle)
    for subject_id in (SLOW, 2):
        await put(world, subject_id=subject_id, channel_id=world.checkins.id)
    await world.run_due()
    assert slow.said == []
    assert [(row.state, row.attempts) for row in await rows(world)] == [("sent", 1), ("sent", 1)]


async def test_very_many_places_are_sent_to_in_turn(world: World, slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once: list[int] = []

    async def take_a_moment(_: Checkins, row: Delivery) -> Screen:
        slow.said.append(row.subject_id)
        at_once.append(len(world.bot.delivery._under_way))
        await asyncio.sleep(0.02)
        return Screen("Here")

    monkeypatch.setattr(Checkins, "render", take_a_moment)
    for subject_id in range(delivery.CROWD + 20):
        await put(world, subject_id=subject_id, channel_id=subject_id + 1)
    await world.run_due()
    assert sorted(slow.said) == list(range(delivery.CROWD + 20))
    assert max(at_once) <= delivery.CROWD + delivery.CROWD // 2


async def test_what_is_on_its_way_is_not_sent_again_by_a_clock_that_was_put_forward(
    world: World, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "TICK", 0.05)
    monkeypatch.setattr(delivery, "LOOK_AROUND", 0.02)
    await put(world, subject_id=SLOW, channel_id=world.checkins.id)
    sweep = asyncio.create_task(world.run_due())
    await slow.began.wait()
    await move_clock(world, timedelta(hours=1))
    async with asyncio.timeout(SOON):
        while (await rows(world))[0].state != "waiting":  # noqa: ASYNC110 what is waited for has no event
            await asyncio.sleep(0.01)
    slow.may_end.set()
    await sweep
    assert slow.said == [SLOW]
    assert [(row.state, row.attempts) for row in await rows(world)] == [("sent", 2)]


async def test_an_outcome_that_cannot_be_understood_stops_no_other(
    world: World, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Ledger.write

    async def fail_once(*_: object) -> None:
        monkeypatch.setattr(Ledger, "write", write)
        raise LookupError

    monkeypatch.setattr(Ledger, "write", fail_once)
    for subject_id in (2, 3):
        await put(world, subject_id=subject_id, channel_id=world.checkins.id)
    await world.run_due()
    assert slow.said == [2, 3]
    assert [row.state for row in await rows(world)] == ["leased", "sent"]


async def test_after_a_stop_nothing_is_swept(world: World, slow: Slow) -> None:
    await world.bot.delivery.stop()
    await put(world, subject_id=2, channel_id=world.checkins.id)
    await world.run_due()
    assert slow.said == []


@pytest.mark.usefixtures("slow")
async def test_of_several_processes_none_takes_back_the_leases_of_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(world, subject_id=2, channel_id=world.checkins.id)
    async with world.bot.db.begin() as session:
        await claims.claim_due(session, now=world.env.now(), limit=1)
    monkeypatch.setattr(type(world.bot.settings), "database_url", "postgresql://somewhere")
    await world.bot.delivery.open()
    assert [row.state for row in await rows(world)] == ["leased"]


async def test_a_message_that_has_to_be_tried_again_is_not_overtaken(world: World) -> None:
    world.bot.db.on_due = None
    for hours in ("1 hour", "2 hours", "3 hours"):
        await world.slash(world.orla, "organise checkins schedule", closes=hours)
    world.env.inject_error("POST", "/channels/*/messages", status=503)
    await world.run_due()
    assert world.checkins.history() == []
    await world.env.advance_time(60)
    await world.run_due()
    closing = [re.findall(r"until <t:(\d+)", text_of(message)) for message in world.checkins.history()]
    assert len(closing) == 3
    assert closing == sorted(closing)
