"""Members suggest entries, correct them, and say that a link is dead; organisers decide, and members are thanked."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import ColumnElement, delete, exists, select, update

from bot.errors import Invalid, NotFound
from bot.services import deliveries, members, training, training_entries
from bot.services.scopes import belongs
from bot.services.statements import count
from bot.services.training_entries import Told, require_organiser
from bot.services.training_texts import LONGEST, Fields, read_fields, write_fields
from db.models.members import Member
from db.models.training_suggestions import TrainingSuggestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services.guilds import Person
    from bot.services.training_entries import Outcome
    from db.models.training import TrainingEntry

FEATURE: Final = "trainingsuggestions"
"""Whose deliveries the thanks are."""

Kind = Literal["new", "change", "dead"]

MOST_WAITING: Final = 10
"""Suggestions of one member that can wait at once."""

KEPT: Final = timedelta(days=90)
"""How long a suggestion is kept after it was decided."""

USE_BY: Final = timedelta(days=7)
"""How long thanks are worth sending."""


async def suggest(
    session: AsyncSession,
    *,
    guild_id: int,
    member_id: int,
    kind: Kind,
    now: datetime,
    fields: Fields | None = None,
    number: int | None = None,
    note: str = "",
) -> TrainingSuggestion:
    """Keep what a member suggests. Of one entry the same is kept once; Invalid where many of theirs wait."""
    await members.record_choice(session, guild_id=guild_id, member_id=member_id, now=now)
    if number is not None:
        await training.get_entry(session, guild_id=guild_id, number=number)
    of_theirs = belongs(TrainingSuggestion.member_id, member_id, guild_id)  # type: ignore[arg-type] # may be empty
    mine = select(TrainingSuggestion).where(of_theirs, TrainingSuggestion.state == "waiting")
    waiting = (await session.scalars(mine)).all()
    same = next((row for row in waiting if (row.kind, row.entry_number) == ("dead", number) and kind == "dead"), None)
    if same is not None:
        return same
    if len(waiting) >= MOST_WAITING:
        raise Invalid("training_suggestions-many", most=MOST_WAITING)
    row = TrainingSuggestion(
        guild_id=guild_id,
        member_id=member_id,
        entry_number=number,
        kind=kind,
        state="waiting",
        told=json.dumps(write_fields(fields), ensure_ascii=False) if fields is not None else "",
        note=note[: LONGEST["summary"]],
        created_at=now,
    )
    session.add(row)
    await session.flush()
    return row


def fields_of(row: TrainingSuggestion) -> Fields | None:
    """Give what a suggestion says an entry should tell; None where it only says something about it."""
    return read_fields(json.loads(row.told)) if row.told else None


async def list_waiting(session: AsyncSession, *, person: Person, after: int = 0) -> Sequence[TrainingSuggestion]:
    """Give to organisers what waits for them, the oldest first, from the one after some other on."""
    await require_organiser(session, person=person)
    here = select(TrainingSuggestion).where(
        TrainingSuggestion.guild_id == person.guild_id,
        TrainingSuggestion.state == "waiting",
        TrainingSuggestion.id > after,
    )
    return (await session.scalars(here.order_by(TrainingSuggestion.id))).all()


async def get_waiting(session: AsyncSession, *, person: Person, suggestion_id: int) -> TrainingSuggestion:
    """Give one that waits, to an organiser; NotFound where somebody decided, or it is gone."""
    await require_organiser(session, person=person)
    row = await session.get(TrainingSuggestion, suggestion_id, with_for_update=True)
    if row is None or row.guild_id != person.guild_id or row.state != "waiting":
        raise NotFound("training_suggestions-gone")
    return row


async def take(
    session: AsyncSession, *, person: Person, suggestion_id: int, now: datetime, fields: Fields | None = None
) -> Outcome | None:
    """Take a suggestion, as it is or as an organiser changed it; its member is thanked in private.

    That a link is dead is taken by looking after the entry: nothing of it is changed here. Nor is an entry whose page
    was suggested as new: it would lose what only organisers told about it. Invalid where that one is hidden.
    """
    row = await get_waiting(session, person=person, suggestion_id=suggestion_id)
    told, outcome = fields or fields_of(row), None
    if told is not None:
        known = None if row.entry_number else await _find_known(session, row.guild_id, told)
        if known is None:
            told_of = Told(told, row.entry_number)
            outcome = await training_entries.edit_entry(session, person=person, told=told_of, now=now)
        row.entry_number = known.number if known else outcome.row.number if outcome else None
    row.state, row.decided_at = "taken", now
    await _thank(session, row, now)
    return outcome


async def _find_known(session: AsyncSession, guild_id: int, told: Fields) -> TrainingEntry | None:
    """Give the entry that has this page already; Invalid where members do not see it."""
    known = await training_entries.find_linked(session, guild_id=guild_id, link=told.link)
    if known is not None and known.state != "shown":
        raise Invalid("training-link-hidden", title=known.title)
    return known


async def _thank(session: AsyncSession, row: TrainingSuggestion, now: datetime) -> None:
    if row.member_id is None:
        return
    told: dict[str, Any] = {"guild_id": row.guild_id, "feature": FEATURE, "subject_id": row.id}
    due_at = await members.quiet_end(session, guild_id=row.guild_id, member_id=row.member_id, now=now)
    await deliveries.schedule(session, **told, member_id=row.member_id, due_at=due_at, expires_at=due_at + USE_BY)


async def leave(session: AsyncSession, *, person: Person, suggestion_id: int, now: datetime) -> None:
    """Leave a suggestion: nothing is changed, and nobody is told."""
    row = await get_waiting(session, person=person, suggestion_id=suggestion_id)
    row.state, row.decided_at = "left", now


async def bring_back(session: AsyncSession, *, person: Person, suggestion_id: int) -> None:
    """Let one that was left wait again; NotFound where it is gone, or was taken."""
    await require_organiser(session, person=person)
    row = await session.get(TrainingSuggestion, suggestion_id, with_for_update=True)
    if row is None or row.guild_id != person.guild_id or row.state != "left":
        raise NotFound("training_suggestions-gone")
    row.state, row.decided_at = "waiting", None


async def find_thanked(session: AsyncSession, *, suggestion_id: int) -> TrainingSuggestion | None:
    """Give what a member is thanked for; None where they asked to be forgotten, or take no messages."""
    row = await session.get(TrainingSuggestion, suggestion_id)
    if row is None or row.member_id is None:
        return None
    choices = await members.get_choices(session, guild_id=row.guild_id, member_id=row.member_id)
    return row if choices.direct_messages else None


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give what a member suggested."""
    mine = select(TrainingSuggestion).where(belongs(TrainingSuggestion.member_id, member_id, guild_id))  # type: ignore[arg-type] # may be empty
    return [
        {
            "community": str(row.guild_id),
            "kind": row.kind,
            "state": row.state,
            "entry": row.entry_number,
            "told": json.loads(row.told) if row.told else None,
            "note": row.note,
            "at": row.created_at.isoformat(),
        }
        for row in await session.scalars(mine.order_by(TrainingSuggestion.id))
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:
    """Forget what a member suggested, and the thanks; give how many rows were theirs.

    Of what was taken only that is left which the catalogue says too.
    """
    mine = belongs(TrainingSuggestion.member_id, member_id, guild_id)  # type: ignore[arg-type] # may be empty
    await _take_thanks_back(session, mine, now)
    gone = await count(session, delete(TrainingSuggestion).where(mine, TrainingSuggestion.state != "taken"))
    return gone + await count(session, update(TrainingSuggestion).where(mine).values(member_id=None, note=""))


async def _take_thanks_back(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> None:
    ids = (await session.scalars(select(TrainingSuggestion.id).where(which))).all()
    await deliveries.retract(session, feature=FEATURE, subject_ids=ids, now=now)


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget what was decided 90 days ago, with the thanks, and who suggested something that is not known any more."""
    row = TrainingSuggestion
    is_known = exists().where(Member.guild_id == row.guild_id, Member.member_id == row.member_id)
    is_lost, is_old = row.member_id.is_not(None) & ~is_known, row.decided_at < now - KEPT
    await _take_thanks_back(session, is_lost | is_old, now)
    gone = await count(session, delete(row).where(is_old | is_lost & (row.state != "taken")))
    return gone + await count(session, update(row).where(is_lost).values(member_id=None, note=""))
