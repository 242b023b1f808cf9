"""Calls on channels and their messages; `enforce_nonce` is honoured here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.wire.standin import messages
from tests.wire.standin.channels import FORUM, seen, writable
from tests.wire.standin.routing import Call, DiscordError, route
from tests.wire.standin.world import EPHEMERAL

if TYPE_CHECKING:
    from tests.wire.standin.world import Json


@route("GET", "/channels/{channel}")
def get_channel(call: Call) -> Json:
    return seen(call)


@route("POST", "/channels/{channel}/messages")
def send(call: Call) -> Json:
    """The same nonce within `nonce_seconds` gives the message it made before; later it makes a new one."""
    place = writable(call)
    if place["type"] == FORUM:
        raise DiscordError(400, 50008, "Cannot send messages in a non-text channel")
    channel_id = place["id"]
    remembered = call.world.nonces.get((channel_id, str(call.body.get("nonce"))))
    if call.body.get("enforce_nonce") and remembered and _is_fresh(call, remembered[0]):
        return messages.find(call, channel_id, remembered[1])
    made = messages.keep(call, channel_id, call.body)
    if call.body.get("nonce") is not None:
        call.world.nonces[channel_id, str(call.body["nonce"])] = (call.world.now(), made["id"])
    return made


@route("GET", "/channels/{channel}/messages")
def list_messages(call: Call) -> list[Json]:
    """The newest first, as many as `limit` says; only `after` and `before` narrow it."""
    kept = call.world.messages.get(seen(call)["id"], {}).values()
    after, before = int(call.query.get("after", 0)), int(call.query.get("before", 1 << 63))
    found = [one for one in kept if after < int(one["id"]) < before and not one["flags"] & EPHEMERAL]
    return found[::-1][: int(call.query.get("limit", 50))]


@route("GET", "/channels/{channel}/messages/{message}")
def get_message(call: Call) -> Json:
    return _message(call)


@route("PATCH", "/channels/{channel}/messages/{message}")
def edit_message(call: Call) -> Json:
    return messages.change(call, _message(call), call.body)


@route("DELETE", "/channels/{channel}/messages/{message}")
def delete_message(call: Call) -> None:
    del call.world.messages[call.args["channel"]][_message(call)["id"]]


def _is_fresh(call: Call, at: float) -> bool:
    return call.world.now() - at <= call.world.nonce_seconds


def _message(call: Call) -> Json:
    """A private reply is reached through its interaction only, never through its channel."""
    found = messages.find(call, seen(call)["id"], call.args["message"])
    if found["flags"] & EPHEMERAL:
        raise DiscordError(404, 10008, "Unknown Message")
    return found
