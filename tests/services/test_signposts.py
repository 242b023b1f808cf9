"""A member sends a peer an entry of the catalogue, if they accept such: by name, seldom, and with no words."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.errors import Closed, Invalid, NotFound, TooSoon
from bot.services import deliveries, members, signposts, training_entries
from db.models.deliveries import Delivery
from db.models.members import Member
from db.models.signposts import Signpost
from db.models.training import TrainingEntry
from db.models.training_saves import TrainingSave
from db.session import Database
from tests.services.cataloguing import ORGANISER, add
from tests.services.people import ADA, DAY, ELSEWHERE, GUILD, JO, KIM, NOW, SAM, Do, overlapping, send_due, set_up

SAM_TO_JO: dict[str, Any] = {"guild_id": GUILD, "from_id": SAM, "member_id": JO}


@pytest.fixture
async def do(do: Do) -> Do:
    """A community that is set up: its organisers keep the catalogue."""
    await set_up(do)
    return do


@pytest.fixture
async def entry(do: Do) -> TrainingEntry:
    """The first entry of a community's catalogue."""
    return await add(do, "First steps")


async def send(do: Do, number: int, *, now: datetime = NOW, **whom: Any) -> Signpost:
    row: Signpost = await do(signposts.record_signpost, **{**SAM_TO_JO, **whom}, number=number, now=now)
    return row


async def refused(do: Do, number: int, *, now: datetime = NOW, **whom: Any) -> tuple[type, str]:
    refusal = await do.refused(signposts.record_signpost, **{**SAM_TO_JO, **whom}, number=number, now=now)
    return type(refusal), refusal.message_id


async def messages(do: Do) -> list[Delivery]:
    return [row for row in await do.rows(Delivery) if row.feature == signposts.FEATURE]


async def turn(do: Do, member_id: int, name: str, *, on: bool, guild_id: int = GUILD) -> None:
    await do(members.record_switch, guild_id=guild_id, member_id=member_id, now=NOW, name=name, on=on)


async def take_out(do: Do, number: int) -> None:
    await do(training_entries.take_out, person=ORGANISER, number=number, now=NOW)


async def test_an_entry_is_kept_with_who_sent_it_to_whom_and_goes_at_once(do: Do, entry: TrainingEntry) -> None:
    row = await send(do, entry.number)
    (kept,) = await do.rows(Signpost)
    assert (kept.guild_id, kept.from_id, kept.member_id) == (GUILD, SAM, JO)
    assert (kept.entry_number, kept.created_at) == (entry.number, NOW)
    due = [(each.member_id, each.subject_id, each.due_at, each.expires_at) for each in await messages(do)]
    assert due == [(JO, row.id, NOW, NOW + signposts.USE_BY)]


async def test_what_somebody_is_sent_is_the_entry_and_its_sender_and_nothing_else(do: Do, entry: TrainingEntry) -> None:
    row = await send(do, entry.number)
    shown = await do(signposts.find_shown, signpost_id=row.id)
    assert (shown.from_id, shown.entry.number) == (SAM, entry.number)
    assert {column.name for column in Signpost.__table__.columns} == {
        "id", "guild_id", "from_id", "member_id", "entry_number", "created_at",
    }  # fmt: skip


async def test_somebody_unknown_to_kettle_is_sent_it_and_is_unknown_still(do: Do, entry: TrainingEntry) -> None:
    await send(do, entry.number)
    assert [row.member_id for row in await do.rows(Member)] == [SAM]


async def test_nobody_sends_to_themselves(do: Do, entry: TrainingEntry) -> None:
    assert await refused(do, entry.number, member_id=SAM) == (Invalid, "signposts-not-yourself")
    assert await do.rows(Signpost) == []


@pytest.mark.parametrize("name", ["accepts_signposts", "direct_messages"])
async def test_whoever_gets_none_is_sent_none_in_that_community_and_nobody_learns_why(
    do: Do, entry: TrainingEntry, name: str
) -> None:
    await turn(do, JO, name, on=False)
    assert await refused(do, entry.number) == (Closed, "signposts-not-taken")
    there = await add(do, "First steps", guild_id=ELSEWHERE)
    await send(do, there.number, guild_id=ELSEWHERE)
    await turn(do, JO, name, on=True)
    await send(do, entry.number)
    assert len(await do.rows(Signpost)) == 2


