"""The optional port: whether the bot is well and its figures, for programs on this machine."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientSession

from bot import health
from bot.app import Kettle, create_bot
from bot.errors import SettingsProblem
from bot.services import deliveries
from bot.settings import Settings
from bot.watching import Watch, watching
from bot.web.server import serving
from db.models.deliveries import Delivery

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

GUILD = 710000000000000003

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.fixture
def settings(port: int, own_folder: Path, sqlite_template: bytes) -> Settings:
    (own_folder / "data").mkdir()
    (own_folder / "data" / "kettle.db").write_bytes(sqlite_template)
    return Settings(web={"port": port})


@pytest.fixture
async def bot(settings: Settings) -> AsyncIterator[Kettle]:
    """A bot whose database is open, and which has not gone to Discord."""
    async with create_bot(settings) as made:
        await made.open()
        yield made


@asynccontextmanager
async def asked(settings: Settings, watch: Watch) -> AsyncIterator[ClientSession]:
    async with (
        serving(settings.web, watch),
        ClientSession(f"http://{settings.web.host}:{settings.web.port}") as session,
    ):
        yield session


async def told(session: ClientSession) -> tuple[int, dict[str, Any]]:
    async with session.get("/healthz") as reply:
        return reply.status, await reply.json()


async def figures(session: ClientSession, accept: str = "") -> list[str]:
    async with session.get("/metrics", headers={"Accept": accept}) as reply:
        assert reply.status == 200
        return (await reply.text()).splitlines()


async def test_between_two_bots_nothing_is_well_and_only_the_start_has_figures(settings: Settings) -> None:
    async with asked(settings, Watch(settings)) as session:
        assert await told(session) == (503, {"status": "failing", "failing": ["database", "gateway", "sweeps"]})
        lines = await figures(session)
    assert 'kettle_well{part="database"} 0.0' in lines
    assert {line.split("{")[0].split(" ")[0] for line in lines if not line.startswith("#")} == {
        "kettle_info",
        "kettle_start_time_seconds",
        "kettle_well",
    }


async def test_each_part_that_is_not_well_is_named(
    settings: Settings, bot: Kettle, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch(settings)
    async with asked(settings, watch) as session:
        with watch.over(bot):
            assert (await told(session))[1]["failing"] == ["gateway", "sweeps"]
            bot.pulse.beat("deliveries")
            assert (await told(session))[1]["failing"] == ["gateway"]
            monkeypatch.setattr(health, "SECONDS", 0)
            assert (await told(session))[1]["failing"] == ["database", "gateway"]
            assert not [line for line in await figures(session) if "deliveries" in line]


async def test_a_bot_with_every_part_well_is_ok(
    settings: Settings, bot: Kettle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "is_connected", lambda _: True)
    watch = Watch(settings)
    bot.pulse.beat("deliveries")
    async with asked(settings, watch) as session:
        with watch.over(bot):
            assert await told(session) == (200, {"status": "ok"})


async def put(bot: Kettle, number: int, state: str) -> None:
    """A message that fell due a minute ago; if sent, seven seconds late."""
    due_at = bot.clock.now() - timedelta(minutes=1)
    about = {"guild_id": GUILD, "feature": "reachouts", "channel_id": GUILD, "expires_at": due_at + timedelta(days=1)}
    async with bot.db.begin() as session:
        row = await deliveries.schedule(session, subject_id=number, due_at=due_at, **about)  # type: ignore[arg-type]
        held = await session.get_one(Delivery, row.id)
        held.state, held.sent_at = state, due_at + timedelta(seconds=7) if state == "sent" else None


async def test_the_figures_are_totals_of_the_diary(settings: Settings, bot: Kettle) -> None:
    bot.db.on_due = None
    for number, state in enumerate(("waiting", "waiting", "sent", "sent", "failed", "missed", "unknown")):
        await put(bot, number, state)
    bot.pulse.beat("deliveries")
    watch = Watch(settings)
    async with asked(settings, watch) as session:
        with watch.over(bot):
            lines = await figures(session)
    assert "kettle_deliveries_due 2.0" in lines
    for state, count in (("sent", 2.0), ("failed", 1.0), ("missed", 1.0), ("unknown", 1.0)):
        assert f'kettle_deliveries_last_day{{state="{state}"}} {count}' in lines
    late = "kettle_delivery_lateness_last_day_seconds"
    assert f'{late}_bucket{{le="5"}} 0.0' in lines
    assert f'{late}_bucket{{le="15"}} 2.0' in lines
    assert f'{late}_bucket{{le="+Inf"}} 2.0' in lines
    assert f"{late}_gsum 14.0" in lines
    assert "kettle_interactions_total 0.0" in lines
    (oldest,) = [line for line in lines if line.startswith("kettle_deliveries_oldest_due_seconds")]
    assert 60 <= float(oldest.split()[1]) < 90
    assert any(line.startswith("kettle_last_sweep_age_seconds") for line in lines)


async def test_no_figure_is_of_the_process_and_none_names_anybody(settings: Settings, bot: Kettle) -> None:
    watch = Watch(settings)
    bot.db.on_due = None
    await put(bot, 1, "failed")
    async with asked(settings, watch) as session:
        with watch.over(bot):
            lines = await figures(session)
    own = [line for line in lines if not line.startswith("#")]
    assert all(line.startswith("kettle_") for line in own)
    assert str(GUILD) not in "".join(lines)
    assert "reachouts" not in "".join(lines)
    assert not [line for line in own if "story" in line or "stories" in line]


async def test_an_asker_that_prefers_openmetrics_gets_it(settings: Settings, bot: Kettle) -> None:
    watch = Watch(settings)
    async with asked(settings, watch) as session:
        with watch.over(bot):
            lines = await figures(session, "application/openmetrics-text; version=1.0.0")
    assert lines[-1] == "# EOF"
    assert "# TYPE kettle_delivery_lateness_last_day_seconds gaugehistogram" in lines


async def test_any_other_page_is_not_there(settings: Settings) -> None:
    async with asked(settings, Watch(settings)) as session, session.get("/") as reply:
        assert reply.status == 404


async def test_a_port_that_is_taken_is_a_setting_to_change(settings: Settings) -> None:
    watch = Watch(settings)
    async with asked(settings, watch):
        with pytest.raises(SettingsProblem) as caught:
            async with serving(settings.web, watch):
                pass
    assert str(caught.value) == (
        f"web.port: port {settings.web.port} cannot be opened. Another program may use it. "
        "Set another one, or 0 for none."
    )


async def test_the_port_is_open_as_long_as_the_bot_is_watched(settings: Settings) -> None:
    async with watching(settings, asyncio.Event()):
        _, writer = await asyncio.open_connection(settings.web.host, settings.web.port)
        writer.close()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(settings.web.host, settings.web.port)
