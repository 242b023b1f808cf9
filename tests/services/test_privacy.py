"""Everything that is kept about a member is shown to them, goes when they say so, and goes by itself in time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserError
from bot.services import (
    announcements,
    checkins,
    claims,
    deliveries,
    event_notices,
    event_reminders,
    events,
    feeds,
    members,
    pathway_routes,
    pathways,
    peers,
    privacy,
    prompts,
    reachouts,
    signposts,
    story_filters,
    training_entries,
    training_imports,
    training_news,
    training_saves,
    training_suggestions,
)
from bot.services.training_csv import Row, Sheet
from bot.services.training_entries import Told
from bot.services.training_texts import Deadline
from db.base import Base, MemberId
from db.models.checkins import Answer, Prompt
from db.models.deliveries import Delivery
from db.models.feedback import FeedbackGiven
from db.models.guilds import Guild
from db.models.members import Member
from db.models.peers import Peer
from db.models.reachouts import ReachOut
from db.models.shares import Share
from db.models.training import TrainingEntry
from db.session import Database
from tests.services import announcing, cataloguing, eventing, training_rows
from tests.services.people import (
    ADA,
    CHECKINS,
    DAY,
    ELSEWHERE,
    EVERYBODY,
    GUILD,
    HOUR,
    JO,
    KIM,
    NOW,
    SAM,
    Do,
    examples,
    pair_up,
    person,
    reach_out,
    say,
    send_due,
    set_up,
    share,
    undone,
)

Cells = list[tuple[str, str, Any]]
"""Every value of the database: its table, its column, and the value as the driver gives it."""


async def cells(session: AsyncSession) -> Cells:
    found: Cells = []
    for table in Base.metadata.sorted_tables:
        rows = await session.execute(text(f"SELECT * FROM {table.name}"))  # noqa: S608 our own names
        found += [(table.name, column, value) for row in rows.mappings() for column, value in row.items()]
    return found


def holds(value: object, member_id: int) -> bool:
    """Tell whether a value is or contains an id, however it is written."""
    written = str(value).casefold()
    return value == member_id or any(form in written for form in (str(member_id), f"{member_id:x}"))


def places(found: Cells, member_id: int) -> set[str]:
    return {f"{table}.{column}" for table, column, value in found if holds(value, member_id)}


def columns_of_people() -> Iterator[tuple[str, str]]:
    for table in Base.metadata.sorted_tables:
        yield from ((table.name, column.name) for column in table.columns if isinstance(column.type, MemberId))


PEOPLE_COLUMNS = {f"{table}.{column}" for table, column in columns_of_people()}


async def rows_about(session: AsyncSession, *, member_id: int, guild_id: int | None) -> dict[str, int]:
    """Count the rows of each feature in which any column of a person names a member."""
    found: dict[str, int] = {}
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        named = [column for column in table.columns if isinstance(column.type, MemberId)]
        if not named:
            continue
        rows = (await session.execute(table.select())).mappings().all()
        mine = [row for row in rows if any(row[column.name] == member_id for column in named)]
        here = [row for row in mine if guild_id in {None, row.get("guild_id", guild_id)}]
        feature = mapper.class_.__module__.rpartition(".")[2]
        found[feature] = found.get(feature, 0) + len(here)
    return found


async def others(session: AsyncSession, *, who: int) -> dict[str, list[dict[str, Any]]]:
    """Give every row that does not name somebody; of messages, which may be about them, none."""
    found = {}
    for table in Base.metadata.sorted_tables:
        rows = (await session.execute(table.select().order_by(*table.primary_key.columns))).mappings()
        found[table.name] = [dict(row) for row in rows if who not in row.values()]
    del found["deliveries"]
    return found


@dataclass
class Community:
    """People who do whatever the examples say, in two communities; refusals are part of it."""

    do: Do
    now: datetime = NOW
    prompts: list[int] = field(default_factory=list)

    async def begin(self) -> "Community":
        for guild_id in (GUILD, ELSEWHERE):
            await set_up(self.do, guild_id, nation="Wales")
            told = {"person": person("organiser", guild_id=guild_id), "channel_id": CHECKINS, "now": NOW}
            self.prompts.append((await self.do(prompts.ask_now, **told, open_for=DAY)).id)
        return self

    async def gesture(self, name: str, guild_id: int, who: int, other: int) -> None:
        told = {"guild_id": guild_id, "member_id": who, "now": self.now}
        try:
            await getattr(self, name)(told, other)
        except UserError as refusal:
            assert refusal.message_id  # noqa: PT017 a refusal is as good as a success here

    async def answer(self, told: dict[str, Any], other: int) -> None:
        prompt_id = self.prompts[told["guild_id"] == ELSEWHERE] if other % 2 else 0
        await self.do(checkins.record_answer, **told, answer=checkins.ANSWERS[other % 6], prompt_id=prompt_id)

    async def share(self, told: dict[str, Any], _other: int) -> None:
        await self.do(checkins.share_answer, **told, day=self.now.date())

    async def take_back(self, told: dict[str, Any], _other: int) -> None:
        await self.do(checkins.take_back_answer, **told, day=self.now.date())

    async def pair(self, told: dict[str, Any], other: int) -> None:
        await self.do(peers.ask_peer, **told, peer_id=other)

    async def agree(self, told: dict[str, Any], _other: int) -> None:
        for pair in await self.do.rows(Peer):
            if (pair.guild_id, pair.peer_id) == (told["guild_id"], told["member_id"]):
                await self.do(peers.record_reply, pair_id=pair.id, peer_id=pair.peer_id, agrees=True, now=self.now)

    async def end(self, told: dict[str, Any], _other: int) -> None:
        for pair in (await self.do(peers.list_mine, guild_id=told["guild_id"], member_id=told["member_id"]))[:1]:
            await self.do(peers.end_pair, pair_id=pair.id, member_id=told["member_id"], now=self.now)

    async def reach_out(self, told: dict[str, Any], _other: int) -> None:
        await self.do(reachouts.record_reach_out, **told)

    async def settle_in(self, told: dict[str, Any], _other: int) -> None:
        await self.do(members.record_quiet_hours, **told, start="9pm", end="8am")
        await self.do(members.record_nation, **told, nation="Scotland")

    async def send(self, _told: dict[str, Any], _other: int) -> None:
        await send_due(self.do, self.now)

    async def fail(self, _told: dict[str, Any], _other: int) -> None:
        for row in await self.do(claims.claim_due, now=self.now, limit=1):
            await self.do(deliveries.settle, delivery_id=row.id, state="failed", reason="closed-dm", now=self.now)

    async def claim(self, _told: dict[str, Any], _other: int) -> None:
        await self.do(claims.claim_due, now=self.now, limit=2)

    async def wait(self, _told: dict[str, Any], other: int) -> None:
        self.now += timedelta(hours=other % 31)


NAMES = [
    "answer", "answer", "share", "share", "take_back", "pair", "pair", "pair", "agree", "agree", "end",
    "reach_out", "settle_in", "send", "send", "fail", "claim", "wait",
]  # fmt: skip
gestures = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from([GUILD, GUILD, ELSEWHERE]),
        st.sampled_from([SAM, SAM, JO, KIM]),
        st.sampled_from(EVERYBODY),
    ),
    min_size=6,
    max_size=22,
)
Made = list[tuple[str, int, int, int]]


async def live(do: Do, made: Made) -> Community:
    """Let everybody do these things, in a community where Sam shares with Jo already, and Kim with Sam."""
    community = await Community(do).begin()
    await pair_up(do, SAM, JO)
    await pair_up(do, KIM, SAM)
    for who in (SAM, KIM):
        await say(do, who)
    for gesture in made:
        await community.gesture(*gesture)
    return community


def named_by(rows: Iterable[Delivery], about: dict[str, set[int]]) -> set[tuple[int | None, int | None]]:
    """Give where the sent messages stand that are about these subjects."""
    sent = [row for row in rows if row.kind == "post" and row.state == "sent"]
    return {(row.message_channel_id, row.message_id) for row in sent if row.subject_id in about.get(row.feature, ())}


async def subjects_of(do: Do, member_id: int, guild_ids: Iterable[int]) -> dict[str, set[int]]:
    """Give the subjects of messages that name a member."""
    found = {
        "shares": [(row.id, row.guild_id, {row.member_id, row.peer_id}) for row in await do.rows(Share)],
        "peers": [(row.id, row.guild_id, {row.member_id, row.peer_id}) for row in await do.rows(Peer)],
        "reachouts": [(row.id, row.guild_id, {row.member_id}) for row in await do.rows(ReachOut)],
    }
    return {
        name: {key for key, guild_id, people in rows if guild_id in guild_ids and member_id in people}
        for name, rows in found.items()
    }


async def messages_but(do: Do, about: dict[str, set[int]]) -> list[tuple[object, ...]]:
    """Give every message that still stands for something, but those about these subjects."""
    return [
        (row.id, row.kind, row.state, row.member_id, row.message_id)
        for row in await do.rows(Delivery)
        if row.subject_id not in about.get(row.feature, ()) and row.kind == "post" and row.state != "cancelled"
    ]


@examples(10)
@given(made=gestures, everywhere=st.booleans())
async def test_whatever_happened_my_data_shows_every_row_and_my_delete_leaves_none(
    database: Database, made: Made, *, everywhere: bool
) -> None:
    async with undone(database) as do:
        community = await live(do, made)
        guild_id, guild_ids = (None, (GUILD, ELSEWHERE)) if everywhere else (GUILD, (GUILD,))
        mine = {"guild_id": guild_id, "member_id": SAM}

        shown = await do(privacy.gather_member, **mine)
        about = await do(rows_about, **mine)
        assert {name: len(rows) for name, rows in shown.items()} == about

        said_of_me = named_by(await do.rows(Delivery), await subjects_of(do, SAM, guild_ids))
        counts = await do(privacy.forget_member, **mine, now=community.now)
        assert counts.keys() == about.keys()
        for name in ("members", "checkins", "peers", "reachouts"):
            assert counts[name] == about[name]

        assert await do(rows_about, **mine) == dict.fromkeys(about, 0)
        if everywhere:
            assert places(await do(cells), SAM) == set()
        away = {(row.channel_id, row.message_id) for row in await do.rows(Delivery) if row.kind == "delete"}
        assert said_of_me <= away
        assert not any((await do(privacy.gather_member, **mine)).values())


@examples(6)
@given(made=gestures)
async def test_whatever_happened_no_column_but_a_persons_holds_a_person(database: Database, made: Made) -> None:
    async with undone(database) as do:
        await live(do, made)
        found = await do(cells)
        assert set().union(*(places(found, member_id) for member_id in EVERYBODY)) <= PEOPLE_COLUMNS


@examples(6)
@given(made=gestures)
async def test_forgetting_one_member_leaves_every_row_that_names_only_others(database: Database, made: Made) -> None:
    async with undone(database) as do:
        community = await live(do, made)
        about_sam = await subjects_of(do, SAM, (GUILD, ELSEWHERE))
        before, messages = await do(others, who=SAM), await messages_but(do, about_sam)
        await do(privacy.forget_member, guild_id=None, member_id=SAM, now=community.now)
        assert await do(others, who=SAM) == before
        assert await messages_but(do, about_sam) == messages


async def announce(do: Do) -> None:
    """Let Sam write one announcement, approve another, and be the contact of a third."""
    await set_up(do, announcements_need_two=True)
    await announcing.scheduled(do, person=announcing.organiser(SAM))
    for contact in (None, SAM):
        row = await announcing.scheduled(do, contact_id=contact)
        approver = announcing.organiser(JO if contact else SAM)
        await do(announcements.approve, person=approver, announcement_id=row.id, now=NOW)


async def meet(do: Do) -> None:
    """Let Sam plan an event, be its contact and host, go to it, tell the others, be reminded, and look back at it."""
    row = await eventing.opened(do, person=announcing.organiser(SAM), contact_id=SAM)
    await do(events.add_host, person=announcing.organiser(SAM), event_id=row.id, member_id=SAM)
    (one,) = await eventing.times(do, row)
    await eventing.press(do, SAM, one=one.id)
    await do(event_reminders.record_plan, guild_id=GUILD, member_id=SAM, leads="60", now=NOW)
    told = {"rule": event_notices.record_message, "one": one.id, "is_of_event": False, "text": "Bring a cup."}
    await do(eventing.with_time, **told, author_id=SAM, member_ids=[SAM], now=NOW)
    await do(feeds.make, person=announcing.organiser(SAM), is_mine=True, now=NOW)
    await do(story_filters.record_hidden, guild_id=GUILD, member_id=SAM, notes=["death"], now=NOW)
    told = {"person": announcing.organiser(SAM), "now": NOW}
    await do(training_entries.edit_entry, **told, told=Told(training_rows.entry()))
    await do(training_imports.start_import, **told, sheet=Sheet((Row(2, "", "", training_rows.entry()),)))
    await do(pathways.record_stage, guild_id=GUILD, member_id=SAM, stage="worker", now=NOW)
    made = {"step": "volunteer-worker", "length": "some", "helps": ("luck",)}
    await do(pathway_routes.record_route, guild_id=GUILD, member_id=SAM, **made, now=NOW)
    await signpost(do)
    await do(add, row=FeedbackGiven(guild_id=GUILD, occurrence_id=one.id, member_id=SAM))
    await use_catalogue(do)


async def use_catalogue(do: Do) -> None:
    """Let Sam save an entry, ask for news, suggest another, and be reminded, told and thanked."""
    sams: dict[str, Any] = {"guild_id": GUILD, "member_id": SAM, "now": NOW}
    await do(training_news.record_news, **sams, stages=())
    ends = Deadline(NOW.date() + DAY)  # by the plan of an hour before, on the day itself
    saved = await cataloguing.add(do, "Cake", deadlines=(ends,))
    await do(training_saves.record_save, **sams, number=saved.number)
    new = {"kind": "new", "fields": cataloguing.told("Biscuits").fields}
    row = await do(training_suggestions.suggest, **sams, **new)
    await do(training_suggestions.take, person=announcing.organiser(JO), suggestion_id=row.id, now=NOW)
    assert await do(training_saves.plan_due, now=NOW) == 1
    assert await do(training_news.plan_due, now=NOW + 7 * DAY) == 1


async def signpost(do: Do) -> None:
    """Let Sam send Jo the entry, and Kim send it to Sam."""
    number = (await do.rows(TrainingEntry))[0].number
    for sender, receiver in ((SAM, JO), (KIM, SAM)):
        whom = {"guild_id": GUILD, "from_id": sender, "member_id": receiver}
        await do(signposts.record_signpost, **whom, number=number, now=NOW)


async def add(session: AsyncSession, *, row: Base) -> None:
    session.add(row)


async def test_a_member_known_in_every_table_is_found_in_every_one_and_then_in_none(do: Do) -> None:
    await set_up(do)
    await pair_up(do, SAM, JO)
    await pair_up(do, KIM, SAM)
    for who in (SAM, JO, KIM):
        await say(do, who)
        await reach_out(do, who)
    for who in (SAM, KIM):
        await share(do, who)
    await announce(do)
    await meet(do)
    await send_due(do, NOW)
    assert places(await do(cells), SAM) == PEOPLE_COLUMNS
    assert all((await do(privacy.gather_member, guild_id=GUILD, member_id=SAM)).values())
    gone = await do(privacy.forget_member, guild_id=GUILD, member_id=SAM, now=NOW)
    assert all(gone[name] for name in ("announcements", "checkins", "directs", "members", "peers", "reachouts"))
    assert all(gone[name] for name in ("event_notices", "event_reminders", "events", "feedback", "feeds", "signups"))
    assert all(gone[name] for name in ("pathway_routes", "pathways", "story_filters"))
    assert gone["signposts"] == 2
    assert (gone["training_entries"], gone["training_imports"]) == (1, 1)
    assert (gone["training_news"], gone["training_saves"], gone["training_suggestions"]) == (2, 2, 1)
    assert places(await do(cells), SAM) == set()
    about = sorted(row.feature for row in await do.rows(Delivery) if row.kind == "delete")
    assert about == [
        "eventnotices", "peers", "peers", "reachouts", "shares", "shares", "signposts", "signposts",
        "trainingsuggestions",
    ]  # fmt: skip
    assert [row.member_id for row in await do.rows(Answer)] == [JO, KIM]


async def test_forgetting_in_one_community_leaves_the_other_as_it_was(do: Do) -> None:
    for guild_id in (GUILD, ELSEWHERE):
        await set_up(do, guild_id)
        await pair_up(do, SAM, JO, guild_id=guild_id)
        await pair_up(do, JO, SAM, guild_id=guild_id)
        await say(do, SAM, guild_id=guild_id)
        await share(do, SAM, guild_id=guild_id)
        await reach_out(do, SAM, guild_id=guild_id)
        await announcing.scheduled(do, person=announcing.organiser(SAM, guild_id))
    there = {"guild_id": ELSEWHERE, "member_id": SAM}
    before = await do(privacy.gather_member, **there)
    await do(privacy.forget_member, guild_id=GUILD, member_id=SAM, now=NOW)
    assert await do(privacy.gather_member, **there) == before
    assert await do(privacy.gather_member, guild_id=None, member_id=SAM) == before
    elsewhere = {
        "directs",
        "event_notices",
        "event_reminders",
        "events",
        "feedback",
        "feeds",
        "pathway_routes",
        "pathways",
        "signposts",
        "signups",
        "story_filters",
        "training_entries",
        "training_imports",
        "training_news",
        "training_saves",
        "training_suggestions",
    }
    assert all(rows for name, rows in before.items() if name not in elsewhere)  # the first belongs to no community


async def test_about_somebody_unknown_nothing_is_shown_and_nothing_goes(do: Do) -> None:
    stranger = {"guild_id": None, "member_id": ADA}
    shown = await do(privacy.gather_member, **stranger)
    assert set(shown) == {
        "announcements", "checkins", "deliveries", "directs", "event_notices", "event_reminders", "events", "feedback",
        "feeds", "members", "pathway_routes", "pathways", "peers", "reachouts", "shares", "signups", "story_filters",
        "signposts",
        "training_entries", "training_imports", "training_news", "training_saves", "training_suggestions",
    }  # fmt: skip
    assert not any(shown.values())
    assert not any((await do(privacy.forget_member, **stranger, now=NOW)).values())


def test_deliveries_are_asked_last_because_the_others_take_messages_away_by_them() -> None:
    for rule in ("export_member", "erase_member", "purge"):
        assert list(privacy.holders(rule))[-1] == "deliveries"


def test_the_search_finds_an_id_however_it_is_written() -> None:
    for value in (SAM, str(SAM), f"<@{SAM}>", f"{SAM:X}", f"x{SAM:x}"):
        assert holds(value, SAM), value
    assert not holds(JO, SAM)


LONGEST = {Answer: 14, ReachOut: 7, Prompt: 15}
"""Days after which no row of a table that was made on the first day may be left."""


@examples(10)
@given(hours=st.integers(0, 24 * 40), made=gestures, sent=st.booleans())
async def test_what_is_young_stays_and_what_is_old_goes(
    database: Database, hours: int, made: Made, *, sent: bool
) -> None:
    async with undone(database) as do:
        community = await Community(do).begin()
        for name, *told in made:
            if name not in {"wait", "send", "fail", "claim"}:
                await community.gesture(name, *told)
        if sent:
            await send_due(do, NOW)
        before = {model: len(await do.rows(model)) for model in (*LONGEST, Share, Member, Guild)}
        await do(privacy.purge_everything, now=NOW + hours * HOUR)
        after = {model: len(await do.rows(model)) for model in before}
        for model, days in LONGEST.items():
            assert after[model] == before[model] or hours > 24 * (days - 1), model
            assert after[model] == 0 or hours <= 24 * days, model
        assert after[Share] == (before[Share] if after[Answer] else 0)
        assert (after[Member], after[Guild]) == (before[Member], before[Guild])


async def test_in_time_nothing_is_left_of_anybody_and_every_message_that_named_them_is_taken_away(do: Do) -> None:
    await set_up(do)
    await pair_up(do, SAM, JO)
    await say(do, SAM)
    await share(do, SAM)
    await reach_out(do, SAM)
    await send_due(do, NOW)
    assert len(await do.rows(Delivery)) == 3
    sent = {(row.message_channel_id, row.message_id) for row in await do.rows(Delivery)}
    taken_away: set[tuple[int | None, int | None]] = set()
    for days in range(0, 440, 5):
        now = NOW + timedelta(days=days)
        await do(privacy.purge_everything, now=now)
        taken_away |= {(row.channel_id, row.message_id) for row in await send_due(do, now) if row.kind == "delete"}
    assert taken_away == sent
    assert {table for table, _, _ in await do(cells)} == {"guilds"}


async def test_a_bot_that_was_away_for_months_still_takes_its_messages_away(do: Do) -> None:
    await set_up(do)
    await reach_out(do, SAM)
    await send_due(do, NOW)
    gone = await do(privacy.purge_everything, now=NOW + 90 * DAY)
    assert (gone["reachouts"], gone["deliveries"]) == (1, 0)
    assert [row.kind for row in await do.rows(Delivery)] == ["delete"]
