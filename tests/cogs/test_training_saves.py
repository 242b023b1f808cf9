"""Journeys of what somebody saves for themselves: marks, and reminders before a last day."""

from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.screens import Screen
from bot.services import event_reminders, members
from bot.services.training_texts import Deadline
from bot.ui import door
from db.models.training import TrainingEntry
from tests.cogs.cataloguing import write
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, read, text_of

DAY, WEEK = timedelta(days=1), timedelta(days=7)


async def save(world: World, place: int = 1) -> Shown:
    """Let Sam save an entry from the first page."""
    listed = await world.slash(world.sam, "training browse")
    return await world.press(world.sam, await world.press(world.sam, listed, f"Open {place}"), "Save it")


async def saved(world: World) -> Shown:
    return await world.slash(world.sam, "training saved")


async def open_saved(world: World, place: int) -> Shown:
    return await world.press(world.sam, await saved(world), f"Open {place}")


async def days_pass(world: World, days: int) -> None:
    """Let Kettle look as often as it does."""
    for _ in range(days * 4):
        await world.env.advance_time(6 * 3600)
        await world.run_due()


def told(world: World) -> list[str]:
    return [text_of(message) for message in world.inbox(world.sam)]


async def test_with_nothing_saved_it_says_how_to_begin(world: World) -> None:
    none = await saved(world)
    assert none.private
    assert "**You have saved nothing yet.**" in none.text
    assert none.labels == ["Choose news", "See everything", "Stop"]
    assert "Training and next steps" in (await world.press(world.sam, none, "See everything")).text


async def test_what_is_saved_stands_on_the_list_and_goes_off_it(world: World) -> None:
    await write(world, "Course", "Tea")
    kept = await save(world)
    assert "**It is on your list.**" in kept.text
    assert "It has no last day here, so there is nothing to remind you of." in kept.text
    assert kept.labels == ["See my list", "Back", "Stop"]
    entry = await world.press(world.sam, kept, "Back")
    assert "Save it" not in entry.labels
    dropped = await world.press(world.sam, entry, "Take it off my list")
    assert "**It is off your list.**" in dropped.text
    await world.press(world.sam, await world.press(world.sam, dropped, "Back"), "Save it")
    listed = await saved(world)
    assert "**Course**, Tea Trust" in listed.text
    assert "**Tea**," not in listed.text
    one = await world.press(world.sam, listed, "Open 1")
    read_again = await world.press(world.sam, one, "Read about it")
    assert "Take it off my list" in read_again.labels
    listed = await world.press(world.sam, read_again, "Back")
    dropped = await world.press(world.sam, await world.press(world.sam, listed, "Open 1"), "Take it off my list")
    assert "**It is off your list.**" in dropped.text
    assert "You have saved nothing yet" in (await saved(world)).text


async def test_marks_are_for_oneself_and_what_is_done_comes_last(world: World) -> None:
    await write(world, "Course", "Tea")
    await save(world)
    await save(world, place=2)
    one = await world.press(world.sam, await saved(world), "Open 1")
    begun = await world.press(world.sam, one, "Mark it as begun")
    assert "You are doing it." in begun.text
    done = await world.press(world.sam, begun, "Mark it as done")
    assert "You have done it." in done.text
    assert "Kettle reminds you" not in done.text
    assert "Mark it as only saved" in done.labels
    listed = (await world.press(world.sam, done, "Back")).text
    assert listed.index("Tea") < listed.index("Course")


async def test_pages_of_what_is_saved(world: World) -> None:
    await write(world, *(f"Course {each}" for each in range(5)))
    for place in range(1, 6):
        await save(world, place)
    await write(world, "Another")
    await save(world, 1)
    first = await saved(world)
    assert "Go on" in first.labels
    second = await world.press(world.sam, first, "Go on")
    assert second.text.count("Tea Trust") == 1
    assert (await world.press(world.sam, second, "Go back a page")).text.count("Tea Trust") == 5


async def test_what_is_promised_of_reminders_is_so(world: World) -> None:
    today = world.env.now().date()
    await write(world, "Course", deadlines=(Deadline(today + 12 * DAY, "apply"),))
    who: dict[str, Any] = {"guild_id": world.guild.id, "member_id": world.sam.id, "now": world.env.now()}
    assert "Kettle reminds you a week and a day before its last day." in (await save(world)).text
    for leads, said in (("2880", "as you chose in `/my settings`"), ("", "You chose no reminders")):
        async with world.bot.db.begin() as session:
            await event_reminders.record_plan(session, **who, leads=leads)
        assert said in (await open_saved(world, 1)).text
    async with world.bot.db.begin() as session:
        await members.record_switch(session, **who, name="direct_messages", on=False)
    assert "you turned its messages off" in (await open_saved(world, 1)).text
    asked = await world.press(world.sam, await saved(world), "Choose news")
    assert "You turned Kettle's messages off, so none come." in asked.text


