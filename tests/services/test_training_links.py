"""Links of the catalogue: when each is looked at, what is kept of a look, and what organisers are told."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services import leavers, training_entries, training_links
from bot.services.training_entries import Told
from bot.services.training_links import FIRST, HOURS, SOON, WEEK, Broken, Due, Seen
from bot.services.training_texts import Fields, key_of
from db.models.training import LINK
from db.models.training_links import TrainingLink
from tests.services.people import ADA, DAY, ELSEWHERE, GUILD, HOUR, NOW, Do, person, set_up

if TYPE_CHECKING:
    from collections.abc import Sequence

GONE, OK, SILENT = Seen("gone", 404), Seen("ok", 200), Seen("unclear")
FURTHEST = WEEK * 3 / 2
"""The longest time from one look to the next: half a week, and then up to a week to the link's own hour."""


def fields(number: int = 1, **told: Any) -> Fields:
    return Fields(f"Course {number}", "A college", f"https://example.org/{number}", ("volunteer",), **told)


async def add(do: Do, *told: Fields, guild_id: int = GUILD) -> list[int]:
    each = [Told(one) for one in told]
    done = await do(training_entries.record, guild_id=guild_id, member_id=ADA, told=each, now=NOW)
    return [outcome.row.number for outcome in done]


async def due(do: Do, now: datetime = NOW, limit: int = 100) -> list[Due]:
    found: list[Due] = await do(training_links.list_due, now=now, limit=limit)
    return found


async def look(
    do: Do, number: int, seen: Seen, now: datetime = NOW, link: str = "https://example.org/1"
) -> TrainingLink:
    told = {"entry_number": number, "link_key": key_of(link), "seen": seen, "now": now}
    assert await do(training_links.record_outcome, **told)
    return next(row for row in await rows(do) if row.entry_number == number)


async def rows(do: Do) -> Sequence[TrainingLink]:
    return await do.rows(TrainingLink)


async def broken(do: Do, limit: int = 100, guild_id: int = GUILD) -> list[tuple[str, str]]:
    """Give the titles of what organisers are told of, and where each moved."""
    asked = person("organiser", guild_id=guild_id)
    found: list[Broken] = await do(training_links.list_broken, person=asked, limit=limit)
    assert [each.is_gone for each in found] == [not each.moved_to for each in found]
    return [(each.entry.title, each.moved_to) for each in found]


class TestWhatIsDue:
    async def test_a_new_link_is_due_at_once_and_then_within_a_week_and_a_half(self, do: Do) -> None:
        (number,) = await add(do, fields())
        assert await due(do) == [(number, "https://example.org/1", "example.org/1")]
        row = await look(do, number, OK)
        assert WEEK / 2 <= row.next_at - NOW < FURTHEST
        assert await due(do, row.next_at - timedelta(microseconds=1)) == []
        assert len(await due(do, row.next_at)) == 1

    async def test_from_the_second_look_on_it_comes_each_week_at_its_own_hour(self, do: Do) -> None:
        (number,) = await add(do, fields())
        first = (await look(do, number, OK)).next_at
        for late in (timedelta(), HOUR, 3 * DAY):
            assert (await look(do, number, OK, first + late)).next_at == first + WEEK

    async def test_a_changed_link_is_due_at_once(self, do: Do) -> None:
        (number,) = await add(do, fields())
        await look(do, number, OK)
        changed = Told(replace(fields(), link="https://example.org/new"), number)
        await do(training_entries.edit_entry, person=await organiser(do), told=changed, now=NOW)
        assert await due(do) == [(number, "https://example.org/new", "example.org/new")]

    async def test_one_that_waits_for_a_check_is_looked_at_and_one_that_is_out_is_not(self, do: Do) -> None:
        waiting, out = await add(do, fields(1, doubt="Is it still there?"), fields(2))
        await do(training_entries.take_out, person=await organiser(do), number=out, now=NOW)
        assert [each.number for each in await due(do)] == [waiting]

    async def test_new_links_come_first_and_then_those_that_are_due_longest(self, do: Do) -> None:
        numbers = await add(do, *map(fields, range(1, 5)))
        for days, number in ((30, 1), (10, 4), (20, 2)):
            link = f"https://example.org/{number}"
            await look(do, numbers[number - 1], OK, NOW - days * DAY, link)
        ones = [[each.link[-1] for each in await due(do, limit=limit)] for limit in (1, 2, 3, 4)]
        assert ones == [["3"], ["1", "3"], ["1", "2", "3"], ["1", "2", "3", "4"]]

    async def test_entries_of_all_communities_with_one_link_come_together(self, do: Do) -> None:
        numbers = await add(do, fields(1)) + await add(do, fields(1), guild_id=ELSEWHERE) + await add(do, fields(2))
        assert [each.number for each in await due(do, limit=1)] == numbers[:2]
        first, second = [(await look(do, number, OK)).next_at for number in numbers[:2]]
        assert first == second


