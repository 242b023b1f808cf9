"""Journeys of `/setup` > Health: how Kettle is doing, and how this community's messages fare."""

from datetime import timedelta
from importlib.metadata import version

import pytest

from bot import health
from bot.screens import Screen
from bot.services import deliveries
from bot.ui import door
from db.models.deliveries import Delivery
from tests.cogs.conftest import World
from tests.cogs.reading import Shown

ELSEWHERE = 720000000000000009
DAY = timedelta(days=1)


async def page(world: World) -> Shown:
    return await world.press(world.ada, await world.slash(world.ada, "setup"), "See health")


async def put(world: World, number: int, state: str, ago: timedelta, guild_id: int) -> None:
    due_at = world.env.now() - ago
    async with world.bot.db.begin() as session:
        row = await deliveries.schedule(
            session,
            guild_id=guild_id,
            feature="reachouts",
            subject_id=number,
            channel_id=world.moderators.id,
            due_at=due_at,
            expires_at=due_at + DAY,
        )
        (await session.get_one(Delivery, row.id)).state = state


@pytest.mark.usefixtures("complete")
async def test_a_good_setup_is_well(world: World) -> None:
    await world.run_due()
    shown = await page(world)
    assert shown.private
    assert f"Version: {version('kettle-bot')}\nStorage: SQLite. It answers." in shown.text
    now = int(world.env.now().timestamp())
    assert f"Clock: <t:{now}:f>" in shown.text
    assert f"Last look for messages to send: <t:{now}:R>." in shown.text
    assert "late here: 0\n" in shown.text
    assert "could not be sent: 0\n" in shown.text
    assert "Nothing is missing here." in shown.text


async def test_before_the_first_look_that_is_said(world: World) -> None:
    assert "Last look for messages to send: not yet." in (await page(world)).text


async def test_messages_that_are_late_or_failed_are_counted_for_this_community_alone(world: World) -> None:
    world.bot.db.on_due = None
    here = world.guild.id
    for number, (state, ago, guild_id) in enumerate(
        [
            ("waiting", timedelta(hours=1), here),
            ("waiting", timedelta(seconds=10), here),
            ("failed", DAY, here),
            ("failed", 2 * DAY, here),
            ("failed", 31 * DAY, here),
            ("waiting", DAY, ELSEWHERE),
            ("failed", DAY, ELSEWHERE),
        ]
    ):
        await put(world, number, state, ago, guild_id)
    shown = await page(world)
    assert "late here: 1\n" in shown.text
    assert "could not be sent: 2\n" in shown.text


async def test_what_is_missing_is_named_and_gone_once_it_is_mended(bare: World) -> None:
    shown = await page(bare)
    assert "What is missing here" in shown.text
    assert "Nothing is chosen yet." in shown.text
    panel = await bare.press(bare.ada, shown, "Back")
    channels = await bare.press(bare.ada, panel, "Choose channels")
    await bare.ada.select(channels.message, [bare.checkins], custom_id="guilds:choose:checkins_channel_id")
    shown = await page(bare)
    assert "Nothing is chosen yet." not in shown.text
    assert "No moderators' channel" in shown.text


async def test_looks_that_do_not_end_are_said(world: World) -> None:
    world.bot.pulse.expect("deliveries", timedelta(seconds=5))
    assert "do not come to an end" not in (await page(world)).text
    world.bot.pulse._sweeps["deliveries"].finished -= 61
    assert "These looks do not come to an end now." in (await page(world)).text


async def test_a_database_that_does_not_answer_is_said_and_the_page_is_shown_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = await world.slash(world.ada, "setup")
    monkeypatch.setattr(health, "SECONDS", 0)
    shown = await world.press(world.ada, panel, "See health")
    assert "Storage: it does not answer." in shown.text
    assert "Messages that are late" not in shown.text


async def test_only_admins_see_it_wherever_the_button_stands(world: World) -> None:
    channel = world.bot.get_partial_messageable(world.checkins.id)
    posted = await channel.send(view=Screen([door("health:page", "See health")]))
    refused = await world.press(world.sam, posted, "See health")
    assert refused.private
    assert "manage this server" in refused.text
    assert "Version" not in refused.text


async def test_it_can_be_looked_at_again(world: World) -> None:
    shown = await page(world)
    await world.run_due()
    assert "Last look for messages to send: <t:" in (await world.press(world.ada, shown, "Look again")).text
