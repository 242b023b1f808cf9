"""Strict mode: the file alone opens no draft, the passphrase does, and what it opens is forgotten in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Invalid
from bot.services.passphrases import OPEN_FOR, Unlocked, clear_passphrase, set_passphrase, unlock_review
from bot.services.receipts import CHEAP, SHIPPED
from bot.services.sealing import CannotOpen, open_text, seal
from bot.services.story_keys import StoryKeys, new_keys

NOW = datetime(2026, 11, 24, 15, 30, 20, tzinfo=UTC)
WORDS, OTHERS = "three kettles on a Tuesday", "two kettles on a Wednesday"
KEYS = new_keys()
GUILD, OTHER = 323456789012345678, 423456789012345678


def strict(keys: StoryKeys = KEYS) -> StoryKeys:
    return set_passphrase(keys, WORDS, cost=CHEAP)


class TestPassphrase:
    def test_with_it_drafts_from_before_and_after_open_and_without_it_none_does(self) -> None:
        keys = strict()
        drafts = {seal("before", KEYS.to_review): "before", seal("after", keys.to_review): "after"}
        privates = unlock_review(keys, WORDS)
        for draft, text in drafts.items():
            assert open_text(draft, privates) == text
            with pytest.raises(CannotOpen):
                open_text(draft, keys.review_privates())

    def test_the_file_as_it_was_before_opens_nothing_that_comes_later(self) -> None:
        with pytest.raises(CannotOpen):
            open_text(seal("after", strict().to_review), KEYS.review_privates())

    def test_no_private_half_stays_as_it_was(self) -> None:
        assert KEYS.review[0].private not in b"".join(pair.private for pair in strict().review)

    @pytest.mark.parametrize("typed", ["", OTHERS, WORDS.upper()])
    def test_another_opens_nothing(self, typed: str) -> None:
        with pytest.raises(CannotOpen):
            unlock_review(strict(), typed)

    @pytest.mark.parametrize("typed", [f"  {WORDS}\n", WORDS.replace(" ", "\u00a0"), WORDS.replace("t", "\uff54")])
    def test_another_keyboards_letters_and_spaces_make_no_difference(self, typed: str) -> None:
        assert unlock_review(strict(), typed)

    def test_where_none_is_set_none_opens_anything(self) -> None:
        with pytest.raises(CannotOpen):
            unlock_review(KEYS, WORDS)

    @pytest.mark.parametrize("typed", ["", "kettle", "   a    b      "])
    def test_a_short_one_is_refused(self, typed: str) -> None:
        with pytest.raises(Invalid) as refused:
            set_passphrase(KEYS, typed, cost=CHEAP)
        assert (refused.value.message_id, refused.value.variables) == ("stories-passphrase-short", {"count": 12})

    def test_it_is_changed_with_the_one_before_alone(self) -> None:
        keys = strict()
        for old in (None, OTHERS):
            with pytest.raises(CannotOpen):
                set_passphrase(keys, OTHERS, old=old, cost=CHEAP)
        changed = set_passphrase(keys, OTHERS, old=WORDS, cost=CHEAP)
        assert open_text(seal("before", KEYS.to_review), unlock_review(changed, OTHERS)) == "before"
        with pytest.raises(CannotOpen):
            unlock_review(changed, WORDS)

    def test_it_is_taken_away_with_itself_alone(self) -> None:
        keys = strict()
        for old in (None, OTHERS):
            with pytest.raises(CannotOpen):
                clear_passphrase(keys, old)
        plain = clear_passphrase(keys, WORDS)
        assert not plain.is_strict
        assert open_text(seal("before", KEYS.to_review), plain.review_privates()) == "before"
        assert open_text(seal("strict", keys.to_review), plain.review_privates()) == "strict"
        assert clear_passphrase(KEYS, None) == KEYS

    def test_it_costs_what_a_receipt_costs_unless_another_cost_is_asked_for(self) -> None:
        shipped, cheap = set_passphrase(KEYS, WORDS).lock, strict().lock
        assert shipped is not None
        assert cheap is not None
        assert (shipped.cost, cheap.cost) == (SHIPPED, CHEAP)
        assert shipped.salt != cheap.salt

    def test_all_else_stays_as_it_was(self) -> None:
        keys = strict()
        assert (keys.publication, keys.approval, keys.holds) == (KEYS.publication, KEYS.approval, KEYS.holds)


class TestUnlocked:
    def test_it_is_open_for_15_minutes_for_one_community(self) -> None:
        unlocked = Unlocked()
        assert unlocked.find(GUILD, now=NOW) == {}
        assert unlocked.open(GUILD, {1: b"key"}, now=NOW) == NOW + timedelta(minutes=15)
        assert unlocked.find(GUILD, now=NOW + OPEN_FOR - timedelta(microseconds=1)) == {1: b"key"}
        assert unlocked.find(OTHER, now=NOW) == {}
        assert unlocked.find(GUILD, now=NOW + OPEN_FOR) == {}

    def test_then_it_is_forgotten_though_nobody_asks(self) -> None:
        unlocked = Unlocked()
        unlocked.open(GUILD, {1: b"key"}, now=NOW)
        unlocked.open(OTHER, {1: b"key"}, now=NOW + timedelta(minutes=1))
        unlocked.forget(now=NOW + OPEN_FOR)
        assert list(unlocked._opened) == [OTHER]

    def test_it_can_be_closed_before(self) -> None:
        unlocked = Unlocked()
        unlocked.open(GUILD, {1: b"key"}, now=NOW)
        unlocked.close(GUILD)
        unlocked.close(OTHER)
        assert unlocked.find(GUILD, now=NOW) == {}

    @given(st.lists(st.tuples(st.integers(0, 1200), st.booleans()), max_size=30))
    def test_over_any_time_it_is_open_only_within_15_minutes_of_the_last_unlocking(
        self, steps: list[tuple[int, bool]]
    ) -> None:
        unlocked, now, last = Unlocked(), NOW, None
        for seconds, opens in steps:
            now += timedelta(seconds=seconds)
            if opens:
                unlocked.open(GUILD, {1: b"key"}, now=now)
                last = now
            assert bool(unlocked.find(GUILD, now=now)) == (last is not None and now - last < timedelta(minutes=15))
