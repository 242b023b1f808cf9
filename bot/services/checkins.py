"""Check-ins: one answer a day and member, private unless shared, forgotten after a fortnight."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, Invalid, NotFound
from bot.services import contacts, guilds, members, shares, zones
from bot.services.contacts import Contact
from bot.services.scopes import belongs
from bot.services.statements import count, upsert
from db.models.checkins import Answer, Prompt

ANSWERS = ("good", "ok", "mixed", "low", "struggling", "unsaid")
"""The answers, from the card's first button to its last. They are words, not numbers."""

SUPPORT_FOR = frozenset({"low", "struggling"})
"""Answers that show support contacts in the same card."""

Days = list[tuple[date, str | None]]
"""Days of a member's calendar, oldest first, each with its answer or None."""

FORTNIGHT = 14
"""Days that an answer is kept, and that a member sees of their own."""


class Recorded(NamedTuple):
    """What was saved, and how many peers no longer see the answer that it replaced."""

    row: Answer
    unshared: int


async def record_answer(
    session: AsyncSession, *, guild_id: int, member_id: int, answer: str, now: datetime, prompt_id: int = 0
) -> Recorded:
    """Save how a member is today; an earlier answer of the same day is replaced and no longer shared.

    The day is the member's own calendar day. `prompt_id` 0 means that nobody asked. Closed when the prompt is.
    """
    if answer not in ANSWERS:
        raise Invalid("checkins-answer-unknown")
    guild = await guilds.get_guild(session, guild_id=guild_id)
    if prompt_id:
        await _check_open(session, guild_id, prompt_id, now)
    member = await members.record_choice(session, guild_id=guild_id, member_id=member_id, now=now)
    zone = members.zone_of(member, guild)
    row = await upsert(
        session,
        Answer,
        keys={"guild_id": guild_id, "member_id": member_id, "answered_on": zones.local_day(now, zone)},
        values={
            "answered_at": now,
            "answer": answer,
            "prompt_id": prompt_id or None,
            "kept_until": zones.next_midnight(now, zone, 1 if member.forget_at_midnight else FORTNIGHT),
        },
    )
    return Recorded(row, await shares.take_back_answers(session, answer_ids=[row.id], now=now))


async def _check_open(session: AsyncSession, guild_id: int, prompt_id: int, now: datetime) -> None:
    prompt = await session.get(Prompt, prompt_id)
    if prompt is None or prompt.guild_id != guild_id:
        raise Closed("checkins-prompt-gone")
    if now >= prompt.closes_at:
        raise Closed("checkins-prompt-closed")


async def list_support(session: AsyncSession, *, row: Answer) -> tuple[Contact, ...]:
    """Give the contacts to show beside an answer: those of the member's nation for Low and Struggling, else none."""
    if row.answer not in SUPPORT_FOR:
        return ()
    return contacts.first(await members.find_nation(session, guild_id=row.guild_id, member_id=row.member_id))


async def find_today(session: AsyncSession, *, guild_id: int, member_id: int, now: datetime) -> Answer | None:
    """Give a member's answer of today, by their own calendar, or None."""
    zone = await members.get_zone(session, guild_id=guild_id, member_id=member_id)
    return (await session.scalars(_answer_of(guild_id, member_id, zones.local_day(now, zone), now))).first()


def _answer_of(guild_id: int, member_id: int, day: date, now: datetime) -> Select[Answer]:
    mine = belongs(Answer.member_id, member_id, guild_id) & (Answer.kept_until > now)
    return select(Answer).where(mine, Answer.answered_on == day)


async def get_answer(session: AsyncSession, *, guild_id: int, member_id: int, day: date, now: datetime) -> Answer:
    """Give a member's answer of a day of their calendar, to change it; NotFound when there is none (any more)."""
    row = (await session.scalars(_answer_of(guild_id, member_id, day, now).with_for_update())).first()
    if row is None:
        raise NotFound("checkins-nothing-today")
    return row