async def organiser(do: Do) -> Any:
    await set_up(do)
    return person("organiser")


class TestWhatIsKept:
    async def test_it_is_what_came_of_the_last_look(self, do: Do) -> None:
        (number,) = await add(do, fields())
        await look(do, number, Seen("robots"))
        row = await look(do, number, Seen("unclear", 503), NOW + DAY)
        assert len(await rows(do)) == 1
        assert (row.guild_id, row.link_key, row.checked_at) == (GUILD, "example.org/1", NOW + DAY)
        assert (row.outcome, row.code, row.moved_to, row.fails) == ("unclear", 503, "", 0)

    async def test_a_look_at_a_link_that_was_changed_meanwhile_is_not_kept(self, do: Do) -> None:
        (number,) = await add(do, fields())
        for told in ({"entry_number": number, "link_key": "example.org/old"}, {"entry_number": 99, "link_key": "a"}):
            assert not await do(training_links.record_outcome, **told, seen=OK, now=NOW)
        assert await rows(do) == []

    async def test_what_was_known_of_another_link_does_not_count(self, do: Do) -> None:
        (number,) = await add(do, fields())
        for _ in range(2):
            await look(do, number, GONE)
        changed = Told(replace(fields(), link="https://example.org/new"), number)
        await do(training_entries.edit_entry, person=await organiser(do), told=changed, now=NOW)
        assert await broken(do) == []
        assert (await look(do, number, GONE, link="https://example.org/new")).fails == 1
        assert await broken(do) == []

    async def test_only_a_page_that_is_gone_counts_and_only_one_that_is_there_ends_it(self, do: Do) -> None:
        (number,) = await add(do, fields())
        seen = [SILENT, GONE, Seen("unclear", 500), Seen("refused"), Seen("robots"), GONE, GONE, OK, GONE]
        assert [(await look(do, number, each)).fails for each in seen] == [0, 1, 1, 1, 1, 2, 3, 0, 1]

    async def test_the_count_fits_into_its_column_for_ever(self, do: Do) -> None:
        (number,) = await add(do, fields())
        for _ in range(101):
            row = await look(do, number, GONE)
        assert row.fails == 99

    async def test_gone_once_and_silence_are_looked_at_again_soon(self, do: Do) -> None:
        (number,) = await add(do, fields())
        seen = [SILENT, GONE, Seen("unclear", 500), Seen("robots"), GONE, SILENT, GONE]
        soon = [(await look(do, number, each)).next_at == NOW + SOON for each in seen]
        assert soon == [True, True, False, False, False, True, False]

    async def test_where_a_page_moved_is_kept_until_there_is_another_answer(self, do: Do) -> None:
        (number,) = await add(do, fields())
        moved = Seen("moved", 200, "https://example.org/there")
        seen = [moved, SILENT, Seen("robots"), GONE, SILENT, moved, OK]
        kept = [(row.outcome, row.moved_to) for row in [await look(do, number, each) for each in seen]]
        assert [bool(where) for _, where in kept] == [True, True, True, False, False, True, False]
        assert [outcome for outcome, _ in kept] == [each.outcome for each in seen]

    @pytest.mark.parametrize(
        "where",
        [
            "https://www.example.org/1/",
            "https://example.org/1?utm_source=kettle#top",
            "http://example.org/2",
            "https://example.org/" + "x" * LINK,
            'https://example.org/"',
            "https://[example.org/",
            "",
        ],
    )
    async def test_a_move_that_is_none_or_that_no_entry_could_follow_is_a_page_that_is_there(
        self, do: Do, where: str
    ) -> None:
        (number,) = await add(do, fields())
        row = await look(do, number, Seen("moved", 200, where))
        assert (row.outcome, row.moved_to) == ("ok", "")

    async def test_with_its_community_it_is_forgotten(self, do: Do) -> None:
        (number,) = await add(do, fields())
        await look(do, number, OK)
        await do(leavers.record_removed, guild_id=GUILD, now=NOW)
        await do(leavers.forget_guild, guild_id=GUILD, now=NOW + 40 * DAY)
        assert await rows(do) == []


