"""Looking after Discord's own events: what is there is compared with what is kept here, and what differs is done.

Creating has no nonce at Discord, and discord.py repeats it by itself: so nothing is made before a look, each look knows
again what was made without an answer, and what stands there twice goes.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.cog import Cog
from bot.logs import get_logger
from bot.scheduling import every
from bot.screens import Screen
from bot.services import deliveries, mirrors
from bot.services.mirror_steps import Entry, Seen, is_due, judge
from cogs.mirrors.questions import screen_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from datetime import datetime

    from bot.app import Kettle
    from bot.services.mirror_steps import Standing, Step
    from db.models.deliveries import Delivery

AGAIN = timedelta(hours=1)
"""How often it is looked where nothing seems to have changed, and what was refused is tried again."""

TIME_LIMIT = 20
"""Seconds that Discord has for one answer. What comes later is found by the next look."""

UNKNOWN_EVENT = 10070
"""Discord's code for an event that is not there. Nothing else says that one is gone."""

FULL = 30038
"""Discord's code for a server with as many events as it takes."""

ALIVE = (discord.EventStatus.scheduled, discord.EventStatus.active)

REFUSALS = (HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN)
"""What says that Discord does not take a step, whatever it may say later."""

SILENCE = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, RuntimeError)
"""What a request ends in when nothing can be learnt from it; the last is discord.py's for a closed connection."""

log = get_logger("kettle.mirrors")


