"""Who came: taken down by those who organise an event, or said by each in its hour; and counts without names."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, NotFound, TooSoon
from bot.services import event_cards, event_lists, events, feedback, guilds, members, past_events, signups
from bot.services.disclosure import Published
from bot.services.guilds import Person
from bot.services.statements import count
from db.models.events import Event, Occurrence
from db.models.signups import Signup

MAY_SAY = ("going", "maybe")
"""Answers of those who may say that they are here."""

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a cell begins with that a spreadsheet would reckon out; the last four are the wide forms of the first."""


class Sheet(NamedTuple):
    """One time of an event with everybody who said going or maybe, or came."""

    event: Event
    occurrence: Occurrence
    signups: Sequence[Signup]


class Figures(NamedTuple):
    """One time of an event in numbers. `totals` is what is told of the feedback, if anything is."""

    title: str
    starts: datetime
    seats: int | None
    going: int
    maybe: int
    came: int
    guests: int
    totals: Published | None


async def get_sheet(session: AsyncSession, *, person: Person, occurrence_id: int, now: datetime) -> Sheet:
    """Give those who organise an event who was to come, and who came, from the start on."""
    event, one = await past_events.get_past(session, person=person, occurrence_id=occurrence_id, now=now)
    here = select(Signup).where(Signup.occurrence_id == one.id)
    there = here.where(or_(Signup.answer.in_(MAY_SAY), Signup.attended.is_(True)))
    rows = (await session.scalars(there.order_by(Signup.answered_at, Signup.id))).all()
    return Sheet(event, one, rows)


async def record_came(
    session: AsyncSession,
    *,
    person: Person,
    occurrence_id: int,
    member_ids: Collection[int],
    came: bool,
    now: datetime,
) -> list[int]:
    """Note of several members that they came, or did not; give those who never answered, of whom nothing is kept."""
    _, one = await past_events.get_past(session, person=person, occurrence_id=occurrence_id, now=now)
    theirs = Signup.occurrence_id == one.id, Signup.member_id.in_(member_ids)
    known = set(await session.scalars(select(Signup.member_id).where(*theirs)))
    await session.execute(update(Signup).where(*theirs).values(attended=came))
    return sorted(set(member_ids) - known)


async def record_everybody(session: AsyncSession, *, person: Person, occurrence_id: int, now: datetime) -> int:
    """Note that everybody came who said going; who was noted already stays as they are. Give how many are new."""
    _, one = await past_events.get_past(session, person=person, occurrence_id=occurrence_id, now=now)
    unmarked = Signup.occurrence_id == one.id, Signup.answer == "going", Signup.attended.is_(None)
    return await count(session, update(Signup).where(*unmarked).values(attended=True))


async def record_guests(
    session: AsyncSession,
    *,
    person: Person,
    occurrence_id: int,
    first: int,
    last: int,
    came: Collection[int],
    now: datetime,
) -> None:
    """Note which guests came of those shown together, from the first one's sign-up to the last one's."""
    _, one = await past_events.get_past(session, person=person, occurrence_id=occurrence_id, now=now)
    shown = Signup.occurrence_id == one.id, Signup.guest.is_not(None), Signup.id.between(first, last)
    await session.execute(update(Signup).where(*shown).values(attended=Signup.id.in_(came)))


async def record_here(
    session: AsyncSession, *, person: Person, occurrence_id: int, now: datetime
) -> event_lists.Listed:
    """Note that a member is there, by their own press: from a quarter of an hour before the start until the end.

    For whoever said going or maybe.
    """
    one, member_id = await session.get(Occurrence, occurrence_id), person.member_id
    if one is None or one.guild_id != person.guild_id:
        raise NotFound("events-not-found")
    await members.record_choice(session, guild_id=one.guild_id, member_id=member_id, now=now)
    if one.state == "cancelled":
        raise Closed("events-is-cancelled")
    if now < one.starts_at - event_lists.HERE:
        raise TooSoon("attendance-here-soon")
    if now >= one.ends_at:
        raise Closed("attendance-here-over")
    signup = await signups.find_signup(session, occurrence_id=one.id, member_id=member_id)
    if signup is None or signup.answer not in MAY_SAY:
        raise Closed("attendance-here-first")
    signup.attended = True
    return event_lists.Listed(await session.get_one(Event, one.event_id), one)


async def list_figures(session: AsyncSession, *, person: Person, event_id: int, now: datetime) -> list[Figures]:
    """Give every time of an event that has begun in numbers, the first one first, to those who organise it."""
    event = await events.get_event(session, person=person, event_id=event_id)
    guild = await guilds.get_guild(session, guild_id=person.guild_id)
    here = select(Occurrence).where(Occurrence.event_id == event.id, Occurrence.starts_at <= now)
    begun = here.where(Occurrence.state != "cancelled").order_by(Occurrence.starts_at, Occurrence.id)
    times = (await session.scalars(begun)).all()
    ids = [one.id for one in times]
    told = await feedback.list_told(session, occurrence_ids=ids)
    found = (await session.scalars(select(Signup).where(Signup.occurrence_id.in_(ids)))).all()
    answered = Counter((row.occurrence_id, row.answer) for row in found)
    came = Counter(row.occurrence_id for row in found if row.attended)
    guests = Counter(row.occurrence_id for row in found if row.guest is not None)
    return [
        Figures(
            title=event_lists.title_of(event, one),
            starts=one.starts_at.astimezone(ZoneInfo(guild.zone)),
            seats=event_cards.seats_of(event, one),
            going=answered[one.id, "going"],
            maybe=answered[one.id, "maybe"],
            came=came[one.id],
            guests=guests[one.id],
            totals=told.get(one.id),
        )
        for one in times
    ]


def write_table(header: Sequence[str], figures: Iterable[Figures]) -> str:
    """Write figures as CSV under a header. What is hidden is an empty cell; no text of it is a formula."""
    page = io.StringIO()
    table = csv.writer(page)
    table.writerow(map(plain_cell, header))
    for each in figures:
        told = each.totals.figures if each.totals else {}
        rough = [each.totals.people if each.totals else "", *(told.get(answer, "") for answer in feedback.ANSWERS)]
        seats = "" if each.seats is None else each.seats
        exact = [seats, each.going, each.maybe, each.came, each.guests]
        table.writerow([plain_cell(each.title), f"{each.starts:%Y-%m-%d %H:%M}", *exact, *rough])
    return page.getvalue()


def plain_cell(text: str) -> str:
    """Give a text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULAS) else text
