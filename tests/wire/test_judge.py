"""The judge refuses what Discord refuses, and takes what discord.py sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.wire.judge import NEEDED, description, expect_taken, judge, refusals
from tests.wire.rules import broken_rules

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.wire.standin import StandIn

    Ask = Callable[..., Awaitable[tuple[int, Any]]]

CALLBACK = "/interactions/1/made-up/callback"
MESSAGES = "/channels/1/messages"
COMMANDS = "/applications/1/commands"
CHOICES = [{"name": "n" * 50, "value": "v" * 50}] * 4

needs_description = pytest.mark.skipif(description() is None, reason=NEEDED)


def button(**changed: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "Answer", "custom_id": "checkin:answer:1:low"} | changed


def row(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(buttons)}


def layout(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"flags": 1 << 15, "components": list(parts)}


def command(**changed: Any) -> dict[str, Any]:
    return {"name": "checkin", "description": "How are you today?", "type": 1, "options": []} | changed


def option(name: str, **changed: Any) -> dict[str, Any]:
    return {"type": 3, "name": name, "description": "Words."} | changed


def label(custom_id: str) -> dict[str, Any]:
    field = {"type": 4, "custom_id": custom_id, "style": 1}
    return {"type": 18, "label": "Words", "component": field}


REFUSED = {
    "content is over 2,000": ("POST", MESSAGES, {"content": "x" * 2001}),
    "without custom_id": ("POST", MESSAGES, {"components": [row(button(custom_id=None))]}),
    "without url": ("POST", MESSAGES, {"components": [row(button(style=5, custom_id=None))]}),
    "neither words": ("POST", MESSAGES, {"components": [row(button(label=None))]}),
    "used 2 times": ("POST", MESSAGES, {"components": [row(button(), button())]}),
    "more than 5 rows": (
        "PATCH",
        f"{MESSAGES}/2",
        {"components": [row(button(custom_id=f"a:{n}")) for n in range(6)]},
    ),
    "41 components": ("POST", MESSAGES, layout(*({"type": 10, "content": "."} for _ in range(41)))),
    "over 4,000 characters": ("POST", MESSAGES, layout({"type": 10, "content": "x" * 4001})),
    "no content": ("POST", MESSAGES, layout({"type": 10, "content": "x"}) | {"content": "x"}),
    "more than 5 labels": (
        "POST",
        CALLBACK,
        {
            "type": 9,
            "data": {"custom_id": "a:b", "title": "T", "components": [label(str(n)) for n in range(6)]},
        },
    ),
    "not lower case": ("PUT", COMMANDS, [command(name="CheckIn")]),
    "not lower case letters": ("PUT", COMMANDS, [command(options=[option("two words")])]),
    "101 commands": ("PUT", COMMANDS, [command(name=f"c{n}") for n in range(101)]),
    "8,000 are allowed": (
        "PUT",
        COMMANDS,
        [command(options=[option(f"o{n}", description="d" * 100, choices=CHOICES) for n in range(25)])],
    ),
    "required option after": (
        "PUT",
        COMMANDS,
        [command(options=[option("a"), option("b", required=True)])],
    ),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_a_rule_that_the_description_misses_is_kept_by_hand(reason: str) -> None:
    assert any(reason in found for found in broken_rules(*REFUSED[reason]))


def test_a_screen_within_all_limits_breaks_no_rule() -> None:
    screen = layout({"type": 17, "components": [{"type": 10, "content": "Hello"}, row(button())]})
    assert list(broken_rules("POST", CALLBACK, {"type": 4, "data": screen})) == []


@needs_description
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", MESSAGES, {"content": "Hello", "nonce": "n" * 25, "enforce_nonce": True}),
        ("POST", CALLBACK, {"type": 4, "data": layout({"type": 17, "components": [row(button())]})}),
        ("POST", "/users/@me/channels", {"recipient_id": 1}),
        ("PUT", COMMANDS, [command(nsfw=False, default_member_permissions=None, contexts=[0])]),
        ("GET", "/guilds/1/members/2", None),
        ("POST", CALLBACK, {"type": 5}),
    ],
)
def test_what_discord_takes_is_taken(method: str, path: str, body: Any) -> None:
    assert judge(method, path, body) == []


@needs_description
@pytest.mark.parametrize(
    ("method", "path", "body", "reason"),
    [
        ("POST", "/channels/1/letters", {}, "Discord has no POST"),
        ("POST", MESSAGES, None, "needs a body"),
        ("GET", MESSAGES, {"content": "x"}, "takes no body"),
        ("POST", MESSAGES, {"contents": "x"}, "contents"),
        ("POST", MESSAGES, {"nonce": "n" * 26}, "too long"),
        ("POST", MESSAGES, {"components": [row(*(button(custom_id=str(n)) for n in range(6)))]}, "too long"),
        ("POST", CALLBACK, {"type": 4, "data": {"components": [row(button(label="x" * 81))]}}, "too long"),
        ("POST", CALLBACK, {"type": 4, "data": {"components": [row(button(lable="x"))]}}, "lable"),
        ("PUT", COMMANDS, [command(description="d" * 101)], "too long"),
    ],
)
def test_what_the_description_refuses_is_refused_with_its_cause(method: str, path: str, body: Any, reason: str) -> None:
    assert any(reason in found for found in judge(method, path, body))


async def test_a_wrong_request_among_those_of_a_wire_test_is_refused(discord: StandIn, ask: Ask, messages: str) -> None:
    await ask("POST", messages, {"content": "Hello"})
    expect_taken(discord.asked)
    await ask("POST", messages, {"content": "x" * 2001})
    with pytest.raises(AssertionError, match="over 2,000"):
        expect_taken(discord.asked)
    discord.requests.pop()  # or the fixture says the same


def test_the_same_request_for_another_place_is_told_once_each() -> None:
    paths = [f"/channels/{10**17 + n}/messages" for n in range(2)]
    told = refusals(("POST", path, {"content": "x" * 2001}) for path in [*paths, *paths])
    assert [reason.partition(": ")[0] for reason in told] == [f"POST {path}" for path in paths]


@needs_description
@pytest.mark.parametrize(
    "body",
    [{"name": "A question", "type": 11, "message": {"content": "Hello", "tts": False}}, {"name": "More", "type": 11}],
)
def test_what_discord_py_sends_for_a_thread_is_taken(body: Any) -> None:
    assert judge("POST", "/channels/1/threads", body) == []


def test_the_message_of_a_forum_post_has_the_limits_of_any_message() -> None:
    body = {"name": "A question", "message": {"content": "x" * 2001}}
    assert list(broken_rules("POST", "/channels/1/threads", body)) == ["content is over 2,000 characters"]


@needs_description
def test_many_digits_inside_a_nonce_are_no_id_and_do_not_make_it_longer() -> None:
    assert refusals([("POST", MESSAGES, {"content": "Hello", "nonce": "a" * 7 + "1" * 17 + "b"})]) == []
