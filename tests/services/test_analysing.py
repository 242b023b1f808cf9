"""However a word is spelled, it finds the same word; hostile questions end, small and in time."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.analysing import _KIN, MOST_ASKED, _stemmer, fold, list_asked, list_stems, stem
from tests.tracing import untraced

STORY = "The peer worker's first night shift, and how self-care kept her well."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dŵr", "dwr"),
        ("Tŷ", "ty"),
        ("w\u0302y\u0302", "ŵŷ"),
        ("CAFÉ", "cafe\u0301"),
        ("ﬁnd", "find"),
        ("STRASSE", "straße"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("carers'", "carer"),
        ("nurse\u2019s", "nurses"),
        ("O\u2019Brien", "obrien"),
        ("don\u00b4t panic", "don't panic"),
        ("recovering", "recovery"),
        ("therapist", "therapies"),
        ("counselling", "counsellors"),
        ("volunteers", "volunteering"),
        ("hospi\u00adtal", "hospital"),
        ("self\u2011harm", "self-harm"),
    ],
)
def test_two_spellings_are_one_word(one: str, other: str) -> None:
    assert list_stems(one) == list_stems(other) != []


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("", []),
        ("\U0001f375 \u2014 ... \"'()*", []),
        (STORY, ["peer", "worker", "first", "night", "shift", "self", "care", "selfcar", "kept", "well"]),
        ("I'll say we're ill", ["say", "ill"]),
        ("drop-in", ["drop", "dropin"]),
        ("a-b-c-d-e-f", ["b", "c", "d", "e", "f"]),
        ('tea AND "cake" OR NOT (milk*) NEAR/3 title:x -y', ["tea", "cake", "milk", "near", "3", "titl", "x", "y"]),
        ("'; DROP TABLE stories; --", ["drop", "tabl", "stori"]),
        ("Who am I?", ["who", "am", "i"]),
        ("peer_worker", ["peer", "worker"]),
        ("x" * 5_000, ["x" * 40]),
        ("\ud800 tea", ["tea"]),
    ],
)
def test_stems_of_a_text(text: str, stems: list[str]) -> None:
    assert list_stems(text) == stems


def test_words_that_say_nothing_are_given_where_asked_for() -> None:
    assert list_stems("The way I was", stops=True) == ["the", "way", "i", "was"]


def test_the_whole_of_a_hyphened_word_is_found_from_either_spelling() -> None:
    assert set(list_stems("self-harm")) > set(list_stems("self harm"))
    assert set(list_stems("self-harm")) > set(list_stems("selfharm"))


def test_a_question_of_4000_characters_asks_for_a_few_stems() -> None:
    assert list_asked("tea cake tea") == ["tea", "cake"]
    assert len(list_asked(" ".join(f"word{number}" for number in range(500)))) == MOST_ASKED


@pytest.mark.parametrize(
    "unit", ["a", "a-", "a'", "a's ", "\u0301", "ﷺ", "the ", "-", "'s", "É", "ing", "\U0001f469\u200d"]
)
def test_20000_characters_take_no_longer_than_their_number(unit: str) -> None:
    with untraced():
        began = time.process_time()
        list_asked((unit * 20_000)[:20_000])
        assert time.process_time() - began < 2


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_case_and_the_way_accents_are_written_make_no_difference(text: str) -> None:
    assert list_stems(fold(text)) == list_stems(text)
    assert all(0 < len(said) <= 40 for said in list_stems(text))


def test_threads_that_take_endings_off_do_not_meet() -> None:
    words = [f"recover{letter}ing" for letter in "abcdefghijklmnopqrstuvwxyz" * 20]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(stem.__wrapped__, words)) == [stem(word) for word in words]


@pytest.mark.parametrize("before", ["", "import snowballstemmer; "])
def test_one_language_is_loaded_and_the_package_stays_as_it_was(before: str) -> None:
    code = (
        f"import sys; {before}from bot.services.analysing import stem; was = 'snowballstemmer' in sys.modules; "
        "assert stem('recovering') == 'recov'; assert ('snowballstemmer' in sys.modules) == was; "
        "sys.stdout.write(str(sum('_stemmer' in name for name in sys.modules))); "
        "import snowballstemmer; assert snowballstemmer.stemmer('english').stemWord('recovering') == 'recov'"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (int(ran.stdout) == 1) == (not before)


def test_words_of_one_family_meet_and_a_carer_is_not_care() -> None:
    assert all(kin != head and _KIN.get(head, head) == head for kin, head in _KIN.items())
    assert stem("carers") != stem("care")


@pytest.mark.parametrize("loaded", [True, False])
def test_a_stemmer_is_the_same_beside_the_whole_package_and_without_it(
    monkeypatch: pytest.MonkeyPatch, *, loaded: bool
) -> None:
    package = import_module("snowballstemmer")
    monkeypatch.setitem(sys.modules, "snowballstemmer", package)
    if not loaded:
        monkeypatch.delitem(sys.modules, "snowballstemmer")
    _stemmer.cache_clear()
    assert _stemmer()().stemWord("recovering") == "recov"
    assert ("snowballstemmer" in sys.modules) == loaded