async def test_what_organisers_took_out_stays_on_the_list_and_says_so(world: World) -> None:
    (number,) = await write(world, "Course")
    await save(world)
    async with world.bot.db.begin() as session:
        row = await session.get_one(TrainingEntry, number)
        row.state = "out"
    listed = await saved(world)
    assert "**Course**, Tea Trust" in listed.text
    assert "Organisers took it out for now" in listed.text
    one = await world.press(world.sam, listed, "Open 1")
    assert "remind" not in one.text
    assert "It is off your list." in (await world.press(world.sam, one, "Take it off my list")).text


async def test_a_last_day_is_told_a_week_and_a_day_before_and_leads_to_what_can_be_done(world: World) -> None:
    today = world.env.now().date()
    await write(world, "Course", deadlines=(Deadline(today + 12 * DAY, "apply"),))
    await save(world)
    await days_pass(world, 4)
    assert told(world) == []
    await days_pass(world, 2)
    (first,) = told(world)
    assert "**Course**" in first
    assert "apply" in first
    await days_pass(world, 7)
    assert len(told(world)) == 2
    await days_pass(world, 3)
    assert len(told(world)) == 2
    message = world.inbox(world.sam)[-1]
    one = read(await world.sam.user.click(message, label="See what you can do"))
    assert "**Course**" in one.text
    assert "You saved it." in one.text
    entry = read(await world.sam.user.click(one.message, label="Read about it"))
    assert "apply" not in entry.text  # its last day is over
    form = read(await world.sam.user.click(entry.message, label="Say what is wrong"))
    assert "note" in form.fields


async def test_no_reminder_comes_of_what_is_done_or_where_somebody_wants_none(world: World) -> None:
    today = world.env.now().date()
    await write(world, "Course", "Tea", "Walk", deadlines=(Deadline(today + 9 * DAY, "apply"),))
    await save(world)
    done = await world.press(world.sam, await open_saved(world, 1), "Mark it as done")
    assert "You have done it." in done.text
    await save(world, 2)
    quiet = await world.press(world.sam, await open_saved(world, 1), "Do not remind me")
    assert "Kettle does not remind you of it." in quiet.text
    again = await world.press(world.sam, quiet, "Remind me")
    await world.press(world.sam, again, "Do not remind me")
    await save(world, 3)
    await world.press(world.sam, await world.press(world.sam, await saved(world), "Open 2"), "Take it off my list")
    await days_pass(world, 12)
    assert told(world) == []


async def test_a_reminder_that_waits_goes_when_it_is_not_so_any_more(world: World) -> None:
    today = world.env.now().date()
    (number,) = await write(world, "Course", deadlines=(Deadline(today + 8 * DAY, "apply"),))
    await save(world)
    await world.run_due()
    async with world.bot.db.begin() as session:
        row = await session.get_one(TrainingEntry, number)
        row.state = "out"
    await days_pass(world, 9)
    assert told(world) == []


async def test_a_restart_loses_no_reminder_and_tells_none_twice(world: World) -> None:
    today = world.env.now().date()
    await write(world, "Course", deadlines=(Deadline(today + 8 * DAY, "apply"),))
    await save(world)
    await world.run_due()
    await world.restart()
    await days_pass(world, 2)
    assert len(told(world)) == 1
    await world.restart()
    await days_pass(world, 2)
    assert len(told(world)) == 1


@pytest.mark.parametrize("custom_id", ["training_saves:mark:1:king:saved", "training_saves:entry:1"])
async def test_a_button_of_what_is_none_any_more_says_so_kindly(world: World, custom_id: str) -> None:
    await write(world, "Course")
    channel = world.bot.get_partial_messageable(world.checkins.id)
    old: discord.Message = await channel.send(view=Screen([door(custom_id, "Look")]))
    shown = await world.press(world.sam, old, "Look")
    assert shown.private
    assert any(said in shown.text for said in ("Please choose one of the marks", "It is not on your list any more."))
