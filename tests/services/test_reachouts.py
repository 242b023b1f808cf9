"""A member asks for somebody to get in touch; the moderators are told once, and it can be taken back at any time."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Closed, NotFound, NotSetUp, TooSoon
from bot.services import members, reachouts
from db.models.deliveries import Delivery
from db.models.reachouts import ReachOut
from db.session import Database
from tests.services.people import (
    DAY,
    ELSEWHERE,
    GUILD,
    JO,
    MODERATORS,
    NOW,
    SAM,
    Do,
    examples,
    overlapping,
    reach_out,
    send_due,
    set_up,
    undone,
)

MINE = {"guild_id": GUILD, "member_id": SAM}


@pytest.fixture
async def do(do: Do) -> Do:
    """A community with a channel for its moderators."""
    await set_up(do)
    return do


async def test_the_moderators_are_told_at_once_and_not_after_a_day(do: Do) -> None:
    row = await reach_out(do, SAM)
    assert (row.asked_at, row.kept_until) == (NOW, NOW + timedelta(days=7))
    (message,) = await do.rows(Delivery)
    assert (message.feature, message.subject_id) == ("reachouts", row.id)
    assert (message.channel_id, message.member_id) == (MODERATORS, None)
    assert (message.due_at, message.expires_at) == (NOW, NOW + DAY)
    assert (await do(members.find_member, **MINE)).used_on.isoformat() == "2026-06-01"


async def test_without_a_set_up_or_a_channel_nobody_is_asked(do: Do) -> None:
    refusal = await do.refused(reachouts.record_reach_out, guild_id=ELSEWHERE, member_id=SAM, now=NOW)
    assert isinstance(refusal, NotSetUp)
    await set_up(do, ELSEWHERE, moderators_channel_id=None)
    refusal = await do.refused(reachouts.record_reach_out, guild_id=ELSEWHERE, member_id=SAM, now=NOW)
    assert isinstance(refusal, Closed)
    assert refusal.message_id == "reachouts-no-channel"
    assert (await do.rows(ReachOut), await do.rows(Delivery)) == ([], [])


async def test_asking_again_while_a_request_is_open_gives_that_one(do: Do) -> None:
    first = await reach_out(do, SAM)
    again = await reach_out(do, SAM, now=NOW + timedelta(days=6, hours=23))
    assert (again.id, again.asked_at) == (first.id, NOW)
    assert len(await do.rows(Delivery)) == 1


async def test_asking_when_the_last_request_is_over_tells_the_moderators_anew(do: Do) -> None:
    first = await reach_out(do, SAM)
    later = NOW + timedelta(days=7)
    assert await do(reachouts.find_open, **MINE, now=later) is None
    second = await reach_out(do, SAM, now=later)
    assert second.id != first.id
    assert await do(reachouts.purge, now=later) == 1
    assert [row.subject_id for row in await do.rows(Delivery)] == [second.id]


async def test_each_member_and_each_community_has_its_own_request(do: Do) -> None:
    await set_up(do, ELSEWHERE)
    made = [await reach_out(do, SAM), await reach_out(do, JO), await reach_out(do, SAM, guild_id=ELSEWHERE)]
    assert len({row.id for row in made}) == 3
    for row in made:
        told = {"guild_id": row.guild_id, "member_id": row.member_id, "now": NOW}
        assert (await do(reachouts.find_open, **told)).id == row.id
        assert (await do(reachouts.find_reach_out, reach_out_id=row.id)).member_id == row.member_id


async def test_a_request_taken_back_is_gone_and_can_be_made_again(do: Do) -> None:
    row = await reach_out(do, SAM)
    await do(reachouts.take_back, **MINE, now=NOW)
    assert await do(reachouts.find_reach_out, reach_out_id=row.id) is None
    assert await do(reachouts.find_open, **MINE, now=NOW) is None
    assert await do.rows(Delivery) == []
    assert (await reach_out(do, SAM)).id > row.id


async def test_who_took_three_back_in_an_hour_waits_and_is_forgotten_as_before(do: Do) -> None:
    for _ in range(3):
        await reach_out(do, SAM)
        await do(reachouts.take_back, **MINE, now=NOW)
    refusal = await do.refused(reachouts.record_reach_out, **MINE, now=NOW + timedelta(minutes=59))
    assert isinstance(refusal, TooSoon)
    assert refusal.message_id == "reachouts-too-soon"
    await reach_out(do, JO)
    await reach_out(do, SAM, now=NOW + timedelta(hours=1))
    assert await do(reachouts.purge, now=NOW + timedelta(days=7)) == 4


async def test_taking_back_what_was_told_takes_the_message_away(do: Do) -> None:
    await reach_out(do, SAM)
    await send_due(do, NOW)
    (sent,) = await do.rows(Delivery)
    await do(reachouts.take_back, **MINE, now=NOW)
    (away,) = await do.rows(Delivery)
    assert (away.kind, away.channel_id, away.message_id) == ("delete", MODERATORS, sent.message_id)


async def test_with_no_request_of_ones_own_there_is_nothing_to_take_back(do: Do) -> None:
    await reach_out(do, JO)
    await set_up(do, ELSEWHERE)
    await reach_out(do, SAM, guild_id=ELSEWHERE)
    refusal = await do.refused(reachouts.take_back, **MINE, now=NOW)
    assert isinstance(refusal, NotFound)
    assert refusal.message_id == "reachouts-none"
    assert len(await do.rows(ReachOut)) == 2


async def test_the_export_says_when_it_was_asked_and_until_when_it_is_kept(do: Do) -> None:
    await reach_out(do, SAM)
    await reach_out(do, JO)
    assert await do(reachouts.export_member, **MINE) == [
        {
            "kind": "reach-out",
            "community": str(GUILD),
            "asked_at": NOW.isoformat(),
            "taken_back_at": None,
            "kept_until": (NOW + timedelta(days=7)).isoformat(),
        }
    ]
    assert await do(reachouts.export_member, guild_id=ELSEWHERE, member_id=SAM) == []


async def test_erasing_forgets_a_members_requests_and_nobody_elses(do: Do) -> None:
    await reach_out(do, SAM)
    await reach_out(do, JO)
    assert await do(reachouts.erase_member, guild_id=ELSEWHERE, member_id=SAM, now=NOW) == 0
    assert await do(reachouts.erase_member, guild_id=None, member_id=SAM, now=NOW) == 1
    assert [row.member_id for row in await do.rows(ReachOut)] == [JO]
    assert len(await do.rows(Delivery)) == 1


@examples(12)
@given(hours=st.integers(0, 24 * 20))
async def test_a_request_is_kept_seven_days_and_goes_with_the_message_that_names_the_member(
    database: Database, hours: int
) -> None:
    async with undone(database) as do:
        await set_up(do)
        await reach_out(do, SAM)
        await send_due(do, NOW)
        gone = await do(reachouts.purge, now=NOW + timedelta(hours=hours))
        assert gone == (hours >= 7 * 24)
        assert len(await do.rows(ReachOut)) == 1 - gone
        assert [row.kind for row in await do.rows(Delivery)] == ["delete" if gone else "post"]


async def test_asking_twice_at_once_tells_the_moderators_once(do: Do) -> None:
    asked = await asyncio.gather(*(reach_out(do, SAM) for _ in range(5)))
    assert len({row.id for row in asked}) == 1
    assert len(await do.rows(Delivery)) == 1


async def test_taking_back_twice_at_once_finds_nothing_the_second_time(database: Database, do: Do) -> None:
    await reach_out(do, SAM)
    await send_due(do, NOW)
    back = partial(reachouts.take_back, **MINE, now=NOW)
    with pytest.raises(NotFound):
        await overlapping(database, back, back)
    assert [row.kind for row in await do.rows(Delivery)] == ["delete"]
