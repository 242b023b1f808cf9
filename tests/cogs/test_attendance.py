"""Journeys of who came: noted by organisers, said by each in its hour, and a table without names."""

import csv
from datetime import timedelta

from simcord import MemberActor

from bot.screens import Screen
from bot.services import events
from bot.ui import door
from db.models.events import Occurrence
from tests.cogs.conftest import World
from tests.cogs.past import ATTENDANCE, HOUR, attended, bring, gather, leave, left, post_button, who
from tests.cogs.reading import Shown, read


async def sheet(world: World, one: Occurrence, person: MemberActor | None = None) -> Shown:
    return await world.slash(person or world.orla, ATTENDANCE, event=str(one.id))


async def choose(world: World, shown: Shown, kind: str, *chosen: object) -> Shown:
    (custom_id,) = [each for each in shown.ids if each.startswith("attendance:") and kind in each]
    return read(await world.orla.select(shown.message, list(chosen), custom_id=custom_id))


async def test_what_has_begun_is_offered_with_its_day(world: World) -> None:
    one = await gather(world, title="Tea " + "and cake " * 10)
    options = world.checkins, ATTENDANCE, "event", "tea"
    assert await world.orla.autocomplete(*options) == []
    await world.wait_until(one.starts_at)
    (choice,) = await world.orla.autocomplete(*options)
    named = choice["name"] if isinstance(choice, dict) else choice.name
    assert named.startswith("Tea and cake and cake")
    assert named.endswith(f"\u2026, {one.starts_at.day} {one.starts_at:%B} {one.starts_at.year} at 18:00")
    assert len(named) <= 100


async def test_before_the_start_it_is_said_from_when_on(world: World) -> None:
    one = await gather(world)
    shown = await sheet(world, one)
    assert world.refusal() == "attendance-not-yet"
    assert "from the start on" in shown.text


async def test_the_sheet_says_who_was_to_come_and_why_it_is_asked(world: World) -> None:
    one = await gather(world, world.sam)
    await world.wait_until(one.starts_at)
    shown = await sheet(world, one)
    assert shown.private
    assert f"Said they were coming: <@{world.sam.id}>" in shown.text
    assert "Only organisers see this." in shown.text
    assert shown.labels == ["Say everybody came", "Get the numbers", "See how it was", "Stop"]


async def test_nobody_who_answered_is_said_without_a_list(world: World) -> None:
    one = await gather(world)
    await world.wait_until(one.starts_at)
    assert "Nobody had said that they were coming." in (await sheet(world, one)).text


async def test_several_are_chosen_at_once_and_mended_and_of_strangers_nothing_is_kept(world: World) -> None:
    one = await gather(world, world.sam, world.jo)
    await world.wait_until(one.starts_at)
    shown = await choose(world, await sheet(world, one), "came", world.sam, world.jo, world.kim)
    assert f"<@{world.kim.id}> had not answered, so Kettle keeps nothing about them" in shown.text
    assert f"Came: <@{world.sam.id}> and <@{world.jo.id}>" in shown.text
    shown = await choose(world, shown, "away", world.jo)
    assert f"Could not be there: <@{world.jo.id}>" in shown.text
    assert await attended(world) == {world.sam.id: True, world.jo.id: False}


async def test_everybody_came_is_one_press_also_after_a_restart(world: World) -> None:
    one = await gather(world, world.sam, world.jo)
    await world.wait_until(one.starts_at)
    shown = await sheet(world, one)
    await world.restart()
    for _ in range(2):
        shown = await world.press(world.orla, shown, "Say everybody came")
        assert "Saved" in shown.text
        assert await attended(world) == {world.sam.id: True, world.jo.id: True}


async def test_guests_are_chosen_by_name_from_menus_that_show_who_came(world: World) -> None:
    one = await gather(world)
    names = [f"Guest {number}" for number in range(27)]
    await bring(world, one, *names)
    await world.wait_until(one.starts_at)
    shown = await sheet(world, one)
    first, second = menus(shown)
    assert [len(first["options"]), len(second["options"])] == [25, 2]
    assert "and 7 more" in shown.text
    ann = second["options"][1]
    shown = read(await world.orla.select(shown.message, [ann["value"]], custom_id=second["custom_id"]))
    assert [name for name, came in (await attended(world)).items() if came] == ["Guest 26"]
    assert [option["label"] for option in menus(shown)[1]["options"] if option.get("default")] == ["Guest 26"]
    read(await world.orla.select(shown.message, [], custom_id=second["custom_id"]))
    assert not any((await attended(world)).values())


def menus(shown: Shown) -> list[dict[str, object]]:
    return [part for part in shown.parts if "attendance:guests" in str(part.get("custom_id"))]


async def test_what_somebody_typed_calls_nobody_and_changes_no_letters(world: World) -> None:
    one = await gather(world, title="**Tea** @everyone")
    await bring(world, one, "*Ann* @here")
    await world.wait_until(one.starts_at)
    shown = await sheet(world, one)
    assert "@everyone" not in shown.text
    assert "@here" not in shown.text
    assert "\\*Ann\\*" in shown.text


