"""A smaller community on a simulated Discord: the real bot, its real log at DEBUG, and members who share by screens.

Everything has a seed: the same gestures draw the same keys, receipts and orders.
"""

from __future__ import annotations

import io
import json
import logging
import random
import sys
import threading
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import simcord
import structlog

import bot.app
from bot.app import create_bot
from bot.logs import configure
from bot.services import guilds, story_rules
from bot.services.guilds import Person
from bot.settings import DatabaseAddress, LinkChecks, Logs, Settings, Stories
from bot.story_keys import make_story_keys
from cogs.story_posts import looking
from tests.anonymity.chances import seeded
from tests.cogs.conftest import WORDS, World, build
from tests.cogs.reading import Shown, read

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from datetime import datetime
    from pathlib import Path

    from simcord import ChannelHandle, MemberActor

SEED = 11
MEMBERS = 12
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@dataclass
class Place:
    """The community, and what those who look see of it."""

    world: World
    folder: Path
    members: list[MemberActor]
    channel: ChannelHandle
    log: io.StringIO
    plain: io.StringIO
    seen: list[str] = field(default_factory=list)
    """Every screen of the moderator, as Discord was given it."""
    receipts: dict[int, str] = field(default_factory=dict)
    """The receipt of each story, by its number."""

    def draw_again(self) -> None:
        """Put the orders that chance picks for a screen under the seed."""
        self.world.bot.telling.chance = random.Random(SEED)  # type: ignore[assignment] # noqa: S311 the same order each time

    async def slash(self, person: MemberActor, command: str) -> Shown:
        self.draw_again()
        return self._note(person, await self.world.slash(person, command))

    async def press(self, person: MemberActor, shown: Shown, start: str, *, number: int = 0) -> Shown:
        """Press the button whose id begins so, or another of those: labels may change, ids are what is looked at."""
        found = [each for each in shown.ids if each.startswith(start)][number]
        self.draw_again()
        return self._note(person, read(await person.click(shown.message, custom_id=found)))

    async def fill(self, person: MemberActor, shown: Shown, **typed: Any) -> Shown:
        self.draw_again()
        return self._note(person, read(await person.submit_modal(shown.result, typed)))

    def _note(self, person: MemberActor, shown: Shown) -> Shown:
        if person is self.world.mo:
            self.seen.append(json.dumps(shown.result.modal or shown.message.components))
        return shown

    def posted(self) -> dict[str, list[Any]]:
        """Give the messages of each channel that somebody with no part in it sees."""
        places = {"stories": self.channel, "check-ins": self.world.checkins, "organisers": self.world.organisers}
        return {name: place.history(viewer=self.world.kim) for name, place in places.items()}

    async def share(self, number: int, member: MemberActor, text: str, theme: str = "hope") -> None:
        """Share a story by the screens, from the first one to the press that keeps it."""
        form = await self.press(member, await self.slash(member, "story share"), "stories:words")
        draft = await self.fill(member, form, text=text)
        form = await self.press(member, draft, "stories:about")
        draft = await self.fill(member, form, kind=["words"], themes=[theme], notes=[])
        shown = await self.press(member, await self.press(member, draft, "stories:check"), "stories:receipt")
        self.receipts[number] = shown.text.split("# ")[1].split("\n")[0]
        await self.press(member, shown, "stories:keep")

    async def open(self, member: MemberActor, receipt: str) -> Shown:
        """Come back with a receipt."""
        return await self.fill(member, await self.slash(member, "story open"), receipt=receipt)

    async def wait(self, by: timedelta) -> None:
        """Let time pass, and the sweeps of stories run; those of everything else would take most of the time."""
        await self.world.env.advance_time(by.total_seconds())
        with self.world.env.time_context():
            for job in self.world.bot._jobs:
                if job.name.startswith(("stor", "library")):
                    await job.run()

    async def to_intake(self) -> None:
        """Let ten o'clock come, with the sweeps a minute before it."""
        now = self.world.env.now()
        ten = now.replace(hour=10, minute=0, second=0, microsecond=0)
        await self.wait(ten + (DAY if ten <= now else timedelta()) - MINUTE - now)
        await self.wait(MINUTE)


class Env(simcord.Env):
    """A simulated Discord that looks often whether the bot is done: waiting for that took most of the time."""

    async def _settle_internal(self, *, idle: float = 0.002, **more: Any) -> None:
        await super()._settle_internal(idle=idle, **more)


@contextmanager
def logged(settings: Settings, *, is_loud: bool) -> Iterator[tuple[io.StringIO, io.StringIO]]:
    """Set the log up as the command does, and put everything back afterwards.

    A loud one lets every library say all it has to say, for what is written must not depend on their levels; and
    beside it is a twin's, set up the plain way.
    """
    root = logging.getLogger()
    handlers, levels = root.handlers[:], {each: each.level for each in (root, *_loggers())}
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    ours, plain = io.StringIO(), io.StringIO()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stderr", ours)
            configure(settings)
            if is_loud:
                twin = logging.StreamHandler(plain)
                twin.setFormatter(logging.Formatter("%(name)s %(message)s"))
                root.addHandler(twin)
                for each in _loggers():
                    each.setLevel(logging.DEBUG)
            yield ours, plain
    finally:
        root.handlers[:] = handlers
        for logger, level in levels.items():
            logger.setLevel(level)
        sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
        structlog.reset_defaults()


def _loggers() -> list[logging.Logger]:
    known = logging.root.manager.loggerDict.values()
    return [each for each in known if isinstance(each, logging.Logger)]


@asynccontextmanager
async def begun(folder: Path, *, is_loud: bool = False) -> AsyncIterator[Place]:
    """Give a community in which stories can be shared, with the cheapest receipts."""
    folder.mkdir()
    settings = Settings(
        data_dir=folder,
        database=DatabaseAddress(url=f"sqlite:///{folder / 'kettle.db'}"),
        stories=Stories(receipt_memory_mib=1, receipt_passes=1),
        logs=Logs(level="debug", json=True),
        link_checks=LinkChecks(on=False),
    )
    with pytest.MonkeyPatch.context() as patch, logged(settings, is_loud=is_loud) as logs, seeded(SEED):
        patch.setattr(bot.app, "Wording", WORDS)
        patch.setattr(looking, "PAUSE", 0.001)
        env = Env(create_bot(settings), settle_timeout=30)
        await env.start()
        try:
            yield await _set_up(build(env), folder, logs)
        finally:
            await env.shutdown()
            await env.bot.close()


async def _set_up(world: World, folder: Path, logs: tuple[io.StringIO, io.StringIO]) -> Place:
    """Make the choices of /setup, and have twelve members join."""
    people = [world.guild.add_member(world.env.create_user(f"quillon{number}vex")) for number in range(MEMBERS)]
    channel = world.guild.create_text_channel("stories")
    make_story_keys(folder)
    world.bot.telling.turn_keys(_now(world).date())
    admin = Person(world.guild.id, world.ada.id, frozenset(), frozenset({"admin"}))
    async with world.bot.db.begin() as session:
        chosen = {"checkins_channel_id": world.checkins.id, "moderators_channel_id": world.moderators.id}
        await guilds.record_choices(session, person=admin, now=_now(world), **chosen)
        await story_rules.record_rules(session, person=admin, channel_id=channel.id)
    return Place(world, folder, people, channel, *logs)


def _now(world: World) -> datetime:
    return world.env.now()
