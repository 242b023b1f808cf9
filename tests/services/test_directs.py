"""The way to each member's direct messages: kept, closed, opened again at their next press, and forgotten."""

from functools import partial

from bot.services import deliveries, directs
from db.models.deliveries import Delivery
from db.models.directs import Direct
from db.session import Database
from tests.services.messages import DOOR, MINUTE, change, claim, only, open_door, put, put_private, row_of, settle
from tests.services.people import DAY, ELSEWHERE, GUILD, HOUR, JO, NOW, SAM, Do, overlapping


async def door(do: Do) -> Direct:
    (found,) = await do.rows(Direct)
    return found


async def turned_away(do: Do, subject_id: int = 1, **told: object) -> Delivery:
    """Have a message meet closed direct messages."""
    row = await put_private(do, subject_id, **told)
    await do(change, delivery_id=row.id, state="failed", reason="closed-dm")
    return row


async def test_the_way_is_kept_with_its_month_and_the_delivery_knows_it(do: Do) -> None:
    row = await put_private(do)
    await open_door(do, row)
    kept = await door(do)
    assert (kept.member_id, kept.channel_id, kept.is_closed) == (JO, DOOR, False)
    assert str(kept.used_on) == "2026-06-01"
    assert (await only(do)).message_channel_id == DOOR


async def test_a_new_way_replaces_the_old_one_and_a_closed_door_stays_closed(do: Do) -> None:
    row = await put_private(do)
    await open_door(do, row)
    await do(directs.record_closed, member_id=JO)
    await open_door(do, row, channel_id=DOOR + 1, now=NOW + 40 * DAY)
    kept = await door(do)
    assert (kept.channel_id, kept.is_closed, str(kept.used_on)) == (DOOR + 1, True, "2026-07-01")


async def test_a_way_that_is_found_for_somebody_who_was_erased_meanwhile_is_not_kept(do: Do) -> None:
    row = await put_private(do)
    await claim(do)
    await do(deliveries.erase_member, guild_id=None, member_id=JO, now=NOW)
    await open_door(do, row)
    assert await do.rows(Direct) == []
    assert (await only(do)).message_channel_id == DOOR


async def test_a_way_for_a_message_that_is_gone_is_not_kept(do: Do) -> None:
    row = await put_private(do)
    await do(deliveries.retract, feature="reachouts", subject_ids=[1], now=NOW)
    await open_door(do, row)
    assert await do.rows(Direct) == []


async def test_erasing_while_a_way_is_recorded_leaves_nothing(database: Database, do: Do) -> None:
    row = await put_private(do)
    await claim(do)
    record = partial(directs.record_way, delivery_id=row.id, member_id=JO, channel_id=DOOR, now=NOW)

    async def erase(session: object) -> None:
        for feature in (deliveries, directs):
            await feature.erase_member(session, guild_id=None, member_id=JO, now=NOW)  # type: ignore[arg-type]

    await overlapping(database, record, erase)
    assert await do.rows(Direct) == []
    assert (await only(do)).member_id is None


async def test_everybody_whose_door_is_closed_or_who_missed_something_is_known(do: Do) -> None:
    row = await put_private(do)
    await open_door(do, row)
    assert await do(directs.list_closed) == []
    await do(directs.record_closed, member_id=JO)
    await do(directs.record_closed, member_id=SAM)
    assert await do(directs.list_closed) == [JO]
    await turned_away(do, 2, member_id=SAM)
    assert set(await do(directs.list_closed)) == {JO, SAM}


async def test_a_press_opens_the_door_and_gives_what_can_still_be_said_oldest_first(do: Do) -> None:
    late = await turned_away(do, 1, due_at=NOW + MINUTE)
    early = await turned_away(do, 2)
    await turned_away(do, 3, expires_at=NOW + MINUTE)
    await turned_away(do, 4, member_id=SAM)
    elsewhere = await turned_away(do, 5, guild_id=ELSEWHERE, due_at=NOW + HOUR)
    other = await put_private(do, 6)
    await do(change, delivery_id=other.id, state="failed", reason="no-access")
    await open_door(do, early)
    await do(directs.record_closed, member_id=JO)
    given = await do(directs.reopen, member_id=JO, now=NOW + MINUTE)
    assert [row.id for row in given] == [early.id, late.id, elsewhere.id]
    assert not (await door(do)).is_closed


async def test_what_was_shown_in_another_way_counts_as_sent_and_leaves_nothing_to_take_away(do: Do) -> None:
    row, other = await turned_away(do, 1), await put(do, 2)
    await do(deliveries.record_shown, delivery_ids=[row.id, other.id], now=NOW + MINUTE)
    shown = await row_of(do, row)
    assert (shown.state, shown.reason, shown.sent_at) == ("sent", None, NOW + MINUTE)
    assert (await row_of(do, other)).state == "waiting"
    assert await do(deliveries.find_sent, feature="reachouts", subject_id=1) is None
    await do(deliveries.retract, feature="reachouts", subject_ids=[1], now=NOW)
    assert (await only(do)).id == other.id


async def test_the_export_names_the_way(do: Do) -> None:
    row = await put_private(do)
    await open_door(do, row)
    told = {"kind": "direct-messages", "channel": str(DOOR), "closed": False, "last_used": "2026-06-01"}
    assert await do(directs.export_member, guild_id=GUILD, member_id=JO) == [told]
    assert await do(directs.export_member, guild_id=None, member_id=SAM) == []


async def test_erasing_forgets_the_way(do: Do) -> None:
    row = await put_private(do)
    await open_door(do, row)
    assert await do(directs.erase_member, guild_id=None, member_id=SAM, now=NOW) == 0
    assert await do(directs.erase_member, guild_id=GUILD, member_id=JO, now=NOW) == 1
    assert await do.rows(Direct) == []


async def test_a_way_that_nobody_used_for_twelve_months_is_forgotten(do: Do) -> None:
    row = await put_private(do)
    await open_door(do, row)
    assert await do(directs.purge, now=NOW + 360 * DAY) == 0
    assert await do(directs.purge, now=NOW + 400 * DAY) == 1


async def test_a_settled_failure_keeps_the_door_as_it_is(do: Do) -> None:
    row = await put_private(do)
    await open_door(do, row)
    await claim(do)
    await settle(do, row, "failed", reason="no-access")
    assert not (await door(do)).is_closed
