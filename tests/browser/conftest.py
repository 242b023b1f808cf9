"""Chromium for the tests that look at the demo as a visitor would, and a folder for their pictures."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import async_playwright

from tests.demo import commanded

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is. Without one these tests are skipped, but never in CI."""
    found = shutil.which("chromium")
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("there is no program named chromium here")
    return found


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        await opened.close()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where pictures of the pages are kept for people to look at."""
    folder = Path(os.environ.get("KETTLE_SCREENSHOTS") or Path(__file__).parents[2] / "ci-output")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """Where the demo is, started as a newcomer starts it: in an empty folder, with an empty home."""
    async with commanded(tmp_path, "--port", "0") as (_, said):
        yield said
