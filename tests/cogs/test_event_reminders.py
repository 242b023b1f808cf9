"""Journeys of reminders: by the organisers' plan, and by one's own."""

from datetime import timedelta

from tests.cogs.conftest import World
from tests.cogs.eventing import opened, times
from tests.cogs.reading import Shown, read


async def open_plan(world: World) -> Shown:
    settings = await world.slash(world.jo, "my settings")
    return read(await world.jo.click(settings.message, custom_id="event_reminders:mine"))


async def test_who_comes_is_reminded_by_the_organisers_plan_and_by_their_own(world: World) -> None:
    card = await opened(world)
    await world.press(world.sam, card, "I am coming")
    await world.press(world.kim, card, "I can't come")
    settings = await world.slash(world.jo, "my settings")
    form = read(await world.jo.click(settings.message, custom_id="event_reminders:mine"))
    saved = await world.fill(world.jo, form, leads="15 minutes")
    assert "15 minutes before the start" in saved.text
    await world.press(world.jo, card, "I am coming")
    start = (await times(world))[0].starts_at
    for lead in (timedelta(days=1), timedelta(hours=1)):
        await world.wait_until(start - lead)
    assert [len(world.inbox(one)) for one in (world.sam, world.jo, world.kim)] == [2, 0, 0]
    await world.wait_until(start - timedelta(minutes=15))
    assert [len(world.inbox(one)) for one in (world.sam, world.jo, world.kim)] == [2, 1, 0]


async def test_a_plan_of_ones_own_is_read_back_and_can_be_given_up(world: World) -> None:
    form = await open_plan(world)
    assert form.fields == {"leads": ""}
    refused = await world.fill(world.jo, form, leads="sometimes")
    assert "Type how long before" in refused.text
    form = await world.press(world.jo, refused, "Change it")
    assert form.fields == {"leads": "sometimes"}
    await world.fill(world.jo, form, leads="15 minutes, 1 week")
    assert "1 week and 15 minutes before" in (await world.slash(world.jo, "my settings")).text
    form = await open_plan(world)
    assert form.fields == {"leads": "1 week, 15 minutes"}
    told = await world.fill(world.jo, form, leads="none")
    assert "does not remind you" in told.text
    form = await open_plan(world)
    assert form.fields == {"leads": "none"}
    assert "never" in (await world.slash(world.jo, "my settings")).text
    told = await world.fill(world.jo, form, leads="")
    assert "as the organisers plan it" in told.text


async def test_a_plan_that_is_changed_counts_for_what_somebody_goes_to_already(world: World) -> None:
    await world.press(world.jo, await opened(world), "I am coming")
    await world.fill(world.jo, await open_plan(world), leads="none")
    await world.wait_until((await times(world))[0].starts_at)
    assert world.inbox(world.jo) == []
