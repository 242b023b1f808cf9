"""What falls due: rows are scheduled, claimed, settled, retracted. Nothing is lost silently, nothing said twice."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Select, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.scopes import belongs
from bot.services.statements import count
from db.models.deliveries import Delivery

KEPT = timedelta(days=30)
"""How long a settled row is kept where no member is named."""

RETRACTION = timedelta(days=7)
"""How long Kettle tries to take a message away."""

NONCE_KNOWN = timedelta(minutes=2)
"""How long Discord surely knows a nonce: within it a repeated message is the same message."""

CARD_PAUSE = timedelta(seconds=30)
"""The least time between two edits of one message."""

MESSAGES = ("post", "thread", "mirror")
"""The kinds that would be said twice if they were done twice."""

SETTLED = ("sent", "failed", "missed", "cancelled")

Kind = Literal["post", "thread", "edit", "publish", "delete", "recall", "mirror"]
"""What is done. A recall takes away what may never have arrived."""


async def schedule(  # noqa: PLR0913 a line of the diary says what, about what, to whom, from when and until when
    session: AsyncSession,
    *,
    guild_id: int,
    feature: str,
    subject_id: int,
    due_at: datetime,
    expires_at: datetime,
    channel_id: int | None = None,
    member_id: int | None = None,
    kind: Kind = "post",
    is_written: bool = True,  # without, it has no id yet: many are written together
) -> Delivery:
    """Put a message of a feature into the diary: for a channel, a forum, or a member's direct messages."""
    row = Delivery(
        guild_id=guild_id,
        feature=feature,
        subject_id=subject_id,
        kind=kind,
        dedupe_key=_key(feature, kind, subject_id),
        channel_id=channel_id,
        member_id=member_id,
        due_at=due_at,
        next_at=due_at,
        expires_at=expires_at,
    )
    _add(session, row)
    if is_written:
        await session.flush()
    return row


def _key(feature: str, kind: str, *ids: int) -> str:
    return ":".join((feature, kind, *map(str, ids)))


def _add(session: AsyncSession, row: Delivery) -> None:
    session.add(row)
    tell_due(session, row.next_at)


def tell_due(session: AsyncSession, at: datetime) -> None:
    """Let the sweep know, once this is committed, that something is due at an instant."""
    nearest = session.info.get("due_at")
    session.info["due_at"] = at if nearest is None else min(nearest, at)


async def find_sent(session: AsyncSession, *, feature: str, subject_id: int) -> Delivery | None:
    """Give the row of a message that is out, or None: it says where the message stands."""
    return (await session.scalars(_sent(feature, subject_id))).first()


def _sent(feature: str, subject_id: int) -> Select[Delivery]:
    about = (Delivery.feature == feature) & (Delivery.subject_id == subject_id) & Delivery.kind.in_(("post", "thread"))
    return select(Delivery).where(about, Delivery.state == "sent", Delivery.message_id.is_not(None))


async def schedule_change(
    session: AsyncSession,
    *,
    feature: str,
    subject_id: int,
    kind: Literal["edit", "publish"],
    now: datetime,
    expires_at: datetime,
) -> Delivery | None:
    """Have a sent message edited or published; None when it is not out.

    An edit is rendered when it is made, so one that waits is enough; edits of a message are 30 s apart. Published
    is published.
    """
    # Held: of two changes at once, the second sees the row that the first has made.
    sent = (await session.scalars(_sent(feature, subject_id).with_for_update())).first()
    key = _key(feature, kind, subject_id)
    row = (await session.scalars(select(Delivery).where(Delivery.dedupe_key == key).with_for_update())).first()
    if sent is None or (row is not None and (kind == "publish" or row.state == "waiting")):
        return row
    tried = (row.sent_at, row.attempted_at) if row else ()
    last = max((at for at in tried if at), default=None)
    if row is None:
        row = Delivery(guild_id=sent.guild_id, feature=feature, subject_id=subject_id, kind=kind, dedupe_key=key)
    row.channel_id, row.message_id = sent.message_channel_id, sent.message_id
    row.state, row.attempts, row.lease_until, row.expires_at = "waiting", 0, None, expires_at
    row.reported_at = None
    row.due_at = row.next_at = max(now, last + CARD_PAUSE) if last else now
    _add(session, row)
    return row


