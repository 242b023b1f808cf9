"""Kettle: the bot that holds settings, database, clock and wording, and loads the cogs."""

from __future__ import annotations

import asyncio
import inspect
import sys
from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands

from bot.clock import Clock
from bot.cog import Cog
from bot.delivery import GRACE, TICK, DeliveryEngine
from bot.errors import Closed, FeatureProblem
from bot.forms import ChangeIt, Form, Forms
from bot.interactions import Interactions
from bot.logs import get_logger, keep_safe
from bot.pacing import paced
from bot.pictures import Pictures
from bot.pulse import Pulse
from bot.report import report
from bot.scheduling import Job, jobs_of, start_metronome
from bot.screens import payload_of
from bot.services import installation, privacy
from bot.telling import Telling
from bot.tree import Tree
from bot.ui import Pressable, Stop
from bot.under_way import UnderWay
from bot.wording import Wording
from db.session import Database

if TYPE_CHECKING:
    from types import ModuleType

    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    from bot.settings import Settings

GOODBYE = 2
"""Seconds that Discord has to answer when Kettle leaves: with what is finished before, a stop takes ten at most."""

log = get_logger()

COGS = "cogs"
"""The package whose modules are the features' surfaces; the frame never imports it by name."""


class Kettle(commands.AutoShardedBot):
    """The bot. It asks Discord for as little as it can: three intents, no member, no message kept in memory."""

    tree: Tree

    def __init__(self, settings: Settings) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            allowed_contexts=discord.app_commands.AppCommandContext(guild=True),
            allowed_installs=discord.app_commands.AppInstallationType(guild=True),
            intents=discord.Intents(guilds=True, guild_scheduled_events=True, moderation=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            shard_count=settings.discord.shard_count,
            max_ratelimit_timeout=30,
            http_trace=paced(settings.discord.processes),
        )
        self.settings = settings
        self.words = Wording(settings.locale, settings.wording_dir)
        self.clock = Clock(settings.clock)
        self.db = Database(settings.database_url)
        self.telling = Telling(settings)
        self.pulse = Pulse(self.clock)
        self.interactions = Interactions()
        self.under_way = UnderWay()
        self.forms = Forms()
        self.pictures = Pictures()
        self.delivery = DeliveryEngine(self)
        self.secret = b""
        self._jobs: list[Job] = []
        self._pressables: list[type[Pressable]] = []
        self._metronome: AsyncIOScheduler | None = None

    async def open(self) -> None:
        """Open the database, migrated, before anything is said to Discord. Opening twice is opening once."""
        await self.db.open()
        async with self.db.begin() as session:
            self.secret = await installation.get_secret(session, name="nonce")
        await self.telling.open(self.clock.now().date())
        await self.delivery.open()

    async def setup_hook(self) -> None:
        """Load every feature and tell Discord the commands when they changed. What fails here stops the start."""
        await self.open()
        self._add_pressable(Stop)
        self._add_pressable(ChangeIt)
        self._jobs = [
            Job("deliveries", timedelta(seconds=TICK), self.delivery.run, self.pulse),
            Job("keeping", timedelta(hours=1), self._forget_old, self.pulse),
        ]
        for module in iter_modules(import_module(COGS).__path__):
            try:
                await self._load(import_module(f"{COGS}.{module.name}"))
            except Exception as error:
                raise FeatureProblem(module.name) from error
        await self.tree.tell_discord()

    async def _load(self, module: ModuleType) -> None:
        """Make a feature's cogs, buttons, selects and forms known: they are whatever its module defines.

        A feature that is too large for one module is a package; its parts are looked at in the same way.
        """
        for part in iter_modules(getattr(module, "__path__", ())):
            await self._load(import_module(f"{module.__name__}.{part.name}"))
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ != module.__name__:
                continue
            if issubclass(kind, Cog):
                cog = kind(self)
                await self.add_cog(cog)
                self._jobs += jobs_of(cog)
            elif issubclass(kind, Form):
                self.forms.add(kind)
            elif issubclass(kind, Pressable):
                self._add_pressable(kind)

    def _add_pressable(self, kind: type[Pressable]) -> None:
        self.add_dynamic_items(kind)
        self._pressables.append(kind)

    def speaker(self, feature: str) -> Cog:
        """Give the cog that says what this feature's deliveries look like; LookupError when there is none."""
        for cog in self.cogs.values():
            if isinstance(cog, Cog) and cog.feature == feature:
                return cog
        raise LookupError(f"no cog speaks for {feature}")

    def start_metronome(self) -> None:
        """Start the sweeps' ticking. Only `kettle run` does: tests and the demo call `run_due` themselves."""
        self._metronome = start_metronome(self._jobs, self.under_way)
        self.delivery.tick()

    async def run_due(self) -> None:
        """Run every sweep once at the bot's clock, and send until nothing is due now."""
        for job in self._jobs:
            await job.run()
        await self.delivery.run()

    async def _forget_old(self) -> None:
        async with self.db.begin() as session:
            await privacy.purge_everything(session, now=self.clock.now())
        await self.db.scrub()

    async def close(self) -> None:
        """Stop ticking, finish what is being answered and sent, leave Discord, close the database."""
        if self._metronome is not None:
            self._metronome.pause()
        await asyncio.gather(self.delivery.stop(), self.under_way.finish(GRACE))
        if self._metronome is not None:
            # Only now: whatever `wait` says, it cancels the sweeps that still run.
            self._metronome.shutdown(wait=False)
            self._metronome = None
        await self._leave()
        await self.telling.close()
        await self.db.close()

    async def _leave(self) -> None:
        """Leave Discord within seconds: a connection that is only being made may never answer a goodbye."""
        try:
            async with asyncio.timeout(GOODBYE):
                await super().close()
        except TimeoutError:
            log.warning("left without a goodbye")
            await self.http.close()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Route submitted forms, and answer a press that belongs to no button of this version."""
        self.interactions.note(interaction)
        self.under_way.note()
        custom_id = str(payload_of(interaction).get("custom_id", ""))
        if interaction.type is discord.InteractionType.modal_submit:
            await self.forms.submit(interaction)
        elif interaction.type is discord.InteractionType.component and not self._knows(custom_id):
            await report("unknown", Closed("errors-older-screen"), interaction)

    def _knows(self, custom_id: str) -> bool:
        return any(kind.ids.pattern.fullmatch(custom_id) for kind in self._pressables)

    async def on_error(self, _event: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Report what a listener raised."""
        error = sys.exception()
        if error is not None:
            await report("event", error)


def create_bot(settings: Settings) -> Kettle:
    """Build the bot; it does not connect yet."""
    keep_safe()
    return Kettle(settings)
