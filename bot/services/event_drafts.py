"""What is typed and chosen for an event: kept from the first command on, so that nothing is lost by a refusal."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, Invalid
from bot.services import event_times, events, guilds, occurrences, recurrence, schedules, spoken_rules, times
from bot.services.dates import read_moment
from bot.services.guilds import Person
from bot.services.recurrence import Occurrence as Time
from bot.services.recurrence import Recurrence
from bot.services.zones import instant_at
from db.models.events import SHORT, Event, Occurrence
from db.models.guilds import Guild
from db.models.signups import Signup

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=7)
MOST_SEATS = 1000
MOST_LEADS = 4
LONGEST_LEAD = timedelta(days=28)
AROUND = re.compile(r"\b(?:please|before)\b", re.ASCII | re.IGNORECASE)
THE = re.compile(r"^the ", re.ASCII | re.IGNORECASE)
"""What people say around a length of time; "the day" is "a day"."""
WORDS = ("title", "about", "place", "online_link", "access")
DETAILS = ("capacity", "map_link", "cost", "pay", "reminders")


class Understood(NamedTuple):
    """When an event would take place, and how many people would be told and asked again."""

    rule: Recurrence
    minutes: int
    coming: Sequence[Time]
    asked: int


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
    rule, minutes = await _read(session, row, when, until, now)
    before, row.minutes = row.minutes, minutes
    row.typed_when, row.typed_until = when[:SHORT], until[:SHORT]
    schedule = await events.find_schedule(session, event=row)
    if schedule is None:
        made = await schedules.make(session, guild_id=row.guild_id, rule=rule, now=now)
        made.is_paused, row.schedule_id = True, made.id  # its times are planned from the event, far ahead
        return
    kept = await schedules.get_rule(session, schedule=schedule)
    if event_times.is_another(kept, rule, now=now):
        await schedules.change(session, schedule=schedule, rule=rule, now=now)
    await occurrences.follow(session, event=row, schedule=schedule, minutes_before=before, now=now)


async def _read(session: AsyncSession, row: Event, when: str, until: str, now: datetime) -> tuple[Recurrence, int]:
    """Read when an event takes place, and for how many minutes; Invalid when that is unclear, or never."""
    guild, schedule = (
        await guilds.get_guild(session, guild_id=row.guild_id),
        await events.find_schedule(session, event=row),
    )
    rule = spoken_rules.read_rule(when, zone=guild.zone, now=now, nation=guild.nation)
    if rule.rule and row.follows_id is not None and schedule is not None:
        begins = event_times.first_day(await schedules.get_rule(session, schedule=schedule))
        if instant_at(rule.starts.date(), rule.starts.time(), rule.zone) < begins:
            rule = _read_from(when, guild, rule, begins)
    minutes = read_minutes(until, starts=rule.starts, zone=guild.zone, now=now)
    if recurrence.next_after(rule, now) is None:
        raise Invalid("events-never" if rule.rule else "dates-past")
    return rule, minutes


def _read_from(when: str, guild: Guild, rule: Recurrence, begins: datetime) -> Recurrence:
    """Read a rule anew for an event that took over later times: what lies before them belongs to another."""
    later = spoken_rules.read_rule(when, zone=guild.zone, now=begins, nation=guild.nation)
    there = recurrence.next_after(rule, begins - timedelta(seconds=1))
    # A start that was typed and has passed by then would be read as that of another year.
    if there is not None and there.at < instant_at(later.starts.date(), later.starts.time(), later.zone):
        raise Invalid("events-part-later", day=f"<t:{int(begins.timestamp())}:D>")
    return later


async def understand_when(
    session: AsyncSession, *, person: Person, event_id: int, when: str, until: str, now: datetime
) -> Understood:
    """Say how a new time of an event is understood, and how many it concerns. Nothing is changed."""
    row = await events.get_event(session, person=person, event_id=event_id)
    rule, minutes = await _read(session, row, when, until, now)
    schedule = await events.find_schedule(session, event=row)
    kept = await schedules.get_rule(session, schedule=schedule) if schedule else rule
    to_be = rule if event_times.is_another(kept, rule, now=now) else kept
    changed = await occurrences.list_changed(session, event=row, rule=to_be, minutes=minutes, now=now)
    asked = await occurrences.count_asked(session, changed=changed)
    return Understood(rule, minutes, recurrence.upcoming(to_be, now, schedules.NEXT_DATES), asked)


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
    """Keep what was chosen, by its columns: shows_names, role_id, is_mirrored, channel_id.

    Closed for names once anybody has answered: they did so where only a number is shown.
    """
    row = await events.hold(session, person=person, event_id=event_id)
    if chosen.get("shows_names") and not row.shows_names and await _is_answered(session, row, now):
        raise Closed("events-names-late")
    for name, value in chosen.items():
        setattr(row, name, value)
    await _note(session, row, now)
    return row


async def _is_answered(session: AsyncSession, row: Event, now: datetime) -> bool:
    await occurrences.hold_open(session, event_id=row.id, now=now)  # whoever answers at the same moment waits
    mine = select(Signup.id).join(Occurrence, Occurrence.id == Signup.occurrence_id)
    answered = mine.where(Occurrence.event_id == row.id, Signup.member_id.is_not(None)).limit(1)
    return await session.scalar(answered) is not None


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
    """Read when to remind: "1 week, the day before, please", the longest first; nothing, or "none", is never."""
    said = [THE.sub("a ", part.strip()) for part in AROUND.sub("", typed).split(",") if part.strip()]
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
