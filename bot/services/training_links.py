"""Links of the catalogue: which are to be looked at, what came of it, and which of them organisers should know of.

Each is looked at once a week. Nothing here hides an entry: that is for organisers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from zlib import crc32

from sqlalchemy import func, literal, select

from bot.errors import Invalid
from bot.services import guilds
from bot.services.statements import upsert
from bot.services.training_texts import key_of, read_link
from db.base import UtcDateTime
from db.models.training import LINK, TrainingEntry
from db.models.training_links import TrainingLink

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services.guilds import Person

WEEK: Final = timedelta(days=7)
"""How long after one look comes the next."""

HOURS: Final = 168
"""Hours of a week: each link has one of its own."""

SOON: Final = timedelta(days=2)
"""When it is looked again for a page that was gone once, and for a site that gave no answer at all."""

FOR_SURE: Final = 2
"""How often in a row a page has to be gone before organisers are told: a site may be mended meanwhile."""

FIRST: Final = datetime(2026, 1, 5, tzinfo=UTC)
"""The start of some week: from it the hours are counted."""

STATES: Final = ("shown", "waiting")
"""Entries whose links are looked at: what was taken out is nobody's business any more."""

Outcome = Literal["ok", "moved", "gone", "unclear", "refused", "robots"]
"""What came of a look. Refused: Kettle does not ask there; robots: the site wants no programs; the rest is plain."""


@dataclass(frozen=True)
class Seen:
    """What came of a look at one link; the code is the site's own, None where it gave none."""

    outcome: Outcome
    code: int | None = None
    moved_to: str = ""


class Due(NamedTuple):
    """An entry whose link is to be looked at."""

    number: int
    link: str
    link_key: str


class Broken(NamedTuple):
    """An entry whose page is gone, or has moved for good to the address that is named."""

    entry: TrainingEntry
    moved_to: str
    checked_at: datetime

    @property
    def is_gone(self) -> bool:
        """Say whether the page is gone; else it has moved."""
        return not self.moved_to


async def list_due(session: AsyncSession, *, now: datetime, limit: int) -> list[Due]:
    """Give the entries, of all communities, with so many of the links that are due: new and changed ones first.

    Entries that have a link in common come together, so that a site is asked once for all of them.
    """
    since = func.min(func.coalesce(TrainingLink.next_at, literal(FIRST, UtcDateTime)))
    links = _look_at(TrainingEntry.link).where(*_is_due(now)).group_by(TrainingEntry.link)
    here = _look_at(TrainingEntry.number, TrainingEntry.link, TrainingEntry.link_key).where(*_is_due(now))
    chosen = (await session.scalars(links.order_by(since, TrainingEntry.link).limit(limit))).all()
    found = await session.execute(here.where(TrainingEntry.link.in_(chosen)).order_by(TrainingEntry.number))
    return [Due(*row) for row in found]


def _look_at(*columns: Any) -> Any:
    """Select something of entries beside the last look at the link that they have now."""
    is_same = TrainingLink.link_key == TrainingEntry.link_key
    return select(*columns).outerjoin(TrainingLink, (TrainingLink.entry_number == TrainingEntry.number) & is_same)


def _is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return TrainingEntry.state.in_(STATES), TrainingLink.next_at.is_(None) | (TrainingLink.next_at <= now)


async def record_outcome(session: AsyncSession, *, entry_number: int, link_key: str, seen: Seen, now: datetime) -> bool:
    """Keep what came of a look; False, and nothing is kept, where the entry has another link by now, or is not there.

    Only an answer counts: what is not clear changes nothing of what was known of the page.
    """
    here = _look_at(TrainingEntry.guild_id, TrainingLink).where(TrainingEntry.number == entry_number)
    found = (await session.execute(here.where(TrainingEntry.link_key == link_key))).one_or_none()
    if found is None:
        return False
    guild_id, before = found
    fails, moved_to = (before.fails, before.moved_to) if before else (0, "")
    outcome = seen.outcome
    if outcome in {"ok", "moved"}:
        fails, moved_to = 0, _target(seen, link_key)
        outcome = "moved" if moved_to else "ok"
    elif outcome == "gone":
        fails, moved_to = fails + 1, ""
    is_soon = fails < FOR_SURE if outcome == "gone" else outcome == "unclear" and seen.code is None
    values = {
        "link_key": link_key,
        "checked_at": now,
        "next_at": _next(link_key, now, is_soon=is_soon),
        "outcome": outcome,
        "code": seen.code,
        "moved_to": moved_to,
        "fails": min(fails, 99),
    }
    await upsert(session, TrainingLink, keys={"entry_number": entry_number}, values=values, new={"guild_id": guild_id})
    return True


def _target(seen: Seen, link_key: str) -> str:
    """Give where a page moved to, if an entry could have it as its link and it is another one than it has."""
    try:
        is_other = key_of(read_link(seen.moved_to)) != link_key
    except Invalid:
        return ""
    return seen.moved_to if is_other and len(seen.moved_to) <= LINK else ""


def _next(link_key: str, now: datetime, *, is_soon: bool) -> datetime:
    """Say when a link is looked at again: at its own hour of the week, which is half a week away or more."""
    if is_soon:
        return now + SOON
    own = FIRST + timedelta(hours=crc32(link_key.encode()) % HOURS)
    return own - (own - now - WEEK / 2) // WEEK * WEEK


async def list_broken(session: AsyncSession, *, person: Person, limit: int) -> list[Broken]:
    """Give to organisers the entries whose pages are gone, twice in a row, then those whose pages moved for good."""
    guilds.require(await guilds.get_guild(session, guild_id=person.guild_id), person, "organiser")
    is_gone = TrainingLink.fails >= FOR_SURE
    here = _look_at(TrainingEntry, TrainingLink).where(
        TrainingEntry.guild_id == person.guild_id,
        TrainingEntry.state.in_(STATES),
        is_gone | (TrainingLink.moved_to != ""),
    )
    order = TrainingLink.fails.desc(), TrainingEntry.spelled, TrainingEntry.number
    found: Sequence[Any] = (await session.execute(here.order_by(*order).limit(limit))).all()
    return [Broken(entry, row.moved_to, row.checked_at) for entry, row in found]
