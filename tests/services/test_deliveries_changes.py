"""A message that is out can be changed and published: once for many requests, and never twice within 30 seconds."""

from datetime import datetime
from functools import partial

import pytest

from bot.services import deliveries
from db.models.deliveries import Delivery
from db.session import Database
from tests.services.messages import MINUTE, SECOND, change, claim, put, put_sent, retract, row_of, settle
from tests.services.people import DAY, GUILD, HOUR, MODERATORS, NOW, Do, overlapping

PAUSE = deliveries.CARD_PAUSE


async def ask(do: Do, kind: str = "edit", now: datetime = NOW) -> Delivery | None:
    told = {"feature": "reachouts", "subject_id": 1, "kind": kind, "now": now, "expires_at": now + DAY}
    row: Delivery | None = await do(deliveries.schedule_change, **told)
    return row


async def asked(do: Do, kind: str = "edit", now: datetime = NOW) -> Delivery:
    row = await ask(do, kind, now)
    assert row is not None
    return row


@pytest.mark.parametrize("kind", ["edit", "publish"])
async def test_what_is_not_out_is_not_changed(do: Do, kind: str) -> None:
    assert await ask(do, kind) is None
    await put(do)
    assert await ask(do, kind) is None


@pytest.mark.parametrize("kind", ["edit", "publish"])
async def test_a_change_names_the_message_and_is_due_now(do: Do, kind: str) -> None:
    await put_sent(do)
    row = await asked(do, kind, NOW + MINUTE)
    assert (row.kind, row.guild_id, row.dedupe_key) == (kind, GUILD, f"reachouts:{kind}:1")
    assert (row.channel_id, row.message_id) == (MODERATORS, 77)
    assert (row.due_at, row.next_at, row.expires_at) == (NOW + MINUTE, NOW + MINUTE, NOW + MINUTE + DAY)
    assert await claim(do, NOW + MINUTE) == [row.id]
    await do(deliveries.settle_done, delivery_id=row.id, now=NOW + HOUR)
    row = await row_of(do, row)
    assert (row.state, row.sent_at, row.attempted_at, row.lease_until) == ("sent", NOW + HOUR, None, None)


async def test_many_changes_are_one_edit_that_waits(do: Do) -> None:
    await put_sent(do)
    first = await asked(do)
    again = await asked(do, now=NOW + MINUTE)
    assert (first.id, again.next_at) == (again.id, NOW)


async def test_two_edits_of_a_message_are_thirty_seconds_apart(do: Do) -> None:
    await put_sent(do)
    row = await asked(do)
    await claim(do)
    await do(deliveries.settle_done, delivery_id=row.id, now=NOW + SECOND)
    again = await asked(do, now=NOW + 2 * SECOND)
    assert (again.id, again.state, again.next_at) == (row.id, "waiting", NOW + SECOND + PAUSE)


async def test_a_change_during_an_edit_makes_another_that_keeps_its_distance_from_it(do: Do) -> None:
    await put_sent(do)
    row = await asked(do)
    await claim(do)
    await do(deliveries.settle_done, delivery_id=row.id, now=NOW)
    await asked(do, now=NOW + HOUR)
    await claim(do, NOW + HOUR)
    again = await asked(do, now=NOW + HOUR + SECOND)
    assert (again.state, again.next_at, again.attempts) == ("waiting", NOW + HOUR + PAUSE, 0)
    await do(deliveries.settle_done, delivery_id=row.id, now=NOW + HOUR + SECOND)
    assert (await row_of(do, row)).state == "waiting"


async def test_published_is_published(do: Do) -> None:
    await put_sent(do)
    row = await asked(do, "publish")
    await claim(do)
    await do(deliveries.settle_done, delivery_id=row.id, now=NOW)
    again = await asked(do, "publish", NOW + HOUR)
    assert (again.id, again.state) == (row.id, "sent")


async def test_a_message_that_is_called_back_is_changed_no_more(do: Do) -> None:
    await put_sent(do)
    for kind in ("edit", "publish"):
        await asked(do, kind)
    await retract(do, 1)
    assert [row.kind for row in await do.rows(Delivery)] == ["delete"]


async def test_an_edit_with_nothing_to_say_and_in_doubt_takes_nothing_away(do: Do) -> None:
    sent = await put_sent(do)
    row = await asked(do)
    await do(change, delivery_id=row.id, doubt_at=NOW)
    await claim(do)
    await settle(do, row, "cancelled")
    assert [each.id for each in await do.rows(Delivery)] == [sent.id]


async def test_two_changes_at_once_are_one_edit(database: Database, do: Do) -> None:
    await put_sent(do)
    told = {"feature": "reachouts", "subject_id": 1, "kind": "edit", "now": NOW, "expires_at": NOW + DAY}
    once = partial(deliveries.schedule_change, **told)
    await overlapping(database, once, once)
    assert [row.kind for row in await do.rows(Delivery)] == ["post", "edit"]
