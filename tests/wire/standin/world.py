"""What the stand-in remembers: the bot, the communities, messages, commands and open interactions."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.wire.standin.channels import ANNOUNCEMENT, FORUM, TEXT, channel

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

Json = dict[str, Any]

VIEW, SEND, EMBED, ATTACH, HISTORY = 1 << 10, 1 << 11, 1 << 14, 1 << 15, 1 << 16
MANAGE_GUILD, MANAGE_MESSAGES, MANAGE_EVENTS = 1 << 5, 1 << 13, 1 << 33
USE_COMMANDS, SEND_IN_THREADS = 1 << 31, 1 << 38

EVERYONE = VIEW | SEND | HISTORY | USE_COMMANDS
BOT = EVERYONE | EMBED | ATTACH | MANAGE_MESSAGES | MANAGE_EVENTS | SEND_IN_THREADS

CHANNELS = {"welcome": TEXT, "check-ins": TEXT, "moderators": TEXT, "news": ANNOUNCEMENT, "questions": FORUM}

DISCORD_EPOCH_MS = 1_420_070_400_000
EPHEMERAL = 1 << 6

_counter = itertools.count(1)


def new_id(offset: float = 0.0) -> str:
    """A snowflake of this moment, moved by so many seconds; later ones are greater."""
    elapsed = int((time.time() + offset) * 1000) - DISCORD_EPOCH_MS
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
    events: dict[str, Json] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        return next(person for person in self.people.values() if person.name == name)

    def channel(self, name: str) -> Json:
        return next(channel for channel in self.channels if channel["name"] == name)

    @property
    def own_role_id(self) -> str:
        """The role that came with the bot."""
        return str(next(role["id"] for role in self.roles if role["managed"]))


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


def _to_nobody(_event: str, _data: Json, _guild_id: str) -> None:
    """Nobody is connected to a world that stands alone."""


@dataclass
class World:
    """Everything kept between requests; payloads are stored as they would be sent.

    `offset` moves its idea of time, in seconds: what it remembers grows older, and new ids and stamps are later.
    """

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
    closed: set[str] = field(default_factory=set)
    gone: dict[str, Person] = field(default_factory=dict)
    crossposts: dict[str, list[float]] = field(default_factory=dict)
    crossposts_an_hour: int | None = None
    offset: float = 0.0
    tell: Callable[[str, Json, str], None] = _to_nobody

    def now(self) -> float:
        """Seconds on a clock that only goes on, for spans of time."""
        return time.monotonic() + self.offset

    def timestamp(self) -> str:
        return datetime.fromtimestamp(time.time() + self.offset, UTC).isoformat()

    def new_id(self) -> str:
        return new_id(self.offset)

    def add_community(self, name: str, people: tuple[Person, ...] = ()) -> Community:
        """A guild with a few channels, the bot, and the given people or five made-up ones."""
        guild_id = new_id()
        roles = [
            _role(guild_id, "@everyone", EVERYONE, 0),
            _role(new_id(), "Organisers", EVERYONE | MANAGE_EVENTS, 1),
            _role(new_id(), "Moderators", EVERYONE | MANAGE_MESSAGES, 2),
            _role(new_id(), "Kettle", BOT, 3, managed=True),
        ]
        channels = [
            channel(new_id(), guild_id, each, position, kind) for position, (each, kind) in enumerate(CHANNELS.items())
        ]
        everyone = people or _people(organisers=roles[1]["id"], moderators=roles[2]["id"])
        community = Community(
            guild_id, name, everyone[0].id, roles, channels, {person.id: person for person in everyone}
        )
        self.communities[guild_id] = community
        self.channels.update({each["id"]: each for each in channels})
        return community

    def add_channel(self, community: Community, name: str, kind: int = TEXT) -> Json:
        """One channel more; a bot that is connected already has to be told (see `Changes`)."""
        made = channel(self.new_id(), community.id, name, len(community.channels), kind)
        community.channels.append(made)
        self.channels[made["id"]] = made
        return made

    def forget(self, channel_id: str) -> None:
        """A channel or thread with all that was said there; the threads below it go too."""
        for below in [one["id"] for one in self.channels.values() if one.get("parent_id") == channel_id]:
            self.forget(below)
        self.channels.pop(channel_id)
        self.messages.pop(channel_id, None)
        for community in self.communities.values():
            community.channels[:] = [one for one in community.channels if one["id"] != channel_id]

    def direct_channel(self, person: Person) -> Json:
        """The one direct channel with this person, made when first asked for."""
        for known in self.channels.values():
            if known["type"] == 1 and known["recipients"][0]["id"] == person.id:
                return known
        made = {
            "id": self.new_id(),
            "type": 1,
            "flags": 0,
            "last_message_id": None,
            "recipients": [user(person)],
        }
        self.channels[made["id"]] = made
        return made

    def person(self, person_id: str) -> Person | None:
        """Whoever has this id, in any community or gone from all of them."""
        people = (*(community.people for community in self.communities.values()), self.gone)
        found = (known.get(person_id) for known in people)
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