async def test_the_largest_sheet_fits_into_a_message(world: World) -> None:
    one = await gather(world, world.sam, title="*" * 100)
    await bring(world, one, *("*" * 78 + f"{number:02}" for number in range(50)))
    await world.wait_until(one.starts_at)
    shown = await sheet(world, one)
    assert len(shown.text) <= 4000
    assert len(shown.parts) <= 40
    assert len(menus(shown)) == 2


async def test_the_table_has_numbers_and_no_names(world: World) -> None:
    one = await gather(world, world.sam, world.jo, title="=Tea")
    await bring(world, one, "Ann")
    await world.wait_until(one.ends_at)
    shown = await choose(world, await sheet(world, one), "came", world.sam)
    shown = await world.press(world.orla, shown, "Get the numbers")
    assert "without names" in shown.text
    (file,) = shown.message.attachments
    assert file.filename == "event-numbers.csv"
    text = (await file.read()).decode("utf-8-sig")
    header, row = csv.reader(text.splitlines())
    assert header[:3] == ["Event", "When", "Places"]
    assert header[-1] == "I would rather not say, roughly"
    assert row[:7] == ["'=Tea", f"{one.starts_at:%Y-%m-%d} 18:00", "", "3", "0", "1", "1"]
    assert set(row[7:]) == {""}
    assert not any(str(person.id) in text for person in (world.sam, world.jo))
    assert "Ann" not in text
    back = await world.press(world.orla, shown, "Back")
    assert "Who came" in back.text


async def test_the_way_to_how_it_was_and_back(world: World) -> None:
    one = await gather(world, world.sam)
    await world.wait_until(one.ends_at)
    shown = await world.press(world.orla, await sheet(world, one), "See how it was")
    assert "Totals come a week after the end" in shown.text
    assert "Who came" in (await world.press(world.orla, shown, "See who came")).text


async def test_only_organisers_see_who_came_whoever_sees_the_command(world: World) -> None:
    one = await gather(world, world.jo)
    await world.wait_until(one.starts_at)
    await world.let_see("organise", world.sam)
    shown = await sheet(world, one, world.sam)
    assert world.refusal() == "guilds-only-organiser"
    assert str(world.jo.id) not in shown.text
    assert await world.sam.autocomplete(world.checkins, ATTENDANCE, "event", "") == []


async def test_a_member_says_that_they_are_here_from_a_little_before(world: World) -> None:
    one = await gather(world, world.sam, said="maybe")
    await post_button(world, f"attendance:here:{one.id}")
    post = world.checkins.last_message
    early = read(await world.sam.click(post, label="Press"))
    assert "a little early" in early.text
    await world.wait_until(one.starts_at - timedelta(minutes=15))
    for _ in range(2):
        shown = read(await world.sam.click(post, label="Press"))
        assert shown.private
        assert "Good to have you here" in shown.text
        assert shown.labels == ["Back", "Stop"]
    assert await attended(world) == {world.sam.id: True}
    assert "First say that you are coming" in read(await world.jo.click(post, label="Press")).text
    await world.wait_until(one.ends_at)
    assert "This is over now" in read(await world.sam.click(post, label="Press")).text


async def test_it_works_in_a_direct_message_too(world: World) -> None:
    one = await gather(world, world.sam)
    await world.wait_until(one.starts_at)
    user = await world.bot.fetch_user(world.sam.id)
    await user.send(view=Screen([door(f"attendance:here:{one.id}", "Press")]))
    shown = read(await world.sam.user.click(world.inbox(world.sam)[-1], label="Press"))
    assert "Good to have you here" in shown.text
    assert shown.labels == ["Stop"]


async def test_whoever_left_is_not_taken_back_by_a_press_in_private(world: World) -> None:
    one = await gather(world, world.sam)
    await world.wait_until(one.starts_at)
    user = await world.bot.fetch_user(world.sam.id)
    await user.send(view=Screen([door(f"attendance:here:{one.id}", "Press")]))
    await leave(world, world.sam)
    shown = read(await world.sam.user.click(world.inbox(world.sam)[-1], label="Press"))
    assert "Discord says that you left it" in shown.text
    assert await attended(world) == {world.sam.id: None}
    assert await left(world, world.sam)


async def test_when_it_was_cancelled_that_is_said(world: World) -> None:
    one = await gather(world, world.sam)
    await post_button(world, f"attendance:here:{one.id}")
    async with world.bot.db.begin() as session:
        orla = who(world, world.orla, organises=True)
        await events.cancel_event(session, person=orla, event_id=one.event_id, now=world.env.now())
    await world.wait_until(one.starts_at + HOUR)
    assert "Good to have you" not in read(await world.sam.click(world.checkins.last_message, label="Press")).text
    await sheet(world, one)
    assert world.refusal() == "events-is-cancelled"
