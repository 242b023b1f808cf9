"""The daily intake, at ten o'clock in each community: nothing that anybody can see changes between two of them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.cog import Cog
from bot.delivery_faults import fault_of
from bot.logs import get_logger
from bot.scheduling import every
from bot.screens import Screen
from bot.services import (
    library,
    stories,
    story_batches,
    story_holds,
    story_intakes,
    story_posts,
    story_withdrawals,
)
from cogs.story_posts.silence import SILENCE, TIME_LIMIT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.app import Kettle
    from bot.services.story_intakes import Place

READ = "stories"
"""The command of moderators that shows what waits: no installation renames it."""

HOUR = timedelta(hours=1)

log = get_logger("kettle.stories")


class StoryIntakes(Cog):
    """The intake, and what follows it."""

    def __init__(self, bot: Kettle) -> None:
        super().__init__(bot)
        self._told: dict[int, datetime] = {}
        """When moderators of a community were told last."""

    @every(minutes=1)
    async def intake(self) -> None:
        """Take in what came where the hour is over. Where stories cannot be read, nothing is done or made."""
        telling = self.bot.telling
        telling.write_failures(self.bot.clock.now())
        if not self.bot.is_ready() or telling.keys is None or not telling.db.is_there():
            return
        now, places = self.bot.clock.now(), await self._list_places()
        async with telling.read() as session:
            steps = {
                guild_id: await story_intakes.find_step(session, guild_id=guild_id, zone=place.zone, now=now)
                for guild_id, place in places.items()
            }
        for guild_id, place in places.items():
            if steps[guild_id] != "wait":
                await self._take_in(guild_id, place, now)
        await self._tell(places, now)
        await self._finish(now)

    async def _list_places(self) -> Mapping[int, Place]:
        """Give the communities that share stories, or did."""
        async with self.bot.db.read() as session:
            known = await story_intakes.list_places(session)
        async with self.bot.telling.read() as session:
            with_stories = await story_intakes.list_communities(session)
        return {
            guild_id: known[guild_id] for guild_id in known if known[guild_id].has_rules or guild_id in with_stories
        }

    async def _take_in(self, guild_id: int, place: Place, now: datetime) -> None:
        """Do it whole or not at all; who was asked to be held is taken from memory last."""
        telling = self.bot.telling
        told: dict[str, Any] = {"guild_id": guild_id, "zone": place.zone, "now": now}
        async with telling.begin() as session:
            await story_batches.take_turn(session)
            step = await story_intakes.find_step(session, **told)
            if step == "begin":
                await story_intakes.record_begun(session, **told)
            if step != "take":
                return
            came, planned = await story_intakes.take_in(session, **told), 0
            await story_holds.purge_holds(session, today=now.date())
            await story_withdrawals.purge_stories(session, now=now)
            await library.forget_words(session, guild_id=guild_id, keys=telling.get_keys())
            await story_posts.record_channel(session, guild_id=guild_id, channel_id=place.channel_id)
            if place.channel_id is not None:
                where: dict[str, Any] = {"guild_id": guild_id, "channel_id": place.channel_id}
                planned = await story_batches.plan_batch(session, **where, now=now, chance=telling.chance)
            tags = telling.pending.list_asked(guild_id=guild_id)
            held: dict[str, Any] = {"keys": telling.get_keys(), "today": now.date()}
            await story_holds.record_holds(session, guild_id=guild_id, tags=tags, **held)
        telling.pending.forget_asked(tags)
        log.info("took in", stories=came, planned=planned)

    async def _finish(self, now: datetime) -> None:
        """Let keys take their turn, and shuffle the database: also after an intake that was cut off before that."""
        telling = self.bot.telling
        async with telling.read() as session:
            if not await story_intakes.is_unshuffled(session):
                return
            telling.pending.keep(await stories.list_undecided(session))
        try:
            await asyncio.to_thread(telling.turn_keys, now.date())
        except OSError as error:
            log.warning("the key file could not be written", kind=type(error).__name__)
        await telling.db.shuffle()
        async with telling.begin() as session:
            await story_intakes.record_shuffled(session)

    async def _tell(self, places: Mapping[int, Place], now: datetime) -> None:
        """Tell moderators that there is something to read, neither what nor how much, and at most once an hour."""
        self._told = {guild_id: at for guild_id, at in self._told.items() if abs(now - at) < HOUR}
        async with self.bot.telling.read() as session:
            if not await story_intakes.has_notices(session):
                return
        async with self.bot.telling.begin() as session:
            told = await story_intakes.take_notices(session, but=self._told)
        for guild_id in told:
            self._told[guild_id] = now
            place = places.get(guild_id)
            if place is not None and place.moderators_channel_id is not None:
                await self._say(guild_id, place.moderators_channel_id)

    async def _say(self, guild_id: int, channel_id: int) -> None:
        """Say it once; what surely was not said is said with the next sweep."""
        place = self.bot.get_partial_messageable(channel_id, guild_id=guild_id)
        screen = Screen(self.bot.words("story_posts-to-read", command=READ))
        try:
            async with asyncio.timeout(TIME_LIMIT):
                await place.send(view=screen, silent=True, allowed_mentions=screen.mentions)
        except SILENCE as error:
            fault = fault_of(error)
            log.warning("moderators could not be told", kind=type(error).__name__)
            self._told.pop(guild_id, None)
            if fault is not None and fault.is_passing and fault.is_certain:
                async with self.bot.telling.begin() as session:
                    await story_intakes.record_notice(session, guild_id=guild_id)
