"""Thanks: kept for both, forgotten after thirty days."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import Invalid
from bot.services import thanks
from db.session import Database

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
GUILD, SAM, JO = 1, 2, 3


@pytest.fixture
async def thanked(database: Database) -> Database:
    async with database.begin() as session:
        await thanks.record_thanks(session, guild_id=GUILD, member_id=SAM, peer_id=JO, now=NOW)
    return database


async def kinds(database: Database, member_id: int) -> list[str]:
    async with database.read() as session:
        rows = await thanks.export_member(session, guild_id=GUILD, member_id=member_id)
    return [row["kind"] for row in rows]


async def test_both_see_it(thanked: Database) -> None:
    assert (await kinds(thanked, SAM), await kinds(thanked, JO)) == (["given"], ["received"])


async def test_nobody_thanks_themselves(database: Database) -> None:
    with pytest.raises(Invalid, match="thanks-not-yourself"):
        async with database.begin() as session:
            await thanks.record_thanks(session, guild_id=GUILD, member_id=SAM, peer_id=SAM, now=NOW)


async def test_either_of_them_can_have_it_forgotten(thanked: Database) -> None:
    async with thanked.begin() as session:
        assert await thanks.erase_member(session, guild_id=None, member_id=JO, now=NOW) == 1
    assert await kinds(thanked, SAM) == []


@pytest.mark.parametrize(("days", "gone"), [(30, 0), (31, 1)])
async def test_it_is_forgotten_after_thirty_days(thanked: Database, days: int, gone: int) -> None:
    async with thanked.begin() as session:
        assert await thanks.purge(session, now=NOW + timedelta(days=days)) == gone
