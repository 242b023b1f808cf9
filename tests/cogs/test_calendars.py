"""Journeys of `/event calendar`: a file of what I go to, an address of my own, and one for everybody."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from bot.screens import Screen
from bot.services import event_drafts, events, feeds, signups
from bot.services.guilds import Person
from bot.settings import Settings, Web
from bot.ui import door
from db.models.events import Occurrence
from tests.cogs import test_every_screen
from tests.services.calendar_reading import parsed

if TYPE_CHECKING:
    import discord
    from simcord import MemberActor

    from tests.cogs.conftest import World
    from tests.cogs.reading import Shown

COMMAND = "event calendar"
ADDRESS = "https://kettle.example.org"
LINK = "https://meet.example.org/tea"
READ = re.compile(rf"`{re.escape(ADDRESS)}/calendar/([\w-]{{43}})\.ics`")
WORDS = {"about": "", "place": "The hall", "online_link": LINK, "access": ""}

alone = pytest.mark.parametrize("settings", [None], indirect=True)
"""An installation that no calendar app can reach."""


@pytest.fixture
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    """The example settings, with an address for members unless the test says otherwise."""
    return settings.model_copy(update={"web": Web(port=8600, address=getattr(request, "param", ADDRESS))})


def organiser(world: World) -> Person:
    return Person(world.guild.id, world.orla.id, frozenset(), frozenset({"organiser"}))


async def plan(world: World, title: str = "Tea", when: str = "tomorrow 6pm", **others: Any) -> Occurrence:
    """Open an event, and give the first of its times."""
    step: dict[str, Any] = {"person": organiser(world), "now": world.env.now()}
    chosen = {"channel_id": world.checkins.id, "role_id": None, "contact_id": None, **others}
    async with world.bot.db.begin() as session:
        row = (await event_drafts.start_draft(session, **step, **chosen, typed_when=when, typed_until="8pm")).row
        await event_drafts.record_words(session, **step, event_id=row.id, typed={"title": title, **WORDS})
        await events.open_event(session, **step, event_id=row.id)
        mine = select(Occurrence).where(Occurrence.event_id == row.id).order_by(Occurrence.starts_at)
        return (await session.scalars(mine)).all()[0]


async def say(world: World, who: MemberActor, one: Occurrence, answer: str = "going") -> None:
    person = Person(world.guild.id, who.id, frozenset(), frozenset())
    async with world.bot.db.begin() as session:
        await signups.record_answer(session, person=person, occurrence_id=one.id, answer=answer, now=world.env.now())  # type: ignore[arg-type]


async def file_in(shown: Shown) -> bytes:
    (file,) = shown.message.attachments
    assert file.filename == "events.ics"
    return bytes(await file.read())


async def reads(world: World, shown: Shown) -> list[str] | None:
    """What a calendar app reads at the address that is shown: titles, or None where there is nothing."""
    found = READ.search(shown.text)
    assert found
    async with world.bot.db.read() as session:
        reading = await feeds.find_calendar(session, secret=found[1], now=world.env.now())
    return reading and [each.event.title for each in reading.listed]


async def post(world: World, one: Occurrence) -> discord.Message:
    """A card with a button that leads to the file."""
    channel = world.bot.get_partial_messageable(world.checkins.id)
    return await channel.send(view=Screen("Tea", [door(f"calendars:file:{one.id}", "Get the file")]))


async def test_the_file_has_what_i_go_to_with_the_link_to_join(world: World) -> None:
    await say(world, world.sam, await plan(world))
    await plan(world, "Cake")
    shown = await world.press(world.sam, await world.slash(world.sam, COMMAND), "Get the file")
    assert shown.private
    body = await file_in(shown)
    assert [str(entry["SUMMARY"]) for entry in parsed(body)] == ["Tea"]
    assert LINK in body.decode().replace("\r\n ", "")
    assert "X-WR-CALNAME:My events" in body.decode()
    assert not any(str(who.id).encode() in body for who in (world.sam, world.orla))
    back = await world.press(world.sam, shown, "Back")
    assert "Your calendar" in back.text
    assert not back.message.attachments


async def test_without_an_answer_there_is_no_file_and_the_way_there_is_said(world: World) -> None:
    await plan(world)
    shown = await world.press(world.sam, await world.slash(world.sam, COMMAND), "Get the file")
    assert "Say that you go to an event" in shown.text
    assert not shown.message.attachments
    assert shown.labels == ["Back", "Stop"]


async def test_an_address_is_shown_once_and_leads_to_what_is_mine(world: World) -> None:
    await say(world, world.sam, await plan(world))
    page = await world.slash(world.sam, COMMAND)
    assert page.labels == ["Get the file", "Make an address", "Stop"]
    made = await world.press(world.sam, page, "Make an address")
    assert made.private
    assert "keep it to yourself" in made.text
    assert await reads(world, made) == ["Tea"]
    page = await world.press(world.sam, made, "Back")
    assert "cannot show it again" in page.text
    assert not READ.search(page.text)
    assert not any(str(who.id) in made.text for who in (world.sam, world.guild))


async def test_a_new_address_ends_the_old_one(world: World) -> None:
    old = await world.press(world.sam, await world.slash(world.sam, COMMAND), "Make an address")
    address = READ.search(old.text)
    assert address
    new = await world.press(world.sam, await world.slash(world.sam, COMMAND), "Make a new address")
    assert await reads(world, new) == []
    async with world.bot.db.read() as session:
        assert await feeds.find_calendar(session, secret=address[1], now=world.env.now()) is None


async def test_an_address_can_be_turned_off_and_an_old_screen_does_so_too(world: World) -> None:
    await world.press(world.sam, await world.slash(world.sam, COMMAND), "Make an address")
    pages = [await world.slash(world.sam, COMMAND) for _ in range(2)]
    for page in pages:
        shown = await world.press(world.sam, page, "Turn the address off")
        assert "does not work any more" in shown.text
    assert "Make an address" in (await world.press(world.sam, shown, "Back")).labels
    assert "keeps 1 thing" in (await world.slash(world.sam, "my data")).text


async def test_organisers_make_one_for_everybody_without_links_to_join(world: World) -> None:
    await plan(world)
    await plan(world, "Some", role_id=world.guild.roles["Organiser"].id)
    page = await world.slash(world.orla, COMMAND)
    assert "Make one for everybody" in page.labels
    made = await world.press(world.orla, page, "Make one for everybody")
    assert "It never says who comes." in made.text
    assert await reads(world, made) == ["Tea"]
    page = await world.slash(world.orla, COMMAND)
    assert {"Make a new one for all", "Turn it off for all", "Make an address"} <= set(page.labels)
    await world.press(world.orla, page, "Turn it off for all")
    assert await reads(world, made) is None


@pytest.mark.parametrize("action", ["make", "off"])
async def test_nobody_else_makes_or_ends_the_one_for_everybody(world: World, action: str) -> None:
    page = await world.slash(world.sam, COMMAND)
    assert not [label for label in page.labels if "everybody" in label or "all" in label]
    channel = world.bot.get_partial_messageable(world.checkins.id)
    posted = await channel.send(view=Screen([door(f"calendars:{action}:ours", "Try it")]))
    refused = await world.press(world.sam, posted, "Try it")
    assert refused.private
    assert "organise" in refused.text


@alone
async def test_without_an_address_for_members_there_is_the_file_alone_and_that_is_said(world: World) -> None:
    await say(world, world.sam, await plan(world))
    page = await world.slash(world.orla, COMMAND)
    assert page.labels == ["Get the file", "Stop"]
    assert "For organisers: an address" in page.text
    assert "organisers" not in (await world.slash(world.sam, COMMAND)).text
    assert await file_in(await world.press(world.sam, await world.slash(world.sam, COMMAND), "Get the file"))


@alone
async def test_an_older_screen_makes_no_address_that_nobody_could_reach(world: World) -> None:
    channel = world.bot.get_partial_messageable(world.checkins.id)
    posted = await channel.send(view=Screen([door("calendars:make:mine", "Make an address")]))
    shown = await world.press(world.sam, posted, "Make an address")
    assert shown.labels == ["Get the file", "Stop"]
    page = await world.slash(world.sam, "my data")
    assert "keeps nothing about you" in page.text


async def test_a_card_gives_the_file_of_its_event_privately_and_stays(world: World) -> None:
    one = await plan(world, when="every day 6pm")
    card = await post(world, one)
    shown = await world.press(world.jo, card, "Get the file")
    assert shown.private
    body = await file_in(shown)
    (entry,) = parsed(body)
    assert entry["RRULE"].to_ical() == b"FREQ=DAILY"
    assert "X-WR-CALNAME:Tea" in body.decode()
    assert "meet.example.org" not in body.decode().replace("\r\n ", "")
    await say(world, world.jo, one)
    assert "meet.example.org" in (await file_in(await world.press(world.jo, card, "Get the file"))).decode()
    assert world.checkins.last_message == card


async def test_a_card_of_an_event_for_a_role_gives_others_nothing(world: World) -> None:
    card = await post(world, await plan(world, role_id=world.guild.roles["Moderator"].id))
    refused = await world.press(world.jo, card, "Get the file")
    assert "for people with another role" in refused.text
    assert not refused.message.attachments
    assert await file_in(await world.press(world.mo, card, "Get the file"))


async def test_a_card_of_an_event_that_is_gone_says_so(world: World) -> None:
    one = await plan(world)
    card = await post(world, one)
    async with world.bot.db.begin() as session:
        await session.delete(await session.get_one(Occurrence, one.id))
    assert "not there any more" in (await world.press(world.jo, card, "Get the file")).text


async def test_the_file_shows_the_time_on_the_wall_of_the_community(world: World) -> None:
    one = await plan(world)
    await say(world, world.sam, one)
    body = await file_in(await world.press(world.sam, await world.slash(world.sam, COMMAND), "Get the file"))
    (entry,) = parsed(body)
    assert f"{entry.start:%H:%M}" == "18:00"
    assert isinstance(entry.start, datetime)
    assert entry.start == one.starts_at


@pytest.fixture
def first_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """What leads back to the first screen, from which there is nothing to go back to; an address has digits."""
    known = test_every_screen.FIRST.pattern
    monkeypatch.setattr(test_every_screen, "FIRST", re.compile(f"{known}|calendars:page$"))
    monkeypatch.setattr(test_every_screen, "FIGURES", {COMMAND})


@pytest.mark.usefixtures("first_screen")
@pytest.mark.parametrize("name", ["sam", "orla"])
async def test_every_screen_keeps_the_rules(world: World, name: str) -> None:
    who = getattr(world, name)
    await say(world, who, await plan(world))
    await test_every_screen.check_rules(world, who, COMMAND)


@alone
@pytest.mark.usefixtures("first_screen")
async def test_every_screen_without_an_address_keeps_the_rules(world: World) -> None:
    await test_every_screen.check_rules(world, world.sam, COMMAND)
