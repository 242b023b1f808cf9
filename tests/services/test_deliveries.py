"""What falls due: put down once, settled once, called back at any moment, and forgotten when nobody needs it."""

from contextlib import nullcontext
from datetime import datetime
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from bot.services import claims, deliveries
from db.models.deliveries import Delivery
from db.session import Database
from tests.services.messages import (
    DOOR,
    LEASE,
    MINUTE,
    NONCE_KNOWN,
    SECOND,
    STATES,
    change,
    claim,
    only,
    open_door,
    put,
    put_in_doubt,
    put_sent,
    retract,
    settle,
    settle_sent,
)
from tests.services.people import (
    DAY,
    HOUR,
    MODERATORS,
    NOW,
    Do,
    overlapping,
)


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


async def test_a_message_that_is_out_is_recorded_with_its_place_and_never_claimed_again(do: Do) -> None:
    row = await put_in_doubt(do)
    assert await do(deliveries.find_sent, feature="reachouts", subject_id=1) is None
    await claim(do, NOW + MINUTE)
    await settle_sent(do, row, 77, NOW + MINUTE)
    row = await only(do)
    assert (row.state, row.sent_at, row.lease_until) == ("sent", NOW + MINUTE, None)
    assert (row.message_channel_id, row.message_id) == (MODERATORS, 77)
    assert (row.attempted_at, row.doubt_at) == (None, None)
    assert (await do(deliveries.find_sent, feature="reachouts", subject_id=1)).id == row.id
    assert await claim(do, NOW + HOUR) == []


async def test_a_second_try_waits_until_it_is_due_and_keeps_what_was_promised(do: Do) -> None:
    row = await put(do)
    await claim(do)
    await settle(do, row, "waiting", next_at=NOW + MINUTE)
    row = await only(do)
    assert (row.lease_until, row.due_at, row.next_at) == (None, NOW, NOW + MINUTE)
    assert await claim(do, NOW + MINUTE - SECOND) == []
    assert await claim(do, NOW + MINUTE) == [row.id]


@pytest.mark.parametrize("state", ["failed", "cancelled", "unknown", "missed"])
@pytest.mark.parametrize("is_certain", [True, False])
async def test_a_final_outcome_is_recorded_with_its_reason_and_never_claimed_again(
    do: Do, state: str, *, is_certain: bool
) -> None:
    row = await put(do)
    await claim(do)
    await settle(do, row, state, reason="no-permission", is_certain=is_certain)
    row = await only(do)
    assert (row.state, row.reason, row.due_at) == (state, "no-permission", NOW)
    assert row.attempted_at == (None if is_certain else NOW)
    assert await claim(do, NOW + HOUR) == []


@pytest.mark.parametrize("state", [state for state in STATES if state not in {"leased", "cancelled"}])
async def test_only_a_claimed_row_is_settled(do: Do, state: str) -> None:
    row = await put(do)
    await do(change, delivery_id=row.id, state=state)
    await settle(do, row, "failed", reason="no-access", next_at=NOW + HOUR)
    row = await only(do)
    assert (row.state, row.reason, row.next_at) == (state, None, NOW)


async def test_settling_a_row_that_is_gone_changes_nothing(do: Do) -> None:
    row = await put(do)
    for rule, told in (
        (deliveries.settle, {"state": "failed"}),
        (deliveries.settle_done, {}),
        (deliveries.settle_sent, {"channel_id": 1, "message_id": 2}),
    ):
        await do(rule, delivery_id=row.id + 1, now=NOW, **told)
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
    assert (away.channel_id, away.message_id, away.dedupe_key) == (MODERATORS, 77, f"reachouts:delete:1:{row.id}")


async def test_what_surely_could_not_be_sent_and_was_called_back_is_forgotten(do: Do) -> None:
    row = await put(do)
    await claim(do)
    await retract(do, 1)
    await settle(do, row, "waiting", next_at=NOW)
    assert await do.rows(Delivery) == []


