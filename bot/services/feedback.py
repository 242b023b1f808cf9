"""One question on the day after: who answered and what was answered are never joined, and totals are told once."""

import secrets
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, delete, exists, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, NotFound
from bot.services import event_lists, event_notices, members, past_events, zones
from bot.services.disclosure import FEWEST, Published, draw_nudges, publish
from bot.services.guilds import Person
from bot.services.scopes import belongs
from bot.services.statements import count, upsert
from db.models.event_notices import EventNotice
from db.models.events import Event, Occurrence
from db.models.feedback import FeedbackGiven, FeedbackTotal, FeedbackWaiting
from db.models.guilds import Guild
from db.models.signups import Signup

ANSWERS = ("good", "ok", "not-for-me", "skip")

ASKED_FROM, ASKED_UNTIL = 9, 20
"""Hours of the community's day between which the question goes out."""

DAY = timedelta(days=1)
ASKED_FOR = 2 * DAY
"""How long the question still goes out if Kettle was not running, from the morning after the end."""

USE_BY = 3 * DAY
"""How long a question waits for a way through, from the same morning."""

OPEN = 7 * DAY
"""How long after the end somebody can answer. Then the totals are told."""

INTAKE_HOUR = 3
"""The hour of the community's day in which answers are counted."""

PEOPLE = "people"
"""Stands in the totals where an answer would, once they are told: about how many answered; 0 for too few."""


class Told(NamedTuple):
    """What organisers may know of the answers about one time: nothing before `due_at`; no totals for too few."""

    event: Event
    occurrence: Occurrence
    due_at: datetime
    is_told: bool
    totals: Published | None


async def ask_due(session: AsyncSession, *, now: datetime) -> int:
    """Ask those who came, on the day after, each once and outside their quiet hours; give how many.

    Where fewer could answer than totals are told for, nobody is asked.
    """
    here = select(Occurrence, Guild.zone).join(Guild, Guild.guild_id == Occurrence.guild_id)
    since = now - ASKED_FOR - 2 * DAY
    ended = here.where(Occurrence.state != "cancelled", Occurrence.ends_at <= now, Occurrence.ends_at > since)
    found = (await session.execute(ended.order_by(Occurrence.id))).all()
    asked = 0
    for one, zone in found:
        morning = morning_after(one.ends_at, zone)
        if morning <= now < morning + ASKED_FOR and ASKED_FROM <= now.astimezone(ZoneInfo(zone)).hour < ASKED_UNTIL:
            asked += await _ask(session, one, morning + USE_BY, now)
    return asked


def morning_after(ends_at: datetime, zone: str) -> datetime:
    """Give the instant of nine in the morning on the day after an end."""
    return zones.instant_at(zones.local_day(ends_at, zone) + DAY, time(ASKED_FROM), zone)


async def _ask(session: AsyncSession, one: Occurrence, expires_at: datetime, now: datetime) -> int:
    """Ask whoever was not asked yet and takes messages; give how many."""
    known = set(await session.scalars(_asked(one.id)))
    due: dict[datetime, list[int]] = {}
    for member_id in await _list_there(session, one.id):
        person = {"guild_id": one.guild_id, "member_id": member_id}
        if member_id not in known and (await members.get_choices(session, **person)).direct_messages:
            due.setdefault(await members.quiet_end(session, **person, now=now), []).append(member_id)
    if not known and sum(map(len, due.values())) < FEWEST:  # no total would ever be told
        return 0
    for due_at, member_ids in due.items():
        when: dict[str, Any] = {"now": now, "due_at": due_at, "expires_at": expires_at}
        await event_notices.tell(session, occurrence=one, member_ids=member_ids, kind="feedback", **when)
    return sum(map(len, due.values()))


def _asked(occurrence_id: int) -> Select[int]:
    here = select(EventNotice.member_id).where(EventNotice.occurrence_id == occurrence_id)
    return here.where(EventNotice.kind == "feedback")


async def _list_there(session: AsyncSession, occurrence_id: int) -> Sequence[int]:
    """Give the members who came; where nobody took note of that, those who said going."""
    rows = select(Signup).where(Signup.occurrence_id == occurrence_id, Signup.member_id.is_not(None))
    signups = (await session.scalars(rows.order_by(Signup.member_id))).all()
    came = [row for row in signups if row.attended]
    going = [row for row in signups if row.answer == "going" and row.attended is None]
    return [row.member_id for row in came or going if row.member_id is not None]


async def record(session: AsyncSession, *, person: Person, occurrence_id: int, answer: str, now: datetime) -> bool:
    """Keep that somebody answered, and apart from it an answer; False when they answered before.

    Only for those who were asked, and until the totals are told; else Closed. Until the write-ahead log is emptied it
    tells both together: whoever commits has it emptied.
    """
    one, member_id = await session.get(Occurrence, occurrence_id), person.member_id
    if one is None or one.guild_id != person.guild_id:
        raise NotFound("events-not-found")
    if answer not in ANSWERS:
        raise Closed("errors-older-screen")
    await members.record_choice(session, guild_id=one.guild_id, member_id=member_id, now=now)
    if member_id not in set(await session.scalars(_asked(one.id))):
        raise Closed("feedback-not-asked")
    if now >= one.ends_at + OPEN:
        raise Closed("feedback-over")
    if await session.get(FeedbackGiven, (one.id, member_id)) is not None:
        return False
    session.add(FeedbackGiven(occurrence_id=one.id, member_id=member_id, guild_id=one.guild_id))
    await _mix_in(session, one, answer)
    return True


