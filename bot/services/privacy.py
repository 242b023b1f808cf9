"""My data, and my delete: every feature is asked, so none can be forgotten."""

from datetime import datetime
from types import ModuleType
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import features, members

LAST = "deliveries"
"""Asked last: the others use its rows to take their messages away."""


def holders(rule: str) -> dict[str, ModuleType]:
    """Give every feature that has a rule of this name, by the feature's name."""
    found = {module.__name__.rpartition(".")[2]: module for module in features() if hasattr(module, rule)}
    return dict(sorted(found.items(), key=lambda item: item[0] == LAST))


async def gather_member(
    session: AsyncSession, *, guild_id: int | None, member_id: int
) -> dict[str, list[dict[str, Any]]]:
    """Give everything that is kept about a member, by feature; `guild_id` None means in every community."""
    return {
        name: await module.export_member(session, guild_id=guild_id, member_id=member_id)
        for name, module in holders("export_member").items()
    }


async def forget_member(
    session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime
) -> dict[str, int]:
    """Erase everything that is kept about a member; give how many rows went, by feature.

    It begins as each gesture of the member does, so that one that is under way ends first and is erased too.
    """
    places = [guild_id] if guild_id is not None else await members.list_guild_ids(session, member_id=member_id)
    known = [await members.find_member(session, guild_id=place, member_id=member_id) for place in places]
    for place in sorted(places):
        await members.record_choice(session, guild_id=place, member_id=member_id, now=now)
    gone = {
        name: await module.erase_member(session, guild_id=guild_id, member_id=member_id, now=now)
        for name, module in holders("erase_member").items()
    }
    gone["members"] -= sum(one is None for one in known)  # a row that was made to wait by is not the member's
    return gone


async def purge_everything(session: AsyncSession, *, now: datetime) -> dict[str, int]:
    """Forget whatever has been kept long enough; give how many rows went, by feature."""
    return {name: await module.purge(session, now=now) for name, module in holders("purge").items()}
