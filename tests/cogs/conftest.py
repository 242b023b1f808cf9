"""A made-up community on a simulated Discord, set up through Kettle's own rules, for the journeys."""

from collections.abc import AsyncIterator, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from simcord import ChannelHandle, GuildHandle, MemberActor

import bot.app
from bot.app import Kettle, create_bot
from bot.services import guilds
from bot.services.guilds import Person
from bot.settings import Settings
from bot.wording import Wording
from tests.cogs.reading import Shown, read
from tests.tracing import untraced
from tests.wire.judge import expect_taken

WORDS = cache(Wording)
"""The words by locale and folder: they are read and parsed once, not for each world."""


@dataclass
class World:
    """One community: three channels, an organiser (orla), a moderator (mo), an admin (ada), and three members."""

    env: simcord.Env
    guild: GuildHandle
    checkins: ChannelHandle
    moderators: ChannelHandle
    organisers: ChannelHandle
    orla: MemberActor
    mo: MemberActor
    ada: MemberActor
    sam: MemberActor
    jo: MemberActor
    kim: MemberActor

    @property
    def bot(self) -> Kettle:
        assert isinstance(self.env.bot, Kettle)
        return self.env.bot

    @property
    def asked(self) -> list[tuple[str, str, Any]]:
        """Every request to Discord so far: method, path, body."""
        return [(seen.method, seen.path, seen.json) for seen in self.env.backend.http_requests]

    async def slash(self, person: MemberActor, command: str, **options: object) -> Shown:
        """Run a command in the check-ins channel and read what comes back."""
        return read(await person.slash(self.checkins, command, **options))

    async def menu(self, person: MemberActor, name: str, whom: MemberActor) -> Shown:
        """Choose from the menu of a person in the check-ins channel, and read what comes back."""
        return read(await person.context_menu(self.checkins, name, whom))

    async def press(self, person: MemberActor, shown: "Shown | discord.Message", label: str) -> Shown:
        """Press a button of what is shown and read what comes back."""
        message = shown.message if isinstance(shown, Shown) else shown
        return read(await person.click(message, label=label))

    async def fill(self, person: MemberActor, shown: Shown, **typed: str) -> Shown:
        """Fill in and send the form that is shown."""
        return read(await person.submit_modal(shown.result, typed))

    async def run_due(self) -> None:
        """Run every sweep at the simulated Discord's present instant."""
        with self.env.time_context():
            await self.bot.run_due()

    async def wait_until(self, instant: datetime) -> None:
        """Let time pass until an instant, and run every sweep then."""
        await self.env.advance_time((instant - self.env.now()).total_seconds())
        await self.run_due()

    async def restart(self) -> None:
        """Stop the bot as a crash would, and start a fresh one on the same database."""
        old = self.bot
        await self.env.restart_bot(create_bot(old.settings))
        await old.telling.close()
        await old.db.close()

    async def let_see(self, root: str, person: MemberActor) -> None:
        """Let somebody see a command as Server settings > Integrations would, which gives no power in Kettle."""
        commands = {command.name: command for command in await self.bot.tree.fetch_commands()}
        self.guild.set_command_permissions(commands[root].id, {person: True})

    def refusal(self) -> str:
        """Give the id of the last refusal of a command, and take note that it was meant."""
        error = self.env.errors[-1]
        return str(getattr(error, "original", error))

    def inbox(self, person: MemberActor) -> list[discord.Message]:
        """Give a person's direct messages from Kettle, oldest first."""
        return list(person.user.dm_channel.history())


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The example settings with a database and a folder of this test's own. No link is looked at."""
    monkeypatch.setenv("KETTLE_LINK_CHECKS__ON", "false")
    monkeypatch.setenv("KETTLE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("KETTLE_DATABASE__URL", sqlite_url)
    return Settings.load(Path(__file__).parents[2] / "config.example.toml")


@pytest.fixture(scope="session")
def starts() -> Iterator[int]:
    """Number the starts of worlds."""
    return count()


@pytest.fixture
async def bare(settings: Settings, starts: Iterator[int], monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """The community before anybody ran /setup. A request that Discord would refuse fails the test."""
    monkeypatch.setattr(bot.app, "Wording", WORDS)
    env = simcord.Env(create_bot(settings), settle_timeout=30)  # long, for a busy machine: it only ends what hangs
    with untraced() if next(starts) else nullcontext():  # every start runs the same lines
        await env.start()
    world = build(env)
    try:
        yield world
    finally:
        # A test may have restarted the bot: the one at the end is closed here, the others by `restart`.
        await env.shutdown()
        await world.bot.close()
    env._raise_errors_since(env._errors_acknowledged)
    expect_taken(world.asked)


def build(env: simcord.Env) -> World:
    guild = env.create_guild("The Kettle Corner")
    organiser = guild.create_role("Organiser", permissions=discord.Permissions(manage_events=True))
    moderator = guild.create_role("Moderator", permissions=discord.Permissions(manage_messages=True))
    admin = guild.create_role("Admin", permissions=discord.Permissions(manage_guild=True))
    roles = {"orla": [organiser], "mo": [moderator], "ada": [admin], "sam": [], "jo": [], "kim": []}
    everyone, kettle, *_ = guild.roles.values()
    hidden = {everyone: discord.PermissionOverwrite(view_channel=False)}
    hidden |= {role: discord.PermissionOverwrite(view_channel=True) for role in (kettle, moderator)}
    people = {name: guild.add_member(env.create_user(name), roles=held) for name, held in roles.items()}
    return World(
        env=env,
        guild=guild,
        checkins=guild.create_text_channel("check-ins"),
        moderators=guild.create_text_channel("moderators", overwrites=hidden),
        organisers=guild.create_text_channel("organisers"),
        **people,
    )


@pytest.fixture
async def world(bare: World) -> World:
    """The community after /setup."""
    admin = Person(bare.guild.id, bare.ada.id, frozenset(), frozenset({"admin"}))
    async with bare.bot.db.begin() as session:
        await guilds.record_choices(
            session,
            person=admin,
            now=bare.env.now(),
            checkins_channel_id=bare.checkins.id,
            moderators_channel_id=bare.moderators.id,
            nation="England",
            responsible="Ada, ada@example.org",
        )
    return bare


@pytest.fixture
async def complete(world: World) -> World:
    """The community after every choice of /setup was made: organisers are told of what goes wrong."""
    admin = Person(world.guild.id, world.ada.id, frozenset(), frozenset({"admin"}))
    async with world.bot.db.begin() as session:
        await guilds.record_choices(
            session, person=admin, now=world.env.now(), organisers_channel_id=world.organisers.id
        )
    return world
