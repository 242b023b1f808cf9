"""Journeys of `/organise deliveries`: what is next, was late, went wrong, sent again; and what organisers are told."""

from datetime import timedelta
from typing import Any

import discord
import pytest
from sqlalchemy import select

from bot.screens import Screen
from bot.services import deliveries, guilds
from bot.services.guilds import Person
from bot.ui import door
from db.models.deliveries import Delivery
from tests.cogs.conftest import World
from tests.cogs.diary import put
from tests.cogs.reading import Shown, text_of

pytestmark = pytest.mark.usefixtures("complete")

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def overview(world: World) -> Shown:
    return await world.slash(world.orla, "organise deliveries")


async def page(world: World, label: str) -> Shown:
    return await world.press(world.orla, await overview(world), label)


async def fail(world: World, code: int = 50013, times: int | None = 1) -> None:
    """Let an organiser ask, where Discord says no."""
    world.env.inject_error("POST", f"/channels/{world.checkins.id}/messages", status=403, code=code, times=times)
    await world.slash(world.orla, "organise checkins schedule", closes="1 day")


async def rows(world: World) -> list[Delivery]:
    async with world.bot.db.read() as session:
        return list(await session.scalars(select(Delivery).order_by(Delivery.id)))


def notices(world: World) -> list[str]:
    return [text_of(message) for message in world.organisers.history()]


async def test_the_figures_are_shown_and_nobody_elses(world: World) -> None:
    world.bot.db.on_due = None
    await world.slash(world.orla, "organise checkins schedule")
    await put(world, "sent", HOUR, sent_at=world.env.now())
    await put(world, "unknown", HOUR)
    await put(world, "failed", HOUR, member_id=world.sam.id)
    await put(world, "failed", HOUR, guild_id=world.guild.id + 1)
    shown = await overview(world)
    assert shown.private
    assert "Due now: 1" in shown.text
    assert "Sent: 1. Late: 1\n- Could not be sent: 0\n- Too late to be sent: 0\n- Nobody can tell: 1" in shown.text
    assert "Direct messages: 0 sent, 1 not sent." in shown.text


async def test_what_comes_next_is_named_with_its_channel_and_time(world: World) -> None:
    world.bot.db.on_due = None
    await world.slash(world.orla, "organise checkins schedule")
    shown = await page(world, "See what comes next")
    now = int(world.env.now().timestamp())
    assert f"- A question that asks how people are, in <#{world.checkins.id}>, due <t:{now}:f>" in shown.text
    assert shown.labels == ["Back", "Stop"]


async def test_what_was_late_is_listed_with_both_times(world: World) -> None:
    await put(world, "sent", HOUR, sent_at=world.env.now())
    shown = await page(world, "See what was late")
    due, sent = (int(instant.timestamp()) for instant in (world.env.now() - HOUR, world.env.now()))
    assert f"A message to moderators, in <#{world.moderators.id}>, due <t:{due}:f>, sent <t:{sent}:f>" in shown.text


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("See what comes next", "Nothing waits"),
        ("See what was late", "Nothing was late"),
        ("See what went wrong", "Nothing to mend"),
    ],
)
async def test_an_empty_list_says_so_and_leads_back(world: World, label: str, said: str) -> None:
    shown = await page(world, label)
    assert said in shown.text
    assert "Due now" in (await world.press(world.orla, shown, "Back")).text


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("missing-channel", "The channel is gone"),
        ("no-access", "Kettle cannot see the channel"),
        ("no-permission", "Use /setup"),
        ("closed-dm", "Direct messages are closed"),
        ("missing-message", "message it belongs to is gone"),
        ("missing-member", "has left"),
        ("cannot-look", "say if it is there"),
        ("not-a-forum", "not a forum"),
        ("discord-400", "Discord did not take it"),
        ("unexpected", "inside Kettle"),
        ("something-newer", "inside Kettle"),
    ],
)
async def test_each_reason_is_said_in_plain_words(world: World, reason: str, said: str) -> None:
    await put(world, "failed", HOUR, reason=reason)
    assert said in (await page(world, "See what went wrong")).text


