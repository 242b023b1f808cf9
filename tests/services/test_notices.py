"""Organisers are told of what did not go out: once, in their channel, and before it fails where that can be seen."""

from typing import Any

import pytest

from bot.services import delivery_lists, notices, privacy
from db.models.deliveries import Delivery
from db.models.notices import Notice
from tests.services.diary import change, get, put
from tests.services.people import CHECKINS, DAY, ELSEWHERE, GUILD, HOUR, MODERATORS, NOW, SAM, Do, person, set_up

ORGANISERS = 530000000000000041


@pytest.fixture(autouse=True)
async def two_communities(do: Do) -> None:
    await set_up(do, organisers_channel_id=ORGANISERS, checkins_channel_id=CHECKINS)
    await set_up(do, ELSEWHERE)


async def look(do: Do, now: Any = NOW) -> int:
    told: int = await do(notices.report_failures, now=now)
    return told


async def told_rows(do: Do) -> list[Delivery]:
    return [row for row in await do.rows(Delivery) if row.feature == "deliveries"]


@pytest.mark.parametrize("state", ["failed", "missed", "unknown"])
async def test_what_did_not_go_out_is_told_once_in_the_organisers_channel(do: Do, state: str) -> None:
    await put(do, state)
    assert [await look(do), await look(do), await look(do, NOW + 9 * DAY)] == [1, 0, 0]
    row = (await told_rows(do))[0]
    assert (row.guild_id, row.channel_id, row.due_at, row.expires_at) == (GUILD, ORGANISERS, NOW, NOW + DAY)
    notice = await do(notices.find_notice, notice_id=row.subject_id)
    assert (notice.channel_id, notice.reason) == (MODERATORS, state)


async def test_one_notice_stands_for_all_of_one_channel_and_reason(do: Do) -> None:
    for reason in ("no-access", "no-access", "no-permission"):
        await put(do, "failed", reason=reason)
    await put(do, "failed", reason="no-access", channel_id=CHECKINS)
    assert await look(do) == 3
    counted = [await do(notices.count_failed, notice=one) for one in await do.rows(Notice)]
    assert counted == [2, 1, 1]


async def test_within_a_day_the_same_is_not_told_again_and_after_it_is(do: Do) -> None:
    await put(do, "failed")
    await look(do)
    await put(do, "failed")
    assert await look(do, NOW + 23 * HOUR) == 0
    await put(do, "failed")
    assert await look(do, NOW + DAY) == 1


async def test_once_a_message_has_gone_out_there_a_new_failure_is_told_at_once(do: Do) -> None:
    await put(do, "failed", reason="no-access")
    await look(do)
    await put(do, "sent", sent_at=NOW, channel_id=MODERATORS)
    await put(do, "sent", sent_at=NOW + HOUR, channel_id=CHECKINS)
    await put(do, "failed", reason="no-access")
    assert await look(do, NOW + 2 * HOUR) == 0
    await put(do, "sent", sent_at=NOW + HOUR)
    await put(do, "failed", reason="no-access")
    assert await look(do, NOW + 2 * HOUR) == 1


async def test_what_was_sent_again_and_failed_again_a_day_later_is_told_again(do: Do) -> None:
    row = await put(do, "failed")
    await look(do)
    later = NOW + DAY
    await do(delivery_lists.retry, person=person("organiser"), delivery_id=row.id, now=later)
    assert await look(do, later) == 0
    await do(change, delivery_id=row.id, state="failed")
    assert await look(do, later) == 1


async def test_there_is_no_notice_about_a_notice_a_members_message_or_one_that_is_well(do: Do) -> None:
    await put(do, "failed", feature="deliveries")
    await put(do, "failed", member_id=SAM)
    for state in ("waiting", "leased", "sent", "cancelled"):
        await put(do, state)
    assert await look(do) == 0


async def test_where_nobody_can_be_told_a_failure_is_passed_over_for_good(do: Do) -> None:
    rows = [await put(do, "failed", guild_id=guild_id) for guild_id in (ELSEWHERE, GUILD + 1)]
    assert await look(do) == 0
    assert [(await do(get, delivery_id=row.id)).reported_at for row in rows] == [NOW, NOW]
    await set_up(do, ELSEWHERE, organisers_channel_id=ORGANISERS)
    assert await look(do) == 0


async def test_the_places_to_look_at_are_those_of_the_setup_and_of_what_waits(do: Do) -> None:
    await put(do, "waiting", -HOUR, channel_id=7)
    await put(do, "waiting", -HOUR, channel_id=8, guild_id=ELSEWHERE)
    await put(do, "waiting", -HOUR, member_id=SAM)
    await put(do, "waiting", DAY, channel_id=9, expires_at=NOW)
    await put(do, "sent", HOUR, channel_id=10)
    await put(do, "waiting", feature="deliveries", channel_id=ORGANISERS)
    assert await do(notices.list_places, guild_id=GUILD, now=NOW) == [7, CHECKINS, MODERATORS]
    assert await do(notices.list_places, guild_id=GUILD + 1, now=NOW) == []


async def test_a_channel_where_kettle_may_not_write_is_told_once_a_day(do: Do) -> None:
    gap = {"guild_id": GUILD, "channel_ids": [CHECKINS, MODERATORS]}
    assert await do(notices.report_gaps, **gap, now=NOW) == 2
    assert await do(notices.report_gaps, **gap, now=NOW + HOUR) == 0
    assert await do(notices.report_gaps, **gap, now=NOW + DAY) == 2
    assert await do(notices.report_gaps, guild_id=ELSEWHERE, channel_ids=[MODERATORS], now=NOW) == 0
    assert {row.reason for row in await do.rows(Notice)} == {notices.AHEAD}


async def test_notices_go_after_a_week(do: Do) -> None:
    await put(do, "failed")
    await look(do)
    await do(privacy.purge_everything, now=NOW + 7 * DAY)
    assert len(await do.rows(Notice)) == 1
    await do(privacy.purge_everything, now=NOW + 7 * DAY + HOUR)
    assert not await do.rows(Notice)
