"""Who sends what is due: claims are leases. One order in each place, whichever process sends."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import deliveries
from bot.services.statements import count
from db.models.deliveries import Delivery
from db.models.directs import Direct

LEASE = timedelta(minutes=2)
"""How long a claim holds: longer than one attempt may take."""

IN_A_ROW = 5
"""The most rows of one place that are claimed together: they are sent one after another within their lease."""

SEEN = 4
"""How many due rows are looked at for each one that is wanted, so that one full place does not hide the others."""

ONE_CLAIM_AT_A_TIME = 0x4B455454
"""The key of PostgreSQL's lock under which claims take turns: two at once could split the order of a place."""

Place = tuple[int | None, int | None]


async def claim_due(session: AsyncSession, *, now: datetime, limit: int) -> Sequence[Delivery]:
    """Lease what is due, oldest first, from places in which nothing is being sent. Safe for several processes.

    What is past its use-by becomes missed, and a message to somebody whose direct messages are closed is failed at
    once. A message that may be out is given all the same: only a look can tell.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(ONE_CLAIM_AT_A_TIME)))
    await _take_back(session, now)
    # By the time that was promised, which also bounds the search: what is tried again keeps its turn.
    due = and_(Delivery.state == "waiting", Delivery.due_at <= now, Delivery.next_at <= now)
    never_tried = and_(Delivery.attempted_at.is_(None), Delivery.doubt_at.is_(None))
    idle = update(Delivery).where(due, or_(Delivery.kind.not_in(deliveries.MESSAGES), never_tried))
    await session.execute(idle.where(Delivery.expires_at <= now).values(state="missed"))
    closed = select(Direct.member_id).where(Direct.is_closed)
    await session.execute(idle.where(Delivery.member_id.in_(closed)).values(state="failed", reason="closed-dm"))
    order = (Delivery.due_at, Delivery.id)
    found = select(Delivery).where(due, await _quiet(session, now)).order_by(*order).limit(limit * SEEN)
    rows = (await session.scalars(found.with_for_update(skip_locked=True))).all()
    await _show_ways(session, rows)
    taken = list(_few_of_each(rows))[:limit]
    for row in taken:
        row.state, row.lease_until, row.attempts = "leased", now + LEASE, row.attempts + 1
        row.doubt_at, row.attempted_at = row.doubt_at or row.attempted_at, now
    return taken


async def _take_back(session: AsyncSession, now: datetime) -> None:
    """Free what a process left behind: its lease is over, or is longer than a lease, as when a clock jumped back."""
    left = or_(Delivery.lease_until < now, Delivery.lease_until > now + LEASE)
    await _free(session, left, now)


async def _free(session: AsyncSession, left: ColumnElement[bool], now: datetime) -> int:
    """Let leased rows wait again. One that was called back while it was being sent is looked for."""
    waiting = update(Delivery).where(Delivery.state == "leased", left).values(state="waiting", lease_until=None)
    freed = await count(session, waiting)
    called_back = select(Delivery).where(Delivery.state == "cancelled", Delivery.lease_until.is_not(None), left)
    for row in (await session.scalars(called_back.with_for_update(skip_locked=True))).all():
        await deliveries.settle(session, delivery_id=row.id, state="cancelled", now=now, is_certain=False)
    return freed


async def _quiet(session: AsyncSession, now: datetime) -> ColumnElement[bool]:
    """Say where nothing is being sent now, and nothing that came first waits for another try."""
    under_way = and_(Delivery.state.in_(("leased", "cancelled")), Delivery.lease_until.is_not(None))
    # Not by the index of `next_at`: nearly all that waits is tried later, little of it was due before.
    later = func.coalesce(Delivery.next_at, Delivery.due_at) > now
    again = and_(Delivery.state == "waiting", Delivery.due_at <= now, later, Delivery.attempts > 0)
    waits_its_turn = or_(under_way, and_(again, Delivery.kind.in_(deliveries.MESSAGES)))
    places = select(Delivery.channel_id, Delivery.member_id).where(waits_its_turn).distinct()
    busy = (await session.execute(places)).all()
    channels = {channel_id for channel_id, _ in busy if channel_id is not None}
    people = {member_id for _, member_id in busy if member_id is not None}
    return and_(
        or_(Delivery.channel_id.is_(None), Delivery.channel_id.not_in(channels)),
        or_(Delivery.member_id.is_(None), Delivery.member_id.not_in(people)),
    )


async def _show_ways(session: AsyncSession, rows: Sequence[Delivery]) -> None:
    """Say of each message to a member where it goes, as far as that is known."""
    people = {row.member_id for row in rows if row.member_id is not None}
    if not people:
        return
    known = {one.member_id: one for one in await session.scalars(select(Direct).where(Direct.member_id.in_(people)))}
    for row in rows:
        direct = known.get(row.member_id or 0)
        if direct is not None:
            row.message_channel_id = direct.channel_id


def place_of(row: Delivery) -> Place:
    """Say where a row goes: rows to one place keep their order, places do not wait for each other."""
    return row.channel_id, row.member_id


def _few_of_each(rows: Iterable[Delivery]) -> Iterable[Delivery]:
    taken: dict[Place, int] = {}
    for row in rows:
        place = place_of(row)
        taken[place] = taken.get(place, 0) + 1
        if taken[place] <= IN_A_ROW:
            yield row


async def release_leases(session: AsyncSession, *, now: datetime) -> int:
    """Give back what a killed process had leased; only for an installation with one process. Give the count."""
    return await _free(session, Delivery.lease_until.is_not(None), now)


async def find_next(session: AsyncSession) -> datetime | None:
    """Give the instant at which the next row is tried, or None when nothing waits."""
    return await session.scalar(select(func.min(Delivery.next_at)).where(Delivery.state == "waiting"))
