"""Sending what falls due: claim, render, send, settle. The database is the diary; this only reads it out."""

from __future__ import annotations

import asyncio
import random
from itertools import groupby
from typing import TYPE_CHECKING

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

GRACE = 8
"""Seconds that a stop waits for what is being sent."""

TICK = 5
"""Seconds between two sweeps of the metronome; a row that is due between them rings by itself."""

LOOK_AROUND = 0.2
"""Seconds after which a sweep that waits for a slow place looks whether it was woken."""

log = get_logger("kettle.delivery")


class DeliveryEngine:
    """One sweep at a time over what is due; woken early by a row that is due before the next sweep."""

    def __init__(self, bot: Kettle) -> None:
        self.closed: set[int] = set()
        """Members whose direct messages were closed when Kettle last wrote. At their next press they are told."""
        self._bot = bot
        self._acts = Acts(bot)
        self._ledger = Ledger(bot.db)
        self._turn = asyncio.Lock()
        self._woken: asyncio.Task[None] | None = None
        self._alarm: asyncio.TimerHandle | None = None
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
            self._is_nudged = True
            self._sweep_soon()
        elif self._is_ticking and seconds < TICK:
            if self._alarm is not None:
                self._alarm.cancel()
            self._alarm = asyncio.get_running_loop().call_later(seconds, self._sweep_soon)

    def _sweep_soon(self) -> None:
        if not self._is_stopping and (self._woken is None or self._woken.done()):
            self._woken = asyncio.create_task(self._sweep_guarded(), name="deliveries")

    async def _sweep_guarded(self) -> None:
        try:
            await self.run()
        except Exception as error:  # noqa: BLE001 this is the door of a job
            await report("job", error)

    async def say_kept(self, interaction: Interaction) -> None:
        """Tell somebody who is here now what could not be sent to their direct messages."""
        if interaction.user.id in self.closed:
            self.closed.discard(interaction.user.id)
            await say_kept(interaction)

    async def stop(self) -> None:
        """Claim nothing more, and let what is being sent be finished, for a few seconds."""
        self._is_stopping = True
        if self._alarm is not None:
            self._alarm.cancel()
        try:
            async with asyncio.timeout(GRACE), self._turn:
                pass
        except TimeoutError:
            log.warning("stopped while something was being sent")
        if self._woken is not None:
            self._woken.cancel()
            await asyncio.gather(self._woken, return_exceptions=True)

    async def run(self) -> None:
        """Send until nothing is due now. Safe to cut anywhere: a row is leased before it is sent."""
        async with self._turn:
            sending: set[asyncio.Task[None]] = set()
            try:
                await self._pump(sending)
            finally:
                for task in sending:
                    task.cancel()
                await asyncio.gather(*sending, return_exceptions=True)
        if self._is_ticking:
            async with self._bot.db.read() as session:
                next_at = await claims.find_next(session)
            if next_at is not None and next_at > self._bot.clock.now():
                self.wake(next_at)

    async def _pump(self, sending: set[asyncio.Task[None]]) -> None:
        """Keep places busy: a slow one holds up no other."""
        is_more = True
        while is_more or sending:
            if is_more and len(sending) <= CROWD // 2:
                rows = await self._claim()
                is_more = bool(rows)
                order = sorted(rows, key=lambda row: (str(claims.place_of(row)), row.next_at, row.id))
                for _, group in groupby(order, key=claims.place_of):
                    sending.add(asyncio.create_task(self._deliver_in_order(list(group))))
            if sending:
                done, _ = await asyncio.wait(sending, timeout=LOOK_AROUND, return_when=asyncio.FIRST_COMPLETED)
                sending -= done
                is_more = is_more or bool(done) or self._is_nudged

    async def _claim(self) -> Sequence[Delivery]:
        if self._is_stopping:
            return ()
        self._is_nudged = False
        async with self._bot.db.begin() as session:
            return await claims.claim_due(session, now=self._bot.clock.now(), limit=CROWD)

    async def _deliver_in_order(self, rows: Sequence[Delivery]) -> None:
        for row in rows:
            try:
                await self._deliver(row)
            except DatabaseProblem as problem:
                # Its lease ends by itself, and then it is looked for: nothing is lost, nothing said twice.
                log.warning("an outcome could not be written down", delivery=row.id, kind=problem.kind)
            except Exception as error:  # noqa: BLE001 one row's fault must not stop the rest; this is the door of a job
                await report("job", error)

    async def _deliver(self, row: Delivery) -> None:
        """Do what a row says, and write down how it went."""
        if self._is_stopping or self._lease_is_short(row):
            await self._settle(row, Outcome("waiting"))
            return
        try:
            async with asyncio.timeout(TIME_LIMIT):
                outcome = await self._acts.do(row)
        except Exception as error:  # noqa: BLE001 whatever a send raises is an outcome; this is the door of a job
            outcome = await self._failed(row, error)
        await self._settle(row, outcome)

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
