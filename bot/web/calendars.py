"""`/calendar/….ics`, for calendar apps: who knows an address reads what it is for, and nobody else learns anything."""

from __future__ import annotations

import asyncio
import re
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from aiohttp import ETag, web

from bot.services import calendars, feeds
from bot.services.calendars import AGAIN, Labels
from bot.web.watch import WATCH

if TYPE_CHECKING:
    from bot.app import Kettle
    from bot.services.feeds import Reading

HEADERS: Final = {
    "Cache-Control": f"private,max-age={int(AGAIN.total_seconds())}",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_STAMP: Final = re.compile(rb"DTSTAMP:\w+\r\n")

routes = web.RouteTableDef()


@routes.get("/calendar/{secret}.ics")
async def calendar(request: web.Request) -> web.Response:
    """Give the calendar of an address; 404 for any other address, 503 while no bot runs."""
    bot = request.app[WATCH].bot
    if bot is None:
        raise web.HTTPServiceUnavailable(headers={"Retry-After": "60"})
    found = await _find(bot, request.match_info["secret"])
    if found is None:
        raise web.HTTPNotFound
    body = await asyncio.to_thread(calendars.write, found.listed, labels=_labels(bot, found), now=bot.clock.now())
    mark = sha256(_STAMP.sub(b"", body)).hexdigest()  # an app that has all of it already reads no more
    is_known = ETag(value=mark) in (request.if_none_match or ())
    response = (
        web.Response(status=HTTPStatus.NOT_MODIFIED, headers=HEADERS)
        if is_known
        else web.Response(body=body, content_type="text/calendar", charset="utf-8", headers=HEADERS)
    )
    response.etag = mark
    return response


async def _find(bot: Kettle, secret: str) -> Reading | None:
    now = bot.clock.now()
    async with bot.db.read() as session:
        found = await feeds.find_calendar(session, secret=secret, now=now)
    if found is not None and found.is_first:
        async with bot.db.begin() as session:
            await feeds.record_use(session, feed_id=found.feed_id, now=now)
    return found


def _labels(bot: Kettle, found: Reading) -> Labels:
    name = "calendars-name-mine" if found.is_mine else "calendars-name-ours"
    return Labels(bot.words(name), bot.words("calendars-online"), bot.words("calendars-map"))
