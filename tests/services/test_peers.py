"""A member chooses a peer, the peer agrees once, either ends it at any time, and nobody else can."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, Invalid, NotFound, TooSoon
from bot.services import claims, deliveries, members, peers
from db.models.deliveries import Delivery
from db.models.members import Member
from db.models.peers import Peer
from db.models.shares import Share
from db.session import Database
from tests.services.people import (
    ADA,
    DAY,
    ELSEWHERE,
    GUILD,
    JO,
    KIM,
    NOW,
    SAM,
    Do,
    examples,
    overlapping,
    pair_up,
    say,
    send_due,
    set_up,
    share,
    undone,
)

MINE = {"guild_id": GUILD, "member_id": SAM}
SAM_ASKS_JO: dict[str, Any] = {**MINE, "peer_id": JO, "now": NOW}


async def peers_of(do: Do, member_id: int, guild_id: int = GUILD) -> list[int]:
    return [pair.peer_id for pair in await do(peers.list_mine, guild_id=guild_id, member_id=member_id)]


async def members_of(do: Do, peer_id: int, guild_id: int = GUILD) -> list[int]:
    return [pair.member_id for pair in await do(peers.list_theirs, guild_id=guild_id, peer_id=peer_id)]


async def test_choosing_a_peer_asks_them_once_by_direct_message(do: Do) -> None:
    asked = await do(peers.ask_peer, **SAM_ASKS_JO)
    again = await do(peers.ask_peer, **{**SAM_ASKS_JO, "now": NOW + DAY})
    assert (again.id, again.asked_at, again.state) == (asked.id, NOW, "asked")
    (message,) = await do.rows(Delivery)
    assert (message.feature, message.subject_id, message.member_id) == ("peers", asked.id, JO)
    assert (message.due_at, message.expires_at) == (NOW, NOW + timedelta(days=14))
    assert (await do(members.find_member, **MINE)).used_on.isoformat() == "2026-06-01"


async def test_nobody_chooses_themselves(do: Do) -> None:
    refusal = await do.refused(peers.ask_peer, **{**SAM_ASKS_JO, "peer_id": SAM})
    assert isinstance(refusal, Invalid)
    assert refusal.message_id == "peers-not-yourself"


async def test_a_member_chooses_five_at_most_and_a_sixth_once_one_is_gone(do: Do) -> None:
    chosen = [JO + number for number in range(6)]
    for peer_id in chosen[:5]:
        pair = await do(peers.ask_peer, **{**SAM_ASKS_JO, "peer_id": peer_id})
    refusal = await do.refused(peers.ask_peer, **{**SAM_ASKS_JO, "peer_id": chosen[5]})
    assert isinstance(refusal, Closed)
    assert (refusal.message_id, refusal.variables) == ("peers-enough", {"most": 5})
    assert (await do(peers.ask_peer, **{**SAM_ASKS_JO, "peer_id": chosen[4]})).id == pair.id
    await do(peers.ask_peer, **{**SAM_ASKS_JO, "guild_id": ELSEWHERE, "peer_id": chosen[5]})
    await do(peers.end_pair, pair_id=pair.id, member_id=SAM, now=NOW)
    await do(peers.ask_peer, **{**SAM_ASKS_JO, "peer_id": chosen[5]})
    assert await peers_of(do, SAM) == [*chosen[:4], chosen[5]]


@pytest.mark.parametrize("switch", ["accepts_shares", "direct_messages"])
async def test_who_takes_no_shares_is_not_asked_and_nobody_is_told_so(do: Do, switch: str) -> None:
    await do(members.record_switch, guild_id=GUILD, member_id=JO, now=NOW, name=switch, on=False)
    asked = await do(peers.ask_peer, **SAM_ASKS_JO)
    assert asked.state == "asked"
    assert await do(peers.find_asked, pair_id=asked.id) is None
    await do(members.record_switch, guild_id=GUILD, member_id=JO, now=NOW, name=switch, on=True)
    assert (await do(peers.find_asked, pair_id=asked.id)).id == asked.id


async def test_a_question_to_a_peer_in_quiet_hours_waits_for_their_end(do: Do) -> None:
    await do(members.record_quiet_hours, guild_id=GUILD, member_id=JO, now=NOW, start="9pm", end="8am")
    night = datetime(2026, 6, 3, 22, tzinfo=UTC)
    await do(peers.ask_peer, **{**SAM_ASKS_JO, "now": night})
    (message,) = await do.rows(Delivery)
    assert message.due_at == datetime(2026, 6, 4, 7, tzinfo=UTC)
    assert message.expires_at == night + timedelta(days=14)


@pytest.mark.parametrize("switch", ["accepts_shares", "direct_messages"])
async def test_a_question_is_put_only_while_it_is_open_and_the_peer_takes_shares(do: Do, switch: str) -> None:
    asked = await do(peers.ask_peer, **SAM_ASKS_JO)
    assert (await do(peers.find_asked, pair_id=asked.id)).id == asked.id
    for on in (False, True):
        await do(members.record_switch, guild_id=GUILD, member_id=JO, now=NOW, name=switch, on=on)
        assert bool(await do(peers.find_asked, pair_id=asked.id)) is on
    await do(peers.record_reply, pair_id=asked.id, peer_id=JO, agrees=True, now=NOW)
    assert await do(peers.find_asked, pair_id=asked.id) is None
    assert await do(peers.find_asked, pair_id=asked.id + 1) is None


async def test_a_pair_counts_for_the_peer_from_the_yes_on(do: Do) -> None:
    asked = await do(peers.ask_peer, **SAM_ASKS_JO)
    assert (await peers_of(do, SAM), await members_of(do, JO)) == ([JO], [])
    for _ in range(2):
        kept = await do(peers.record_reply, pair_id=asked.id, peer_id=JO, agrees=True, now=NOW)
        assert kept.state == "agreed"
    assert (await peers_of(do, SAM), await members_of(do, JO)) == ([JO], [SAM])
    assert (await peers_of(do, JO), await members_of(do, SAM)) == ([], [])
    assert (await do(members.find_member, guild_id=GUILD, member_id=JO)).used_on.isoformat() == "2026-06-01"


@pytest.mark.parametrize("agreed_before", [False, True])
async def test_a_no_ends_the_pair_and_takes_the_question_away(do: Do, *, agreed_before: bool) -> None:
    asked = await do(peers.ask_peer, **SAM_ASKS_JO)
    await send_due(do, NOW)
    if agreed_before:
        await do(peers.record_reply, pair_id=asked.id, peer_id=JO, agrees=True, now=NOW)
    await do(peers.record_reply, pair_id=asked.id, peer_id=JO, agrees=False, now=NOW)
    assert [peer.state for peer in await do.rows(Peer)] == ["ended"]
    assert (await peers_of(do, SAM), await members_of(do, JO)) == ([], [])
    assert [row.kind for row in await do.rows(Delivery)] == ["delete"]


async def test_only_the_peer_who_was_asked_answers(do: Do) -> None:
    asked = await do(peers.ask_peer, **SAM_ASKS_JO)
    for member_id in (SAM, KIM):
        refusal = await do.refused(peers.record_reply, pair_id=asked.id, peer_id=member_id, agrees=True, now=NOW)
        assert isinstance(refusal, NotFound)
        assert refusal.message_id == "peers-gone"
    assert (await do(peers.get_peer, pair_id=asked.id, member_id=SAM)).state == "asked"


async def test_a_pair_is_there_for_its_two_and_for_nobody_else(do: Do) -> None:
    (pair_id,) = await pair_up(do, SAM, JO)
    for member_id in (SAM, JO):
        assert (await do(peers.get_peer, pair_id=pair_id, member_id=member_id)).id == pair_id
    for rule, told in ((peers.get_peer, {}), (peers.end_pair, {"now": NOW})):
        refusal = await do.refused(rule, pair_id=pair_id, member_id=KIM, **told)
        assert isinstance(refusal, NotFound)
        assert refusal.message_id == "peers-gone"
    assert (await do.refused(peers.get_peer, pair_id=pair_id + 1, member_id=SAM)).message_id == "peers-gone"


@pytest.mark.parametrize("who", [SAM, JO])
async def test_either_side_ends_a_pair_and_what_was_shown_through_it_is_taken_back(do: Do, who: int) -> None:
    await set_up(do)
    pair_id, _ = await pair_up(do, SAM, JO, KIM)
    await pair_up(do, JO, SAM)
    await say(do, SAM)
    assert await share(do, SAM) == [JO, KIM]
    await do(peers.end_pair, pair_id=pair_id, member_id=who, now=NOW)
    assert [row.peer_id for row in await do.rows(Share)] == [KIM]
    assert (await peers_of(do, SAM), await peers_of(do, JO)) == ([KIM], [SAM])
    assert (await do.refused(peers.end_pair, pair_id=pair_id, member_id=who, now=NOW)).message_id == "peers-gone"


@pytest.mark.parametrize("how", ["declined", "ended by the peer", "taken back"])
async def test_after_an_end_the_same_person_is_not_asked_again_for_a_week(do: Do, how: str) -> None:
    asked = await do(peers.ask_peer, **SAM_ASKS_JO)
    if how == "declined":
        await do(peers.record_reply, pair_id=asked.id, peer_id=JO, agrees=False, now=NOW)
    else:
        await do(peers.end_pair, pair_id=asked.id, member_id=SAM if how == "taken back" else JO, now=NOW)
    before = len(await do.rows(Delivery))
    for days in (0, 6):
        refusal = await do.refused(peers.ask_peer, **{**SAM_ASKS_JO, "now": NOW + days * DAY})
        assert isinstance(refusal, TooSoon)
        assert refusal.message_id == "peers-asked-lately"
    assert len(await do.rows(Delivery)) == before
    await do(peers.purge, now=NOW + 7 * DAY)
    again = await do(peers.ask_peer, **{**SAM_ASKS_JO, "now": NOW + 7 * DAY})
    assert (again.state, again.id > asked.id) == ("asked", True)


async def test_the_pause_is_between_two_people_in_one_direction_and_one_community(do: Do) -> None:
    (pair_id,) = await pair_up(do, SAM, JO)
    await do(peers.end_pair, pair_id=pair_id, member_id=JO, now=NOW)
    await pair_up(do, SAM, KIM)
    await pair_up(do, JO, SAM)
    await pair_up(do, SAM, JO, guild_id=ELSEWHERE)
    assert (await peers_of(do, SAM), await peers_of(do, JO), await peers_of(do, SAM, ELSEWHERE)) == ([KIM], [SAM], [JO])


async def test_nobody_asks_more_than_ten_people_in_a_day(do: Do) -> None:
    for number in range(10):
        (pair_id,) = await pair_up(do, SAM, JO + number)
        await do(peers.end_pair, pair_id=pair_id, member_id=SAM, now=NOW)
    refusal = await do.refused(peers.ask_peer, **{**SAM_ASKS_JO, "peer_id": ADA})
    assert isinstance(refusal, TooSoon)
    assert refusal.message_id == "peers-asked-many"
    await do(peers.ask_peer, **{**SAM_ASKS_JO, "peer_id": ADA, "now": NOW + DAY})


async def test_a_pair_in_one_community_is_none_in_another(do: Do) -> None:
    await pair_up(do, SAM, JO)
    assert (await peers_of(do, SAM, ELSEWHERE), await members_of(do, JO, ELSEWHERE)) == ([], [])
    await pair_up(do, SAM, KIM, guild_id=ELSEWHERE)
    assert (await peers_of(do, SAM), await peers_of(do, SAM, ELSEWHERE)) == ([JO], [KIM])


async def test_the_export_names_whom_i_chose_and_not_who_chose_me(do: Do) -> None:
    await pair_up(do, SAM, JO)
    told = {"kind": "peer", "community": str(GUILD), "state": "agreed", "asked_at": NOW.isoformat()}
    assert await do(peers.export_member, **MINE) == [{**told, "chosen_by_me": True, "peer": str(JO)}]
    assert await do(peers.export_member, guild_id=None, member_id=JO) == [{**told, "chosen_by_me": False, "peer": None}]
    assert await do(peers.export_member, guild_id=ELSEWHERE, member_id=SAM) == []


async def test_erasing_ends_a_members_pairs_on_either_side_and_no_others(do: Do) -> None:
    await pair_up(do, SAM, JO)
    await pair_up(do, KIM, SAM)
    await pair_up(do, JO, KIM)
    assert await do(peers.erase_member, guild_id=ELSEWHERE, member_id=SAM, now=NOW) == 0
    assert await do(peers.erase_member, **MINE, now=NOW) == 2
    assert [(pair.member_id, pair.peer_id) for pair in await do.rows(Peer)] == [(JO, KIM)]


@examples(12)
@given(hours=st.integers(0, 24 * 40))
async def test_a_question_waits_fourteen_days_for_an_answer_and_no_longer(database: Database, hours: int) -> None:
    async with undone(database) as do:
        asked = await do(peers.ask_peer, **SAM_ASKS_JO)
        await pair_up(do, SAM, KIM)
        await send_due(do, NOW)
        assert await do(peers.purge, now=NOW + timedelta(hours=hours)) == 0
        is_over = hours > 14 * 24
        assert (await peers_of(do, SAM) == [KIM]) is is_over
        away = [row.subject_id for row in await do.rows(Delivery) if row.kind == "delete"]
        assert away == [asked.id] * is_over


@pytest.mark.parametrize("who", [SAM, JO])
async def test_a_pair_ends_when_one_of_them_has_not_used_kettle_for_a_year(do: Do, who: int) -> None:
    await pair_up(do, SAM, JO)
    await pair_up(do, KIM, ADA)
    await pair_up(do, SAM, JO, guild_id=ELSEWHERE)
    for row in await do.rows(Member):
        if (row.guild_id, row.member_id) != (GUILD, who):
            told = {"guild_id": row.guild_id, "member_id": row.member_id}
            await do(members.record_choice, **told, now=NOW + 390 * DAY)
    assert await do(peers.purge, now=NOW + 400 * DAY) == 0
    assert await do(members.purge, now=NOW + 400 * DAY) == 1
    assert await do(peers.purge, now=NOW + 400 * DAY) == 0
    assert [pair.ended_at for pair in await do.rows(Peer)].count(None) == 2
    assert await do(peers.purge, now=NOW + 407 * DAY) == 1
    left = [(pair.guild_id, pair.member_id) for pair in await do.rows(Peer)]
    assert left == [(GUILD, KIM), (ELSEWHERE, SAM)]


async def test_choosing_twice_at_once_asks_once(do: Do) -> None:
    asked = await asyncio.gather(*(do(peers.ask_peer, **SAM_ASKS_JO) for _ in range(5)))
    assert len({pair.id for pair in asked}) == 1
    assert len(await do.rows(Delivery)) == 1


async def test_choosing_six_at_once_leaves_five(do: Do) -> None:
    asks = (do(peers.ask_peer, **{**SAM_ASKS_JO, "peer_id": JO + number}) for number in range(6))
    told = await asyncio.gather(*asks, return_exceptions=True)
    assert [type(one) for one in told if not isinstance(one, Peer)] == [Closed]
    assert len(await peers_of(do, SAM)) == 5


async def test_a_yes_while_the_member_ends_it_finds_nothing_and_a_second_end_neither(
    database: Database, do: Do
) -> None:
    async def yes(session: AsyncSession) -> Any:
        return await peers.record_reply(session, pair_id=pair.id, peer_id=JO, agrees=True, now=NOW)

    for who, days in ((SAM, 0), (JO, 7)):
        await do(peers.purge, now=NOW + days * DAY)
        pair = await do(peers.ask_peer, **{**SAM_ASKS_JO, "now": NOW + days * DAY})
        end = partial(peers.end_pair, pair_id=pair.id, member_id=who, now=NOW)
        with pytest.raises(NotFound):
            await overlapping(database, end, yes if who == SAM else end)
        assert await peers_of(do, SAM) == []


async def test_a_question_that_a_member_ends_while_it_is_being_sent_is_taken_away(do: Do) -> None:
    pair = await do(peers.ask_peer, **SAM_ASKS_JO)
    (row,) = await do(claims.claim_due, now=NOW, limit=10)
    await do(peers.end_pair, pair_id=pair.id, member_id=SAM, now=NOW)
    await do(deliveries.settle_sent, delivery_id=row.id, channel_id=1, message_id=2, now=NOW)
    (away,) = await do.rows(Delivery)
    assert (away.kind, away.channel_id, away.message_id, away.state) == ("delete", 1, 2, "waiting")
