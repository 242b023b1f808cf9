"""The simulated Discord while a demo runs: it keeps step with real time, and one thing happens at a time."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

from bot.demo.community import ZONE
from bot.services import checkins, claims, schedules
from bot.services.zones import instant_at, local_day

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from simcord import Env, Preview

    from bot.app import Kettle
    from bot.demo.community import Community

BEAT = 3.0
"""Seconds between two looks at what is due."""

NOON = time(12)
NEVER = datetime.max.replace(tzinfo=UTC)

What = Literal["sending", "closing", "nowhere"]
"""What happens next: a message goes out, a prompt closes, or nothing at all."""

Window = tuple[str, str]
"""A person and a place: what one page of the demo shows."""


class Stage:
    """One community on a simulated Discord, with the bot in it and at most one window open.

    simcord refuses two operations at once, so whoever moves time, presses or looks takes a turn.
    """

    def __init__(self, env: Env, bot: Kettle, community: Community) -> None:
        self.env = env
        self.bot = bot
        self.community = community
        self.window: Window | None = None
        self.preview: Preview | None = None
        self._turn = asyncio.Lock()
        self._pressed = asyncio.Event()
        self._kept_at = asyncio.get_running_loop().time()
        self._seen: dict[Window, int] = {}
        for person in community.people:
            for place in community.places(person):
                self._seen[person, place] = self._newest((person, place))

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn; simulated time first catches up with the real time that went by."""
        async with self._turn:
            with self.env.time_context():
                await self._keep_step()
                yield
        self._pressed.set()

    async def _keep_step(self) -> None:
        now = asyncio.get_running_loop().time()
        passed, self._kept_at = now - self._kept_at, now
        await self.env.advance_time(passed)

    async def show(self, window: Window) -> Preview:
        """Give the open window if it is this one; otherwise close it and open this one."""
        async with self.turn():
            if self.preview is None or self.window != window:
                await self.close_window()
                self.preview = await self._open(window)
                self.window = window
            return self.preview

    async def settled(self) -> Preview | None:
        """Give the window that is open once nobody is changing it."""
        async with self._turn:
            return self.preview

    async def _open(self, window: Window) -> Preview:
        person, place = window
        member = self.community.people[person]
        channel = self.community.channel(person, place)
        preview = self.env.preview(
            channel,
            viewers=[member if channel.guild else member.user],
            layout="channel",
            locale="en-GB",
            timezone=ZONE,
            assets=self.community.faces,
        )
        return await preview.__aenter__()

    async def close_window(self) -> None:
        """Close the open window, if there is one."""
        preview, self.preview, self.window = self.preview, None, None
        if preview:
            await preview.close()

    async def beat(self, stop: asyncio.Event) -> None:
        """Send what is due until asked to stop: soon after each press, and every few seconds without one."""
        while not stop.is_set():
            async with self._turn:
                with self.env.time_context():
                    await self._keep_step()
                    await self._send_due()
            self._pressed.clear()
            waits = [asyncio.create_task(event.wait()) for event in (self._pressed, stop)]
            _, left = await asyncio.wait(waits, timeout=BEAT, return_when=asyncio.FIRST_COMPLETED)
            for wait in left:
                wait.cancel()

    async def move(self, by: timedelta) -> None:
        """Let time pass, stopping at each thing due on the way, so that it happens at its own time."""
        async with self.turn():
            await self._pass_time(self.env.now() + by)

    async def move_to_next(self) -> What:
        """Let time pass until the next thing happens and say what it is; "nowhere" when nothing is waiting."""
        async with self.turn():
            due, what = await self._next_due()
            if what != "nowhere":
                await self._pass_time(due)
            return what

    async def _pass_time(self, until: datetime) -> None:
        while (due := min((await self._next_due())[0], next_noon(self.env.now()))) < until:
            await self._pass_to(due)
        await self._pass_to(until)

    async def _pass_to(self, instant: datetime) -> None:
        await self.env.advance_time((instant - self.env.now()).total_seconds())
        await self._send_due()

    async def _next_due(self) -> tuple[datetime, What]:
        """Give the next instant at which something happens: a message goes out, or a prompt closes."""
        now = self.env.now()
        async with self.bot.db.read() as session:
            found: list[tuple[datetime | None, What]] = [
                (await claims.find_next(session), "sending"),
                (await schedules.find_next(session), "sending"),
                (await checkins.find_next_closing(session, now=now), "closing"),
            ]
        # What was due before and still waits has been tried: it is no reason to stop here again.
        return min([*((due, what) for due, what in found if due and due > now), (NEVER, "nowhere")])

    async def _send_due(self) -> None:
        """Send what is due. The window is drawn again only if something went out, as that disturbs."""
        before = len(self.env.http_requests)
        await self.bot.run_due()
        if self.preview and len(self.env.http_requests) > before:
            await self.preview.refresh()

    def news(self) -> list[Window]:
        """Give the windows with something in them that this visitor has not looked at yet."""
        if self.window:
            self._seen[self.window] = self._newest(self.window)
        return [window for window, seen in self._seen.items() if self._newest(window) > seen]

    def _newest(self, window: Window) -> int:
        person, place = window
        member = self.community.people[person]
        channel = self.community.channel(person, place)
        messages = channel.history(viewer=member if channel.guild else member.user)
        return messages[-1].id if messages else 0


def next_noon(now: datetime) -> datetime:
    """Give the next noon in the sample community: some things are said in the daytime alone, and are not due before."""
    noon = instant_at(local_day(now, ZONE), NOON, ZONE)
    return noon if noon > now else instant_at(local_day(now, ZONE) + timedelta(days=1), NOON, ZONE)
