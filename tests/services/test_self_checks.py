"""Marks are found as a careful reader would find them, in the author's spelling, and in time whatever is typed."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.self_checks import Mark, find_marks
from tests.services.marked_examples import EXAMPLES
from tests.tracing import untraced

NASTY = [
    "a", "1", "0", "0 ", "0  ", "(0", "+44 ", "00", "a.", "a@", "@a", "a.a@", "www.", "ward ", "Ward ", "A Ward ",
    "Oak Ward ", "NHS Trust ", "and ", "Health Board ", "12 ", "12 May ", "may", "12/", "1-", "1.", "I was ", "twenty ",
    "twenty-", "at twenty-one ", "SW1 ", "E1 1", "st ", " ", "\n", "'", "é", "St. ", "#", "a#1", "<@1", "2019",
    "H hospital ", "on oak ward ", "0-0-", "friday the 12", "I was  34  ", "\U0001f375", "on a ", "0 - ",
]  # fmt: skip
LONG = 20_000
SECONDS = 4
"""Ten times what the worst of these takes here. A pattern that tries every way of reading takes minutes."""

PIECES = st.one_of(st.text(max_size=8), st.sampled_from(NASTY), st.sampled_from(list(EXAMPLES)))


def said(text: str) -> list[tuple[str, str]]:
    return [(mark.kind, mark.said) for mark in find_marks(text)]


@pytest.mark.parametrize("text", EXAMPLES)
def test_a_sentence_gives_its_marks_in_order_and_no_others(text: str) -> None:
    assert said(text) == EXAMPLES[text]


def test_precision_and_recall_over_one_long_story() -> None:
    found = said("\n\n".join(EXAMPLES))
    wanted = [mark for marks in EXAMPLES.values() for mark in marks]
    right = len(set(found) & set(wanted))
    assert right / len(found) >= 0.95
    assert right / len(set(wanted)) >= 0.95


def test_the_same_mark_in_another_case_or_spacing_is_shown_once_as_it_was_first_written() -> None:
    assert find_marks("Oak Ward, then OAK Ward, then Oak  Ward") == [Mark("place", "Oak Ward")]


def test_where_two_kinds_meet_only_the_surer_is_shown() -> None:
    assert said("sam@example.org") == [("email", "sam@example.org")]
    assert said("https://example.org/2019-05-12/@kim") == [("web", "https://example.org/2019-05-12/@kim")]


@pytest.mark.parametrize("unit", NASTY)
def test_20000_characters_of_anything_take_no_longer_than_their_number(unit: str) -> None:
    text = (unit * LONG)[:LONG]
    with untraced():
        began = time.process_time()
        marks = find_marks(text)
        assert time.process_time() - began < SECONDS
    assert all(mark.said in text for mark in marks)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_every_mark_stands_in_the_text_and_is_shown_once(text: str) -> None:
    marks = find_marks(text)
    assert all(mark.said and mark.said in text for mark in marks)
    assert len(set(marks)) == len(marks)


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="01a@.-/+( \nW", max_size=400), st.sampled_from([text for text in EXAMPLES if EXAMPLES[text]]))
def test_what_stands_in_a_paragraph_of_its_own_is_found_whatever_stands_before(noise: str, text: str) -> None:
    assert set(said(f"{noise}\n\n~ {text}")) >= set(said(f"~ {text}"))
