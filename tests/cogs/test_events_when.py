"""Journeys of a new time: typed, said back as it was understood, and changed only by the press after that."""

from datetime import timedelta

import discord

from bot.screens import Screen
from bot.ui import door
from tests.cogs.conftest import World
from tests.cogs.eventing import begin, opened, the_event, times, write
from tests.cogs.reading import Shown, text_of

DAY = timedelta(days=1)


async def plan(world: World) -> Shown:
    return await world.slash(world.orla, "organise event edit", event="Tea")


async def test_a_new_time_is_said_back_and_only_the_press_changes_it(world: World) -> None:
    card = await opened(world, when="every Tuesday 6pm")
    for person in (world.sam, world.jo):
        await world.press(person, card, "I am coming")
    before = await times(world)
    form = await world.press(world.orla, await plan(world), "Change when")
    asked = await world.fill(world.orla, form, when="every Wednesday 7pm", until="9pm")
    assert "Is this what you mean?" in asked.text
    assert "Every Wednesday at 19:00 from 7 January 2026" in asked.text
    assert "2 people have answered. Kettle tells them, and asks again." in asked.text
    assert asked.text.count("<t:") == 5
    assert [one.starts_at for one in await times(world)] == [one.starts_at for one in before]
    assert "New time" not in "".join(text_of(message) for message in world.inbox(world.sam))
    form = await world.press(world.orla, asked, "Change it")
    assert form.fields == {"when": "Every Wednesday at 19:00 from 7 January 2026", "until": "2 hours"}
    asked = await world.fill(world.orla, form, **form.fields | {"until": "1 hour"})
    shown = await world.press(world.orla, asked, "Save and tell them")
    assert "The time is saved" in shown.text
    moved = await times(world)
    assert [one.starts_at - was.starts_at for one, was in zip(moved, before, strict=True)] == [timedelta(hours=25)] * 4
    assert {one.ends_at - one.starts_at for one in moved} == {timedelta(hours=1)}
    await world.run_due()
    assert "New time: Tea and talk" in text_of(world.inbox(world.sam)[-1])


async def test_what_was_agreed_to_is_what_was_seen_also_a_day_later(world: World) -> None:
    await opened(world, when="10/01 6pm")
    form = await world.press(world.orla, await plan(world), "Change when")
    asked = await world.fill(world.orla, form, when="in 5 days 7pm", until="2 hours")
    assert "nobody is told" in asked.text
    day = world.env.now().date() + 5 * DAY
    await world.env.advance_time(DAY.total_seconds())
    await world.press(world.orla, asked, "Save it")
    assert (await times(world))[0].starts_at.date() == day


async def test_a_clear_time_is_offered_so_that_it_means_the_same_on_any_day(world: World) -> None:
    shown = await write(world, when="every other Tuesday 6pm", until="8pm")
    await world.press(world.orla, shown, "Open it for sign-up")
    first, second, *_ = await times(world)
    form = await world.press(world.orla, await plan(world), "Change when")
    said = "Every other Tuesday at 18:00 from"
    assert form.fields == {"when": f"{said} {first.starts_at:%-d %B %Y}", "until": "2 hours"}
    await world.wait_until(first.ends_at + DAY)
    form = await world.press(world.orla, await plan(world), "Change when")
    assert form.fields["when"] == f"{said} {second.starts_at:%-d %B %Y}"
    before = [one.starts_at for one in await times(world)]
    asked = await world.fill(world.orla, form, **form.fields)
    await world.press(world.orla, asked, "Save it")
    assert [one.starts_at for one in await times(world)] == before


async def test_of_a_draft_an_unclear_time_is_offered_as_it_was_typed_and_a_clear_one_is_kept_at_once(
    world: World,
) -> None:
    told = await begin(world, when="someday", until="late")
    form = await world.press(world.orla, told, "Change it")
    assert form.fields == {"when": "someday", "until": "late"}
    shown = await world.fill(world.orla, form, when="tomorrow 6pm", until="8pm")
    assert "The time is saved" in shown.text
    assert (await the_event(world)).minutes == 120


async def test_a_yes_on_a_screen_that_says_no_time_changes_nothing(world: World) -> None:
    await opened(world)
    place = world.bot.get_channel(world.checkins.id)
    assert isinstance(place, discord.TextChannel)
    made_up = Screen("Yes?", [door(f"events:when-save:{(await the_event(world)).id}", "Yes")])
    told = await world.press(world.orla, await place.send(view=made_up), "Yes")
    assert told.text == world.bot.words("errors-older-screen")
