"""Calls on a community's scheduled events; no nonce is honoured here, as in Discord, and the gateway tells of each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.wire.standin.routing import Call, DiscordError, route

if TYPE_CHECKING:
    from tests.wire.standin.world import Community, Json

EVENTS = "/guilds/{guild}/scheduled-events"
CREATE_EVENTS, MANAGE_EVENTS = 1 << 44, 1 << 33
MOST = 100
SCHEDULED, CANCELLED = 1, 4
EXTERNAL = 3
PATCHED = ("name", "description", "scheduled_start_time", "scheduled_end_time", "entity_type", "entity_metadata")


@route("GET", EVENTS)
def list_events(call: Call) -> list[Json]:
    """All that are not over; how many are interested is not kept."""
    return list(_community(call).events.values())


@route("POST", EVENTS)
def create_event(call: Call) -> Json:
    """Only what takes place elsewhere: Kettle makes no other kind."""
    community = _allowed(call)
    if len(community.events) >= MOST:
        raise DiscordError(400, 30038, "Maximum number of uncompleted guild scheduled events reached (100)")
    made = {
        "id": call.world.new_id(),
        "guild_id": community.id,
        "channel_id": None,
        "creator_id": call.world.bot.id,
        "description": None,
        "status": SCHEDULED,
        "entity_id": None,
        "image": None,
        "recurrence_rule": None,
        "guild_scheduled_event_exceptions": [],
        **call.body,
    }
    _check(call, made)
    community.events[made["id"]] = made
    call.world.tell("GUILD_SCHEDULED_EVENT_CREATE", made, community.id)
    return made


@route("GET", f"{EVENTS}/{{event}}")
def get_event(call: Call) -> Json:
    return _event(call, _community(call))


@route("PATCH", f"{EVENTS}/{{event}}")
def change_event(call: Call) -> Json:
    community = _allowed(call)
    found = _event(call, community)
    changed = found | {key: call.body[key] for key in PATCHED if key in call.body}
    _check(call, changed)
    community.events[found["id"]] = changed
    call.world.tell("GUILD_SCHEDULED_EVENT_UPDATE", changed, community.id)
    return changed


@route("DELETE", f"{EVENTS}/{{event}}")
def delete_event(call: Call) -> None:
    community = _allowed(call)
    found = community.events.pop(_event(call, community)["id"])
    call.world.tell("GUILD_SCHEDULED_EVENT_DELETE", found, community.id)


def _community(call: Call) -> Community:
    found = call.world.communities.get(call.args["guild"])
    if found is None:
        raise DiscordError(404, 10004, "Unknown Guild")
    return found


def _allowed(call: Call) -> Community:
    if not call.world.bot.permissions & (CREATE_EVENTS | MANAGE_EVENTS):
        raise DiscordError(403, 50013, "Missing Permissions")
    return _community(call)


def _event(call: Call, community: Community) -> Json:
    found = community.events.get(call.args["event"])
    if found is None:
        raise DiscordError(404, 10070, "Unknown Guild Scheduled Event")
    return found


def _check(call: Call, event: Json) -> None:
    """Refuse another kind, and times that make no sense; a start that is past too."""
    starts, ends = (datetime.fromisoformat(event[f"scheduled_{name}_time"]) for name in ("start", "end"))
    now = datetime.fromisoformat(call.world.timestamp()).astimezone(UTC)
    if event["entity_type"] != EXTERNAL or not now < starts < ends or not event["entity_metadata"].get("location"):
        raise DiscordError(400, 50035, "Invalid Form Body")
