"""What this installation remembers about itself: named facts, none of them about a person."""

import secrets

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.statements import upsert
from db.models.installation import Fact


async def find_fact(session: AsyncSession, *, name: str) -> str | None:
    """Give a fact's value, or None when it was never recorded."""
    fact = await session.get(Fact, name)
    return fact.value if fact else None


async def record_fact(session: AsyncSession, *, name: str, value: str) -> None:
    """Record a fact; an earlier value is replaced."""
    await upsert(session, Fact, keys={"name": name}, values={"value": value})


async def get_secret(session: AsyncSession, *, name: str) -> bytes:
    """Give this installation's own random key of 32 bytes under a name, made at first use."""
    fact = await upsert(session, Fact, keys={"name": name}, values={}, new={"value": secrets.token_hex(32)})
    return bytes.fromhex(fact.value)
