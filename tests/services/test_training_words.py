"""The index says what members see and no more; an unknown word stands for the nearest, a town for its place."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services import training_entries, training_words
from bot.services.training_texts import NATIONS
from bot.services.training_words import INSTEAD, LONGEST_WORD, SHORTER, spell
from db.models.training import TITLE, TrainingEntry, TrainingStart, TrainingVocabulary, TrainingWord
from db.session import Database
from tests.services.cataloguing import ORGANISER, add, found, look, offered, told, write
from tests.services.people import ELSEWHERE, GUILD, NOW, Do, examples, set_up, undone

HYPHENS = " ".join(["a-b"] * 37)
"""A title that is twice as long as it is spelled, because each of its words also counts as one."""


async def test_a_title_or_an_attribute_says_more_than_the_text(do: Do) -> None:
    await add(do, "Cake", summary="Tea and other drinks, with bread.")
    await add(do, "Tea", summary="Bread.")
    await add(do, "Bread", format="tea")
    assert (await found(do, "tea"))[0] == "Tea"


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ("kindness", {"summary": "A kindness."}),
        ("carers", {"who": "Carers"}),
        ("weeks", {"length": "8 weeks"}),
        ("bursary", {"cost": "a bursary"}),
        ("january", {"starts": "January"}),
        ("zoom", {"format": "Zoom"}),
        ("leeds", {"region": "Leeds"}),
        ("wales", {"nations": ("Wales",)}),
        ("uk", {"nations": NATIONS}),
        ("accredited", {"is_accredited": True}),
        ("certificate", {"is_accredited": True}),
        ("earn", {"is_paid": True}),
        ("free", {"cost": "no cost"}),
        ("course", {"format": "college"}),
        ("online training", {"format": "webinar"}),
    ],
)
async def test_an_entry_is_found_by_everything_that_it_tells(do: Do, asked: str, fields: dict[str, Any]) -> None:
    await add(do, "Tea", **fields)
    await add(do, "Cake", is_accredited=False, is_paid=False, format="boat", cost="£90")
    assert await found(do, asked) == ["Tea"]


async def test_words_with_which_members_ask_count_only_where_there_are_no_others(do: Do) -> None:
    await add(do, "Boundaries")
    await add(do, "Where to start", summary="Where people look for help.")
    assert await found(do, "where do I start to look for boundaries please") == ["Boundaries"]
    assert await found(do, "where do I start") == ["Where to start"]


async def test_what_is_written_for_short_is_found_in_full_and_the_other_way_round(do: Do) -> None:
    await add(do, "L3 peer worker")
    await add(do, "Award, level 3")
    await add(do, "PSW role")
    await add(do, "Peer support worker role")
    for asked in ("level 3", "l3", "L3"):
        assert set(await found(do, asked)) == {"L3 peer worker", "Award, level 3"}
    for asked in ("psw role", "peer support worker role"):
        assert set((await found(do, asked))[:2]) == {"PSW role", "Peer support worker role"}


async def test_a_town_stands_for_the_place_around_it_where_no_entry_names_the_town(do: Do) -> None:
    await add(do, "Humber college", region="Humber")
    page = await look(do, "hull college")
    assert ([row.title for row in page.entries], page.instead) == (["Humber college"], True)
    await add(do, "Hull group", region="Hull")
    page = await look(do, "hull")
    assert ([row.title for row in page.entries], page.instead) == (["Hull group"], False)


async def test_a_nation_that_no_entry_names_stands_for_what_is_open_to_all(do: Do) -> None:
    await add(do, "Course", nations=NATIONS)
    assert await found(do, "swansea") == await found(do, "wales") == ["Course"]
    await add(do, "Cwrs", nations=("Wales",))
    assert await found(do, "swansea") == await found(do, "wales") == ["Cwrs"]


def test_no_word_stands_for_another_that_leads_back_to_it() -> None:
    for word in INSTEAD:
        seen = [word]
        while seen[-1] in INSTEAD:
            seen.append(INSTEAD[seen[-1]])
            assert len(seen) == len(set(seen)), seen
    assert not set(SHORTER) & set(INSTEAD)


async def test_a_word_whose_entries_are_all_gone_is_not_said_to_be_meant(do: Do) -> None:
    await set_up(do)
    gone = await add(do, "Penguins")
    await add(do, "Boundaries")
    await do(training_entries.take_out, person=ORGANISER, number=gone.number, now=NOW)
    page = await look(do, "penguins")
    assert (page.entries, page.instead) == ([], False)
    assert (await look(do, "boundareis")).instead


async def test_an_entry_that_changes_is_found_by_its_new_words_alone(do: Do) -> None:
    row = await add(do, "Tea", summary="Kettles")
    await write(do, told("Cake", number=row.number, summary="Ovens"))
    assert (await found(do, "tea kettles"), await found(do, "ovens")) == ([], ["Cake"])
    assert (await offered(do, "t"), await offered(do, "c")) == ([], ["Cake"])


async def test_the_index_has_what_is_shown_and_counts_it(do: Do) -> None:
    await set_up(do)
    row = await add(do, "Tea and cake", provider="Mind")
    await add(do, "Bread", doubt="gone?")
    await add(do, "Tea", guild_id=ELSEWHERE)
    assert [each.word for each in await do.rows(TrainingStart) if each.guild_id == GUILD] == [
        "and",
        "cake",
        "mind",
        "tea",
    ]
    totals = {each.guild_id: each.total for each in await do.rows(TrainingVocabulary)}
    assert totals == {GUILD: 1, ELSEWHERE: 1}
    await do(training_entries.take_out, person=ORGANISER, number=row.number, now=NOW)
    assert {each.guild_id for each in await do.rows(TrainingStart)} == {ELSEWHERE}
    assert row.number not in {each.number for each in await do.rows(TrainingWord)}
    totals = {each.guild_id: each.total for each in await do.rows(TrainingVocabulary)}
    assert totals == {GUILD: 0, ELSEWHERE: 1}
    gone = next(each for each in await do.rows(TrainingEntry) if each.number == row.number)
    assert (gone.title_length, gone.body_length, gone.themes_length) == (0, 0, 0)


async def test_words_that_are_known_are_kept_once(do: Do) -> None:
    for _ in range(2):
        await add(do, "Tea", provider="Tea")
    await add(do, "Cake", provider="Tea")
    (row,) = await do.rows(TrainingVocabulary)
    assert row.words.split() == sorted({*row.words.split()})
    assert {"tea", "cake"} <= {*row.words.split()}


@pytest.mark.parametrize("title", ["a" * TITLE, HYPHENS, "\ufdfa" * TITLE, "\u00df" * TITLE])
async def test_however_long_a_title_is_spelled_it_is_kept_and_offered(do: Do, title: str) -> None:
    row = await add(do, title)
    assert len(row.spelled) <= TITLE
    assert await offered(do, title[:5]) == [title]
    assert max(len(each.word) for each in await do.rows(TrainingStart)) <= LONGEST_WORD


@given(st.text(max_size=TITLE))
@examples(30)
async def test_any_title_is_spelled_in_small_letters_and_fits(database: Database, title: str) -> None:
    assert len(spell(title)) <= TITLE
    assert spell(spell(title)) == spell(title)
    async with undone(database) as do:
        row = await add(do, title.replace("\x00", "") or "x")
        assert row.number in {each.number for each in await do.rows(TrainingEntry)}


async def test_where_nothing_was_ever_listed_nothing_is_found(do: Do) -> None:
    nothing: dict[str, Any] = {"guild_id": GUILD, "asked": ["tea"], "where": []}
    assert await do(training_words.find, **nothing) == ([], False)
    await do(training_words.list_entries, guild_id=GUILD, entries=[])
    assert await do(training_words.find, **nothing) == ([], False)


async def test_words_beyond_a_very_large_number_are_not_kept_for_slips_of_the_pen(do: Do, monkeypatch: Any) -> None:
    monkeypatch.setattr(training_words, "MOST_WORDS", 2)
    await add(do, "Tea biscuits")
    await add(do, "Sugar")
    (row,) = await do.rows(TrainingVocabulary)
    assert "sugar" not in row.words
    assert await found(do, "sugar") == ["Sugar"]
