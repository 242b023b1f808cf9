"""`kettle run` and `kettle check` against a Discord on loopback: what ends them, and what they wait out."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import discord
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

import bot.app
from bot import checking_discord, running
from bot.checking_discord import look_at_discord
from bot.endings import is_passing
from bot.errors import SettingsProblem
from bot.logs import configure
from bot.loopback import point_at
from bot.settings import Settings
from bot.statuses import Ending, Status
from bot.wording import Wording
from tests.wire.standin import StandIn

if TYPE_CHECKING:
    from bot.findings import Finding

pytestmark = pytest.mark.usefixtures("own_folder", "own_logging", "discords_own_addresses")

SOON = 20.0


@pytest.fixture
def discords_own_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test points discord.py at, the next one starts from Discord's own."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    async with StandIn() as discord:
        yield discord
    assert discord.surprises == []


@pytest.fixture
def settings(standin: StandIn, own_folder: Path, sqlite_template: bytes) -> Settings:
    (own_folder / "data").mkdir()
    (own_folder / "data" / "kettle.db").write_bytes(sqlite_template)
    return Settings(discord={"token": standin.world.token, "api": standin.api})


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    stream = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", stream)
        configure(Settings())
    return stream


async def serve(settings: Settings) -> None:
    assert settings.discord.token is not None
    async with asyncio.timeout(SOON):
        await running._serve(settings, settings.discord.token.get_secret_value())


async def refused(settings: Settings) -> Ending:
    with pytest.raises(Ending) as caught:
        await serve(settings)
    assert "\n" not in str(caught.value)
    return caught.value


async def stopped(serving: asyncio.Task[None], number: signal.Signals = signal.SIGTERM) -> None:
    """Ask as the terminal or a service manager does, and wait for the end."""
    os.kill(os.getpid(), number)
    await serving


class TestRunning:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    async def test_a_signal_closes_the_connection_and_gives_the_signals_back(
        self, standin: StandIn, settings: Settings, log: io.StringIO, number: signal.Signals
    ) -> None:
        before = signal.getsignal(number)
        serving = asyncio.create_task(serve(settings))
        await standin.until(lambda: "ready" in log.getvalue(), SOON)
        await stopped(serving, number)
        assert standin.gateway.lines == set()
        assert signal.getsignal(number) is before

    @pytest.mark.parametrize("path", ["/gateway/bot", "/users/@me"])
    async def test_a_login_that_fails_for_a_moment_is_tried_again(
        self, standin: StandIn, settings: Settings, log: io.StringIO, path: str
    ) -> None:
        standin.fault("GET", path, status=503)
        serving = asyncio.create_task(serve(settings))
        await standin.ready(within=SOON)
        await stopped(serving)
        assert "will start again" in log.getvalue()
        assert " in " not in log.getvalue().splitlines()[0]

    async def test_a_discord_that_is_down_is_waited_for_and_the_wait_can_be_ended(
        self, standin: StandIn, settings: Settings, log: io.StringIO
    ) -> None:
        await standin.down()
        serving = asyncio.create_task(serve(settings))
        await standin.until(lambda: "will start again" in log.getvalue(), SOON)
        await stopped(serving)
        assert "ClientConnectorError" in log.getvalue()

    async def test_a_wrong_token_ends_it(self, settings: Settings) -> None:
        wrong = Settings(discord={"token": "a.wrong.one", "api": settings.discord.api})
        assert (await refused(wrong)).status is Status.TOKEN

    @pytest.mark.parametrize(
        ("code", "status"),
        [
            (4004, Status.TOKEN),
            (4010, Status.SETTINGS),
            (4011, Status.SETTINGS),
            (4013, Status.INTENT_UNKNOWN),
            (4014, Status.INTENT_MISSING),
        ],
    )
    async def test_a_connection_that_discord_refuses_for_good_ends_it(
        self, standin: StandIn, settings: Settings, code: int, status: Status
    ) -> None:
        standin.gateway.close_identify = code
        assert (await refused(settings)).status is status

    async def test_a_feature_that_cannot_be_loaded_ends_it_and_the_log_says_where(
        self, own_folder: Path, settings: Settings, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        package = own_folder / "cogs_of_a_test"
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "broken.py").write_text("raise LookupError('a private thing')", encoding="utf-8")
        monkeypatch.syspath_prepend(own_folder)
        monkeypatch.setattr(bot.app, "COGS", package.name)
        ending = await refused(settings)
        assert (ending.status, "broken" in str(ending)) == (Status.FEATURE, True)
        assert "broken.py:1 <module>" in log.getvalue()
        assert "private" not in log.getvalue()

    async def test_a_gateway_on_another_machine_is_never_connected_to(
        self, standin: StandIn, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[str] = []

        async def elsewhere(api: str, _token: str) -> str:
            asked.append(api)
            return "wss://gateway.example.org"

        monkeypatch.setattr("bot.loopback._gateway_of", elsewhere)
        with pytest.raises(SettingsProblem):
            await serve(settings)
        assert asked == [standin.api]

    async def test_a_slip_of_ours_is_not_tried_again(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        def slip(_: Settings) -> None:
            raise TypeError

        monkeypatch.setattr(running, "create_bot", slip)
        with pytest.raises(TypeError):
            await serve(settings)

    async def test_a_surprise_inside_discordpy_is_tried_again_and_its_frames_are_written(
        self, settings: Settings, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        starts: list[Settings] = []

        def surprise(_: Settings) -> None:
            starts.append(settings)
            if len(starts) > 1:
                os.kill(os.getpid(), signal.SIGTERM)
            discord.utils.snowflake_time("surprise")  # type: ignore[arg-type] # that is the surprise

        monkeypatch.setattr(running, "create_bot", surprise)
        await serve(settings)
        assert len(starts) == 2
        assert "discord/utils.py:" in log.getvalue()

    async def test_the_pauses_grow_to_five_minutes_and_are_never_all_alike(self, log: io.StringIO) -> None:
        stop = asyncio.Event()
        stop.set()
        for starts in (1, 2, 5, 50, 50):
            await running._pause(starts, None, stop)
        pauses = [float(line.rpartition("seconds=")[2]) for line in log.getvalue().splitlines()]
        assert 0.7 <= pauses[0] <= 1.3 <= pauses[1] <= 2.6
        assert 12 <= pauses[2] <= 20
        assert 225 <= min(pauses[3:]) < max(pauses[3:]) <= 375
        assert "closed by Discord" in log.getvalue()

    @pytest.mark.parametrize(("steady", "starts"), [(60.0, [1, 2, 3]), (-1.0, [1, 1, 1])])
    async def test_the_pauses_grow_anew_after_a_bot_that_ran_well(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch, steady: float, starts: list[int]
    ) -> None:
        counted: list[int] = []

        async def end(*_: object) -> None:
            return None

        async def count(number: int, _error: Exception | None, stop: asyncio.Event) -> None:
            counted.append(number)
            if len(counted) == 3:
                stop.set()

        monkeypatch.setattr(running, "STEADY", steady)
        monkeypatch.setattr(running, "_ended_by", end)
        monkeypatch.setattr(running, "_pause", count)
        await serve(settings)
        assert counted == starts

    def test_an_error_with_no_frames_is_no_surprise_of_discordpy(self) -> None:
        assert not is_passing(TypeError())
        assert is_passing(ConnectionResetError())


class TestPointing:
    @pytest.mark.parametrize("api", ["https://discord.com/api/v10", "http://10.0.0.1:8080", "file:///a"])
    async def test_another_machine_is_refused(self, api: str) -> None:
        base = Route.BASE
        with pytest.raises(ValueError, match="machine"):
            await point_at(api, "any")
        assert base == Route.BASE

    async def test_discordpy_goes_where_the_stand_in_says(self, standin: StandIn) -> None:
        await point_at(standin.api, standin.world.token)
        assert standin.api == Route.BASE
        assert str(DiscordWebSocket.DEFAULT_GATEWAY).startswith(f"ws://127.0.0.1:{standin.port}")


class TestChecking:
    async def look(self, settings: Settings) -> list[Finding]:
        return [finding async for finding in look_at_discord(Wording(), settings.discord)]

    async def test_a_right_token_and_enough_permissions_are_ok(self, standin: StandIn, settings: Settings) -> None:
        found = await self.look(settings)
        assert [finding.is_ok for finding in found] == [True, True]
        assert "kettle" in found[0].text
        assert standin.community.name in found[1].text

    async def test_what_a_server_does_not_allow_is_named_as_discord_names_it(
        self, standin: StandIn, settings: Settings
    ) -> None:
        some = discord.Permissions(view_channel=True, send_messages=True, read_message_history=True)
        standin.world.bot = replace(standin.world.bot, permissions=some.value)
        standin.community.name = "Sample\x1b[2J\nCommunity"
        found = (await self.look(settings))[1]
        assert not found.is_ok
        assert 'Server "Sample[2JCommunity": the bot lacks Embed Links and Attach Files.' in found.text

    async def test_an_administrator_lacks_nothing(self, standin: StandIn, settings: Settings) -> None:
        standin.world.bot = replace(standin.world.bot, permissions=discord.Permissions(administrator=True).value)
        assert (await self.look(settings))[1].is_ok

    async def test_every_server_is_looked_at_page_by_page(
        self, standin: StandIn, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(checking_discord, "PAGE", 2)
        for number in range(3):
            standin.world.add_community(f"Community {number}")
        assert len({finding.text for finding in await self.look(settings)}) == 5

    async def test_a_bot_in_no_server_is_told_how_to_get_into_one(self, standin: StandIn, settings: Settings) -> None:
        standin.world.communities.clear()
        found = await self.look(settings)
        assert [finding.is_ok for finding in found] == [True, False]
        assert "kettle invite" in found[1].text

    async def test_a_wrong_token_is_said(self, standin: StandIn) -> None:
        wrong = Settings(discord={"token": "a.wrong.one", "api": standin.api})
        assert [finding.text for finding in await self.look(wrong)] == [Wording()("cli-run-bad-token")]

    async def test_a_discord_that_is_down_or_silent_is_said(
        self, standin: StandIn, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        said = [Wording()("cli-check-no-discord")]
        monkeypatch.setattr(checking_discord, "SECONDS", 0.5)
        standin.fault("GET", "/users/@me", hang=True)
        assert [finding.text for finding in await self.look(settings)] == said
        await standin.down()
        assert [finding.text for finding in await self.look(settings)] == said
