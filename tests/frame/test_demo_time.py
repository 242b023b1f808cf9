"""The demo's time, its past, and its start: what each test changes is its own demo's."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.clock import Clock
from bot.demo.community import ZONE
from bot.demo.past import SAID
from bot.wording import Wording
from tests.demo import Demo, names_in, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

words = Wording()


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    async with served(tmp_path / "data") as running:
        yield running


def told(clock: str) -> datetime:
    """The instant that a page's clock shows; it leaves out the year."""
    now = Clock().now()
    instants = [
        datetime.strptime(f"{clock} {year}", "%A %d %B, %H:%M %Y").replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
        for year in (now.year, now.year + 1)
    ]
    return min(instants, key=lambda instant: abs(instant - now))


async def test_before_a_window_is_open_there_is_nothing_to_ask_it(demo: Demo) -> None:
    assert await demo.status("api/state") == 410


async def test_it_is_now_and_time_moves_as_far_as_one_likes(demo: Demo) -> None:
    start = told((await demo.now())["clock"])
    assert abs(start - Clock().now()) < timedelta(minutes=2)
    for by, length in (("hour", timedelta(hours=1)), ("day", timedelta(days=1)), ("week", timedelta(weeks=1))):
        before = told((await demo.now())["clock"])
        assert words(f"demo-moved-{by}") in await demo.move(by)
        after = told((await demo.now())["clock"])
        assert timedelta() <= after - before - length <= timedelta(minutes=2)


async def test_time_moves_to_what_comes_next_until_nothing_does(demo: Demo) -> None:
    start = told((await demo.now())["clock"])
    assert words("demo-moved-closing") in await demo.move("next")
    assert timedelta(hours=10) < told((await demo.now())["clock"]) - start < timedelta(hours=12)
    assert words("demo-moved-nowhere") in await demo.move("next")


async def test_moving_time_from_a_place_leads_back_to_it_and_to_no_other_site(demo: Demo) -> None:
    async def leads_to(back: str) -> str:
        form = {"by": "hour", "back": back}
        async with demo.session.post(demo.address + "move", data=form, allow_redirects=False) as answer:
            return answer.headers["Location"]

    assert await leads_to("/as/tom/chat") == "/as/tom/chat"
    assert await leads_to("//elsewhere.example/") == "/"


async def test_the_fortnight_was_lived_through_the_real_rules(tmp_path: Path) -> None:
    async with served(tmp_path / "data") as demo:
        await demo.page("")
    database = sqlite3.connect(tmp_path / "data" / "kettle.db")
    count = {
        table: database.execute(f"SELECT count(*) FROM {table} {which}").fetchone()[0]  # noqa: S608 our own words
        for table, which in (
            ("answers", ""),
            ("peers", "WHERE state = 'agreed'"),
            ("prompts", ""),
            ("shares", ""),
            ("deliveries", "WHERE state <> 'sent'"),
        )
    }
    database.close()
    answers = sum(bool(said) for days in SAID.values() for said in days)
    assert count == {"answers": answers, "peers": 2, "prompts": 1, "shares": 1, "deliveries": 0}


async def test_the_visitors_own_settings_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KETTLE_DATA_DIR", str(tmp_path / "own"))
    monkeypatch.setenv("KETTLE_DATABASE__URL", f"sqlite:///{tmp_path}/own.db")
    (tmp_path / "config.toml").write_text("not even TOML")
    async with served(tmp_path / "data") as demo:
        await demo.page("")
    assert names_in(tmp_path) == ["config.toml", "data"]
    assert names_in(tmp_path / "data") == ["kettle.db", "stories.key"]
