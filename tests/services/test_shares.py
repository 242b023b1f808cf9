"""An answer is shown to the peers who agreed, once each, when they may be told, and is taken back with its answer."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.errors import Closed, NotFound
from bot.services import checkins, claims, members, peers, shares
from db.models.checkins import Answer
from db.models.deliveries import Delivery
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
    overlapping,
    pair_up,
    say,
    send_due,
    set_up,
    share,
)

TODAY = NOW.date()
MINE: dict[str, Any] = {"guild_id": GUILD, "member_id": SAM, "day": TODAY, "now": NOW}


@pytest.fixture
async def do(do: Do) -> Do:
    """A community in which Sam shares with Jo and Kim, and has asked Ada."""
    await set_up(do)
    await pair_up(do, SAM, JO, KIM)
    await do(peers.ask_peer, guild_id=GUILD, member_id=SAM, peer_id=ADA, now=NOW)
    await send_due(do, NOW)
    return do


async def messages(do: Do) -> list[Delivery]:
    return [row for row in await do.rows(Delivery) if row.feature == "shares"]


async def turn(do: Do, member_id: int, name: str, *, on: bool) -> None:
    await do(members.record_switch, guild_id=GUILD, member_id=member_id, now=NOW, name=name, on=on)


async def test_an_answer_is_shown_to_every_peer_who_agreed_and_to_nobody_else(do: Do) -> None:
    answer = await say(do, SAM, "low")
    assert await share(do, SAM) == [JO, KIM]
    made = await do.rows(Share)
    assert [(row.answer_id, row.member_id, row.peer_id) for row in made] == [
        (answer.id, SAM, JO),
        (answer.id, SAM, KIM),
    ]
    due = [(row.member_id, row.subject_id, row.due_at, row.expires_at) for row in await messages(do)]
    assert due == [(row.peer_id, row.id, NOW, NOW + DAY) for row in made]


async def test_an_answer_is_shown_to_nobody_by_itself(do: Do) -> None:
    await say(do, SAM, "struggling")
    assert (await do.rows(Share), await messages(do)) == ([], [])


async def test_sharing_again_tells_only_the_peers_who_agreed_since(do: Do) -> None:
    await say(do, SAM)
    await share(do, SAM)
    await send_due(do, NOW)
    (pair,) = [one for one in await do(peers.list_mine, guild_id=GUILD, member_id=SAM) if one.peer_id == ADA]
    await do(peers.record_reply, pair_id=pair.id, peer_id=ADA, agrees=True, now=NOW)
    assert await share(do, SAM) == [JO, KIM, ADA]
    assert [(row.member_id, row.state) for row in await messages(do)] == [(JO, "sent"), (KIM, "sent"), (ADA, "waiting")]


@pytest.mark.parametrize("switch", ["accepts_shares", "direct_messages"])
async def test_who_takes_no_shares_now_is_told_nothing_and_nobody_learns_that(do: Do, switch: str) -> None:
    await say(do, SAM)
    for who in (JO, KIM):
        await turn(do, who, switch, on=False)
    assert await share(do, SAM) == [JO, KIM]
    assert [await do(shares.find_shared, share_id=row.id, now=NOW) for row in await do.rows(Share)] == [None, None]


async def test_who_shares_and_takes_back_again_and_again_sends_three_messages_an_hour(do: Do) -> None:
    await say(do, SAM)
    due = []
    for _ in range(5):
        await share(do, SAM)
        due.append(next(row.due_at for row in await messages(do) if row.kind == "post") - NOW)
        await send_due(do, NOW)
        await do(checkins.take_back_shares, **MINE)
        await send_due(do, NOW)
    hour = timedelta(hours=1)
    assert due == [timedelta(), timedelta(), timedelta(), hour, hour]
    await say(do, SAM, now=NOW + hour)
    await share(do, SAM, now=NOW + hour)
    assert {row.due_at for row in await messages(do) if row.kind == "post"} == {NOW + hour}


async def test_an_answer_of_another_day_is_not_shared(do: Do) -> None:
    await say(do, SAM)
    refusal = await do.refused(checkins.share_answer, **{**MINE, "now": NOW + DAY})
    assert isinstance(refusal, Closed)
    assert refusal.message_id == "shares-not-today"


async def test_what_is_forgotten_by_the_time_it_is_sent_says_nothing(do: Do) -> None:
    await do(members.record_switch, guild_id=GUILD, member_id=SAM, now=NOW, name="forget_at_midnight", on=True)
    await say(do, SAM)
    await share(do, SAM)
    made = (await do.rows(Share))[0]
    assert await do(shares.find_shared, share_id=made.id, now=NOW) is not None
    assert await do(shares.find_shared, share_id=made.id, now=NOW + timedelta(hours=12)) is None


async def test_an_answer_knows_to_whom_it_is_shown(do: Do) -> None:
    answer = await say(do, SAM)
    assert await do(shares.list_shown, answer=answer) == []
    await share(do, SAM)
    assert await do(shares.list_shown, answer=answer) == [JO, KIM]


async def test_a_peer_with_no_choices_of_their_own_takes_shares(do: Do) -> None:
    await say(do, SAM)
    await do(members.erase_member, guild_id=GUILD, member_id=JO, now=NOW)
    assert await share(do, SAM) == [JO, KIM]


async def test_with_no_peers_sharing_is_closed(do: Do) -> None:
    await say(do, JO)
    refusal = await do.refused(checkins.share_answer, **{**MINE, "member_id": JO})
    assert isinstance(refusal, Closed)
    assert refusal.message_id == "shares-nobody"


async def test_peers_in_one_community_see_nothing_of_another(do: Do) -> None:
    await set_up(do, ELSEWHERE)
    await say(do, SAM, guild_id=ELSEWHERE)
    refusal = await do.refused(checkins.share_answer, **{**MINE, "guild_id": ELSEWHERE})
    assert refusal.message_id == "shares-nobody"


async def test_a_peer_in_quiet_hours_is_told_when_they_end_and_the_others_now(do: Do) -> None:
    night, morning = datetime(2026, 6, 3, 22, tzinfo=UTC), datetime(2026, 6, 4, 7, tzinfo=UTC)
    await do(members.record_quiet_hours, guild_id=GUILD, member_id=JO, now=NOW, start="9pm", end="8am")
    await say(do, SAM, now=night)
    await share(do, SAM, now=night)
    due = {row.member_id: (row.due_at, row.expires_at) for row in await messages(do)}
    assert due == {JO: (morning, morning + DAY), KIM: (night, night + DAY)}
    sent = [await send_due(do, now) for now in (night, morning - timedelta(seconds=1), morning)]
    assert [[row.member_id for row in rows] for rows in sent] == [[KIM], [], [JO]]


async def test_what_a_share_says_is_who_what_and_through_which_pair(do: Do) -> None:
    await say(do, SAM, "mixed")
    await share(do, SAM)
    pairs = await do(peers.list_mine, guild_id=GUILD, member_id=SAM)
    for made, pair in zip(await do.rows(Share), pairs, strict=False):
        assert await do(shares.find_shared, share_id=made.id, now=NOW) == (SAM, "mixed", pair.id)


@pytest.mark.parametrize("switch", ["accepts_shares", "direct_messages"])
async def test_a_share_that_waits_is_not_told_to_a_peer_who_wants_none_by_then(do: Do, switch: str) -> None:
    await say(do, SAM)
    await share(do, SAM)
    to_jo, to_kim = await do.rows(Share)
    await turn(do, JO, switch, on=False)
    assert await do(shares.find_shared, share_id=to_jo.id, now=NOW) is None
    assert await do(shares.find_shared, share_id=to_kim.id, now=NOW) is not None


async def test_a_share_taken_back_says_nothing_and_the_answer_stays(do: Do) -> None:
    await say(do, SAM)
    await share(do, SAM)
    made = await do.rows(Share)
    await do(checkins.take_back_shares, **MINE)
    assert [await do(shares.find_shared, share_id=row.id, now=NOW) for row in made] == [None, None]
    assert (await do.rows(Share), await messages(do)) == ([], [])
    assert len(await do.rows(Answer)) == 1


async def test_a_share_taken_back_after_it_was_sent_takes_each_message_away(do: Do) -> None:
    await say(do, SAM)
    await share(do, SAM)
    await send_due(do, NOW)
    sent = {(row.message_channel_id, row.message_id) for row in await messages(do)}
    await do(checkins.take_back_shares, **{**MINE, "now": NOW + timedelta(hours=2)})
    away = await messages(do)
    assert {(row.channel_id, row.message_id) for row in away} == sent
    assert {(row.kind, row.due_at, row.member_id) for row in away} == {("delete", NOW + timedelta(hours=2), None)}


async def test_the_count_of_a_taking_back_is_of_shares(do: Do) -> None:
    answer = await say(do, SAM)
    await share(do, SAM)
    pair = {"guild_id": GUILD, "member_id": SAM, "now": NOW}
    assert await do(shares.take_back_pair, **pair, peer_id=ADA) == 0
    assert await do(shares.take_back_pair, **{**pair, "guild_id": ELSEWHERE}, peer_id=JO) == 0
    assert await do(shares.take_back_pair, **pair, peer_id=JO) == 1
    assert await do(shares.take_back_answers, answer_ids=[answer.id], now=NOW) == 1
    assert await do(shares.take_back_answers, answer_ids=[answer.id], now=NOW) == 0


async def test_the_export_names_whom_i_showed_something_and_not_who_showed_me(do: Do) -> None:
    await say(do, SAM)
    await share(do, SAM)
    told = {"kind": "share", "community": str(GUILD), "shared_at": NOW.isoformat()}
    assert await do(shares.export_member, guild_id=GUILD, member_id=SAM) == [
        {**told, "shared_by_me": True, "peer": str(JO)},
        {**told, "shared_by_me": True, "peer": str(KIM)},
    ]
    shown = {**told, "shared_by_me": False, "peer": None}
    assert await do(shares.export_member, guild_id=None, member_id=JO) == [shown]
    assert await do(shares.export_member, guild_id=ELSEWHERE, member_id=SAM) == []


@pytest.mark.parametrize(("who", "gone"), [(SAM, 2), (JO, 1), (ADA, 0)])
async def test_erasing_takes_back_what_a_member_showed_and_was_shown(do: Do, who: int, gone: int) -> None:
    await say(do, SAM)
    await share(do, SAM)
    assert await do(shares.erase_member, guild_id=ELSEWHERE, member_id=who, now=NOW) == 0
    assert await do(shares.erase_member, guild_id=GUILD, member_id=who, now=NOW) == gone
    assert len(await do.rows(Share)) == 2 - gone


async def test_shares_go_with_their_answer_and_not_by_themselves(do: Do) -> None:
    await say(do, SAM)
    await share(do, SAM)
    late = NOW + timedelta(days=20)
    assert await do(shares.purge, now=late) == 0
    assert len(await do.rows(Share)) == 2
    await do(checkins.purge, now=late)
    assert await do.rows(Share) == []


async def test_sharing_twice_at_once_tells_each_peer_once(do: Do) -> None:
    await say(do, SAM)
    assert await asyncio.gather(*(do(checkins.share_answer, **MINE) for _ in range(5))) == [[JO, KIM]] * 5
    assert len(await messages(do)) == 2


async def test_an_answer_given_while_another_is_shared_takes_the_share_back(database: Database, do: Do) -> None:
    await say(do, SAM, "good")
    shared = partial(checkins.share_answer, **MINE)
    answered = partial(checkins.record_answer, guild_id=GUILD, member_id=SAM, answer="low", now=NOW)
    await overlapping(database, shared, answered)
    assert (await do.rows(Share), await messages(do)) == ([], [])


async def test_a_share_pressed_while_its_answer_is_taken_back_finds_nothing(database: Database, do: Do) -> None:
    await say(do, SAM)
    forget, shared = partial(checkins.take_back_answer, **MINE), partial(checkins.share_answer, **MINE)
    with pytest.raises(NotFound):
        await overlapping(database, forget, shared)
    assert await do.rows(Share) == []


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (checkins.take_back_answer, MINE),
        (checkins.erase_member, {"guild_id": GUILD, "member_id": SAM, "now": NOW}),
        (checkins.purge, {"now": NOW + 20 * DAY}),
    ],
)
async def test_an_answer_forgotten_while_it_is_shared_takes_the_share_back(
    database: Database, do: Do, rule: Callable[..., Awaitable[Any]], told: dict[str, Any]
) -> None:
    await say(do, SAM)
    await overlapping(database, partial(checkins.share_answer, **MINE), partial(rule, **told))
    assert (await do.rows(Answer), await do.rows(Share), await messages(do)) == ([], [], [])


async def test_taking_back_twice_at_once_takes_each_message_away_once(database: Database, do: Do) -> None:
    await say(do, SAM)
    await share(do, SAM)
    await send_due(do, NOW)
    back = partial(checkins.take_back_shares, **MINE)
    await overlapping(database, back, back)
    assert [row.kind for row in await messages(do)] == ["delete", "delete"]
    assert await do(claims.claim_due, now=NOW, limit=10)
