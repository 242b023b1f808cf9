"""Addresses for calendars: a secret that is shown once, what it leads to, and its end."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event as happening
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowed, NotSetUp
from bot.services import feeds, leavers, members, privacy
from bot.services.guilds import Person
from db.models.feeds import Feed
from db.session import Database
from tests.services.eventing import opened, press, somebody
from tests.services.people import (
    ADA,
    DAY,
    ELSEWHERE,
    EVERYBODY,
    GUILD,
    JO,
    NOW,
    SAM,
    Do,
    overlapping,
    person,
    set_up,
)

MONTH = timedelta(days=31)
YEAR = timedelta(days=365)


@pytest.fixture(autouse=True)
async def community(do: Do) -> None:
    await set_up(do)


async def mine(do: Do, member_id: int = SAM, guild_id: int = GUILD) -> str:
    who = somebody(member_id, guild_id=guild_id)
    return str(await do(feeds.make, person=who, is_mine=True, now=NOW))


async def ours(do: Do) -> str:
    return str(await do(feeds.make, person=person("organiser"), is_mine=False, now=NOW))


async def titles(do: Do, secret: str) -> list[str] | None:
    """The titles that are read at an address; None where nothing is."""
    found = await do(feeds.find_calendar, secret=secret, now=NOW)
    return None if found is None else [each.event.title for each in found.listed]


async def test_a_secret_cannot_be_guessed_and_is_not_kept(do: Do) -> None:
    secrets = [await mine(do, who) for who in EVERYBODY]
    assert len(set(secrets)) == len(EVERYBODY)
    assert all(re.fullmatch(r"[\w-]{43}", secret) for secret in secrets)
    rows = [str(vars(row)) for row in await do.rows(Feed)]
    assert not any(secret in row for row in rows for secret in secrets)
    assert not any(str(who) in secret for who in (*EVERYBODY, GUILD) for secret in secrets)


async def test_mine_leads_to_what_i_answered_and_ours_to_what_is_for_everybody(do: Do) -> None:
    await opened(do, title="Tea")
    await opened(do, title="Cake")
    await press(do, SAM)
    assert await titles(do, await mine(do)) == ["Tea"]
    assert await titles(do, await mine(do, JO)) == []
    assert await titles(do, await ours(do)) == ["Tea", "Cake"]


@pytest.mark.parametrize("secret", ["", "a", "a" * 43, "é☕", "../healthz", "' or 1=1 --"])
async def test_any_other_address_leads_nowhere(do: Do, secret: str) -> None:
    known = await mine(do)
    for wrong in (secret, known[:-1], f"{known}=", known.upper()):
        assert await titles(do, wrong) is None


async def test_an_unknown_address_is_looked_for_as_a_known_one_is(do: Do, database: Database) -> None:
    """One question, which is the same: what comes after it is the calendar's own."""
    known = await mine(do)
    asked: list[str] = []
    async with database.begin() as session:
        bind = (await session.connection()).sync_connection
        happening.listen(bind, "before_cursor_execute", lambda *told: asked.append(told[2]))
        await feeds.find_calendar(session, secret=known, now=NOW)
        first, after = asked[0], len(asked)
        assert await feeds.find_calendar(session, secret="a" * 43, now=NOW) is None
    assert asked[after:] == [first]


async def test_a_new_address_ends_the_one_before_and_nobody_elses(do: Do) -> None:
    old, other, all_of_us = await mine(do), await mine(do, JO), await ours(do)
    elsewhere = await mine(do, SAM, ELSEWHERE)
    new = await mine(do)
    assert await titles(do, old) is None
    assert [await titles(do, secret) for secret in (new, other, all_of_us, elsewhere)] == [[], [], [], []]
    await ours(do)
    assert await titles(do, all_of_us) is None
    assert await titles(do, new) == []


@pytest.mark.parametrize(("is_mine", "second"), [(True, ADA), (False, JO)])
async def test_of_two_that_are_made_at_once_the_second_stays(
    do: Do, database: Database, *, is_mine: bool, second: int
) -> None:
    first = person("organiser")

    async def make(session: AsyncSession, who: Person = first) -> str:
        return await feeds.make(session, person=who, is_mine=is_mine, now=NOW)

    async def make_too(session: AsyncSession) -> str:
        return await make(session, replace(first, member_id=second))

    last = await overlapping(database, make, make_too)
    assert len(await do.rows(Feed)) == 1
    assert await titles(do, last) == []


