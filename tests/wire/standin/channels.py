"""Channels and threads as payloads, and what the bot may do in one by its overwrites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.wire.standin.routing import Call, DiscordError

if TYPE_CHECKING:
    from tests.wire.standin.world import Json, World

TEXT, DIRECT, ANNOUNCEMENT, FORUM = 0, 1, 5, 15
ANNOUNCEMENT_THREAD, THREAD = 10, 11
THREADS = {ANNOUNCEMENT_THREAD, THREAD}
VIEW, SEND, SEND_IN_THREADS = 1 << 10, 1 << 11, 1 << 38


def channel(channel_id: str, guild_id: str, name: str, position: int, kind: int = TEXT) -> Json:
    """A channel of a guild; a forum has what a forum needs."""
    forum = {"available_tags": [], "default_forum_layout": 0, "default_sort_order": None} if kind == FORUM else {}
    return {
        "id": channel_id,
        "type": kind,
        "guild_id": guild_id,
        "name": name,
        "position": position,
        "permission_overwrites": [],
        "parent_id": None,
        "topic": None,
        "nsfw": False,
        "rate_limit_per_user": 0,
        "last_message_id": None,
        "flags": 0,
        **forum,
    }


def thread(world: World, parent: Json, thread_id: str, body: Json) -> Json:
    """A thread under a channel, or a post in a forum."""
    metadata = {
        "archived": False,
        "auto_archive_duration": body.get("auto_archive_duration") or 1440,
        "archive_timestamp": world.timestamp(),
        "create_timestamp": world.timestamp(),
        "locked": False,
    }
    return {
        "id": thread_id,
        "type": ANNOUNCEMENT_THREAD if parent["type"] == ANNOUNCEMENT else THREAD,
        "guild_id": parent["guild_id"],
        "parent_id": parent["id"],
        "owner_id": world.bot.id,
        "name": body["name"],
        "last_message_id": thread_id,
        "message_count": 0,
        "member_count": 1,
        "total_message_sent": 0,
        "rate_limit_per_user": 0,
        "flags": 0,
        "applied_tags": body.get("applied_tags") or [],
        "thread_metadata": metadata,
    }


def seen(call: Call) -> Json:
    """The channel of the path, if it is there and the bot may see it."""
    found = call.world.channels.get(call.args["channel"])
    if found is None:
        raise DiscordError(404, 10003, "Unknown Channel")
    if not _may(call.world, found, VIEW):
        raise DiscordError(403, 50001, "Missing Access")
    return found


def writable(call: Call) -> Json:
    """The same, if the bot may also write there; a person with closed direct messages cannot be written to."""
    found = seen(call)
    if found["type"] == DIRECT:
        _require_open(call.world, found["recipients"][0]["id"])
    elif not _may(call.world, found, SEND_IN_THREADS if found["type"] in THREADS else SEND):
        raise DiscordError(403, 50013, "Missing Permissions")
    return found


def _require_open(world: World, person_id: str) -> None:
    if person_id in world.closed:
        raise DiscordError(403, 50007, "Cannot send messages to this user")
    if person_id in world.gone:
        raise DiscordError(403, 50278, "Cannot send messages to this user due to having no mutual guilds")


def _may(world: World, found: Json, right: int) -> bool:
    """By the overwrites for everyone and for the bot's own role, in that order; a thread has its parent's."""
    if found["type"] == DIRECT:
        return True
    place = world.channels[found["parent_id"]] if found["type"] in THREADS else found
    held = world.bot.permissions
    known = {overwrite["id"]: overwrite for overwrite in place["permission_overwrites"]}
    for role_id in (place["guild_id"], world.communities[place["guild_id"]].own_role_id):
        if overwrite := known.get(role_id):
            held = held & ~int(overwrite["deny"]) | int(overwrite["allow"])
    return bool(held & right)
