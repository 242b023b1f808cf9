"""The payloads the gateway sends, with every key that discord.py reads without asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.wire.standin.world import BOT, user

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.wire.standin.world import Community, Interaction, Json, Person, World

JOINED_AT = "2025-03-01T10:00:00.000000+00:00"


def member(person: Person, *, bot: bool = False) -> Json:
    """A member as REST gives it: no `permissions` key, which only an interaction has."""
    return {
        "user": user(person, bot=bot),
        "nick": None,
        "avatar": None,
        "roles": list(person.role_ids),
        "joined_at": JOINED_AT,
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }


def guild(community: Community) -> Json:
    """What GET /guilds/{id} answers."""
    return {
        "id": community.id,
        "name": community.name,
        "icon": None,
        "owner_id": community.owner_id,
        "roles": community.roles,
        "emojis": [],
        "stickers": [],
        "features": [],
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "preferred_locale": "en-GB",
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
    }


def own_member(community: Community, bot: Person) -> Json:
    """The bot in a guild, with the role that came with it."""
    return member(bot, bot=True) | {"roles": [community.own_role_id]}


def guild_create(community: Community, bot: Person) -> Json:
    """The guild as the gateway sends it to a bot without the members intent: itself only."""
    return guild(community) | {
        "joined_at": JOINED_AT,
        "large": False,
        "unavailable": False,
        "member_count": len(community.people) + 1,
        "members": [own_member(community, bot)],
        "channels": community.channels,
        "threads": [],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": list(community.events.values()),
        "soundboard_sounds": [],
    }


def ready(world: World, session_id: str, shard: Sequence[int], resume_url: str) -> Json:
    """READY with the stand-in's own address, or a resume would go to the real Discord."""
    return {
        "v": 10,
        "user": user(world.bot, bot=True),
        "guilds": [{"id": guild_id, "unavailable": True} for guild_id in world.communities],
        "session_id": session_id,
        "resume_gateway_url": resume_url,
        "shard": list(shard),
        "application": {"id": world.bot.id, "flags": 0},
    }


def application(world: World) -> Json:
    """The bot's application, with an owner who is nobody else in the world."""
    return {
        "id": world.bot.id,
        "name": world.bot.name,
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "00" * 32,
        "flags": 0,
        "owner": user(world.bot) | {"id": str(int(world.bot.id) - 1), "username": "owner"},
        "team": None,
    }


def message(world: World, channel_id: str, message_id: str, body: Json, attachments: list[Json]) -> Json:
    """A message of the bot's, from the body of the request that made it."""
    return {
        "id": message_id,
        "channel_id": channel_id,
        "author": user(world.bot, bot=True),
        "content": body.get("content") or "",
        "timestamp": world.timestamp(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": attachments,
        "embeds": body.get("embeds") or [],
        "components": body.get("components") or [],
        "pinned": False,
        "type": 0,
        "flags": body.get("flags") or 0,
        **({"nonce": body["nonce"]} if body.get("nonce") is not None else {}),
    }


def interaction(world: World, made: Interaction, kind: int, data: Json, person: Person) -> Json:
    """INTERACTION_CREATE: a member in a guild; in a direct channel a user, no guild, no roles."""
    channel = world.channels[made.channel_id]
    payload: Json = {
        "id": made.id,
        "application_id": world.bot.id,
        "type": kind,
        "token": made.token,
        "version": 1,
        "data": data,
        "channel_id": made.channel_id,
        "channel": channel,
        "locale": "en-GB",
        "entitlements": [],
        "authorizing_integration_owners": {},
        "attachment_size_limit": 10_485_760,
        "app_permissions": str(BOT),
    }
    if channel["type"] == 1:
        payload |= {"user": user(person), "context": 1}
        payload["channel"] = {key: value for key, value in channel.items() if key != "recipients"}
    else:
        payload |= {
            "context": 0,
            "guild_id": channel["guild_id"],
            "guild_locale": "en-GB",
            "guild": {"id": channel["guild_id"], "locale": "en-GB", "features": []},
            "member": member(person) | {"permissions": str(person.permissions)},
        }
    return payload