async def settle_sent(
    session: AsyncSession, *, delivery_id: int, channel_id: int, message_id: int, now: datetime
) -> None:
    """Record that a message is out, and where. If it was called back meanwhile, take it away again."""
    row = await _hold(session, delivery_id)
    if row is None:
        return
    called_back = row.state == "cancelled" or row.kind == "recall"
    row.state, row.reason, row.lease_until, row.sent_at = "sent", None, None, now
    row.attempted_at = row.doubt_at = None
    row.message_channel_id, row.message_id = channel_id, message_id
    if called_back:
        await _take_away(session, row, now)


async def settle_done(session: AsyncSession, *, delivery_id: int, now: datetime) -> None:
    """Record that a change is made. Of what was taken away no row is left: it has served."""
    row = await _hold(session, delivery_id)
    if row is not None and row.kind in {"delete", "recall"}:
        await session.delete(row)
    elif row is not None and row.state == "leased":  # or it was asked for again meanwhile
        row.state, row.reason, row.lease_until, row.sent_at = "sent", None, None, now
        row.attempted_at = row.doubt_at = None


async def settle(
    session: AsyncSession,
    *,
    delivery_id: int,
    state: str,
    now: datetime,
    is_certain: bool = True,
    reason: str | None = None,
    next_at: datetime | None = None,
) -> None:
    """Record any other outcome: failed, missed, cancelled, unknown, or waiting for another try at `next_at`.

    Certain means that this attempt surely sent nothing. What was called back meanwhile is not tried again.
    """
    row = await _hold(session, delivery_id)
    if row is None or row.state not in {"leased", "cancelled"}:
        return
    if is_certain:
        row.attempted_at = None
    if row.state == "cancelled" or (state == "cancelled" and row.doubt_at):
        await _call_back(session, row, now)
        return
    row.state, row.reason, row.lease_until = state, reason, None
    row.attempts -= state == "waiting" and next_at is None  # given back untried
    row.next_at = next_at or row.next_at


async def try_again(
    session: AsyncSession, *, feature: str, subject_id: int, channel_id: int, now: datetime, expires_at: datetime
) -> bool:
    """Send to a channel what failed or was missed before; tell whether there was such a row."""
    about = select(Delivery).where(Delivery.feature == feature, Delivery.subject_id == subject_id)
    gone = about.where(Delivery.kind.in_(MESSAGES), Delivery.state.in_(("failed", "missed"))).with_for_update()
    row = (await session.scalars(gone)).first()
    if row is None:
        return False
    row.state, row.reason, row.attempts, row.channel_id, row.reported_at = "waiting", None, 0, channel_id, None
    row.due_at, row.next_at, row.expires_at = now, now, expires_at
    tell_due(session, now)
    return True


async def record_shown(session: AsyncSession, *, delivery_ids: Sequence[int], now: datetime) -> None:
    """Record that what could not be sent was told in another way; no message is left that could be taken away."""
    shown = update(Delivery).where(Delivery.id.in_(delivery_ids), Delivery.state == "failed")
    await session.execute(shown.values(state="sent", reason=None, sent_at=now))


async def _hold(session: AsyncSession, delivery_id: int) -> Delivery | None:
    """Give a row to settle; a call back at the same moment waits for it, or is seen by it."""
    return await session.get(Delivery, delivery_id, with_for_update=True)


