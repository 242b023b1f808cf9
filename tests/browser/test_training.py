"""The next step in the demo: found, saved, reminded of, suggested, reviewed, and the map of the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.wording import Wording
from tests.browser.test_stories import become
from tests.browser.visitor import NARROW, WIDE, visiting

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

    from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

words = Wording()
COURSE = words("demo-course")


@pytest.mark.parametrize(("name", "size"), [("training-phone", NARROW), ("training-wide", WIDE)])
async def test_a_next_step_is_found_saved_reminded_of_suggested_and_mapped(
    browser: Browser, address: str, pictures: Path, name: str, size: tuple[int, int]
) -> None:
    async with visiting(browser, address, pictures, name, size) as visitor:
        await visitor.start()
        await become(visitor, "Robin", "chat")
        await find_and_save(visitor)
        await suggest(visitor)
        await see_the_map(visitor)
        await become(visitor, "Grace", "chat")
        await review(visitor)
        await visitor.press_in_menu(words("demo-move-week"))
        await become_in_private(visitor, "Robin")
        await visitor.sees(COURSE)
        await visitor.picture("reminder")
        await visitor.press(words("training_saves-change-button"))
        await visitor.press(words("training_saves-mark-done-button"))
        await visitor.reads(words("training_saves-mark-done"))
        await visitor.picture("done")
        said = await visitor.talk.inner_text()
        assert "Others can find it." in said, "Robin is thanked for what Grace added"
        assert words("training_saves-reminds-no-button") in said


async def become_in_private(visitor: Visitor, person: str) -> None:
    on_page = words("demo-be", person=person)
    link = visitor.page.get_by_role("link", name=on_page)
    await visitor.follow(on_page if await link.count() else person)
    await visitor.follow(words("demo-place-direct"))


async def find_and_save(visitor: Visitor) -> None:
    """Look for words with a slip of the pen, choose a way, open an entry, and save it."""
    await visitor.pick("/training search")
    await visitor.type("words", "lisening")
    await visitor.picture("offered")
    await visitor.send()
    await visitor.reads(words("training-looked-for"))
    await visitor.picture("found")
    await visitor.press(words("training-choose-button"))
    await visitor.picture("choose")
    await visitor.press(words("training-show-button"))
    await visitor.press(words("training-open-button", number="1"))
    await visitor.reads(COURSE)
    await visitor.picture("entry")
    await visitor.press(words("training-save-button"))
    await visitor.reads(words("training_saves-kept"))
    await visitor.picture("saved")
    await visitor.press(words("training_saves-mine-button"))
    await visitor.picture("list")


async def suggest(visitor: Visitor) -> None:
    await visitor.pick("/training suggest")
    await visitor.send()
    await visitor.write(words("training-title-label"), "Peer yoga")
    await visitor.write(words("training-provider-label"), "The community centre")
    await visitor.write(words("training-link-label"), "https://example.org/peer-yoga")
    await visitor.write(words("training-summary-label"), "Gentle, on Fridays.")
    await visitor.choose(words("training-stages-label"), words("training-choice-stage-1"))
    await visitor.picture("suggest")
    await visitor.hand_in()
    await visitor.reads("Thank you.")
    await visitor.picture("suggested")


async def see_the_map(visitor: Visitor) -> None:
    await visitor.pick("/pathway")
    await visitor.send()
    await visitor.picture("pathway")
    await visitor.press(words("pathways-map-button"))
    await visitor.page.wait_for_timeout(500)
    await visitor.picture("map")


async def review(visitor: Visitor) -> None:
    await visitor.pick("/organise training review")
    await visitor.send()
    await visitor.reads(words("training_suggestions-is-new"))
    await visitor.picture("review")
    await visitor.press(words("training_suggestions-add-button"))
    await visitor.reads(words("training_suggestions-taken"))
    await visitor.picture("added")
