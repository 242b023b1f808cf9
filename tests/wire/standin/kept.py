"""Reading what the bot has said anywhere: each message by the ids that its buttons carry."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.wire.standin.messages import walk
from tests.wire.standin.world import DISCORD_EPOCH_MS, EPHEMERAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.wire.standin.world import Json, World


def everything(world: World) -> Iterator[Json]:
    """Every message that people can see, in channels, threads, forum posts and direct messages."""
    for kept in world.messages.values():
        yield from (message for message in kept.values() if not message["flags"] & EPHEMERAL)


def button_ids(message: Json) -> list[str]:
    """The ids of its buttons, selects and fields, in the order of the screen."""
    return [part["custom_id"] for part in walk(message["components"]) if part.get("custom_id")]


def by_token(world: World, pattern: str) -> dict[str, list[Json]]:
    """Messages by the first group of a pattern over the ids of their parts; each message once a token, oldest first."""
    sought, found = re.compile(pattern), {}
    for message in everything(world):
        matches = (sought.fullmatch(each) for each in button_ids(message))
        for token in dict.fromkeys(match.group(1) for match in matches if match):
            found.setdefault(token, []).append(message)
    return {token: sorted(kept, key=lambda one: int(one["id"])) for token, kept in found.items()}


def by_words(world: World, pattern: str) -> dict[str, list[Json]]:
    """The same by what is written in them, for messages without buttons."""
    sought, found = re.compile(pattern), {}
    for message in everything(world):
        texts = (str(part.get("content") or "") for part in walk(message["components"]))
        for token in dict.fromkeys(match.group(1) for text in texts for match in sought.finditer(text)):
            found.setdefault(token, []).append(message)
    return {token: sorted(kept, key=lambda one: int(one["id"])) for token, kept in found.items()}


def said_at(message: Json) -> datetime:
    """When it was kept, by its id: on the stand-in's clock, which tests may move."""
    return datetime.fromtimestamp(((int(message["id"]) >> 22) + DISCORD_EPOCH_MS) / 1000, UTC)
