"""People's gestures: using a command, pressing, choosing, sending a form; and the bot's answer."""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.wire.standin import messages, shapes
from tests.wire.standin.world import Interaction, user

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.wire.standin.gateway import Gateway
    from tests.wire.standin.world import Json, Person, World

COMMAND, COMPONENT, FORM = 2, 3, 5
BUTTON = 2
SINGLE = {4, 21, 23}  # text, one of several, one tick: a value; all others have values
USER, CHANNEL, ROLE = 6, 7, 8  # the types of a command's options
OPTION_OF = {5: USER, 6: ROLE, 8: CHANNEL}  # a select's type, and the option that means the same


@dataclass(frozen=True)
class Reply:
    """The answer to one gesture: the callback's type and data, and the message as it is now."""

    world: World
    interaction: Interaction
    type: int
    data: Json

    @property
    def message(self) -> Json | None:
        kept = self.world.messages.get(self.interaction.channel_id, {})
        return kept.get(self.interaction.original_id or "")

    @property
    def follow_ups(self) -> list[Json]:
        kept = self.world.messages.get(self.interaction.channel_id, {})
        return [kept[message_id] for message_id in self.interaction.follow_up_ids if message_id in kept]

    @property
    def seconds(self) -> float:
        """From sending the event to the callback."""
        return (self.interaction.answered_at or 0.0) - self.interaction.sent_at

    def words(self) -> str:
        """All text on the screen, a line for each part."""
        return words(self.message or self.data)


class Gestures:
    """Sends interactions as Discord does and waits for the callback."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self.world = world
        self.gateway = gateway

    async def use(self, person: Person, path: str, channel: Json, /, **options: Any) -> Reply:
        """A slash command by its full name, such as "my checkins", with options by name."""
        return await self.send(person, COMMAND, self.command(path, channel, **options), channel["id"])

    async def press(self, person: Person, message: Json, find: str) -> Reply:
        """A button by its id or label."""
        button = component(message, find)
        data = {"custom_id": button["custom_id"], "component_type": BUTTON, "id": button["id"]}
        return await self.send(person, COMPONENT, data, message["channel_id"], message)

    async def choose(self, person: Person, message: Json, find: str, *values: str) -> Reply:
        """Values of a select by its id or placeholder; for people, roles and channels their ids."""
        select = component(message, find)
        resolved: Json = {}
        for value in values:
            self._resolve(OPTION_OF.get(select["type"], 0), value, resolved)
        data = {
            "custom_id": select["custom_id"],
            "component_type": select["type"],
            "id": select["id"],
            "values": list(values),
            **({"resolved": resolved} if resolved else {}),
        }
        return await self.send(person, COMPONENT, data, message["channel_id"], message)

    async def submit(self, person: Person, form: Reply, **fields: Any) -> Reply:
        """Send the form that the bot opened; fields by id, the others as the form set them."""
        source = self.world.messages[form.interaction.channel_id].get(form.interaction.source_id or "")
        data = {
            "custom_id": form.data["custom_id"],
            "components": list(filled(form.data["components"], fields)),
        }
        return await self.send(person, FORM, data, form.interaction.channel_id, source)

    def command(self, path: str, channel: Json, /, **options: Any) -> Json:
        """The data of a slash command; one that was never synced cannot be used."""
        root, *rest = path.split()
        known = next(one for one in self.world.commands if one["type"] == 1 and one["name"] == root)
        levels = [known]
        for name in rest:
            levels.append(_named(levels[-1], name))
        resolved: Json = {}
        inner = [self._option(_named(levels[-1], name), value, resolved) for name, value in options.items()]
        for level in reversed(levels[1:]):
            inner = [{"type": level["type"], "name": level["name"], "options": inner}]
        data: Json = {"id": known["id"], "name": known["name"], "type": 1, "options": inner}
        if "guild_id" in channel:
            data["guild_id"] = channel["guild_id"]
        return data | ({"resolved": resolved} if resolved else {})

    def _option(self, option: Json, value: Any, resolved: Json) -> Json:
        self._resolve(option["type"], value, resolved)
        return {"type": option["type"], "name": option["name"], "value": value}

    def _resolve(self, kind: int, value: Any, resolved: Json) -> None:
        """Put what an id stands for beside it, as Discord does."""
        if kind == CHANNEL:
            shown = self.world.channels[value] | {"permissions": str(1 << 10)}
            resolved.setdefault("channels", {})[value] = shown
        elif kind == USER and (person := self.world.person(value)):
            resolved.setdefault("users", {})[value] = user(person)
            resolved.setdefault("members", {})[value] = _resolved_member(person)
        elif kind == ROLE:
            roles = (role for one in self.world.communities.values() for role in one.roles)
            resolved.setdefault("roles", {})[value] = next(role for role in roles if role["id"] == value)

    async def send(self, person: Person, kind: int, data: Json, channel_id: str, source: Json | None = None) -> Reply:
        """One interaction, from any payload; its answer, or TimeoutError after Discord's three seconds."""
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        made = Interaction(
            self.world.new_id(),
            secrets.token_urlsafe(48),
            channel_id,
            source["id"] if source else None,
            future,
            time.monotonic(),
        )
        self.world.interactions[made.token] = made
        payload = shapes.interaction(self.world, made, kind, data, person)
        if source is not None:
            payload["message"] = source
        await self.gateway.tell("INTERACTION_CREATE", payload, payload.get("guild_id"))
        body = await asyncio.wait_for(future, self.world.answer_seconds)
        return Reply(self.world, made, body["type"], body.get("data") or {})


def component(message: Json, find: str) -> Json:
    """The part of a screen with this id, label or placeholder; a disabled one cannot be pressed."""
    for part in messages.walk(message["components"]):
        if find in {part.get("custom_id"), part.get("label"), part.get("placeholder")}:
            assert not part.get("disabled"), f"{find} is disabled"
            return part
    raise LookupError(f"nothing on the screen is called {find}")


def words(screen: Json) -> str:
    """The text of a message or a form: content, text parts, labels."""
    parts = [screen.get("content") or "", screen.get("title") or ""]
    for part in messages.walk(screen.get("components") or []):
        parts += [str(part[key]) for key in ("content", "label", "description") if part.get(key)]
    return "\n".join(part for part in parts if part)


def filled(parts: list[Json], fields: Json) -> Iterable[Json]:
    """What Discord sends back for a form: each field's type, id and value; plain text is left out."""
    for part in parts:
        if "component" in part:
            yield {"type": part["type"], "id": 1, "component": _value(part["component"], fields)}
        elif "components" in part:
            yield {
                "type": part["type"],
                "id": 1,
                "components": [_value(c, fields) for c in part["components"]],
            }


def _value(part: Json, fields: Json) -> Json:
    answer: Json = {"type": part["type"], "custom_id": part["custom_id"], "id": 1}
    given = fields.get(part["custom_id"])
    if part["type"] in SINGLE:
        return answer | {"value": part.get("value", "") if given is None else given}
    return answer | {"values": given or []}


def _named(level: Json, name: str) -> Json:
    found: Json = next(option for option in level.get("options") or [] if option["name"] == name)
    return found


def _resolved_member(person: Person) -> Json:
    member = shapes.member(person) | {"permissions": str(person.permissions)}
    return {key: value for key, value in member.items() if key != "user"}
