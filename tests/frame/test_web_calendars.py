"""Calendars on the optional port, over real HTTP: read by who knows the address, and no sign of them otherwise."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientSession

from bot.app import Kettle, create_bot
from bot.services import calendars, events, feeds, signups
from bot.services.guilds import Person
from bot.settings import Settings
from bot.watching import Watch
from bot.web.calendars import Page, Shelf, _written
from bot.web.server import serving
from db.models.events import Occurrence
from db.models.feeds import Feed
from tests.services.calendar_reading import parsed
from tests.services.eventing import opened
from tests.services.people import GUILD, NOW, SAM, Do, set_up

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

ADDRESS = "https://kettle.example.org"
WHO = Person(guild_id=GUILD, member_id=SAM, roles=frozenset(), powers=frozenset({"organiser"}))

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.fixture
def settings(port: int, own_folder: Path, sqlite_template: bytes) -> Settings:
    (own_folder / "data").mkdir()
    (own_folder / "data" / "kettle.db").write_bytes(sqlite_template)
    return Settings(web={"port": port, "address": ADDRESS})


@pytest.fixture
async def bot(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Kettle]:
    """A bot with an event that a member goes to, on the day before; it has not gone to Discord."""
    async with create_bot(settings) as made:
        monkeypatch.setattr(made.clock, "now", lambda: NOW)
        await made.open()
        made.db.on_due = None
        do = Do(made.db.begin)
        await set_up(do)
        await opened(do, title="Tea", online_link="https://meet.example.org/tea")
        (one,) = await do.rows(Occurrence)
        await do(signups.record_answer, person=WHO, occurrence_id=one.id, answer="going", now=NOW)
        yield made


@asynccontextmanager
async def asked(settings: Settings, bot: Kettle | None) -> AsyncIterator[ClientSession]:
    watch = Watch(settings)
    watch.bot = bot
    async with (
        serving(settings.web, watch),
        ClientSession(f"http://{settings.web.host}:{settings.web.port}") as session,
    ):
        yield session


async def make(bot: Kettle, *, is_mine: bool = True) -> str:
    async with bot.db.begin() as session:
        secret = await feeds.make(session, person=WHO, is_mine=is_mine, now=bot.clock.now())
    return f"/calendar/{secret}.ics"


async def test_who_knows_the_address_reads_the_calendar(settings: Settings, bot: Kettle) -> None:
    path = await make(bot)
    async with asked(settings, bot) as session, session.get(path) as reply:
        body = await reply.read()
        assert reply.status == 200
        assert reply.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert reply.headers["Cache-Control"] == "private,max-age=14400"
    (entry,) = parsed(body)
    assert str(entry["SUMMARY"]) == "Tea"
    assert b"meet.example.org" in body
    assert str(SAM).encode() not in body
    assert str(GUILD).encode() not in body


async def test_the_communitys_holds_no_link_to_join(settings: Settings, bot: Kettle) -> None:
    path = await make(bot, is_mine=False)
    async with asked(settings, bot) as session, session.get(path) as reply:
        body = await reply.read()
    assert len(parsed(body)) == 1
    assert b"meet.example.org" not in body


async def test_what_has_not_changed_is_not_sent_again(
    settings: Settings, bot: Kettle, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await make(bot)
    async with asked(settings, bot) as session:
        async with session.get(path) as reply:
            mark = reply.headers["ETag"]
        monkeypatch.setattr(bot.clock, "now", lambda: NOW + timedelta(hours=5))
        async with session.get(path, headers={"If-None-Match": mark}) as reply:
            assert (reply.status, reply.headers["ETag"], await reply.read()) == (304, mark, b"")
        (row,) = await Do(bot.db.begin).rows(Occurrence)
        await Do(bot.db.begin)(events.cancel_event, person=WHO, event_id=row.event_id, now=NOW)
        monkeypatch.setattr(bot.clock, "now", lambda: NOW + timedelta(hours=5, minutes=1))
        async with session.get(path, headers={"If-None-Match": mark}) as reply:
            assert reply.status == 200
            assert b"STATUS:CANCELLED" in await reply.read()


async def test_who_asks_again_and_again_has_it_written_once_a_minute(
    settings: Settings, bot: Kettle, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[datetime] = []
    write = calendars.write

    def counted(*args: Any, **told: Any) -> bytes:
        written.append(told["now"])
        return write(*args, **told)

    monkeypatch.setattr(calendars, "write", counted)
    path = await make(bot)
    async with asked(settings, bot) as session:

        async def read(_: object = None) -> int:
            async with session.get(path) as reply:
                return reply.status

        assert await asyncio.gather(*map(read, range(20))) == [200] * 20
        later = NOW + timedelta(minutes=1)
        monkeypatch.setattr(bot.clock, "now", lambda: later)
        assert await asyncio.gather(*map(read, range(20))) == [200] * 20
        assert written == [NOW, later]
        async with bot.db.begin() as change:
            await feeds.revoke(change, person=WHO, is_mine=True, now=later)
        assert await read() == 404


def test_no_more_than_a_few_calendars_are_kept_and_none_for_long() -> None:
    shelf = Shelf()
    for number in range(30):
        shelf.keep(f"{number}", Page(NOW, b"", ""))
    assert [number for number in range(30) if shelf.find(f"{number}", NOW)] == [*range(10, 30)]
    late = Page(NOW + timedelta(minutes=1), b"", "")
    assert shelf.keep("30", late) == late
    assert len(shelf._pages) == 1
    assert shelf.find("30", NOW) is None


async def test_one_that_ends_while_it_waits_for_its_turn_is_not_written(bot: Kettle) -> None:
    path = await make(bot)
    async with bot.db.begin() as session:
        await feeds.revoke(session, person=WHO, is_mine=True, now=NOW)
    assert await _written(bot, Shelf(), path.split("/")[-1].removesuffix(".ics")) is None


async def test_any_other_address_is_not_there(settings: Settings, bot: Kettle) -> None:
    path = await make(bot)
    async with bot.db.begin() as session:
        await feeds.revoke(session, person=WHO, is_mine=True, now=NOW)
    async with asked(settings, bot) as session:
        for wrong in (path, "/calendar/.ics", "/calendar/a.ics", "/calendar/", "/calendar", path.removesuffix(".ics")):
            async with session.get(wrong) as reply:
                assert reply.status == 404
                assert b"calendar" not in (await reply.read()).lower()


async def test_a_read_is_kept_by_the_month(settings: Settings, bot: Kettle, monkeypatch: pytest.MonkeyPatch) -> None:
    path = await make(bot)
    monkeypatch.setattr(bot.clock, "now", lambda: NOW + timedelta(days=31))
    async with asked(settings, bot) as session, session.get(path) as reply:
        assert reply.status == 200
    assert [row.used_on.isoformat() for row in await Do(bot.db.begin).rows(Feed)] == ["2026-07-01"]


async def test_between_two_bots_it_is_to_be_asked_again(settings: Settings) -> None:
    async with asked(settings, None) as session, session.get("/calendar/a.ics") as reply:
        assert (reply.status, reply.headers["Retry-After"]) == (503, "60")


async def test_no_log_holds_an_address(
    settings: Settings, bot: Kettle, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    path = await make(bot)
    async with asked(settings, bot) as session:
        async with session.get(path):
            pass
        monkeypatch.setattr(feeds, "find_feed", None)
        async with session.get(path) as reply:
            assert reply.status == 500
            assert path.encode() not in await reply.read()
    secret = path.split("/")[-1].removesuffix(".ics")
    assert caplog.records
    assert secret not in caplog.text


async def test_a_port_without_an_address_for_members_has_no_calendars(settings: Settings, bot: Kettle) -> None:
    path = await make(bot)
    inner = settings.model_copy(update={"web": settings.web.model_copy(update={"address": None})})
    assert inner.web.calendars is None
    async with asked(inner, bot) as session, session.get(path) as reply:
        assert reply.status == 404
