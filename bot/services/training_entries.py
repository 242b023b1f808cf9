"""Entries of the catalogue as organisers keep them: added, changed, checked, taken out, and how they were before."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from sqlalchemy import delete, select, update

from bot.errors import Invalid, NotFound
from bot.services import guilds, training_words
from bot.services.analysing import VERSION
from bot.services.bits import bits_of, words_of
from bot.services.scopes import belongs
from bot.services.statements import count
from bot.services.training_texts import (
    KNOWN,
    LONGEST,
    NATIONS,
    STAGES,
    Deadline,
    Fields,
    key_of,
    price_of,
    way_of,
    write_fields,
)
from db.models.training import TrainingDeadline, TrainingEntry
from db.models.training_entries import TrainingChange

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services.guilds import Person

KEPT: Final = timedelta(days=365)
"""How long it is kept how an entry was before."""

Done = Literal["added", "changed", "same"]
"""What came of what somebody told about an entry."""

PLAIN: Final = (*LONGEST, *KNOWN, "checked_on")
"""Fields that a row keeps as they are."""


class Told(NamedTuple):
    """What is told about an entry, and which one it is about: None for the one with this link, or a new one."""

    fields: Fields
    number: int | None = None


class Outcome(NamedTuple):
    """What came of it, the entry, and how it was before."""

    done: Done
    row: TrainingEntry
    before: Fields | None


async def record(
    session: AsyncSession, *, guild_id: int, member_id: int | None, told: Sequence[Told], now: datetime
) -> list[Outcome]:
    """Add or change entries, and keep how each was before; give what came of each.

    One that somebody doubts is hidden until the doubt is taken away. Invalid where another entry has the link
    already; NotFound where an entry is not there any more. One that is told about by its number stays out if it was.
    """
    await training_words.get_vocabulary(session, guild_id=guild_id)  # first, so that two who write take turns
    rows = await _find(session, guild_id, told)
    days = await deadlines_of(session, numbers=[row.number for row in rows])
    was = {row: fields_of(row, days.get(row.number, ())) for row in rows}
    outcomes = []
    for each in told:
        row = _match(rows, each)
        before = was.get(row) if row is not None else None
        if row is None:
            row = TrainingEntry(guild_id=guild_id, state="new", added_on=now.date())
            rows.append(row)
            session.add(row)
        outcomes.append(Outcome(_write(row, before, each.fields, keeps_out=each.number is not None), row, before))
        was[row] = each.fields  # the same entry may be told about again
    changed = [(outcome, each.fields) for outcome, each in zip(outcomes, told, strict=True) if outcome.done != "same"]
    await session.flush()
    await _write_deadlines(session, guild_id, {outcome.row.number: fields.deadlines for outcome, fields in changed})
    for outcome, _ in changed:
        session.add(_change(outcome.row, outcome.done, outcome.before, member_id, now))
    entries = list(dict.fromkeys(outcome.row for outcome, _ in changed))
    await training_words.list_entries(session, guild_id=guild_id, entries=entries)
    return outcomes


async def _hold(session: AsyncSession, person: Person, number: int) -> TrainingEntry:
    """Give an entry that an organiser is about to change, once nobody else is changing the catalogue."""
    await require_organiser(session, person=person)
    await training_words.get_vocabulary(session, guild_id=person.guild_id)
    return await get_any(session, person=person, number=number)


async def _find(session: AsyncSession, guild_id: int, told: Sequence[Told]) -> list[TrainingEntry]:
    """Give the entries that are told about, by number or by link, and let nobody else change them meanwhile."""
    keys, numbers = [key_of(each.fields.link) for each in told], [each.number for each in told if each.number]
    meant = TrainingEntry.link_key.in_(keys) | TrainingEntry.number.in_(numbers)
    here = select(TrainingEntry).where(TrainingEntry.guild_id == guild_id, meant).order_by(TrainingEntry.number)
    return list(await session.scalars(here.with_for_update()))


def _match(rows: Sequence[TrainingEntry], told: Told) -> TrainingEntry | None:
    same_link = next((row for row in rows if row.link_key == key_of(told.fields.link)), None)
    if told.number is None:
        return same_link
    mine = next((row for row in rows if row.number == told.number), None)
    if mine is None:
        raise NotFound("training-gone")
    if same_link is not None and same_link is not mine:
        raise Invalid("training-link-known", title=same_link.title)
    return mine


def state_of(told: Fields) -> str:
    """Say whether an entry is shown, or waits until a doubt about it is over."""
    return "waiting" if told.doubt else "shown"


def _write(row: TrainingEntry, before: Fields | None, told: Fields, *, keeps_out: bool = False) -> Done:
    """Let an entry say what is told; say whether it did before."""
    state = "out" if keeps_out and row.state == "out" else state_of(told)
    if before == told and row.state == state:
        return "same"
    for name in PLAIN:
        setattr(row, name, getattr(told, name))
    row.state, row.version, row.known_on = state, VERSION, told.checked_on or row.added_on
    row.link_key, row.spelled = key_of(told.link), training_words.spell(told.title)
    row.stages, row.nations = bits_of(told.stages, STAGES), bits_of(told.nations, NATIONS)
    row.way, row.price = way_of(told.format), price_of(told.cost)
    row.title_length = row.body_length = row.themes_length = 0
    return "added" if before is None else "changed"


async def _write_deadlines(session: AsyncSession, guild_id: int, deadlines: Mapping[int, Sequence[Deadline]]) -> None:
    """Let entries have these deadlines; one that stays, or says something else, is the same row."""
    before: dict[int, list[TrainingDeadline]] = {}
    here = select(TrainingDeadline).where(TrainingDeadline.entry_number.in_(deadlines))
    for row in (await session.scalars(here.order_by(TrainingDeadline.id))).all():
        before.setdefault(row.entry_number, []).append(row)
    for number, rows in before.items():
        await _keep_days(session, rows, deadlines[number])
    await session.flush()
    kept = await deadlines_of(session, numbers=list(deadlines))
    for number, told in deadlines.items():
        for each in told:
            if each not in kept.get(number, ()):
                told_of = {"guild_id": guild_id, "entry_number": number}
                session.add(TrainingDeadline(**told_of, due_on=each.due_on, label=each.label))


async def _keep_days(session: AsyncSession, rows: Sequence[TrainingDeadline], told: Sequence[Deadline]) -> None:
    """Let rows of a day that stays say its new words, so that reminders of it stay too; the others go."""
    free = [each for each in told if each not in {Deadline(row.due_on, row.label) for row in rows}]
    for row in rows:
        if Deadline(row.due_on, row.label) in told:
            continue
        same = next((each for each in free if each.due_on == row.due_on), None)
        if same is None:
            await session.delete(row)
        else:
            row.label = same.label
            free.remove(same)


def _change(
    row: TrainingEntry, done: str, before: Fields | None, member_id: int | None, now: datetime
) -> TrainingChange:
    was = json.dumps(write_fields(before), ensure_ascii=False) if before is not None else ""
    told = {"entry_number": row.number, "guild_id": row.guild_id, "member_id": member_id}
    return TrainingChange(**told, kind=done, before=was, changed_at=now)


async def deadlines_of(session: AsyncSession, *, numbers: Sequence[int]) -> dict[int, tuple[Deadline, ...]]:
    """Give the deadlines of entries, the earliest first."""
    found: dict[int, tuple[Deadline, ...]] = {}
    here = select(TrainingDeadline).where(TrainingDeadline.entry_number.in_(numbers))
    for row in await session.scalars(here.order_by(TrainingDeadline.due_on, TrainingDeadline.label)):
        found[row.entry_number] = (*found.get(row.entry_number, ()), Deadline(row.due_on, row.label))
    return found


def fields_of(row: TrainingEntry, deadlines: tuple[Deadline, ...]) -> Fields:
    """Give what an entry tells."""
    plain = {name: getattr(row, name) for name in PLAIN}
    return Fields(
        **plain, stages=words_of(row.stages, STAGES), nations=words_of(row.nations, NATIONS), deadlines=deadlines
    )


async def edit_entry(session: AsyncSession, *, person: Person, told: Told, now: datetime) -> Outcome:
    """Add or change one entry as an organiser."""
    await require_organiser(session, person=person)
    (outcome,) = await record(session, guild_id=person.guild_id, member_id=person.member_id, told=[told], now=now)
    return outcome


async def get_any(session: AsyncSession, *, person: Person, number: int) -> TrainingEntry:
    """Give an entry to an organiser, hidden or not; NotFound where there is none."""
    await require_organiser(session, person=person)
    found = await session.get(TrainingEntry, number)
    if found is None or found.guild_id != person.guild_id:
        raise NotFound("training-gone")
    return found


async def find_linked(session: AsyncSession, *, guild_id: int, link: str) -> TrainingEntry | None:
    """Give the entry that has a link, hidden or not, however it is spelled; or None."""
    here = TrainingEntry.guild_id == guild_id, TrainingEntry.link_key == key_of(link)
    return (await session.scalars(select(TrainingEntry).where(*here))).first()


async def get_fields(session: AsyncSession, *, entry: TrainingEntry) -> Fields:
    """Give what an entry tells, with its deadlines."""
    return fields_of(entry, (await deadlines_of(session, numbers=[entry.number])).get(entry.number, ()))


async def check_entry(session: AsyncSession, *, person: Person, number: int, now: datetime) -> TrainingEntry:
    """Say that an entry was looked at today and is right: a doubt about it is over."""
    row = await _hold(session, person, number)
    before = await get_fields(session, entry=row)
    row.checked_on = row.known_on = now.date()
    row.doubt, row.state = "", "shown"
    session.add(_change(row, "checked", before, person.member_id, now))
    await training_words.list_entries(session, guild_id=person.guild_id, entries=[row])
    return row


async def take_out(session: AsyncSession, *, person: Person, number: int, now: datetime) -> TrainingEntry:
    """Take an entry out of the catalogue: members do not see it any more; organisers can bring it back."""
    row = await _hold(session, person, number)
    before = await get_fields(session, entry=row)
    row.state = "out"
    session.add(_change(row, "out", before, person.member_id, now))
    await training_words.list_entries(session, guild_id=person.guild_id, entries=[row])
    return row


async def list_changes(session: AsyncSession, *, person: Person, number: int, limit: int) -> Sequence[TrainingChange]:
    """Give to organisers what was done to an entry, the latest first."""
    await get_any(session, person=person, number=number)
    here = select(TrainingChange).where(TrainingChange.entry_number == number)
    return (await session.scalars(here.order_by(TrainingChange.id.desc()).limit(limit))).all()


async def require_organiser(session: AsyncSession, *, person: Person) -> None:
    """Raise NotAllowed unless the person may keep the catalogue."""
    guilds.require(await guilds.get_guild(session, guild_id=person.guild_id), person, "organiser")


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give what a member did to entries of the catalogue."""
    mine = select(TrainingChange).where(belongs(TrainingChange.member_id, member_id, guild_id))  # type: ignore[arg-type] # may be empty
    return [
        {"community": str(row.guild_id), "entry": row.entry_number, "did": row.kind, "at": row.changed_at.isoformat()}
        for row in await session.scalars(mine.order_by(TrainingChange.id))
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:  # noqa: ARG001 the contract of every feature
    """Forget who did something to entries; give of how many changes. The entries stay."""
    mine = update(TrainingChange).where(belongs(TrainingChange.member_id, member_id, guild_id))  # type: ignore[arg-type] # may be empty
    return await count(session, mine.values(member_id=None))


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget how entries were before, a year after it was changed."""
    return await count(session, delete(TrainingChange).where(TrainingChange.changed_at < now - KEPT))
