"""Answers to gestures: the callback within three seconds, then follow-ups and edits by token."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tests.wire.standin import messages
from tests.wire.standin.routing import Call, DiscordError, route
from tests.wire.standin.world import EPHEMERAL

if TYPE_CHECKING:
    from tests.wire.standin.world import Interaction, Json

MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE = 4, 5, 6, 7
LOADING = 1 << 7


@route("POST", "/interactions/{interaction}/{token}/callback", open_=True)
def answer(call: Call) -> Any:
    """One answer per gesture, in time; 204 unless `with_response` asks for the whole."""
    made = _interaction(call)
    if made.answered_at is not None:
        raise DiscordError(400, 40060, "Interaction has already been acknowledged.")
    if time.monotonic() - made.sent_at > call.world.answer_seconds:
        raise DiscordError(404, 10062, "Unknown interaction")
    made.answered_at = time.monotonic()
    message = _carry_out(call, made)
    if not made.callback.done():
        made.callback.set_result(call.body)
    return _response(call, made, message) if call.query.get("with_response") in {"1", "true"} else None


def _carry_out(call: Call, made: Interaction) -> Json | None:
    kind, body = call.body["type"], call.body.get("data") or {}
    if kind in {MESSAGE, DEFERRED_MESSAGE}:
        loading = LOADING if kind == DEFERRED_MESSAGE else 0
        flags = (body.get("flags") or 0) | loading
        message = messages.keep(call, made.channel_id, body | {"flags": flags})
        made.original_id = message["id"]
        return message
    if kind in {DEFERRED_UPDATE, UPDATE}:
        made.original_id = made.source_id
        message = messages.find(call, made.channel_id, made.source_id)
        return messages.change(call, message, body) if kind == UPDATE else None
    return None


def _response(call: Call, made: Interaction, message: Json | None) -> Json:
    answered: Json = {"id": made.id, "type": call.body["type"]}
    resource: Json = {"type": call.body["type"]}
    if message is not None:
        resource["message"] = message
        answered |= {
            "response_message_id": message["id"],
            "response_message_loading": bool(message["flags"] & LOADING),
            "response_message_ephemeral": bool(message["flags"] & EPHEMERAL),
        }
    return {"interaction": answered, "resource": resource}


@route("POST", "/webhooks/{application}/{token}", open_=True)
def follow_up(call: Call) -> Json:
    """The first follow-up after a deferred answer takes its place, as Discord does."""
    made = _acknowledged(call)
    original = call.world.messages[made.channel_id].get(made.original_id or "")
    if original and original["flags"] & LOADING:
        return _settle(call, original, call.body)
    message = messages.keep(call, made.channel_id, call.body)
    made.follow_up_ids.append(message["id"])
    return message


@route("GET", "/webhooks/{application}/{token}/messages/{message}", open_=True)
def get_answer(call: Call) -> Json:
    return _answered_message(call)


@route("PATCH", "/webhooks/{application}/{token}/messages/{message}", open_=True)
def edit_answer(call: Call) -> Json:
    return _settle(call, _answered_message(call), call.body)


@route("DELETE", "/webhooks/{application}/{token}/messages/{message}", open_=True)
def delete_answer(call: Call) -> None:
    message = _answered_message(call)
    del call.world.messages[message["channel_id"]][message["id"]]


def _settle(call: Call, message: Json, body: Json) -> Json:
    """An edit ends the waiting of a deferred answer."""
    flags = (body.get("flags") or message["flags"]) & ~LOADING
    return messages.change(call, message, body | {"flags": flags})


def _answered_message(call: Call) -> Json:
    made = _acknowledged(call)
    wanted = made.original_id if call.args["message"] == "@original" else call.args["message"]
    return messages.find(call, made.channel_id, wanted)


def _acknowledged(call: Call) -> Interaction:
    made = _interaction(call)
    if made.answered_at is None:
        raise DiscordError(404, 10015, "Unknown Webhook")
    return made


def _interaction(call: Call) -> Interaction:
    if (made := call.world.interactions.get(call.args["token"])) is None:
        raise DiscordError(404, 10062, "Unknown interaction")
    return made
