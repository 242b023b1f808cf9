"""The open window in the browser: simcord's own page, with the demo's menu beside it, under one address.

simcord's page refuses to stand in a frame, and its address changes with every window. So the demo's server
hands its requests on. Its own checks stay as they are: the key of the window still travels with each request.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import ClientError, web

if TYPE_CHECKING:
    from aiohttp import ClientSession
    from simcord import Preview

LARGEST = 32 * 1024 * 1024
"""Bytes of the largest request handed on: ten files and their form."""

OWN_HEADERS = {"connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"}
"""Headers that belong to one connection, so they are not handed on."""


def address_of(preview: Preview) -> tuple[str, str]:
    """Give where an open window listens, and its key."""
    parts = urlsplit(preview.url)
    return f"{parts.scheme}://{parts.netloc}", parts.fragment


async def forward(session: ClientSession, preview: Preview | None, request: web.Request) -> web.Response:
    """Hand a request on to the open window and give its answer; "gone" when none is open (any more)."""
    if preview is None:
        return web.Response(status=HTTPStatus.GONE)
    origin, _ = address_of(preview)
    headers = {name: value for name, value in request.headers.items() if name.lower().startswith("x-simcord-")}
    if "Content-Type" in request.headers:
        headers["Content-Type"] = request.headers["Content-Type"]
    asked = await request.read() or None
    try:
        answer = await session.request(request.method, origin + request.path_qs, headers=headers, data=asked)
        body = await answer.read()
    except (ClientError, ConnectionResetError):
        # The visitor went to another page meanwhile, which closes this window.
        return web.Response(status=HTTPStatus.GONE)
    kept = {name: value for name, value in answer.headers.items() if name.lower() not in OWN_HEADERS}
    if request.path.startswith("/fonts/"):
        # 30 MB that never change: without this every change of window loads them again.
        kept["Cache-Control"] = "private, max-age=86400"
    return web.Response(status=answer.status, headers=kept, body=body)


async def compose(session: ClientSession, preview: Preview, *, head: str, menu: str) -> web.Response:
    """Give simcord's page with the demo's own head and menu put into it."""
    origin, _ = address_of(preview)
    answer = await session.get(origin + "/")
    page = await answer.text()
    for mark, ours in ((TITLE, ""), ("</head>", f"{head}</head>"), ("<body>", f"<body>{menu}")):
        page = replaced(page, mark, ours)
    kept = {name: value for name, value in answer.headers.items() if name.lower() not in OWN_HEADERS}
    return web.Response(headers=kept, text=page)


TITLE = "<title>SimCord Preview</title>"


def replaced(page: str, mark: str, ours: str) -> str:
    """Put ours where the mark first stands; LookupError when it does not stand there."""
    before, found, after = page.partition(mark)
    if not found:
        raise LookupError(f"simcord's page has no {mark}; is it the pinned version?")
    return before + ours + after
