"""Journeys of choosing a peer: the one question, the answer, and ending it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db.models.deliveries import Delivery
from tests.cogs.conftest import World
from tests.cogs.reading import read, text_of
from tests.cogs.sharing import agree, choose, pairs, share


async def test_a_chosen_peer_is_asked_once_and_nothing_is_shared_before_they_agree(world: World) -> None:
    people = await choose(world, world.sam, world.jo)
    assert f"<@{world.jo.id}>: asked" in people.text
    await choose(world, world.sam, world.jo)
    asked = world.inbox(world.jo)
    assert len(asked) == 1
    assert f"<@{world.sam.id}>" in text_of(asked[0])
    refused = await share(world, world.sam)
    assert "Nobody on your list has agreed yet" in refused.text
    assert len(world.inbox(world.jo)) == 1


async def test_the_peer_can_say_no_and_the_question_goes_away(world: World) -> None:
    await choose(world, world.sam, world.jo)
    reply = read(await world.jo.user.click(world.inbox(world.jo)[-1], label="No, thank you"))
    assert "That is fine" in reply.text
    assert await pairs(world) == []
    assert all("would like to share" not in text_of(message) for message in world.inbox(world.jo))


async def test_the_member_can_end_it_from_their_settings(world: World) -> None:
    await agree(world, world.sam, world.jo)
    people = await world.press(world.sam, await world.slash(world.sam, "my settings"), "See the list")
    assert "agreed" in people.text
    ended = await world.press(world.sam, people, "End number 1")
    assert f"You no longer share with <@{world.jo.id}>" in ended.text
    assert await pairs(world) == []
    again = await choose(world, world.sam, world.jo)
    assert "not long ago" in again.text
    assert await pairs(world) == []


async def test_one_cannot_choose_oneself_or_a_bot(world: World) -> None:
    told = await choose(world, world.sam, world.sam)
    assert "That is you" in told.text
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    told = await choose(world, world.sam, robot)
    assert "That is a bot" in told.text
    assert await pairs(world) == []


async def test_a_sixth_peer_is_refused_kindly(world: World) -> None:
    crowd = [world.guild.add_member(world.env.create_user(f"peer{number}")) for number in range(6)]
    shown = [await choose(world, world.sam, person) for person in crowd[:5]]
    assert "peers:choose" not in shown[-1].ids
    # A screen that was open before still has the menu.
    sixth = read(await world.sam.select(shown[0].message, [crowd[5]], custom_id="peers:choose"))
    assert "You already share with 5 people" in sixth.text
    assert await pairs(world) == ["asked"] * 5


async def test_somebody_who_takes_no_shares_is_not_asked_and_nobody_is_told_so(world: World) -> None:
    settings = await world.slash(world.jo, "my settings")
    await world.jo.click(settings.message, custom_id="members:turn:accepts_shares:off")
    told = await choose(world, world.sam, world.jo)
    assert f"<@{world.jo.id}>: asked, no answer yet" in told.text
    assert world.inbox(world.jo) == []


async def test_a_peer_who_left_the_community_cannot_agree(world: World) -> None:
    await choose(world, world.sam, world.jo)
    asked = world.inbox(world.jo)[-1]
    world.guild.remove_member(world.jo)
    told = read(await world.jo.user.click(asked, label="Agree"))
    assert "no longer in that community" in told.text
    assert await pairs(world) == ["asked"]


async def test_closed_direct_messages_lose_nothing_and_are_noted(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, message="Cannot send to this user")
    await choose(world, world.sam, world.jo)
    assert await pairs(world) == ["asked"]
    assert world.inbox(world.jo) == []
    async with world.bot.db.read() as session:
        assert [(row.state, row.reason) for row in await session.scalars(select(Delivery))] == [("failed", "closed-dm")]
    told = await world.slash(world.jo, "support")
    assert told.private
    assert f"<@{world.sam.id}> would like to share with you" in told.text
    assert "would like to share" not in (await world.slash(world.jo, "support")).text


async def test_a_message_in_quiet_hours_waits_until_they_end(world: World) -> None:
    settings = await world.slash(world.jo, "my settings")
    form = read(await world.jo.click(settings.message, custom_id="members:quiet"))
    await world.fill(world.jo, form, start="11pm", end="8am")
    await choose(world, world.sam, world.jo)
    assert world.inbox(world.jo) == []
    await world.env.advance_time(timedelta(hours=8).total_seconds())
    await world.run_due()
    assert len(world.inbox(world.jo)) == 1


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_message_that_discord_could_not_take_is_said_once_later(world: World, status: int) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=status)
    await choose(world, world.sam, world.jo)
    assert world.inbox(world.jo) == []
    await world.env.advance_time(60)
    await world.run_due()
    await world.run_due()
    assert len(world.inbox(world.jo)) == 1


async def test_an_unanswered_question_goes_after_a_fortnight(world: World) -> None:
    await choose(world, world.sam, world.jo)
    await world.env.advance_time(timedelta(days=15).total_seconds())
    await world.run_due()
    assert await pairs(world) == []
    assert world.inbox(world.jo) == []