async def _mix_in(session: AsyncSession, one: Occurrence, answer: str) -> None:
    """Put an answer with those that wait, and write all of them anew in an order of chance.

    Else the place of a row in its file, or on PostgreSQL the transaction that wrote it, would tell whose it is.
    """
    taken_out = delete(FeedbackWaiting).where(FeedbackWaiting.occurrence_id == one.id)
    answers = [*await session.scalars(taken_out.returning(FeedbackWaiting.answer)), answer]
    secrets.SystemRandom().shuffle(answers)
    ids = sorted(secrets.randbits(63) for _ in answers)
    same = {"guild_id": one.guild_id, "occurrence_id": one.id}
    rows = [{"id": key, "answer": said, **same} for key, said in zip(ids, answers, strict=True)]
    await session.execute(insert(FeedbackWaiting), rows)


async def intake(session: AsyncSession, *, now: datetime) -> int:
    """Count what waits, where it is the hour for it; give how many answers. What is told is not added to."""
    zoned = await session.execute(select(Guild.guild_id, Guild.zone))
    here = [guild_id for guild_id, zone in zoned if now.astimezone(ZoneInfo(zone)).hour == INTAKE_HOUR]
    waiting = select(Occurrence.id).where(Occurrence.guild_id.in_(here), Occurrence.ends_at > now - OPEN)
    return await _count_in(session, (await session.scalars(waiting)).all())


async def _count_in(session: AsyncSession, occurrence_ids: Collection[int]) -> int:
    taken_out = delete(FeedbackWaiting).where(FeedbackWaiting.occurrence_id.in_(occurrence_ids))
    columns = FeedbackWaiting.occurrence_id, FeedbackWaiting.answer, FeedbackWaiting.guild_id
    said = Counter(map(tuple, await session.execute(taken_out.returning(*columns))))
    for (occurrence_id, answer, guild_id), number in sorted(said.items()):
        keys = {"occurrence_id": occurrence_id, "answer": answer}
        new = {"guild_id": guild_id, "number": 0}
        row = await upsert(session, FeedbackTotal, keys=keys, values={}, new=new)
        row.number += number
    return said.total()


async def publish_due(session: AsyncSession, *, now: datetime) -> int:
    """Tell the totals of every event a week after its end, once; give how many.

    What is told takes the place of what was counted: nobody, with whatever power here, can count it again.
    """
    is_told = exists().where(FeedbackTotal.occurrence_id == Occurrence.id, FeedbackTotal.answer == PEOPLE)
    over = select(Occurrence).where(Occurrence.ends_at <= now - OPEN, Occurrence.state != "cancelled", ~is_told)
    due = (await session.scalars(over.order_by(Occurrence.id).with_for_update())).all()
    return sum([await _publish(session, one) for one in due])


async def _publish(session: AsyncSession, one: Occurrence) -> bool:
    """Tell one; False where another process was first, which is known only now that it has finished."""
    await _count_in(session, [one.id])
    counted = select(FeedbackTotal.answer, FeedbackTotal.number).where(FeedbackTotal.occurrence_id == one.id)
    known = {row.answer: row.number for row in await session.execute(counted)}
    if PEOPLE in known:
        return False
    counts = {answer: known.get(answer, 0) for answer in ANSWERS}
    told = publish(counts, draw_nudges(counts))
    figures = {PEOPLE: told.people, **told.figures} if told else {PEOPLE: 0}
    await session.execute(delete(FeedbackTotal).where(FeedbackTotal.occurrence_id == one.id))
    same = {"guild_id": one.guild_id, "occurrence_id": one.id}
    rows = [{"answer": answer, "number": number, **same} for answer, number in figures.items()]
    await session.execute(insert(FeedbackTotal), rows)
    return True


async def get_told(session: AsyncSession, *, person: Person, occurrence_id: int, now: datetime) -> Told:
    """Give what those who organise an event may know of the answers about one time, once it has begun."""
    event, one = await past_events.get_past(session, person=person, occurrence_id=occurrence_id, now=now)
    told = await list_told(session, occurrence_ids=[one.id])
    return Told(event, one, one.ends_at + OPEN, one.id in told, told.get(one.id))


async def list_told(session: AsyncSession, *, occurrence_ids: Collection[int]) -> dict[int, Published | None]:
    """Give the totals of those of these times that are told; None stands for too few people."""
    here = select(FeedbackTotal).where(FeedbackTotal.occurrence_id.in_(occurrence_ids))
    found: dict[int, dict[str, int]] = {}
    for row in await session.scalars(here):
        found.setdefault(row.occurrence_id, {})[row.answer] = row.number
    told = {key: (figures.pop(PEOPLE), figures) for key, figures in found.items() if PEOPLE in figures}
    return {key: Published(people, figures) if people else None for key, (people, figures) in told.items()}


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give that a member answered about an event; what it was cannot be found."""
    mine = select(FeedbackGiven, Occurrence, Event).join(Occurrence, Occurrence.id == FeedbackGiven.occurrence_id)
    mine = mine.join(Event, Event.id == Occurrence.event_id)
    rows = mine.where(belongs(FeedbackGiven.member_id, member_id, guild_id)).order_by(FeedbackGiven.occurrence_id)
    return [
        {
            "kind": "feedback",
            "community": str(given.guild_id),
            "event": event_lists.title_of(event, one),
            "starts_at": one.starts_at.isoformat(),
        }
        for given, one, event in await session.execute(rows)
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:
    """Forget that a member answered; give how many rows. What they answered cannot be found, and stays."""
    del now
    return await count(session, delete(FeedbackGiven).where(belongs(FeedbackGiven.member_id, member_id, guild_id)))


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Nothing of its own: who answered, and the totals, go with the time they are about, thirty days after its end."""
    del session, now
    return 0
