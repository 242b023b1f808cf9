"""A visitor of the demo: what they see, press and type, and pictures of it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.async_api import expect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Browser, Locator, Page, Request

WIDE, NARROW = (1280, 800), (360, 740)
MENU_FOLDS = 860
"""Pixels up to which the menu is folded away."""


@dataclass
class Visitor:
    """Somebody at a browser. Whatever their browser asks of any other computer is noted."""

    page: Page
    address: str
    pictures: Path
    name: str
    taken: int = 0
    faults: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    @property
    def talk(self) -> Locator:
        """The conversation."""
        return self.page.locator("#channel-timeline")

    @property
    def form(self) -> Locator:
        """The form that a command or a button opened."""
        return self.page.locator("#modal-root")

    async def start(self) -> None:
        """Open the address that the command said."""
        await self.page.goto(self.address)

    async def follow(self, name: str) -> None:
        """Follow a link, which may be in the folded menu."""
        await self._unfold()
        await self.page.get_by_role("link", name=name).click()

    async def press_in_menu(self, name: str) -> None:
        await self._unfold()
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def _unfold(self) -> None:
        size = self.page.viewport_size
        menu = self.page.locator("[data-toggle]")
        if size and size["width"] <= MENU_FOLDS and await menu.count():
            await menu.click()

    async def pick(self, command: str) -> None:
        """Type a command and pick it from the list that opens."""
        await self.page.locator("#channel-composer-input").press_sequentially(command, delay=20)
        await expect(self.page.get_by_role("option", name=command).first).to_be_visible()
        await self.picture("picker")
        await self.page.keyboard.press("Enter")
        await expect(self.page.locator(".command-chip")).to_have_text(command)

    async def fill(self, option: str, text: str, offered: str = "") -> None:
        """Type the value of an option of the command that was picked, and take what is then offered."""
        value = self.page.locator(f'.command-option-input[data-option="{option}"]')
        if not await value.count():
            await self.page.keyboard.press("Tab")
            await self.page.locator(f'.command-suggestion[data-value="{option}"]').click()
        await value.click()
        await self.page.keyboard.type(text, delay=20)
        await self.page.get_by_role("option", name=offered or text, exact=not offered).first.click()

    async def type(self, option: str, text: str) -> None:
        """Type the value of an option for which nothing is offered."""
        await self.page.locator(f'.command-option-input[data-option="{option}"]').click()
        await self.page.keyboard.type(text, delay=20)

    async def write(self, label: str, text: str) -> None:
        """Type into a field of the form that is open."""
        await self.form.get_by_label(label).fill(text)

    async def choose(self, label: str, option: str) -> None:
        """Choose an answer from a menu of the form that is open."""
        await self.form.get_by_role("combobox", name=label).click()
        await self.form.get_by_role("option", name=option).click()

    async def hand_in(self) -> None:
        """Send the form that is open."""
        await self.form.get_by_role("button", name="Submit").click()
        await expect(self.form).to_be_hidden()

    async def send(self) -> None:
        """Send the command as it stands."""
        await self.page.locator("#send-message").click()

    async def press(self, label: str) -> None:
        """Press the newest button with this label in the conversation."""
        await self.talk.get_by_role("button", name=label, exact=True).last.click()

    async def reads(self, text: str) -> None:
        """Wait for a text in the conversation: the first line of a message is enough to know it by."""
        await expect(self._line(text)).to_be_visible()

    async def sees(self, text: str) -> None:
        """The same, and nobody has to scroll for it."""
        await expect(self._line(text)).to_be_in_viewport()

    def _line(self, text: str) -> Locator:
        return self.talk.get_by_text(text.splitlines()[0].lstrip("# ").replace("*", "")).last

    async def picture(self, what: str) -> None:
        """Keep a picture, named so that a folder shows the visit in its order."""
        self.taken += 1
        await self.page.wait_for_function("() => !window.simcordPreview || window.simcordPreview.ready")
        await self.page.screenshot(path=self.pictures / f"{self.name}-{self.taken:02}-{what}.png")


@asynccontextmanager
async def visiting(
    browser: Browser, address: str, pictures: Path, name: str, size: tuple[int, int] = WIDE, scheme: str = "light"
) -> AsyncIterator[Visitor]:
    """A visit in a window of its own; a fault in a script, or a request to another computer, fails it."""
    width, height = size
    context = await browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB"
    )
    page = await context.new_page()
    visitor = Visitor(page, address, pictures, name)

    def note(request: Request) -> None:
        if urlsplit(request.url).hostname not in {"127.0.0.1", None}:
            visitor.elsewhere.append(request.url)

    page.on("request", note)
    page.on("pageerror", lambda fault: visitor.faults.append(str(fault)))
    try:
        yield visitor
    finally:
        await context.close()
    assert visitor.faults == []
    assert visitor.elsewhere == []
