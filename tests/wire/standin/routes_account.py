"""Calls about the bot itself, its commands, its guilds and their members."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from tests.wire.standin import shapes
from tests.wire.standin.routing import Call, DiscordError, route
from tests.wire.standin.world import user

if TYPE_CHECKING:
    from tests.wire.standin.world import Community, Json


@route("GET", "/users/@me")
def get_self(call: Call) -> Json:
    return user(call.world.bot, bot=True)


@route("GET", "/users/@me/guilds")
def list_own_guilds(call: Call) -> list[Json]:
    """The bot's communities in the order of their ids, a page at a time, each with what the bot may do there."""
    last, limit = int(call.query.get("after", 0)), int(call.query.get("limit", 200))
    held = str(call.world.bot.permissions)
    known = sorted(call.world.communities.values(), key=lambda community: int(community.id))
    return [{"id": each.id, "name": each.name, "permissions": held} for each in known if int(each.id) > last][:limit]


@route("GET", "/oauth2/applications/@me")
def get_application(call: Call) -> Json:
    return shapes.application(call.world)


@route("GET", "/gateway/bot")
def get_gateway(call: Call) -> Json:
    limits = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
    return {"url": call.base.replace("http", "ws", 1), "shards": 1, "session_start_limit": limits}


@route("GET", "/applications/{application}/commands")
def list_commands(call: Call) -> list[Json]:
    return call.world.commands


@route("PUT", "/applications/{application}/commands")
def replace_commands(call: Call) -> list[Json]:
    """A command keeps its id while its name and type stay, as in Discord."""
    known = {(old["type"], old["name"]): old["id"] for old in call.world.commands}
    call.world.commands = [_command(call, new, known) for new in call.body]
    return call.world.commands


def _command(call: Call, new: Json, known: dict[tuple[int, str], str]) -> Json:
    kind = new.get("type") or 1
    kept = {
        "id": known.get((kind, new["name"])) or call.world.new_id(),
        "application_id": call.world.bot.id,
        "version": call.world.new_id(),
        "type": kind,
        "description": new.get("description") or "",
    }
    return {**new, **kept}


@route("GET", "/applications/{application}/guilds/{guild}/commands/{command}/permissions")
def get_command_permissions(_: Call) -> NoReturn:
    """Nobody has changed who sees a command: Discord answers 404 for that."""
    raise DiscordError(404, 10066, "Unknown application command permissions")


@route("GET", "/guilds/{guild}")
def get_guild(call: Call) -> Json:
    return shapes.guild(_community(call)) | {"approximate_member_count": len(_community(call).people) + 1}


@route("GET", "/guilds/{guild}/roles")
def list_roles(call: Call) -> list[Json]:
    return _community(call).roles


@route("GET", "/guilds/{guild}/channels")
def list_channels(call: Call) -> list[Json]:
    return _community(call).channels


@route("GET", "/guilds/{guild}/members/{member}")
def get_member(call: Call) -> Json:
    if call.args["member"] == call.world.bot.id:
        return shapes.own_member(_community(call), call.world.bot)
    person = _community(call).people.get(call.args["member"])
    if person is None:
        raise DiscordError(404, 10007, "Unknown Member")
    return shapes.member(person)


@route("POST", "/users/@me/channels")
def open_direct_channel(call: Call) -> Json:
    person = call.world.person(str(call.body["recipient_id"]))
    if person is None:
        raise DiscordError(400, 50033, "Invalid Recipient(s)")
    return call.world.direct_channel(person)


def _community(call: Call) -> Community:
    if (community := call.world.communities.get(call.args["guild"])) is None:
        raise DiscordError(404, 10004, "Unknown Guild")
    return community
