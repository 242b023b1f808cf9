"""Gestures of several members over many days and clock changes leave what a plain table of days would hold."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Closed, NotFound
from bot.services import checkins, members
from db.models.checkins import Answer
from db.models.shares import Share
from db.session import Database
from tests.services.clock_changes import changes, zones
from tests.services.people import GUILD, JO, KIM, SAM, Do, examples, pair_up, say, set_up, undone

PEOPLE = (SAM, JO)
who = st.sampled_from(PEOPLE)
gestures = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), who, st.sampled_from(checkins.ANSWERS)),
        st.tuples(st.just("answer"), who, st.sampled_from(checkins.ANSWERS)),
        st.tuples(st.just("wait"), st.integers(1, 60 * 30)),
        st.tuples(st.just("wait"), st.integers(1, 60 * 24 * 16)),
        st.tuples(st.just("take_back"), who),
        st.tuples(st.just("share"), who),
        st.tuples(st.just("forgetting"), who, st.booleans()),
        st.tuples(st.just("purge")),
    ),
    max_size=14,
)


@st.composite
def beginnings(draw: st.DrawFn) -> tuple[datetime, dict[int, str]]:
    """Give an instant, as often as not a few days before a clock changes, and a zone for each member."""
    lived = {person: draw(zones) for person in PEOPLE}
    near = changes(lived[SAM], 2026)
    start = draw(st.sampled_from(near)) if near and draw(st.booleans()) else datetime(2026, 6, 3, tzinfo=UTC)
    return start - timedelta(minutes=draw(st.integers(0, 60 * 24 * 3))), lived


@dataclass
class Table:
    """The plain table: of each member and day the answer, the days it is kept, and whether the peer sees it."""

    do: Do
    now: datetime
    lived: dict[int, str]
    days: dict[tuple[int, date], tuple[str, int]] = field(default_factory=dict)
    shared: set[tuple[int, date]] = field(default_factory=set)
    forgetful: set[int] = field(default_factory=set)

    def today(self, person: int) -> date:
        return self.now.astimezone(ZoneInfo(self.lived[person])).date()

    def kept(self) -> dict[tuple[int, date], str]:
        return {
            (person, day): said
            for (person, day), (said, days) in self.days.items()
            if self.today(person) < day + timedelta(days=days)
        }

    async def answer(self, person: int, said: str) -> None:
        day = self.today(person)
        await say(self.do, person, said, now=self.now)
        self.days[person, day] = (said, 1 if person in self.forgetful else 14)
        self.shared.discard((person, day))

    async def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    async def take_back(self, person: int) -> None:
        day = self.today(person)
        told = {"guild_id": GUILD, "member_id": person, "day": day, "now": self.now}
        if (person, day) in self.kept():
            await self.do(checkins.take_back_answer, **told)
            del self.days[person, day]
            self.shared.discard((person, day))
        else:
            assert isinstance(await self.do.refused(checkins.take_back_answer, **told), NotFound)

    async def share(self, person: int) -> None:
        day = self.today(person)
        told = {"guild_id": GUILD, "member_id": person, "day": day, "now": self.now}
        if (person, day) not in self.kept():
            assert isinstance(await self.do.refused(checkins.share_answer, **told), NotFound)
        elif person == SAM:
            assert await self.do(checkins.share_answer, **told) == [KIM]
            self.shared.add((person, day))
        else:
            assert isinstance(await self.do.refused(checkins.share_answer, **told), Closed)

    async def forgetting(self, person: int, on: bool) -> None:  # noqa: FBT001 a gesture is a tuple
        (self.forgetful.add if on else self.forgetful.discard)(person)
        told = {"guild_id": GUILD, "member_id": person, "now": self.now}
        await self.do(members.record_switch, **told, name="forget_at_midnight", on=on)

    async def purge(self) -> None:
        await self.do(checkins.purge, now=self.now)
        kept = self.kept()
        rows = await self.do.rows(Answer)
        assert {(row.member_id, row.answered_on): row.answer for row in rows} == kept
        assert len(rows) == len(kept)
        self.shared &= set(kept)
        of = {row.id: (row.member_id, row.answered_on) for row in rows}
        assert {of[row.answer_id] for row in await self.do.rows(Share)} == self.shared

    async def check(self) -> None:
        kept = self.kept()
        for person in PEOPLE:
            told = {"guild_id": GUILD, "member_id": person, "now": self.now}
            today = self.today(person)
            fortnight = [today - timedelta(days=back) for back in range(13, -1, -1)]
            assert await self.do(checkins.list_fortnight, **told) == [
                (day, kept.get((person, day))) for day in fortnight
            ]
            found = await self.do(checkins.find_today, **told)
            assert (found.answer if found else None) == kept.get((person, today))


@examples(16)
@given(beginning=beginnings(), made=gestures)
async def test_whatever_members_do_on_whatever_days_the_rules_and_a_plain_table_agree(
    database: Database, beginning: tuple[datetime, dict[int, str]], made: list[tuple[object, ...]]
) -> None:
    now, lived = beginning
    async with undone(database) as do:
        await set_up(do)
        for person, zone in lived.items():
            await do(members.record_choice, guild_id=GUILD, member_id=person, now=now, zone=zone)
        await pair_up(do, SAM, KIM, now=now)
        table = Table(do, now, lived)
        for name, *told in made:
            await getattr(table, str(name))(*told)
            await table.check()
        await table.purge()