class TestWhatOrganisersAreTold:
    async def test_gone_twice_in_a_row_and_moved_with_where_to(self, do: Do) -> None:
        await set_up(do)
        numbers = await add(do, *map(fields, range(1, 7)))
        once, twice = [GONE], [GONE, SILENT, GONE]
        moved = [Seen("moved", 200, "https://example.org/there")]
        for number, seen in enumerate((moved, [OK], twice, once, [GONE, OK, GONE], [GONE, *twice]), 1):
            for each in seen:
                await look(do, numbers[number - 1], each, link=f"https://example.org/{number}")
        told = [("Course 6", ""), ("Course 3", ""), ("Course 1", "https://example.org/there")]
        assert await broken(do) == told
        assert await broken(do, limit=2) == told[:2]

    async def test_of_their_own_community_and_of_what_is_in_the_catalogue(self, do: Do) -> None:
        await set_up(do)
        await set_up(do, ELSEWHERE)
        numbers = await add(do, fields()) + await add(do, fields(), guild_id=ELSEWHERE)
        for number in numbers * 2:
            await look(do, number, GONE)
        await do(training_entries.take_out, person=person("organiser"), number=numbers[0], now=NOW)
        assert await broken(do) == []
        assert await broken(do, guild_id=ELSEWHERE) == [("Course 1", "")]

    async def test_nobody_else_is(self, do: Do) -> None:
        await set_up(do)
        refusal = await do.refused(training_links.list_broken, person=person("moderator"), limit=1)
        assert str(refusal) == "guilds-only-organiser"

    async def test_no_entry_is_hidden_by_a_look(self, do: Do) -> None:
        (number,) = await add(do, fields())
        await set_up(do)
        for _ in range(5):
            await look(do, number, GONE)
        found = await do(training_entries.get_any, person=person("organiser"), number=number)
        assert (found.state, found.doubt) == ("shown", "")


@given(
    st.text(min_size=1, max_size=40),
    st.datetimes(datetime(2026, 1, 5), datetime(2126, 1, 1)),  # noqa: DTZ001 the zone comes with the test
)
def test_a_link_always_has_the_same_hour_of_the_week(link_key: str, naive: datetime) -> None:
    now = naive.replace(tzinfo=FIRST.tzinfo)
    found = training_links._next(link_key, now, is_soon=False)
    assert WEEK / 2 <= found - now < FURTHEST
    assert (found - FIRST) % WEEK == (training_links._next(link_key, FIRST, is_soon=False) - FIRST) % WEEK
    assert (found - FIRST) % HOUR == timedelta()


def test_links_are_spread_over_the_week() -> None:
    found = Counter(training_links._next(f"example.org/{number}", NOW, is_soon=False) for number in range(10 * HOURS))
    assert len(found) == HOURS
    assert max(found.values()) <= 25
