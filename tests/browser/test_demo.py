"""The demo as a newcomer meets it: one command, then a browser."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from bot.demo.community import ZONE
from bot.services import contacts
from bot.wording import Wording
from tests.browser.visitor import NARROW, WIDE, visiting

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser, Page

    from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

words = Wording()


@pytest.mark.parametrize(("name", "size"), [("wide", WIDE), ("narrow", NARROW)])
async def test_a_peer_worker_checks_in_and_a_moderator_sees_the_request(
    browser: Browser, address: str, pictures: Path, name: str, size: tuple[int, int]
) -> None:
    async with visiting(browser, address, pictures, name, size) as visitor:
        await visitor.start()
        await expect(visitor.page.get_by_text(words("demo-notice"))).to_be_visible()
        await visitor.picture("start")

        await visitor.follow(words("demo-be", person="Robin"))
        await visitor.sees(words("checkins-question"))
        await visitor.picture("check-ins")

        await check_in_low(visitor)
        await ask_for_a_contact(visitor)

        await visitor.follow("Tom")
        await visitor.sees(words("reachouts-told", name="", when=""))
        await expect(visitor.talk.get_by_text("@Robin")).to_be_visible()
        await visitor.picture("moderator")


async def test_an_organiser_asks_by_a_rule_and_jumps_to_the_moment_it_is_asked(
    browser: Browser, address: str, pictures: Path
) -> None:
    async with visiting(browser, address, pictures, "rule") as visitor:
        await visitor.start()
        await visitor.follow(words("demo-be", person="Grace"))
        await visitor.follow(words("demo-place-checkins"))
        await visitor.sees(words("checkins-question"))
        await visitor.pick("/organise checkins schedule")
        await visitor.fill("when", "every day 9am")
        await visitor.send()
        await visitor.sees(words("prompts-understood", channel=""))
        await visitor.picture("understood")
        await visitor.press(words("prompts-start-button"))
        await visitor.sees(words("prompts-started"))
        await visitor.press_in_menu(words("demo-move-next"))
        await visitor.press_in_menu(words("demo-move-day"))
        await visitor.reads(words("checkins-closed-note"))
        await visitor.sees(words("checkins-question"))
        await visitor.picture("two-days-on")


async def test_an_organiser_announces_and_jumps_to_each_post(browser: Browser, address: str, pictures: Path) -> None:
    async with visiting(browser, address, pictures, "announce") as visitor:
        await visitor.start()
        await visitor.follow(words("demo-be", person="Grace"))
        await visitor.follow(words("demo-place-checkins"))
        await visitor.sees(words("checkins-question"))
        await visitor.pick("/organise announce create")
        await visitor.fill("channel", words("demo-place-checkins"), words("demo-place-checkins"))
        soon = f"{datetime.now(ZoneInfo(ZONE)) + timedelta(minutes=30):%H:%M}"  # before anything else that is due
        await visitor.fill("when", f"every day {soon}", words("recurrence-daily", interval=1, time=soon))
        await visitor.send()
        await visitor.write(words("announcements-title-label"), "Tea on Friday")
        await visitor.write(words("announcements-text-label"), "The kettle is on. Come as you are.")
        await visitor.picture("form")
        await visitor.hand_in()
        await visitor.sees(words("announcements-state-draft"))
        await visitor.picture("preview")
        await visitor.press(words("announcements-do-confirm-button"))
        await visitor.sees(words("announcements-state-scheduled"))
        await visitor.picture("scheduled")
        posts = visitor.talk.get_by_text("The kettle is on.")
        await expect(posts).to_have_count(1)  # what Grace sees of it herself
        await visitor.press_in_menu(words("demo-move-next"))
        await expect(posts).to_have_count(2)
        await visitor.picture("posted")
        for count in (3, 4):
            await visitor.press_in_menu(words("demo-move-day"))
            await expect(posts).to_have_count(count)
        await visitor.picture("two-days-on")


async def check_in_low(visitor: Visitor) -> None:
    """Run `/checkin` from the picker, answer Low, and see the first three contacts."""
    await visitor.pick("/checkin")
    await visitor.page.keyboard.press("Enter")
    await visitor.sees(words("checkins-card-note"))
    await visitor.picture("question")
    low = words("checkins-say-low-answer")
    await visitor.press(low)
    await visitor.sees(words("checkins-saved", answer=low, when=""))
    for contact in contacts.first("England"):
        await visitor.reads(contact.name)
    await visitor.picture("answer")


async def ask_for_a_contact(visitor: Visitor) -> None:
    """Choose "Please reach out", read who is told what, and agree."""
    await visitor.press(words("checkins-reach-out-button"))
    await visitor.sees(words("reachouts-consent"))
    await visitor.picture("consent")
    await visitor.press(words("reachouts-yes-button"))
    await visitor.sees(words("reachouts-asked"))
    await expect(visitor.page.locator('[data-news="tom"]')).not_to_have_attribute("hidden", "")
    await visitor.picture("asked")


async def test_one_place_is_open_at_a_time_and_the_way_back_is_shown(
    browser: Browser, address: str, pictures: Path
) -> None:
    async with visiting(browser, address, pictures, "tabs") as visitor:
        await visitor.page.goto(f"{address}as/robin/chat")
        await visitor.sees(words("demo-chat-5"))
        other = await visitor.page.context.new_page()
        await other.goto(f"{address}as/amina/direct")
        await expect(visitor.page.get_by_text(words("demo-elsewhere"))).to_be_visible()
        await visitor.page.get_by_role("link", name=words("demo-come-back")).click()
        await visitor.sees(words("demo-chat-5"))
        await expect(visitor.page.get_by_text(words("demo-elsewhere"))).to_be_hidden()


async def test_what_the_bot_sends_by_itself_appears_without_reloading(
    browser: Browser, address: str, pictures: Path
) -> None:
    async with visiting(browser, address, pictures, "by-itself") as visitor:
        await visitor.page.goto(f"{address}as/grace/checkins")
        await visitor.sees(words("checkins-question"))
        await visitor.pick("/organise checkins schedule")
        await visitor.page.get_by_role("button", name="Send").click()
        asked = visitor.talk.get_by_text(words("checkins-question").replace("*", ""))
        await expect(asked).to_have_count(2)
        await expect(asked.last).to_be_in_viewport()


async def test_a_skip_in_time_says_what_happened_and_stays_where_one_is(
    browser: Browser, address: str, pictures: Path
) -> None:
    async with visiting(browser, address, pictures, "time", NARROW) as visitor:
        await visitor.page.goto(f"{address}as/robin")
        await visitor.sees(words("checkins-question"))
        await visitor.press_in_menu(words("demo-move-next"))
        await visitor.sees(words("checkins-closed-note"))
        await visitor.picture("closed")
        await visitor.press(words("checkins-closed-button"))
        await visitor.sees(words("checkins-card-note"))


async def test_the_keyboard_alone_is_enough_to_reach_the_conversation(
    browser: Browser, address: str, pictures: Path
) -> None:
    async with visiting(browser, address, pictures, "keyboard") as visitor:
        await visitor.page.goto(f"{address}as/robin")
        await visitor.sees(words("checkins-question"))
        await visitor.page.locator("body").press("Tab")
        await expect(visitor.page.get_by_role("button", name=words("demo-skip"))).to_be_focused()
        await visitor.page.keyboard.press("Enter")
        await expect(visitor.page.locator("#channel-composer-input")).to_be_focused()


async def test_the_pages_fit_every_window_and_keep_nobody_out(browser: Browser, address: str, pictures: Path) -> None:
    for size, scheme in product((WIDE, NARROW), ("light", "dark")):
        name = f"fit-{size[0]}-{scheme}"
        async with visiting(browser, address, pictures, name, size, scheme) as visitor:
            await visitor.start()
            await visitor.picture("start")
            assert await too_wide(visitor.page) == 0, name
            assert await violations(visitor.page, "body") == [], name
            await visitor.follow(words("demo-be", person="Robin"))
            await visitor.sees(words("checkins-question"))
            await visitor.picture("menu")
            assert await too_wide(visitor.page) == 0, name
            assert await violations(visitor.page, ".kettle-menu") == [], name


async def too_wide(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    pixels: int = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return max(pixels, 0)


async def violations(page: Page, part: str) -> list[str]:
    """What axe finds in a part of the page that would keep somebody out."""
    found = await Axe().run(page, context=part)
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found.response["violations"]]
