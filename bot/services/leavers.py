"""Who left: thirty days after a member, or Kettle itself, left a community, nothing is kept of them there.

A look that was cut short, a server that does not answer or does not let Kettle look: none of these is a leave.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import privacy
from bot.services.statements import count, upsert
from db.base import Base
from db.models.directs import Direct
from db.models.guilds import Guild
from db.models.leavers import Removal
from db.models.members import Member

KEPT = timedelta(days=30)
"""How long after a leave everything stays, in case it was not for good."""


async def list_members(session: AsyncSession, *, guild_id: int) -> Sequence[int]:
    """Give the members of a community of whom something is kept."""
    return (
        await session.scalars(select(Member.member_id).where(Member.guild_id == guild_id).order_by("member_id"))
    ).all()


async def record_present(session: AsyncSession, *, guild_id: int, member_ids: Collection[int]) -> int:
    """Stop the clock of those who are there; give how many had come back."""
    back = update(Member).where(
        Member.guild_id == guild_id, Member.member_id.in_(member_ids), Member.left_on.is_not(None)
    )
    return await count(session, back.values(left_on=None))


async def record_absent(session: AsyncSession, *, guild_id: int, member_id: int, now: datetime) -> bool:
    """Start the clock of a member who surely is not there, or forget them when it has run out; tell the latter.

    Nobody is forgotten on a day on which Discord did not say that they are still away. At once only that is freed which
    others wait for.
    """
    member = await session.get(Member, (guild_id, member_id), with_for_update=True)
    if member is None:
        return False
    if member.left_on is None:
        member.left_on = now.date()
        for module in privacy.holders("record_left").values():
            await module.record_left(session, guild_id=guild_id, member_id=member_id, now=now)
    if now.date() - member.left_on < KEPT:
        return False
    await privacy.forget_member(session, guild_id=guild_id, member_id=member_id, now=now)
    return True


async def record_removed(session: AsyncSession, *, guild_id: int, now: datetime) -> None:
    """Start the clock of a community that Kettle was taken out of; one that runs goes on."""
    await upsert(session, Removal, keys={"guild_id": guild_id}, values={}, new={"removed_at": now})


async def record_back(session: AsyncSession, *, guild_ids: Collection[int]) -> None:
    """Stop the clocks of communities that Kettle is in."""
    removed = set(await session.scalars(select(Removal.guild_id)))
    if back := removed & set(guild_ids):
        await session.execute(delete(Removal).where(Removal.guild_id.in_(back)))


async def list_known(session: AsyncSession) -> Sequence[int]:
    """Give the communities of which something is kept and whose clock does not run."""
    removed = select(Removal.guild_id)
    return (await session.scalars(select(Guild.guild_id).where(Guild.guild_id.not_in(removed)))).all()


async def list_over(session: AsyncSession, *, now: datetime) -> Sequence[int]:
    """Give the communities that Kettle was taken out of thirty days ago or more."""
    return (await session.scalars(select(Removal.guild_id).where(Removal.removed_at <= now - KEPT))).all()


async def forget_guild(session: AsyncSession, *, guild_id: int, now: datetime) -> int:
    """Erase every row of a community whose clock has run out, in every table; give how many went.

    The way to somebody's direct messages belongs to no community: it goes with the last one they are known in.
    """
    if guild_id not in await list_over(session, now=now):
        return 0
    elsewhere = select(Member.member_id).where(Member.guild_id != guild_id)
    known = select(Member.member_id).where(Member.guild_id == guild_id)
    gone = delete(Direct).where(Direct.member_id.in_(known), Direct.member_id.not_in(elsewhere))
    rows = await count(session, gone)
    for table in reversed(Base.metadata.sorted_tables):
        if "guild_id" in table.columns:
            rows += await count(session, table.delete().where(table.columns["guild_id"] == guild_id))
    session.expire_all()
    return rows
