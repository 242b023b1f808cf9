"""The best answer is first, the same on every database and in every order; one more of the words never hurts."""

import time
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.analysing import list_asked, list_stems
from bot.services.ranking import Candidate, correct, rank, read_candidate
from tests.tracing import untraced

STEMS = st.sampled_from(["peer", "tea", "work", "night", "well", "first", "shift", "x"])


class Text(NamedTuple):
    key: int
    title: tuple[str, ...]
    body: tuple[str, ...]
    themes: tuple[str, ...]

    def read(self) -> Candidate[int, str]:
        return read_candidate(self.key, title=self.title, body=self.body, themes=self.themes)


FIELD = st.lists(STEMS, max_size=6).map(tuple)
CANDIDATES = st.lists(st.tuples(FIELD, FIELD, FIELD), max_size=7).map(
    lambda found: [Text(key, *fields) for key, fields in enumerate(found)]
)
ASKED = st.lists(STEMS, max_size=4, unique=True)
KNOWN = st.dictionaries(STEMS, st.integers(0, 120))


def ranked(asked: list[str], texts: list[Text], known: dict[str, int]) -> list[int]:
    return rank(asked, [text.read() for text in texts], known=known, total=100)


def made(key: str, title: str, body: str = "", themes: str = "") -> Candidate[str, str]:
    return read_candidate(key, title=list_stems(title), body=list_stems(body), themes=list_stems(themes))


def test_a_title_says_more_than_themes_and_themes_more_than_the_text() -> None:
    found = [made("body", "Cake", "Recovery is slow"), made("theme", "Cake", "", "recovery"), made("title", "Recovery")]
    assert rank(list_asked("recovering"), found) == ["title", "theme", "body"]


def test_who_has_all_the_words_comes_before_who_has_one_of_them_often() -> None:
    found = [made("one", "Night", "night night night night"), made("all", "Cake", "A night shift")]
    assert rank(list_asked("night shifts"), found) == ["all", "one"]


def test_a_rare_word_says_more_than_a_common_one() -> None:
    found = [made("common", "Work"), made("rare", "Night")]
    assert rank(["work", "night"], found) == ["common", "rare"]
    assert rank(["work", "night"], found, known={"work": 900, "night": 3}, total=1000) == ["rare", "common"]


def test_a_short_text_about_it_comes_before_a_long_one_that_says_it_once() -> None:
    found = [made("long", "Cake", "cake " * 300 + "night"), made("short", "Cake", "A night.")]
    assert rank(["night"], found) == ["short", "long"]


def test_equals_are_ordered_by_key_and_what_has_none_of_the_words_is_left_out() -> None:
    assert rank(["tea"], [made("b", "Tea"), made("c", "Cake"), made("a", "Tea")]) == ["a", "b"]
    assert rank([], [made("a", "Tea")]) == []


def test_what_has_less_than_a_share_of_the_best_weight_is_left_out() -> None:
    found = [made("all", "Night shift"), made("half", "Night"), made("little", "Cake", "cake " * 200 + "night")]
    asked = list_asked("night shifts")
    assert rank(asked, found) == rank(asked, found, share=0.01) == ["all", "half", "little"]
    assert rank(asked, found, share=0.2) == ["all", "half"]
    assert rank(asked, found, share=1) == ["all"]
    assert rank(asked, [made("a", "Tea")], share=1) == rank(asked, [], share=1) == []


@given(ASKED, CANDIDATES, KNOWN, st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_only_cuts_the_end_off_and_the_best_always_stays(
    asked: list[str], candidates: list[Text], known: dict[str, int], one: float, other: float
) -> None:
    def cut(share: float) -> list[int]:
        return rank(asked, [text.read() for text in candidates], known=known, total=100, share=share)

    less, more = sorted((one, other))
    every = ranked(asked, candidates, known)
    assert cut(more) == cut(less)[: len(cut(more))]
    assert cut(0) == every
    assert cut(1)[:1] == every[:1]


@given(ASKED, CANDIDATES, KNOWN, st.randoms())
def test_neither_the_order_of_candidates_nor_that_of_the_words_changes_anything(
    asked: list[str], candidates: list[Text], known: dict[str, int], chance: Random
) -> None:
    ordered = ranked(asked, candidates, known)
    chance.shuffle(asked)
    chance.shuffle(candidates)
    assert ranked(asked, candidates, known) == ordered


@given(ASKED.filter(bool), CANDIDATES.filter(bool), KNOWN, st.data())
def test_one_more_of_the_words_never_makes_a_text_fall_behind(
    asked: list[str], candidates: list[Text], known: dict[str, int], data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from(candidates))
    field = data.draw(st.sampled_from(["title", "body", "themes"]))
    more = chosen._replace(**{field: (*getattr(chosen, field), data.draw(st.sampled_from(asked)))})
    before = ranked(asked, candidates, known)
    after = ranked(asked, [more if one is chosen else one for one in candidates], known)
    assert chosen.key in after
    assert after.index(chosen.key) <= (before.index(chosen.key) if chosen.key in before else len(before))


@given(ASKED, CANDIDATES, KNOWN)
def test_who_else_is_there_does_not_change_who_of_two_is_first(
    asked: list[str], candidates: list[Text], known: dict[str, int]
) -> None:
    ordered = ranked(asked, candidates, known)
    kept = [one for one in candidates if one.key % 2]
    assert ranked(asked, kept, known) == [key for key in ordered if key % 2]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("anxiety", "anxiety"),
        ("anxeity", "anxiety"),
        ("anxity", "anxiety"),
        ("depresion", "depression"),
        ("deppresion", "depression"),
        ("volunter", "volunteers"),
        ("xnxiety", "anxiety"),
        ("te", None),
        ("2019", None),
        ("penguins", None),
    ],
)
def test_a_slip_of_the_pen_finds_the_word_that_was_meant(typed: str, meant: str | None) -> None:
    known = set(list_stems("anxiety depression volunteers tea 2018 work pathway"))
    assert correct(list_stems(typed)[0], known) == (meant and list_stems(meant)[0])


def test_of_words_as_near_the_first_letter_then_the_number_then_the_alphabet_decide() -> None:
    assert correct("bake", {"cake": 90, "bare": 1}) == "bare"
    assert correct("bake", {"bare": 1, "base": 2}) == "base"
    assert correct("bake", ["base", "bare"]) == "bare"


@given(st.text(max_size=12), st.sets(st.text(max_size=12), max_size=20))
def test_what_is_corrected_is_known_and_the_same_in_any_order(stem: str, known: set[str]) -> None:
    found = correct(stem, known)
    assert found is None or found in known
    assert correct(stem, sorted(known)) == correct(stem, sorted(known, reverse=True)) == found


def test_a_thousand_candidates_and_a_hundred_thousand_known_stems_take_a_moment() -> None:
    found = [read_candidate(key, title=("tea", "cake"), body=("night", "work", "well") * 50) for key in range(1_000)]
    known = {f"stem{number:x}": number for number in range(100_000)}
    with untraced():
        began = time.process_time()
        assert len(rank(["tea", "night"], found)) == 1_000
        assert correct("stemfffz", known) is not None
        assert time.process_time() - began < 1
