"""News of the catalogue come once a week to who asked for them, at nine by their clock, and never with nothing new."""

from datetime import UTC, datetime, time
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import deliveries, members, training_news
from bot.services.training_news import AHEAD, FEATURE, KEPT, USE_BY, WEEK
from bot.services.training_texts import STAGES
from db.models.deliveries import Delivery
from db.models.training_news import TrainingDigest, TrainingNews
from db.session import Database
from tests.services.cataloguing import add, told, write
from tests.services.clock_changes import zones
from tests.services.people import (
    DAY,
    ELSEWHERE,
    GUILD,
    HOUR,
    JO,
    NOW,
    SAM,
    Do,
    examples,
    overlapping,
    send_due,
    set_up,
    undone,
)

SAMS: dict[str, Any] = {"guild_id": GUILD, "member_id": SAM}
FIRST = datetime(2026, 6, 10, 8, tzinfo=UTC)
"""Nine in London, a week from now."""


async def ask(do: Do, *stages: str, **who: Any) -> TrainingNews:
    row: TrainingNews = await do(training_news.record_news, **{**SAMS, "now": NOW, **who}, stages=stages)
    return row


async def sweep(do: Do, now: datetime = FIRST) -> int:
    planned: int = await do(training_news.plan_due, now=now)
    return planned


async def said(do: Do) -> list[list[str]]:
    """Give what each digest tells, as things stand now."""
    rows = await do.rows(TrainingDigest)
    found = [await do(training_news.list_new, digest_id=row.id, member_id=row.member_id) for row in rows]
    return [[entry.title for entry in entries] for entries in found]


async def test_what_came_since_somebody_asked_is_told_in_a_week_the_newest_first(do: Do) -> None:
    await add(do, "Old")
    await ask(do)
    for title in ("Tea", "Cake"):
        await add(do, title)
    await add(do, "Theirs", guild_id=ELSEWHERE)
    await add(do, "Doubted", doubt="?")
    assert await sweep(do, FIRST - AHEAD - HOUR) == 0
    assert await sweep(do) == 1
    await add(do, "After it")
    assert await said(do) == [["Cake", "Tea"]]
    (row,) = await do.rows(Delivery)
    assert (row.feature, row.guild_id, row.member_id) == (FEATURE, GUILD, SAM)
    assert (row.due_at, row.expires_at) == (FIRST, FIRST + USE_BY)


async def test_each_is_told_once_and_only_when_there_is_something_new(do: Do) -> None:
    await ask(do)
    assert await sweep(do) == 0
    await add(do, "Tea")
    assert await sweep(do, FIRST + HOUR) == 0
    assert await sweep(do, FIRST + WEEK) == 1
    assert await sweep(do, FIRST + WEEK) == 0
    await write(do, told("Tea", summary="Changed"))
    assert await sweep(do, FIRST + 2 * WEEK) == 0
    await add(do, "Cake")
    assert await sweep(do, FIRST + 3 * WEEK) == 1
    assert await said(do) == [["Tea"], ["Cake"]]


async def test_a_digest_is_in_the_diary_before_its_moment(do: Do) -> None:
    await ask(do)
    await add(do, "Tea")
    assert await sweep(do, FIRST - AHEAD) == 1
    assert [row.due_at for row in await do.rows(Delivery)] == [FIRST]
    assert [row.next_at for row in await do.rows(TrainingNews)] == [FIRST + WEEK]


async def test_after_an_outage_one_digest_comes_at_once_and_the_next_in_a_week(do: Do) -> None:
    await ask(do)
    await add(do, "Tea")
    late = FIRST + 3 * WEEK + 5 * HOUR
    assert (await sweep(do, late), await sweep(do, late)) == (1, 0)
    assert [(row.due_at, row.expires_at) for row in await do.rows(Delivery)] == [(late, late + USE_BY)]
    assert [row.next_at for row in await do.rows(TrainingNews)] == [FIRST + 4 * WEEK]


