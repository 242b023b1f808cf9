"""Events for the tests of what comes after them: opened, answered, and over by tomorrow evening in London."""

from datetime import UTC, datetime
from typing import Any

from bot.services import attendance, event_drafts, events, feedback, signups
from bot.services.guilds import Person
from db.models.events import Event, Occurrence
from tests.services.people import CHECKINS, DAY, GUILD, NOW, Do, person

STARTS = datetime(2026, 6, 4, 17, tzinfo=UTC)
ENDS = datetime(2026, 6, 4, 19, tzinfo=UTC)
MORNING = datetime(2026, 6, 5, 8, tzinfo=UTC)
"""Nine in London, on the day after."""

INTAKE = datetime(2026, 6, 6, 2, 30, tzinfo=UTC)
"""Half past three there, a day later."""

TOLD = ENDS + 7 * DAY
ORGANISER = person("organiser")
CROWD = range(410000000000000000, 410000000000000060)


def member(member_id: int, guild_id: int = GUILD) -> Person:
    return Person(guild_id=guild_id, member_id=member_id, roles=frozenset(), powers=frozenset())


async def plan(do: Do, when: str = "tomorrow 6pm", *, title: str = "Tea", guild_id: int = GUILD) -> Event:
    """Let an organiser plan an event of two hours."""
    by = {"person": person("organiser", guild_id=guild_id), "now": NOW}
    chosen = {"channel_id": CHECKINS, "role_id": None, "contact_id": None}
    started = await do(event_drafts.start_draft, **by, **chosen, typed_when=when, typed_until="2 hours")
    assert started.problem is None
    typed = {"title": title, "about": "", "place": "The hall", "online_link": "", "access": ""}
    await do(event_drafts.record_words, **by, event_id=started.row.id, typed=typed)
    row: Event = await do(events.open_event, **by, event_id=started.row.id)
    return row


async def times(do: Do, event: Event) -> list[Occurrence]:
    """Give the times of an event, the first one first."""
    found = [row for row in await do.rows(Occurrence) if row.event_id == event.id]
    return sorted(found, key=lambda row: row.starts_at)


async def event_of(do: Do, occurrence_id: int) -> int:
    """Give the number of the event that a time belongs to."""
    return next(row.event_id for row in await do.rows(Occurrence) if row.id == occurrence_id)


async def gather(do: Do, *member_ids: int, said: str = "going", guild_id: int = GUILD, **told: Any) -> int:
    """Let members answer an event of tomorrow, which is planned for it; give its time's number."""
    (one, *_) = await times(do, await plan(do, guild_id=guild_id, **told))
    await come(do, one.id, *member_ids, said=said, guild_id=guild_id)
    return one.id


async def come(do: Do, occurrence_id: int, *member_ids: int, said: str = "going", guild_id: int = GUILD) -> None:
    for each in member_ids:
        who = member(each, guild_id)
        await do(signups.record_answer, person=who, occurrence_id=occurrence_id, answer=said, now=NOW)


async def bring(do: Do, occurrence_id: int, *names: str) -> list[int]:
    """Sign guests up by name; give the numbers of their sign-ups."""
    return [await do(_bring, occurrence_id=occurrence_id, name=name) for name in names]


async def _bring(session: Any, *, occurrence_id: int, name: str) -> int:
    one = await session.get_one(Occurrence, occurrence_id)
    event = await session.get_one(Event, one.event_id)
    return (await signups.add_guest(session, occurrence=one, event=event, name=name, now=NOW)).id


async def mark(do: Do, occurrence_id: int, *member_ids: int, came: bool = True) -> list[int]:
    """Let the organiser note at the end who came, or did not."""
    told = {"person": ORGANISER, "occurrence_id": occurrence_id, "now": ENDS}
    unknown: list[int] = await do(attendance.record_came, **told, member_ids=member_ids, came=came)
    return unknown


async def say_all(do: Do, occurrence_id: int, said: dict[str, range]) -> None:
    """Let many who were asked answer, each answer by many people."""
    for answer, people in said.items():
        for each in people:
            told = {"person": member(each), "occurrence_id": occurrence_id}
            assert await do(feedback.record, **told, answer=answer, now=MORNING)