async def retract(session: AsyncSession, *, feature: str, subject_ids: Sequence[int], now: datetime) -> None:
    """Call back everything said about these subjects: unsent is cancelled, sent is taken away from Discord."""
    about = select(Delivery).where(
        Delivery.feature == feature, Delivery.subject_id.in_(subject_ids), Delivery.kind.not_in(("delete", "recall"))
    )
    for row in await session.scalars(about.with_for_update()):
        if row.kind in {"edit", "publish"}:
            await session.delete(row)
        elif row.state == "sent" and row.message_id is not None:
            await _take_away(session, row, now)
        elif row.lease_until is not None:
            # A send is under way; whatever settles it sees this, and takes the message away.
            row.state = "cancelled"
        else:
            await _call_back(session, row, now)


async def _take_away(session: AsyncSession, row: Delivery, now: datetime) -> None:
    away = Delivery(
        guild_id=row.guild_id,
        feature=row.feature,
        subject_id=row.subject_id,
        kind="delete",
        dedupe_key=_key(row.feature, "delete", row.subject_id, row.id),  # what is posted anew may go, too
        channel_id=row.message_channel_id,
        # A forum post's first message has the id of the post: so it is known that all of it goes.
        message_id=row.message_channel_id if row.kind == "thread" else row.message_id,
        due_at=now,
        next_at=now,
        expires_at=now + RETRACTION,
    )
    await session.delete(row)
    _add(session, away)


async def _call_back(session: AsyncSession, row: Delivery, now: datetime) -> None:
    """Forget a row that is not out; one that may be out is looked for, when Discord has surely shown it, and taken.

    That is counted from now: a clock that was moved since the attempt would say that it is long ago.
    """
    tried_at = row.doubt_at or row.attempted_at
    place = row.channel_id or row.message_channel_id
    if row.kind not in MESSAGES or tried_at is None or place is None:
        await session.delete(row)
        return
    row.kind, row.dedupe_key = "recall", _key(row.feature, "recall", row.subject_id, row.id)
    row.state, row.attempts, row.lease_until = "waiting", 0, None
    row.doubt_at, row.attempted_at = tried_at, None
    row.channel_id, row.member_id = place, None
    row.due_at, row.next_at = now, now + NONCE_KNOWN
    row.expires_at = now + RETRACTION
    tell_due(session, row.next_at)


def pause_before(attempt: int) -> timedelta:
    """Give the pause after a failed attempt: 10 s, doubled each time, 10 minutes at most."""
    return timedelta(seconds=min(600, 5 * 2 ** min(attempt, 10)))


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give every message that was sent, or is due, to this member."""
    rows = select(Delivery).where(belongs(Delivery.member_id, member_id, guild_id))  # type: ignore[arg-type] # may be empty
    return [
        {
            "kind": "message",
            "community": str(row.guild_id),
            "about": row.feature,
            "due_at": row.due_at.isoformat(),
            "state": row.state,
        }
        for row in await session.scalars(rows.order_by(Delivery.id))
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:
    """Forget every message row to this member; give how many went.

    What is under way, or may be out, keeps its row without the member until the message is taken away.
    """
    mine = belongs(Delivery.member_id, member_id, guild_id)  # type: ignore[arg-type] # may be empty
    under_way = update(Delivery).where(mine, Delivery.lease_until.is_not(None))
    gone = await count(session, under_way.values(member_id=None, state="cancelled"))
    for row in (await session.scalars(select(Delivery).where(mine).with_for_update())).all():
        gone += 1
        await _call_back(session, row, now)
    await session.flush()
    return gone


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget settled rows thirty days after their use-by: a card stands until what it is about is over.

    What a member was sent goes when its feature calls it back: until then the row knows which message to take away.
    """
    callable_back = (Delivery.state == "sent") & Delivery.member_id.is_not(None)
    settled = Delivery.state.in_(SETTLED) & Delivery.lease_until.is_(None)
    old = delete(Delivery).where(settled, ~callable_back, Delivery.expires_at < now - KEPT)
    return await count(session, old)
