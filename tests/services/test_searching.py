"""The index names the texts that a look at every text would name, in the same order, on both databases."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services import library, searching
from bot.services.analysing import list_asked, list_stems
from bot.services.ranking import rank, read_candidate
from bot.services.searching import count_terms, rows_of, term_of
from db.models.library import StoryListing, StoryVocabulary, StoryWord
from db.stories import StoryDatabase
from tests.services.listing import KEYS, look, publish
from tests.services.people import GUILD, Do, examples
from tests.storing import stories, stories_url

__all__ = ["stories", "stories_url"]


@pytest.fixture
def do(stories: StoryDatabase) -> Do:
    return Do(stories.begin)


STEMS = ("peer", "tea", "night", "shift", "well", "first", "river", "penguin", "hope", "bread")
TEXTS = st.lists(st.lists(st.sampled_from(STEMS), min_size=1, max_size=12).map(" ".join), min_size=1, max_size=8)
ASKED = st.lists(st.sampled_from(STEMS), min_size=1, max_size=4, unique=True).map(" ".join)


@given(TEXTS, ASKED)
@examples(12)
async def test_the_database_names_the_same_in_the_same_order_as_a_look_at_every_text(
    do: Do, texts: list[str], asked: str
) -> None:
    await do(emptied)
    keys = [await publish(do, text) for text in texts]
    numbers = {row.story_key: row.number for row in await do.rows(StoryListing)}  # type: ignore[type-var] # rows of any table
    read = [
        read_candidate(numbers[key], body=list_stems(text), themes=list_stems("words"))
        for key, text in zip(keys, texts, strict=True)
    ]
    stems = list_asked(asked)
    known = {stem: sum(stem in candidate.said for candidate in read) for stem in stems}
    known = {stem: count for stem, count in known.items() if count}
    ranked = rank([*known], read, known=known, total=len(texts))
    seen: list[int] = []
    for page in range(2):
        seen += [entry.number for entry in (await look(do, asked, page=page)).entries]
    if len(known) == len(stems):  # where a word is in none of them, a near one may take its place
        assert seen == ranked


async def test_what_has_less_than_a_share_of_the_best_weight_is_not_named(do: Do) -> None:
    both, one = await publish(do, "night shift"), await publish(do, "night " + "bread " * 90)
    numbers = {row.story_key: row.number for row in await do.rows(StoryListing)}  # type: ignore[type-var] # rows of any table
    terms = [term_of(stem, key=KEYS.index_key(), scope=GUILD) for stem in list_asked("night shift")]
    told: dict[str, Any] = {"index": library.INDEX, "asked": terms, "total": 2}
    known = await do(count_terms, index=library.INDEX, terms=terms)
    assert await do(searching.find, known=known, **told) == [numbers[both], numbers[one]]
    assert await do(searching.find, known=known, **told, share=0.9) == [numbers[both]]


async def emptied(session: Any) -> None:
    for table in (StoryWord, StoryListing, StoryVocabulary):
        await session.execute(library.delete(table))


def test_a_term_is_another_in_each_community_and_under_each_key() -> None:
    terms = {
        term_of(stem, key=key, scope=scope) for stem in ("tea", "peer") for key in (b"a", b"b") for scope in (1, 2)
    }
    assert len(terms) == 8
    assert all(-(2**63) <= term < 2**63 for term in terms)


def test_a_row_says_how_often_a_term_stands_where_and_its_weight_grows_with_that() -> None:
    lengths, rows = rows_of(7, title=[1], body=[1, 2, 2, 2], themes=[3])
    assert lengths == {"title_length": 1, "body_length": 4, "themes_length": 1}
    told = {row["term"]: (row["title"], row["body"], row["themes"]) for row in rows}
    assert told == {1: (1, 1, 0), 2: (0, 3, 0), 3: (0, 0, 1)}
    weights = {row["term"]: row["weight"] for row in rows}
    assert weights[1] > weights[2] > 0
    assert {row["number"] for row in rows} == {7}
