"""Schedule, claim, send, lose an answer, call back, crash, move the clock, in any order: never lost, never twice."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.services import claims, deliveries, directs
from db.models.deliveries import Delivery
from db.session import Database
from tests.services.messages import DOOR
from tests.services.people import GUILD, JO, MESSAGES, MODERATORS, NOW, Do, examples, undone

SECONDS, HOUR = timedelta(seconds=1), timedelta(hours=1)
TIME_LIMIT = 60 * SECONDS
"""How long a send may take before the sender gives it up, by a clock that nobody moves."""

MOST = 6
"""Subjects: their fates cross, and a longer story is told by fewer."""

SURE = deliveries.NONCE_KNOWN - 10 * SECONDS
OUTCOMES = ("lost", "lost", "unsent", "held", "sent", "refused", "unsaid", "crash")
number = st.integers(0, 2)
schedule = st.tuples(st.just("schedule"), st.sampled_from([0, 0, 60]), st.sampled_from([60, 600]), st.booleans())
wait = st.tuples(st.just("wait"), st.sampled_from([11, 61, 121, 700]))
move_clock = st.tuples(st.just("move_clock"), st.sampled_from([HOUR, -HOUR]))
turn = st.tuples(st.just("turn"), st.lists(st.sampled_from(OUTCOMES), min_size=1, max_size=2))
send = st.tuples(st.just("send"), number, st.sampled_from(["sent", "lost"]))
call_back = st.tuples(st.just("call_back"), number)
crash = st.tuples(st.just("crash"), st.booleans())
anything = st.one_of(schedule, wait, wait, move_clock, turn, turn, turn, send, call_back, crash)


def turns(how: str) -> st.SearchStrategy[tuple[str, list[str]]]:
    return st.just(("turn", [how] * 9))


new, newest_back = st.just(("schedule", 0, 600, False)), st.just(("call_back", 0))
in_doubt = st.tuples(new, turns("lost"), wait, turns("unsent"), wait, turn)
on_its_way = st.tuples(new, turns("held"), newest_back, anything, send)
overtaken = st.tuples(new, turns("held"), newest_back, move_clock, turns("held"), send)
overtaken_twice = st.tuples(new, turns("held"), newest_back, move_clock, turns("sent"), move_clock, turns("sent"), send)
put_back = st.tuples(new, turns("lost"), st.just(("move_clock", -HOUR)), st.just(("wait", 3620)), turn)
story = st.one_of(st.tuples(anything, anything), in_doubt, on_its_way, overtaken, overtaken_twice, put_back)
stories = st.lists(story, min_size=1, max_size=5)
"""Anything at all, and beginnings that chance finds too seldom: whole stories cross each other."""


@dataclass
class SimulatedDiscord:
    """What stands there, by its own time. A nonce is known for two minutes; anybody may look for ever."""

    now: datetime = NOW
    messages: dict[int, int] = field(default_factory=dict)
    """Each message, and the subject it is about."""
    nonces: dict[int, tuple[datetime, int]] = field(default_factory=dict)

    def post(self, subject_id: int) -> int:
        said_at, message_id = self.nonces.get(subject_id, (self.now - HOUR, 0))
        if self.now - said_at > deliveries.NONCE_KNOWN:
            message_id = next(MESSAGES)
            self.messages[message_id] = subject_id
            self.nonces[subject_id] = self.now, message_id
        return message_id

    def find(self, subject_id: int) -> int | None:
        return next((each for each, about in self.messages.items() if about == subject_id), None)


@dataclass
class Hand:
    """A row that the running process has claimed and not settled."""

    row: Delivery
    taken_at: datetime


@dataclass
class World:
    """A bot whose clock may be wrong, and a Discord. The sender does what the acts of a delivery do."""

    do: Do
    discord: SimulatedDiscord = field(default_factory=SimulatedDiscord)
    wrong_by: timedelta = timedelta()
    scheduled: set[int] = field(default_factory=set)
    called_back: set[int] = field(default_factory=set)
    unsaid: set[int] = field(default_factory=set)
    """Subjects that had nothing to say any more: what may be out of them is taken away."""
    tried: dict[int, datetime] = field(default_factory=dict)
    """Rows whose doubt began in this process, and when, by a clock that nobody moves."""
    hands: list[Hand] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return self.discord.now + self.wrong_by

    async def schedule(self, delay: int, life: int, private: bool) -> None:  # noqa: FBT001 a step is a tuple
        subject_id = len(self.scheduled)
        if subject_id == MOST:
            return
        self.scheduled.add(subject_id)
        place: dict[str, Any] = {"member_id": JO} if private else {"channel_id": MODERATORS}
        due_at = self.now + delay * SECONDS
        told = {"guild_id": GUILD, "feature": "made-up", "subject_id": subject_id, "due_at": due_at}
        await self.do(deliveries.schedule, **told, expires_at=due_at + life * SECONDS, **place)

    async def wait(self, seconds: int) -> None:
        self.discord.now += seconds * SECONDS
        for hand in [hand for hand in self.hands if self.discord.now - hand.taken_at > TIME_LIMIT]:
            self.hands.remove(hand)
            await self.try_later(hand.row, is_certain=False)

    async def move_clock(self, by: timedelta) -> None:
        self.wrong_by += by

    async def claim(self) -> list[Hand]:
        """Claim. A clock that was moved may have a row claimed again that is still on its way: that waits."""
        claimed = []
        for row in await self.do(claims.claim_due, now=self.now, limit=9):
            assert row.next_at <= self.now, "claimed too early"
            if row.id in {hand.row.id for hand in self.hands}:
                told = {"delivery_id": row.id, "state": "waiting", "next_at": self.now + deliveries.NONCE_KNOWN}
                await self.do(deliveries.settle, **told, now=self.now)
            else:
                claimed.append(Hand(row, self.discord.now))
        self.hands += claimed
        return claimed

    async def turn(self, outcomes: list[str]) -> None:
        """Claim, and let each new send end in its way; what is held is still on its way afterwards."""
        for hand, how in zip(await self.claim(), outcomes, strict=False):
            if how != "held":
                await self.end(hand, how)

    async def send(self, index: int, how: str) -> None:
        if self.hands:
            await self.end(self.hands[index % len(self.hands)], how)

    async def end(self, hand: Hand, how: str) -> None:
        """Do what a row says; `how` is what the network and Discord make of it."""
        row = hand.row
        self.hands.remove(hand)
        if row.kind in {"delete", "recall"}:
            await self.take_away(row, how)
        elif self.must_look(row) and (found := self.discord.find(row.subject_id)):
            await self.settle_sent(row, found)
        elif self.must_look(row) and row.expires_at <= self.now:
            await self.do(deliveries.settle, delivery_id=row.id, state="missed", now=self.now)
        else:
            await self.post(row, how)

    def must_look(self, row: Delivery) -> bool:
        if row.doubt_at is None:
            return False
        tried = self.tried.get(row.id)
        if tried is None or row.expires_at <= self.now or self.discord.now - tried >= SURE:
            return True
        return not timedelta() <= self.now - row.doubt_at < SURE

    async def post(self, row: Delivery, how: str) -> None:
        if row.member_id is not None and row.message_channel_id is None:
            told = {"delivery_id": row.id, "member_id": row.member_id, "channel_id": DOOR}
            await self.do(directs.record_way, **told, now=self.now)
        if row.doubt_at is None:
            self.tried[row.id] = self.discord.now
        if how == "unsent":
            await self.try_later(row, is_certain=True)
        elif how == "refused":
            await self.refused(row)
        elif how == "unsaid":
            self.unsaid.add(row.subject_id)
            await self.do(deliveries.settle, delivery_id=row.id, state="cancelled", now=self.now)
        else:
            message_id = self.discord.post(row.subject_id)
            await self.answered(row, message_id, how)

    async def answered(self, row: Delivery, message_id: int, how: str) -> None:
        if how == "sent":
            await self.settle_sent(row, message_id)
        elif how == "lost":
            await self.try_later(row, is_certain=False)
        # After a crash, or when the database cannot be written to, nothing is settled.

    async def refused(self, row: Delivery) -> None:
        """A door that was closed: an attempt before may have gone through."""
        found = self.discord.find(row.subject_id) if row.doubt_at is not None else None
        if found:
            await self.settle_sent(row, found)
        else:
            told = {"delivery_id": row.id, "state": "failed", "reason": "no-permission"}
            await self.do(deliveries.settle, **told, now=self.now)

    async def settle_sent(self, row: Delivery, message_id: int) -> None:
        place = row.channel_id or DOOR
        told = {"delivery_id": row.id, "channel_id": place, "message_id": message_id}
        await self.do(deliveries.settle_sent, **told, now=self.now)

    async def try_later(self, row: Delivery, *, is_certain: bool) -> None:
        told = {"delivery_id": row.id, "state": "waiting", "is_certain": is_certain}
        next_at = self.now + deliveries.pause_before(row.attempts)
        await self.do(deliveries.settle, **told, now=self.now, next_at=next_at)

    async def take_away(self, row: Delivery, how: str) -> None:
        if how == "unsent":
            await self.try_later(row, is_certain=True)
            return
        message_id = row.message_id if row.kind == "delete" else self.discord.find(row.subject_id)
        self.discord.messages.pop(message_id or 0, None)
        if how == "lost":
            await self.try_later(row, is_certain=False)
        elif how != "crash":
            await self.do(deliveries.settle_done, delivery_id=row.id, now=self.now)

    async def call_back(self, age: int) -> None:
        """Call back the newest subject, or one that is older by so many."""
        subject_id = len(self.scheduled) - 1 - age
        if subject_id in self.scheduled:
            self.called_back.add(subject_id)
            await self.do(deliveries.retract, feature="made-up", subject_ids=[subject_id], now=self.now)

    async def crash(self, alone: bool) -> None:  # noqa: FBT001 a step is a tuple
        """Start again. A process that is `alone` takes back what was leased; others let the leases run out."""
        self.hands.clear()
        self.tried.clear()
        if alone:
            await self.do(claims.release_leases, now=self.now)

    async def finish(self) -> None:
        """Let the bot run undisturbed until nothing is left to do."""
        for _ in range(100):
            rows = await self.do.rows(Delivery)
            if not [row for row in rows if row.state == "waiting" or row.lease_until] and not self.hands:
                return
            await self.wait(1000)
            await self.claim()
            while self.hands:
                await self.send(0, "sent")
        raise AssertionError("it never ends")

    async def check(self) -> None:
        posts = {row.subject_id: row for row in await self.do.rows(Delivery)}
        for subject_id in self.scheduled:
            out = [message_id for message_id, about in self.discord.messages.items() if about == subject_id]
            post = posts.get(subject_id)
            if post is None:
                assert out == [], "called back, and still there"
            elif post.state == "sent":
                assert out == [post.message_id], "lost, or said twice"
            else:
                assert post.state in {"missed", "failed", "cancelled"}
                assert out == [], f"{post.state}, and yet it is there"
            assert not out or subject_id not in self.called_back
            assert post or subject_id in self.called_back | self.unsaid, "lost"


@examples(60)
@given(stories=stories)
async def test_in_any_order_and_cut_anywhere_each_message_is_sent_once_or_accounted_for(
    database: Database, stories: list[tuple[Any, ...]]
) -> None:
    async with undone(database) as do:
        world = World(do)
        await world.schedule(0, 600, private=False)
        for name, *told in chain.from_iterable(stories):
            await getattr(world, name)(*told)
        await world.finish()
        await world.check()
