"""A member shows one answer to the peers who agreed; each share can be taken back, and goes with its answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed
from bot.services import deliveries, members
from bot.services.scopes import belongs
from db.models.checkins import Answer
from db.models.peers import Peer
from db.models.shares import Share

FRESH = timedelta(hours=24)
"""How long a share may wait for a way through; after that it would be old news."""

AN_HOUR = timedelta(hours=1)
TOLD_AN_HOUR = 3
"""The most messages in an hour that one person's shares send another. The next waits, and may be taken back unsent."""


async def share_answer(session: AsyncSession, *, answer: Answer, now: datetime) -> list[int]:
    """Show an answer to every peer who agreed; give who they are. Closed when nobody has.

    Whether a peer takes messages just now is theirs to know: it is judged when the message is sent.
    """
    mine = select(Peer).where(Peer.guild_id == answer.guild_id, Peer.member_id == answer.member_id)
    agreed = mine.where(Peer.state == "agreed").order_by(Peer.id).with_for_update()
    pairs = (await session.scalars(agreed)).all()
    if not pairs:
        raise Closed("shares-nobody")
    known = set(await list_shown(session, answer=answer))
    for pair in pairs:
        if pair.peer_id not in known:
            await _share_with(session, answer, pair, now)
    return [pair.peer_id for pair in pairs]


async def list_shown(session: AsyncSession, *, answer: Answer) -> Sequence[int]:
    """Give the peers to whom an answer is shown."""
    return (await session.scalars(select(Share.peer_id).where(Share.answer_id == answer.id).order_by(Share.id))).all()


async def _share_with(session: AsyncSession, answer: Answer, pair: Peer, now: datetime) -> None:
    share = Share(
        guild_id=answer.guild_id,
        answer_id=answer.id,
        member_id=answer.member_id,
        peer_id=pair.peer_id,
        shared_at=now,
    )
    session.add(share)
    await session.flush()
    free_at = _free_at(pair, now)
    due_at = await members.quiet_end(session, guild_id=pair.guild_id, member_id=pair.peer_id, now=free_at)
    await deliveries.schedule(
        session,
        guild_id=answer.guild_id,
        feature="shares",
        subject_id=share.id,
        member_id=pair.peer_id,
        due_at=due_at,
        expires_at=due_at + FRESH,
    )


def _free_at(pair: Peer, now: datetime) -> datetime:
    """Give when the peer may be told again: at once, or when the hour is over for who shares and takes back often."""
    if pair.told_at is None or now >= pair.told_at + AN_HOUR:
        pair.told_at, pair.told_times = now, 0
    pair.told_times += 1
    return now if pair.told_times <= TOLD_AN_HOUR else pair.told_at + AN_HOUR


class Shared(NamedTuple):
    """What a peer is told: who shared, which answer, and the pair it came through."""

    member_id: int
    answer: str
    pair_id: int


async def find_shared(session: AsyncSession, *, share_id: int, now: datetime) -> Shared | None:
    """Give what a share says; None when it was taken back or forgotten, its pair has ended or its peer wants none."""
    pair = (Peer.guild_id == Share.guild_id) & (Peer.member_id == Share.member_id) & (Peer.peer_id == Share.peer_id)
    shared = select(Peer, Answer.answer).select_from(Share).join(Answer, Answer.id == Share.answer_id).join(Peer, pair)
    kept = shared.where(Share.id == share_id, Answer.kept_until > now, Peer.state == "agreed")
    row = (await session.execute(kept)).first()
    if row is None:
        return None
    peer, answer = row
    if not await members.takes_shares(session, guild_id=peer.guild_id, member_id=peer.peer_id):
        return None
    return Shared(peer.member_id, answer, peer.id)


async def take_back_answers(session: AsyncSession, *, answer_ids: Sequence[int], now: datetime) -> int:
    """Take these answers back from every peer; give how many shares went."""
    return await _take_back(session, Share.answer_id.in_(answer_ids), now)


async def take_back_pair(session: AsyncSession, *, guild_id: int, member_id: int, peer_id: int, now: datetime) -> int:
    """Take back all that one member showed to one peer; give how many shares went."""
    pair = (Share.guild_id == guild_id) & (Share.member_id == member_id) & (Share.peer_id == peer_id)
    return await _take_back(session, pair, now)


async def _take_back(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> int:
    rows = (await session.scalars(select(Share).where(which).with_for_update())).all()
    if rows:
        await deliveries.retract(session, feature="shares", subject_ids=[row.id for row in rows], now=now)
    for row in rows:
        await session.delete(row)
    await session.flush()
    return len(rows)


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give every share a member made, or was shown. Who showed them something is not named, nor what it was."""
    return [
        {
            "kind": "share",
            "community": str(row.guild_id),
            "shared_by_me": row.member_id == member_id,
            "peer": str(row.peer_id) if row.member_id == member_id else None,
            "shared_at": row.shared_at.isoformat(),
        }
        for row in await session.scalars(select(Share).where(_either(guild_id, member_id)).order_by(Share.id))
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:
    """Take back every share a member made or was shown; give how many went."""
    return await _take_back(session, _either(guild_id, member_id), now)


def _either(guild_id: int | None, member_id: int) -> ColumnElement[bool]:
    return or_(belongs(Share.member_id, member_id, guild_id), belongs(Share.peer_id, member_id, guild_id))


async def purge(session: AsyncSession, *, now: datetime) -> int:  # noqa: ARG001 the contract of every feature
    """Nothing of its own: a share goes with its answer, which the check-ins purge."""
    return 0
