"""The demo while a test looks at it: served in this process, or as the command that a visitor types."""

from __future__ import annotations

import asyncio
import re
import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

from aiohttp import ClientSession

from bot.demo import HOST
from bot.demo.opening import play
from bot.wording import Wording
from tests.wire.process import BotProcess

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

KEY = re.compile(r'data-key="([^"]+)"')
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")
PATIENCE = 60.0
"""Seconds that a start may take on a busy machine."""


@dataclass
class Demo:
    """A running demo, and a client that asks its pages."""

    session: ClientSession
    address: str

    async def page(self, path: str) -> str:
        """The text of a page; one that is not there fails."""
        async with self.session.get(self.address + path) as answer:
            assert answer.status == 200, path
            return await answer.text()

    async def status(self, path: str, *, method: str = "GET", **options: Any) -> int:
        async with self.session.request(method, self.address + path, **options) as answer:
            return answer.status

    async def now(self) -> dict[str, Any]:
        """The time, the open window, and where something is new."""
        async with self.session.get(self.address + "now") as answer:
            told: dict[str, Any] = await answer.json()
            return told

    async def move(self, by: str) -> str:
        """Move time on; the page that comes back."""
        async with self.session.post(self.address + "move", data={"by": by, "back": "/"}) as answer:
            assert answer.status == 200
            return await answer.text()

    async def ask(self, method: str, path: str, *, key: str, context: str = "", **body: Any) -> dict[str, Any]:
        """Ask the open window what simcord's own page would ask."""
        headers = {"X-Simcord-Capability": key, "X-Simcord-Context": context}
        async with self.session.request(method, self.address + path, headers=headers, json=body) as answer:
            assert answer.status == 200, await answer.text()
            told: dict[str, Any] = await answer.json()
            return told


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[Demo]:
    """The demo in this process, its data in a folder."""
    server, ready = socket.create_server((HOST, 0)), asyncio.Event()
    stop = asyncio.Event()
    playing = asyncio.create_task(play(server, folder, Wording(), ready.set, stop))
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait((playing, waiting), timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if playing.done():
        playing.result()
    try:
        async with ClientSession() as session:
            yield Demo(session, f"http://{HOST}:{server.getsockname()[1]}/")
    finally:
        stop.set()
        await playing


@asynccontextmanager
async def commanded(folder: Path, *options: str, **environment: str) -> AsyncIterator[tuple[BotProcess, str]]:
    """`kettle demo` as a process of its own, and the address it says."""
    arguments = ("bot", "demo", "--no-browser", *options)
    async with BotProcess(*arguments, folder=folder, environment=environment) as process:
        async with asyncio.timeout(PATIENCE):
            while not (said := ADDRESS.search(process.output)):
                assert process.status is None, process.output
                await asyncio.sleep(0.05)
        yield process, said[0]
        if process.status is None:
            await process.stop()


def answers(address: str) -> int:
    """The status with which an address of ours answers."""
    with urlopen(address) as page:  # noqa: S310 it is the demo's own
        status: int = page.status
        return status


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def key_of(page: str) -> str:
    """The key of the window that a page shows."""
    found = KEY.search(page)
    assert found, page
    return found[1]