async def test_five_a_day_are_enough_and_the_next_day_there_are_more(do: Do) -> None:
    numbers = [(await add(do, f"Step {each}")).number for each in range(signposts.MOST + 1)]
    for number, person in zip(numbers[:-1], (JO, KIM, ADA, JO, KIM), strict=True):
        await send(do, number, member_id=person)
    assert await refused(do, numbers[-1], now=NOW + DAY - timedelta(seconds=1)) == (TooSoon, "signposts-many")
    await send(do, numbers[-1], from_id=KIM)
    there = await add(do, "Elsewhere", guild_id=ELSEWHERE)
    await send(do, there.number, guild_id=ELSEWHERE)
    await send(do, numbers[-1], member_id=ADA, now=NOW + DAY)


async def test_the_same_goes_to_the_same_person_once_in_thirty_days_whoever_sends_it(
    do: Do, entry: TrainingEntry
) -> None:
    await send(do, entry.number)
    almost = NOW + signposts.AGAIN - timedelta(seconds=1)
    for sender, now in ((SAM, NOW), (KIM, NOW), (SAM, almost)):
        assert await refused(do, entry.number, from_id=sender, now=now) == (TooSoon, "signposts-same")
    await send(do, entry.number, member_id=KIM)
    await do(signposts.purge, now=almost)
    assert await refused(do, entry.number, from_id=KIM, now=almost) == (TooSoon, "signposts-same")
    await send(do, entry.number, now=NOW + signposts.AGAIN)


async def test_of_two_who_send_the_same_at_once_one_does(database: Database, do: Do, entry: TrainingEntry) -> None:
    ways = [
        partial(signposts.record_signpost, guild_id=GUILD, from_id=sender, member_id=JO, number=entry.number, now=NOW)
        for sender in (SAM, KIM)
    ]
    with pytest.raises(TooSoon):
        await overlapping(database, *ways)
    assert [row.from_id for row in await do.rows(Signpost)] == [SAM]


async def test_what_is_not_there_or_not_theirs_is_not_sent(do: Do, entry: TrainingEntry) -> None:
    there = await add(do, "First steps", guild_id=ELSEWHERE)
    await take_out(do, entry.number)
    for number in (entry.number, there.number, 4711):
        assert await refused(do, number) == (NotFound, "training-gone")


async def test_in_quiet_hours_it_waits_until_they_end(do: Do, entry: TrainingEntry) -> None:
    night, morning = datetime(2026, 6, 3, 22, tzinfo=UTC), datetime(2026, 6, 4, 7, tzinfo=UTC)
    await do(members.record_quiet_hours, guild_id=GUILD, member_id=JO, now=NOW, start="9pm", end="8am")
    await send(do, entry.number, now=night)
    (row,) = await messages(do)
    assert (row.due_at, row.expires_at) == (morning, morning + signposts.USE_BY)


@pytest.mark.parametrize("name", ["accepts_signposts", "direct_messages"])
async def test_one_that_waits_is_not_shown_to_somebody_who_wants_none_by_then(
    do: Do, entry: TrainingEntry, name: str
) -> None:
    row = await send(do, entry.number)
    await turn(do, JO, name, on=False)
    assert await do(signposts.find_shown, signpost_id=row.id) is None


async def test_one_that_waits_is_not_shown_when_its_entry_or_its_sender_or_it_is_gone(do: Do) -> None:
    rows = [await send(do, (await add(do, f"Step {each}")).number) for each in range(2)]
    await take_out(do, rows[0].entry_number)
    assert await do(signposts.find_shown, signpost_id=rows[0].id) is None
    assert await do(signposts.find_shown, signpost_id=rows[1].id) is not None
    await do(signposts.erase_member, guild_id=None, member_id=SAM, now=NOW)
    assert await do(signposts.find_shown, signpost_id=rows[1].id) is None
    assert await do(signposts.find_shown, signpost_id=4711) is None


async def test_whoever_was_sent_one_saves_it_on_their_list_there_and_nobody_else_does(
    do: Do, entry: TrainingEntry
) -> None:
    row = await send(do, entry.number)
    for other in (SAM, KIM):
        refusal = await do.refused(signposts.keep_entry, signpost_id=row.id, member_id=other, now=NOW)
        assert (type(refusal), refusal.message_id) == (NotFound, "signposts-gone")
    await do(signposts.keep_entry, signpost_id=row.id, member_id=JO, now=NOW)
    (kept,) = await do.rows(TrainingSave)
    assert (kept.guild_id, kept.member_id, kept.entry_number) == (GUILD, JO, entry.number)


