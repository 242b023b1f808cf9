"""Training is found by words, filters and first letters, a page at a time; what was checked lately stands first."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import NotFound
from bot.services import training, training_entries, training_starters
from bot.services.training import OFFERED, SHOWN, Page
from bot.services.training_texts import NATIONS, STAGES, Deadline
from db.models.training import TrainingEntry
from db.session import Database
from tests.services.cataloguing import ORGANISER, add, found, look, offered, told, write
from tests.services.people import DAY, ELSEWHERE, GUILD, NOW, Do, examples, set_up, undone

TODAY = NOW.date()


async def numbered(do: Do, count: int, **fields: Any) -> list[str]:
    """Add so many entries; give their titles in the order of their letters."""
    outcomes = await write(do, *[told(f"Course {place:03}", **fields) for place in range(count)])
    return [outcome.row.title for outcome in outcomes]


async def test_an_entry_is_found_by_what_it_says_in_its_own_community_alone(do: Do) -> None:
    await add(do, "Boundaries", summary="Saying no, kindly.")
    await add(do, "First aid", provider="Red Cross", guild_id=ELSEWHERE)
    for words in ("boundary", "KIND", "mind", "where do I learn about boundaries?", ""):
        assert await found(do, words) == ["Boundaries"], words
    assert await found(do, "red cross") == []
    assert await found(do, "boundaries", guild_id=ELSEWHERE) == []
    assert await found(do, "boundaries", guild_id=7) == []
    assert await found(do, guild_id=7) == []


async def test_filters_go_together_and_one_that_is_unknown_asks_for_nothing(do: Do) -> None:
    await add(do, "Zoom course", format="online", cost="free", stages=STAGES[:2], nations=NATIONS)
    await add(do, "College course", format="college", cost="£90", stages=STAGES[2:], nations=("Wales",))
    await add(do, "Paid course", format="apprenticeship", cost="employer funded", stages=STAGES[1:3])
    for words in ("", "course"):
        assert await found(do, words, way="online") == ["Zoom course"]
        assert await found(do, words, way="work") == ["Paid course"]
        assert await found(do, words, price="costs") == ["College course"]
        assert await found(do, words, nation="Scotland") == ["Zoom course"]
        assert set(await found(do, words, nation="Wales")) == {"Zoom course", "College course"}
        assert set(await found(do, words, stage="volunteer")) == {"Zoom course", "Paid course"}
        assert await found(do, words, stage="volunteer", price="funded") == ["Paid course"]
        assert await found(do, words, nation="Wales", way="work") == []
        assert len(await found(do, words, way="boat", price="cheap", nation="France", stage="boss")) == 3


@pytest.mark.parametrize("words", ["", "course"])
async def test_pages_follow_one_another_and_show_each_entry_once(do: Do, words: str) -> None:
    titles = await numbered(do, 2 * SHOWN + 1)
    pages = [await look(do, words, page=page) for page in range(4)]
    assert [len(page.entries) for page in pages] == [SHOWN, SHOWN, 1, 0]
    assert [page.has_more for page in pages] == [True, True, False, False]
    assert sorted(row.title for page in pages for row in page.entries) == titles


@pytest.mark.parametrize("words", ["", "course"])
async def test_a_full_last_page_has_no_more(do: Do, words: str) -> None:
    await numbered(do, SHOWN)
    assert not (await look(do, words)).has_more
    await add(do, "Course of old", checked_on=TODAY - 200 * DAY)
    assert (await look(do, words)).has_more


async def test_without_words_the_letters_of_titles_tell_the_order_whatever_their_size_and_accents(do: Do) -> None:
    for title in ("éclair", "Zebra", "dog", "Echo", "10 steps", "Ösel"):
        await add(do, title)
    assert await found(do) + await found(do, page=1) == ["10 steps", "dog", "Echo", "éclair", "Ösel", "Zebra"]


@pytest.mark.parametrize("words", ["", "course"])
async def test_what_nobody_checked_in_half_a_year_has_pages_of_its_own_behind_all_others(do: Do, words: str) -> None:
    await add(do, "A course", checked_on=TODAY - 180 * DAY)
    await add(do, "B course", checked_on=TODAY - 179 * DAY)
    await add(do, "C course")
    first, second = await look(do, words), await look(do, words, page=1)
    assert {row.title for row in first.entries} == {"B course", "C course"}
    assert ([row.title for row in second.entries], second.is_old, second.has_more) == (["A course"], True, False)
    assert (first.is_old, first.has_more) == (False, True)


@pytest.mark.parametrize("words", ["", "course"])
async def test_what_was_never_checked_counts_from_the_day_it_was_added(do: Do, words: str) -> None:
    await add(do, "A course")
    for days, is_first in ((179, True), (180, False)):
        assert bool(await found(do, words, today=TODAY + days * DAY)) is is_first
        assert bool(await found(do, words, today=TODAY + days * DAY, page=1)) is not is_first


AGES = st.lists(st.none() | st.integers(0, 400), max_size=14)


@given(AGES, st.sampled_from(["", "course"]))
@examples(12)
async def test_whatever_the_ages_every_entry_is_shown_once_and_the_first_page_is_never_old(
    database: Database, ages: list[int | None], words: str
) -> None:
    async with undone(database) as do:
        days = [None if age is None else TODAY - timedelta(days=age) for age in ages]
        told_all = [told(f"Course {place}", checked_on=day) for place, day in enumerate(days)]
        await write(do, *told_all)
        pages = [await look(do, words, page=page) for page in range(9)]
        assert sorted(row.title for page in pages for row in page.entries) == sorted(
            each.fields.title for each in told_all
        )
        assert not pages[0].is_old
        for page in pages:
            old = [(row.checked_on or row.added_on) <= TODAY - training.ON_FIRST_PAGE for row in page.entries]
            assert set(old) <= {page.is_old}
        shown = [bool(page.entries) for page in pages]
        more = [page.has_more for page in pages]
        assert more == [any(shown[place + 1 :]) for place in range(len(pages))]


def test_an_entry_was_checked_lately_if_somebody_did_in_ninety_days() -> None:
    def checked(day: date | None) -> bool:
        return training.is_checked_lately(TrainingEntry(checked_on=day), TODAY)

    assert [checked(TODAY - days * DAY) for days in (0, 89, 90)] == [True, True, False]
    assert not checked(None)


async def test_a_mistyped_word_finds_what_was_meant_and_says_so(do: Do) -> None:
    await add(do, "Boundaries")
    page = await look(do, "boundries")
    assert ([row.title for row in page.entries], page.instead) == (["Boundaries"], True)
    assert not (await look(do, "boundaries zzz")).instead
    assert await look(do, "zzz") == Page([], has_more=False)


@pytest.mark.parametrize(
    "words",
    [
        "course" + " course" * 570,
        " ".join(f"w{place}" for place in range(800)) + " course",
        '"course" OR 1=1; DROP TABLE training_entries; --',
        "course NOT AND NEAR( * % _ ^ : \\ ' \u2019",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 course \U0001f3f3\ufe0f\u200d\U0001f308",
        "\x00course\x07",
        "co-ur-se course",
        "COURSE" * 700,
        "%",
        "'; --",
        "\U0010ffff",
        "=course()",
    ],
)
async def test_whatever_is_typed_finds_something_or_nothing_and_breaks_nothing(do: Do, words: str) -> None:
    (title,) = await numbered(do, 1)
    assert set(await found(do, words)) <= {title}
    assert set(await offered(do, words)) <= {title}
    assert await found(do, "course") == [title]


@given(st.text(max_size=80))
@examples(40)
async def test_any_text_is_an_answer_or_none(database: Database, typed: str) -> None:
    async with undone(database) as do:
        (title,) = await numbered(do, 1)
        assert set(await found(do, typed)) | set(await offered(do, typed)) <= {title}


async def test_from_the_first_letter_titles_that_begin_with_it_come_first_then_words_that_do(do: Do) -> None:
    await add(do, "Peer support", provider="Mind")
    await add(do, "Support for peers", provider="Sane")
    await add(do, "Art group", provider="Penguin House")
    await add(do, "Boundaries", provider="Rethink")
    await add(do, "Peering over there", guild_id=ELSEWHERE)
    assert await offered(do, "p") == ["Peer support", "Art group", "Support for peers"]
    assert await offered(do, "PEER s") == ["Peer support", "Support for peers"]
    assert await offered(do, "mi") == ["Peer support"]
    assert await offered(do, "su pe") == ["Peer support", "Support for peers"]
    assert await offered(do, "the") == []
    assert await offered(do, "p", guild_id=ELSEWHERE) == ["Peering over there"]


async def test_before_the_first_letter_the_first_titles_are_offered(do: Do) -> None:
    titles = await numbered(do, OFFERED + 3)
    for nothing in ("", "  ", "!?", "\U0001f3f3"):
        assert await offered(do, nothing) == titles[:OFFERED]
    assert await offered(do, "c") == titles[:OFFERED]
    assert await offered(do, "course 027") == ["Course 027"]


async def test_where_nothing_begins_like_that_what_a_search_finds_is_offered(do: Do) -> None:
    await add(do, "Boundaries", summary="Saying no, kindly.")
    assert await offered(do, "kindly") == ["Boundaries"]
    assert await offered(do, "boundries") == ["Boundaries"]
    assert await offered(do, "zzz") == []
    assert await offered(do, "kindly", guild_id=ELSEWHERE) == []


@given(st.text(alphabet="self-harm é'sß", min_size=1, max_size=30).filter(str.strip))
@example(title="We're here")
@examples(25)
async def test_a_title_is_offered_at_each_letter_on_the_way(database: Database, title: str) -> None:
    async with undone(database) as do:
        await add(do, title)
        for typed in range(len(title) + 1):
            assert await offered(do, title[:typed]) == [title], title[:typed]


async def test_what_is_hidden_or_taken_out_is_neither_found_nor_offered_nor_opened(do: Do) -> None:
    await set_up(do)
    doubted = await add(do, "Course doubted", doubt="the link is dead")
    out = await add(do, "Course out")
    shown = await add(do, "Course shown")
    await do(training_entries.take_out, person=ORGANISER, number=out.number, now=NOW)
    for words in ("", "course"):
        assert await found(do, words) == ["Course shown"]
    assert await offered(do, "co") == ["Course shown"]
    told: dict[str, Any] = {"guild_id": GUILD, "number": shown.number}
    assert (await do(training.get_entry, **told)).title == "Course shown"
    for other in ({"number": doubted.number}, {"number": out.number}, {"number": 7_000_000}, {"guild_id": ELSEWHERE}):
        refusal = await do.refused(training.get_entry, **{**told, **other})
        assert (type(refusal), refusal.message_id) == (NotFound, "training-gone")


async def test_deadlines_ahead_are_listed_the_next_first_and_today_still_counts(do: Do) -> None:
    days = [Deadline(TODAY - DAY, "gone"), Deadline(TODAY, "forms"), Deadline(TODAY, "apply"), Deadline(TODAY + DAY)]
    row = await add(do, "Course", deadlines=tuple(days))
    listed = await do(training.list_deadlines, number=row.number, today=TODAY)
    assert [(each.due_on, each.label) for each in listed] == [(TODAY, "apply"), (TODAY, "forms"), (TODAY + DAY, "")]
    assert await do(training.list_deadlines, number=row.number, today=TODAY + 2 * DAY) == []


async def beginning(do: Do, letters: str) -> list[str]:
    """Give the titles that do not begin with some letters but have a word, or a provider with one, that does."""
    rows = [row for row in await do.rows(TrainingEntry) if row.state == "shown"]
    spell = training.training_words.spell
    named = {spell(row.title): (row.title, f" {spell(f'{row.title} {row.provider}')}") for row in rows}
    return [title for key, (title, all_words) in sorted(named.items()) if f" {letters}" in all_words[1:]]


async def test_both_databases_give_the_starters_in_the_same_order(do: Do) -> None:
    await set_up(do)
    await do(training_starters.plant, guild_id=GUILD, now=NOW)
    told = [fields for fields in training_starters.list_starters() if not fields.doubt]
    listed = [title for page in range(9) for title in await found(do, page=page)]
    assert listed == sorted((fields.title for fields in told), key=training.training_words.spell)
    assert await offered(do, "re") == [
        "Recovery and Wellbeing College",
        "Recovery College",
        *await beginning(do, "re"),
    ]
    assert await found(do, "recovery college london") == ["SLaM Recovery College"]


async def test_the_place_of_an_entry_is_given_to_who_is_known_there(do: Do) -> None:
    tea = await add(do, "Tea")
    assert await do(training.find_place, number=tea.number, among=[ELSEWHERE, GUILD]) == GUILD
    assert await do(training.find_place, number=tea.number, among=[ELSEWHERE]) is None
    assert await do(training.find_place, number=0, among=[GUILD]) is None


async def test_a_title_is_known_only_as_it_was_offered_on_both_databases(do: Do) -> None:
    long = "Tea " * 30
    row = await add(do, long.strip())
    find = training.find_titled
    assert (await do(find, guild_id=GUILD, title=row.title[: training.CUT])).number == row.number
    assert await do(find, guild_id=GUILD, title=row.title[: training.CUT].lower()) is None
    assert await do(find, guild_id=GUILD, title="?!") is None