class Mirrors(Cog):
    """The sweep, what tells it to look, and what organisers are asked."""

    def __init__(self, bot: Kettle) -> None:
        super().__init__(bot)
        self._looked_at: dict[int, datetime] = {}
        self._nudged: set[int] = set()
        self._pauses: dict[int, tuple[int, datetime]] = {}
        """Communities in which Discord gave no answer: how often in a row, and until when it is left alone."""

    @Cog.listener()
    async def on_ready(self) -> None:
        """Look everywhere: what happened before Discord's stream began, nobody told."""
        self._looked_at.clear()

    @Cog.listener()
    async def on_scheduled_event_create(self, event: discord.ScheduledEvent) -> None:
        """Look soon, if it is Kettle's: it may stand there twice."""
        self._nudge(event)

    @Cog.listener()
    async def on_scheduled_event_update(self, _: discord.ScheduledEvent, event: discord.ScheduledEvent) -> None:
        """Look soon, if it is Kettle's."""
        self._nudge(event)

    @Cog.listener()
    async def on_scheduled_event_delete(self, event: discord.ScheduledEvent) -> None:
        """Look soon, if it was Kettle's."""
        self._nudge(event)

    def _nudge(self, event: discord.ScheduledEvent) -> None:
        if self._is_own(event):
            self._nudged.add(event.guild_id)

    def _is_own(self, event: discord.ScheduledEvent) -> bool:
        return self.bot.user is not None and event.creator_id == self.bot.user.id

    @every(seconds=5)
    async def reflect(self) -> None:
        """Look wherever something is to be done, or was changed, or nobody has looked for an hour."""
        now = self.bot.clock.now()
        if not self.bot.is_ready():
            return
        async with self.bot.db.begin() as session:
            await mirrors.plan(session, now=now)
            found = await mirrors.list_standings(session, place=self.bot.words("mirrors-place"), now=now)
        for guild_id, standings in found.items():
            guild, _, until = self.bot.get_guild(guild_id), *self._pauses.get(guild_id, (0, now))
            if guild is not None and not guild.unavailable and until <= now:
                await self._look_in(guild, standings, now)

    async def _look_in(self, guild: discord.Guild, standings: Sequence[Standing], now: datetime) -> None:
        """Look, if it is time, and do what differs. Where Discord is silent nothing is learnt: it is tried again."""
        is_hourly = abs(now - self._looked_at.get(guild.id, now - AGAIN)) >= AGAIN
        if not is_hourly and guild.id not in self._nudged and not any(map(is_due, standings)):
            return
        self._nudged.discard(guild.id)  # before the look: what changes meanwhile is looked at again
        try:
            there = await self._fetch(guild)
            seen = [Seen(event.id, _entry_of(event)) for event in there.values()]
            for step in judge(standings, seen, tries_again=is_hourly):
                await self._take(guild, step, there)
                self.bot.pulse.beat(f"{self.feature}.reflect")  # many steps take longer than a sweep may be silent
        except SILENCE as error:
            log.warning("could not look after events", kind=type(error).__name__)
            fails = self._pauses.get(guild.id, (0, now))[0] + 1
            self._pauses[guild.id] = fails, now + deliveries.pause_before(fails)
            self._nudged.add(guild.id)
            return
        self._pauses.pop(guild.id, None)
        if is_hourly:
            self._looked_at[guild.id] = now

    async def _fetch(self, guild: discord.Guild) -> dict[int, discord.ScheduledEvent]:
        """Give what Kettle made there that is not over. Who is interested is not asked."""
        async with asyncio.timeout(TIME_LIMIT):
            found = await guild.fetch_scheduled_events(with_counts=False)
        return {event.id: event for event in found if self._is_own(event) and event.status in ALIVE}

    async def _take(self, guild: discord.Guild, step: Step, there: Mapping[int, discord.ScheduledEvent]) -> None:
        """Take one step. A refusal is kept, and told to organisers; silence ends the look."""
        try:
            async with asyncio.timeout(TIME_LIMIT):
                await self._do(guild, step, there)
        except discord.HTTPException as error:
            if error.status not in REFUSALS or step.kind == "seek":
                raise
            state = "full" if error.code == FULL else "barred" if isinstance(error, discord.Forbidden) else "refused"
            if step.mirror_id is not None:
                await self._record(mirrors.record_refused, step, state=state)

    async def _do(self, guild: discord.Guild, step: Step, there: Mapping[int, discord.ScheduledEvent]) -> None:
        entry, event_id = step.entry, step.scheduled_event_id or 0
        if step.kind == "make":
            await self._make(guild, step)
        elif step.kind == "change":
            await self._change(there[event_id], step)
        elif step.kind == "remove":
            await self._remove(guild, step, event_id)
        elif step.kind == "keep":
            await self._record(mirrors.record_there, step, scheduled_event_id=event_id, entry=entry)
        elif step.kind == "ask":
            await self._record(mirrors.record_changed, step, scheduled_event_id=event_id, entry=entry)
        elif step.kind == "forget":
            await self._record(mirrors.forget_mirror, step)
        elif await self._is_gone(guild, event_id):
            await self._record(mirrors.record_missing, step)

    async def _make(self, guild: discord.Guild, step: Step) -> None:
        entry = step.entry
        if not await self._mean(step) or entry.starts_at <= self.bot.clock.now():
            return
        made = await guild.create_scheduled_event(
            name=entry.title,
            start_time=entry.starts_at,
            end_time=entry.ends_at,
            entity_type=discord.EntityType.external,
            privacy_level=discord.PrivacyLevel.guild_only,
            location=entry.place,
        )
        await self._record(mirrors.record_there, step, scheduled_event_id=made.id, entry=entry)

    async def _change(self, event: discord.ScheduledEvent, step: Step) -> None:
        """Write all that Kettle says. The start of one that somebody has begun may not be named again."""
        entry = step.entry
        said: dict[str, Any] = {"name": entry.title, "location": entry.place, "description": ""}
        if event.start_time != entry.starts_at:
            said["start_time"] = entry.starts_at
        if await self._mean(step):
            await event.edit(entity_type=discord.EntityType.external, end_time=entry.ends_at, **said)
            await self._record(mirrors.record_there, step, scheduled_event_id=event.id, entry=entry)

    async def _remove(self, guild: discord.Guild, step: Step, event_id: int) -> None:
        if step.mirror_id is not None:
            await self._mean(step)
        try:
            await self.bot.http.delete_scheduled_event(guild.id, event_id)
        except discord.NotFound as error:
            if error.code != UNKNOWN_EVENT:
                raise
        if step.mirror_id is not None:
            await self._record(mirrors.forget_mirror, step)

    async def _is_gone(self, guild: discord.Guild, event_id: int) -> bool:
        """Ask about one event alone: a list without it may be half an answer."""
        try:
            event = await guild.fetch_scheduled_event(event_id, with_counts=False)
        except discord.NotFound as error:
            if error.code != UNKNOWN_EVENT:
                raise
            return True
        return event.status not in ALIVE

    async def _mean(self, step: Step) -> bool:
        """Keep what is meant, before it is done: cut off in between, it is known again, and nobody else is asked."""
        return bool(await self._record(mirrors.record_meant, step, entry=step.entry))

    async def _record(self, rule: Callable[..., Awaitable[Any]], step: Step, **told: Any) -> Any:
        async with self.bot.db.begin() as session:
            return await rule(session, mirror_id=step.mirror_id, now=self.bot.clock.now(), **told)

    async def render(self, delivery: Delivery) -> Screen | None:
        """Ask as things stand now; a question that stands in the channel says when it is settled."""
        async with self.bot.db.read() as session:
            question = await mirrors.find_question(session, mirror_id=delivery.subject_id)
        if question is not None:
            return screen_of(self.bot.words, question)
        return Screen(self.bot.words("mirrors-over")) if delivery.kind == "edit" else None


def _entry_of(event: discord.ScheduledEvent) -> Entry:
    ends_at = event.end_time or event.start_time
    return Entry(event.name, event.start_time, ends_at, event.location or "", event.description or "")
