"""The whole catalogue for organisers to take along, in files that Discord carries and that an import takes again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import select

from bot.services import training_entries
from bot.services.training_csv import MOST_MEGABYTES, MOST_ROWS, write_csv
from bot.services.training_hsds import write_services
from db.models.training import TrainingEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services.guilds import Person
    from bot.services.training_texts import Fields

MOST: Final = MOST_MEGABYTES * 1_000_000
"""Bytes of one file: an import takes no more, and Discord takes twice as much."""

AT_ONCE: Final = 1_000
"""Entries that are read at a time."""

STATES: Final = ("shown", "waiting")
"""What is taken along: what members see, and what somebody doubts."""

WRITERS: Final[Mapping[str, Callable[[Iterable[Fields]], bytes]]] = {"csv": write_csv, "openreferral": write_services}
"""How a file is written, by the kinds that can be chosen."""


class Numbered(NamedTuple):
    """An entry's number, and all that it tells."""

    number: int
    fields: Fields


class Part(NamedTuple):
    """A file, how many entries it has, and the number of its last one where others follow, else None."""

    content: bytes
    entries: int
    goes_on_after: int | None


async def list_all(session: AsyncSession, *, person: Person, after: int = 0) -> list[Numbered]:
    """Give the entries with higher numbers to an organiser, in their order: one more than a file holds at most."""
    await training_entries.require_organiser(session, person=person)
    here = select(TrainingEntry).where(TrainingEntry.guild_id == person.guild_id, TrainingEntry.state.in_(STATES))
    here, found = here.order_by(TrainingEntry.number).limit(AT_ONCE), list[Numbered]()
    while len(found) <= MOST_ROWS:
        last = found[-1].number if found else after
        rows = (await session.scalars(here.where(TrainingEntry.number > last))).all()
        days = await training_entries.deadlines_of(session, numbers=[row.number for row in rows])
        fields = training_entries.fields_of
        found += [Numbered(row.number, fields(row, days.get(row.number, ()))) for row in rows]
        if len(rows) < AT_ONCE:
            break
    return found[: MOST_ROWS + 1]


def write_part(found: Sequence[Numbered], kind: str) -> Part:
    """Write as many entries as one file holds, from the first on."""
    write, count = WRITERS[kind], min(len(found), MOST_ROWS)
    content = write(each.fields for each in found[:count])
    while len(content) > MOST and count > 1:
        count = max(1, count * MOST // len(content) * 9 // 10)  # a tenth less: those in front may tell more
        content = write(each.fields for each in found[:count])
    return Part(content, count, found[count - 1].number if count < len(found) else None)
