"""Schedule, claim, send, record, fail, call back, crash, in any order: nothing is lost, and nothing is sent twice."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.services import claims, deliveries
from db.models.deliveries import Delivery
from db.session import Database
from tests.services.people import GUILD, JO, MESSAGES, MODERATORS, NOW, Do, examples, undone

SECONDS = timedelta(seconds=1)
number = st.integers(0, 5)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("schedule"), st.integers(0, 300), st.integers(60, 3600), st.booleans()),
        st.tuples(st.just("wait"), st.sampled_from([1, 30, 119, 121, 700])),
        st.tuples(st.just("claim"), st.integers(1, 3)),
        st.tuples(st.just("claim"), st.just(9)),
        st.tuples(st.just("send"), number),
        st.tuples(st.just("record"), number),
        st.tuples(st.just("record"), number),
        st.tuples(st.just("try_later"), number),
        st.tuples(st.just("give_up"), number),
        st.tuples(st.just("call_back"), number),
        st.tuples(st.just("crash"), st.booleans()),
    ),
    min_size=8,
    max_size=30,
)


@dataclass
class World:
    """What a Discord and a bot would know. One nonce a row: sent again, it is the same message."""

    do: Do
    now: datetime = NOW
    scheduled: dict[int, datetime] = field(default_factory=dict)
    called_back: set[int] = field(default_factory=set)
    given_up: set[int] = field(default_factory=set)
    recorded: set[str] = field(default_factory=set)
    in_doubt: set[int] = field(default_factory=set)
    """Subjects whose message went out and whose process could not say so. Nothing but a look at Discord tells."""
    messages: dict[int, int] = field(default_factory=dict)
    """What stands in Discord: the message of each subject."""
    hands: list[Delivery] = field(default_factory=list)
    """Rows that the running process has claimed and not settled."""
    leases: dict[int, datetime] = field(default_factory=dict)

    def pick(self, index: int) -> Delivery | None:
        return self.hands[index % len(self.hands)] if self.hands else None

    def drop(self, rows: list[Delivery]) -> None:
        self.hands = [row for row in self.hands if row not in rows]
        self.in_doubt |= {row.subject_id for row in rows if row.kind == "post" and row.subject_id in self.messages}

    async def schedule(self, delay: int, life: int, private: bool) -> None:  # noqa: FBT001 a step is a tuple
        subject_id = len(self.scheduled)
        place: dict[str, Any] = {"member_id": JO} if private else {"channel_id": MODERATORS}
        due_at = self.now + delay * SECONDS
        self.scheduled[subject_id] = due_at + life * SECONDS
        told = {"guild_id": GUILD, "feature": "made-up", "subject_id": subject_id, "due_at": due_at}
        await self.do(deliveries.schedule, **told, expires_at=self.scheduled[subject_id], **place)

    async def wait(self, seconds: int) -> None:
        self.now += seconds * SECONDS
        self.drop([row for row in self.hands if self.leases[row.id] < self.now])

    async def claim(self, limit: int) -> None:
        for row in await self.do(claims.claim_due, now=self.now, limit=limit):
            assert row.id not in {held.id for held in self.hands}, "claimed while somebody else held it"
            assert row.dedupe_key not in self.recorded, "claimed again after it was recorded as sent"
            assert row.due_at <= self.now < row.expires_at, "claimed too early or past its use-by"
            self.hands.append(row)
            self.leases[row.id] = row.lease_until or self.now

    async def send(self, index: int) -> None:
        if row := self.pick(index):
            if row.kind == "post":
                self.messages.setdefault(row.subject_id, next(MESSAGES))
            else:
                assert self.messages.get(row.subject_id) in {row.message_id, None}
                self.messages.pop(row.subject_id, None)

    async def record(self, index: int) -> None:
        if (row := self.pick(index)) is None:
            return
        await self.send(index)
        self.hands.remove(row)
        told = {"delivery_id": row.id, "now": self.now}
        if row.kind == "delete":
            await self.do(deliveries.settle_done, **told)
        else:
            message_id = self.messages[row.subject_id]
            await self.do(deliveries.settle_sent, **told, channel_id=MODERATORS, message_id=message_id)
        self.in_doubt.discard(row.subject_id)
        self.recorded.add(row.dedupe_key)

    async def try_later(self, index: int) -> None:
        if row := self.pick(index):
            self.drop([row])
            due_at = self.now + deliveries.pause_before(row.attempts)
            await self.do(deliveries.settle, delivery_id=row.id, state="waiting", now=NOW, next_at=due_at)

    async def give_up(self, index: int) -> None:
        row = self.pick(index)
        if row and row.kind == "post" and row.subject_id not in self.messages:
            self.hands.remove(row)
            self.given_up.add(row.subject_id)
            await self.do(deliveries.settle, delivery_id=row.id, state="failed", reason="made-up")

    async def call_back(self, subject_id: int) -> None:
        if subject_id in self.scheduled:
            self.called_back.add(subject_id)
            await self.do(deliveries.retract, feature="made-up", subject_ids=[subject_id], now=self.now)

    async def crash(self, alone: bool) -> None:  # noqa: FBT001 a step is a tuple
        """Start again. A process that is `alone` takes back what was leased; others let the leases run out."""
        self.drop(list(self.hands))
        if alone:
            await self.do(claims.release_leases)

    async def finish(self) -> None:
        """Let the bot run undisturbed until nothing is left to do."""
        await self.crash(alone=False)
        while [row for row in await self.do.rows(Delivery) if row.state in {"waiting", "leased"}]:
            await self.wait(200)
            await self.claim(50)
            for _ in list(self.hands):
                await self.record(0)

    async def check(self) -> None:
        rows = {(row.kind, row.subject_id): row for row in await self.do.rows(Delivery)}
        for subject_id, expires_at in self.scheduled.items():
            post, out = rows.get(("post", subject_id)), subject_id in self.messages
            if subject_id in self.called_back:
                assert not out or subject_id in self.in_doubt, "called back, and still there"
                assert post is None or post.state == "cancelled"
                continue
            assert post is not None, "lost"
            if post.state == "sent":
                assert post.message_id == self.messages[subject_id]
            elif post.state == "missed":
                assert self.now >= expires_at
                assert not out or subject_id in self.in_doubt
            else:
                assert post.state == "failed"
                assert subject_id in self.given_up
                assert not out


@examples(30)
@given(taken=steps)
async def test_in_any_order_and_cut_anywhere_each_message_is_sent_once_or_accounted_for(
    database: Database, taken: list[tuple[Any, ...]]
) -> None:
    async with undone(database) as do:
        world = World(do)
        for name, *told in taken:
            await getattr(world, name)(*told)
        await world.finish()
        await world.check()
