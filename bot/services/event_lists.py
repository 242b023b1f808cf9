"""Events as people look for them: one with all that it says, what is coming, and what somebody goes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.errors import NotFound
from bot.services import event_cards, event_times, events, guilds, schedules, signups
from bot.services.event_cards import Standing
from bot.services.guilds import Person
from bot.services.recurrence import Recurrence
from db.models.events import Event, EventHost, Occurrence
from db.models.signups import Signup

PAGE = 5
"""How many events stand on one page of the list."""

MOST_MINE = 10
MOST_CHOICES = 25
"""The most that Discord offers while somebody types."""

KEY_DIGITS = 18
"""The most digits of a number that a database surely takes."""

ASKS_UNTIL = timedelta(hours=6)
"""Within so short a time before the start nobody is asked again whether a new time suits them."""

HERE = timedelta(minutes=15)
"""How long before the start somebody can say that they are there."""


@dataclass(frozen=True)
class Told:
    """One time of an event, and what it says: its own words where it has some, else those of the event.

    `next_at` is when it takes place next after this time.
    """

    event: Event
    occurrence: Occurrence
    rule: Recurrence | None
    standing: Standing
    names: Sequence[int]
    next_at: datetime | None = None

    @property
    def title(self) -> str:
        """What it is called."""
        return title_of(self.event, self.occurrence)

    @property
    def about(self) -> str:
        """What to expect."""
        return self._said("about")

    @property
    def place(self) -> str:
        """Where it is."""
        return self._said("place")

    @property
    def map_link(self) -> str:
        """Where it is on a map."""
        return self._said("map_link")

    @property
    def online_link(self) -> str:
        """Where it is online: for those going alone."""
        return self._said("online_link")

    @property
    def repeats(self) -> bool:
        """Whether it is one time of several."""
        return self.rule is not None and bool(self.rule.rule)

    @property
    def seats(self) -> int | None:
        """How many can come; None is no limit."""
        return event_cards.seats_of(self.event, self.occurrence)

    def _said(self, name: str) -> str:
        own: str | None = getattr(self.occurrence, name)
        said: str = getattr(self.event, name)
        return said if own is None else own


class Listed(NamedTuple):
    """One time of an event on a list."""

    event: Event
    occurrence: Occurrence


class Going(NamedTuple):
    """One time of an event on a list, with what a member answered; `place` is theirs in the line while they wait."""

    listed: Listed
    signup: Signup
    place: int | None


class Mine(NamedTuple):
    """What a member answered. `place` is their place in the line, from 1, while they wait."""

    signup: Signup
    place: int | None


def title_of(event: Event, occurrence: Occurrence) -> str:
    """Give what one time of an event is called."""
    return occurrence.title or event.title


async def get_told(session: AsyncSession, *, guild_id: int, occurrence_id: int) -> Told:
    """Give all that one time of an event says; NotFound in another community, or when it is forgotten."""
    told = await find_told(session, occurrence_id=occurrence_id)
    if told is None or told.occurrence.guild_id != guild_id:
        raise NotFound("events-not-found")
    return told


async def get_time(session: AsyncSession, *, occurrence_id: int) -> tuple[Occurrence, Event]:
    """Give one time with its event, for somebody whom only a button in a private message names; NotFound if gone."""
    one = await session.get(Occurrence, occurrence_id)
    if one is None:
        raise NotFound("events-not-found")
    return one, await session.get_one(Event, one.event_id)


async def find_told(session: AsyncSession, *, occurrence_id: int) -> Told | None:
    """Give all that one time of an event says, or None when it is forgotten."""
    one = await session.get(Occurrence, occurrence_id)
    if one is None:
        return None
    event = await session.get_one(Event, one.event_id)
    return await tell_of(session, event=event, occurrence=one)


async def tell_of(session: AsyncSession, *, event: Event, occurrence: Occurrence) -> Told:
    """Put together what one time of an event says; it may be one that is only looked at."""
    schedule = await events.find_schedule(session, event=event)
    rule = await schedules.get_rule(session, schedule=schedule) if schedule else None
    standing, names, next_at = Standing(None, None, is_full=False), list[int](), None
    if occurrence.id is not None:
        next_at = await event_times.find_next(session, occurrence=occurrence)
        standing = await event_cards.get_standing(session, event=event, occurrence=occurrence)
        if event.shows_names:
            names = await signups.list_members(session, occurrence_id=occurrence.id, answers=("going",))
    return Told(event, occurrence, rule, standing, names, next_at)


def is_open(told: Told, *, now: datetime) -> bool:
    """Whether it can still be answered."""
    return told.occurrence.state == "open" and told.occurrence.ends_at > now


def is_for(told: Told, *, person: Person, hosts: Sequence[int]) -> bool:
    """Whether somebody may know where it is and who comes: all may, or they have its role, or organise it."""
    role_id = told.event.role_id
    return role_id is None or role_id in person.roles or person.member_id in hosts


def is_on(told: Told, *, now: datetime) -> bool:
    """Whether somebody can be there now: from a little before the start to the end."""
    return is_open(told, now=now) and told.occurrence.starts_at - HERE <= now


def is_asked(told: Told, *, signup: Signup, now: datetime) -> bool:
    """Whether somebody is still asked if a new time suits them: not in the last hours before the start."""
    return signup.is_asked and told.occurrence.starts_at - now > ASKS_UNTIL


async def find_mine(session: AsyncSession, *, occurrence_id: int, member_id: int) -> Mine | None:
    """Give what a member answered about one time, or None."""
    signup = await signups.find_signup(session, occurrence_id=occurrence_id, member_id=member_id)
    return Mine(signup, await signups.find_place(session, signup=signup)) if signup else None


def _coming(guild_id: int, now: datetime) -> Select[Event, Occurrence]:
    """Look at the times of a community that are not over, the next first."""
    here = select(Event, Occurrence).join(Event, Event.id == Occurrence.event_id)
    here = here.where(Occurrence.guild_id == guild_id, Occurrence.starts_at > now - timedelta(days=7))
    open_now = here.where(Occurrence.state == "open", Occurrence.ends_at > now)
    return open_now.order_by(Occurrence.starts_at, Occurrence.id)


async def list_upcoming(session: AsyncSession, *, guild_id: int, now: datetime, page: int = 0) -> list[Listed]:
    """Give a page of what is coming, and one more where there is another page."""
    found = await session.execute(_coming(guild_id, now).offset(page * PAGE).limit(PAGE + 1))
    return [Listed(event, one) for event, one in found]


async def list_mine(session: AsyncSession, *, guild_id: int, member_id: int, now: datetime) -> list[Going]:
    """Give what is coming that a member said yes or maybe to, or waits for."""
    mine = _coming(guild_id, now).add_columns(Signup).join(Signup, Signup.occurrence_id == Occurrence.id)
    mine = mine.where(Signup.member_id == member_id, Signup.answer.in_(signups.HOPEFUL)).limit(MOST_MINE)
    found = (await session.execute(mine)).all()
    return [Going(Listed(event, one), own, await signups.find_place(session, signup=own)) for event, one, own in found]


def holds(title: ColumnElement[str] | InstrumentedAttribute[str], typed: str) -> ColumnElement[bool]:
    """Say of a title that what was typed is in it, in small letters or capitals.

    Of other alphabets than English, SQLite knows no capitals, and PostgreSQL only where its locale does.
    """
    wanted = typed.strip().lower()
    small: ColumnElement[str] = func.lower(title)
    for letter in sorted(set(wanted)):
        if not letter.isascii():
            small = func.replace(small, letter.upper(), letter)
    return small.contains(wanted, autoescape=True)


async def list_choices(session: AsyncSession, *, guild_id: int, typed: str, now: datetime) -> list[Listed]:
    """Give what is coming whose title holds what was typed."""
    found = _coming(guild_id, now)
    if typed:
        found = found.where(holds(func.coalesce(Occurrence.title, Event.title), typed))
    return [Listed(event, one) for event, one in await session.execute(found.limit(MOST_CHOICES))]


async def pick_coming(session: AsyncSession, *, guild_id: int, typed: str, now: datetime) -> int:
    """Give the id of the time that was picked by its number, or the next whose title holds what was typed."""
    if typed.isascii() and typed.isdigit():
        return int(typed[:KEY_DIGITS])
    found = await list_choices(session, guild_id=guild_id, typed=typed, now=now)
    if not found:
        is_any = await list_choices(session, guild_id=guild_id, typed="", now=now)
        raise NotFound("events-none-named" if is_any else "events-none-coming")
    return found[0].occurrence.id


async def list_plans(
    session: AsyncSession,
    *,
    person: Person,
    typed: str,
    states: Sequence[str],
    limit: int = MOST_CHOICES,
    page: int = 0,
) -> Sequence[Event]:
    """Give the events that a person may change whose title holds what was typed, the latest first."""
    guild = await guilds.get_guild(session, guild_id=person.guild_id)
    here = select(Event).where(Event.guild_id == person.guild_id, Event.state.in_(states))
    if "organiser" not in guilds.powers_of(guild, person):
        mine = select(EventHost.event_id).where(EventHost.member_id == person.member_id)
        here = here.where(Event.id.in_(mine))
    if typed:
        here = here.where(holds(Event.title, typed))
    latest = here.order_by(Event.changed_at.desc(), Event.id.desc())
    return (await session.scalars(latest.offset(page * PAGE).limit(limit))).all()


async def pick(session: AsyncSession, *, person: Person, typed: str, states: Sequence[str]) -> Event:
    """Give the event picked by its number, or the latest whose title holds what was typed; NotFound if none."""
    if typed.isascii() and typed.isdigit():
        return await events.get_event(session, person=person, event_id=int(typed[:KEY_DIGITS]))
    found = await list_plans(session, person=person, typed=typed, states=states, limit=1)
    if not found:
        raise NotFound("events-not-found")
    return found[0]