async def test_a_digest_waits_for_the_end_of_quiet_hours(do: Do) -> None:
    await ask(do)
    await add(do, "Tea")
    await do(members.record_quiet_hours, **SAMS, now=NOW, start="9pm", end="10am")
    assert await sweep(do) == 1
    at = FIRST + HOUR
    assert [(row.due_at, row.expires_at) for row in await do.rows(Delivery)] == [(at, at + USE_BY)]


async def test_it_tells_only_what_is_for_the_stages_that_were_asked_for(do: Do) -> None:
    await ask(do, STAGES[0], STAGES[2])
    await ask(do, member_id=JO)
    for place, title in enumerate(("Curious", "Volunteer", "Worker")):
        await add(do, title, stages=(STAGES[place],))
    await add(do, "Both", stages=STAGES[1:3])
    assert await sweep(do) == 2
    assert await said(do) == [["Both", "Worker", "Curious"], ["Both", "Worker", "Volunteer", "Curious"]]


async def test_who_asks_again_changes_the_stages_and_keeps_the_day(do: Do) -> None:
    await add(do, "Old")
    first = await ask(do, STAGES[0])
    await add(do, "Tea", stages=STAGES[1:2])
    again = await ask(do, STAGES[1], now=NOW + DAY)
    assert (again.next_at, again.told_until) == (first.next_at, first.told_until)
    assert await sweep(do) == 1
    assert await said(do) == [["Tea"]]


async def test_what_is_hidden_or_called_off_before_it_is_sent_is_not_told(do: Do) -> None:
    await ask(do)
    for title in ("Tea", "Cake"):
        await add(do, title)
    await sweep(do)
    await write(do, told("Cake", doubt="?"))
    assert await said(do) == [["Tea"]]
    for on, tells in ((False, []), (True, ["Tea"])):
        await do(members.record_switch, **SAMS, now=NOW, name="direct_messages", on=on)
        assert await said(do) == [tells]
    await do(training_news.forget_news, **SAMS, now=NOW)
    assert await do(training_news.find_news, **SAMS) is None
    assert await said(do) == [[]]
    assert list(await do(training_news.list_new, digest_id=7_000_000, member_id=SAM)) == []


async def test_who_takes_no_messages_is_told_later_what_was_new_meanwhile(do: Do) -> None:
    await ask(do)
    await add(do, "Tea")
    await do(members.record_switch, **SAMS, now=NOW, name="direct_messages", on=False)
    assert await sweep(do) == 0
    await do(members.record_switch, **SAMS, now=NOW, name="direct_messages", on=True)
    assert await sweep(do, FIRST + DAY) == 0
    assert await sweep(do, FIRST + WEEK) == 1
    assert await said(do) == [["Tea"]]


async def test_who_calls_it_off_is_told_nothing_and_others_are(do: Do) -> None:
    for who in (SAM, JO):
        await ask(do, member_id=who)
    await ask(do, guild_id=ELSEWHERE)
    await do(training_news.forget_news, **SAMS, now=NOW)
    await add(do, "Tea")
    assert await sweep(do) == 1
    assert [row.member_id for row in await do.rows(Delivery)] == [JO]
    assert await do(training_news.find_news, guild_id=ELSEWHERE, member_id=SAM) is not None


async def test_two_looks_at_once_plan_one_digest(do: Do, database: Database) -> None:
    await ask(do)
    await add(do, "Tea")

    async def look(session: AsyncSession) -> int:
        return await training_news.plan_due(session, now=FIRST)

    assert await overlapping(database, look, look) == 0
    assert len(await do.rows(Delivery)) == 1


