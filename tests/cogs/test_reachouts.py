"""Journeys of asking for a contact: consent first, then the moderators are told, and it can be taken back."""

from datetime import timedelta

import discord

from tests.cogs.conftest import World
from tests.cogs.reading import Shown, text_of


async def ask(world: World) -> Shown:
    saved = await world.press(world.sam, await world.slash(world.sam, "checkin"), "Low")
    consent = await world.press(world.sam, saved, "Please reach out")
    return await world.press(world.sam, consent, "Ask them")


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


async def test_asking_twice_tells_the_moderators_once(world: World) -> None:
    await ask(world)
    await ask(world)
    assert len(world.moderators.history()) == 1


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


async def test_a_moderators_channel_that_kettle_may_not_write_in_loses_no_words_to_the_member(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, message="Missing Permissions")
    asked = await ask(world)
    assert "116 123" in asked.text
    assert world.moderators.last_message is None


async def test_a_request_from_support_goes_back_to_support(world: World) -> None:
    support = await world.slash(world.sam, "support")
    consent = await world.press(world.sam, support, "Ask for a contact")
    back = await world.press(world.sam, consent, "Back")
    assert "People you can talk to" in back.text
    assert isinstance(back.message.message, discord.Message)
