"""`/calendar/….ics`, for calendar apps: who knows an address reads what it is for, and nobody else learns anything."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, NamedTuple

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

ROOM: Final = 20
"""How many calendars are kept at most."""

KEPT: Final = timedelta(minutes=1)
"""How long a calendar that was written is given again: who asks all the time costs little."""


class Page(NamedTuple):
    """A calendar as it was written, and the mark by which an app knows it again."""

    written_at: datetime
    body: bytes
    mark: str


class Shelf:
    """Calendars that were written a moment ago. Whoever has the turn writes one, so that no more than one is."""

    def __init__(self) -> None:
        self.turn = asyncio.Lock()
        self._pages: dict[str, Page] = {}

    def find(self, key: str, now: datetime) -> Page | None:
        """Give one that is fresh."""
        page = self._pages.get(key)
        return page if page and timedelta() <= now - page.written_at < KEPT else None

    def keep(self, key: str, page: Page) -> Page:
        """Keep one, in place of those that are stale, and where there are too many of the oldest."""
        fresh = [each for each in self._pages if each != key and self.find(each, page.written_at)]
        self._pages = {each: self._pages[each] for each in fresh[1 - ROOM :]} | {key: page}
        return page

    def forget(self, key: str) -> None:
        """Forget one whose address has ended."""
        self._pages.pop(key, None)


SHELF: web.AppKey[Shelf] = web.AppKey("shelf")

routes = web.RouteTableDef()


@routes.get("/calendar/{secret}.ics")
async def calendar(request: web.Request) -> web.Response:
    """Give the calendar of an address; 404 for any other address, 503 while no bot runs."""
    bot = request.app[WATCH].bot
    if bot is None:
        raise web.HTTPServiceUnavailable(headers={"Retry-After": "60"})
    page = await _page(bot, request.app[SHELF], request.match_info["secret"])
    if page is None:
        raise web.HTTPNotFound
    is_known = ETag(value=page.mark) in (request.if_none_match or ())
    response = (
        web.Response(status=HTTPStatus.NOT_MODIFIED, headers=HEADERS)
        if is_known
        else web.Response(body=page.body, content_type="text/calendar", charset="utf-8", headers=HEADERS)
    )
    response.etag = page.mark
    return response


async def _page(bot: Kettle, shelf: Shelf, secret: str) -> Page | None:
    """Give the calendar of an address that works now: as it was written a moment ago, or anew when it is its turn."""
    key = feeds.digest_of(secret)
    async with bot.db.read() as session:
        works = await feeds.find_feed(session, secret=secret) is not None
    if not works:
        shelf.forget(key)
        return None
    if page := shelf.find(key, bot.clock.now()):
        return page
    async with shelf.turn:
        return shelf.find(key, bot.clock.now()) or await _written(bot, shelf, secret)


async def _written(bot: Kettle, shelf: Shelf, secret: str) -> Page | None:
    found, now = await _find(bot, secret), bot.clock.now()
    if found is None:
        return None
    body = await asyncio.to_thread(calendars.write, found.listed, labels=_labels(bot, found), now=now)
    mark = sha256(_STAMP.sub(b"", body)).hexdigest()  # an app that has all of it already reads no more
    return shelf.keep(feeds.digest_of(secret), Page(now, body, mark))


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
