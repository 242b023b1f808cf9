"""The demo's pages: people, places, time, and that nobody but the visitor's own browser can use them."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.demo.community import PEOPLE
from bot.demo.pages import STATIC
from bot.wording import Wording
from tests.demo import Demo, key_of, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

pytestmark = pytest.mark.asyncio(loop_scope="module")

words = Wording()
PLACES = {
    "robin": {"welcome", "checkins", "chat", "stories", "direct"},
    "amina": {"welcome", "checkins", "chat", "stories", "direct"},
    "tom": {"welcome", "checkins", "chat", "stories", "moderators", "direct"},
    "grace": {"welcome", "checkins", "chat", "stories", "moderators", "direct"},
}
LEADS_AWAY = re.compile(r"(?:https?:)?//(?!127\.0\.0\.1)[\w.-]+\.\w+")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    """One demo for all the tests that only look around; nobody moves its time."""
    async with served(tmp_path_factory.mktemp("demo")) as running:
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


async def test_files_are_given_while_somebody_goes_from_place_to_place(demo: Demo) -> None:
    """One that is refused would leave the next page blank: a browser gives one answer to both."""
    going = asyncio.create_task(walk(demo))
    statuses = []
    while not going.done():
        statuses.append(await demo.status("app.js"))
    await going
    assert len(statuses) > len(PLACES)
    assert set(statuses) == {200}


async def walk(demo: Demo) -> None:
    for person in PLACES:
        for place in ("checkins", "chat"):
            await demo.page(f"as/{person}/{place}")


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


async def test_another_site_in_the_same_browser_can_neither_look_nor_move_time(demo: Demo) -> None:
    elsewhere = {"Host": "elsewhere.example"}
    form = {"by": "week", "back": "/"}
    for headers in (elsewhere, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        assert await demo.status("move", method="POST", data=form, headers=headers) == 403
    assert await demo.status("", headers=elsewhere) == 403
    assert words("demo-moved-week") not in await demo.page("")
