"""A member's rows are meant in one community or in all, and never anybody else's."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import members
from bot.services.scopes import belongs
from db.models.members import Member
from tests.services.people import ELSEWHERE, GUILD, JO, NOW, SAM, Do


async def guild_ids(session: AsyncSession, *, member_id: int, guild_id: int | None) -> list[int]:
    found = select(Member.guild_id).where(belongs(Member.member_id, member_id, guild_id))
    return sorted(await session.scalars(found))


async def test_a_guild_narrows_a_members_rows_to_its_own_and_none_means_every_guild(do: Do) -> None:
    for guild_id, member_id in ((GUILD, SAM), (ELSEWHERE, SAM), (GUILD, JO)):
        await do(members.record_choice, guild_id=guild_id, member_id=member_id, now=NOW)
    assert await do(guild_ids, member_id=SAM, guild_id=GUILD) == [GUILD]
    assert await do(guild_ids, member_id=SAM, guild_id=None) == [GUILD, ELSEWHERE]
    assert await do(guild_ids, member_id=JO, guild_id=ELSEWHERE) == []
