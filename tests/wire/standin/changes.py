"""What happens in a community while the bot runs: channels come, go and close; people leave or close their door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.wire.standin.channels import SEND, SEND_IN_THREADS, TEXT, VIEW

if TYPE_CHECKING:
    from tests.wire.standin.gateway import Gateway
    from tests.wire.standin.world import Community, Json, Person, World


class Changes:
    """Each change is kept and told to the bot, as far as Discord tells a bot with its intents."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self.world = world
        self.gateway = gateway

    async def create_channel(self, community: Community, name: str, kind: int = TEXT) -> Json:
        made = self.world.add_channel(community, name, kind)
        await self.gateway.tell("CHANNEL_CREATE", made, community.id)
        return made

    async def delete_channel(self, channel: Json) -> None:
        """With everything in it; from now on Discord answers 10003."""
        self.world.forget(channel["id"])
        await self.gateway.tell("CHANNEL_DELETE", channel, channel["guild_id"])

    async def rename_channel(self, channel: Json, name: str) -> None:
        channel["name"] = name
        await self.gateway.tell("CHANNEL_UPDATE", channel, channel["guild_id"])

    async def silence(self, channel: Json, *, told: bool = True) -> None:
        """The bot may read and not write: 50013. Untold, only the refusal says so."""
        await self._deny(channel, SEND | SEND_IN_THREADS, told=told)

    async def hide(self, channel: Json, *, told: bool = True) -> None:
        """The bot may not even see it: 50001."""
        await self._deny(channel, VIEW, told=told)

    async def mend(self, channel: Json) -> None:
        """The bot may do there what it may do everywhere."""
        await self._deny(channel, 0)

    async def _deny(self, channel: Json, rights: int, *, told: bool = True) -> None:
        role_id = self.world.communities[channel["guild_id"]].own_role_id
        overwrite = {"id": role_id, "type": 0, "allow": "0", "deny": str(rights)}
        channel["permission_overwrites"] = [overwrite] if rights else []
        if told:
            await self.gateway.tell("CHANNEL_UPDATE", channel, channel["guild_id"])

    async def edit_event(self, community: Community, event: Json, **changes: object) -> None:
        """Somebody changes one of Discord's own events there."""
        event |= changes
        await self.gateway.tell("GUILD_SCHEDULED_EVENT_UPDATE", dict(event), community.id)

    async def cancel_event(self, community: Community, event: Json) -> None:
        """Somebody takes one away; from now on Discord answers 10070."""
        del community.events[event["id"]]
        await self.gateway.tell("GUILD_SCHEDULED_EVENT_DELETE", dict(event), community.id)

    def leave(self, community: Community, person: Person) -> None:
        """No event tells a bot without the members intent; 10007 does, when it asks."""
        del community.people[person.id]
        if all(person.id not in other.people for other in self.world.communities.values()):
            self.world.gone[person.id] = person

    def close_door(self, person: Person) -> None:
        """No direct messages from now on: 50007."""
        self.world.closed.add(person.id)

    def open_door(self, person: Person) -> None:
        self.world.closed.discard(person.id)