async def test_a_reason_is_not_needed(world: World) -> None:
    await put(world, "missed", HOUR)
    await put(world, "unknown", 2 * HOUR)
    shown = await page(world, "See what went wrong")
    assert "Its time was over" in shown.text
    assert "say if it is there" in shown.text


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("edit", "A change (A message"),
        ("delete", "Taking away (A message"),
        ("recall", "Taking away (A message"),
        ("publish", "Sharing with followers (A message"),
        ("thread", "**Number 1**: A message to"),
    ],
)
async def test_what_is_no_message_of_its_own_is_named_too(world: World, kind: Any, said: str) -> None:
    await put(world, "failed", HOUR, kind=kind)
    assert said in (await page(world, "See what went wrong")).text


async def test_a_feature_that_has_no_name_here_is_a_message(world: World) -> None:
    await put(world, "failed", HOUR, feature="newer")
    assert "**Number 1**: A message, in" in (await page(world, "See what went wrong")).text


async def test_a_channel_is_made_unwritable_mended_and_what_failed_is_sent_again(world: World) -> None:
    await fail(world)
    assert world.checkins.history() == []
    shown = await page(world, "See what went wrong")
    assert "Kettle may not write there." in shown.text
    await world.env.advance_time(3600)
    again = await world.press(world.orla, shown, "Send number 1 again")
    assert "Kettle sends it again now" in again.text
    await world.run_due()
    (message,) = world.checkins.history()
    assert "This comes late. It was due at" in text_of(message)
    assert "Nothing to mend" in (await page(world, "See what went wrong")).text


async def test_what_makes_no_sense_any_more_is_left_out(world: World) -> None:
    await fail(world)
    shown = await page(world, "See what went wrong")
    await world.env.advance_time(26 * 3600)
    await world.press(world.orla, shown, "Send number 1 again")
    await world.run_due()
    assert world.checkins.history() == []
    assert (await rows(world))[0].state == "cancelled"


async def test_of_what_is_in_doubt_an_organiser_says_that_it_is_there(world: World) -> None:
    await put(world, "unknown", HOUR, reason="cannot-look", doubt_at=world.env.now() - HOUR)
    await put(world, "failed", 2 * HOUR)
    shown = await page(world, "See what went wrong")
    assert shown.labels == ["Send number 1 again", "Send number 2 again", "Say number 1 is there", "Back", "Stop"]
    done = await world.press(world.orla, shown, "Say number 1 is there")
    assert "It counts as sent" in done.text
    assert "Nobody can tell: 0" in (await overview(world)).text


async def test_what_was_settled_meanwhile_is_not_sent_twice(world: World) -> None:
    await fail(world)
    screens = [await page(world, "See what went wrong") for _ in range(2)]
    told = [(await world.press(world.orla, shown, "Send number 1 again")).text for shown in screens]
    assert "settled already" in told[1]
    assert len(world.checkins.history()) == 1


async def test_there_are_pages_to_and_fro(world: World) -> None:
    for number in range(7):
        await put(world, "failed", (number + 1) * HOUR)
    first = await page(world, "See what went wrong")
    assert first.labels[-3:] == ["See more", "Back", "Stop"]
    second = await world.press(world.orla, first, "See more")
    assert second.labels == ["Send number 6 again", "Send number 7 again", "See the ones before", "Back", "Stop"]
    assert (await world.press(world.orla, second, "See the ones before")).labels == first.labels


@pytest.mark.parametrize("way", ["all", "see:failed:0", "see:due:0", "see:late:0", "again:1:0", "there:1:0"])
async def test_only_organisers_see_and_decide_wherever_the_button_stands(world: World, way: str) -> None:
    await put(world, "unknown", HOUR)
    channel = world.bot.get_partial_messageable(world.checkins.id)
    posted = await channel.send(view=Screen([door(f"deliveries:{way}", "See")]))
    refused = await world.press(world.sam, posted, "See")
    assert refused.private
    assert "This is for organisers" in refused.text
    assert [row.state for row in await rows(world)] == ["unknown"]


async def test_a_list_that_does_not_exist_is_from_an_older_version(world: World) -> None:
    channel = world.bot.get_partial_messageable(world.checkins.id)
    posted = await channel.send(view=Screen([door("deliveries:see:other:0", "See")]))
    assert "older version" in (await world.press(world.orla, posted, "See")).text


