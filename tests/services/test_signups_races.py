"""However many press, leave and change at once: no place is sold twice, and none is empty while somebody waits."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.services import event_changes, event_drafts, freed_places, signups
from db.models.event_notices import EventNotice
from db.models.events import Event
from db.models.signups import Signup
from db.session import Database
from tests.services.eventing import (
    DETAILS,
    SIX,
    WEEKLY,
    WORDS,
    opened,
    organiser,
    press,
    somebody,
    times,
    told,
    with_time,
)
from tests.services.people import DAY, HOUR, NOW, Do, examples, set_up, undone

CROWD = [600000000000000000 + number for number in range(60)]
SEATS = 20


def counted(rows: Any) -> dict[str, int]:
    found = dict.fromkeys(("going", "offered", "waiting", "maybe", "no"), 0)
    for row in rows:
        found[row.answer] += 1
    return found


async def press_all(do: Do, one: int, answer: str, people: list[int], now: datetime = NOW) -> None:
    """Let all press at once, each a millisecond after the one before."""
    await asyncio.gather(
        *(
            press(do, who, answer, now=now + timedelta(milliseconds=number), one=one)
            for number, who in enumerate(people)
        )
    )


async def test_of_sixty_who_press_at_once_twenty_go_and_forty_wait_in_order(do: Do) -> None:
    await set_up(do)
    await opened(do, capacity=str(SEATS))
    (one,) = await times(do)
    await press_all(do, one.id, "going", CROWD)
    rows = await do.rows(Signup)
    assert counted(rows) == {"going": SEATS, "offered": 0, "waiting": 40, "maybe": 0, "no": 0}
    assert len({row.member_id for row in rows}) == len(CROWD)
    line = sorted((row.answered_at, row.id, row.member_id) for row in rows if row.answer == "waiting")
    places = [(await press(do, who, one=one.id)).place for _, _, who in line]
    assert places == list(range(1, 41))


async def test_while_some_leave_and_others_come_each_free_place_is_offered_in_order(do: Do) -> None:
    await set_up(do)
    await opened(do, capacity=str(SEATS))
    (one,) = await times(do)
    await press_all(do, one.id, "going", CROWD[:50])
    going = [row.member_id for row in await do.rows(Signup) if row.answer == "going" and row.member_id]
    line = [row.member_id for row in await waiting_line(do)]
    later = NOW + HOUR
    await asyncio.gather(
        press_all(do, one.id, "no", going[:8], later), press_all(do, one.id, "going", CROWD[50:], later)
    )
    rows = await do.rows(Signup)
    assert counted(rows) == {"going": 12, "offered": 8, "waiting": 32, "maybe": 0, "no": 8}
    assert [row.member_id for row in in_turn(rows, "offered")] == line[:8]
    assert sorted(row.member_id for row in await do.rows(EventNotice) if row.kind == "offer") == sorted(line[:8])


async def waiting_line(do: Do) -> list[Signup]:
    return in_turn(await do.rows(Signup), "waiting")


def in_turn(rows: Sequence[Signup], answer: str) -> list[Signup]:
    """Give those with an answer as they wait: ids tell who was written first, which may be another order."""
    return sorted((row for row in rows if row.answer == answer), key=lambda row: (row.answered_at, row.id))


async def test_the_same_person_pressing_everything_at_once_has_one_answer(do: Do) -> None:
    await set_up(do)
    await opened(do, capacity="1")
    (one,) = await times(do)
    said = ["going", "maybe", "no"] * 4
    await asyncio.gather(*(press(do, CROWD[0], each, one=one.id) for each in said))
    assert len(await do.rows(Signup)) == 1


async def test_presses_and_changes_by_organisers_at_once_neither_fail_nor_oversell(do: Do) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY, capacity="5")
    one = (await times(do))[0]
    step = {"person": organiser(), "occurrence_id": one.id, "now": NOW}
    both = {**told(row), "when": "every thursday 7pm", "until": "1 hour"}
    await asyncio.gather(
        press_all(do, one.id, "going", CROWD[:20]),
        do(event_drafts.record_details, **told(row), typed={**DETAILS, "capacity": "9"}),
        do(event_drafts.record_when, **both),
        do(event_changes.record_words, **step, typed={**WORDS, "title": "Cake"}),
        do(freed_places.expire_offers, now=NOW),
        press_all(do, one.id, "no", CROWD[10:15]),
    )
    found = counted(await do.rows(Signup))
    assert found["going"] + found["offered"] <= 9
    assert found["waiting"] == 0 or found["going"] + found["offered"] == 9


FEW = CROWD[:7]
gesture = st.one_of(
    st.tuples(st.just("press"), st.sampled_from(FEW), st.sampled_from(["going", "going", "going", "maybe", "no"])),
    st.tuples(st.just("wait"), st.sampled_from([1, 5, 23]), st.none()),
    st.tuples(st.just("seats"), st.sampled_from(["", "1", "2", "3", "5"]), st.none()),
    st.tuples(st.just("own_seats"), st.sampled_from(["", "1", "2", "4"]), st.none()),
    st.tuples(st.just("erase"), st.sampled_from(FEW), st.none()),
    st.tuples(st.just("guest"), st.booleans(), st.none()),
    st.tuples(st.just("move"), st.sampled_from(["monday 6pm", "tuesday 6pm"]), st.none()),
)


@dataclass
class World:
    """One event and who comes. Its rules are asked after each step."""

    do: Do
    row: Event
    one: int
    now: datetime = NOW
    refused: list[str] = field(default_factory=list)

    async def press(self, who: int, answer: str) -> None:
        """Press, a moment after the last press, so that the line has an order."""
        self.now += timedelta(milliseconds=1)
        before = [row.member_id for row in await waiting_line(self.do)]
        found = await self.do(
            signups.record_answer, person=somebody(who), occurrence_id=self.one, answer=answer, now=self.now
        )
        if found.place is not None:
            assert found.place == (before.index(who) if who in before else len(before)) + 1

    async def wait(self, hours: int, _: None) -> None:
        self.now = min(self.now + hours * HOUR, SIX - HOUR)
        await self.do(freed_places.expire_offers, now=self.now)

    async def seats(self, typed: str, _: None) -> None:
        details = {**DETAILS, "capacity": typed}
        await self.do(event_drafts.record_details, **told(self.row, self.now), typed=details)

    async def own_seats(self, typed: str, _: None) -> None:
        step = {"person": organiser(), "occurrence_id": self.one, "now": self.now}
        await self.do(event_changes.record_details, **step, typed={**DETAILS, "capacity": typed})

    async def erase(self, who: int, _: None) -> None:
        await self.do(signups.erase_member, guild_id=None, member_id=who, now=self.now)

    async def guest(self, leaves: bool, _: None) -> None:  # noqa: FBT001 a step is a tuple
        guests = [row.id for row in await self.do.rows(Signup) if row.guest]
        step: dict[str, Any] = {"one": self.one, "now": self.now}
        if leaves and guests:
            await self.do(with_time, rule=signups.remove_guest, **step, signup_id=guests[0])
        else:
            await self.do(with_time, rule=signups.add_guest, **step, name="Guest")

    async def move(self, when: str, _: None) -> None:
        step = {"person": organiser(), "occurrence_id": self.one, "now": self.now}
        await self.do(event_changes.record_when, **step, when=when, until="2 hours")

    async def check(self, line: list[int | None]) -> None:
        """Nobody is dropped, no place is sold twice or left empty, and nobody overtakes who waited before."""
        rows = await self.do.rows(Signup)
        one = next(each for each in await times(self.do) if each.id == self.one)
        (event,) = await self.do.rows(Event)
        seats = (event.capacity if one.capacity is None else one.capacity) or None
        found = counted(rows)
        taken = found["going"] + found["offered"]
        assert seats is None or taken <= seats, "sold twice"
        assert not found["waiting"] or (seats is not None and taken >= seats), "empty while somebody waits"
        now_waiting = [row.member_id for row in await waiting_line(self.do)]
        stayed = [who for who in line if who in now_waiting]
        assert now_waiting[: len(stayed)] == stayed, "out of order"
        moved = {row.member_id for row in rows if row.answer == "offered"} & set(line)
        first = [line.index(who) for who in moved]
        assert not stayed or all(place < line.index(stayed[0]) for place in first), "overtaken"
        assert {row.member_id for row in rows if row.offer_until} == {
            row.member_id for row in rows if row.answer == "offered"
        }
        told_of_offers = {each.member_id for each in await self.do.rows(EventNotice) if each.kind == "offer"}
        assert told_of_offers >= {row.member_id for row in rows if row.answer == "offered"}


@examples(12)
@given(steps=st.lists(gesture, min_size=8, max_size=24), seats=st.sampled_from(["1", "2", "3"]))
async def test_in_any_order_places_are_all_given_once_and_in_turn(
    database: Database, steps: list[tuple[str, Any, Any]], seats: str
) -> None:
    async with undone(database) as do:
        await set_up(do)
        row = await opened(do, WEEKLY, capacity=seats)
        world = World(do, row, (await times(do))[0].id)
        for who in FEW[:4]:
            await world.press(who, "going")
        for name, *about in steps:
            line = [one.member_id for one in await waiting_line(do)]
            try:
                await getattr(world, name)(*about)
            except UserError as refusal:
                world.refused.append(refusal.message_id)
            await world.check(line)
        assert set(world.refused) <= {"events-seats-under", "events-full", "dates-past"}


async def test_a_busy_evening_ends_with_every_place_taken(do: Do) -> None:
    """Sixty people change their minds for a while, by fixed chance, ten at a time."""
    await set_up(do)
    await opened(do, capacity=str(SEATS))
    (one,) = await times(do)
    chance = Random(3)  # noqa: S311 made-up people
    for turn in range(12):
        people = chance.sample(CROWD, 10)
        now = NOW + turn * HOUR
        await asyncio.gather(
            *(press(do, who, chance.choice(["going", "going", "no"]), now=now, one=one.id) for who in people)
        )
        await do(freed_places.expire_offers, now=now)
    await press_all(do, one.id, "going", CROWD, NOW + 13 * HOUR)
    await do(freed_places.expire_offers, now=NOW + DAY)
    found = counted(await do.rows(Signup))
    assert found["going"] + found["offered"] == SEATS
