"""Refusals as people meet them: each says its own sentence, privately, and is no error."""

import asyncio
import sys
from collections.abc import Awaitable, Callable

import pytest
from simcord import MemberActor

from bot.pictures import Pictures
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, read
from tests.cogs.sharing import agree

Journey = Callable[[World], Awaitable[Shown]]


async def checked_in(world: World) -> Shown:
    return await world.press(world.sam, await world.slash(world.sam, "checkin"), "Low")


async def take_back_twice(world: World) -> Shown:
    one, other = await checked_in(world), await checked_in(world)
    await world.press(world.sam, one, "Take it back")
    return await world.press(world.sam, other, "Take it back")


async def be_quiet_for_no_time(world: World) -> Shown:
    settings = await world.slash(world.sam, "my settings")
    form = read(await world.sam.click(settings.message, custom_id="members:quiet"))
    refused = await world.fill(world.sam, form, start="9pm", end="21:00")
    text = refused.text
    again = await world.press(world.sam, refused, "Change it")
    assert again.fields == {"start": "9pm", "end": "21:00"}
    assert "9pm" in text
    return refused


async def ask_in_no_channel(world: World) -> Shown:
    page = await world.press(world.ada, await world.slash(world.ada, "setup"), "Choose channels")
    await world.ada.select(page.message, [], custom_id="guilds:choose:checkins_channel_id")
    return await world.slash(world.orla, "organise checkins schedule")


async def end_what_one_ended(world: World) -> Shown:
    await agree(world, world.sam, world.jo)
    one, other = [await peers_of(world, world.sam), await peers_of(world, world.sam)]
    await world.press(world.sam, one, "End number 1")
    return await world.press(world.sam, other, "End number 1")


async def end_what_the_other_ended(world: World) -> Shown:
    await agree(world, world.sam, world.jo)
    theirs = await peers_of(world, world.jo)
    await world.press(world.sam, await peers_of(world, world.sam), "End number 1")
    return await world.press(world.jo, theirs, "End number 1")


async def peers_of(world: World, person: MemberActor) -> Shown:
    return await world.press(person, await world.slash(person, "my settings"), "See the list")


async def look_while_nothing_can_be_drawn(world: World) -> Shown:
    await checked_in(world)
    world.bot.pictures = Pictures([sys.executable, "-c", "raise SystemExit(3)"])
    return listed(await world.slash(world.sam, "my checkins"))


async def look_twice_at_once(world: World) -> Shown:
    await checked_in(world)
    world.bot.pictures._served.add(world.sam.id)
    return listed(await world.slash(world.sam, "my checkins"))


def listed(shown: Shown) -> Shown:
    assert ": Low" in shown.text
    assert not shown.message.attachments
    return shown


REFUSALS: dict[str, list[Journey]] = {
    "checkins-nothing-today": [take_back_twice],
    "checkins-no-channel": [ask_in_no_channel],
    "members-quiet-same": [be_quiet_for_no_time],
    "peers-gone": [end_what_one_ended, end_what_the_other_ended],
    "pictures-busy": [look_twice_at_once],
    "pictures-failed": [look_while_nothing_can_be_drawn],
}


@pytest.mark.parametrize(
    ("message_id", "journey"),
    [(message_id, journey) for message_id, journeys in REFUSALS.items() for journey in journeys],
)
async def test_it_is_said_in_its_own_words(world: World, message_id: str, journey: Journey) -> None:
    shown = await journey(world)
    assert world.bot.words(message_id) in shown.text
    assert shown.private
    await asyncio.sleep(0)
    assert [str(getattr(error, "original", error)) for error in world.env.errors] in ([], [message_id])


async def ask_before_set_up(bare: World) -> Shown:
    return await bare.slash(bare.orla, "organise checkins schedule", channel=bare.checkins)


async def reach_out_before_set_up(bare: World) -> Shown:
    return await bare.press(bare.sam, await bare.slash(bare.sam, "support"), "Ask for a contact")


@pytest.mark.parametrize("journey", [ask_before_set_up, reach_out_before_set_up])
async def test_a_community_that_never_set_kettle_up_is_told_kindly(bare: World, journey: Journey) -> None:
    shown = await journey(bare)
    assert bare.bot.words("guilds-not-set-up") in shown.text
    assert shown.private
    assert [str(getattr(error, "original", error)) for error in bare.env.errors] in ([], ["guilds-not-set-up"])
    assert bare.checkins.last_message is None
