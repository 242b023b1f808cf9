"""What falls due: claimed by one, settled once, called back at any moment, and forgotten when nobody needs it."""

import asyncio
from contextlib import nullcontext
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import claims, deliveries
from db.models.deliveries import Delivery
from db.session import Database
from tests.services.people import (
    DAY,
    ELSEWHERE,
    GUILD,
    HOUR,
    JO,
    MODERATORS,
    NOW,
    SAM,
    Do,
    examples,
    overlapping,
    postgres_alone,
    undone,
)

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
STATES = ("waiting", "leased", "sent", "failed", "missed", "unknown", "cancelled")


async def put(do: Do, subject_id: int = 1, due_at: datetime = NOW, **told: Any) -> Delivery:
    about = {"guild_id": GUILD, "feature": "reachouts", "channel_id": MODERATORS, "expires_at": NOW + DAY}
    row: Delivery = await do(deliveries.schedule, **{**about, "subject_id": subject_id, "due_at": due_at, **told})
    return row


async def claim(do: Do, now: datetime = NOW, limit: int = 100) -> list[int]:
    return [row.id for row in await do(claims.claim_due, now=now, limit=limit)]


async def settle_sent(do: Do, row: Delivery, message_id: int = 2, now: datetime = NOW) -> None:
    await do(deliveries.settle_sent, delivery_id=row.id, channel_id=MODERATORS, message_id=message_id, now=now)


async def retract(do: Do, *subject_ids: int, now: datetime = NOW) -> None:
    await do(deliveries.retract, feature="reachouts", subject_ids=subject_ids, now=now)


async def only(do: Do) -> Delivery:
    (row,) = await do.rows(Delivery)
    return row


async def change(session: AsyncSession, *, delivery_id: int, **values: Any) -> None:
    await session.execute(update(Delivery).where(Delivery.id == delivery_id).values(**values))


async def test_a_row_waits_until_it_is_due_and_is_then_leased_for_two_minutes(do: Do) -> None:
    row = await put(do, due_at=NOW + MINUTE)
    assert (row.state, row.attempts, row.attempted_at, row.kind) == ("waiting", 0, None, "post")
    assert await claim(do, NOW + MINUTE - SECOND) == []
    assert await claim(do, NOW + MINUTE) == [row.id]
    row = await only(do)
    assert (row.state, row.attempts) == ("leased", 1)
    assert (row.attempted_at, row.lease_until) == (NOW + MINUTE, NOW + 3 * MINUTE)


