"""Journeys of "Signpost this person": choosing something for somebody, what they get, and getting no more of it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import discord
import pytest
from simcord import MemberActor
from sqlalchemy import select

from bot.errors import Closed
from bot.screens import Screen
from bot.services import members, signposts, training_entries, training_saves
from bot.services.guilds import Person
from bot.services.training_entries import Told
from bot.services.training_texts import Deadline, Fields
from bot.ui import door
from cogs.signposts import Signposts
from db.models.members import Member
from db.models.signposts import Signpost
from db.models.training import TrainingEntry
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, raw, read, text_of
from tests.cogs.sending import states
from tests.cogs.signposting import MENU

TITLE = "Lantern course"
HOUR = timedelta(hours=1)


@pytest.fixture
async def world(world: World) -> World:
    """A community whose catalogue has twelve entries of its own, one with all that an entry can say in short."""
    day = world.env.now().date()
    told = [Told(Fields(f"Lantern walk {each}", "Tea Trust", f"https://example.org/{each}", ("volunteer",)))
            for each in range(1, 12)]  # fmt: skip
    course = Fields(
        TITLE,
        "Tea_Trust",
        "https://example.org/course",
        ("volunteer",),
        summary="Six evenings of learning to listen.",
        format="online",
        cost="free",
        deadlines=(Deadline(day + timedelta(days=9), "applications"),),
        checked_on=day,
    )
    async with world.bot.db.begin() as session:
        who = {"guild_id": world.guild.id, "member_id": None, "now": world.env.now()}
        await training_entries.record(session, **who, told=[Told(course), *told])
    return world


async def rows(world: World) -> list[Signpost]:
    async with world.bot.db.read() as session:
        return list(await session.scalars(select(Signpost).order_by(Signpost.id)))


async def number_of(world: World, title: str = TITLE) -> int:
    async with world.bot.db.read() as session:
        return (await session.scalars(select(TrainingEntry.number).where(TrainingEntry.title == title))).one()


async def turn(world: World, person: MemberActor, name: str, *, on: bool) -> None:
    async with world.bot.db.begin() as session:
        who = {"guild_id": world.guild.id, "member_id": person.id, "now": world.env.now()}
        await members.record_switch(session, **who, name=name, on=on)


async def be_quiet(world: World) -> None:
    """Let Jo have quiet hours that end within the hour."""
    now = world.env.now().astimezone(ZoneInfo("Europe/London"))
    start, end = now - HOUR, now + HOUR / 2
    async with world.bot.db.begin() as session:
        who = {"guild_id": world.guild.id, "member_id": world.jo.id, "now": now}
        await members.record_quiet_hours(session, **who, start=f"{start:%H:%M}", end=f"{end:%H:%M}")


async def accepts(world: World, person: MemberActor) -> bool:
    async with world.bot.db.read() as session:
        return await members.takes_signposts(session, guild_id=world.guild.id, member_id=person.id)


async def save(world: World, person: MemberActor, title: str = TITLE) -> None:
    async with world.bot.db.begin() as session:
        who = {"guild_id": world.guild.id, "member_id": person.id, "now": world.env.now()}
        await training_saves.record_save(session, **who, number=await number_of(world, title))


async def take_out(world: World, title: str = TITLE) -> None:
    organiser = Person(world.guild.id, world.orla.id, frozenset(), frozenset({"organiser"}))
    number = await number_of(world, title)
    async with world.bot.db.begin() as session:
        await training_entries.take_out(session, person=organiser, number=number, now=world.env.now())


async def look(world: World, typed: str = "lantern", *, whom: MemberActor | None = None) -> Shown:
    start = await world.menu(world.sam, MENU, whom or world.jo)
    return await world.fill(world.sam, await world.press(world.sam, start, "Search the catalogue"), words=typed)


async def pick(world: World, shown: Shown, title: str = TITLE) -> Shown:
    return read(await world.sam.select(shown.message, [str(await number_of(world, title))], custom_id="signposts:pick"))


async def sent(world: World, title: str = TITLE, *, whom: MemberActor | None = None) -> Shown:
    preview = await pick(world, await look(world, title, whom=whom), title)
    shown = await world.press(world.sam, preview, "Send it")
    await world.run_due()
    return shown


def offered(shown: Shown) -> list[str]:
    """Give the titles of the menu on a screen."""
    return [option["label"] for part in shown.parts for option in part.get("options", ())]


def labels(message: discord.Message) -> list[str]:
    parts = [inner for part in raw(message) for each in part["components"] for inner in each.get("components", [each])]
    return [part["label"] for part in parts if "label" in part]


async def test_the_whole_way_shows_just_what_the_person_gets_and_sends_it_to_nobody_else(world: World) -> None:
    start = await world.menu(world.sam, MENU, world.jo)
    assert start.private
    assert f"<@{world.jo.id}>" in start.text
    assert "They see your name" in start.text
    assert "You cannot add words" in start.text
    assert start.labels == ["Search the catalogue", "Stop"]
    found = await look(world)
    assert offered(found)[0] == TITLE
    preview = await pick(world, found)
    assert preview.labels == ["Send it", "Choose another", "Stop"]
    previewed = preview.text
    assert await rows(world) == []
    done = await world.press(world.sam, preview, "Send it")
    assert f"It goes to <@{world.jo.id}>" in done.text
    await world.run_due()
    (got,) = world.inbox(world.jo)
    assert text_of(got) in previewed
    for said in (f"<@{world.sam.id}> sends you this", TITLE, r"Tea\_Trust", "learning to listen", "online and free"):
        assert said in text_of(got)
    assert "applications" in text_of(got)
    assert "checked this lately" not in text_of(got)
    assert labels(got) == ["Open its page", "Save it", "Send me no more of these"]
    assert world.inbox(world.sam) == world.inbox(world.kim) == world.checkins.history() == []


async def test_no_button_holds_an_id_of_a_person_and_nothing_is_kept_until_it_is_sent(world: World) -> None:
    found = await look(world)
    preview = await pick(world, found)
    people = [str(person.id) for person in (world.sam, world.jo)]
    assert not any(person in each for shown in (found, preview) for each in shown.ids for person in people)
    async with world.bot.db.read() as session:
        assert not (await session.scalars(select(Member))).all()
    await sent(world)
    ids = [part["custom_id"] for row in raw(world.inbox(world.jo)[-1]) for part in row["components"][-1]["components"]
           if "custom_id" in part]  # fmt: skip
    assert len(ids) == 2
    assert not any(person in each for each in ids for person in people)


async def test_a_search_offers_two_pages_at_most_and_says_where_there_is_nothing(world: World) -> None:
    assert len(offered(await look(world))) == 10
    assert offered(await look(world, "course")) == [TITLE]
    nothing = await look(world, "zzzzqqqq")
    assert "found none like that" in nothing.text
    assert (offered(nothing), nothing.labels) == ([], ["Search the catalogue", "Back", "Stop"])
    back = await world.press(world.sam, nothing, "Back")
    assert f"<@{world.jo.id}>" in back.text
    assert (await world.press(world.sam, back, "Stop")).labels == []


async def test_what_somebody_saved_can_be_chosen_at_once_and_another_after_it(world: World) -> None:
    await save(world, world.sam)
    start = await world.menu(world.sam, MENU, world.jo)
    assert offered(start) == [TITLE]
    preview = await pick(world, start)
    assert TITLE in preview.text
    again = await world.press(world.sam, preview, "Choose another")
    assert offered(again) == [TITLE]


async def test_an_entry_that_nobody_checked_lately_says_so(world: World) -> None:
    preview = await pick(world, await look(world, "lantern walk"), "Lantern walk 1")
    assert "Nobody here has checked this lately" in preview.text


async def test_a_way_that_began_before_a_restart_goes_on_after_it(world: World) -> None:
    start = await world.menu(world.sam, MENU, world.jo)
    await world.restart()
    form = await world.press(world.sam, start, "Search the catalogue")
    await world.restart()
    found = await world.fill(world.sam, form, words="lantern")
    preview = await pick(world, found)
    await world.restart()
    await world.press(world.sam, preview, "Send it")
    await world.run_due()
    await world.restart()
    await world.jo.user.click(world.inbox(world.jo)[-1], label="Send me no more of these")
    assert not await accepts(world, world.jo)


async def test_somebody_unknown_to_kettle_gets_it_and_saves_it_from_the_message(world: World) -> None:
    await sent(world)
    kept = read(await world.jo.user.click(world.inbox(world.jo)[-1], label="Save it"))
    assert "It is on your list" in kept.text
    async with world.bot.db.read() as session:
        mine = {"guild_id": world.guild.id, "member_id": world.jo.id}
        assert await training_saves.find_save(session, **mine, number=await number_of(world))


@pytest.mark.parametrize("name", ["accepts_signposts", "direct_messages"])
async def test_whoever_wants_none_is_sent_none_and_the_answer_blames_nobody(world: World, name: str) -> None:
    await turn(world, world.jo, name, on=False)
    refused = await world.menu(world.sam, MENU, world.jo)
    assert refused.private
    assert "it says nothing about you" in refused.text
    assert world.refusal() == "signposts-not-taken"


async def test_whoever_turns_them_off_meanwhile_is_not_sent_what_was_chosen(world: World) -> None:
    preview = await pick(world, await look(world))
    await turn(world, world.jo, "accepts_signposts", on=False)
    assert "it says nothing about you" in (await world.press(world.sam, preview, "Send it")).text
    assert await rows(world) == []


async def test_one_chooses_neither_oneself_nor_a_bot_nor_somebody_who_left(world: World) -> None:
    assert "That is you" in (await world.menu(world.sam, MENU, world.sam)).text
    assert world.refusal() == "signposts-not-yourself"
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    assert "That is a bot" in (await world.menu(world.sam, MENU, robot)).text
    assert world.refusal() == "signposts-not-a-bot"
    # Somebody who left still has a menu, where their old messages are; the stand-in has none for them.
    left, cog = await world.bot.fetch_user(world.jo.id), Signposts(world.bot)
    with pytest.raises(Closed, match="signposts-not-here"):
        await cog.signpost(None, left)  # type: ignore[arg-type] # it is not looked at


async def test_in_quiet_hours_it_waits(world: World) -> None:
    await be_quiet(world)
    await sent(world)
    assert world.inbox(world.jo) == []
    await world.wait_until(world.env.now() + HOUR)
    assert len(world.inbox(world.jo)) == 1


async def test_the_same_is_sent_once_and_five_a_day_are_enough(world: World) -> None:
    await sent(world)
    assert "got that one not long ago" in (await sent(world)).text
    for number in range(1, 5):
        await sent(world, f"Lantern walk {number}")
    assert "which is the most for a day" in (await world.menu(world.sam, MENU, world.kim)).text
    assert world.refusal() == "signposts-many"
    assert len(world.inbox(world.jo)) == 5
    await world.env.advance_time(24 * 3600)
    await sent(world, whom=world.kim)
    assert len(world.inbox(world.kim)) == 1


async def test_what_is_taken_out_meanwhile_is_neither_shown_nor_sent(world: World) -> None:
    found, preview = await look(world), await pick(world, await look(world))
    await take_out(world)
    assert "not here any more" in (await world.press(world.sam, preview, "Send it")).text
    assert "not here any more" in (await pick(world, found)).text
    assert await rows(world) == []


async def test_what_is_taken_out_while_it_waits_is_not_sent(world: World) -> None:
    await be_quiet(world)
    await sent(world)
    await take_out(world)
    await world.wait_until(world.env.now() + HOUR)
    assert world.inbox(world.jo) == []
    assert await states(world) == [("cancelled", None)]


async def test_one_press_in_the_message_turns_them_off_and_another_on_again(world: World) -> None:
    await sent(world)
    off = read(await world.jo.user.click(world.inbox(world.jo)[-1], label="Send me no more of these"))
    assert "You get no more of these" in off.text
    assert off.labels == ["Send me these again"]
    assert not await accepts(world, world.jo)
    assert "Signposts from peers**: you get none" in (await world.slash(world.jo, "my settings")).text
    on = read(await world.jo.user.click(off.message, label="Send me these again"))
    assert on.labels == ["Send me no more of these"]
    assert await accepts(world, world.jo)


async def test_a_message_names_its_sender_for_a_week(world: World) -> None:
    await sent(world)
    (got,) = world.inbox(world.jo)
    assert "takes this message away after 7 days" in text_of(got)
    await world.wait_until(world.env.now() + signposts.KEPT)
    await world.run_due()
    assert world.inbox(world.jo) == []
    assert [row.from_id for row in await rows(world)] == [None]


async def test_an_erased_senders_message_goes_and_an_erased_receivers_too(world: World) -> None:
    await sent(world)
    await world.press(world.sam, await world.slash(world.sam, "my delete"), "Delete it all")
    await world.run_due()
    assert world.inbox(world.jo) == []
    await sent(world, "Lantern walk 1", whom=world.kim)
    assert len(world.inbox(world.kim)) == 1
    await world.press(world.kim, await world.slash(world.kim, "my delete"), "Delete it all")
    await world.run_due()
    assert world.inbox(world.kim) == []
    assert [row.member_id for row in await rows(world)] == [world.jo.id]


async def test_a_screen_that_does_not_say_for_whom_is_an_older_one(world: World) -> None:
    channel = world.bot.get_channel(world.checkins.id)
    assert isinstance(channel, discord.TextChannel)
    nobody = await channel.send(view=Screen("Hello.", [door("signposts:start", "Choose another")]))
    assert "older version" in (await world.press(world.sam, nobody, "Choose another")).text


async def test_help_says_where_the_menu_is(world: World) -> None:
    assert f"**{MENU}**, under Apps" in (await world.slash(world.sam, "help")).text
