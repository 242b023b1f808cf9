"""A story is covered whole, cut into pieces that fit, and none of its words is lost or becomes a sign."""

from hypothesis import given
from hypothesis import strategies as st

from bot.folding import PICTURE, brief, divide, fold, new_name, plain


def test_marks_and_mentions_stay_what_was_written() -> None:
    assert fold("a || b *c* @everyone\n# d") == "||a \\|\\| b \\*c\\* @\u200beveryone\n\\# d||"


@given(st.text(min_size=1), st.integers(10, 60))
def test_a_text_in_pieces_has_all_its_words_and_each_piece_fits(text: str, most: int) -> None:
    pieces = divide(text, most)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(len(fold(piece)) <= most or len(piece) == 1 for piece in pieces)


def test_names_are_drawn_by_chance() -> None:
    names = {new_name(PICTURE) for _ in range(9)}
    assert len(names) == 9
    assert all(name.endswith(".webp") for name in names)
    assert new_name("sound").endswith(".ogg")


@given(st.text(max_size=300), st.integers(2, 200))
def test_what_is_brief_fits_and_is_whole_where_it_can_be(text: str, most: int) -> None:
    shown = brief(text, most)
    assert len(shown) <= most
    assert shown == plain(text) or shown.endswith("…")
    assert (shown == plain(text)) == (len(plain(text)) <= most)
