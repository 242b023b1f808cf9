"""The stand-in's REST half, asked without a bot: what it keeps, refuses and breaks on demand."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from tests.wire.standin import StandIn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.wire.standin import Json

    Ask = Callable[..., Awaitable[tuple[int, Any]]]


async def test_a_message_is_kept_edited_listed_and_deleted(ask: Ask, messages: str) -> None:
    _, made = await ask("POST", messages, {"content": "Hello"})
    await ask("PATCH", f"{messages}/{made['id']}", {"content": "Hello again"})
    _, listed = await ask("GET", messages)
    assert [message["content"] for message in listed] == ["Hello again"]
    assert (await ask("DELETE", f"{messages}/{made['id']}"))[0] == 204
    assert (await ask("GET", f"{messages}/{made['id']}"))[1]["code"] == 10008


async def test_an_enforced_nonce_gives_the_same_message_until_it_is_forgotten(
    discord: StandIn, ask: Ask, messages: str
) -> None:
    body = {"content": "Hello", "nonce": "made-up", "enforce_nonce": True}
    first, second = (await ask("POST", messages, body))[1], (await ask("POST", messages, body))[1]
    discord.world.nonce_seconds = 0.0
    third = (await ask("POST", messages, body))[1]
    assert first["id"] == second["id"] != third["id"]


async def test_a_nonce_that_is_not_enforced_stops_nothing(ask: Ask, messages: str) -> None:
    body = {"content": "Hello", "nonce": "made-up"}
    assert (await ask("POST", messages, body))[1]["id"] != (await ask("POST", messages, body))[1]["id"]


async def test_files_are_kept_and_media_get_their_address(discord: StandIn, ask: Ask, messages: str) -> None:
    gallery = {"type": 12, "items": [{"media": {"url": "attachment://week.png"}}]}
    form = aiohttp.FormData()
    attachments = [{"id": 0, "description": "Seven days"}]
    form.add_field("payload_json", json.dumps({"components": [gallery], "attachments": attachments}))
    form.add_field("files[0]", b"picture", filename="week.png", content_type="image/png")
    _, made = await ask("POST", messages, data=form)
    file = made["attachments"][0]
    assert (file["description"], discord.world.files[file["id"]]) == ("Seven days", b"picture")
    assert made["components"][0]["items"][0]["media"]["url"] == file["url"]


async def test_a_command_keeps_its_id_when_commands_are_put_again(ask: Ask) -> None:
    path = "/applications/1/commands"
    _, first = await ask("PUT", path, [{"name": "checkin", "description": "a"}])
    _, second = await ask("PUT", path, [{"name": "help", "description": "b"}, {"name": "checkin", "description": "c"}])
    assert (await ask("GET", path))[1] == second
    assert second[1]["id"] == first[0]["id"] != second[0]["id"]


async def test_members_roles_channels_and_direct_channels_are_found(discord: StandIn, ask: Ask) -> None:
    guild, rowan = f"/guilds/{discord.community.id}", discord.community.person("Rowan")
    assert (await ask("GET", f"{guild}/members/{rowan.id}"))[1]["user"]["global_name"] == "Rowan"
    assert (await ask("GET", f"{guild}/members/{discord.world.bot.id}"))[1]["user"]["bot"]
    assert (await ask("GET", f"{guild}/members/1"))[1]["code"] == 10007
    assert len((await ask("GET", f"{guild}/roles"))[1]) == 4
    assert len((await ask("GET", f"{guild}/channels"))[1]) == 5
    assert (await ask("GET", guild))[1]["approximate_member_count"] == 6
    opened = [await ask("POST", "/users/@me/channels", {"recipient_id": rowan.id}) for _ in range(2)]
    assert opened[0][1]["id"] == opened[1][1]["id"]


async def test_without_the_token_nothing_is_told(discord: StandIn) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{discord.api}/users/@me") as response:
        assert response.status == 401


async def test_an_unknown_call_is_refused_loudly() -> None:
    async with StandIn() as discord, aiohttp.ClientSession() as session:
        async with session.post(f"{discord.api}/channels/1/letters") as response:
            assert response.status == 501
        assert discord.surprises == ["POST /channels/1/letters"]


@pytest.mark.parametrize("status", [401, 403, 500, 503])
async def test_a_fault_answers_with_its_status_as_often_as_asked(discord: StandIn, ask: Ask, status: int) -> None:
    discord.fault("GET", "/users/@me", status=status, times=2)
    assert [(await ask("GET", "/users/@me"))[0] for _ in range(3)] == [status, status, 200]


async def test_a_rate_limit_says_how_long_and_comes_via_a_proxy(discord: StandIn, ask: Ask) -> None:
    discord.fault("GET", "/users/*", limited=0.25, is_global=True)
    status, body = await ask("GET", "/users/@me")
    assert (status, body["retry_after"], body["global"]) == (429, 0.25, True)


@pytest.mark.parametrize(("when", "kept"), [("before", 0), ("after", 1)])
async def test_a_connection_closes_before_or_after_the_work(
    discord: StandIn, ask: Ask, messages: str, when: str, kept: int
) -> None:
    discord.fault("POST", messages, close=when)
    with pytest.raises(aiohttp.ClientConnectionError):
        await ask("POST", messages, {"content": "Hello"})
    assert len((await ask("GET", messages))[1]) == kept


async def test_a_slow_answer_comes_late_and_a_hanging_one_not_at_all(discord: StandIn, ask: Ask) -> None:
    discord.fault("GET", "/users/@me", delay=0.1)
    started = time.monotonic()
    assert (await ask("GET", "/users/@me"))[0] == 200
    assert time.monotonic() - started >= 0.1
    discord.fault("GET", "/users/@me", hang=True)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(ask("GET", "/users/@me"), 0.1)


async def test_down_and_up_again_it_keeps_its_port_and_its_memory(discord: StandIn, ask: Ask, messages: str) -> None:
    await ask("POST", messages, {"content": "Hello"})
    await discord.down()
    with pytest.raises(aiohttp.ClientConnectionError):
        await ask("GET", messages)
    await discord.up()
    assert len((await ask("GET", messages))[1]) == 1


async def test_a_gesture_is_answered_once_and_in_time(discord: StandIn, ask: Ask, messages: str) -> None:
    channel, rowan = discord.community.channel("check-ins"), discord.community.person("Rowan")
    path, waiting = await _gesture(discord, rowan, channel)
    hello = {"type": 4, "data": {"content": "Hello", "flags": 64}}
    _, whole = await ask("POST", f"{path}?with_response=1", hello)
    assert whole["interaction"]["response_message_ephemeral"]
    assert (await ask("POST", path, hello))[1]["code"] == 40060
    reply = await waiting
    assert reply.words() == "Hello"
    assert (await ask("GET", messages))[1] == []  # a private answer is in no channel
    discord.world.answer_seconds = 0.0
    late, waiting = await _gesture(discord, rowan, channel)
    assert (await ask("POST", late, hello))[1]["code"] == 10062
    with pytest.raises(TimeoutError):
        await waiting


async def test_a_deferred_answer_is_filled_in_later_and_stays_private(discord: StandIn, ask: Ask) -> None:
    channel, rowan = discord.community.channel("check-ins"), discord.community.person("Rowan")
    path, waiting = await _gesture(discord, rowan, channel)
    token = path.split("/")[3]
    assert (await ask("POST", f"/webhooks/1/{token}", {}))[1]["code"] == 10015
    await ask("POST", path, {"type": 5, "data": {"flags": 64}})
    await ask("PATCH", f"/webhooks/1/{token}/messages/@original", {"content": "Here"})
    reply = await waiting
    assert reply.message is not None
    assert (reply.message["content"], reply.message["flags"]) == ("Here", 64)
    await ask("POST", f"/webhooks/1/{token}", {"content": "More"})
    assert [message["content"] for message in reply.follow_ups] == ["More"]


async def _gesture(discord: StandIn, person: Any, channel: Json) -> tuple[str, asyncio.Task[Any]]:
    data = {"id": "1", "name": "hello", "type": 1}
    waiting = asyncio.create_task(discord.people.send(person, 2, data, channel["id"]))
    await asyncio.sleep(0)
    made = list(discord.world.interactions.values())[-1]
    return f"/interactions/{made.id}/{made.token}/callback", waiting
