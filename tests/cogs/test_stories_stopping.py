"""Journeys of somebody who stops on the way: it is asked first, nothing was kept, and the way back loses nothing."""

import pytest

from bot.screens import Screen
from bot.services.receipts import find_shown
from bot.ui import door
from tests.cogs.conftest import World
from tests.cogs.reading import Shown
from tests.cogs.test_stories import WORDS, grade, kept, last_text, opened, png, upload, world, write

__all__ = ["world"]


def looked_at(shown: Shown) -> tuple[str, list[str], list[str]]:
    """Give all there is on a screen: it is replaced by the next one."""
    return shown.text, shown.labels, [each.filename for each in shown.message.attachments]


@pytest.mark.parametrize("way", [(), ("Go on",), ("Go on", "Get my receipt")])
async def test_stopping_asks_first_and_the_way_back_loses_nothing(world: World, way: tuple[str, ...]) -> None:
    shown = await upload(world, world.sam, await write(world), ("IMG_0001.png", png()))
    for label in ("Go on", "Back", *way):
        shown = await world.press(world.sam, shown, label)
    text, labels, files = looked_at(shown)
    asked = await world.press(world.sam, shown, "Stop")
    assert (asked.private, asked.labels, grade(asked)) == (True, ["Back", "Let them go"], [])
    assert "Stop here?" in last_text(asked)
    assert WORDS in asked.text
    assert [each.filename for each in asked.message.attachments] == files
    await world.restart()
    world.bot.telling.turn_keys(world.env.now().date())
    back = await world.press(world.sam, asked, "Back")
    assert looked_at(back) == (text, labels, files)
    gone = await world.press(world.sam, await world.press(world.sam, back, "Stop"), "Let them go")
    assert looked_at(gone) == ("All right. Nothing was kept.", [], [])
    assert await kept(world) == []


async def test_a_receipt_that_was_written_down_before_the_question_is_the_one_that_opens_it(world: World) -> None:
    seen = await world.press(world.sam, await write(world), "Go on")
    shown = await world.press(world.sam, seen, "Get my receipt")
    receipt = find_shown(shown.text)
    assert receipt
    asked = await world.press(world.sam, shown, "Stop")
    assert receipt in asked.text
    back = await world.press(world.sam, asked, "Back")
    await world.press(world.sam, back, "I have it, send it")
    assert (await opened(world, receipt)).parts == [WORDS]


async def test_stopping_says_what_goes_of_files_alone(world: World) -> None:
    first = await world.slash(world.sam, "story share")
    asked = await world.press(world.sam, await upload(world, world.sam, first, ("IMG_0001.png", png())), "Stop")
    assert "Your files are not kept here" in last_text(asked)
    assert len(asked.message.attachments) == 1


async def test_where_there_is_nothing_to_lose_nothing_is_asked(world: World) -> None:
    empty = await upload(world, world.sam, await world.slash(world.sam, "story share"))
    assert (await world.press(world.sam, empty, "Stop")).text == "All right. Nothing was kept."


async def test_a_question_of_another_version_is_said_to_be_old(world: World) -> None:
    channel = world.bot.get_partial_messageable(world.checkins.id)
    posted = await channel.send(view=Screen([door("stories:stop:elsewhere", "Stop")]))
    assert "older version" in (await world.press(world.sam, posted, "Stop")).text
