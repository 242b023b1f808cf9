"""The optional port: opened before the bot starts, closed after it ended."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.errors import SettingsProblem
from bot.web import calendars
from bot.web.watch import WATCH, WORDS, routes
from bot.wording import Wording

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.settings import Web
    from bot.watching import Watch

CLOSING_SECONDS: Final = 2
"""How long an answer under way may take at the end."""


@asynccontextmanager
async def serving(settings: Web, watch: Watch) -> AsyncIterator[None]:
    """Serve while the block runs; SettingsProblem when the port cannot be had."""
    app = web.Application()
    app[WATCH], app[WORDS] = watch, Wording()
    app.add_routes(routes)
    if settings.calendars:
        app[calendars.SHELF] = calendars.Shelf()
        app.add_routes(calendars.routes)
    # Who asks for what is never written down.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=CLOSING_SECONDS)
    await runner.setup()
    try:
        await _listen(runner, settings)
        yield
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, settings: Web) -> None:
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
    except OSError:
        raise SettingsProblem(Wording()("cli-run-web", port=str(settings.port))) from None
