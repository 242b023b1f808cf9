"""What is typed and chosen for an event: kept from the first command on, so that nothing is lost by a refusal."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Invalid
from bot.services import events, guilds, occurrences, recurrence, schedules, spoken_rules, times
from bot.services.dates import read_moment
from bot.services.guilds import Person
from bot.services.recurrence import Recurrence
from bot.services.zones import instant_at
from db.models.events import SHORT, Event
from db.models.schedules import Schedule

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=7)
MOST_SEATS = 1000
MOST_LEADS = 4
LONGEST_LEAD = timedelta(days=28)
COMPARED = 10
"""How many next times two rules share that are the same."""

WORDS = ("title", "about", "place", "online_link", "access")
DETAILS = ("capacity", "map_link", "cost", "pay", "reminders")


class Started(NamedTuple):
    """A new draft, and what is not clear about its time yet."""

    row: Event
    problem: Invalid | None


async def start_draft(
    session: AsyncSession,
    *,
    person: Person,
    channel_id: int,
    typed_when: str,
    typed_until: str,
    role_id: int | None,
    contact_id: int | None,
    now: datetime,
) -> Started:
    """Keep what was chosen with the command as a draft. An unclear time is kept too, to be typed again."""
    guilds.require(await guilds.get_guild(session, guild_id=person.guild_id), person, "organiser")
    row = events.new_event(
        person=person,
        channel_id=channel_id,
        typed_when=typed_when[:SHORT],
        typed_until=typed_until[:SHORT],
        now=now,
    )
    row.role_id, row.contact_id = role_id, contact_id
    session.add(row)
    await session.flush()
    try:
        await _aim(session, row, typed_when, typed_until, now)
    except Invalid as problem:
        return Started(row, problem)
    return Started(row, None)


async def _aim(session: AsyncSession, row: Event, when: str, until: str, now: datetime) -> None:
    """Set when an event takes place; Invalid leaves it as it was. Who signed up is asked again."""
    guild = await guilds.get_guild(session, guild_id=row.guild_id)
    rule = spoken_rules.read_rule(when, zone=guild.zone, now=now, nation=guild.nation)
    minutes = read_minutes(until, starts=rule.starts, zone=guild.zone, now=now)
    await _set_times(session, row, rule, minutes, now)
    row.typed_when, row.typed_until = when, until


async def _set_times(session: AsyncSession, row: Event, rule: Recurrence, minutes: int, now: datetime) -> None:
    if recurrence.next_after(rule, now) is None:
        raise Invalid("events-never" if rule.rule else "dates-past")
    row.minutes = minutes
    schedule = await events.find_schedule(session, event=row)
    if schedule is None:
        made = await schedules.make(session, guild_id=row.guild_id, rule=rule, now=now)
        made.is_paused, row.schedule_id = True, made.id  # its times are planned from the event, far ahead
        return
    if await _is_another(session, schedule, rule, now):
        await schedules.change(session, schedule=schedule, rule=rule, now=now)
    await occurrences.follow(session, event=row, schedule=schedule, now=now)


async def _is_another(session: AsyncSession, schedule: Schedule, rule: Recurrence, now: datetime) -> bool:
    """Tell whether a rule is not the kept one: that is typed again to change a length, and keeps its exceptions."""
    kept = replace(await schedules.get_rule(session, schedule=schedule), skipped=frozenset(), moved={})
    if replace(kept, starts=rule.starts) != rule:
        return True
    return recurrence.upcoming(kept, now, COMPARED) != recurrence.upcoming(rule, now, COMPARED)


def read_minutes(typed: str, *, starts: datetime, zone: str, now: datetime) -> int:
    """Read how long something takes: "2 hours", or when it ends: "8pm", "Sunday 4pm". Invalid if it ends before."""
    length = times.find_length(typed)
    if length is None:
        length = _read_end(typed, starts, zone, now) - instant_at(starts.date(), starts.time(), zone)
    if length <= timedelta():
        raise Invalid("events-ends-before")
    if not SHORTEST <= length <= LONGEST:
        raise Invalid("events-length")
    return length // timedelta(minutes=1)


def _read_end(typed: str, starts: datetime, zone: str, now: datetime) -> datetime:
    """Read an end as typed: a time of the day on which it starts, or a moment of its own."""
    try:
        return instant_at(starts.date(), times.parse_time_of_day(typed), zone)
    except Invalid:
        ends = read_moment(typed, zone=zone, now=now)
        return instant_at(ends.date(), ends.time(), zone)


async def record_when(
    session: AsyncSession, *, person: Person, event_id: int, when: str, until: str, now: datetime
) -> Event:
    """Change when an event takes place, all of its times. Those who answered are told, and asked again."""
    row = await events.hold(session, person=person, event_id=event_id)
    await _aim(session, row, when, until, now)
    await _note(session, row, now)
    return row


async def record_words(
    session: AsyncSession, *, person: Person, event_id: int, typed: Mapping[str, str], now: datetime
) -> Event:
    """Keep what an event says of itself: title, about, place, online_link and access. What is not typed stays."""
    row = await events.hold(session, person=person, event_id=event_id)
    if not typed["title"].strip():
        raise Invalid("events-title-missing")
    check_link(typed["online_link"])
    for name in set(WORDS).intersection(typed):
        setattr(row, name, typed[name])
    await _note(session, row, now)
    return row


async def record_details(
    session: AsyncSession, *, person: Person, event_id: int, typed: Mapping[str, str], now: datetime
) -> Event:
    """Keep how many places there are, the map, what it costs and pays, and when those who come are reminded.

    What is not typed stays.
    """
    row = await events.hold(session, person=person, event_id=event_id)
    check_link(typed["map_link"])
    seats = read_seats(typed["capacity"])
    leads = write_leads(read_leads(typed["reminders"])) if "reminders" in typed else row.reminders
    await occurrences.check_seats(session, event=row, seats=seats, now=now)
    has_new_leads = row.reminders != leads
    row.capacity, row.reminders = seats, leads
    for name in {"map_link", "cost", "pay"}.intersection(typed):
        setattr(row, name, typed[name])
    await _note(session, row, now)
    await occurrences.settle_all(session, event=row, now=now)
    if has_new_leads:
        await occurrences.remind_all(session, event=row, now=now)
    return row


async def record_choice(
    session: AsyncSession, *, person: Person, event_id: int, now: datetime, **chosen: object
) -> Event:
    """Keep one choice: whether names are shown, who may come, whether it is mirrored, or the channel of a draft."""
    row = await events.hold(session, person=person, event_id=event_id)
    for name, value in chosen.items():
        setattr(row, name, value)
    await _note(session, row, now)
    return row


async def _note(session: AsyncSession, row: Event, now: datetime) -> None:
    """Note a change: calendars count it, and cards that are out say it."""
    events.note(row, now)
    await occurrences.refresh_all(session, event=row, now=now)


def check_link(typed: str) -> None:
    """Raise Invalid for a link that no browser would open. None is one."""
    if not typed:
        return
    try:
        link = urlsplit(typed)
    except ValueError:
        raise Invalid("events-link-unclear") from None
    has_name = "." in (link.hostname or "").strip(".")
    if link.scheme not in {"http", "https"} or not has_name or any(map(str.isspace, typed)):
        raise Invalid("events-link-unclear")


def read_seats(typed: str) -> int | None:
    """Read how many can come; nothing is no limit."""
    if not typed:
        return None
    seats = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len(str(MOST_SEATS)) else 0
    if not 1 <= seats <= MOST_SEATS:
        raise Invalid("events-seats-unclear", most=MOST_SEATS)
    return seats


def read_leads(typed: str) -> list[timedelta]:
    """Read when to remind: "1 week, 24 hours, 15 minutes", the longest first; nothing, or "none", is never."""
    said = [part.strip() for part in typed.split(",") if part.strip()]
    if not said or typed.strip().casefold() == "none":
        return []
    found = {times.find_length(part) for part in said}
    leads = sorted((lead for lead in found if lead is not None), reverse=True)
    if None in found or leads[-1] < timedelta(minutes=1) or leads[0] > LONGEST_LEAD:
        raise Invalid("events-leads-unclear")
    if len(leads) > MOST_LEADS:
        raise Invalid("events-leads-many", most=MOST_LEADS)
    return leads


def write_leads(leads: list[timedelta]) -> str:
    """Write lengths of time as they are kept: minutes before."""
    return ",".join(str(lead // timedelta(minutes=1)) for lead in leads)
