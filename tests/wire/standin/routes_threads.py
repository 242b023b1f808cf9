"""Calls on threads, forum posts and publishing; no nonce is honoured here, as in Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.wire.standin import messages
from tests.wire.standin.channels import ANNOUNCEMENT, FORUM, THREADS, seen, thread, writable
from tests.wire.standin.routing import Call, DiscordError, Limited, route

if TYPE_CHECKING:
    from tests.wire.standin.world import Json

CROSSPOSTED = 1 << 0
HOUR = 3600.0
PATCHED = ("name", "rate_limit_per_user", "applied_tags", "flags")
METADATA = ("archived", "locked", "auto_archive_duration")


@route("POST", "/channels/{channel}/threads")
def open_thread(call: Call) -> Json:
    """In a forum with a message, which has the thread's id; elsewhere a thread that is empty at first."""
    parent = writable(call)
    made = _keep_thread(call, parent, call.world.new_id())
    if parent["type"] != FORUM:
        return made
    if not call.body.get("message"):
        raise DiscordError(400, 50035, "Invalid Form Body")
    first = messages.keep(call, made["id"], call.body["message"], made["id"])
    return made | {"message": first}


@route("POST", "/channels/{channel}/messages/{message}/threads")
def open_thread_at(call: Call) -> Json:
    """A thread has the id of the message that it hangs from, so there is one at most."""
    parent = writable(call)
    message = messages.find(call, parent["id"], call.args["message"])
    if message["id"] in call.world.channels:
        raise DiscordError(400, 160004, "A thread has already been created for this message")
    return _keep_thread(call, parent, message["id"])


def _keep_thread(call: Call, parent: Json, thread_id: str) -> Json:
    made = thread(call.world, parent, thread_id, call.body)
    call.world.channels[thread_id] = made
    return made


@route("GET", "/guilds/{guild}/threads/active")
def list_active(call: Call) -> Json:
    """All threads of a guild that are not archived, the newest first; their members are not kept."""
    found = [one for one in _threads(call) if one["guild_id"] == call.args["guild"] and not _archived(one)]
    return {"threads": found, "members": []}


@route("GET", "/channels/{channel}/threads/archived/public")
def list_archived(call: Call) -> Json:
    """The archived ones of a channel, the newest archived first, before an instant if one is given."""
    parent, before = seen(call), call.query.get("before", "9999")
    mine = [one for one in _threads(call) if one["parent_id"] == parent["id"] and _archived(one)]
    mine.sort(key=_archived_at, reverse=True)
    older, limit = [one for one in mine if _archived_at(one) < before], int(call.query.get("limit", 50))
    return {"threads": older[:limit], "members": [], "has_more": len(older) > limit}


@route("PATCH", "/channels/{channel}")
def change_thread(call: Call) -> Json:
    """Only a thread: Kettle changes no channel."""
    found = _thread(call)
    found |= {key: call.body[key] for key in PATCHED if key in call.body}
    metadata = found["thread_metadata"]
    if call.body.get("archived", metadata["archived"]) != metadata["archived"]:
        metadata["archive_timestamp"] = call.world.timestamp()
    metadata |= {key: call.body[key] for key in METADATA if key in call.body}
    return found


@route("DELETE", "/channels/{channel}")
def delete_thread(call: Call) -> Json:
    """Only a thread, with all that was said in it."""
    found = _thread(call)
    call.world.forget(found["id"])
    return found


@route("POST", "/channels/{channel}/messages/{message}/crosspost")
def publish(call: Call) -> Json:
    """To the followers of an announcement channel: once a message, and so many an hour as `crossposts_an_hour` says."""
    place = writable(call)
    message = messages.find(call, place["id"], call.args["message"])
    if place["type"] != ANNOUNCEMENT:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type")
    if message["flags"] & CROSSPOSTED:
        raise DiscordError(400, 40033, "This message has already been crossposted")
    _count_publishing(call, place["id"])
    message["flags"] |= CROSSPOSTED
    return message


def _count_publishing(call: Call, channel_id: str) -> None:
    now, most = call.world.now(), call.world.crossposts_an_hour
    lately = [at for at in call.world.crossposts.get(channel_id, []) if at > now - HOUR]
    if most is not None and len(lately) >= most:
        raise Limited(lately[0] + HOUR - now)
    call.world.crossposts[channel_id] = [*lately, now]


def _threads(call: Call) -> list[Json]:
    return [one for one in reversed(call.world.channels.values()) if one["type"] in THREADS]


def _thread(call: Call) -> Json:
    found = seen(call)
    if found["type"] not in THREADS:
        raise DiscordError(403, 50013, "Missing Permissions")
    return found


def _archived(found: Json) -> bool:
    return bool(found["thread_metadata"]["archived"])


def _archived_at(found: Json) -> str:
    return str(found["thread_metadata"]["archive_timestamp"])
