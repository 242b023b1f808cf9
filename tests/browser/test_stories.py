"""A story in the demo: shared with a receipt, read the day after by a moderator, and taken back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from bot.wording import Wording
from tests.browser.visitor import NARROW, visiting

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

    from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

words = Wording()
RECEIPT = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


async def test_a_story_is_shared_read_posted_found_and_taken_back(
    browser: Browser, address: str, pictures: Path
) -> None:
    async with visiting(browser, address, pictures, "story-phone", NARROW) as visitor:
        await visitor.start()
        await become(visitor, "Robin", "checkins")
        receipt = await share(visitor)
        assert RECEIPT.fullmatch(receipt)
        await visitor.press_in_menu(words("demo-move-day"))
        await become(visitor, "Tom", "moderators")
        await review(visitor)
        await visitor.press_in_menu(words("demo-move-week"))
        await become(visitor, "Amina", "stories")
        cover = visitor.talk.locator(".markdown-spoiler")
        await cover.click()
        await visitor.reads("I put the kettle on")
        await visitor.picture("uncovered")
        await look_for(visitor, "boiling")
        await visitor.press(words("library-read-button", number="1"))
        await visitor.picture("read")
        await become(visitor, "Robin", "checkins")
        await take_back(visitor, receipt)
        await become(visitor, "Amina", "stories")
        await expect(cover).to_have_count(0)
        await visitor.press(words("common-back"))
        await visitor.reads("Kettle found none like that.")
        await visitor.picture("gone")


async def become(visitor: Visitor, person: str, place: str) -> None:
    """Be somebody, in a channel."""
    on_page = words("demo-be", person=person)
    link = visitor.page.get_by_role("link", name=on_page)
    await visitor.follow(on_page if await link.count() else person)
    await expect(visitor.page.get_by_text(words("demo-you-are", person=person))).to_be_visible()
    await visitor.follow(words(f"demo-place-{place}"))
    await visitor.reads("What to try here:")
    await visitor.picture(place)


async def share(visitor: Visitor) -> str:
    """Share some words; give the receipt."""
    await visitor.pick("/story share")
    await visitor.send()
    await visitor.reads("At the end you get a receipt.")
    await visitor.picture("first")
    await visitor.press(words("stories-write-button"))
    await visitor.write(words("stories-words-label"), "I put the kettle on, and for once I waited for it to boil.")
    await visitor.picture("words")
    await visitor.hand_in()
    await visitor.reads("Only you see this")
    await visitor.picture("draft")
    await visitor.press(words("stories-uses-button"))
    await visitor.choose(words("stories-alone-label"), words("stories-alone"))
    await visitor.picture("uses")
    await visitor.hand_in()
    await visitor.reads(words("stories-alone-yes"))
    await visitor.press(words("stories-check-button"))
    await visitor.picture("look")
    await visitor.press(words("stories-as-it-is-button"))
    await visitor.reads("This is your receipt.")
    await visitor.picture("receipt")
    shown = RECEIPT.search(await visitor.talk.inner_text())
    assert shown is not None
    await visitor.press(words("stories-kept-answer"))
    await visitor.reads("Thank you.")
    await visitor.picture("thanks")
    return shown[0]


async def review(visitor: Visitor) -> None:
    """Read it as a moderator, and say yes."""
    await visitor.pick("/moderate stories")
    await visitor.send()
    await visitor.picture("queue")
    await visitor.press(words("story_reviews-open-button", number="1"))
    await visitor.picture("story")
    await visitor.press(words("story_reviews-yes-button"))
    await visitor.press(words("story_reviews-yes-sure-button"))
    await visitor.picture("yes")


async def look_for(visitor: Visitor, text: str) -> None:
    """Look in the library for words."""
    await visitor.pick("/story browse")
    await visitor.send()
    await visitor.reads("You read alone")
    await visitor.picture("library")
    await visitor.press(words("library-search-button"))
    await visitor.write(words("library-search-label"), text)
    await visitor.hand_in()
    await visitor.reads(words("library-looked-for"))
    await visitor.picture("found")


async def take_back(visitor: Visitor, receipt: str) -> None:
    """Open a story by its receipt, typed as a tired person types it, and take it back."""
    await visitor.pick("/story open")
    await visitor.send()
    await visitor.write(words("story_receipts-open-label"), receipt.lower().replace("-", " "))
    await visitor.hand_in()
    await visitor.press(words("story_receipts-withdraw-button"))
    await visitor.picture("withdraw")
    await visitor.press(words("story_receipts-now-button"))
    await visitor.reads("Your story is taken back.")
    await visitor.picture("withdrawn")
