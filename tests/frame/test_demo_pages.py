"""The demo's pages: people, places, time, and that nobody but the visitor's own browser can use them."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.clock import Clock
from bot.demo.community import PEOPLE, ZONE
from bot.demo.pages import STATIC
from bot.demo.past import SAID
from bot.demo.window import replaced
from bot.wording import Wording
from tests.demo import Demo, key_of, names_in, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("own_folder", "own_logging")

words = Wording()
PLACES = {
    "robin": {"welcome", "checkins", "chat", "direct"},
    "amina": {"welcome", "checkins", "chat", "direct"},
    "tom": {"welcome", "checkins", "chat", "moderators", "direct"},
    "grace": {"welcome", "checkins", "chat", "moderators", "direct"},
}
LEADS_AWAY = re.compile(r"(?:https?:)?//(?!127\.0\.0\.1)[\w.-]+\.\w+")


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    async with served(tmp_path / "data") as running:
        yield running


async def test_the_start_page_names_everyone_and_says_that_it_is_a_demo(demo: Demo) -> None:
    page = await demo.page("")
    assert words("demo-notice") in page
    for person in PEOPLE:
        assert words("demo-be", person=words(f"demo-person-{person}")) in page
        assert f'href="/as/{person}"' in page


async def test_everyone_can_open_each_of_their_places_and_no_other(demo: Demo) -> None:
    for person, places in PLACES.items():
        for place in ("welcome", "checkins", "chat", "moderators", "direct", "nowhere"):
            status = await demo.status(f"as/{person}/{place}")
            assert (status == 200) == (place in places), (person, place)
    assert await demo.status("as/nobody") == 404


async def test_a_place_lists_where_this_person_can_go_and_whom_else_one_can_be(demo: Demo) -> None:
    page = await demo.page("as/tom")
    assert words("demo-you-are", person="Tom") in page
    assert {place for place in PLACES["tom"] if f'href="/as/tom/{place}"' in page} == PLACES["tom"]
    assert {person for person in PEOPLE if f'href="/as/{person}"' in page} == set(PEOPLE) - {"tom"}
    assert 'src="/app.js"' in page


async def test_nothing_leads_away_from_this_computer(demo: Demo) -> None:
    for text in [await demo.page(""), await demo.page("as/robin"), await demo.page("as/robin/direct")]:
        assert not LEADS_AWAY.search(text.replace("http://www.w3.org/2000/svg", ""))
    for file in STATIC.glob("*.[cj]s*"):
        assert not LEADS_AWAY.search(file.read_text())


async def test_only_one_window_is_open_and_the_one_before_is_closed(demo: Demo) -> None:
    first, second = key_of(await demo.page("as/robin")), key_of(await demo.page("as/tom"))
    assert (await demo.now())["window"] == "tom/moderators"
    header = "X-Simcord-Capability"
    assert await demo.status("api/pages", method="POST", headers={header: first}, json={}) == 401
    assert await demo.status("api/pages", method="POST", headers={header: second}, json={}) == 200


async def test_opening_the_same_place_again_keeps_its_window(demo: Demo) -> None:
    assert key_of(await demo.page("as/robin")) == key_of(await demo.page("as/robin"))


async def test_before_a_window_is_open_there_is_nothing_to_ask_it(demo: Demo) -> None:
    assert await demo.status("api/state") == 410


async def test_what_one_person_writes_is_new_to_the_others_until_they_look(demo: Demo) -> None:
    key = key_of(await demo.page("as/robin/chat"))
    seen = await demo.ask("POST", "api/pages", key=key)
    context = seen["context"]["id"]
    sent = await demo.ask(
        "POST",
        "api/action",
        key=key,
        context=context,
        protocol_version=3,
        kind="send_message",
        request_id="one",
        sequence=1,
        generation=seen["context"]["generation"],
        bot_generation=seen["botGeneration"],
        published_revision=seen["publishedRevision"],
        content="Hello!",
    )
    assert sent["settlement"] == "settled", sent
    assert {"amina", "amina/chat", "tom", "grace"} <= set((await demo.now())["news"])
    assert "robin/chat" not in (await demo.now())["news"]
    assert f'data-news="amina" >{words("demo-new")}' in await demo.page("")
    await demo.page("as/amina/chat")
    assert "amina" not in (await demo.now())["news"]


async def test_in_direct_messages_people_have_names(demo: Demo) -> None:
    key = key_of(await demo.page("as/robin/direct"))
    shown = str(await demo.ask("POST", "api/pages", key=key))
    assert "@Amina" in shown
    assert not re.search(r"<@\d+>", shown)


def told(clock: str) -> datetime:
    """The instant that a page's clock shows; it leaves out the year."""
    now = Clock().now()
    instants = [
        datetime.strptime(f"{clock} {year}", "%A %d %B, %H:%M %Y").replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
        for year in (now.year, now.year + 1)
    ]
    return min(instants, key=lambda instant: abs(instant - now))


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


async def test_another_site_in_the_same_browser_can_neither_look_nor_move_time(demo: Demo) -> None:
    before = (await demo.now())["clock"]
    elsewhere = {"Host": "elsewhere.example"}
    form = {"by": "week", "back": "/"}
    for headers in (elsewhere, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        assert await demo.status("move", method="POST", data=form, headers=headers) == 403
    assert await demo.status("", headers=elsewhere) == 403
    assert told((await demo.now())["clock"]) - told(before) < timedelta(minutes=2)


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
    monkeypatch.setenv("KETTLE_DATA_DIR", str(tmp_path / "own"))
    monkeypatch.setenv("KETTLE_DATABASE__URL", f"sqlite:///{tmp_path}/own.db")
    (tmp_path / "config.toml").write_text("not even TOML")
    async with served(tmp_path / "data") as demo:
        await demo.page("")
    assert names_in(tmp_path) == ["config.toml", "data"]
    assert names_in(tmp_path / "data") == ["kettle.db"]


def test_a_page_of_simcords_that_changed_is_noticed() -> None:
    assert replaced("<a><b>", "<b>", "<c>") == "<a><c>"
    with pytest.raises(LookupError, match="<d>"):
        replaced("<a><b>", "<d>", "<c>")
