"""`/healthz` and `/metrics`, for programs: no words for people, no id, nothing of one community or member."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from aiohttp import web
from prometheus_client.exposition import choose_encoder

from bot.health import examine
from bot.web.metrics import registry_of

if TYPE_CHECKING:
    from bot.watching import Watch
    from bot.wording import Wording

WATCH: web.AppKey[Watch] = web.AppKey("watch")
WORDS: web.AppKey[Wording] = web.AppKey("words")

routes = web.RouteTableDef()


@routes.get("/healthz")
async def healthz(request: web.Request) -> web.Response:
    """Say that all is well, or which parts are not."""
    failing = (await examine(request.app[WATCH].bot)).failing
    if failing:
        return web.json_response({"status": "failing", "failing": failing}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return web.json_response({"status": "ok"})


@routes.get("/metrics")
async def metrics(request: web.Request) -> web.Response:
    """Give the figures in the form that the asking program prefers."""
    write, kind = choose_encoder(request.headers.get("Accept", ""))
    registry = await registry_of(request.app[WATCH], request.app[WORDS])
    return web.Response(body=write(registry), headers={"Content-Type": kind})