async def take_back_answer(session: AsyncSession, *, guild_id: int, member_id: int, day: date, now: datetime) -> None:
    """Forget a member's answer of a day, and take it back from every peer who saw it."""
    row = await get_answer(session, guild_id=guild_id, member_id=member_id, day=day, now=now)
    await _forget(session, Answer.id == row.id, now)


async def share_answer(session: AsyncSession, *, guild_id: int, member_id: int, day: date, now: datetime) -> list[int]:
    """Show a member's answer of today to their peers; give who they are. Closed when nobody agreed, or the day is over.

    A screen may stay open for days, and how somebody was then is not how they are.
    """
    member = await members.record_choice(session, guild_id=guild_id, member_id=member_id, now=now)
    zone = members.zone_of(member, await guilds.get_guild(session, guild_id=guild_id))
    if day != zones.local_day(now, zone):
        raise Closed("shares-not-today")
    row = await get_answer(session, guild_id=guild_id, member_id=member_id, day=day, now=now)
    return await shares.share_answer(session, answer=row, now=now)


async def take_back_shares(session: AsyncSession, *, guild_id: int, member_id: int, day: date, now: datetime) -> None:
    """Take a member's answer of a day back from their peers; the answer itself stays."""
    row = await get_answer(session, guild_id=guild_id, member_id=member_id, day=day, now=now)
    await shares.take_back_answers(session, answer_ids=[row.id], now=now)


async def list_fortnight(session: AsyncSession, *, guild_id: int, member_id: int, now: datetime) -> Days:
    """Give the member's last fourteen days, oldest first: each day, and its answer or None."""
    zone = await members.get_zone(session, guild_id=guild_id, member_id=member_id)
    today = zones.local_day(now, zone)
    days = [today - timedelta(days=back) for back in reversed(range(FORTNIGHT))]
    mine = belongs(Answer.member_id, member_id, guild_id) & (Answer.kept_until > now)
    rows = await session.scalars(select(Answer).where(mine, Answer.answered_on >= days[0]))
    said = {row.answered_on: row.answer for row in rows}
    return [(day, said.get(day)) for day in days]


async def find_prompt(session: AsyncSession, *, prompt_id: int) -> Prompt | None:
    """Give a prompt, or None when it is gone."""
    return await session.get(Prompt, prompt_id)


async def get_guild_id(session: AsyncSession, *, prompt_id: int) -> int:
    """Give the community that a prompt asks in: in a direct message only the prompt tells. Closed when it is gone."""
    prompt = await find_prompt(session, prompt_id=prompt_id)
    if prompt is None:
        raise Closed("checkins-prompt-gone")
    return prompt.guild_id


async def find_next_closing(session: AsyncSession, *, now: datetime) -> datetime | None:
    """Give the next instant at which a prompt closes, in any community, or None."""
    return await session.scalar(select(func.min(Prompt.closes_at)).where(Prompt.closes_at > now))


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give every answer of a member."""
    mine = select(Answer).where(belongs(Answer.member_id, member_id, guild_id)).order_by(Answer.answered_on)
    return [
        {
            "kind": "check-in",
            "community": str(row.guild_id),
            "day": row.answered_on.isoformat(),
            "answered_at": row.answered_at.isoformat(),
            "answer": row.answer,
            "kept_until": row.kept_until.isoformat(),
        }
        for row in await session.scalars(mine)
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:
    """Forget every answer of a member, with its shares; give how many answers went."""
    return await _forget(session, belongs(Answer.member_id, member_id, guild_id), now)


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget answers whose time is up, and prompts a fortnight after they closed; give how many rows went."""
    answers = await _forget(session, Answer.kept_until <= now, now)
    over = delete(Prompt).where(Prompt.closes_at < now - timedelta(days=FORTNIGHT))
    return answers + await count(session, over)


async def _forget(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> int:
    ids: Sequence[int] = (await session.scalars(select(Answer.id).where(which).with_for_update())).all()
    if ids:
        await shares.take_back_answers(session, answer_ids=ids, now=now)
        await session.execute(delete(Answer).where(Answer.id.in_(ids)))
    return len(ids)
