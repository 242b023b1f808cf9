"""What the stand-in remembers: the bot, the communities, messages, commands and open interactions."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

Json = dict[str, Any]

VIEW, SEND, EMBED, ATTACH, HISTORY = 1 << 10, 1 << 11, 1 << 14, 1 << 15, 1 << 16
MANAGE_GUILD, MANAGE_MESSAGES, MANAGE_EVENTS = 1 << 5, 1 << 13, 1 << 33
USE_COMMANDS, SEND_IN_THREADS = 1 << 31, 1 << 38

EVERYONE = VIEW | SEND | HISTORY | USE_COMMANDS
BOT = EVERYONE | EMBED | ATTACH | MANAGE_MESSAGES | MANAGE_EVENTS | SEND_IN_THREADS

DISCORD_EPOCH_MS = 1_420_070_400_000
EPHEMERAL = 1 << 6

_counter = itertools.count(1)


def new_id() -> str:
    """A snowflake of this moment; later ones are greater."""
    elapsed = int(time.time() * 1000) - DISCORD_EPOCH_MS
    return str((elapsed << 22) + (next(_counter) & 0x3FFFFF))


@dataclass(frozen=True)
class Person:
    """Someone who can make gestures, with the rights Discord would state in the payload."""

    name: str
    permissions: int = EVERYONE
    role_ids: tuple[str, ...] = ()
    id: str = field(default_factory=new_id)


@dataclass
class Community:
    """A guild: its roles and channels as payloads, its people by id."""

    id: str
    name: str
    owner_id: str
    roles: list[Json]
    channels: list[Json]
    people: dict[str, Person]

    def person(self, name: str) -> Person:
        return next(person for person in self.people.values() if person.name == name)

    def channel(self, name: str) -> Json:
        return next(channel for channel in self.channels if channel["name"] == name)


@dataclass
class Interaction:
    """One gesture on its way: what was sent, and what the bot has answered so far."""

    id: str
    token: str
    channel_id: str
    source_id: str | None
    callback: asyncio.Future[Json]
    sent_at: float
    answered_at: float | None = None
    original_id: str | None = None
    follow_up_ids: list[str] = field(default_factory=list)


@dataclass
class World:
    """Everything kept between requests; payloads are stored as they would be sent."""

    token: str = "made-up.token.of-the-stand-in"
    bot: Person = field(default_factory=lambda: Person("Kettle", BOT))
    communities: dict[str, Community] = field(default_factory=dict)
    channels: dict[str, Json] = field(default_factory=dict)
    messages: dict[str, dict[str, Json]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    commands: list[Json] = field(default_factory=list)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    nonces: dict[tuple[str, str], tuple[float, str]] = field(default_factory=dict)
    nonce_seconds: float = 120.0
    answer_seconds: float = 3.0

    def add_community(self, name: str, people: tuple[Person, ...] = ()) -> Community:
        """A guild with a few channels, the bot, and the given people or five made-up ones."""
        guild_id = new_id()
        roles = [
            _role(guild_id, "@everyone", EVERYONE, 0),
            _role(new_id(), "Organisers", EVERYONE, 1),
            _role(new_id(), "Moderators", EVERYONE, 2),
            _role(new_id(), "Kettle", BOT, 3, managed=True),
        ]
        channels = [
            _text_channel(guild_id, channel, position)
            for position, channel in enumerate(("welcome", "check-ins", "moderators"))
        ]
        everyone = people or _people(organisers=roles[1]["id"], moderators=roles[2]["id"])
        community = Community(
            guild_id, name, everyone[0].id, roles, channels, {person.id: person for person in everyone}
        )
        self.communities[guild_id] = community
        self.channels.update({channel["id"]: channel for channel in channels})
        return community

    def direct_channel(self, person: Person) -> Json:
        """The one direct channel with this person, made when first asked for."""
        for channel in self.channels.values():
            if channel["type"] == 1 and channel["recipients"][0]["id"] == person.id:
                return channel
        channel = {
            "id": new_id(),
            "type": 1,
            "flags": 0,
            "last_message_id": None,
            "recipients": [user(person)],
        }
        self.channels[channel["id"]] = channel
        return channel

    def person(self, person_id: str) -> Person | None:
        """Whoever has this id, in any community."""
        found = (community.people.get(person_id) for community in self.communities.values())
        return next((person for person in found if person), None)


def user(person: Person, *, bot: bool = False) -> Json:
    """The user object; `avatar` is named though there is none, as Discord does."""
    return {
        "id": person.id,
        "username": person.name.lower(),
        "global_name": person.name,
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
    }


def _people(*, organisers: str, moderators: str) -> tuple[Person, ...]:
    return (
        Person("Mei", EVERYONE | MANAGE_GUILD | MANAGE_EVENTS | MANAGE_MESSAGES),
        Person("Tomasz", EVERYONE | MANAGE_EVENTS, (organisers,)),
        Person("Adaeze", EVERYONE | MANAGE_MESSAGES, (moderators,)),
        Person("Rowan"),
        Person("Ines"),
    )


def _role(role_id: str, name: str, permissions: int, position: int, *, managed: bool = False) -> Json:
    return {
        "id": role_id,
        "name": name,
        "permissions": str(permissions),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": managed,
        "mentionable": False,
        "flags": 0,
        "icon": None,
        "unicode_emoji": None,
    }


def _text_channel(guild_id: str, name: str, position: int) -> Json:
    return {
        "id": new_id(),
        "type": 0,
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
    }