async def test_whoever_was_sent_one_turns_them_off_and_on_again_there_and_nobody_else_does(
    do: Do, entry: TrainingEntry
) -> None:
    row = await send(do, entry.number)
    told = {"signpost_id": row.id, "now": NOW}
    for other in ({**told, "member_id": SAM}, {**told, "member_id": JO, "signpost_id": 4711}):
        assert (await do.refused(signposts.record_accepts, **other, on=False)).message_id == "signposts-gone"
    for on in (False, True):
        await do(signposts.record_accepts, **told, member_id=JO, on=on)
        assert await do(members.takes_signposts, guild_id=GUILD, member_id=JO) is on
        assert await do(members.takes_signposts, guild_id=ELSEWHERE, member_id=JO) is True


async def test_the_export_holds_what_was_sent_and_got_and_names_nobody_who_sent_it(do: Do) -> None:
    first, second = [(await add(do, f"Step {each}")).number for each in range(2)]
    await send(do, first)
    await send(do, second, from_id=KIM, member_id=SAM)
    common = {"kind": "signpost", "community": str(GUILD), "sent_at": NOW.isoformat()}
    for guild_id in (GUILD, None):
        assert await do(signposts.export_member, guild_id=guild_id, member_id=SAM) == [
            {**common, "sent_by_me": True, "to": str(JO), "entry": first},
            {**common, "sent_by_me": False, "to": None, "entry": second},
        ]
    assert await do(signposts.export_member, guild_id=ELSEWHERE, member_id=SAM) == []
    assert await do(signposts.export_member, guild_id=None, member_id=ADA) == []


async def test_of_an_erased_sender_the_message_goes_and_only_that_it_was_sent_stays(
    do: Do, entry: TrainingEntry
) -> None:
    await send(do, entry.number)
    await send_due(do, NOW)
    assert await do(signposts.erase_member, guild_id=GUILD, member_id=SAM, now=NOW) == 1
    assert [(row.from_id, row.member_id) for row in await do.rows(Signpost)] == [(None, JO)]
    assert [(row.kind, row.member_id) for row in await messages(do)] == [("delete", None)]
    assert await refused(do, entry.number, from_id=KIM) == (TooSoon, "signposts-same")


async def test_of_an_erased_receiver_nothing_stays_sent_or_not(do: Do, entry: TrainingEntry) -> None:
    await send(do, entry.number)
    assert await do(signposts.erase_member, guild_id=ELSEWHERE, member_id=JO, now=NOW) == 0
    assert await do(signposts.erase_member, guild_id=GUILD, member_id=JO, now=NOW) == 1
    assert (await do.rows(Signpost), await messages(do)) == ([], [])
    await send(do, entry.number)
    await send_due(do, NOW)
    assert await do(signposts.erase_member, guild_id=None, member_id=JO, now=NOW) == 1
    assert await do.rows(Signpost) == []
    assert [row.kind for row in await messages(do)] == ["delete"]


async def test_after_a_week_the_sender_and_the_message_go_and_after_thirty_days_all_of_it(
    do: Do, entry: TrainingEntry
) -> None:
    row = await send(do, entry.number)
    await send_due(do, NOW)
    assert await do(signposts.purge, now=NOW + signposts.KEPT - timedelta(seconds=1)) == 0
    assert await do(signposts.purge, now=NOW + signposts.KEPT) == 1
    assert [each.from_id for each in await do.rows(Signpost)] == [None]
    assert [each.kind for each in await messages(do)] == ["delete"]
    await do(signposts.record_accepts, signpost_id=row.id, member_id=JO, on=False, now=NOW + signposts.KEPT)
    assert await do(signposts.purge, now=NOW + signposts.AGAIN - timedelta(seconds=1)) == 0
    assert await do(signposts.purge, now=NOW + signposts.AGAIN) == 1
    assert await do.rows(Signpost) == []


async def test_one_that_was_never_purged_goes_at_once_when_it_is_old_enough(do: Do, entry: TrainingEntry) -> None:
    await send(do, entry.number)
    await do(signposts.purge, now=NOW + signposts.AGAIN)
    assert await do.rows(Signpost) == []
    assert [row.state for row in await messages(do)] == []


def test_what_waits_is_sent_or_missed_long_before_its_sender_is_forgotten() -> None:
    assert signposts.USE_BY + DAY < signposts.KEPT < signposts.AGAIN
    assert deliveries.RETRACTION <= signposts.AGAIN - signposts.KEPT
