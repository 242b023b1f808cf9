"""Made-up events and the few steps that most tests of events begin with."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import event_drafts, events, signups
from bot.services.guilds import Person
from db.models.deliveries import Delivery
from db.models.event_notices import EventNotice
from db.models.events import Event, Occurrence
from db.models.signups import Signup
from tests.services.announcing import organiser
from tests.services.people import CHECKINS, DAY, EVERYBODY, GUILD, NOW, Do, set_up

Rule = Callable[..., Awaitable[Any]]

SIX = NOW.replace(hour=17) + DAY
"""Six in the evening of tomorrow, in London in summer."""

WORDS = {"title": "Tea", "about": "", "place": "", "online_link": "", "access": ""}
DETAILS = {"capacity": "", "map_link": "", "cost": "", "pay": "", "reminders": "24 hours, 1 hour"}
MINUTE = timedelta(minutes=1)

WEEKLY = "every thursday 6pm"
"""From tomorrow on."""


def told(row: Event, now: datetime = NOW, **others: Any) -> dict[str, Any]:
    return {"person": organiser(), "event_id": row.id, "now": now, **others}


async def begin(do: Do, when: str = "tomorrow 6pm", until: str = "2 hours", **others: Any) -> Any:
    """Keep what a command says; give the draft and what is unclear about its time."""
    chosen = {"person": organiser(), "channel_id": CHECKINS, "role_id": None, "contact_id": None, "now": NOW, **others}
    return await do(event_drafts.start_draft, typed_when=when, typed_until=until, **chosen)


async def write(do: Do, row: Event, **typed: Any) -> Event:
    """Let an organiser fill in both forms."""
    person = typed.pop("person", organiser())
    now = typed.pop("now", NOW)
    words = {**WORDS, **{name: value for name, value in typed.items() if name in WORDS}}
    details = {**DETAILS, **{name: value for name, value in typed.items() if name in DETAILS}}
    steps = {"person": person, "event_id": row.id, "now": now}
    await do(event_drafts.record_words, **steps, typed=words)
    written: Event = await do(event_drafts.record_details, **steps, typed=details)
    return written


async def draft(do: Do, when: str = "tomorrow 6pm", until: str = "2 hours", **others: Any) -> Event:
    typed = {name: others.pop(name) for name in (*WORDS, *DETAILS) if name in others}
    same = {name: others[name] for name in ("person", "now") if name in others}
    return await write(do, (await begin(do, when, until, **others)).row, **typed, **same)


async def opened(do: Do, when: str = "tomorrow 6pm", until: str = "2 hours", **others: Any) -> Event:
    """Plan an event and open it for sign-up."""
    row = await draft(do, when, until, **others)
    person, now = others.get("person", organiser()), others.get("now", NOW)
    found: Event = await do(events.open_event, person=person, event_id=row.id, now=now)
    return found


def somebody(member_id: int, *roles: int, guild_id: int = GUILD) -> Person:
    return Person(guild_id=guild_id, member_id=member_id, roles=frozenset(roles), powers=frozenset())


async def press(do: Do, who: int, answer: str = "going", now: datetime = NOW, one: int | None = None) -> Any:
    """Let somebody press an answer on a card: the first unless told otherwise."""
    if one is None:
        one = (await times(do))[0].id
    return await do(signups.record_answer, person=somebody(who), occurrence_id=one, answer=answer, now=now)


async def times(do: Do, row: Event | None = None) -> list[Occurrence]:
    """Give the times of an event, or of all, the next first."""
    rows = [one for one in await do.rows(Occurrence) if row is None or one.event_id == row.id]
    return sorted(rows, key=lambda one: (one.starts_at, one.id))


async def answers(do: Do) -> dict[int | str | None, str]:
    """Give what each person said, in the order of their first answers."""
    return {row.member_id or row.guest: row.answer for row in await do.rows(Signup)}


async def waiting(do: Do, kind: str = "post", feature: str = "eventnotices") -> Sequence[Delivery]:
    """Give what is in the diary and not out."""
    rows = await do.rows(Delivery)
    return [row for row in rows if (row.feature, row.kind, row.state) == (feature, kind, "waiting")]


async def told_to(do: Do, kind: str) -> list[int]:
    """Give who is told something of a kind, or was."""
    return sorted(row.member_id for row in await do.rows(EventNotice) if row.kind == kind)


async def with_time(session: AsyncSession, *, rule: Rule, one: int, is_of_event: bool = True, **others: Any) -> Any:
    """Run a rule that takes one time of an event, and the event, as rows of its own transaction."""
    occurrence = await session.get_one(Occurrence, one)
    event = {"event": await session.get_one(Event, occurrence.event_id)} if is_of_event else {}
    return await rule(session, occurrence=occurrence, **event, **others)


async def fill(do: Do, capacity: str = "1") -> int:
    """Open an event to which everybody wants to go, a minute apart; give its time."""
    await set_up(do)
    await opened(do, capacity=capacity)
    for minute, who in enumerate(EVERYBODY):
        await press(do, who, now=NOW + minute * MINUTE)
    return (await times(do))[0].id
