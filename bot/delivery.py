"""Sending what falls due: claim, render, send, settle. The database is the diary; this only reads it out."""

from __future__ import annotations

import asyncio
import hmac
import random
from itertools import groupby
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.logs import get_logger
from bot.report import report
from bot.services import deliveries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.app import Kettle
    from db.models.deliveries import Delivery

BATCH = 50
"""Rows claimed at once."""

TIME_LIMIT = 60
"""Seconds that one send may take, waiting on rate limits included: less than the lease."""

REASONS = {
    10003: "missing-channel",
    10013: "missing-member",
    50001: "no-access",
    50007: "closed-dm",
    50013: "no-permission",
    50278: "closed-dm",
}
"""Discord's codes that no repetition will change, in our words."""

GONE = frozenset({10003, 10008, 50001})
"""Codes that mean a message to take away is not there, or not ours to reach, any more."""

TEMPORARY = (aiohttp.ClientError, discord.RateLimited, OSError, TimeoutError)
SERVER_FAULT = 500

log = get_logger("kettle.delivery")


class DeliveryEngine:
    """One sweep at a time over what is due; woken early by a row that is due before the next sweep."""

    def __init__(self, bot: Kettle) -> None:
        self._bot = bot
        self._turn = asyncio.Lock()
        self._woken: asyncio.Task[None] | None = None

    def wake(self, due_at: datetime) -> None:
        """Sweep soon if something is due now. Later rows wait for the metronome."""
        if due_at <= self._bot.clock.now() and (self._woken is None or self._woken.done()):
            self._woken = asyncio.create_task(self._sweep_guarded(), name="deliveries")

    async def _sweep_guarded(self) -> None:
        try:
            await self.run()
        except Exception as error:  # noqa: BLE001 this is the door of a job
            await report("job", error)

    async def stop(self) -> None:
        """End a sweep that was woken; what it had claimed is taken up at the next start."""
        if self._woken is not None:
            self._woken.cancel()
            await asyncio.gather(self._woken, return_exceptions=True)

    async def run(self) -> None:
        """Send until nothing is due now. Safe to cut anywhere: a row is leased before it is sent."""
        async with self._turn:
            while rows := await self._claim():
                order = sorted(rows, key=_place)
                places = [list(group) for _, group in groupby(order, key=_place)]
                ends = await asyncio.gather(*map(self._deliver_in_order, places), return_exceptions=True)
                # Every place is finished before an error is raised: a send cut off half way could be said twice.
                if error := next((end for end in ends if end is not None), None):
                    raise error

    async def _claim(self) -> Sequence[Delivery]:
        async with self._bot.db.begin() as session:
            return await deliveries.claim_due(session, now=self._bot.clock.now(), limit=BATCH)

    async def _deliver_in_order(self, rows: Sequence[Delivery]) -> None:
        for row in rows:
            try:
                async with asyncio.timeout(TIME_LIMIT):
                    await (self._delete(row) if row.kind == "delete" else self._post(row))
            except Exception as error:  # noqa: BLE001 one row's fault must not stop the rest; this is the door of a job
                await self._settle_failure(row, error)

    async def _settle_failure(self, row: Delivery, error: Exception) -> None:
        if _is_temporary(error):
            await self._try_again(row, error)
        elif isinstance(error, discord.HTTPException):
            await self._settle(row, "failed", reason=REASONS.get(error.code, f"discord-{error.status}"))
        else:
            await report("job", error)
            await self._settle(row, "failed", reason="unexpected")

    async def _post(self, row: Delivery) -> None:
        screen = await self._bot.speaker(row.feature).render(row)
        if screen is None:
            await self._settle(row, "cancelled")
            return
        place = await self._place_of(row)
        sent = await place.send(view=screen, files=screen.files, nonce=self._nonce(row))
        async with self._bot.db.begin() as session:
            await deliveries.settle_sent(
                session,
                delivery_id=row.id,
                channel_id=place.id,
                message_id=sent.id,
                now=self._bot.clock.now(),
            )

    async def _delete(self, row: Delivery) -> None:
        channel = self._bot.get_partial_messageable(row.channel_id or 0)
        try:
            await channel.get_partial_message(row.message_id or 0).delete()
        except (discord.NotFound, discord.Forbidden) as error:
            if error.code not in GONE:
                raise
        async with self._bot.db.begin() as session:
            await deliveries.settle_done(session, delivery_id=row.id, now=self._bot.clock.now())

    async def _place_of(self, row: Delivery) -> discord.PartialMessageable | discord.DMChannel:
        if row.member_id is not None:
            return await self._bot.create_dm(discord.Object(row.member_id))
        return self._bot.get_partial_messageable(row.channel_id or 0, guild_id=row.guild_id)

    def _nonce(self, row: Delivery) -> str:
        """Give the row's nonce, the same for every attempt: Discord then says it once, for a few minutes."""
        return hmac.digest(self._bot.secret, row.dedupe_key.encode(), "sha256").hex()[:25]

    async def _try_again(self, row: Delivery, error: Exception) -> None:
        pause = deliveries.pause_before(row.attempts) * random.uniform(0.75, 1.25)  # noqa: S311 spreading, not secrecy
        log.warning("will try again", delivery=row.id, kind=type(error).__name__, seconds=round(pause.total_seconds()))
        await self._settle(row, "waiting", due_at=self._bot.clock.now() + pause)

    async def _settle(
        self, row: Delivery, state: str, *, reason: str | None = None, due_at: datetime | None = None
    ) -> None:
        async with self._bot.db.begin() as session:
            await deliveries.settle(session, delivery_id=row.id, state=state, reason=reason, due_at=due_at)


def _place(row: Delivery) -> tuple[int, int]:
    """Where a row goes: rows to one place keep their order, places do not wait for each other."""
    return row.channel_id or 0, row.member_id or 0


def _is_temporary(error: Exception) -> bool:
    return isinstance(error, TEMPORARY) or (isinstance(error, discord.HTTPException) and error.status >= SERVER_FAULT)
