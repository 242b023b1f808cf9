"""Lists that organisers send for the catalogue: first only looked at, then put in a few entries at a time.

Members wait for no list, and see none of its new entries before they see all of them: until the last step those are
`coming`, which no look of a member finds.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.orm import undefer

from bot.errors import Closed, Invalid, NotFound
from bot.services import training_entries, training_words
from bot.services.scopes import belongs
from bot.services.statements import count
from bot.services.training_csv import Refusal, write_table
from bot.services.training_entries import Told
from bot.services.training_texts import Fields, key_of, read_fields, write_fields
from db.models.training import TrainingEntry
from db.models.training_imports import TrainingImport

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services.guilds import Person
    from bot.services.training_csv import Row, Sheet

STEP: Final = 50
"""Entries that are put in at a time."""

LOOKED_UP: Final = 1_000
"""Entries that are asked for at a time."""

KEPT: Final = timedelta(days=1)
"""How long a list waits for a yes."""

Outcome = Literal["added", "changed", "same", "refused"]
"""What comes of a row."""

SAID: Final[Mapping[Outcome, str]] = {
    "added": "training_imports-added",
    "changed": "training_imports-changed",
    "same": "training_imports-same",
    "refused": "training_imports-refused",
}
"""The messages that say what comes of a row."""


class Line(NamedTuple):
    """A row of a list: where it stands, what people know it by, what comes of it, why nothing does, or what changes."""

    line: int
    title: str
    link: str
    outcome: Outcome
    refusal: Refusal | None = None
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """What a list would do to the catalogue as it is now; without an id there is nothing to say yes to."""

    import_id: int | None
    lines: tuple[Line, ...]
    ignored: tuple[str, ...] = ()

    @property
    def counts(self) -> Counter[str]:
        """How many rows have which outcome."""
        return Counter(line.outcome for line in self.lines)


async def start_import(session: AsyncSession, *, person: Person, sheet: Sheet, now: datetime) -> Report:
    """Keep a list for a day, and say what it would do; nothing is put in before somebody says yes."""
    await training_entries.require_organiser(session, person=person)
    told = [row.told for row in sheet.rows if isinstance(row.told, Fields)]
    known = await _find_known(session, person.guild_id, told)
    lines = tuple(_line(row, known, sheet.columns) for row in sheet.rows)
    if not told:
        return Report(None, lines, sheet.ignored)
    mine = belongs(TrainingImport.member_id, person.member_id, person.guild_id)  # type: ignore[arg-type] # may be empty
    await session.execute(delete(TrainingImport).where(mine, TrainingImport.state == "asked"))  # the newest is meant
    row = TrainingImport(guild_id=person.guild_id, member_id=person.member_id, state="asked", created_at=now)
    row.columns = " ".join(sheet.columns)
    row.rows, row.count, row.place = "\n".join(map(_write, told)), len(told), 0
    session.add(row)
    await session.flush()
    return Report(row.id, lines, sheet.ignored)


async def _find_known(session: AsyncSession, guild_id: int, told: Sequence[Fields]) -> dict[str, tuple[str, Fields]]:
    """Give the entries that have the links of a list, with their states."""
    keys = [key_of(each.link) for each in told]
    known: dict[str, tuple[str, Fields]] = {}
    for start in range(0, len(keys), LOOKED_UP):
        meant = TrainingEntry.link_key.in_(keys[start : start + LOOKED_UP])
        rows = (await session.scalars(select(TrainingEntry).where(TrainingEntry.guild_id == guild_id, meant))).all()
        days = await training_entries.deadlines_of(session, numbers=[row.number for row in rows])
        fields = training_entries.fields_of
        known |= {row.link_key: (row.state, fields(row, days.get(row.number, ()))) for row in rows}
    return known


def _line(row: Row, known: Mapping[str, tuple[str, Fields]], columns: Collection[str]) -> Line:
    if isinstance(row.told, Refusal):
        return Line(row.line, row.title, row.link, "refused", row.told)
    if (before := known.get(key_of(row.told.link))) is None:
        return Line(row.line, row.title, row.link, "added")
    state, was = before
    told = _merged(row.told, was, columns)
    changed = tuple(name for name in columns if getattr(told, name) != getattr(was, name))
    outcome: Outcome = "changed" if changed or state != training_entries.state_of(told) else "same"
    return Line(row.line, row.title, row.link, outcome, changed=changed)


def _was(known: Mapping[str, tuple[str, Fields]], told: Fields) -> Fields | None:
    state_and_fields = known.get(key_of(told.link))
    return state_and_fields[1] if state_and_fields else None


def _merged(told: Fields, before: Fields | None, columns: Collection[str]) -> Fields:
    """Let what a list has no column for stay as it was."""
    return told if before is None else replace(before, **{name: getattr(told, name) for name in columns})


def _write(told: Fields) -> str:
    return json.dumps({name: cell for name, cell in write_fields(told).items() if cell}, ensure_ascii=False)


async def confirm_import(session: AsyncSession, *, person: Person, import_id: int, now: datetime) -> TrainingImport:
    """Let a list be put in; NotFound where there is none any more, Closed where somebody said yes before."""
    await training_entries.require_organiser(session, person=person)
    row = await session.get(TrainingImport, import_id, with_for_update=True)
    if row is None or row.guild_id != person.guild_id:
        raise NotFound("training_imports-gone")
    if row.state != "asked":
        raise Closed("training_imports-begun")
    if row.created_at < now - KEPT:
        raise NotFound("training_imports-gone")
    row.state = "going"
    return row


async def find_import(session: AsyncSession, *, person: Person, import_id: int) -> TrainingImport | None:
    """Give a list to an organiser who wants to know how far it is; None where it is not here any more."""
    await training_entries.require_organiser(session, person=person)
    row = await session.get(TrainingImport, import_id)
    return row if row is not None and row.guild_id == person.guild_id else None


async def step_import(session: AsyncSession, *, now: datetime) -> bool:
    """Put in the next 50 entries of a list; give whether there were any. With the last ones members see them all."""
    row = await _find_next(session)
    if row is None:
        return False
    lines = row.rows.split("\n")[row.place : row.place + STEP]
    await _record_unseen(session, row, list(_read(lines)), now)
    row.place = min(row.place + STEP, row.count)
    if row.place == row.count:
        row.state, row.rows = "done", ""
        await _show(session, row.guild_id)
    return True


async def _find_next(session: AsyncSession) -> TrainingImport | None:
    """Give the list that has begun, else the oldest: no other begins before it ends."""
    going = select(TrainingImport).where(TrainingImport.state == "going")
    order = (TrainingImport.place > 0).desc(), TrainingImport.id
    first = going.order_by(*order).limit(1).with_for_update()
    return (await session.scalars(first.options(undefer(TrainingImport.rows)))).first()


def _read(lines: Iterable[str]) -> Iterable[Told]:
    """Read entries again; one that a newer Kettle takes no more is left out, so that the others get in."""
    for line in lines:
        with suppress(Invalid):
            yield Told(read_fields(json.loads(line)))


async def _record_unseen(session: AsyncSession, row: TrainingImport, told: Sequence[Told], now: datetime) -> None:
    """Put entries in; those that members did not see before, they do not see yet. Their words are found later too."""
    keys = [key_of(each.fields.link) for each in told]
    here = TrainingEntry.guild_id == row.guild_id, TrainingEntry.link_key.in_(keys), TrainingEntry.state == "shown"
    seen = set(await session.scalars(select(TrainingEntry.link_key).where(*here)))
    known, columns = await _find_known(session, row.guild_id, [each.fields for each in told]), row.columns.split()
    told = [Told(_merged(each.fields, _was(known, each.fields), columns)) for each in told]
    whose: dict[str, Any] = {"guild_id": row.guild_id, "member_id": row.member_id}
    for outcome in await training_entries.record(session, **whose, told=told, now=now):
        if outcome.row.state == "shown" and outcome.row.link_key not in seen:
            outcome.row.state = "coming"


async def _show(session: AsyncSession, guild_id: int) -> None:
    """Show a community's new entries, all at once. The index has their words already."""
    new = update(TrainingEntry).where(TrainingEntry.guild_id == guild_id, TrainingEntry.state == "coming")
    await session.execute(new.values(state="shown"))
    await training_words.list_entries(session, guild_id=guild_id, entries=[])  # counts how many there are now


