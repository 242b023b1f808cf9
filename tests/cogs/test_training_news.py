"""Journeys of news of the catalogue: once a week, for who asked, with a way to all that is new."""

from typing import Any

import discord

from bot.screens import Screen
from bot.services import members
from bot.services.training_texts import STAGES
from bot.ui import door
from tests.cogs.cataloguing import write
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, read
from tests.cogs.test_training_saves import days_pass, saved, told


async def test_all_that_a_message_told_of_can_be_seen_by_its_reader_alone(world: World) -> None:
    await write(world, "Old")
    await ask_for_news(world, "1")
    await write(world, *(f"New {each}" for each in range(7)))
    await days_pass(world, 8)
    (message,) = world.inbox(world.sam)
    first = read(await world.sam.user.click(message, label="See all that is new"))
    assert "**New 6**" in first.text
    second = read(await world.sam.user.click(first.message, label="Go on"))
    assert "**New 0**" in second.text
    again = read(await world.sam.user.click(second.message, label="Go back a page"))
    assert "Open its page" in read(await world.sam.user.click(again.message, label="Open 1")).labels
    channel = world.bot.get_partial_messageable(world.checkins.id)
    theirs: discord.Message = await channel.send(view=Screen([door("training_news:new:1:0", "Look")]))
    assert "There is nothing to see here any more." in (await world.press(world.kim, theirs, "Look")).text


async def ask_for_news(world: World, *places: str) -> Shown:
    asked = await world.press(world.sam, await saved(world), "Choose news")
    return read(await world.sam.select(asked.message, list(places), custom_id="training_news:ask:stages"))


async def test_news_come_once_a_week_to_who_asked_and_only_of_what_is_new_for_them(world: World) -> None:
    await write(world, "Old")
    asked = await world.press(world.sam, await saved(world), "Choose news")
    assert "Kettle writes to you once a week" in asked.text
    assert asked.labels == ["Back", "Stop"]
    chosen = await ask_for_news(world, "1")
    assert "You are told once a week what is new for these." in chosen.text
    await days_pass(world, 8)
    assert told(world) == []
    await write(world, *(f"New {each}" for each in range(7)))
    await write(world, "Not for me", stages=(STAGES[4],))
    await days_pass(world, 8)
    (news,) = told(world)
    assert "**New for you**" in news
    assert news.count("**New ") == 1 + 5
    assert "And 2 more" in news
    assert "Not for me" not in news
    assert "Old" not in news
    await days_pass(world, 8)
    assert len(told(world)) == 1


async def test_news_end_with_one_press_from_the_message_or_the_list(world: World) -> None:
    await write(world, "Old")
    await ask_for_news(world, "0", "1")
    await write(world, "New")
    await days_pass(world, 8)
    (message,) = world.inbox(world.sam)
    ended = read(await world.sam.user.click(message, label="Stop the news"))
    assert "Would you like to know what is new?" in ended.text
    assert "You are not told what is new." in (await saved(world)).text
    await write(world, "Newer")
    await days_pass(world, 8)
    assert len(told(world)) == 1


async def test_news_that_wait_while_they_are_ended_are_not_sent(world: World) -> None:
    await write(world, "Old")
    await ask_for_news(world, "1")
    await write(world, "New")
    async with world.bot.db.begin() as session:
        who: dict[str, Any] = {"guild_id": world.guild.id, "member_id": world.sam.id, "now": world.env.now()}
        await members.record_switch(session, **who, name="direct_messages", on=False)
    await days_pass(world, 8)
    assert told(world) == []


async def news_in_two_communities(world: World) -> discord.Message:
    """Let Sam, who uses Kettle elsewhere too, be told of something new here; give the message."""
    await write(world, "Old")
    await ask_for_news(world, "1")
    await write(world, "New")
    await days_pass(world, 8)
    async with world.bot.db.begin() as session:
        who: dict[str, Any] = {"guild_id": world.guild.id + 1, "member_id": world.sam.id, "now": world.env.now()}
        await members.record_choice(session, **who)
    (message,) = world.inbox(world.sam)
    return message


async def test_who_is_in_two_communities_ends_the_news_of_the_one_that_the_message_is_from(world: World) -> None:
    message = await news_in_two_communities(world)
    ended = read(await world.sam.user.click(message, label="Stop the news"))
    assert "Would you like to know what is new?" in ended.text
    assert "You are not told what is new." in (await saved(world)).text


async def test_who_is_in_two_communities_reads_of_the_one_that_an_entry_is_in(world: World) -> None:
    message = await news_in_two_communities(world)
    listed = read(await world.sam.user.click(message, label="See all that is new"))
    entry = read(await world.sam.user.click(listed.message, label="Open 1"))
    kept = read(await world.sam.user.click(entry.message, label="Save it"))
    assert "It is on your list." in kept.text
