"""What has to be done at Discord, from what is kept and what is there."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.mirror_steps import (
    ABSENT,
    OPEN,
    REFUSED,
    STOOD,
    Entry,
    Seen,
    Standing,
    Step,
    is_due,
    judge,
    start_of,
    write,
)
from db.models.mirrors import DIGEST
from tests.services.people import HOUR, NOW, examples

TEA = Entry("Tea", NOW + HOUR, NOW + 2 * HOUR, "See the card")
CAKE = TEA._replace(title="Cake")
OURS, OTHER = 930000000000000001, 930000000000000002


def standing(**changes: Any) -> Standing:
    """A mirror that stands at Discord as Kettle wants it."""
    return Standing(1, OURS, "there", write(TEA), TEA, is_wanted=True)._replace(**changes)


def new(**changes: Any) -> Standing:
    """A mirror that nobody has made yet."""
    return standing(scheduled_event_id=None, state="wanted", written="", **changes)


def judged(one: Standing, *seen: Seen, tries_again: bool = False) -> list[tuple[str, int | None]]:
    steps = judge([one], seen, tries_again=tries_again)
    return [(step.kind, step.scheduled_event_id) for step in steps]


def test_what_stands_as_kettle_wants_it_is_left_alone() -> None:
    assert judged(standing(), Seen(OURS, TEA)) == []
    assert not is_due(standing())


def test_what_is_not_there_yet_is_made() -> None:
    assert is_due(new())
    assert judged(new()) == [("make", None)]


def test_what_was_made_without_an_answer_is_known_by_what_it_was_to_say_even_if_that_changed_meanwhile() -> None:
    assert judged(new(), Seen(OTHER, CAKE), Seen(OURS, TEA)) == [("keep", OURS)]
    cut_off = new()._replace(written=write(CAKE))
    assert judged(cut_off, Seen(OURS, CAKE)) == [("change", OURS)]
    assert judged(cut_off._replace(is_wanted=False), Seen(OURS, CAKE)) == [("remove", OURS)]


def test_what_stands_there_twice_goes_once_and_what_others_made_stays() -> None:
    assert judged(standing(), Seen(OURS, TEA), Seen(OTHER, TEA)) == [("remove", OTHER)]
    assert judged(new(), Seen(OURS, TEA), Seen(OTHER, TEA)) == [("keep", OURS)]
    cut_off = new()._replace(written=write(TEA))
    assert judged(cut_off, Seen(OURS, TEA), Seen(OTHER, TEA)) == [("remove", OTHER), ("keep", OURS)]
    assert judged(standing(), Seen(OURS, TEA), Seen(OTHER, CAKE)) == []


def test_what_changed_in_kettle_is_written_and_what_was_written_without_an_answer_is_noted() -> None:
    changed = standing(entry=CAKE)
    assert is_due(changed)
    assert judged(changed, Seen(OURS, TEA)) == [("change", OURS)]
    assert judged(changed, Seen(OURS, CAKE)) == [("keep", OURS)]


@pytest.mark.parametrize(
    "edit", [{"title": "Coffee"}, {"starts_at": NOW}, {"ends_at": NOW + 3 * HOUR}, {"place": "!"}, {"about": "Hi"}]
)
def test_what_somebody_else_changed_there_is_asked_about_and_not_overwritten(edit: dict[str, Any]) -> None:
    assert judged(standing(), Seen(OURS, TEA._replace(**edit))) == [("ask", OURS)]
    assert judged(standing(entry=CAKE), Seen(OURS, TEA._replace(**edit))) == [("ask", OURS)]


def test_spaces_that_discord_takes_away_are_no_change() -> None:
    assert judged(standing(), Seen(OURS, TEA._replace(title=" Tea  ", about=" "))) == []
    assert judged(standing(), Seen(OURS, TEA._replace(starts_at=TEA.starts_at + timedelta(microseconds=999)))) == []


@pytest.mark.parametrize("state", ["changed", "left"])
def test_while_it_is_asked_about_or_left_it_stays_until_the_event_changes_in_kettle(state: str) -> None:
    asked = standing(state=state)
    assert judged(asked, Seen(OURS, CAKE)) == []
    assert not is_due(asked)
    assert judged(asked, Seen(OURS, TEA)) == [("keep", OURS)]
    moved = asked._replace(entry=TEA._replace(ends_at=NOW + 4 * HOUR))
    assert is_due(moved)
    assert judged(moved, Seen(OURS, CAKE)) == [("change", OURS)]


def test_what_organisers_want_written_again_is_written() -> None:
    assert judged(standing(state="wanted"), Seen(OURS, CAKE)) == [("change", OURS)]
    assert judged(standing(state="wanted"), Seen(OURS, TEA)) == [("keep", OURS)]


def test_what_the_list_lacks_is_asked_for_alone_before_it_counts_as_gone() -> None:
    assert judged(standing()) == [("seek", OURS)]


@pytest.mark.parametrize("state", ABSENT)
def test_what_somebody_took_away_is_not_made_again_by_itself(state: str) -> None:
    gone = standing(scheduled_event_id=None, state=state, entry=CAKE)
    assert not is_due(gone)
    assert judged(gone) == []
    assert judged(gone, Seen(OTHER, CAKE)) == []


def test_what_is_not_wanted_goes_and_then_nothing_of_it_is_kept() -> None:
    unwanted = standing(is_wanted=False)
    assert is_due(unwanted)
    assert judged(unwanted, Seen(OURS, CAKE)) == [("remove", OURS)]
    assert judged(unwanted) == [("remove", OURS)]
    assert judged(new(is_wanted=False)) == [("forget", None)]
    assert judged(standing(scheduled_event_id=None, state="gone", is_wanted=False)) == [("forget", None)]


@pytest.mark.parametrize("state", REFUSED)
def test_what_discord_refused_waits_for_the_hour(state: str) -> None:
    refused = new()._replace(state=state)
    assert not is_due(refused)
    assert judged(refused) == []
    assert judged(refused, tries_again=True) == [("make", None)]
    assert judged(standing(state=state, entry=CAKE), Seen(OURS, TEA), tries_again=True) == [("change", OURS)]
    assert judged(standing(state=state, is_wanted=False), tries_again=True) == [("remove", OURS)]


def test_every_state_that_organisers_hear_of_is_one_that_a_question_can_be_about() -> None:
    assert set(REFUSED) < set(OPEN)


def test_the_digest_says_when_it_was_to_start_and_fits_its_column() -> None:
    far = TEA._replace(starts_at=datetime(2999, 1, 1, tzinfo=UTC))
    assert start_of(write(TEA)) == TEA.starts_at
    assert start_of("") is None
    assert len(write(far)) <= DIGEST


@dataclass
class Server:
    """Discord, as far as the steps go; each of them may be done without being noted."""

    events: dict[int, Entry]
    numbers: Any

    def do(self, one: Standing, *, is_noted: list[bool], is_doubled: list[bool]) -> Standing | None:
        """Do what is to be done, and note each step until one is cut off."""
        seen = [Seen(*each) for each in self.events.items()]
        for step in judge([one], seen, tries_again=True):
            if step.kind in {"make", "change", "remove"} and step.mirror_id is not None:
                one = one._replace(written=write(step.entry), state="wanted")
            assert step.kind != "ask", "organisers would be asked who changed it"
            if step.kind == "seek":
                assert one.state not in STOOD, "organisers would be asked who took it away"
                return one._replace(scheduled_event_id=None, written="")
            event_id = self._take(step, is_doubled=is_doubled)
            if not is_noted.pop():
                return one
            if step.mirror_id is not None:
                if step.kind in {"remove", "forget"}:
                    return None
                one = one._replace(scheduled_event_id=event_id, written=write(step.entry), state="there")
        return one

    def _take(self, step: Step, *, is_doubled: list[bool]) -> int:
        event_id = step.scheduled_event_id or 0
        if step.kind == "make":
            event_id = self._make(step.entry)
            if is_doubled.pop():
                self._make(step.entry)
        elif step.kind == "change":
            self.events[event_id] = step.entry
        elif step.kind == "remove":
            self.events.pop(event_id, None)
        return event_id

    def _make(self, entry: Entry) -> int:
        event_id = next(self.numbers)
        self.events[event_id] = entry
        return int(event_id)


@examples(100)
@given(st.lists(st.sampled_from([TEA, CAKE, None]), max_size=5), st.lists(st.booleans(), min_size=99, max_size=99))
def test_cut_off_anywhere_and_doubled_by_the_wire_it_stands_there_once_in_the_end(
    wishes: list[Entry | None], luck: list[bool]
) -> None:
    server, one = Server({}, count(OURS)), new()
    for wish in wishes:
        one = one._replace(is_wanted=wish is not None, entry=wish or one.entry)
        after = server.do(one, is_noted=luck, is_doubled=luck)
        one = after or new(entry=one.entry)
    one = one._replace(is_wanted=True)
    for _ in range(3):
        after = server.do(one, is_noted=[True] * 9, is_doubled=[False] * 9)
        assert after is not None
        one = after
    assert list(server.events.items()) == [(one.scheduled_event_id, one.entry)]
