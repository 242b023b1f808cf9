"""What is kept of messages: a member can read it and have it forgotten, and what is settled goes by itself."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.services import deliveries
from db.models.deliveries import Delivery
from db.session import Database
from tests.services.messages import (
    DOOR,
    NONCE_KNOWN,
    STATES,
    change,
    claim,
    only,
    open_door,
    put,
    put_in_doubt,
    put_private,
    settle,
    settle_sent,
)
from tests.services.people import DAY, ELSEWHERE, GUILD, HOUR, JO, NOW, SAM, Do, examples, undone


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


async def test_a_message_on_its_way_to_somebody_erased_is_looked_for_when_its_answer_is_lost(do: Do) -> None:
    row = await put_private(do)
    await claim(do)
    await open_door(do, row)
    await do(deliveries.erase_member, guild_id=None, member_id=JO, now=NOW)
    await settle(do, row, "waiting", is_certain=False)
    away = await only(do)
    assert (away.kind, away.channel_id, away.member_id) == ("recall", DOOR, None)


async def test_a_message_that_may_be_out_is_looked_for_when_its_member_is_erased(do: Do) -> None:
    row = await put_in_doubt(do, private=True)
    await open_door(do, row)
    assert await do(deliveries.erase_member, guild_id=None, member_id=JO, now=NOW) == 1
    away = await only(do)
    assert (away.kind, away.channel_id, away.member_id) == ("recall", DOOR, None)
    assert away.next_at == NOW + NONCE_KNOWN


async def test_what_is_on_its_way_is_not_forgotten_however_old(do: Do) -> None:
    await put(do)
    await claim(do)
    await do(deliveries.retract, feature="reachouts", subject_ids=[1], now=NOW)
    assert await do(deliveries.purge, now=NOW + 40 * DAY) == 0


kept_rows = st.tuples(st.sampled_from(STATES), st.sampled_from([None, JO]), st.integers(0, 60 * 24))


@examples(15)
@given(made=st.lists(kept_rows, max_size=8))
async def test_settled_rows_go_thirty_days_after_their_use_by_but_what_a_member_was_sent_stays_to_be_called_back(
    database: Database, made: list[tuple[str, int | None, int]]
) -> None:
    async with undone(database) as do:
        stays = []
        for subject_id, (state, member_id, hours) in enumerate(made):
            ended = NOW - timedelta(hours=hours)
            row = await put(do, subject_id, ended - HOUR, member_id=member_id, expires_at=ended)
            await do(change, delivery_id=row.id, state=state)
            settled = state not in {"waiting", "leased", "unknown"}
            if not (settled and hours > 30 * 24 and not (state == "sent" and member_id)):
                stays.append(row.id)
        assert await do(deliveries.purge, now=NOW) == len(made) - len(stays)
        assert [row.id for row in await do.rows(Delivery)] == stays


async def test_the_row_of_a_card_is_kept_as_long_as_the_card_may_be_edited_however_long_it_stands(do: Do) -> None:
    row = await put(do, expires_at=NOW + 90 * DAY)
    await claim(do)
    await settle_sent(do, row)
    assert await do(deliveries.purge, now=NOW + 120 * DAY) == 0
    assert await do(deliveries.purge, now=NOW + 120 * DAY + timedelta(seconds=1)) == 1
