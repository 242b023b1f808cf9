"""An event in the demo, as each person meets it: planned, signed up to until it is full, waited for, and after it."""

from __future__ import annotations

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


async def test_an_event_is_planned_filled_waited_for_and_looked_back_on(
    browser: Browser, address: str, pictures: Path
) -> None:
    async with visiting(browser, address, pictures, "event-phone", NARROW) as visitor:
        await visitor.start()
        await become(visitor, "Grace")
        await plan(visitor)
        await become(visitor, "Robin")
        await visitor.reads(words("events-question"))
        await visitor.picture("card")
        await visitor.press(words("events-say-going-answer"))
        await visitor.reads(words("events-said-going"))
        await visitor.picture("going")
        await become(visitor, "Amina")
        await visitor.press(words("events-say-going-answer"))
        await visitor.reads("Every place is taken, so you are waiting.")
        await visitor.picture("waiting")
        await become(visitor, "Robin")
        await visitor.press(words("events-say-no-answer"))
        await visitor.reads(words("events-said-no"))
        await visitor.follow("Amina")
        await visitor.follow(words("demo-place-direct"))
        await visitor.sees("A place is free for you")
        await visitor.press(words("eventnotices-yes-answer"))
        await visitor.reads(words("events-said-going"))
        await visitor.picture("offer")
        await look_back(visitor)


async def become(visitor: Visitor, person: str) -> None:
    """Be somebody, in the channel in which the card stands."""
    on_page = words("demo-be", person=person)
    link = visitor.page.get_by_role("link", name=on_page)
    await visitor.follow(on_page if await link.count() else person)
    await expect(visitor.page.get_by_text(words("demo-you-are", person=person))).to_be_visible()
    await visitor.follow(words("demo-place-chat"))


async def plan(visitor: Visitor) -> None:
    """Plan an event with one place, and open it."""
    await visitor.sees(words("demo-chat-5"))
    await visitor.pick("/organise event create")
    await visitor.fill("channel", words("demo-place-chat"), words("demo-place-chat"))
    await visitor.type("when", "tomorrow 6pm")
    await visitor.type("until", "8pm")
    await visitor.send()
    await visitor.write(words("events-title-label"), "Tea and talk")
    await visitor.write(words("events-about-label"), "Camera on or off, as you like. Come late if you need to.")
    await visitor.write(words("events-place-label"), "The blue room, Lantern Street")
    await visitor.picture("words")
    await visitor.hand_in()
    await visitor.sees(words("events-state-draft"))
    await visitor.press(words("events-do-details-button"))
    await visitor.write(words("events-seats-label"), "1")
    await visitor.hand_in()
    await visitor.reads(words("events-seats", count=1))
    await visitor.picture("draft")
    await visitor.press(words("events-do-open-button"))
    await visitor.reads(words("events-state-open"))
    await visitor.picture("open")
    await expect(visitor.talk.get_by_text(words("events-question").strip("*"))).to_have_count(1)


async def look_back(visitor: Visitor) -> None:
    """Get it for a calendar, be reminded, be there, and see whether it is asked how it was."""
    await visitor.press(words("events-calendar-button"))
    await visitor.reads(words("calendars-file"))
    await visitor.picture("calendar")
    await visitor.press_in_menu(words("demo-move-day"))
    await visitor.reads("Starts:")
    await visitor.picture("reminder")
    await visitor.press_in_menu(words("demo-move-day"))  # at whatever hour this runs, it is over then
    await become(visitor, "Grace")
    await visitor.reads("Tea and talk")
    await visitor.pick("/organise event attendance")
    await visitor.fill("event", "Tea", "Tea and talk")
    await visitor.send()
    await visitor.reads("Who came: Tea and talk")
    await visitor.press(words("attendance-everybody-button"))
    await visitor.reads(words("attendance-saved"))
    await visitor.picture("attendance")
    await visitor.press(words("attendance-feedback-button"))
    await visitor.reads("Where fewer came, Kettle does not ask.")
    await visitor.picture("feedback")
