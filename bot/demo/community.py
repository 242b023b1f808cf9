"""The sample community: made-up people, their roles, and the channels, built on a simulated Discord."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import discord
from simcord import MemberActor
from simcord.backend.cdn import CDN_BASE

if TYPE_CHECKING:
    from simcord import ChannelHandle, Env, GuildHandle, RoleHandle

    from bot.wording import Wording

PEOPLE = ("robin", "amina", "tom", "grace")
"""The people a visitor can be: two peer workers, a moderator, an organiser."""

HOLDS: dict[str, tuple[str, ...]] = {"tom": ("moderator",), "grace": ("organiser", "admin")}

POWERS = {
    "organiser": discord.Permissions(manage_events=True),
    "moderator": discord.Permissions(manage_messages=True),
    "admin": discord.Permissions(manage_guild=True),
}

PLACES = ("welcome", "checkins", "chat", "stories", "moderators")
CLOSED = "moderators"
SEE_CLOSED = frozenset({"moderator", "admin"})
"""The one channel that not everybody sees, and the roles of those who do."""

DIRECT = "direct"
"""The place that is each person's direct messages with Kettle."""

ZONE = "Europe/London"
FACES = Path(__file__).with_name("static") / "faces"


@dataclass(frozen=True)
class Community:
    """Handles of everything and everyone in the sample community, by the names used in this package."""

    guild: GuildHandle
    owner: MemberActor
    people: dict[str, MemberActor]
    roles: dict[str, RoleHandle]
    channels: dict[str, ChannelHandle]
    faces: dict[str, tuple[str, bytes]]

    def places(self, person: str) -> tuple[str, ...]:
        """Give the places a person can open, in the order in which Discord would list them."""
        return (*(place for place in PLACES if self.may_open(person, place)), DIRECT)

    def may_open(self, person: str, place: str) -> bool:
        """Say whether there is such a person and place, and whether the one may see the other."""
        if place == DIRECT:
            return person in self.people
        if person not in self.people or place not in self.channels:
            return False
        return place != CLOSED or not SEE_CLOSED.isdisjoint(HOLDS.get(person, ()))

    def channel(self, person: str, place: str) -> ChannelHandle:
        """Give the channel behind a place, as this person has it."""
        return self.people[person].user.dm_channel if place == DIRECT else self.channels[place]


def build(env: Env, words: Wording) -> Community:
    """Make the community at the simulated Discord's present instant."""
    bot_user = env.backend.edit_bot_profile(words("demo-bot"))
    bot_user.avatar = "kettle"
    owner = env.create_user("lantern", global_name=words("demo-owner"), avatar="owner")
    guild = env.create_guild(words("demo-community"), owner=owner)
    # The only roles so far are everybody's and the one Discord gives a bot when it is invited.
    everyone, bot = guild.roles.values()
    roles = {key: guild.create_role(words(f"demo-role-{key}"), permissions=POWERS[key]) for key in POWERS}
    closed: dict[Any, discord.PermissionOverwrite] = {
        everyone: discord.PermissionOverwrite(view_channel=False),
        **{role: discord.PermissionOverwrite(view_channel=True) for role in (bot, *map(roles.get, SEE_CLOSED))},
    }
    channels = {
        place: guild.create_text_channel(
            words(f"demo-place-{place}"),
            topic=words(f"demo-topic-{place}"),
            overwrites=closed if place == CLOSED else None,
        )
        for place in PLACES
    }
    people = {
        key: guild.add_member(
            env.create_user(key, global_name=words(f"demo-person-{key}"), avatar=key),
            roles=[roles[role] for role in HOLDS.get(key, ())],
        )
        for key in PEOPLE
    }
    faces = dict(_face(user.id, user.avatar) for user in env.backend.users.values() if user.avatar)
    return Community(guild, MemberActor(env, guild, owner), people, roles, channels, faces)


def _face(user_id: int, name: str) -> tuple[str, tuple[str, bytes]]:
    """Give the address at which Discord would have a user's picture, and ours for it."""
    return f"{CDN_BASE}/avatars/{user_id}/{name}.png", (f"{name}.png", (FACES / f"{name}.png").read_bytes())
