"""Organisers see the diary of their community: what is next, was late, went wrong; members only as figures."""

from datetime import timedelta
from typing import Any

import pytest

from bot.errors import Closed, NotAllowed, NotFound, NotSetUp
from bot.services import claims, deliveries, delivery_lists
from bot.services.delivery_lists import SHOWN_PER_PAGE, Counts, Page
from db.models.deliveries import Delivery
from tests.services.diary import get, put
from tests.services.people import DAY, ELSEWHERE, GUILD, HOUR, NOW, SAM, Do, person, set_up

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
ORGANISER = person("organiser")


@pytest.fixture(autouse=True)
async def two_communities(do: Do) -> None:
    await set_up(do)
    await set_up(do, ELSEWHERE)


async def counts(do: Do) -> Counts:
    found: Counts = await do(delivery_lists.count_all, person=ORGANISER, now=NOW)
    return found


async def failed(do: Do, page: int = 0) -> Page:
    found: Page = await do(delivery_lists.list_failed, person=ORGANISER, page=page, now=NOW)
    return found


def ids(rows: Any) -> list[int]:
    return [row.id for row in rows]


async def sent(do: Do, ago: timedelta, late: timedelta, **values: Any) -> Delivery:
    return await put(do, "sent", ago, sent_at=NOW - ago + late, **values)


async def test_an_empty_diary_is_all_noughts(do: Do) -> None:
    assert await counts(do) == Counts(0, 0, 0, 0, 0, 0, 0, 0)


async def test_messages_in_channels_and_to_members_are_counted_apart(do: Do) -> None:
    await put(do, "waiting")
    await put(do, "leased", HOUR)
    await put(do, "waiting", -HOUR)
    await put(do, "waiting", HOUR, member_id=SAM)
    await put(do, "waiting", HOUR, guild_id=ELSEWHERE)
    await sent(do, HOUR, timedelta(seconds=120))
    await sent(do, HOUR, timedelta(seconds=121))
    await sent(do, HOUR, HOUR, member_id=SAM)
    await sent(do, HOUR, HOUR, guild_id=ELSEWHERE)
    await sent(do, 7 * DAY, HOUR)
    for state, times in (("failed", 3), ("missed", 2), ("unknown", 1), ("cancelled", 1)):
        for _ in range(times):
            await put(do, state, HOUR)
        await put(do, state, HOUR, member_id=SAM)
        await put(do, state, 8 * DAY)
    expected = Counts(due=2, sent=2, late=1, failed=3, missed=2, unknown=1, direct_sent=1, direct_not_sent=3)
    assert await counts(do) == expected


async def test_what_is_next_comes_in_order_a_few_at_a_time_and_never_a_members(do: Do) -> None:
    made = [await put(do, "waiting", -number * HOUR) for number in range(SHOWN_PER_PAGE + 2, 0, -1)][::-1]
    await put(do, "waiting", -HOUR, member_id=SAM)
    await put(do, "waiting", -HOUR, kind="delete")
    await put(do, "waiting", -HOUR, guild_id=ELSEWHERE)
    await put(do, "sent", HOUR)
    first = await do(delivery_lists.list_due, person=ORGANISER, page=0)
    assert (ids(first.rows), first.is_more) == (ids(made[:SHOWN_PER_PAGE]), True)
    second = await do(delivery_lists.list_due, person=ORGANISER, page=1)
    assert (ids(second.rows), second.is_more, second.number) == (ids(made[SHOWN_PER_PAGE:]), False, 1)


async def test_what_was_late_in_the_last_week_is_listed(do: Do) -> None:
    await sent(do, HOUR, timedelta(seconds=120))
    one = await sent(do, 2 * HOUR, timedelta(seconds=121))
    two = await sent(do, HOUR, timedelta(minutes=30), kind="thread")
    await sent(do, HOUR, HOUR, member_id=SAM)
    await sent(do, HOUR, HOUR, kind="edit")
    await sent(do, 7 * DAY, HOUR)
    await put(do, "sent", HOUR)
    found = await do(delivery_lists.list_late, person=ORGANISER, page=0, now=NOW)
    assert ids(found.rows) == [two.id, one.id]


async def test_what_went_wrong_in_the_last_thirty_days_is_listed(do: Do) -> None:
    made = [
        await put(do, state, number * HOUR, kind=kind)
        for number, (state, kind) in enumerate([("failed", "post"), ("missed", "edit"), ("unknown", "recall")])
    ]
    await put(do, "failed", HOUR, member_id=SAM)
    await put(do, "failed", HOUR, guild_id=ELSEWHERE)
    await put(do, "failed", 30 * DAY)
    await put(do, "cancelled", HOUR)
    assert ids((await failed(do)).rows) == ids(made)


@pytest.mark.parametrize("state", ["failed", "missed", "unknown"])
async def test_what_did_not_go_out_is_sent_once_more_and_says_when_it_was_due(do: Do, state: str) -> None:
    row = await put(do, state, HOUR, reason="no-access", attempts=7, reported_at=NOW, expires_at=NOW - MINUTE)
    await do(delivery_lists.retry, person=ORGANISER, delivery_id=row.id, now=NOW)
    assert not (await failed(do)).rows
    again = (await do(claims.claim_due, now=NOW, limit=5))[0]
    assert (again.id, again.due_at, again.attempts, again.reason) == (row.id, NOW - HOUR, 1, None)
    assert (again.expires_at, again.reported_at) == (NOW + DAY, None)


