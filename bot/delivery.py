"""Sending what falls due: claim, render, send, settle. The database is the diary; this only reads it out."""

from __future__ import annotations

import asyncio
import random
from itertools import groupby
from typing import TYPE_CHECKING

import discord

from bot.delivery_acts import Acts, Outcome
from bot.delivery_faults import fault_of
from bot.delivery_kept import say_kept
from bot.delivery_ledger import Ledger
from bot.logs import get_logger
from bot.report import report
from bot.services import claims, deliveries, directs
from db.problems import DatabaseProblem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.app import Kettle
    from bot.screens import Interaction
    from db.models.deliveries import Delivery

CROWD = 50
"""Places that are sent to at the same time."""

TIME_LIMIT = 60
"""Seconds that one send may take, waiting on rate limits included: less than the lease."""

GRACE = 6
"""Seconds that a stop waits for what is being sent."""

TICK = 5
"""Seconds between two sweeps of the metronome; a row that is due between them rings by itself."""

LOOK_AROUND = 0.2
"""Seconds after which a sweep that waits for a slow place looks whether it was woken, or a tick's time has passed."""

log = get_logger("kettle.delivery")


class DeliveryEngine:
    """One sweep at a time over what is due; woken early by a row that is due before the next sweep."""

    def __init__(self, bot: Kettle) -> None:
        self.closed: set[int] = set()
        """Members whose direct messages were closed when Kettle last wrote. At their next press they are told."""
        self._bot = bot
        self._acts = Acts(bot)
        self._ledger = Ledger(bot.db)
        self._sweeping: asyncio.Task[bool] | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._under_way: set[int] = set()
        self._is_nudged = False
        self._is_ticking = False
        self._is_stopping = False

    async def open(self) -> None:
        """Take up what the last process left; only an installation with one process may take back its leases."""
        async with self._bot.db.begin() as session:
            if self._bot.settings.database_url.startswith("sqlite"):
                await claims.release_leases(session, now=self._bot.clock.now())
            self.closed = set(await directs.list_closed(session))
        self._bot.db.on_due = self.wake

    def tick(self) -> None:
        """From now on the metronome ticks: rows that are due between two ticks ring by themselves."""
        self._is_ticking = True

    def wake(self, due_at: datetime) -> None:
        """Sweep soon if something is due now, or ring when it is. What is due after the next tick waits for it."""
        seconds = (due_at - self._bot.clock.now()).total_seconds()
        if seconds <= 0:
            self._sweep_soon()
        elif self._is_ticking and seconds < TICK:
            self._ring_in(seconds)

    def _ring_in(self, seconds: float) -> None:
        """Set the alarm, unless it is going to ring before."""
        loop = asyncio.get_running_loop()
        if self._alarm is not None and loop.time() < self._alarm.when() <= loop.time() + seconds:
            return
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = loop.call_later(seconds, self._sweep_soon)

    def _sweep_soon(self) -> None:
        self._is_nudged = True
        if not self._is_stopping and (self._sweeping is None or self._sweeping.done()):
            self._sweeping = asyncio.create_task(self._sweep(), name="deliveries")

    async def say_kept(self, interaction: Interaction) -> None:
        """Tell somebody who is here now what could not be sent to their direct messages."""
        person_id = interaction.user.id
        if person_id not in self.closed:
            return
        self.closed.discard(person_id)
        try:
            is_more = await say_kept(interaction)
        except discord.HTTPException as error:
            # What the person asked for was answered. What waited for them waits for their next press.
            log.warning("could not tell what was kept", status=error.status, code=error.code)
            is_more = True
        if is_more:
            self.closed.add(person_id)

    async def stop(self) -> None:
        """Claim nothing more, and let what is being sent be finished, for a few seconds."""
        self._is_stopping = True
        if self._alarm is not None:
            self._alarm.cancel()
        if self._sweeping is None:
            return
        _, late = await asyncio.wait({self._sweeping}, timeout=GRACE)
        if late:
            log.warning("stopped while something was being sent")
            self._sweeping.cancel()
            await asyncio.wait(late)

    async def run(self) -> bool:
        """Send until nothing is due now; say whether all went well. It goes on when whoever waits for it is cut off."""
        self._sweep_soon()
        return self._sweeping is None or await asyncio.shield(self._sweeping)

    async def _sweep(self) -> bool:
        """Safe to cut anywhere: a row is leased before it is sent."""
        is_well = True
        while self._is_nudged:
            sending: set[asyncio.Task[None]] = set()
            try:
                await self._pump(sending)
                await self._look_ahead()
            except Exception as error:  # noqa: BLE001 this is the door of a job
                is_well = False
                await report("job", error)
                await asyncio.gather(*sending)
            finally:
                for task in sending:
                    task.cancel()
                await asyncio.gather(*sending, return_exceptions=True)
        return is_well

    async def _look_ahead(self) -> None:
        """Ring for what is due before the next tick."""
        if self._is_ticking and not self._is_stopping:
            async with self._bot.db.read() as session:
                next_at = await claims.find_next(session)
            if next_at is not None and next_at > self._bot.clock.now():
                self.wake(next_at)

    async def _pump(self, sending: set[asyncio.Task[None]]) -> None:
        """Keep places busy: a slow one holds up no other."""
        is_more, loop = True, asyncio.get_running_loop()
        while is_more or sending:
            if is_more and len(sending) <= CROWD // 2:
                rows, claimed_at = await self._claim(), loop.time()
                is_more = bool(rows)
                order = sorted(rows, key=lambda row: (str(claims.place_of(row)), row.due_at, row.id))
                for _, group in groupby(order, key=claims.place_of):
                    sending.add(asyncio.create_task(self._deliver_in_order(list(group))))
            if sending:
                done, _ = await asyncio.wait(sending, timeout=LOOK_AROUND, return_when=asyncio.FIRST_COMPLETED)
                sending -= done
                is_more = is_more or bool(done) or self._is_nudged or loop.time() - claimed_at >= TICK

    async def _claim(self) -> Sequence[Delivery]:
        self._is_nudged = False
        if self._is_stopping:
            return ()
        async with self._bot.db.begin() as session:
            return await claims.claim_due(session, now=self._bot.clock.now(), limit=CROWD)

    async def _deliver_in_order(self, rows: Sequence[Delivery]) -> None:
        is_open = True
        for row in rows:
            try:
                is_open = await self._deliver(row, is_open=is_open)
            except DatabaseProblem as problem:
                # Its lease ends by itself, and then it is looked for: nothing is lost, nothing said twice.
                log.warning("an outcome could not be written down", delivery=row.id, kind=problem.kind)
            except Exception as error:  # noqa: BLE001 one row's fault must not stop the rest; this is the door of a job
                await report("job", error)

    async def _deliver(self, row: Delivery, *, is_open: bool) -> bool:
        """Do what a row says, and write down how it went; or give it back. Say whether its place is open for the next.

        A message that waits for another try holds up those behind it: a place has one order.
        """
        if not is_open or self._is_stopping or self._lease_is_short(row):
            await self._settle(row, Outcome("waiting"))
            return is_open
        if row.id in self._under_way:
            # A clock that was moved ended its lease. What is on its way is waited for, or a look would miss it.
            await self._settle(row, Outcome("waiting", next_at=self._bot.clock.now() + deliveries.NONCE_KNOWN))
            return False
        self._under_way.add(row.id)
        try:
            outcome = await self._do(row)
            await self._settle(row, outcome)
        finally:
            self._under_way.discard(row.id)
        return outcome.state != "waiting" or row.kind not in deliveries.MESSAGES

    async def _do(self, row: Delivery) -> Outcome:
        try:
            async with asyncio.timeout(TIME_LIMIT):
                return await self._acts.do(row)
        except Exception as error:  # noqa: BLE001 whatever a send raises is an outcome; this is the door of a job
            return await self._failed(row, error)

    def _lease_is_short(self, row: Delivery) -> bool:
        """Whether another process could claim a row while it is being sent: rows before it took long."""
        assert row.lease_until is not None  # noqa: S101 it was claimed
        return (row.lease_until - self._bot.clock.now()).total_seconds() < TIME_LIMIT

    async def _failed(self, row: Delivery, error: Exception) -> Outcome:
        fault = fault_of(error, takes_away=row.kind in {"delete", "recall"})
        if fault is None:
            await report("job", error)
            return Outcome("failed", reason="unexpected", is_certain=False)
        if not fault.is_passing:
            if fault.reason == "closed-dm" and row.member_id is not None:
                self.closed.add(row.member_id)
            return Outcome("failed", reason=fault.reason)
        pause = max(deliveries.pause_before(row.attempts) * random.uniform(0.75, 1.25), fault.pause)  # noqa: S311 spreading, not secrecy
        log.warning("will try again", delivery=row.id, kind=type(error).__name__, seconds=round(pause.total_seconds()))
        return Outcome("waiting", next_at=self._bot.clock.now() + pause, is_certain=fault.is_certain)

    async def _settle(self, row: Delivery, outcome: Outcome) -> None:
        now = self._bot.clock.now()

        async def entry(session: AsyncSession) -> None:
            if outcome.state == "sent":
                await deliveries.settle_sent(
                    session,
                    delivery_id=row.id,
                    channel_id=outcome.channel_id,
                    message_id=outcome.message_id,
                    now=now,
                )
            elif outcome.state == "done":
                await deliveries.settle_done(session, delivery_id=row.id, now=now)
            else:
                await deliveries.settle(
                    session,
                    delivery_id=row.id,
                    state=outcome.state,
                    now=now,
                    is_certain=outcome.is_certain,
                    reason=outcome.reason,
                    next_at=outcome.next_at,
                )
            if outcome.reason == "closed-dm" and row.member_id is not None:
                await directs.record_closed(session, member_id=row.member_id)

        await self._ledger.write(entry)
        self._bot.pulse.beat("deliveries")  # many rows take longer than a sweep may be silent
