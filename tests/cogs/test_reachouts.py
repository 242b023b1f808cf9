"""Journeys of asking for a contact: consent first, then the moderators are told, and it can be taken back."""

from datetime import timedelta

import discord
from sqlalchemy import select

from db.models.reachouts import ReachOut
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, text_of


async def reach_out(world: World) -> Shown:
    """Answer on a card of its own, and press on."""
    saved = await world.press(world.sam, await world.slash(world.sam, "checkin"), "Low")
    return await world.press(world.sam, saved, "Please reach out")


async def ask(world: World) -> Shown:
    return await world.press(world.sam, await reach_out(world), "Ask them")


async def test_the_screen_before_says_who_will_be_told_what(world: World) -> None:
    saved = await world.press(world.sam, await world.slash(world.sam, "checkin"), "Low")
    consent = await world.press(world.sam, saved, "Please reach out")
    assert "your name in the moderators' channel" in consent.text
    assert "They do not see how you answered" in consent.text
    assert "may not see it soon" in consent.text
    assert consent.labels == ["Ask them", "Back", "Stop"]
    assert world.moderators.last_message is None


async def test_back_from_the_screen_before_shows_what_was_saved(world: World) -> None:
    saved = await world.press(world.sam, await world.slash(world.sam, "checkin"), "Low")
    consent = await world.press(world.sam, saved, "Please reach out")
    back = await world.press(world.sam, consent, "Back")
    assert "Saved: Low" in back.text


async def test_the_moderators_are_told_a_name_and_nothing_of_the_answer(world: World) -> None:
    asked = await ask(world)
    assert "116 123" in asked.text
    told = world.moderators.last_message
    assert told is not None
    assert f"<@{world.sam.id}>" in text_of(told)
    assert "Low" not in text_of(told)
    assert world.checkins.last_message is None


async def test_asking_twice_tells_the_moderators_once_and_the_second_screen_says_so(world: World) -> None:
    await ask(world)
    asked = await reach_out(world)
    assert "You have asked already" in asked.text
    assert asked.labels == ["Take my request back", "Back", "Stop"]
    assert len(world.moderators.history()) == 1
    await world.press(world.sam, asked, "Take my request back")
    assert world.moderators.history() == []


async def test_a_screen_from_before_the_first_request_asks_no_second_time(world: World) -> None:
    consent = await reach_out(world)
    await ask(world)
    await world.press(world.sam, consent, "Ask them")
    assert len(world.moderators.history()) == 1


async def test_who_asks_and_takes_back_again_and_again_is_asked_to_wait(world: World) -> None:
    for _ in range(3):
        await world.press(world.sam, await ask(world), "Take my request back")
    told = await ask(world)
    assert "wait an hour" in told.text
    assert "/support" in told.text
    assert world.moderators.history() == []


async def test_a_second_press_on_take_back_says_that_nothing_is_open(world: World) -> None:
    asked, again = await ask(world), await reach_out(world)
    await world.press(world.sam, asked, "Take my request back")
    told = await world.press(world.sam, again, "Take my request back")
    assert "no open request" in told.text


async def test_a_request_taken_back_leaves_the_moderators_channel(world: World) -> None:
    asked = await ask(world)
    gone = await world.press(world.sam, asked, "Take my request back")
    assert "Taken back" in gone.text
    assert world.moderators.history() == []
    again = await ask(world)
    assert "being told" in again.text
    assert len(world.moderators.history()) == 1


async def test_a_request_is_forgotten_after_a_week_with_its_message(world: World) -> None:
    await ask(world)
    await world.env.advance_time(timedelta(days=7).total_seconds())
    await world.run_due()
    assert world.moderators.history() == []


async def test_a_message_that_a_moderator_deleted_by_hand_stops_nothing(world: World) -> None:
    asked = await ask(world)
    told = world.moderators.last_message
    assert told is not None
    owner = world.guild.add_member(world.env.create_user("olu"), roles=[world.guild.roles["Moderator"]])
    await owner.delete(told)
    gone = await world.press(world.sam, asked, "Take my request back")
    assert "Taken back" in gone.text


async def test_with_no_moderators_channel_the_member_is_told_at_once(bare: World) -> None:
    panel = await bare.slash(bare.ada, "setup")
    channels = await bare.press(bare.ada, panel, "Choose channels")
    await bare.ada.select(channels.message, [bare.checkins], custom_id="guilds:choose:checkins_channel_id")
    saved = await bare.press(bare.sam, await bare.slash(bare.sam, "checkin"), "Low")
    told = await bare.press(bare.sam, saved, "Please reach out")
    assert "no place set up" in told.text
    assert "/support" in told.text


async def test_where_kettle_may_not_write_to_the_moderators_nobody_is_told_that_they_are_told(world: World) -> None:
    consent = await reach_out(world)
    closed = {world.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    locked = world.guild.create_text_channel("locked", overwrites=closed)
    channels = await world.press(world.ada, await world.slash(world.ada, "setup"), "Choose channels")
    await world.ada.select(channels.message, [locked], custom_id="guilds:choose:moderators_channel_id")
    for told in (await reach_out(world), await world.press(world.sam, consent, "Ask them")):
        assert "cannot reach the moderators" in told.text
        assert "/support" in told.text
    async with world.bot.db.read() as session:
        assert (await session.scalars(select(ReachOut))).all() == []


async def test_a_request_that_could_not_be_told_is_told_when_the_member_asks_again(world: World) -> None:
    first, second = await reach_out(world), await reach_out(world)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, message="Missing Permissions")
    await world.press(world.sam, first, "Ask them")
    assert world.moderators.last_message is None
    await world.press(world.sam, second, "Ask them")
    assert len(world.moderators.history()) == 1


async def test_a_request_from_support_goes_back_to_support(world: World) -> None:
    support = await world.slash(world.sam, "support")
    consent = await world.press(world.sam, support, "Ask for a contact")
    back = await world.press(world.sam, consent, "Back")
    assert "People you can talk to" in back.text
    assert isinstance(back.message.message, discord.Message)
