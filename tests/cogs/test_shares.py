"""Journeys of sharing: choosing a peer, being asked, sharing an answer, and ending it from either side."""

from datetime import timedelta

import discord
import pytest
from simcord import MemberActor
from sqlalchemy import select

from db.models.peers import Peer
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, read, text_of


async def choose(world: World, chooser: MemberActor, peer: MemberActor) -> Shown:
    settings = await world.slash(chooser, "my settings")
    people = await world.press(chooser, settings, "See the list")
    return read(await chooser.select(people.message, [peer], custom_id="peers:choose"))


async def agree(world: World, chooser: MemberActor, peer: MemberActor) -> None:
    await choose(world, chooser, peer)
    await peer.user.click(world.inbox(peer)[-1], label="Agree")


async def share(world: World, person: MemberActor, label: str = "Low") -> Shown:
    saved = await world.press(person, await world.slash(person, "checkin"), label)
    return await world.press(person, saved, "Share with my peers")


async def pairs(world: World) -> list[str]:
    async with world.bot.db.read() as session:
        return list(await session.scalars(select(Peer.state)))


async def test_a_chosen_peer_is_asked_once_and_nothing_is_shared_before_they_agree(world: World) -> None:
    people = await choose(world, world.sam, world.jo)
    assert f"<@{world.jo.id}>: asked" in people.text
    await choose(world, world.sam, world.jo)
    asked = world.inbox(world.jo)
    assert len(asked) == 1
    assert f"<@{world.sam.id}>" in text_of(asked[0])
    refused = await share(world, world.sam)
    assert "Nobody would get this yet" in refused.text
    assert len(world.inbox(world.jo)) == 1


async def test_an_answer_goes_to_the_peer_who_agreed_and_to_nobody_else(world: World) -> None:
    await agree(world, world.sam, world.jo)
    shared = await share(world, world.sam)
    assert "Shared with 1 peer" in shared.text
    told = text_of(world.inbox(world.jo)[-1])
    assert f"<@{world.sam.id}> shared how they are today: **Low**" in told
    assert world.inbox(world.kim) == []
    assert world.checkins.history() == []


async def test_a_share_is_told_once_however_often_it_is_pressed(world: World) -> None:
    await agree(world, world.sam, world.jo)
    await share(world, world.sam)
    before = len(world.inbox(world.jo))
    saved = await world.press(world.sam, await world.slash(world.sam, "checkin"), "Low")
    assert before == 2
    # The same answer said anew is a new choice to share or not: the old message went away with the old answer.
    assert len(world.inbox(world.jo)) == 1
    await world.press(world.sam, saved, "Share with my peers")
    assert len(world.inbox(world.jo)) == 2


async def test_a_share_taken_back_leaves_the_peers_messages(world: World) -> None:
    await agree(world, world.sam, world.jo)
    shared = await share(world, world.sam)
    gone = await world.press(world.sam, shared, "Take the share back")
    assert "Taken back" in gone.text
    assert len(world.inbox(world.jo)) == 1


async def test_an_answer_taken_back_takes_its_share_with_it(world: World) -> None:
    await agree(world, world.sam, world.jo)
    saved = await world.press(world.sam, await world.slash(world.sam, "checkin"), "Low")
    await world.press(world.sam, saved, "Share with my peers")
    card = await world.press(world.sam, await world.slash(world.sam, "checkin"), "Good")
    await world.press(world.sam, card, "Take it back")
    assert len(world.inbox(world.jo)) == 1


async def test_the_peer_can_say_no_and_the_question_goes_away(world: World) -> None:
    await choose(world, world.sam, world.jo)
    reply = read(await world.jo.user.click(world.inbox(world.jo)[-1], label="No, thank you"))
    assert "That is fine" in reply.text
    assert await pairs(world) == []
    assert world.sam.id not in [int(part) for part in []]
    assert all("would like to share" not in text_of(message) for message in world.inbox(world.jo))


async def test_the_peer_can_end_it_from_a_share_and_it_goes_away(world: World) -> None:
    await agree(world, world.sam, world.jo)
    await share(world, world.sam)
    ended = read(await world.jo.user.click(world.inbox(world.jo)[-1], label="Stop sharing"))
    assert "Nothing more is shared" in ended.text
    assert await pairs(world) == []
    assert all("shared how they are" not in text_of(message) for message in world.inbox(world.jo))


async def test_the_member_can_end_it_from_their_settings(world: World) -> None:
    await agree(world, world.sam, world.jo)
    people = await world.press(world.sam, await world.slash(world.sam, "my settings"), "See the list")
    assert "agreed" in people.text
    await world.press(world.sam, people, "Stop number 1")
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
    assert await pairs(world) == ["asked"] * 5


async def test_somebody_who_takes_no_shares_is_not_asked(world: World) -> None:
    settings = await world.slash(world.jo, "my settings")
    await world.jo.click(settings.message, custom_id="members:turn:accepts_shares:off")
    told = await choose(world, world.sam, world.jo)
    assert "not taking shared check-ins" in told.text
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


async def test_shares_name_people_without_pinging_them(world: World) -> None:
    await agree(world, world.sam, world.jo)
    await share(world, world.sam)
    sent = [entry.json for entry in world.env.http_requests if entry.method == "POST" and "/messages" in entry.path]
    assert sent
    assert all(body["allowed_mentions"]["parse"] == [] for body in sent if isinstance(body, dict))
    assert isinstance(world.inbox(world.jo)[-1], discord.Message)
