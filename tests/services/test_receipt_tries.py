"""Five tries are free, each after them waits longer, a right one starts anew, and nobody's id is kept."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import TooSoon
from bot.services import receipt_tries
from bot.services.receipt_tries import FREE, KEPT, Tries, pause_after

NOW = datetime(2026, 11, 24, 15, 30, 20, tzinfo=UTC)
MEMBER, OTHER = 123456789012345678, 223456789012345678


def is_free(tries: Tries, now: datetime, member_id: int = MEMBER) -> bool:
    try:
        tries.record_try(member_id, now=now)
    except TooSoon:
        return False
    return True


def test_five_are_free_and_the_sixth_says_when_it_is() -> None:
    tries = Tries()
    for _ in range(FREE):
        tries.record_try(MEMBER, now=NOW)
    with pytest.raises(TooSoon) as refused:
        tries.record_try(MEMBER, now=NOW + timedelta(seconds=0.5))
    free_at = int((NOW + timedelta(minutes=1)).timestamp())
    assert (refused.value.message_id, refused.value.variables) == ("stories-receipt-wait", {"when": f"<t:{free_at}:R>"})
    assert is_free(tries, NOW + timedelta(minutes=1))


def test_the_moment_that_is_said_is_never_before_it_is_free() -> None:
    tries, now = Tries(), NOW + timedelta(seconds=0.25)
    assert [is_free(tries, now) for _ in range(FREE)] == [True] * FREE
    with pytest.raises(TooSoon) as refused:
        tries.record_try(MEMBER, now=now)
    assert refused.value.variables["when"] == f"<t:{int(NOW.timestamp()) + 61}:R>"


def test_the_pauses_grow_to_an_hour() -> None:
    assert [pause_after(tries) // timedelta(minutes=1) for tries in (0, 4, 5, 6, 7, 8, 9, 10, 11, 12, 9999)] == [
        *(0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60),
    ]


def test_many_at_once_are_many() -> None:
    tries = Tries()
    assert sum(is_free(tries, NOW) for _ in range(100)) == FREE


def test_a_try_that_is_refused_makes_no_pause_longer() -> None:
    tries = Tries()
    assert sum(is_free(tries, NOW + timedelta(seconds=second)) for second in range(60)) == FREE
    assert is_free(tries, NOW + timedelta(seconds=4 + 60))


def test_a_right_one_clears_and_one_who_never_tried_can_be_cleared() -> None:
    tries = Tries()
    tries.clear(MEMBER)
    for _ in range(3):
        assert [is_free(tries, NOW) for _ in range(FREE)] == [True] * FREE
        assert not is_free(tries, NOW)
        tries.clear(MEMBER)


def test_others_are_not_slowed_down() -> None:
    tries = Tries()
    while is_free(tries, NOW):
        pass
    assert is_free(tries, NOW, OTHER)


def test_a_day_after_the_last_try_it_is_forgotten() -> None:
    tries = Tries()
    while is_free(tries, NOW):
        pass
    assert is_free(tries, NOW + KEPT - timedelta(seconds=1), OTHER)
    assert len(tries._tried) == 2
    assert is_free(tries, NOW + KEPT, OTHER)
    assert len(tries._tried) == 1


def test_its_memory_has_an_end_and_who_has_not_tried_for_longest_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipt_tries, "MOST", 3)
    tries = Tries()
    for member_id in (1, 2, 3, 1, 4, 5):
        tries.record_try(member_id, now=NOW)
    assert list(tries._tried) == [tries._tag(member_id) for member_id in (1, 4, 5)]
    assert tries._tried[tries._tag(1)].tries == 2


def test_no_id_is_kept_and_two_processes_know_a_member_by_different_names() -> None:
    one, two = Tries(), Tries()
    for tries in (one, two):
        tries.record_try(MEMBER, now=NOW)
        kept = pickle.dumps(tries._tried)
        assert str(MEMBER).encode() not in kept
        assert MEMBER.to_bytes(8, "big") not in kept
        assert MEMBER.to_bytes(8, "little") not in kept
    assert one._tried.keys().isdisjoint(two._tried.keys())


@given(st.lists(st.tuples(st.integers(0, 4000), st.booleans()), max_size=60))
def test_over_any_time_a_try_is_free_exactly_when_its_pause_is_over(steps: list[tuple[int, bool]]) -> None:
    tries, now, wrong, last = Tries(), NOW, 0, NOW
    for seconds, is_right in steps:
        now += timedelta(seconds=seconds)
        should_be = wrong < FREE or now >= last + min(timedelta(minutes=2 ** (wrong - FREE)), timedelta(hours=1))
        assert is_free(tries, now) == should_be
        if should_be:
            wrong, last = wrong + 1, now
            if is_right:
                tries.clear(MEMBER)
                wrong = 0
