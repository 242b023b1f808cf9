"""Hold keys take turns and are dropped when no hold can last under them; older review keys open what is theirs."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.receipts import CHEAP
from bot.services.sealing import open_text, seal
from bot.services.story_keys import HOLD, TURN, HoldTag, Lock, StoryKeys, add_review, drop_review, new_keys, rotate

TODAY = date(2026, 11, 24)  # a Tuesday
DAY = timedelta(days=1)
GUILD, MEMBER = 323456789012345678, 123456789012345678
KEYS = new_keys()


def tag(keys: StoryKeys) -> HoldTag:
    return keys.hold_tag(guild_id=GUILD, member_id=MEMBER)


def numbers(keys: StoryKeys) -> list[int]:
    return [each.number for each in keys.holds]


class TestTags:
    def test_a_member_of_a_community_has_the_same_tag_each_time_and_no_other_has_it(self) -> None:
        assert tag(KEYS) == tag(KEYS)
        others = [
            KEYS.hold_tag(guild_id=GUILD, member_id=MEMBER + 1),
            KEYS.hold_tag(guild_id=GUILD + 1, member_id=MEMBER),
            KEYS.hold_tag(guild_id=MEMBER, member_id=GUILD),
            tag(new_keys()),
        ]
        assert len({each.tag for each in (tag(KEYS), *others)}) == 5

    def test_a_tag_says_nobodys_id(self) -> None:
        assert len(tag(KEYS).tag) == 64
        assert str(MEMBER) not in tag(KEYS).tag
        assert f"{MEMBER:x}" not in tag(KEYS).tag

    def test_after_a_turn_a_hold_is_found_under_the_key_it_began_with(self) -> None:
        begun = rotate(KEYS, today=TODAY)
        turned = rotate(begun, today=TODAY + TURN)
        assert tag(turned).number == 2
        assert turned.hold_tags(guild_id=GUILD, member_id=MEMBER) == [tag(begun), tag(turned)]
        assert tag(begun).tag != tag(turned).tag

    def test_who_approved_a_story_is_known_again_for_that_story_alone(self) -> None:
        approved = KEYS.approval_tag(story="abc", moderator_id=MEMBER)
        assert approved == KEYS.approval_tag(story="abc", moderator_id=MEMBER)
        assert approved not in {
            KEYS.approval_tag(story="abd", moderator_id=MEMBER),
            KEYS.approval_tag(story="abc", moderator_id=MEMBER + 1),
            new_keys().approval_tag(story="abc", moderator_id=MEMBER),
        }

    def test_no_key_is_written_where_they_are_shown_whole(self) -> None:
        shown = repr(KEYS)
        secrets = (KEYS.approval, KEYS.holds[0].key, KEYS.review[0].private, KEYS.publication.private)
        assert not any(repr(secret) in shown or secret.hex() in shown for secret in secrets)


class TestTurns:
    def test_the_first_look_at_the_calendar_begins_the_first_turn(self) -> None:
        begun = rotate(KEYS, today=TODAY)
        assert [(each.number, each.made_on) for each in begun.holds] == [(1, TODAY)]
        assert begun.holds[0].key == KEYS.holds[0].key
        assert rotate(begun, today=TODAY) == begun

    def test_a_turn_is_90_days(self) -> None:
        begun = rotate(KEYS, today=TODAY)
        assert rotate(begun, today=TODAY + 89 * DAY) == begun
        assert [each.made_on for each in rotate(begun, today=TODAY + 90 * DAY).holds] == [TODAY, TODAY + 90 * DAY]

    def test_a_key_is_kept_as_long_as_a_hold_that_began_on_its_last_day_and_then_it_is_gone(self) -> None:
        turned = rotate(rotate(KEYS, today=TODAY), today=TODAY + TURN)
        last = turned.hold_until(1, today=TODAY + TURN)
        assert last is not None
        assert (last.weekday(), last - TODAY - TURN >= HOLD) == (6, True)
        assert numbers(rotate(turned, today=last)) == [1, 2]
        assert numbers(rotate(turned, today=last + DAY)) == [2]

    def test_a_clock_that_went_back_turns_nothing(self) -> None:
        begun = rotate(KEYS, today=TODAY)
        assert rotate(begun, today=TODAY - 400 * DAY) == begun

    @given(st.lists(st.integers(0, 200), max_size=20))
    def test_over_any_time_no_hold_outlives_its_key_and_no_key_its_last_hold(self, steps: list[int]) -> None:
        keys, today = rotate(KEYS, today=TODAY), TODAY
        holds: dict[int, date] = {}
        for days in steps:
            today += days * DAY
            keys = rotate(keys, today=today)
            assert all(number in numbers(keys) for number, until in holds.items() if until >= today)
            assert len(keys.holds) <= 2
            until = keys.hold_until(tag(keys).number, today=today)
            assert until is not None
            assert timedelta(days=30) <= until - today <= timedelta(days=36)
            holds[tag(keys).number] = until
            assert all(before.number < after.number for before, after in pairwise(keys.holds))


class TestHolds:
    def test_a_hold_lasts_30_days_and_then_to_the_end_of_its_week(self) -> None:
        keys = rotate(KEYS, today=TODAY)
        ends = [keys.hold_until(1, today=TODAY + days * DAY) for days in range(6)]
        assert ends == [date(2026, 12, 27)] * 4 + [date(2026, 12, 27) + 7 * DAY] * 2

    def test_one_whose_key_has_been_followed_ends_with_its_key(self) -> None:
        turned = rotate(rotate(KEYS, today=TODAY), today=TODAY + TURN)
        last = turned.hold_until(1, today=TODAY + TURN)
        assert last is not None
        assert turned.hold_until(1, today=last) == last
        assert turned.hold_until(1, today=last + DAY) is None

    def test_one_whose_key_is_gone_cannot_begin(self) -> None:
        assert KEYS.hold_until(7, today=TODAY) is None


class TestReviewKeys:
    def test_after_a_new_one_what_is_sealed_to_the_older_ones_still_opens(self) -> None:
        sealed = seal("first", KEYS.to_review)
        keys = add_review(add_review(KEYS))
        assert [pair.number for pair in keys.review] == [1, 2, 3]
        assert keys.to_review.number == 3
        opened = [open_text(each, keys.review_privates()) for each in (sealed, seal("third", keys.to_review))]
        assert opened == ["first", "third"]

    def test_only_older_ones_that_nothing_is_sealed_to_are_dropped(self) -> None:
        keys = add_review(add_review(KEYS))
        assert [pair.number for pair in drop_review(keys, used={1}).review] == [1, 3]
        assert [pair.number for pair in drop_review(keys, used=set()).review] == [3]
        assert drop_review(keys, used={1, 2, 3}) == keys

    def test_what_is_approved_opens_with_the_publication_key_alone(self) -> None:
        sealed = seal("approved", KEYS.to_publication)
        assert open_text(sealed, KEYS.publication_privates()) == "approved"
        assert KEYS.publication.private != KEYS.review[0].private

    def test_in_strict_mode_the_file_opens_no_draft_and_gets_no_key_without_the_passphrase(self) -> None:
        strict = StoryKeys(KEYS.review, KEYS.publication, KEYS.approval, KEYS.holds, Lock(bytes(16), CHEAP))
        assert (strict.is_strict, KEYS.is_strict) == (True, False)
        assert strict.review_privates() == {}
        with pytest.raises(ValueError, match="passphrase"):
            add_review(strict)
