"""What a busy moment looks like: whoever has to wait is told so in time, and reads the answer after all."""

import asyncio
from typing import Any

import pytest

from bot import screens
from tests.cogs.conftest import World
from tests.cogs.eventing import opened, signups
from tests.cogs.reading import read

MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE = 4, 5, 6


@pytest.mark.parametrize("is_private", [False, True])
async def test_a_press_that_waits_its_turn_asks_for_time_and_is_answered(
    world: World, monkeypatch: pytest.MonkeyPatch, *, is_private: bool
) -> None:
    card = await opened(world)
    shown: Any = (await world.press(world.sam, card, "Maybe")).message if is_private else card
    # The simulated second would not pass while a press is under way: what comes after it comes at once.
    monkeypatch.setattr(screens, "after", lambda _seconds, call: asyncio.get_running_loop().call_soon(call))
    async with world.bot.db.begin():
        pressing = asyncio.create_task(world.sam.click(shown, label="I am coming"))
        await asyncio.sleep(0.2)
        assert await signups(world) == ({world.sam.id: "maybe"} if is_private else {})
        assert asked(world)[-1] == (DEFERRED_UPDATE if is_private else DEFERRED_MESSAGE)
    told = read(await pressing)
    assert ("You are coming" in told.text, told.private) == (True, True)


async def test_a_press_that_is_quick_is_one_reply(world: World) -> None:
    await world.press(world.sam, await opened(world), "I am coming")
    assert asked(world)[-1] == MESSAGE


def asked(world: World) -> list[int]:
    """Give the kinds of the answers to gestures, as Discord got them."""
    return [body["type"] for _, path, body in world.asked if path.endswith("/callback")]