async def test_an_address_that_was_taken_back_leads_nowhere_and_twice_is_once(do: Do) -> None:
    secret, all_of_us = await mine(do), await ours(do)
    taken_back = {"person": somebody(SAM), "is_mine": True, "now": NOW}
    assert await do(feeds.revoke, **taken_back)
    assert not await do(feeds.revoke, **taken_back)
    assert await titles(do, secret) is None
    assert await do(feeds.revoke, person=person("organiser"), is_mine=False, now=NOW)
    assert await titles(do, all_of_us) is None


async def test_only_organisers_make_and_end_the_communitys(do: Do) -> None:
    secret = await ours(do)
    for rule in (feeds.make, feeds.revoke):
        refusal = await do.refused(rule, person=somebody(SAM), is_mine=False, now=NOW)
        assert isinstance(refusal, NotAllowed)
    assert await titles(do, secret) == []
    elsewhere = person("organiser", guild_id=ELSEWHERE)
    assert isinstance(await do.refused(feeds.make, person=elsewhere, is_mine=False, now=NOW), NotSetUp)


async def test_whether_there_is_one_is_known(do: Do) -> None:
    async def made(who: int = ADA) -> list[bool]:
        return [await do(feeds.is_made, person=somebody(who), is_mine=is_mine) for is_mine in (True, False)]

    assert await made() == [False, False]
    await ours(do)
    assert await made() == [False, True]
    await mine(do, ADA)
    assert (await made(), await made(SAM)) == ([True, True], [False, True])


async def test_of_its_use_only_the_month_is_kept(do: Do) -> None:
    secret = await mine(do)
    (row,) = await do.rows(Feed)
    assert row.used_on.isoformat() == "2026-06-01"
    found = await do(feeds.find_calendar, secret=secret, now=NOW + DAY)
    assert (found.is_first, found.is_mine) == (False, True)
    later = NOW + MONTH
    assert (await do(feeds.find_calendar, secret=secret, now=later)).is_first
    await do(feeds.record_use, feed_id=found.feed_id, now=later)
    assert not (await do(feeds.find_calendar, secret=secret, now=later)).is_first
    assert [row.used_on.isoformat() for row in await do.rows(Feed)] == ["2026-07-01"]


async def test_who_has_left_reads_nothing_and_who_is_back_does_again(do: Do) -> None:
    secret, all_of_us = await mine(do), await ours(do)
    await do(leavers.record_absent, guild_id=GUILD, member_id=SAM, now=NOW)
    assert (await titles(do, secret), await titles(do, all_of_us)) == (None, [])
    await do(feeds.find_calendar, secret=secret, now=NOW)
    assert (await do(members.find_member, guild_id=GUILD, member_id=SAM)).left_on == NOW.date()
    await do(leavers.record_present, guild_id=GUILD, member_ids=[SAM])
    assert await titles(do, secret) == []


async def test_where_kettle_was_taken_out_of_the_community_nothing_is_read(do: Do) -> None:
    await opened(do)
    addresses = [await mine(do), await ours(do)]
    await do(leavers.record_removed, guild_id=GUILD, now=NOW)
    assert [await titles(do, each) for each in addresses] == [None, None]
    await do(leavers.record_back, guild_ids=[GUILD])
    assert [await titles(do, each) for each in addresses] == [[], ["Tea"]]


async def test_it_is_in_my_data_and_goes_with_my_delete(do: Do) -> None:
    secret, other, all_of_us = await mine(do), await mine(do, JO), await ours(do)
    kept = {"guild_id": None, "member_id": SAM}
    assert (await do(privacy.gather_member, **kept))["feeds"] == [
        {"kind": "calendar", "community": str(GUILD), "last_used_month": "2026-06-01"}
    ]
    assert (await do(privacy.forget_member, **kept, now=NOW))["feeds"] == 1
    assert (await do(privacy.gather_member, **kept))["feeds"] == []
    assert await titles(do, secret) is None
    assert [await titles(do, each) for each in (other, all_of_us)] == [[], []]


async def test_one_that_nobody_read_for_twelve_months_ends(do: Do) -> None:
    await mine(do)
    await ours(do)
    later = NOW + YEAR + MONTH
    assert await do(feeds.purge, now=NOW + YEAR) == 0
    for who in (SAM, ADA):
        await do(members.record_choice, guild_id=GUILD, member_id=who, now=later)
    assert await do(feeds.purge, now=later) == 2


async def test_one_that_is_read_ends_all_the_same_once_its_member_is_forgotten(do: Do) -> None:
    secret = await mine(do)
    await ours(do)
    later = NOW + YEAR + MONTH
    for row in await do.rows(Feed):
        await do(feeds.record_use, feed_id=row.id, now=later)
    await do(members.purge, now=later)
    assert await do(feeds.purge, now=later) == 1
    assert await titles(do, secret) is None
    assert [row.member_id for row in await do.rows(Feed)] == [None]