async def test_the_oldest_is_claimed_first_and_no_more_than_asked_for(do: Do) -> None:
    made = [await put(do, number, NOW - number * MINUTE) for number in (1, 3, 2, 3 + DAY // HOUR)]
    same = await put(do, 99, NOW - 3 * MINUTE)
    order = [made[3].id, made[1].id, same.id, made[2].id, made[0].id]
    assert await claim(do, limit=3) == order[:3]
    assert await claim(do, limit=3) == order[3:]


async def test_the_same_thing_is_never_put_down_twice(do: Do) -> None:
    row = await put(do)
    assert row.dedupe_key == "reachouts:post:1"
    with pytest.raises(IntegrityError):
        await put(do)
    await put(do, feature="shares")
    assert len(await do.rows(Delivery)) == 2


async def test_the_clock_is_told_the_earliest_instant_that_a_change_made_due(database: Database, do: Do) -> None:
    told: list[datetime] = []
    database.on_due = told.append
    async with database.begin() as session:
        inside = Do(partial(nullcontext, session))
        for subject_id, minutes in enumerate((5, 2, 9)):
            await put(inside, subject_id, NOW + minutes * MINUTE)
        assert session.info["due_at"] == NOW + 2 * MINUTE
        assert told == []
    assert told == [NOW + 2 * MINUTE]
    await claim(do)
    assert told == [NOW + 2 * MINUTE]


async def test_taking_a_message_away_is_due_at_once_and_the_clock_is_told(database: Database, do: Do) -> None:
    row = await put(do)
    await claim(do)
    await settle_sent(do, row)
    told: list[datetime] = []
    database.on_due = told.append
    await retract(do, 1, now=NOW + HOUR)
    assert told == [NOW + HOUR]


async def test_what_is_past_its_use_by_is_missed_and_never_claimed(do: Do) -> None:
    await put(do, expires_at=NOW + MINUTE)
    await put(do, 2, expires_at=NOW + MINUTE)
    assert len(await claim(do, limit=1)) == 1
    assert await claim(do, NOW + HOUR) == []
    assert {(row.state, row.lease_until) for row in await do.rows(Delivery)} == {("missed", None)}


async def test_a_row_at_its_last_second_is_still_claimed(do: Do) -> None:
    row = await put(do, expires_at=NOW + MINUTE)
    assert await claim(do, NOW + MINUTE - SECOND) == [row.id]


async def test_a_row_is_claimed_again_after_its_lease_and_not_before(do: Do) -> None:
    row = await put(do)
    assert await claim(do) == [row.id]
    assert await claim(do, NOW + deliveries.LEASE) == []
    assert await claim(do, NOW + deliveries.LEASE + SECOND) == [row.id]
    assert (await only(do)).attempts == 2


async def test_leases_of_a_killed_process_are_given_back_and_nothing_else(do: Do) -> None:
    for subject_id, state in enumerate(STATES):
        row = await put(do, subject_id)
        await do(change, delivery_id=row.id, state=state)
    assert await do(claims.release_leases) == 1
    assert [row.state for row in await do.rows(Delivery)] == ["waiting", "waiting", *STATES[2:]]
    assert await do(claims.release_leases) == 0


async def test_a_message_that_is_out_is_recorded_with_its_place_and_never_claimed_again(do: Do) -> None:
    row = await put(do)
    await claim(do)
    await settle_sent(do, row, 77, NOW + MINUTE)
    row = await only(do)
    assert (row.state, row.sent_at, row.lease_until) == ("sent", NOW + MINUTE, None)
    assert (row.message_channel_id, row.message_id) == (MODERATORS, 77)
    assert await claim(do, NOW + HOUR) == []


async def test_a_second_try_waits_until_it_is_due(do: Do) -> None:
    row = await put(do)
    await claim(do)
    await do(deliveries.settle, delivery_id=row.id, state="waiting", now=NOW, next_at=NOW + MINUTE)
    assert (await only(do)).lease_until is None
    assert await claim(do, NOW + MINUTE - SECOND) == []
    assert await claim(do, NOW + MINUTE) == [row.id]


@pytest.mark.parametrize("state", ["failed", "cancelled", "unknown"])
async def test_a_final_outcome_is_recorded_with_its_reason_and_never_claimed_again(do: Do, state: str) -> None:
    row = await put(do)
    await claim(do)
    await do(deliveries.settle, delivery_id=row.id, state=state, reason="no-permission")
    row = await only(do)
    assert (row.state, row.reason, row.due_at) == (state, "no-permission", NOW)
    assert await claim(do, NOW + HOUR) == []


@pytest.mark.parametrize("state", [state for state in STATES if state != "leased"])
async def test_only_a_claimed_row_is_settled(do: Do, state: str) -> None:
    row = await put(do)
    await do(change, delivery_id=row.id, state=state)
    await do(deliveries.settle, delivery_id=row.id, state="failed", reason="no-access", due_at=NOW + HOUR)
    row = await only(do)
    assert (row.state, row.reason, row.due_at) == (state, None, NOW)


async def test_settling_a_row_that_is_gone_changes_nothing(do: Do) -> None:
    row = await put(do)
    for rule, told in (
        (deliveries.settle, {"state": "failed"}),
        (deliveries.settle_done, {"now": NOW}),
        (deliveries.settle_sent, {"channel_id": 1, "message_id": 2, "now": NOW}),
    ):
        await do(rule, delivery_id=row.id + 1, **told)
    assert (await only(do)).state == "waiting"


async def test_what_was_not_tried_yet_is_gone_when_called_back(do: Do) -> None:
    await put(do)
    kept = await put(do, 2)
    other = await put(do, 1, feature="shares")
    await retract(do, 1)
    assert [row.id for row in await do.rows(Delivery)] == [kept.id, other.id]


@pytest.mark.parametrize("times", [1, 2])
async def test_what_is_being_sent_when_called_back_is_taken_away_once_it_is_out(do: Do, times: int) -> None:
    row = await put(do)
    await claim(do)
    for _ in range(times):
        await retract(do, 1)
    assert (await only(do)).state == "cancelled"
    await settle_sent(do, row, 77, NOW + MINUTE)
    away = await only(do)
    assert (away.kind, away.state, away.due_at) == ("delete", "waiting", NOW + MINUTE)
    assert (away.channel_id, away.message_id, away.dedupe_key) == (MODERATORS, 77, "reachouts:delete:1")


async def test_what_could_not_be_sent_and_was_called_back_is_not_tried_again(do: Do) -> None:
    row = await put(do)
    await claim(do)
    await retract(do, 1)
    await do(deliveries.settle, delivery_id=row.id, state="waiting", now=NOW, next_at=NOW)
    assert (await only(do)).state == "cancelled"
    assert await claim(do, NOW + HOUR) == []


async def test_what_was_sent_is_taken_away_when_called_back_and_tried_for_seven_days(do: Do) -> None:
    row = await put(do)
    await claim(do)
    await settle_sent(do, row, 77)
    for _ in range(2):
        await retract(do, 1, now=NOW + HOUR)
    away = await only(do)
    assert (away.kind, away.channel_id, away.message_id) == ("delete", MODERATORS, 77)
    assert (away.due_at, away.expires_at) == (NOW + HOUR, NOW + HOUR + 7 * DAY)
    assert await claim(do, NOW + HOUR) == [away.id]
    await do(deliveries.settle_done, delivery_id=away.id, now=NOW + HOUR)
    away = await only(do)
    assert (away.state, away.sent_at, away.lease_until) == ("sent", NOW + HOUR, None)
    assert await claim(do, NOW + DAY) == []


@given(attempt=st.integers(1, 10_000))
def test_the_pause_before_another_try_begins_at_ten_seconds_grows_and_ends_at_ten_minutes(attempt: int) -> None:
    this, after = deliveries.pause_before(attempt), deliveries.pause_before(attempt + 1)
    assert 10 * SECOND <= this <= after <= 10 * MINUTE


def test_the_pause_doubles_until_its_cap() -> None:
    pauses = [deliveries.pause_before(attempt) for attempt in range(1, 9)]
    assert pauses[0] == 10 * SECOND
    assert all(after == min(2 * this, 10 * MINUTE) for this, after in pairwise(pauses))
    assert pauses[-1] == 10 * MINUTE


async def test_the_export_says_what_each_message_to_a_member_is_about(do: Do) -> None:
    await put(do, 1, channel_id=None, member_id=JO)
    await put(do, 2, channel_id=None, member_id=SAM)
    await put(do, 3)
    told = {"kind": "message", "community": str(GUILD), "about": "reachouts", "due_at": NOW.isoformat()}
    assert await do(deliveries.export_member, guild_id=None, member_id=JO) == [{**told, "state": "waiting"}]
    assert await do(deliveries.export_member, guild_id=ELSEWHERE, member_id=JO) == []


async def test_erasing_forgets_messages_to_a_member_here_and_no_others(do: Do) -> None:
    await put(do, 1, channel_id=None, member_id=JO)
    await put(do, 2, channel_id=None, member_id=JO, guild_id=ELSEWHERE)
    await put(do, 3, channel_id=None, member_id=SAM)
    await put(do, 4)
    assert await do(deliveries.erase_member, guild_id=GUILD, member_id=JO, now=NOW) == 1
    assert [row.member_id for row in await do.rows(Delivery)] == [JO, SAM, None]
    assert await do(deliveries.erase_member, guild_id=None, member_id=JO, now=NOW) == 1


async def test_a_message_on_its_way_to_a_member_who_is_erased_is_taken_away_and_nothing_names_them(do: Do) -> None:
    row = await put(do, channel_id=None, member_id=JO)
    await claim(do)
    assert await do(deliveries.erase_member, guild_id=GUILD, member_id=JO, now=NOW) == 1
    assert (await only(do)).member_id is None
    await settle_sent(do, row, 77)
    away = await only(do)
    assert (away.kind, away.message_id, away.member_id) == ("delete", 77, None)


kept_rows = st.tuples(st.sampled_from(STATES), st.sampled_from([None, JO]), st.integers(0, 60 * 24))


@examples(15)
@given(made=st.lists(kept_rows, max_size=8))
async def test_settled_rows_go_after_thirty_days_but_what_a_member_was_sent_stays_to_be_called_back(
    database: Database, made: list[tuple[str, int | None, int]]
) -> None:
    async with undone(database) as do:
        stays = []
        for subject_id, (state, member_id, hours) in enumerate(made):
            row = await put(do, subject_id, NOW - timedelta(hours=hours), member_id=member_id)
            await do(change, delivery_id=row.id, state=state)
            settled = state not in {"waiting", "leased", "unknown"}
            if not (settled and hours > 30 * 24 and not (state == "sent" and member_id)):
                stays.append(row.id)
        assert await do(deliveries.purge, now=NOW) == len(made) - len(stays)
        assert [row.id for row in await do.rows(Delivery)] == stays


async def test_claimers_at_once_share_nothing_and_leave_nothing(do: Do) -> None:
    made = {(await put(do, number)).id for number in range(30)}
    claimed = await asyncio.gather(*(claim(do, limit=8) for _ in range(5)))
    assert sorted(row for rows in claimed for row in rows) == sorted(made)


@postgres_alone
async def test_two_processes_claim_side_by_side_without_waiting(database: Database, do: Do) -> None:
    made = [(await put(do, number)).id for number in range(10)]
    async with database.begin() as one, database.begin() as other, asyncio.timeout(1):
        first = await claims.claim_due(one, now=NOW, limit=6)
        second = await claims.claim_due(other, now=NOW, limit=6)
    assert [[row.id for row in rows] for rows in (first, second)] == [made[:6], made[6:]]


async def test_a_call_back_while_a_row_is_claimed_is_seen_by_the_send(database: Database, do: Do) -> None:
    row = await put(do)
    claimed = partial(claims.claim_due, now=NOW, limit=1)
    await overlapping(database, claimed, partial(deliveries.retract, feature="reachouts", subject_ids=[1], now=NOW))
    assert (await only(do)).state == "cancelled"
    await settle_sent(do, row)
    assert (await only(do)).kind == "delete"


@pytest.mark.parametrize("retract_first", [True, False])
async def test_a_call_back_and_a_send_at_once_always_take_the_message_away(
    database: Database, do: Do, *, retract_first: bool
) -> None:
    row = await put(do)
    await claim(do)
    sent = partial(deliveries.settle_sent, delivery_id=row.id, channel_id=MODERATORS, message_id=77, now=NOW)
    back = partial(deliveries.retract, feature="reachouts", subject_ids=[1], now=NOW)
    await overlapping(database, *((back, sent) if retract_first else (sent, back)))
    away = await only(do)
    assert (away.kind, away.message_id, away.state) == ("delete", 77, "waiting")