async def test_organisers_are_told_of_a_failure_once_and_what_to_do(world: World) -> None:
    for _ in range(2):
        await fail(world)
    for _ in range(3):
        await world.run_due()
    (told,) = notices(world)
    assert f"Kettle could not send 2 messages in <#{world.checkins.id}>" in told
    assert "Use /setup to see what to allow" in told
    assert "/organise deliveries" in told


async def test_what_is_mended_before_it_is_told_is_not_told(world: World) -> None:
    await fail(world)
    world.bot.db.on_due = None
    await world.bot.cogs["Deliveries"].tell_failures()  # type: ignore[attr-defined] # the cog's own sweep
    await world.press(world.orla, await page(world, "See what went wrong"), "Send number 1 again")
    await world.run_due()
    assert notices(world) == []
    assert len(world.checkins.history()) == 1


async def test_a_notice_that_cannot_be_sent_is_not_told_by_another(world: World) -> None:
    world.env.inject_error("POST", f"/channels/{world.organisers.id}/messages", status=403, code=50013, times=None)
    await fail(world)
    for _ in range(3):
        await world.run_due()
    assert [(row.feature, row.state) for row in await rows(world)] == [("checkins", "failed"), ("deliveries", "failed")]
    assert "A note to organisers" in (await page(world, "See what went wrong")).text


async def choose(world: World, **choices: int) -> None:
    admin = Person(world.guild.id, world.ada.id, frozenset(), frozenset({"admin"}))
    async with world.bot.db.begin() as session:
        await guilds.record_choices(session, person=admin, now=world.env.now(), **choices)


def closed_channel(world: World, name: str) -> int:
    everyone, bot, *_ = world.guild.roles.values()
    closed = {role: discord.PermissionOverwrite(send_messages=False) for role in (everyone, bot)}
    return world.guild.create_text_channel(name, overwrites=closed).id


async def test_a_channel_where_kettle_may_not_write_is_told_before_anything_fails_once_a_day(world: World) -> None:
    quiet, soon = closed_channel(world, "quiet"), closed_channel(world, "soon")
    await choose(world, checkins_channel_id=quiet)
    world.bot.db.on_due = None
    async with world.bot.db.begin() as session:
        at = world.env.now() + 20 * DAY
        about: Any = {"guild_id": world.guild.id, "feature": "reachouts", "subject_id": 1, "channel_id": soon}
        await deliveries.schedule(session, **about, due_at=at, expires_at=at + DAY)
    for _ in range(2):
        await world.run_due()
    assert len(notices(world)) == 2
    assert f"Kettle cannot do all it needs in <#{quiet}>" in notices(world)[0]
    assert "Allow it there: Send Messages" in notices(world)[0]
    assert f"<#{soon}>" in notices(world)[1]
    await world.env.advance_time(23 * 3600)
    await world.run_due()
    assert len(notices(world)) == 2
    await world.env.advance_time(3600)
    await world.run_due()
    assert len(notices(world)) == 4


async def test_a_channel_that_is_open_again_or_not_known_is_not_told(world: World) -> None:
    quiet = closed_channel(world, "quiet")
    await choose(world, checkins_channel_id=quiet, moderators_channel_id=999)
    world.bot.db.on_due = None
    await world.bot.cogs["Deliveries"].look_ahead()  # type: ignore[attr-defined] # the cog's own sweep
    for role in list(world.guild.roles.values())[:2]:
        world.env.backend.delete_overwrite(quiet, role.id)
    await world.run_due()
    assert notices(world) == []


async def test_a_notice_that_is_gone_or_of_a_community_that_is_away_says_nothing(world: World) -> None:
    quiet = closed_channel(world, "quiet")
    await choose(world, checkins_channel_id=quiet)
    world.bot.db.on_due = None
    cog: Any = world.bot.cogs["Deliveries"]
    await cog.look_ahead()
    (row,) = await rows(world)
    assert await cog.render(row) is not None
    world.bot._connection._remove_guild(world.bot.get_guild(world.guild.id))  # type: ignore[arg-type]
    assert await cog.render(row) is None
    row.subject_id = 999
    assert await cog.render(row) is None
