"""Organisers find every entry, hidden or not, and see first what waits for somebody to look after it."""

from typing import Any

import pytest

from bot.errors import NotAllowed, NotFound, NotSetUp
from bot.services import training_entries, training_lists
from bot.services.training_lists import DIGITS
from tests.services.cataloguing import ORGANISER, STRANGER, add
from tests.services.people import DAY, ELSEWHERE, NOW, Do, person, set_up

TODAY = NOW.date()


async def titled(do: Do, typed: str, **told: Any) -> list[str]:
    chosen: dict[str, Any] = {"person": ORGANISER, "limit": 9, **told}
    return [row.title for row in await do(training_lists.list_titled, **chosen, typed=typed)]


async def picked(do: Do, typed: str) -> str:
    title: str = (await do(training_lists.pick, person=ORGANISER, typed=typed)).title
    return title


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (training_lists.list_stale, {"today": TODAY, "limit": 9}),
        (training_lists.list_titled, {"typed": "tea", "limit": 9}),
        (training_lists.pick, {"typed": "tea"}),
        (training_lists.pick, {"typed": "1"}),
    ],
)
async def test_only_organisers_of_a_community_that_is_set_up_see_these(do: Do, rule: Any, told: dict[str, Any]) -> None:
    await set_up(do)
    await add(do, "Tea")
    for somebody in (person(), person("moderator")):
        assert type(await do.refused(rule, person=somebody, **told)) is NotAllowed
    assert type(await do.refused(rule, person=STRANGER, **told)) is NotSetUp


async def test_what_waits_for_a_check_is_what_is_doubted_then_what_is_longest_unchecked(do: Do) -> None:
    await set_up(do)
    await set_up(do, ELSEWHERE)
    await add(do, "Lately", checked_on=TODAY - 89 * DAY)
    await add(do, "Late", checked_on=TODAY - 90 * DAY)
    await add(do, "Later", checked_on=TODAY - 200 * DAY)
    await add(do, "New")
    await add(do, "Doubted", doubt="?")
    out = await add(do, "Out", checked_on=TODAY - 300 * DAY)
    await do(training_entries.take_out, person=ORGANISER, number=out.number, now=NOW)

    async def stale(days: int = 0, **more: Any) -> list[str]:
        told: dict[str, Any] = {"person": ORGANISER, "limit": 9, "today": TODAY + days * DAY, **more}
        return [row.title for row in await do(training_lists.list_stale, **told)]

    assert await stale() == ["Doubted", "Later", "Late"]
    assert await stale(limit=2) == ["Doubted", "Later"]
    assert await stale(limit=2, start=2) == ["Late"]
    assert await stale(90) == ["Doubted", "Later", "Late", "Lately", "New"]
    assert await stale(365, person=STRANGER) == []


async def test_entries_are_offered_by_how_their_titles_begin_hidden_ones_too(do: Do) -> None:
    await set_up(do)
    for title in ("Tea for two", "Teaching", "Café work", "The tea shop"):
        await add(do, title)
    await add(do, "Tea, in doubt", doubt="?")
    out = await add(do, "Tea, out")
    await do(training_entries.take_out, person=ORGANISER, number=out.number, now=NOW)
    await add(do, "Tea elsewhere", guild_id=ELSEWHERE)
    assert await titled(do, "TEA") == ["Tea for two", "Tea, in doubt", "Tea, out", "Teaching"]
    assert await titled(do, "tea", limit=2) == ["Tea for two", "Tea, in doubt"]
    assert await titled(do, "teac") == ["Teaching"]
    assert await titled(do, "cafe") == ["Café work"]
    assert await titled(do, "zebra") == []
    assert await titled(do, "") == ["Café work", "Tea for two", "Tea, in doubt", "Tea, out", "Teaching", "The tea shop"]


async def test_one_is_picked_by_its_number_or_by_how_its_title_begins(do: Do) -> None:
    await set_up(do)
    tea, cake = await add(do, "Tea"), await add(do, "Cake", doubt="?")
    await add(do, "Teaching")
    assert [await picked(do, str(row.number)) for row in (tea, cake)] == ["Tea", "Cake"]
    assert [await picked(do, typed) for typed in ("tea", "teach", "c")] == ["Tea", "Teaching", "Cake"]


async def test_what_is_not_there_is_not_picked(do: Do) -> None:
    await set_up(do)
    await add(do, "Tea")
    theirs = await add(do, "Cake", guild_id=ELSEWHERE)
    for typed in (str(theirs.number), "0", "9" * DIGITS, "9" * (DIGITS + 1), "²", "cake", "?!", ""):
        refusal = await do.refused(training_lists.pick, person=ORGANISER, typed=typed)
        is_number = typed in {str(theirs.number), "0", "9" * DIGITS}
        told = "training-gone" if is_number else "training-none-titled"
        assert (type(refusal), refusal.message_id) == (NotFound, told), typed


async def test_a_title_of_many_digits_is_a_title(do: Do) -> None:
    await set_up(do)
    await add(do, "1" * (DIGITS + 1))
    assert await picked(do, "1" * (DIGITS + 1)) == "1" * (DIGITS + 1)
