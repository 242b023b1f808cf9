"""Journeys of being asked in private: at the times that a member chose, and outside their quiet hours."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cogs.conftest import World
from tests.cogs.reading import Shown, read


async def choose(world: World, when: str) -> Shown:
    settings = await world.slash(world.sam, "my settings")
    form = read(await world.sam.click(settings.message, custom_id="personal_prompts:mine"))
    return await world.fill(world.sam, form, when=when)


async def test_a_member_can_be_asked_in_private_and_answer_there(world: World) -> None:
    saved = await choose(world, "every weekday 9am")
    at = datetime(2026, 1, 1, 9, tzinfo=UTC)
    assert f"<t:{int(at.timestamp())}:f>" in saved.text
    await world.wait_until(at)
    (asked,) = world.inbox(world.sam)
    assert world.checkins.history() == []
    told = read(await world.sam.user.click(asked, label="Low"))
    assert "Saved: Low" in told.text
    consent = read(await world.sam.user.click(told.message, label="Please reach out"))
    assert "your name in the moderators' channel" in consent.text
    settings = await world.slash(world.sam, "my settings")
    assert "Kettle next asks you at" in settings.text


async def test_a_private_question_waits_for_quiet_hours_to_end(world: World) -> None:
    settings = await world.slash(world.sam, "my settings")
    form = read(await world.sam.click(settings.message, custom_id="members:quiet"))
    await world.fill(world.sam, form, start="8am", end="10am")
    await choose(world, "every weekday 9am")
    await world.wait_until(datetime(2026, 1, 1, 9, 59, tzinfo=UTC))
    assert world.inbox(world.sam) == []
    await world.wait_until(datetime(2026, 1, 1, 10, tzinfo=UTC))
    assert len(world.inbox(world.sam)) == 1


async def test_who_no_longer_wants_to_be_asked_is_not(world: World) -> None:
    await choose(world, "every day 9am")
    assert "does not ask you" in (await choose(world, "")).text
    await world.wait_until(world.env.now() + timedelta(days=3))
    assert world.inbox(world.sam) == []


@pytest.mark.parametrize("when", ["whenever", "every other day 9am"])
async def test_a_private_time_that_cannot_be_comes_back_to_be_changed(world: World, when: str) -> None:
    told = await choose(world, when)
    form = await world.press(world.sam, told, "Change it")
    assert form.fields == {"when": when}
