"""Thanks: kept for both, forgotten after thirty days."""

from datetime import timedelta

import pytest

from bot.errors import Invalid
from bot.services import thanks
from tests.services.people import GUILD, JO, NOW, SAM, Do


async def thank(do: Do) -> None:
    await do(thanks.record_thanks, guild_id=GUILD, member_id=SAM, peer_id=JO, now=NOW)


async def kinds(do: Do, member_id: int) -> list[str]:
    return [row["kind"] for row in await do(thanks.export_member, guild_id=GUILD, member_id=member_id)]


async def test_both_see_it(do: Do) -> None:
    await thank(do)
    assert (await kinds(do, SAM), await kinds(do, JO)) == (["given"], ["received"])


async def test_nobody_thanks_themselves(do: Do) -> None:
    refusal = await do.refused(thanks.record_thanks, guild_id=GUILD, member_id=SAM, peer_id=SAM, now=NOW)
    assert isinstance(refusal, Invalid)
    assert refusal.message_id == "thanks-not-yourself"


async def test_either_of_them_can_have_it_forgotten(do: Do) -> None:
    await thank(do)
    assert await do(thanks.erase_member, guild_id=None, member_id=JO, now=NOW) == 1
    assert await kinds(do, SAM) == []


@pytest.mark.parametrize(("days", "gone"), [(30, 0), (31, 1)])
async def test_it_is_forgotten_after_thirty_days(do: Do, days: int, gone: int) -> None:
    await thank(do)
    assert await do(thanks.purge, now=NOW + timedelta(days=days)) == gone
