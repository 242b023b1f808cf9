"""Journeys of what members are told in private: an offer, a new time, a message, a question the day after."""

from datetime import timedelta

import discord
from simcord import MemberActor
from sqlalchemy import update

from bot.services import event_notices
from db.models.events import Occurrence
from db.models.signups import Signup
from tests.cogs.conftest import World
from tests.cogs.eventing import details, opened, signups, times, write
from tests.cogs.reading import read, text_of


async def test_who_comes_when_it_is_full_waits_and_is_offered_the_place_that_comes_free(world: World) -> None:
    card = await opened(world, seats="1")
    await world.press(world.sam, card, "I am coming")
    told = await world.press(world.jo, card, "I am coming")
    assert "number 1 in the line" in told.text
    await world.run_due()
    await world.env.advance_time(31)
    await world.run_due()
    assert "Every place is taken" in text_of(world.checkins.last_message)
    await world.press(world.sam, card, "I can't come")
    await world.run_due()
    (offer,) = world.inbox(world.jo)
    assert "A place is free for you" in text_of(offer)
    told = read(await world.jo.user.click(offer, label="I am coming"))
    assert "You are coming" in told.text
    assert await signups(world) == {world.sam.id: "no", world.jo.id: "going"}


async def test_whoever_lets_an_offer_pass_is_told_kindly_and_may_ask_again(world: World) -> None:
    card = await opened(world, seats="1")
    for person, label in ((world.sam, "I am coming"), (world.jo, "I am coming"), (world.sam, "I can't come")):
        await world.press(person, card, label)
    now = world.env.now()
    async with world.bot.db.begin() as session:
        await session.execute(update(Signup).where(Signup.answer == "offered").values(offer_until=now))
    await world.run_due()
    await world.run_due()
    told = world.inbox(world.jo)[-1]
    assert "No place is kept for you any more" in text_of(told)
    assert "You are coming" in await press_there(world.jo, told, "I am coming")


async def test_a_new_time_is_told_and_asked_again(world: World) -> None:
    card = await opened(world)
    await world.press(world.sam, card, "I am coming")
    shown = await world.slash(world.orla, "organise event edit", event="Tea")
    form = await world.press(world.orla, shown, "Change when")
    asked = await world.fill(world.orla, form, when="tomorrow 7pm", until="9pm")
    await world.press(world.orla, asked, "Save and tell them")
    await world.run_due()
    (told,) = world.inbox(world.sam)
    assert "New time: Tea and talk" in text_of(told)
    seen = await world.slash(world.sam, "event view", event="Tea")
    assert "The time has changed since you answered" in seen.text
    answered = read(await world.sam.user.click(told, label="I am coming"))
    assert "The time has changed" not in answered.text


async def test_a_message_to_those_who_come_reaches_them_in_private(world: World) -> None:
    card = await opened(world)
    await world.press(world.sam, card, "Maybe")
    form = await world.slash(world.orla, "organise event message", event="Tea")
    told = await world.fill(world.orla, form, text="Bring a cup.")
    assert "tells one person" in told.text
    await world.run_due()
    (message,) = world.inbox(world.sam)
    assert f"<@{world.orla.id}> writes:\nBring a cup." in text_of(message)
    assert world.inbox(world.jo) == []


async def test_nobody_writes_as_kettle_to_those_who_come_nor_again_and_again(world: World) -> None:
    card = await opened(world)
    await world.press(world.sam, card, "I am coming")
    for _ in range(4):
        form = await world.slash(world.orla, "organise event message", event="Tea")
        told = await world.fill(world.orla, form, text="# Kettle\n[Log in](https://evil.example) @everyone")
    assert "That is enough for now" in told.text
    await world.run_due()
    assert len(world.inbox(world.sam)) == 3
    said = text_of(world.inbox(world.sam)[0])
    assert "\n\\# Kettle\n\\[Log in](https://evil.example)" in said
    assert "@everyone" not in said


async def test_what_somebody_wrote_is_taken_away_when_they_ask_to_be_forgotten(world: World) -> None:
    card = await opened(world)
    for person in (world.sam, world.jo):
        await world.press(person, card, "I am coming")
    form = await world.slash(world.orla, "organise event message", event="Tea")
    await world.fill(world.orla, form, text="Bring a cup.")
    await world.run_due()
    await world.press(world.orla, await world.slash(world.orla, "my delete"), "Delete it all")
    await world.run_due()
    assert not any("Bring a cup." in text_of(each) for each in world.inbox(world.sam))


async def press_there(person: MemberActor, message: discord.Message, label: str) -> str:
    return read(await person.user.click(message, label=label)).text


async def test_a_reminder_says_where_it_is_and_the_answer_can_be_changed_there(world: World) -> None:
    card = await opened(world, {"place": "The blue room", "online_link": "https://example.org/room"})
    for person, said in ((world.sam, "I am coming"), (world.jo, "Maybe")):
        await world.press(person, card, said)
    start = (await times(world))[0].starts_at
    await world.wait_until(start - timedelta(hours=1))
    sams, jos = world.inbox(world.sam)[-1], world.inbox(world.jo)[-1]
    assert f"Starts: <t:{int(start.timestamp())}:R>" in text_of(sams)
    assert "The blue room" in text_of(jos)
    assert ("example.org" in text_of(sams), "example.org" in text_of(jos)) == (True, False)
    assert "The blue room" in await press_there(world.sam, sams, "See more")
    assert "That is fine" in await press_there(world.sam, sams, "I can't come")
    assert (await signups(world))[world.sam.id] == "no"


