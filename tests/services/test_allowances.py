"""So many times in a day is fine, for each member by themselves, and no id is kept."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import TooSoon
from bot.services import allowances
from bot.services.allowances import DAY, Allowance

NOW = datetime(2026, 11, 24, 15, 30, 20, tzinfo=UTC)
MEMBER, OTHER = 123456789012345678, 223456789012345678


def is_free(allowance: Allowance, now: datetime, member_id: int = MEMBER) -> bool:
    try:
        allowance.check(member_id, now=now)
    except TooSoon:
        return False
    return True


@given(st.lists(st.integers(0, 3 * 86_400), max_size=40), st.integers(1, 5))
def test_in_any_24_hours_nobody_does_it_more_often(seconds: list[int], most: int) -> None:
    allowance, done = Allowance(most, "stories-enough"), list[datetime]()
    for now in sorted(NOW + timedelta(seconds=each) for each in seconds):
        lately = sum(at > now - DAY for at in done)
        assert is_free(allowance, now) == (lately < most)
        if lately < most:
            allowance.record(MEMBER, now=now)
            done.append(now)


def test_who_did_it_often_enough_is_told_when_the_next_is_free() -> None:
    allowance = Allowance(2, "stories-enough")
    for hours in (0, 5):
        allowance.record(MEMBER, now=NOW + timedelta(hours=hours))
    with pytest.raises(TooSoon) as refused:
        allowance.check(MEMBER, now=NOW + timedelta(hours=6))
    assert refused.value.message_id == "stories-enough"
    assert refused.value.variables == {"most": 2, "when": f"<t:{int((NOW + DAY).timestamp())}:R>"}
    assert is_free(allowance, NOW + timedelta(hours=6), OTHER)
    assert is_free(allowance, NOW + DAY)


def test_no_id_is_kept_and_whoever_did_it_longest_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowances, "KNOWN", 2)
    allowance = Allowance(1, "stories-enough")
    for minutes, member_id in enumerate((MEMBER, OTHER, 3)):
        allowance.record(member_id, now=NOW + timedelta(minutes=minutes))
    assert [is_free(allowance, NOW + timedelta(minutes=4), each) for each in (MEMBER, OTHER, 3)] == [True, False, False]
    kept = pickle.dumps(vars(allowance))
    assert str(MEMBER).encode() not in kept
    assert MEMBER.to_bytes(8, "little") not in kept