async def test_a_longer_use_by_stays(do: Do) -> None:
    row = await put(do, "failed", HOUR, expires_at=NOW + 5 * DAY)
    await do(delivery_lists.retry, person=ORGANISER, delivery_id=row.id, now=NOW)
    assert (await do(get, delivery_id=row.id)).expires_at == NOW + 5 * DAY


async def test_to_send_again_what_is_in_doubt_says_that_it_is_not_there(do: Do) -> None:
    row = await put(do, "unknown", HOUR, doubt_at=NOW - HOUR, attempted_at=NOW - MINUTE)
    await do(delivery_lists.retry, person=ORGANISER, delivery_id=row.id, now=NOW)
    again = await do(get, delivery_id=row.id)
    assert (again.doubt_at, again.attempted_at) == (None, None)


async def test_what_failed_and_may_be_out_is_still_looked_for(do: Do) -> None:
    row = await put(do, "failed", HOUR, doubt_at=NOW - HOUR)
    await do(delivery_lists.retry, person=ORGANISER, delivery_id=row.id, now=NOW)
    assert (await do(get, delivery_id=row.id)).doubt_at == NOW - HOUR


@pytest.mark.parametrize(
    ("doubt", "told"),
    [
        ({"doubt_at": NOW - 40 * MINUTE, "attempted_at": NOW - MINUTE}, NOW - 40 * MINUTE),
        ({"attempted_at": NOW - MINUTE}, NOW - MINUTE),
        ({}, NOW - HOUR),
    ],
)
async def test_a_message_in_doubt_that_is_there_counts_as_sent_then(do: Do, doubt: Any, told: Any) -> None:
    row = await put(do, "unknown", HOUR, reason="cannot-look", **doubt)
    await do(delivery_lists.mark_sent, person=ORGANISER, delivery_id=row.id)
    found = await do(get, delivery_id=row.id)
    assert (found.state, found.reason, found.sent_at) == ("sent", None, told)


async def test_a_message_that_somebody_said_is_there_is_looked_for_when_it_is_called_back(do: Do) -> None:
    row = await put(do, "unknown", HOUR, doubt_at=NOW - HOUR)
    await do(delivery_lists.mark_sent, person=ORGANISER, delivery_id=row.id)
    await do(deliveries.retract, feature=row.feature, subject_ids=[row.subject_id], now=NOW)
    found = await do(get, delivery_id=row.id)
    assert (found.kind, found.state, found.channel_id) == ("recall", "waiting", row.channel_id)


@pytest.mark.parametrize("state", ["waiting", "leased", "sent", "cancelled"])
async def test_what_is_not_in_trouble_is_not_sent_again(do: Do, state: str) -> None:
    row = await put(do, state)
    assert isinstance(await do.refused(delivery_lists.retry, person=ORGANISER, delivery_id=row.id, now=NOW), Closed)


@pytest.mark.parametrize("state", ["waiting", "sent", "failed", "missed"])
async def test_only_what_is_in_doubt_can_be_said_to_be_there(do: Do, state: str) -> None:
    row = await put(do, state)
    assert isinstance(await do.refused(delivery_lists.mark_sent, person=ORGANISER, delivery_id=row.id), Closed)


async def test_nobody_decides_about_another_communitys_or_a_members_or_an_unknown_message(do: Do) -> None:
    away = await put(do, "failed", guild_id=ELSEWHERE)
    members = await put(do, "failed", member_id=SAM)
    emptied = await put(do, "failed", member_id=None)
    for delivery_id in (away.id, members.id, emptied.id, 999):
        refusal = await do.refused(delivery_lists.retry, person=ORGANISER, delivery_id=delivery_id, now=NOW)
        assert isinstance(refusal, NotFound)
    assert {row.state for row in await do.rows(Delivery)} == {"failed"}


@pytest.mark.parametrize("who", [person(), person("moderator"), person("admin")])
async def test_only_organisers_see_and_decide(do: Do, who: Any) -> None:
    row = await put(do, "unknown")
    told: list[tuple[Any, dict[str, Any]]] = [
        (delivery_lists.count_all, {"now": NOW}),
        (delivery_lists.list_due, {"page": 0}),
        (delivery_lists.list_late, {"page": 0, "now": NOW}),
        (delivery_lists.list_failed, {"page": 0, "now": NOW}),
        (delivery_lists.retry, {"delivery_id": row.id, "now": NOW}),
        (delivery_lists.mark_sent, {"delivery_id": row.id}),
    ]
    for rule, more in told:
        assert isinstance(await do.refused(rule, person=who, **more), NotAllowed)
    assert (await do(get, delivery_id=row.id)).state == "unknown"


async def test_before_the_setup_there_is_nothing_to_see(do: Do) -> None:
    newcomer = person("organiser", guild_id=GUILD + 1)
    assert isinstance(await do.refused(delivery_lists.count_all, person=newcomer, now=NOW), NotSetUp)
