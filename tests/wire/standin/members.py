"""Asking the gateway for members by their ids, and the ways in which the answer fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tests.wire.standin import shapes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.wire.standin.world import Community, Json, Person, World

MOST = 100
ChunkFault = Literal["half", "silence"]


def refusal(world: World, data: Json) -> str | None:
    """Why Discord would not answer: without the members intent it tells of people by their ids only."""
    asked = data.get("user_ids")
    if data["guild_id"] and str(data["guild_id"]) not in world.communities:
        return "a request for members of an unknown guild"
    if not isinstance(asked, list) or not asked or data.get("query"):
        return "a request for members by name or for all, which needs an intent"
    return f"a request for {len(asked)} members, {MOST} are allowed" if len(asked) > MOST else None


def chunks(world: World, data: Json, fault: ChunkFault | None) -> Iterator[Json]:
    """The answers to one request: one, or the first of two and no second, or none."""
    if fault == "silence":
        return
    community = world.communities[str(data["guild_id"])]
    asked = [str(user_id) for user_id in data["user_ids"]]
    there = [person for user_id in asked if (person := _find(world, community, user_id))]
    told = there[: (len(there) + 1) // 2] if fault == "half" else there
    yield {
        "guild_id": community.id,
        "members": [shapes.member(person, bot=person is world.bot) for person in told],
        "chunk_index": 0,
        "chunk_count": 2 if fault == "half" else 1,
        **({"nonce": data["nonce"]} if data.get("nonce") else {}),
        **({"not_found": gone} if (gone := _missing(asked, there)) and fault is None else {}),
    }


def _find(world: World, community: Community, user_id: str) -> Person | None:
    return world.bot if user_id == world.bot.id else community.people.get(user_id)


def _missing(asked: list[str], there: list[Person]) -> list[str]:
    known = {person.id for person in there}
    return [user_id for user_id in asked if user_id not in known]
