"""Who shares with whom: a member chooses a peer, the peer agrees once, either can end it at any time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.errors import Closed, Invalid, NotFound, TooSoon
from bot.services import deliveries, members, shares
from bot.services.scopes import belongs
from bot.services.statements import count
from db.models.members import Member
from db.models.peers import Peer

MOST = 5
"""The most peers a member may share with."""

PAUSE = timedelta(days=7)
"""How long after the end of a pair the same person is not asked again: nobody has to say no every day."""

ASKED_A_DAY = 10
"""The most people that a member may ask in a day, however often they change their mind."""

ANSWER_WITHIN = timedelta(days=14)
"""How long a question to a peer may wait to be delivered, and to be answered."""


async def ask_peer(session: AsyncSession, *, guild_id: int, member_id: int, peer_id: int, now: datetime) -> Peer:
    """Choose a peer and ask them by direct message whether they agree. Asking twice changes nothing.

    Closed when there are enough; TooSoon when they were asked not long ago. Somebody who takes no such messages is not
    asked, and nobody is told so: what a person chose for themselves is theirs to know.
    """
    if peer_id == member_id:
        raise Invalid("peers-not-yourself")
    await members.record_choice(session, guild_id=guild_id, member_id=member_id, now=now)
    mine = await list_mine(session, guild_id=guild_id, member_id=member_id)
    if known := next((peer for peer in mine if peer.peer_id == peer_id), None):
        return known
    if len(mine) >= MOST:
        raise Closed("peers-enough", most=MOST)
    await _check_pause(session, guild_id, member_id, peer_id, now)
    peer = Peer(guild_id=guild_id, member_id=member_id, peer_id=peer_id, state="asked", asked_at=now)
    session.add(peer)
    await session.flush()
    await deliveries.schedule(
        session,
        guild_id=guild_id,
        feature="peers",
        subject_id=peer.id,
        member_id=peer_id,
        due_at=await members.quiet_end(session, guild_id=guild_id, member_id=peer_id, now=now),
        expires_at=now + ANSWER_WITHIN,
    )
    return peer


async def _check_pause(session: AsyncSession, guild_id: int, member_id: int, peer_id: int, now: datetime) -> None:
    """Raise TooSoon while a person is not to be asked again, or when this member asked many today."""
    asked = select(Peer).where(Peer.guild_id == guild_id, Peer.member_id == member_id)
    ended = (await session.scalars(asked.where(Peer.peer_id == peer_id, Peer.state == "ended"))).first()
    if ended is not None:
        raise TooSoon("peers-asked-lately", days=PAUSE.days)
    today = (await session.scalars(asked.where(Peer.asked_at > now - timedelta(days=1)))).all()
    if len(today) >= ASKED_A_DAY:
        raise TooSoon("peers-asked-many")


async def get_peer(session: AsyncSession, *, pair_id: int, member_id: int) -> Peer:
    """Give a pair that this member belongs to, on either side; NotFound for any other."""
    return _of(await session.get(Peer, pair_id), member_id)


def _of(peer: Peer | None, member_id: int) -> Peer:
    if peer is None or peer.state == "ended" or member_id not in {peer.member_id, peer.peer_id}:
        raise NotFound("peers-gone")
    return peer


async def find_asked(session: AsyncSession, *, pair_id: int) -> Peer | None:
    """Give a pair whose question is still open and may be put to the peer now, or None."""
    peer = await session.get(Peer, pair_id)
    if peer is None or peer.state != "asked":
        return None
    return peer if await members.takes_shares(session, guild_id=peer.guild_id, member_id=peer.peer_id) else None


async def record_reply(session: AsyncSession, *, pair_id: int, peer_id: int, agrees: bool, now: datetime) -> Peer:
    """Keep the peer's yes; a no ends the pair. Only the peer who was asked can answer."""
    peer = await _hold(session, pair_id, peer_id)
    if peer.peer_id != peer_id:
        raise NotFound("peers-gone")
    if not agrees:
        await _end(session, peer, now)
        return peer
    peer.state = "agreed"
    await members.record_choice(session, guild_id=peer.guild_id, member_id=peer_id, now=now)
    return peer


async def end_pair(session: AsyncSession, *, pair_id: int, member_id: int, now: datetime) -> Peer:
    """End a pair from either side: nothing more is shared in it, and what was shared is taken back. Give the pair."""
    pair = await _hold(session, pair_id, member_id)
    await _end(session, pair, now)
    return pair


async def _hold(session: AsyncSession, pair_id: int, member_id: int) -> Peer:
    """Give a pair to change: of two presses at once the second sees what the first has made of it."""
    return _of(await session.get(Peer, pair_id, with_for_update=True), member_id)


async def _end(session: AsyncSession, peer: Peer, now: datetime) -> None:
    """End a pair; its row stays for the pause before the same person may be asked again."""
    await deliveries.retract(session, feature="peers", subject_ids=[peer.id], now=now)
    await shares.take_back_pair(
        session, guild_id=peer.guild_id, member_id=peer.member_id, peer_id=peer.peer_id, now=now
    )
    peer.state, peer.ended_at = "ended", now
    await session.flush()


async def list_mine(session: AsyncSession, *, guild_id: int, member_id: int) -> Sequence[Peer]:
    """Give the peers a member chose and whose pair has not ended, in the order they were chosen."""
    mine = select(Peer).where(Peer.guild_id == guild_id, Peer.member_id == member_id, Peer.state != "ended")
    return (await session.scalars(mine.order_by(Peer.id))).all()


async def list_theirs(session: AsyncSession, *, guild_id: int, peer_id: int) -> Sequence[Peer]:
    """Give the members whose shares this peer agreed to receive."""
    theirs = select(Peer).where(Peer.guild_id == guild_id, Peer.peer_id == peer_id, Peer.state == "agreed")
    return (await session.scalars(theirs.order_by(Peer.id))).all()


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give every pair a member is in. The other person is not named: who chose me is theirs to say."""
    return [
        {
            "kind": "peer",
            "community": str(peer.guild_id),
            "chosen_by_me": peer.member_id == member_id,
            "peer": str(peer.peer_id) if peer.member_id == member_id else None,
            "state": peer.state,
            "asked_at": peer.asked_at.isoformat(),
        }
        for peer in await session.scalars(select(Peer).where(_either(guild_id, member_id)).order_by(Peer.id))
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:
    """End and forget every pair a member is in, on either side; give how many went."""
    mine = _either(guild_id, member_id)
    await _end_all(session, mine & (Peer.state != "ended"), now)
    return await count(session, delete(Peer).where(mine))


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """End what nobody answered in fourteen days and pairs of which one's choices are gone; forget ended ones a week on.

    Choices go after twelve months without use, and what was agreed goes with them. Give how many were forgotten.
    """
    await _end_all(session, (Peer.state == "asked") & (Peer.asked_at < now - ANSWER_WITHIN), now)
    unused = (Peer.state == "agreed") & or_(~_known(Peer.member_id), ~_known(Peer.peer_id))
    await _end_all(session, unused, now)
    over = (Peer.state == "ended") & (Peer.ended_at <= now - PAUSE)
    return await count(session, delete(Peer).where(over))


def _known(person: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return exists().where(Member.guild_id == Peer.guild_id, Member.member_id == person)


async def _end_all(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> None:
    for peer in (await session.scalars(select(Peer).where(which).order_by(Peer.id).with_for_update())).all():
        await _end(session, peer, now)


def _either(guild_id: int | None, member_id: int) -> ColumnElement[bool]:
    return or_(belongs(Peer.member_id, member_id, guild_id), belongs(Peer.peer_id, member_id, guild_id))
