"""Keeping messages: making one from a request, editing it, its files and the ids of its parts."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from tests.wire.standin import shapes
from tests.wire.standin.routing import Call, DiscordError
from tests.wire.standin.world import EPHEMERAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.wire.standin.world import Json

EDITABLE = ("content", "embeds", "components", "flags")


def keep(call: Call, channel_id: str, body: Json, message_id: str | None = None) -> Json:
    """A new message in this channel, with an id of its own unless one is given."""
    message_id = message_id or call.world.new_id()
    attachments = _attachments(call, channel_id, body, kept=[])
    made = shapes.message(call.world, channel_id, message_id, body, attachments)
    _finish(made)
    call.world.messages.setdefault(channel_id, {})[message_id] = made
    return made


def change(call: Call, message: Json, body: Json) -> Json:
    """The named parts replaced; attachments stay unless listed anew, and who sees it never changes."""
    private = message["flags"] & EPHEMERAL
    message |= {key: body[key] for key in EDITABLE if body.get(key) is not None}
    message["flags"] = (message["flags"] & ~EPHEMERAL) | private
    message["content"] = message["content"] if body.get("content", "") is not None else ""
    if body.get("attachments") is not None:
        attachments = _attachments(call, message["channel_id"], body, kept=message["attachments"])
        message["attachments"] = attachments
    message["edited_timestamp"] = call.world.timestamp()
    _finish(message)
    return message


def find(call: Call, channel_id: str, message_id: str | None) -> Json:
    """The kept message, or Discord's refusal for one that is gone."""
    found = call.world.messages.get(channel_id, {}).get(message_id or "")
    if found is None:
        raise DiscordError(404, 10008, "Unknown Message")
    return found


def walk(node: Any) -> Iterator[Json]:
    """Every component inside a payload, in the order of the screen."""
    if isinstance(node, list):
        for item in node:
            yield from walk(item)
    elif isinstance(node, dict):
        if isinstance(node.get("type"), int):
            yield node
        for key in ("components", "component", "accessory"):
            yield from walk(node.get(key))


def _finish(message: Json) -> None:
    """Number the components and give attached media an address, as Discord does."""
    numbers = itertools.count(1)
    addresses = {f"attachment://{file['filename']}": file["url"] for file in message["attachments"]}
    for part in walk(message["components"]):
        part["id"] = part.get("id") or next(numbers)
        for media in _media(part):
            media["url"] = addresses.get(media["url"], media["url"])


def _media(part: Json) -> Iterator[Json]:
    holders = [part, *(part.get("items") or [])]
    for holder in holders:
        for key in ("media", "file"):
            if isinstance(holder.get(key), dict):
                yield holder[key]


def _attachments(call: Call, channel_id: str, body: Json, kept: list[Json]) -> list[Json]:
    listed = body.get("attachments") or []
    names = {str(entry["id"]): entry for entry in listed}
    stay = [old for old in kept if old["id"] in names]
    return stay + [_upload(call, channel_id, names.get(key, {}), key) for key in call.files]


def _upload(call: Call, channel_id: str, entry: Json, key: str) -> Json:
    name, data = call.files[key]
    file_id = call.world.new_id()
    call.world.files[file_id] = data
    url = f"{call.base}/attachments/{channel_id}/{file_id}/{name}"
    described = {"description": entry["description"]} if entry.get("description") else {}
    return {"id": file_id, "filename": name, "size": len(data), "url": url, "proxy_url": url, **described}
