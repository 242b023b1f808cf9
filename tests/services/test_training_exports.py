"""The catalogue leaves in files that an import reads as the same, whole or in parts, and only for organisers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import NotAllowed
from bot.services import training_entries, training_exports
from bot.services.training_csv import MOST_ROWS, read_csv
from bot.services.training_entries import Told
from bot.services.training_exports import MOST, WRITERS, Numbered, write_part
from bot.services.training_hsds import read_services
from tests.services.announcing import organiser
from tests.services.people import ELSEWHERE, GUILD, NOW, SAM, Do, examples, person, set_up
from tests.services.training_rows import entry

if TYPE_CHECKING:
    from bot.services.training_texts import Fields

READERS: Any = {"csv": read_csv, "openreferral": read_services}


def some(count: int, **cells: str) -> list[Fields]:
    return [entry(title=f"Peer work {each}", link=f"https://example.org/{each}", **cells) for each in range(count)]


async def keep(do: Do, *entries: Fields, guild_id: int = GUILD) -> list[Any]:
    told = [Told(each) for each in entries]
    kept: list[Any] = await do(training_entries.record, guild_id=guild_id, member_id=None, told=told, now=NOW)
    return kept


def read_all(found: list[Numbered], kind: str) -> list[Fields]:
    """Write part after part, as an organiser takes them, and read each again."""
    read: list[Fields] = []
    after: int | None = 0
    while after is not None:
        part = write_part([each for each in found if each.number > after], kind)
        assert len(part.content) <= training_exports.MOST or part.entries == 1
        rows = READERS[kind](part.content).rows
        assert len(rows) == part.entries
        read += [row.told for row in rows]
        after = part.goes_on_after
    return read


async def test_what_is_shown_and_what_waits_is_given_with_its_deadlines_in_order(
    do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_exports, "AT_ONCE", 2)
    await set_up(do)
    kept = [*some(4, deadlines="2027-01-15 forms"), entry(link="https://example.org/doubt", doubt="old page")]
    rows = [each.row for each in await keep(do, *kept)]
    await keep(do, entry(title="Elsewhere"), guild_id=ELSEWHERE)
    await do(training_entries.take_out, person=organiser(), number=rows[1].number, now=NOW)
    found = await do(training_exports.list_all, person=organiser())
    assert [each.fields for each in found] == [kept[0], *kept[2:]]
    later = await do(training_exports.list_all, person=organiser(), after=rows[2].number)
    assert [each.fields for each in later] == kept[3:]


async def test_no_more_are_read_than_a_file_holds_and_one_that_tells_of_others(
    do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_exports, "MOST_ROWS", 3)
    monkeypatch.setattr(training_exports, "AT_ONCE", 3)
    await set_up(do)
    numbers = [each.row.number for each in await keep(do, *some(7))]
    found = await do(training_exports.list_all, person=organiser())
    assert [each.number for each in found] == numbers[:4]
    part = write_part(found, "csv")
    assert (part.entries, part.goes_on_after) == (3, numbers[2])


async def test_only_organisers_take_it_along(do: Do) -> None:
    await set_up(do)
    assert isinstance(await do.refused(training_exports.list_all, person=person(SAM)), NotAllowed)
    assert await do(training_exports.list_all, person=organiser()) == []


@pytest.mark.parametrize("kind", WRITERS)
@examples(20)
@given(sizes=st.lists(st.integers(1, 500), min_size=1, max_size=6), most=st.integers(1, 3000))
def test_parts_of_any_size_hold_every_entry_once_as_it_was(kind: str, sizes: list[int], most: int) -> None:
    told = [entry(link=f"https://example.org/{place}", summary="é" * size) for place, size in enumerate(sizes)]
    found = [Numbered(number, each) for number, each in enumerate(told, 1)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training_exports, "MOST", most)
        assert read_all(found, kind) == told


def test_a_long_catalogue_leaves_in_files_that_an_import_takes() -> None:
    found = [Numbered(number, each) for number, each in enumerate(some(4000, summary="Tea. " * 110), 1)]
    assert write_part(found, "csv")[1:] == (4000, None)
    part = write_part(found, "openreferral")
    assert part.goes_on_after == part.entries < len(found) < MOST_ROWS
    assert MOST // 2 < len(part.content) <= MOST