async def expect_looked_for(do: Do, row: Delivery, now: datetime, place: int = MODERATORS) -> None:
    away = await only(do)
    assert (away.id, away.kind, away.state, away.dedupe_key) == (
        row.id,
        "recall",
        "waiting",
        f"reachouts:recall:1:{row.id}",
    )
    assert (away.channel_id, away.member_id, away.attempts) == (place, None, 0)
    assert (away.due_at, away.next_at, away.expires_at) == (now, now + NONCE_KNOWN, now + 7 * DAY)
    assert (away.doubt_at, away.attempted_at) == (NOW, None)


async def test_what_may_be_out_is_looked_for_when_called_back_and_the_clock_is_told(database: Database, do: Do) -> None:
    row = await put_in_doubt(do)
    told: list[datetime] = []
    database.on_due = told.append
    for _ in range(2):
        await retract(do, 1, now=NOW + HOUR)
    await expect_looked_for(do, row, NOW + HOUR)
    assert told == [NOW + HOUR + NONCE_KNOWN]


async def test_what_may_be_out_and_was_called_back_on_its_way_is_looked_for(do: Do) -> None:
    row = await put(do)
    await claim(do)
    await retract(do, 1)
    await settle(do, row, "waiting", now=NOW + MINUTE, is_certain=False, next_at=NOW + HOUR)
    await expect_looked_for(do, row, NOW + MINUTE)


async def test_what_has_nothing_to_say_any_more_and_may_be_out_is_looked_for(do: Do) -> None:
    row = await put_in_doubt(do)
    await claim(do, NOW + MINUTE)
    await settle(do, row, "cancelled", now=NOW + MINUTE)
    await expect_looked_for(do, row, NOW + MINUTE)


@pytest.mark.parametrize("state", ["unknown", "failed", "missed"])
async def test_what_ended_in_doubt_is_looked_for_when_called_back(do: Do, state: str) -> None:
    row = await put_in_doubt(do)
    await do(change, delivery_id=row.id, state=state)
    await retract(do, 1)
    await expect_looked_for(do, row, NOW)


async def test_a_private_message_is_looked_for_where_it_went(do: Do) -> None:
    row = await put_in_doubt(do, private=True)
    await open_door(do, row)
    await retract(do, 1)
    await expect_looked_for(do, row, NOW, DOOR)


async def test_a_private_message_without_a_way_is_surely_not_out(do: Do) -> None:
    await put_in_doubt(do, private=True)
    await retract(do, 1)
    assert await do.rows(Delivery) == []


async def test_a_send_that_ends_after_all_while_it_is_looked_for_is_taken_away(do: Do) -> None:
    row = await put(do)
    await claim(do)
    await retract(do, 1)
    await claim(do, NOW + LEASE + SECOND)
    assert (await only(do)).kind == "recall"
    await settle_sent(do, row, 77, NOW + HOUR)
    away = await only(do)
    assert (away.kind, away.message_id, away.due_at) == ("delete", 77, NOW + HOUR)


async def test_what_was_sent_is_taken_away_when_called_back_and_tried_for_seven_days(do: Do) -> None:
    await put_sent(do)
    for _ in range(2):
        await retract(do, 1, now=NOW + HOUR)
    away = await only(do)
    assert (away.kind, away.channel_id, away.message_id) == ("delete", MODERATORS, 77)
    assert (away.due_at, away.expires_at) == (NOW + HOUR, NOW + HOUR + 7 * DAY)
    assert await claim(do, NOW + HOUR) == [away.id]
    await do(deliveries.settle_done, delivery_id=away.id, now=NOW + HOUR)
    assert await do.rows(Delivery) == []


@given(attempt=st.integers(1, 10_000))
def test_the_pause_before_another_try_begins_at_ten_seconds_grows_and_ends_at_ten_minutes(attempt: int) -> None:
    this, after = deliveries.pause_before(attempt), deliveries.pause_before(attempt + 1)
    assert 10 * SECOND <= this <= after <= 10 * MINUTE


def test_the_pause_doubles_until_its_cap() -> None:
    pauses = [deliveries.pause_before(attempt) for attempt in range(1, 9)]
    assert pauses[0] == 10 * SECOND
    assert all(after == min(2 * this, 10 * MINUTE) for this, after in pairwise(pauses))
    assert pauses[-1] == 10 * MINUTE


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
