"""Limits, bad weather and the passing of time in the stand-in."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.wire.standin import Weather, kept

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import discord as dpy

    from tests.wire.standin import StandIn

    Ask = Callable[..., Awaitable[tuple[int, Any]]]

SHARES = {"broken": 0.10, "cut": 0.05, "limited": 0.05}


async def test_limits_are_told_in_headers_and_kept_by_discord_py(discord: StandIn, client: dpy.Client) -> None:
    limits = discord.limit(requests=2, seconds=0.5)
    place = client.get_partial_messageable(int(discord.community.channel("check-ins")["id"]))
    await asyncio.gather(*(place.send("Hello") for _ in range(5)))
    assert limits.refused == 0
    assert len(list(kept.everything(discord.world))) == 5


async def test_limits_without_headers_are_run_into_and_waited_out(discord: StandIn, client: dpy.Client) -> None:
    limits = discord.limit(requests=2, seconds=0.5, bare=True)
    place = client.get_partial_messageable(int(discord.community.channel("check-ins")["id"]))
    for _ in range(3):
        await place.send("Hello")
    assert limits.refused >= 1
    assert len(list(kept.everything(discord.world))) == 3


async def test_a_limit_holds_for_one_place_and_another_for_all_together(
    discord: StandIn, ask: Ask, messages: str
) -> None:
    discord.limit(requests=1, seconds=60.0, in_all=3)
    other = f"/channels/{discord.community.channel('welcome')['id']}/messages"
    first, again, elsewhere = [await ask("POST", path, {"content": "x"}) for path in (messages, messages, other)]
    assert (first[0], again[0], again[1]["global"], elsewhere[0]) == (200, 429, False, 200)
    await ask("GET", "/users/@me")
    status, body = await ask("GET", messages)
    assert (status, body["global"]) == (429, True)


def test_weather_strikes_the_share_that_was_asked_for_and_the_same_again() -> None:
    stories = []
    for _ in range(2):
        weather = Weather(seed=7, **SHARES)
        stories.append([weather.take("POST", "/channels/1/messages") for _ in range(4000)])
        assert {name: count / 4000 for name, count in weather.seen.items()} == pytest.approx(SHARES, abs=0.01)
    assert stories[0] == stories[1]


@pytest.mark.parametrize(
    "path", ["/users/@me", "/oauth2/applications/@me", "/gateway/bot", "/interactions/1/x/callback", "/webhooks/1/x"]
)
def test_weather_spares_the_login_and_answers_to_gestures(path: str) -> None:
    assert Weather(broken=1.0).take("GET", path) is None
    assert Weather(broken=1.0).take("POST", "/users/@me/channels") is not None


async def test_work_may_be_done_although_the_answer_denies_it(discord: StandIn, ask: Ask, messages: str) -> None:
    discord.fault("POST", messages, status=502, worked=True)
    assert (await ask("POST", messages, {"content": "Hello"}))[0] == 502
    assert len(list(kept.everything(discord.world))) == 1


async def test_a_storm_leaves_the_bot_connected(discord: StandIn, client: dpy.Client) -> None:
    weather = Weather(seed=5, broken=0, cut=0, limited=0, drop_every=0.05)
    discord.weather(weather)
    await discord.until(lambda: weather.seen.get("dropped", 0) >= 4)
    discord.weather(None)
    await discord.until(lambda: any(session.line for session in discord.gateway.sessions.values()))
    assert client.is_ready()


async def test_three_hours_later_a_nonce_is_forgotten_and_new_ids_say_so(
    discord: StandIn, ask: Ask, messages: str
) -> None:
    body = {"content": "Hello", "nonce": "made-up", "enforce_nonce": True}
    first = (await ask("POST", messages, body))[1]
    discord.pass_time(119)
    assert (await ask("POST", messages, body))[1]["id"] == first["id"]
    discord.pass_time(3 * 3600)
    third = (await ask("POST", messages, body))[1]
    assert third["id"] != first["id"]
    assert (kept.said_at(third) - kept.said_at(first)).total_seconds() == pytest.approx(3 * 3600 + 119, abs=5)
