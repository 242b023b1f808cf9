"""What organisers see of the diary: what is next, what came late, what did not go out; and what they decide about it.

Messages to members are counted and never listed: who gets one is between Kettle and them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, SQLColumnExpression, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, NotFound
from bot.services import guilds
from bot.services.deliveries import KEPT, tell_due
from bot.services.delivery_figures import LATE, OPEN
from bot.services.guilds import Person
from db.models.deliveries import Delivery

RECENT = timedelta(days=7)
"""How far back outcomes are counted and late messages listed."""

LATE_FROM = 120
"""Seconds after which a message came late; it says so itself."""

AGAIN_FOR = timedelta(days=1)
"""How long Kettle tries once more. A message that makes no sense by then is left out when it is made."""

SHOWN_PER_PAGE = 5

TROUBLE = ("failed", "missed", "unknown")
"""States in which a message waits for somebody to decide."""

NEWS = ("post", "thread")
"""Kinds of rows that are messages of their own."""

IN_CHANNEL = Delivery.channel_id.is_not(None) & Delivery.member_id.is_(None)


@dataclass(frozen=True)
class Counts:
    """A community's messages: due and not out yet, and how it went in the last seven days.

    `late` are among `sent`. Direct messages stand for themselves, in two figures.
    """

    due: int
    sent: int
    late: int
    failed: int
    missed: int
    unknown: int
    direct_sent: int
    direct_not_sent: int


@dataclass(frozen=True)
class Page:
    """A few rows, with the number of the page from 0, and whether there are more."""

    rows: Sequence[Delivery]
    number: int
    is_more: bool


async def count_all(session: AsyncSession, *, person: Person, now: datetime) -> Counts:
    """Count a community's messages. Organisers only."""
    await _require(session, person)
    here = Delivery.guild_id == person.guild_id
    is_open = Delivery.state.in_(OPEN) & (Delivery.due_at <= now) & IN_CHANNEL
    due = await session.scalar(select(func.count()).where(here, is_open))
    is_direct, is_late = Delivery.channel_id.is_(None), case((_is_late(), 1), else_=0)
    by_state = (
        select(Delivery.state, is_direct, func.count(), func.sum(is_late))
        .where(here, Delivery.state.in_(("sent", *TROUBLE)), Delivery.due_at > now - RECENT)
        .group_by(Delivery.state, is_direct)
    )
    found = {(state, bool(direct)): (count, late) for state, direct, count, late in await session.execute(by_state)}
    sent, late = found.get(("sent", False), (0, 0))
    channel, direct = ({state: found.get((state, way), (0, 0))[0] for state in TROUBLE} for way in (False, True))
    direct_sent = found.get(("sent", True), (0, 0))[0]
    return Counts(due or 0, sent, late, **channel, direct_sent=direct_sent, direct_not_sent=sum(direct.values()))


def _is_late() -> ColumnElement[bool]:
    return Delivery.sent_at.is_not(None) & (LATE > LATE_FROM)


async def list_due(session: AsyncSession, *, person: Person, page: int) -> Page:
    """Give the messages that come next in channels, the nearest first. Organisers only."""
    those = Delivery.state.in_(OPEN) & Delivery.kind.in_(NEWS)
    return await _page(session, person, page, those, Delivery.next_at)


async def list_late(session: AsyncSession, *, person: Person, page: int, now: datetime) -> Page:
    """Give the messages of the last seven days that came late, the newest first. Organisers only."""
    those = (Delivery.state == "sent") & Delivery.kind.in_(NEWS) & (Delivery.due_at > now - RECENT) & _is_late()
    return await _page(session, person, page, those, Delivery.due_at.desc())


async def list_failed(session: AsyncSession, *, person: Person, page: int, now: datetime) -> Page:
    """Give what did not go out, or may not have, in the last thirty days, the newest first. Organisers only."""
    those = Delivery.state.in_(TROUBLE) & (Delivery.due_at > now - KEPT)
    return await _page(session, person, page, those, Delivery.due_at.desc())


async def _page(
    session: AsyncSession, person: Person, page: int, those: ColumnElement[bool], order: SQLColumnExpression[datetime]
) -> Page:
    await _require(session, person)
    here = select(Delivery).where(Delivery.guild_id == person.guild_id, IN_CHANNEL, those)
    found = here.order_by(order, Delivery.id).offset(page * SHOWN_PER_PAGE).limit(SHOWN_PER_PAGE + 1)
    rows = (await session.scalars(found)).all()
    return Page(rows[:SHOWN_PER_PAGE], page, is_more=len(rows) > SHOWN_PER_PAGE)


async def retry(session: AsyncSession, *, person: Person, delivery_id: int, now: datetime) -> Delivery:
    """Send once more what did not go out; Closed when it is not so any more. Organisers only.

    Of a message that is in doubt the organiser says by this that it is not there. It keeps the instant it was due.
    """
    row = await _get(session, person, delivery_id, TROUBLE)
    if row.state == "unknown":
        row.doubt_at = row.attempted_at = None
    row.state, row.reason, row.attempts, row.reported_at = "waiting", None, 0, None
    row.next_at, row.expires_at = now, max(row.expires_at, now + AGAIN_FOR)
    tell_due(session, now)
    return row


async def mark_sent(session: AsyncSession, *, person: Person, delivery_id: int) -> Delivery:
    """Take an organiser's word that a message in doubt is there; Closed when it is not in doubt. Organisers only.

    Where it stands is not known, so the row keeps its doubt: called back, the message is looked for.
    """
    row = await _get(session, person, delivery_id, ("unknown",))
    row.doubt_at = row.doubt_at or row.attempted_at or row.due_at
    row.state, row.reason, row.attempted_at, row.reported_at = "sent", None, None, None
    row.sent_at = row.doubt_at
    return row


async def _get(session: AsyncSession, person: Person, delivery_id: int, states: Sequence[str]) -> Delivery:
    await _require(session, person)
    row = await session.get(Delivery, delivery_id, with_for_update=True)
    if row is None or row.guild_id != person.guild_id or row.channel_id is None or row.member_id is not None:
        raise NotFound("deliveries-gone")
    if row.state not in states:
        raise Closed("deliveries-moved-on")
    return row


async def _require(session: AsyncSession, person: Person) -> None:
    guilds.require(await guilds.get_guild(session, guild_id=person.guild_id), person, "organiser")