async def reminded(world: World, person: MemberActor) -> str:
    """Let time pass until the first event begins soon; give what somebody is reminded of."""
    await world.wait_until((await times(world))[0].starts_at - timedelta(hours=1))
    return text_of(world.inbox(person)[-1])


async def test_a_reminder_says_nothing_that_this_time_has_not(world: World) -> None:
    where = {"place": "12 Old Lane", "online_link": "https://example.org/old"}
    await opened(world, where, when="every day 6pm")
    await world.press(world.sam, world.checkins.last_message, "I am coming")
    one = (await times(world))[0]
    async with world.bot.db.begin() as session:
        nowhere = update(Occurrence).where(Occurrence.id == one.id).values(place="", online_link="")
        await session.execute(nowhere)
    told = await reminded(world, world.sam)
    assert "Starts:" in told
    assert "Old Lane" not in told
    assert "example.org" not in told


async def test_a_place_is_said_as_it_was_typed(world: World) -> None:
    card = await opened(world, {"place": "[The hall](https://evil.example)"})
    await world.press(world.sam, card, "I am coming")
    assert r"Where: \[The hall](https://evil.example)" in await reminded(world, world.sam)


async def test_a_reminder_has_the_map(world: World) -> None:
    shown = await details(world, await write(world), map_link="https://example.org/map")
    await world.press(world.orla, shown, "Open it for sign-up")
    await world.run_due()
    await world.press(world.sam, world.checkins.last_message, "I am coming")
    assert "Map: https://example.org/map" in await reminded(world, world.sam)


async def test_a_link_for_a_role_is_shown_at_a_press_and_stands_in_no_message(world: World) -> None:
    role = world.guild.roles["Organiser"]
    card = await opened(world, {"online_link": "https://example.org/room"}, only_for=role)
    await world.press(world.orla, card, "I am coming")
    told = await reminded(world, world.orla)
    assert "example.org" not in told
    assert 'Press "See more" for the link' in told
    assert "example.org" in await press_there(world.orla, world.inbox(world.orla)[-1], "See more")


async def turn_off(world: World, person: MemberActor) -> None:
    """Let somebody turn messages from Kettle off."""
    await world.press(person, await world.slash(person, "my settings"), "Turn messages off")


async def test_who_turned_messages_off_is_sent_none_and_told_of_a_new_time_at_the_next_press(world: World) -> None:
    card = await opened(world)
    await world.press(world.sam, card, "I am coming")
    await turn_off(world, world.sam)
    one, now = (await times(world))[0], world.env.now()
    with world.env.time_context():
        async with world.bot.db.begin() as session:
            told = {"member_ids": [world.sam.id], "kind": "changed", "now": now}
            await event_notices.tell(session, occurrence=one, **told)
    await world.run_due()
    await world.run_due()
    answered = await world.slash(world.sam, "event mine")
    assert "New time: Tea and talk" in answered.text
    assert "New time" not in (await world.slash(world.sam, "event mine")).text
    await world.wait_until((await times(world))[0].starts_at - timedelta(hours=1))
    assert world.inbox(world.sam) == []


async def test_who_turned_messages_off_is_told_of_a_place_at_the_next_press_and_can_take_it(world: World) -> None:
    card = await opened(world, seats="1")
    for person in (world.sam, world.jo):
        await world.press(person, card, "I am coming")
    await turn_off(world, world.jo)
    await world.press(world.sam, card, "I can't come")
    await world.run_due()
    await world.run_due()
    told = await world.slash(world.jo, "event mine")
    assert "A place is free for you" in told.text
    assert "You are coming" in (await world.press(world.jo, told, "I am coming")).text
    assert world.inbox(world.jo) == []


async def test_whoever_is_offered_a_place_and_says_no_is_not_asked_again(world: World) -> None:
    card = await opened(world, seats="1")
    for person in (world.sam, world.jo):
        await world.press(person, card, "I am coming")
    await world.press(world.sam, card, "I can't come")
    await world.run_due()
    (offer,) = world.inbox(world.jo)
    assert "That is fine" in await press_there(world.jo, offer, "I can't come")
    await world.run_due()
    assert len(world.inbox(world.jo)) == 1


async def test_an_event_for_a_role_is_answered_in_private_by_who_has_it_and_is_still_there(world: World) -> None:
    card = await opened(world, only_for=world.guild.roles["Organiser"])
    await world.press(world.orla, card, "I am coming")
    await world.wait_until((await times(world))[0].starts_at - timedelta(hours=1))
    reminder = world.inbox(world.orla)[-1]
    assert "You are coming" in await press_there(world.orla, reminder, "See more")
    world.guild.remove_member(world.orla)
    assert "Discord says that you left it" in await press_there(world.orla, reminder, "See more")


async def test_whoever_left_learns_nothing_from_a_message_that_they_keep(world: World) -> None:
    card = await opened(world, {"online_link": "https://example.org/room"})
    await world.press(world.sam, card, "I am coming")
    await world.wait_until((await times(world))[0].starts_at - timedelta(hours=1))
    reminder = world.inbox(world.sam)[-1]
    world.guild.remove_member(world.sam)
    for label in ("See more", "I can't come"):
        told = await press_there(world.sam, reminder, label)
        assert "Discord says that you left it" in told
        assert "example.org" not in told
    assert (await signups(world))[world.sam.id] == "going"
