"""The stand-in's channels, threads and doors, as discord.py meets them."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Any

import discord as dpy
import pytest
from discord import ui

from tests.wire.standin import kept

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from tests.wire.standin import Json, StandIn


def place(client: dpy.Client, channel: Json) -> Any:
    found = client.get_channel(int(channel["id"]))
    assert found is not None
    return found


def screen(token: int) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    button: ui.Button[ui.LayoutView] = ui.Button(label="Answer", custom_id=f"made:answer:{token}")
    view.add_item(ui.TextDisplay("How are you?")).add_item(ui.ActionRow(button))
    return view


async def refused(call: Awaitable[object]) -> int:
    with pytest.raises(dpy.HTTPException) as caught:
        await call
    return caught.value.code


@pytest.mark.parametrize("files", [0, 1])
async def test_a_forum_post_is_a_thread_whose_first_message_has_its_id(
    discord: StandIn, client: dpy.Client, files: int
) -> None:
    forum = place(client, discord.community.channel("questions"))
    attached = [dpy.File(io.BytesIO(b"picture"), "week.png", description="Seven days") for _ in range(files)]
    made = await forum.create_thread(name="A question", view=screen(7), files=attached)
    assert made.thread.id == made.message.id
    assert (made.thread.parent_id, len(made.message.attachments)) == (forum.id, files)
    assert [one.id for one in await forum.guild.active_threads()] == [made.thread.id]
    found = kept.by_token(discord.world, r"made:answer:(\d+)")
    assert [message["id"] for message in found["7"]] == [str(made.message.id)]
    assert await refused(client.get_partial_messageable(forum.id).send("Hello")) == 50008


async def test_an_archived_thread_is_found_among_the_archived(discord: StandIn, client: dpy.Client) -> None:
    forum = place(client, discord.community.channel("questions"))
    posts = [(await forum.create_thread(name=f"Question {n}", content="Hello")).thread for n in range(3)]
    for post in posts[:2]:
        await post.edit(archived=True)
    assert [one.id for one in await forum.guild.active_threads()] == [posts[2].id]
    assert [one.id async for one in forum.archived_threads(limit=None)] == [posts[1].id, posts[0].id]
    await posts[0].delete()
    assert [one.id async for one in forum.archived_threads(limit=None)] == [posts[1].id]
    assert str(posts[0].id) not in discord.world.messages


async def test_a_thread_hangs_from_a_message_once(discord: StandIn, client: dpy.Client) -> None:
    message = await place(client, discord.community.channel("check-ins")).send("Hello")
    thread = await message.create_thread(name="More")
    assert thread.id == message.id
    await thread.send("Here")
    assert [one["content"] for one in kept.everything(discord.world)] == ["Hello", "Here"]
    assert await refused(message.create_thread(name="More")) == 160004


async def test_a_message_is_published_once_and_from_an_announcement_channel_only(
    discord: StandIn, client: dpy.Client
) -> None:
    message = await place(client, discord.community.channel("news")).send("Hello")
    await message.publish()
    assert (await message.fetch()).flags.crossposted
    assert await refused(message.publish()) == 40033
    other = await place(client, discord.community.channel("check-ins")).send("Hello")
    assert await refused(other.publish()) == 50024
    await message.delete()
    assert await refused(message.publish()) == 10008


async def test_publishing_has_a_limit_by_the_hour(discord: StandIn, client: dpy.Client) -> None:
    discord.world.crossposts_an_hour = 2
    news = place(client, discord.community.channel("news"))
    for _ in range(2):
        await (await news.send("Hello")).publish()
    third = await news.send("Hello")
    with pytest.raises(dpy.RateLimited) as caught:
        await third.publish()
    assert 3500 < caught.value.retry_after <= 3600
    discord.pass_time(3601)
    client.http._buckets.clear()  # it would wait for the hour that it was told
    await third.publish()


async def test_a_channel_is_silenced_hidden_mended_and_deleted(discord: StandIn, client: dpy.Client) -> None:
    channel = discord.community.channel("check-ins")
    found = place(client, channel)
    await discord.changes.silence(channel)
    await discord.until(lambda: not found.permissions_for(found.guild.me).send_messages)
    assert await refused(found.send("Hello")) == 50013
    await discord.changes.hide(channel)
    assert await refused(found.send("Hello")) == 50001
    assert await refused(client.fetch_channel(found.id)) == 50001
    await discord.changes.mend(channel)
    await discord.until(lambda: found.permissions_for(found.guild.me).send_messages)
    await found.send("Hello")
    await discord.changes.delete_channel(channel)
    await discord.until(lambda: client.get_channel(found.id) is None)
    assert await refused(found.send("Hello")) == 10003


async def test_a_refusal_that_the_bot_was_not_told_of_is_met_all_the_same(discord: StandIn, client: dpy.Client) -> None:
    forum = discord.community.channel("questions")
    await discord.changes.silence(forum, told=False)
    found = place(client, forum)
    assert found.permissions_for(found.guild.me).send_messages
    assert await refused(found.create_thread(name="A question", content="Hello")) == 50013


async def test_a_channel_that_is_made_again_has_another_id_and_can_be_renamed(
    discord: StandIn, client: dpy.Client
) -> None:
    old = discord.community.channel("check-ins")
    await discord.changes.delete_channel(old)
    new = await discord.changes.create_channel(discord.community, "check-ins")
    assert new["id"] != old["id"]
    await discord.until(lambda: client.get_channel(int(new["id"])))
    await discord.changes.rename_channel(new, "how-are-you")
    await discord.until(lambda: place(client, new).name == "how-are-you")
    await place(client, new).send("Hello")


async def test_a_closed_door_is_refused_until_it_opens(discord: StandIn, client: dpy.Client) -> None:
    rowan = discord.community.person("Rowan")
    direct = await client.create_dm(dpy.Object(int(rowan.id)))
    discord.changes.close_door(rowan)
    assert await refused(direct.send("Hello")) == 50007
    discord.changes.open_door(rowan)
    await direct.send("Hello")


async def test_who_left_is_not_found_and_cannot_be_written_to(discord: StandIn, client: dpy.Client) -> None:
    rowan, guild = discord.community.person("Rowan"), client.get_guild(int(discord.community.id))
    assert guild is not None
    discord.changes.leave(discord.community, rowan)
    assert await refused(guild.fetch_member(int(rowan.id))) == 10007
    direct = await client.create_dm(dpy.Object(int(rowan.id)))
    assert await refused(direct.send("Hello")) == 50278


async def test_members_are_told_by_their_ids(discord: StandIn, client: dpy.Client) -> None:
    guild = client.get_guild(int(discord.community.id))
    assert guild is not None
    ids = [int(person.id) for person in discord.community.people.values()]
    found = await guild.query_members(user_ids=[*ids, 1], cache=False)
    assert [member.id for member in found] == ids


@pytest.mark.parametrize("fault", ["half", "silence"])
async def test_half_an_answer_and_silence_are_waited_for_in_vain(
    discord: StandIn, client: dpy.Client, fault: Any
) -> None:
    guild = client.get_guild(int(discord.community.id))
    assert guild is not None
    discord.gateway.chunk_faults.append(fault)
    ids = [int(person.id) for person in discord.community.people.values()]
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await guild.query_members(user_ids=ids, cache=False)
    assert len(await guild.query_members(user_ids=ids, cache=False)) == len(ids)
