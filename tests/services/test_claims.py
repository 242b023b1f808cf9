"""Who sends what is due: one claimer, one order in each place, whatever the clock and the other processes do."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.services import claims, deliveries
from bot.services.directs import record_closed as closed
from db.models.deliveries import Delivery
from db.session import Database
from tests.services.messages import (
    DOOR,
    LEASE,
    MINUTE,
    SECOND,
    STATES,
    change,
    claim,
    only,
    open_door,
    put,
    put_in_doubt,
    put_private,
    put_sent,
    retract,
    row_of,
    settle,
)
from tests.services.people import DAY, HOUR, JO, KIM, MODERATORS, NOW, SAM, Do, postgres_alone


async def test_a_row_waits_until_it_is_due_and_is_then_leased_for_two_minutes(do: Do) -> None:
    row = await put(do, due_at=NOW + MINUTE)
    assert (row.state, row.attempts, row.attempted_at, row.kind) == ("waiting", 0, None, "post")
    assert await claim(do, NOW + MINUTE - SECOND) == []
    assert await claim(do, NOW + MINUTE) == [row.id]
    row = await only(do)
    assert (row.state, row.attempts) == ("leased", 1)
    assert (row.attempted_at, row.lease_until) == (NOW + MINUTE, NOW + 3 * MINUTE)


async def test_the_oldest_is_claimed_first_and_no_more_than_asked_for(do: Do) -> None:
    made = [await put(do, each, NOW - each * MINUTE, channel_id=each) for each in (1, 3, 2, 27)]
    same = await put(do, 99, NOW - 3 * MINUTE, channel_id=99)
    order = [made[3].id, made[1].id, same.id, made[2].id, made[0].id]
    assert await claim(do, limit=3) == order[:3]
    assert await claim(do, limit=3) == order[3:]


async def test_one_place_is_claimed_in_order_five_at_a_time_and_not_again_while_it_is_busy(do: Do) -> None:
    made = [(await put(do, each, NOW - MINUTE + each * SECOND)).id for each in range(7)]
    assert await claim(do) == made[: claims.IN_A_ROW]
    assert await claim(do) == []
    for delivery_id in made[: claims.IN_A_ROW]:
        await do(deliveries.settle, delivery_id=delivery_id, state="failed", now=NOW)
    assert await claim(do) == made[claims.IN_A_ROW :]


@pytest.mark.parametrize("shared_url", ["sqlite"], indirect=True)
async def test_no_step_of_a_claim_looks_at_all_that_is_tried_later(do: Do) -> None:
    """A million rows may wait for another day: SQLite, which counts nothing beforehand, must not walk over them."""
    plans: list[str] = []

    def explain(connection: Any, _cursor: Any, statement: str, told: Any, *_: Any) -> None:
        if statement.startswith(("SELECT", "UPDATE")):
            steps = connection.connection.driver_connection._conn.execute(f"EXPLAIN QUERY PLAN {statement}", told)
            plans.extend(step[3] for step in steps)

    async def watched(session: Any) -> None:
        event.listen((await session.connection()).sync_connection, "before_cursor_execute", explain)
        await claims.claim_due(session, now=NOW, limit=50)

    await do(watched)
    assert any("ix_deliveries_state_due_at" in step for step in plans)
    assert [step for step in plans if "next_at>" in step or step.startswith("SCAN deliveries")] == []


async def test_a_busy_place_and_a_full_place_hide_no_other(do: Do) -> None:
    crowd = [(await put(do, each, NOW - HOUR)).id for each in range(12)]
    quiet = await put(do, 50, channel_id=MODERATORS + 1)
    private = await put_private(do, 51)
    assert await claim(do, limit=2) == crowd[:2]
    assert await claim(do, limit=2) == [quiet.id, private.id]


async def test_people_are_places_too(do: Do) -> None:
    first, second = await put_private(do, 1), await put_private(do, 2)
    other = await put_private(do, 3, member_id=SAM)
    assert await claim(do, limit=1) == [first.id]
    assert await claim(do) == [other.id]
    await settle(do, first, "failed")
    assert await claim(do) == [second.id]


async def test_a_place_is_busy_while_something_that_was_called_back_is_on_its_way_there(do: Do) -> None:
    await put(do)
    await claim(do)
    await retract(do, 1)
    await put(do, 2)
    assert await claim(do) == []


async def test_what_is_past_its_use_by_is_missed_and_never_claimed(do: Do) -> None:
    row = await put(do, expires_at=NOW + MINUTE)
    assert await claim(do, NOW + HOUR) == []
    assert ((await only(do)).state, (await only(do)).lease_until) == ("missed", None)
    assert (await row_of(do, row)).attempts == 0


async def test_a_row_at_its_last_second_is_still_claimed(do: Do) -> None:
    row = await put(do, expires_at=NOW + MINUTE)
    assert await claim(do, NOW + MINUTE - SECOND) == [row.id]


async def test_what_may_be_out_is_claimed_even_past_its_use_by(do: Do) -> None:
    row = await put_in_doubt(do)
    assert await claim(do, NOW + 2 * DAY) == [row.id]


@pytest.mark.parametrize("kind", ["edit", "publish", "delete", "recall"])
async def test_what_does_no_harm_twice_is_not_tried_for_ever(do: Do, kind: str) -> None:
    await put(do, kind=kind)
    row = await only(do)
    await claim(do)
    await settle(do, row, "waiting", is_certain=False)
    assert await claim(do, NOW + 2 * DAY) == []
    assert (await only(do)).state == "missed"


async def test_a_doubt_counts_from_the_first_attempt_whose_outcome_is_not_known(do: Do) -> None:
    row = await put(do)
    instants = [NOW + each * MINUTE for each in (1, 2, 4)]
    for now in instants:
        assert await claim(do, now) == [row.id]
        await settle(do, row, "waiting", now=now, is_certain=False, next_at=now)
    row = await only(do)
    assert (row.doubt_at, row.attempted_at) == (instants[0], instants[2])
    await claim(do, NOW + HOUR)
    await settle(do, row, "waiting", next_at=NOW)
    row = await only(do)
    assert (row.doubt_at, row.attempted_at) == (instants[0], None)


async def test_an_attempt_that_surely_sent_nothing_leaves_no_doubt(do: Do) -> None:
    row = await put(do)
    await claim(do)
    await settle(do, row, "waiting", next_at=NOW)
    await claim(do, NOW + MINUTE)
    row = await only(do)
    assert (row.attempts, row.doubt_at, row.attempted_at) == (2, None, NOW + MINUTE)


async def test_a_row_is_claimed_again_after_its_lease_and_not_before(do: Do) -> None:
    row = await put(do)
    assert await claim(do) == [row.id]
    assert await claim(do, NOW + LEASE) == []
    assert await claim(do, NOW + LEASE + SECOND) == [row.id]
    row = await only(do)
    assert (row.attempts, row.doubt_at, row.attempted_at) == (2, NOW, NOW + LEASE + SECOND)


@pytest.mark.parametrize("moved", [-HOUR, -SECOND, HOUR])
async def test_a_clock_that_jumps_frees_what_was_leased_by_the_old_time(do: Do, moved: timedelta) -> None:
    row = await put(do, due_at=NOW - DAY)
    await claim(do)
    assert await claim(do, NOW + moved) == [row.id]
    assert (await only(do)).doubt_at == NOW


async def test_what_was_called_back_while_a_process_died_over_it_is_looked_for(do: Do) -> None:
    row = await put(do)
    await claim(do)
    await retract(do, 1)
    assert await claim(do, NOW + LEASE) == []
    assert await claim(do, NOW + LEASE + SECOND) == []
    row = await only(do)
    assert (row.kind, row.state, row.doubt_at) == ("recall", "waiting", NOW)
    assert await claim(do, NOW + LEASE + SECOND + deliveries.NONCE_KNOWN) == [row.id]


async def test_leases_of_a_killed_process_are_given_back_and_nothing_else(do: Do) -> None:
    for subject_id, state in enumerate(STATES):
        row = await put(do, subject_id)
        await do(change, delivery_id=row.id, state=state, lease_until=NOW if state == "leased" else None)
    assert await do(claims.release_leases, now=NOW) == 1
    assert [row.state for row in await do.rows(Delivery)] == ["waiting", "waiting", *STATES[2:]]
    assert await do(claims.release_leases, now=NOW) == 0


async def test_closed_direct_messages_are_not_knocked_at_again(do: Do) -> None:
    first, second = await put_private(do, 1), await put_private(do, 2)
    over, other = await put_private(do, 3, expires_at=NOW + HOUR), await put_private(do, 4, member_id=KIM)
    await open_door(do, first)
    await do(change, delivery_id=first.id, state="sent")
    await do(closed, member_id=JO)
    assert await claim(do, NOW + HOUR) == [other.id]
    states = [((await row_of(do, each)).state, (await row_of(do, each)).reason) for each in (second, over)]
    assert states == [("failed", "closed-dm"), ("missed", None)]


async def test_many_closed_doors_hide_nobody(do: Do) -> None:
    for subject_id in range(10):
        row = await put_private(do, subject_id, due_at=NOW - HOUR)
    await open_door(do, row)
    await do(closed, member_id=JO)
    other = await put_private(do, 50, member_id=KIM)
    assert await claim(do, limit=1) == [other.id]


async def test_a_private_message_in_doubt_is_looked_for_though_the_door_is_closed(do: Do) -> None:
    row = await put_in_doubt(do, private=True)
    await open_door(do, row)
    await do(closed, member_id=JO)
    assert await claim(do, NOW + MINUTE) == [row.id]


async def test_a_known_way_is_given_with_the_row(do: Do) -> None:
    row = await put_private(do, 1)
    await open_door(do, row)
    await do(change, delivery_id=row.id, state="sent")
    await put_private(do, 2)
    await put_private(do, 3, member_id=SAM)
    claimed = await do(claims.claim_due, now=NOW, limit=9)
    assert [each.message_channel_id for each in claimed] == [DOOR, None]


async def test_the_next_instant_is_that_of_the_row_that_waits_least(do: Do) -> None:
    assert await do(claims.find_next) is None
    await put_sent(do, 1)
    await put(do, 2, NOW + HOUR)
    await put(do, 3, NOW + MINUTE)
    assert await do(claims.find_next) == NOW + MINUTE


async def test_claimers_at_once_share_nothing_and_leave_nothing(do: Do) -> None:
    made = {(await put(do, each, channel_id=each + 1)).id for each in range(30)}
    claimed = await asyncio.gather(*(claim(do, limit=8) for _ in range(5)))
    assert sorted(row for rows in claimed for row in rows) == sorted(made)


async def test_claimers_at_once_never_split_the_order_of_a_place(do: Do) -> None:
    made = [(await put(do, each)).id for each in range(8)]
    claimed = await asyncio.gather(*(claim(do, limit=2) for _ in range(4)))
    assert sorted(claimed) == [[], [], [], made[:2]]


@postgres_alone
async def test_two_processes_claim_in_turn(database: Database, do: Do) -> None:
    made = [(await put(do, each)).id for each in range(3)]

    async def second() -> list[int]:
        async with database.begin() as other:
            return [row.id for row in await claims.claim_due(other, now=NOW, limit=2)]

    async with database.begin() as one:
        first = [row.id for row in await claims.claim_due(one, now=NOW, limit=2)]
        waiting = asyncio.create_task(second())
        done, _ = await asyncio.wait([waiting], timeout=0.2)
        assert not done
    assert first == made[:2]
    assert await waiting == []


@postgres_alone
async def test_a_row_that_is_being_called_back_is_left_out_without_waiting(database: Database, do: Do) -> None:
    await put(do)
    other = await put(do, 2, channel_id=MODERATORS + 1)
    async with database.begin() as session, asyncio.timeout(2):
        await deliveries.retract(session, feature="reachouts", subject_ids=[1], now=NOW)
        assert await claim(do) == [other.id]


async def test_while_a_message_waits_for_another_try_nothing_behind_it_in_its_place_is_claimed(do: Do) -> None:
    first = await put(do, 1)
    await put(do, 2, NOW + SECOND)
    elsewhere = await put(do, 3, channel_id=MODERATORS + 1)
    assert await claim(do) == [first.id, elsewhere.id]
    await settle(do, first, "waiting", next_at=NOW + MINUTE)
    assert await claim(do, NOW + SECOND) == []
    assert await claim(do, NOW + MINUTE) == [first.id, first.id + 1]


async def test_what_waits_to_be_taken_away_holds_up_nothing(do: Do) -> None:
    await put_sent(do)
    await retract(do, 1)
    (away,) = await claim(do)
    await settle(do, await only(do), "waiting", next_at=NOW + HOUR)
    after = await put(do, 2)
    assert (await claim(do), away) == ([after.id], after.id - 1)
