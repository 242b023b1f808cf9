"""`kettle demo`: the bot on a simulated Discord in the browser. No token, no network, nothing left behind."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import threading
import webbrowser
from contextlib import suppress
from importlib.util import find_spec
from itertools import count
from typing import TYPE_CHECKING

import typer

from bot.logs import configure
from bot.settings import Logs, Settings
from bot.statuses import Ending, Status
from bot.wording import Wording
from db.problems import DatabaseProblem

if TYPE_CHECKING:
    from pathlib import Path

HOST = "127.0.0.1"
TRIED = 20
"""Ports tried after the one that was asked for."""

HIGHEST = 65535
NEEDED = ("aiohttp", "jinja2", "simcord")


def run(port: int, open_browser: bool, keep: Path | None) -> int:  # noqa: FBT001 it is the command's own switch
    """Run the demo until it is stopped and give the exit status; `keep` names a folder that outlives it.

    Ending says why it cannot start: a folder that is in use, no free port, or parts that are not installed.
    """
    words = Wording()
    if not all(find_spec(module) for module in NEEDED):
        raise Ending(Status.SETTINGS, words("demo-not-installed"))
    if keep:
        _prepare(keep, words)
    with _listen(port, words) as server, suppress(KeyboardInterrupt):
        free = server.getsockname()[1]
        if port not in {0, free}:
            typer.echo(words("demo-port-taken", port=str(port), free=str(free)))
        typer.echo(words("demo-starting"))
        _play(words, server, keep, open_browser=open_browser)
    typer.echo(words("demo-stopped-kept", folder=str(keep)) if keep else words("demo-stopped"))
    return Status.OK


def _play(words: Wording, server: socket.socket, keep: Path | None, *, open_browser: bool) -> None:
    # Imported here: a bot that is not a demo needs none of it, and may not have it installed.
    from bot.demo.opening import play, stopped_by_signals  # noqa: PLC0415

    configure(Settings.model_construct(logs=Logs(level="warning")))

    def ready() -> None:
        address = f"http://{HOST}:{server.getsockname()[1]}/"
        for line in (words("demo-open", address=address), words("demo-made-up"), words("demo-how-to-stop")):
            typer.echo(line)
        if open_browser and _has_screen():
            # Some browsers hold on to whoever opens them.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    async def playing() -> None:
        stop = asyncio.Event()
        with stopped_by_signals(stop):
            await play(server, keep, words, ready, stop)

    try:
        asyncio.run(playing())
    except DatabaseProblem as problem:
        raise Ending(Status.DATABASE, words(f"database-{problem.kind}")) from problem


def _prepare(folder: Path, words: Wording) -> None:
    """Make the folder where it is missing; Ending when it cannot be used, or holds something already.

    The simulated Discord is a new one each time, so an earlier demo's data would speak of people who are gone.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_used = any(folder.iterdir())
    except OSError as error:
        raise Ending(Status.SETTINGS, words("demo-folder-closed", folder=str(folder))) from error
    if is_used:
        siblings = (folder.with_name(f"{folder.name}-{number}") for number in count(2))
        free = next(sibling for sibling in siblings if not sibling.exists())
        raise Ending(Status.SETTINGS, words("demo-folder-used", folder=str(folder), free=str(free)))


def _listen(port: int, words: Wording) -> socket.socket:
    """Take this port, or else the next one that is free; Ending when there is none near."""
    for candidate in range(port, min(port + TRIED, HIGHEST) + 1):
        with suppress(OSError):
            return socket.create_server((HOST, candidate))
    raise Ending(Status.SETTINGS, words("demo-no-port", port=str(port), tried=str(TRIED)))


def _has_screen() -> bool:
    """Say whether a page can open in a window: a browser made of text would take the terminal over."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
