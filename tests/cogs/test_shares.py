"""Journeys of sharing an answer with a peer, and taking it back."""

import discord

from tests.cogs.conftest import World
from tests.cogs.reading import read, text_of
from tests.cogs.sharing import agree, pairs, share


async def test_an_answer_goes_to_the_peer_who_agreed_and_to_nobody_else(world: World) -> None:
    await agree(world, world.sam, world.jo)
    shared = await share(world, world.sam)
    assert f"Shared with <@{world.jo.id}>" in shared.text
    assert "116 123" in shared.text
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
    assert "Your peers no longer see that" in saved.text
    await world.press(world.sam, saved, "Share with my peers")
    assert len(world.inbox(world.jo)) == 2


async def test_the_way_back_from_a_share_says_that_it_is_shared_and_takes_it_back(world: World) -> None:
    await agree(world, world.sam, world.jo)
    back = await world.press(world.sam, await share(world, world.sam), "Back")
    assert "You shared this" in back.text
    assert "Other members cannot see this" not in back.text
    assert "Keep it to myself" not in back.labels
    await world.press(world.sam, back, "Take the share back")
    assert len(world.inbox(world.jo)) == 1


async def test_yesterdays_answer_is_not_shared_as_todays(world: World) -> None:
    await agree(world, world.sam, world.jo)
    saved = await world.press(world.sam, await world.slash(world.sam, "checkin"), "Low")
    await world.env.advance_time(24 * 3600)
    told = await world.press(world.sam, saved, "Share with my peers")
    assert "from another day" in told.text
    assert len(world.inbox(world.jo)) == 1


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


async def test_the_peer_can_end_it_from_a_share_and_it_goes_away(world: World) -> None:
    await agree(world, world.sam, world.jo)
    await share(world, world.sam)
    ended = read(await world.jo.user.click(world.inbox(world.jo)[-1], label="End sharing"))
    assert f"<@{world.sam.id}> no longer shares with you" in ended.text
    assert await pairs(world) == []
    assert all("shared how they are" not in text_of(message) for message in world.inbox(world.jo))


async def test_shares_name_people_without_pinging_them(world: World) -> None:
    await agree(world, world.sam, world.jo)
    await share(world, world.sam)
    sent = [entry.json for entry in world.env.http_requests if entry.method == "POST" and "/messages" in entry.path]
    assert sent
    assert all(body["allowed_mentions"]["parse"] == [] for body in sent if isinstance(body, dict))
    assert isinstance(world.inbox(world.jo)[-1], discord.Message)
