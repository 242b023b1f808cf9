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

from bot.wording import Wording

if TYPE_CHECKING:
    from pathlib import Path

HOST = "127.0.0.1"
TRIED = 20
"""Ports tried after the one that was asked for."""

HIGHEST = 65535
NEEDED = ("aiohttp", "jinja2", "simcord")
STOPPED, REFUSED = 0, 2


def run(port: int, open_browser: bool, keep: Path | None) -> int:  # noqa: FBT001 it is the command's own switch
    """Run the demo until it is stopped and give the exit status; `keep` names a folder that outlives it."""
    words = Wording()
    if not all(find_spec(module) for module in NEEDED):
        return _refuse(words("demo-not-installed"))
    if keep and _is_used(keep):
        return _refuse(words("demo-folder-used", folder=str(keep), free=str(_free_folder(keep))))
    server = _listen(port)
    if server is None:
        return _refuse(words("demo-no-port", port=str(port), tried=str(TRIED)))
    with server, suppress(KeyboardInterrupt, asyncio.CancelledError):
        free = server.getsockname()[1]
        if port not in {0, free}:
            typer.echo(words("demo-port-taken", port=str(port), free=str(free)))
        typer.echo(words("demo-starting"))
        _play(words, server, keep, f"http://{HOST}:{free}/", open_browser=open_browser)
    typer.echo(words("demo-stopped-kept", folder=str(keep)) if keep else words("demo-stopped"))
    return STOPPED


def _play(words: Wording, server: socket.socket, keep: Path | None, address: str, *, open_browser: bool) -> None:
    # Imported here: a bot that is not a demo needs none of it, and may not have it installed.
    from bot.demo.opening import play  # noqa: PLC0415

    def ready() -> None:
        for line in (words("demo-open", address=address), words("demo-made-up"), words("demo-how-to-stop")):
            typer.echo(line)
        if open_browser and _has_screen():
            # Some browsers hold on to whoever opens them.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    asyncio.run(play(server, keep, words, ready))


def _refuse(sentence: str) -> int:
    typer.echo(sentence, err=True)
    return REFUSED


def _listen(port: int) -> socket.socket | None:
    """Take this port, or else the next one that is free."""
    for candidate in range(port, min(port + TRIED, HIGHEST) + 1):
        with suppress(OSError):
            return socket.create_server((HOST, candidate))
    return None


def _is_used(folder: Path) -> bool:
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def _free_folder(folder: Path) -> Path:
    siblings = (folder.with_name(f"{folder.name}-{number}") for number in count(2))
    return next(sibling for sibling in siblings if not _is_used(sibling))


def _has_screen() -> bool:
    """Say whether a page can open in a window: a browser made of text would take the terminal over."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
