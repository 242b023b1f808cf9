"""What a community is told of its members' steps: on Mondays, of five people or more, and never how many exactly."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.services import pathway_routes, pathway_totals
from bot.services.bits import bits_of
from bot.services.pathway_routes import HELPS, LENGTHS
from bot.services.pathway_totals import FEWEST, LEAST, MORE, Said, Told, at_least, tell, week_of
from db.models.pathway_routes import PathwayTotal
from db.session import Database
from tests.services.people import DAY, ELSEWHERE, GUILD, HOUR, NOW, Do, overlapping, set_up

STEP = "volunteer-worker"
WEEK = 7 * DAY
MONDAY = datetime(2026, 6, 8, 1, tzinfo=UTC)
"""Two in the morning in London, five days after NOW."""


async def share(do: Do, *numbers: int, **told: Any) -> None:
    plain: dict[str, Any] = {"guild_id": GUILD, "step": STEP, "length": "some", "helps": ("mentor",), "now": NOW}
    for number in numbers:
        await do(pathway_routes.record_route, **{**plain, **told}, member_id=900000000000000000 + number)


async def told(do: Do, guild_id: int = GUILD) -> dict[str, Told]:
    return dict(await do(pathway_totals.get_told, guild_id=guild_id))


async def count(do: Do, now: datetime) -> int:
    return int(await do(pathway_totals.count_due, now=now))


def said(count: int, length: str = "unsaid", *helps: str) -> list[Said]:
    return [Said(STEP, length, bits_of(helps, HELPS))] * count


def test_of_fewer_than_five_people_nothing_is_told_and_of_five_that_it_was_five_or_more() -> None:
    assert tell(said(4, "some", "mentor")) == {}
    assert tell(said(5)) == {STEP: Told(5, {}, {})}
    assert tell(said(9)) == tell(said(5))


def test_a_length_and_a_help_are_told_where_three_or_more_said_them_and_the_most_said_first() -> None:
    some = [*said(2, "under", "training"), *said(3, "some", "mentor"), *said(10, "long", "mentor", "luck")]
    assert tell(some) == {STEP: Told(10, {"long": 10, "some": 3}, {"mentor": 10, "luck": 10})}
    assert list(tell(some)[STEP].lengths) == ["long", "some"]


def test_each_step_is_counted_by_itself() -> None:
    other = [Said("worker-senior", "long", 0)] * 4
    assert list(tell([*said(6), *other])) == [STEP]


def test_a_figure_is_the_largest_that_a_number_reaches() -> None:
    assert [at_least(number, LEAST) for number in (3, 9, 10, 19, 20, 100, 5000)] == [3, 3, 10, 10, 20, 100, 100]


@given(st.lists(st.tuples(st.sampled_from(LENGTHS), st.integers(0, 2 ** len(HELPS) - 1)), max_size=30))
def test_whatever_is_said_nothing_is_told_that_too_few_said_nor_a_figure_between_the_steps(
    ones: list[tuple[str, int]],
) -> None:
    found = tell(Said(STEP, length, helps) for length, helps in ones)
    assert bool(found) == (len(ones) >= FEWEST)
    for each in found.values():
        assert each.people in {FEWEST, *MORE}
        assert each.people <= len(ones)
        for word, figure in each.lengths.items():
            assert LEAST <= figure <= sum(length == word for length, _ in ones)
        for word, figure in each.helps.items():
            assert LEAST <= figure <= sum(bool(bits & bits_of([word], HELPS)) for _, bits in ones)
        assert "unsaid" not in each.lengths
        assert {*each.lengths.values(), *each.helps.values()} <= {LEAST, *MORE}


def test_in_a_small_group_no_part_tells_what_everybody_said() -> None:
    """Of five to nine people a part is "three or more", whether three said it or all of them."""
    for people, most in product(range(5, 10), range(3, 10)):
        if most <= people:
            (found,) = tell([*said(most, "long", "luck"), *said(people - most, "under")]).values()
            assert (found.people, found.lengths["long"], found.helps["luck"]) == (5, 3, 3)


async def test_nothing_is_told_before_the_first_monday_however_many_share(do: Do) -> None:
    await set_up(do)
    await share(do, *range(6))
    assert await count(do, NOW) == 1
    assert await told(do) == {}
    assert await count(do, MONDAY - 3 * HOUR) == 0
    assert await told(do) == {}
    assert await count(do, MONDAY) == 1
    assert await told(do) == {STEP: Told(5, {"some": 3}, {"mentor": 3})}


async def test_what_is_told_stays_for_the_week_whoever_comes_or_goes(do: Do) -> None:
    await set_up(do)
    await share(do, *range(5))
    await count(do, NOW)
    await count(do, MONDAY)
    before = await told(do)
    gone = {"guild_id": GUILD, "member_id": 900000000000000000}
    await do(pathway_routes.erase_member, **gone, now=MONDAY)
    await share(do, *range(20, 30), step="worker-senior")
    assert await count(do, MONDAY + WEEK - 3 * HOUR) == 0
    assert await told(do) == before
    assert await count(do, MONDAY + WEEK) == 1
    assert await told(do) == {"worker-senior": Told(10, {"some": 10}, {"mentor": 10})}
    (row,) = await do.rows(PathwayTotal)
    assert row.week == date(2026, 6, 15)


async def test_of_a_community_in_which_all_was_taken_back_the_next_week_tells_nothing(do: Do) -> None:
    await share(do, *range(5))
    for now in (NOW, MONDAY):
        await count(do, now)
    for number in range(5):
        member_id = 900000000000000000 + number
        await do(pathway_routes.erase_member, guild_id=None, member_id=member_id, now=MONDAY)
    assert await told(do)
    assert await count(do, MONDAY + WEEK) == 1
    assert await told(do) == {}


async def test_a_community_is_told_of_its_own_members_alone_and_by_its_own_clock(do: Do) -> None:
    await set_up(do)
    await set_up(do, ELSEWHERE, zone="America/New_York")
    await share(do, *range(5))
    await share(do, *range(4), guild_id=ELSEWHERE)
    assert await count(do, NOW) == 2
    assert await count(do, MONDAY) == 1
    assert await told(do)
    assert await told(do, ELSEWHERE) == {}
    assert await count(do, MONDAY + 4 * HOUR) == 1
    assert await told(do, ELSEWHERE) == {}


def test_a_week_begins_on_monday_at_midnight_in_its_zone() -> None:
    sunday = datetime(2026, 6, 7, 22, 59, tzinfo=UTC)
    assert week_of(sunday, "Europe/London") == date(2026, 6, 1)
    assert week_of(sunday + timedelta(minutes=1), "Europe/London") == date(2026, 6, 8)


async def test_where_two_count_at_once_the_first_is_right_even_if_the_second_knows_of_more(
    do: Do, database: Database
) -> None:
    await share(do, *range(5))
    await count(do, NOW)

    async def first(session: Any) -> int:
        return await pathway_totals.count_due(session, now=MONDAY)

    async def second(session: Any) -> int:
        plain: dict[str, Any] = {"guild_id": GUILD, "step": STEP, "length": "some", "helps": (), "now": MONDAY}
        for number in range(10, 15):
            await pathway_routes.record_route(session, **plain, member_id=900000000000000000 + number)
        return await first(session)

    await overlapping(database, first, second)
    assert (await told(do))[STEP].people == 5
    assert len(await do.rows(PathwayTotal)) == 1
