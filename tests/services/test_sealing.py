"""What is sealed opens for whom it is sealed, for nobody else, and its length tells its size class and no more."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.receipts import CHEAP, derive, new_receipt
from bot.services.sealing import (
    CLASSES,
    KEY_SIZE,
    MEDIA_STEP,
    STORY,
    CannotOpen,
    PublicHalf,
    key_number,
    new_key_pair,
    new_story_keys,
    open_sealed,
    open_text,
    pad_media,
    pad_text,
    seal,
    seal_media,
    seal_twice,
    unlock,
    unlock_story,
    unpad,
)

WORDS = "The kettle was on, and somebody listened. \u2615"
PREFIX = 4


def pair(number: int = 1) -> tuple[PublicHalf, dict[int, bytes]]:
    public, private = new_key_pair()
    return PublicHalf(number, public), {number: private}


TO, PRIVATES = pair()
LENGTHS = st.one_of(
    st.integers(0, CLASSES[-1] - PREFIX),
    st.sampled_from([size - PREFIX + near for size in CLASSES[:-1] for near in (-1, 0, 1)]),
)


def size_class(length: int) -> int:
    return next(size for size in CLASSES if length <= size - PREFIX)


class TestSealing:
    @given(st.text(max_size=5000))
    def test_a_text_comes_back_as_it_was(self, text: str) -> None:
        assert open_text(seal(text, TO), PRIVATES) == text

    @given(st.binary(max_size=3000))
    def test_so_do_bytes_and_media(self, content: bytes) -> None:
        assert open_sealed(seal(content, TO), PRIVATES) == content
        assert open_sealed(seal_media(content, TO), PRIVATES) == content

    def test_half_a_letter_does_no_harm(self) -> None:
        assert open_text(seal("a\ud800b", TO), PRIVATES) == "a?b"

    def test_sealed_twice_the_same_is_never_the_same(self) -> None:
        assert seal(WORDS, TO) != seal(WORDS, TO)

    def test_nothing_of_it_can_be_read(self) -> None:
        assert WORDS.encode()[:10] not in seal(WORDS, TO)
        assert WORDS.encode()[:10] not in seal_media(WORDS.encode(), TO)


class TestSizes:
    @given(LENGTHS, LENGTHS)
    def test_texts_of_one_size_class_are_of_one_length_and_others_are_not(self, one: int, other: int) -> None:
        lengths = [len(seal(b"x" * length, TO)) for length in (one, other)]
        assert (lengths[0] == lengths[1]) == (size_class(one) == size_class(other))

    @given(st.text(max_size=4000), st.text(max_size=4000))
    def test_it_is_their_bytes_that_count(self, one: str, other: str) -> None:
        classes = [size_class(len(text.encode())) for text in (one, other)]
        assert (len(seal(one, TO)) == len(seal(other, TO))) == (classes[0] == classes[1])

    def test_the_classes_are_1_4_16_and_64_kib_and_each_is_used_up_to_its_last_byte(self) -> None:
        assert [size // 1024 for size in CLASSES] == [1, 4, 16, 64]
        for smaller, larger in pairwise(CLASSES):
            assert len(pad_text(b"x" * (smaller - PREFIX))) == smaller
            assert len(pad_text(b"x" * (smaller - PREFIX + 1))) == larger

    def test_a_text_of_a_part_fits_whatever_its_letters(self) -> None:
        assert len(pad_text(("\U0001fad6" * 3500).encode())) == 16 * 1024

    def test_what_no_class_holds_is_refused(self) -> None:
        assert len(pad_text(b"x" * (CLASSES[-1] - PREFIX))) == CLASSES[-1]
        with pytest.raises(ValueError, match="too long"):
            seal(b"x" * (CLASSES[-1] - PREFIX + 1), TO)

    @given(st.integers(0, 3 * MEDIA_STEP), st.integers(0, 3 * MEDIA_STEP))
    def test_media_of_one_step_are_of_one_length_and_others_are_not(self, one: int, other: int) -> None:
        steps = [-(-(length + PREFIX) // MEDIA_STEP) for length in (one, other)]
        lengths = [len(pad_media(bytes(length))) for length in (one, other)]
        assert lengths == [step * 256 * 1024 for step in steps]

    def test_sealing_adds_the_same_to_each(self) -> None:
        assert {len(seal_media(bytes(length), TO)) for length in (0, 1, MEDIA_STEP - PREFIX)} == {
            MEDIA_STEP + len(seal(b"", TO)) - CLASSES[0],
        }


class TestOpening:
    def expect_refused(self, sealed: bytes, privates: dict[int, bytes]) -> None:
        for opens in (open_sealed, open_text):
            with pytest.raises(CannotOpen) as caught:
                opens(sealed, privates)
            assert caught.value.args == ()
            assert caught.value.__cause__ is None
            assert caught.value.__suppress_context__ or caught.value.__context__ is None

    def test_another_key_another_number_and_none_do_not(self) -> None:
        sealed = seal(WORDS, TO)
        _, others = pair()
        for privates in (others, {2: PRIVATES[1]}, {}):
            self.expect_refused(sealed, privates)

    @pytest.mark.parametrize("at", [0, 4, 5, 40, 60, -1])
    def test_what_was_changed_does_not(self, at: int) -> None:
        sealed = bytearray(seal(WORDS, TO))
        sealed[at] ^= 1
        self.expect_refused(bytes(sealed), PRIVATES)

    @pytest.mark.parametrize("length", [0, 4, 5, 6, 53, 500])
    def test_what_was_cut_does_not(self, length: int) -> None:
        self.expect_refused(seal(WORDS, TO)[:length], PRIVATES)

    def test_what_is_no_text_does_not_open_as_one(self) -> None:
        with pytest.raises(CannotOpen):
            open_text(seal(b"\xff", TO), PRIVATES)

    @pytest.mark.parametrize("padded", [b"", b"\0\0\0", b"\0\0\0\2x", b"\xff\xff\xff\xffx"])
    def test_what_was_never_filled_up_is_refused(self, padded: bytes) -> None:
        with pytest.raises(CannotOpen):
            unpad(padded)

    def test_of_older_keys_the_one_that_it_was_sealed_to_is_found(self) -> None:
        older, older_privates = pair(7)
        both = PRIVATES | older_privates
        assert [key_number(seal(WORDS, to)) for to in (TO, older)] == [1, 7]
        assert [open_text(seal(WORDS, to), both) for to in (TO, older)] == [WORDS, WORDS]


class TestAStorysKeys:
    def test_its_receipt_reads_what_is_sealed_to_it_and_another_does_not(self) -> None:
        mine, other = (derive(new_receipt(), bytes(16), CHEAP).author_secret for _ in range(2))
        keys = new_story_keys(mine)
        assert keys.public.number == STORY
        assert open_text(seal(WORDS, keys.public), unlock_story(keys.locked_private, mine)) == WORDS
        with pytest.raises(CannotOpen):
            unlock_story(keys.locked_private, other)

    def test_each_story_has_its_own(self) -> None:
        assert new_story_keys(bytes(32)).public != new_story_keys(bytes(32)).public

    @pytest.mark.parametrize("locked", [b"", b"short", bytes(72)])
    def test_what_was_never_locked_does_not_unlock(self, locked: bytes) -> None:
        with pytest.raises(CannotOpen):
            unlock(locked, bytes(KEY_SIZE))

    def test_a_message_is_read_by_the_author_and_by_the_reviewers_each_from_their_own(self) -> None:
        secret = derive(new_receipt(), bytes(16), CHEAP).author_secret
        keys = new_story_keys(secret)
        twice = seal_twice(WORDS, story=keys.public, review=TO)
        author = unlock_story(keys.locked_private, secret)
        assert open_text(twice.for_author, author) == open_text(twice.for_review, PRIVATES) == WORDS
        with pytest.raises(CannotOpen):
            open_text(twice.for_review, author)
        with pytest.raises(CannotOpen):
            open_text(twice.for_author, PRIVATES)

    def test_the_locked_half_is_not_written_where_they_are_shown_whole(self) -> None:
        assert "locked_private" not in repr(new_story_keys(bytes(32)))