@examples(8)
@given(zone=zones, hours=st.lists(st.integers(1, 100), min_size=1, max_size=12))
async def test_in_any_zone_digests_come_at_nine_a_week_apart_or_later_and_tell_each_entry_once(
    database: Database, zone: str, hours: list[int]
) -> None:
    async with undone(database) as do:
        await do(members.record_choice, **SAMS, now=NOW, zone=zone)
        row = await ask(do)
        now, added = NOW, []
        for place, hour in enumerate(hours):
            added.append((await add(do, f"Course {place}")).title)
            now += hour * HOUR
            before = row.next_at
            is_planned = await sweep(do, now)
            (row,) = await do.rows(TrainingNews)
            assert is_planned == (before <= now + AHEAD)
            here = row.next_at.astimezone(ZoneInfo(zone))
            assert here.time() == time(9)
            first = max(before, now) if is_planned else before
            assert (here.date() - first.astimezone(ZoneInfo(zone)).date()).days == (7 if is_planned else 0)
        await sweep(do, row.next_at)
        told_of = [title for titles in await said(do) for title in reversed(titles)]
        assert told_of == added
        due = [each.due_at for each in await do.rows(Delivery)]
        assert all(later - sooner > WEEK - DAY for sooner, later in pairwise(due))


async def test_what_a_member_asked_for_is_in_their_export_and_goes_with_its_messages_when_they_say_so(do: Do) -> None:
    await set_up(do)
    await ask(do, STAGES[3], STAGES[1])
    await ask(do, guild_id=ELSEWHERE)
    await ask(do, member_id=JO)
    tea = await add(do, "Tea")
    await sweep(do)
    await send_due(do, FIRST)
    assert await do(training_news.export_member, **SAMS) == [
        {
            "kind": "news",
            "community": str(GUILD),
            "stages": [STAGES[1], STAGES[3]],
            "next_at": (FIRST + WEEK).isoformat(),
        },
        {"kind": "digest", "community": str(GUILD), "entries_after": 0, "entries_until": tea.number},
    ]
    assert len(await do(training_news.export_member, guild_id=None, member_id=SAM)) == 3
    assert await do(training_news.erase_member, **SAMS, now=NOW) == 2
    assert await do(training_news.erase_member, guild_id=None, member_id=SAM, now=NOW) == 1
    assert await do(training_news.export_member, guild_id=None, member_id=SAM) == []
    assert [(row.kind, row.member_id) for row in await do.rows(Delivery)] == [("post", JO), ("delete", None)]


async def test_a_digest_and_its_message_are_forgotten_thirty_days_after_its_use_by(do: Do) -> None:
    await ask(do)
    await add(do, "Tea")
    await sweep(do)
    await send_due(do, FIRST)
    over = FIRST + USE_BY + KEPT
    for purge in (training_news.purge, deliveries.purge):
        assert await do(purge, now=over) == 0
    assert await do(training_news.purge, now=over + HOUR) == 1
    assert await do.rows(TrainingDigest) == []
    assert [row.kind for row in await do.rows(Delivery)] == ["delete"]
    assert len(await do.rows(TrainingNews)) == 1


async def test_of_somebody_who_is_not_known_any_more_nothing_is_kept(do: Do) -> None:
    for who in (SAM, JO):
        await ask(do, member_id=who)
    await add(do, "Tea")
    await sweep(do)
    await do(members.erase_member, **SAMS, now=NOW)
    assert await do(training_news.purge, now=FIRST) == 2
    kept = (*await do.rows(TrainingNews), *await do.rows(TrainingDigest), *await do.rows(Delivery))
    assert [row.member_id for row in kept] == [JO, JO, JO]


async def test_the_place_of_a_digest_is_given_to_its_reader_alone(do: Do) -> None:
    digest = TrainingDigest(guild_id=GUILD, member_id=SAM, stages=0, after=0, until=1)

    async def put(session: AsyncSession) -> int:
        session.add(digest)
        await session.flush()
        return digest.id

    digest_id = await do(put)
    assert await do(training_news.find_place, digest_id=digest_id, member_id=SAM) == GUILD
    assert await do(training_news.find_place, digest_id=digest_id, member_id=JO) is None
    assert await do(training_news.find_place, digest_id=0, member_id=SAM) is None
