"""Finding announcements: the list of those to come and those that were, and picking one by its first words."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, and_, case, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.services import announcement_posts, announcements, guilds, schedules
from bot.services.guilds import Person
from bot.services.recurrence import Occurrence, Recurrence
from db.models.announcements import Announcement, AnnouncementPost
from db.models.deliveries import Delivery
from db.models.schedules import Schedule

PAGE = 5
CHOICES = 25
"""The most that Discord offers while somebody types."""

LOOKED_THROUGH = 200
EXCERPT = 60
KEY_DIGITS = 18
"""The most digits of a number that a database surely takes."""

COMING = ("draft", "waiting", "scheduled", "paused")


class Listed(NamedTuple):
    """An announcement of a list with its next time."""

    row: Announcement
    next_at: datetime | None


class Overview(NamedTuple):
    """All that an organiser sees of one announcement beside its words."""

    row: Announcement
    rule: Recurrence | None
    coming: Sequence[Occurrence]
    last: AnnouncementPost | None
    fared: Delivery | None
    needs_two: bool


def excerpt(row: Announcement) -> str:
    """Give an announcement's title or first words, cut short."""
    said = " ".join((row.title or row.text).split())
    return said if len(said) <= EXCERPT else f"{said[: EXCERPT - 1].rstrip()}\u2026"


def _seen(person: Person) -> Select[Announcement]:
    """Give what an organiser sees of a community: all but what others have not finished."""
    own = and_(Announcement.author_id == person.member_id, Announcement.text != "")
    return select(Announcement).where(Announcement.guild_id == person.guild_id, or_(Announcement.state != "draft", own))


async def list_page(session: AsyncSession, *, person: Person, page: int) -> Sequence[Listed]:
    """Give a page and one more: what is to come by its next time, then what was, the newest first, then templates."""
    guilds.require(await guilds.get_guild(session, guild_id=person.guild_id), person, "organiser")
    order = case((Announcement.state.in_(COMING), 0), (Announcement.state == "template", 2), else_=1)
    found = (
        _seen(person)
        .add_columns(Schedule.next_at)
        .outerjoin(Schedule, Schedule.id == Announcement.schedule_id)
        .order_by(order, Announcement.ended_at.desc(), Schedule.next_at, Announcement.id.desc())
    )
    rows = await session.execute(found.offset(page * PAGE).limit(PAGE + 1))
    return [Listed(row, next_at) for row, next_at in rows]


async def list_choices(
    session: AsyncSession, *, person: Person, typed: str, states: Sequence[str]
) -> Sequence[Announcement]:
    """Give announcements in these states that have what was typed in their title or text, the newest first."""
    guilds.require(await guilds.get_guild(session, guild_id=person.guild_id), person, "organiser")
    newest = _seen(person).where(Announcement.state.in_(states)).order_by(Announcement.id.desc())
    rows = await session.scalars(newest.limit(LOOKED_THROUGH))
    wanted = typed.strip().casefold()
    return [row for row in rows if wanted in f"{row.title} {row.text}".casefold()][:CHOICES]


async def pick(session: AsyncSession, *, person: Person, typed: str, states: Sequence[str]) -> Announcement:
    """Give the announcement that was picked by its number, or the only one with what was typed; else NotFound."""
    if typed.isdecimal() and len(typed) <= KEY_DIGITS:
        return await announcements.get_announcement(session, person=person, announcement_id=int(typed))
    found = await list_choices(session, person=person, typed=typed, states=states)
    if len(found) != 1:
        raise NotFound("announcements-pick")
    return found[0]


async def get_overview(session: AsyncSession, *, person: Person, announcement_id: int, now: datetime) -> Overview:
    """Give all that an organiser sees of one announcement."""
    row = await announcements.get_announcement(session, person=person, announcement_id=announcement_id)
    guild = await guilds.get_guild(session, guild_id=person.guild_id)
    schedule = await announcements.find_schedule(session, announcement=row)
    posts = await announcement_posts.list_posts(session, announcement_id=row.id)
    post, fared = posts[0] if posts else (None, None)
    return Overview(
        row=row,
        rule=await schedules.get_rule(session, schedule=schedule) if schedule else None,
        coming=await schedules.list_next(session, schedule=schedule, now=now) if schedule else (),
        last=post,
        fared=fared,
        needs_two=guild.announcements_need_two,
    )
