"""Closed words as bits: nothing is lost on the way, and what a list gets at its end changes nothing before."""

from hypothesis import given
from hypothesis import strategies as st

from bot.services.bits import bits_of, words_of

CLOSED = ("tea", "cake", "bread", "hope")
CHOSEN = st.sets(st.sampled_from(CLOSED))


@given(CHOSEN)
def test_words_come_back_in_the_order_of_the_list(chosen: set[str]) -> None:
    assert words_of(bits_of(chosen, CLOSED), CLOSED) == tuple(word for word in CLOSED if word in chosen)


@given(CHOSEN, st.lists(st.text(), max_size=4).map(tuple))
def test_a_longer_list_reads_what_a_shorter_one_wrote(chosen: set[str], more: tuple[str, ...]) -> None:
    assert words_of(bits_of(chosen, CLOSED), CLOSED + more) == words_of(bits_of(chosen, CLOSED), CLOSED)


@given(CHOSEN, CHOSEN)
def test_two_choices_share_a_bit_exactly_where_they_share_a_word(one: set[str], other: set[str]) -> None:
    assert bool(bits_of(one, CLOSED) & bits_of(other, CLOSED)) is bool(one & other)


def test_each_word_is_a_bit_of_its_own_and_unknown_words_are_none() -> None:
    assert [bits_of([word], CLOSED) for word in CLOSED] == [1, 2, 4, 8]
    assert bits_of(["penguin"], CLOSED) == 0
    assert words_of(0, CLOSED) == ()