def report_csv(report: Report, *, words: Callable[..., str]) -> bytes:
    """Write what comes of each row as a table, in words."""
    head = [
        words("training_imports-head-line"),
        words("training_imports-head-name"),
        words("training_imports-head-link"),
        words("training_imports-head-outcome"),
        words("training_imports-head-why"),
    ]
    return write_table([head, *(_say(line, words) for line in report.lines)])


def _say(line: Line, words: Callable[..., str]) -> list[str]:
    why = ", ".join(line.changed)  # by the names that columns have in a file
    if line.refusal:
        why = words(line.refusal.message_id, **line.refusal.variables)
    return [str(line.line), line.title, line.link, words(SAID[line.outcome]), why]


async def export_member(session: AsyncSession, *, guild_id: int | None, member_id: int) -> list[dict[str, Any]]:
    """Give which lists a member sent. What they say is about training, not about a person."""
    mine = select(TrainingImport).where(belongs(TrainingImport.member_id, member_id, guild_id))  # type: ignore[arg-type] # may be empty
    return [
        {"community": str(row.guild_id), "entries": row.count, "state": row.state, "at": row.created_at.isoformat()}
        for row in await session.scalars(mine.order_by(TrainingImport.id))
    ]


async def erase_member(session: AsyncSession, *, guild_id: int | None, member_id: int, now: datetime) -> int:
    """Forget who sent lists, and those that wait for a yes; give how many. One that is under way goes on."""
    mine = belongs(TrainingImport.member_id, member_id, guild_id)  # type: ignore[arg-type] # may be empty
    gone = await count(session, delete(TrainingImport).where(mine, TrainingImport.state != "going"))
    gone += await count(session, update(TrainingImport).where(mine).values(member_id=None))
    # A step that was under way until just now wrote who changed entries: that was not there when it was looked for.
    await training_entries.erase_member(session, guild_id=guild_id, member_id=member_id, now=now)
    return gone


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget lists a day after they were sent, but for those that are under way."""
    old = TrainingImport.created_at < now - KEPT
    return await count(session, delete(TrainingImport).where(old, TrainingImport.state != "going"))
