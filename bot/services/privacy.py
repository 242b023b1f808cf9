"""My data, and my delete: every feature is asked, so none can be forgotten."""

from datetime import datetime
from types import ModuleType
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import features

LAST = "deliveries"
"""Erased last: the others use its rows to take their messages away."""


def holders() -> list[ModuleType]:
    """Give every feature that keeps something about people."""
    found = [module for module in features() if hasattr(module, "erase_member")]
    return sorted(found, key=lambda module: module.__name__.endswith(LAST))


async def gather_member(
    session: AsyncSession, *, guild_id: int | None, member_id: int
) -> dict[str, list[dict[str, Any]]]:
    """Give everything that is kept about a member, by feature; `guild_id` None means in every community."""
    found = {}
    for module in holders():
        name = module.__name__.rpartition(".")[2]
        found[name] = await module.export_member(session, guild_id=guild_id, member_id=member_id)
    return found


async def forget_member(
    session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime
) -> dict[str, int]:
    """Erase everything that is kept about a member; give how many rows went, by feature."""
    gone = {}
    for module in holders():
        name = module.__name__.rpartition(".")[2]
        gone[name] = await module.erase_member(session, guild_id=guild_id, member_id=member_id, now=now)
    return gone


async def purge_everything(session: AsyncSession, *, now: datetime) -> dict[str, int]:
    """Forget whatever has been kept long enough; give how many rows went, by feature."""
    return {
        module.__name__.rpartition(".")[2]: await module.purge(session, now=now)
        for module in features()
        if hasattr(module, "purge")
    }
