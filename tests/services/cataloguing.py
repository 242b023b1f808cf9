"""Made-up entries of a catalogue of training, and the few gestures that its tests begin with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.services import training, training_entries
from bot.services.training import Look
from bot.services.training_entries import Told
from bot.services.training_texts import Fields
from tests.services.announcing import organiser
from tests.services.people import ADA, ELSEWHERE, GUILD, NOW

if TYPE_CHECKING:
    from bot.services.training import Page
    from db.models.training import TrainingEntry
    from tests.services.people import Do

ORGANISER, STRANGER = organiser(), organiser(guild_id=ELSEWHERE)


def told(title: str, *, number: int | None = None, **fields: Any) -> Told:
    """Tell about an entry whose link says its title."""
    link = "https://example.org/" + "".join(sign if sign.isalnum() else "-" for sign in title)
    told: dict[str, Any] = {"provider": "Mind", "link": link, "stages": ("volunteer",), **fields}
    return Told(Fields(title=title, **told), number)


async def write(do: Do, *all_told: Told, guild_id: int = GUILD, **who: Any) -> list[Any]:
    """Add or change entries; give what came of each."""
    made: dict[str, Any] = {"guild_id": guild_id, "member_id": ADA, "now": NOW, **who}
    outcomes: list[Any] = await do(training_entries.record, told=all_told, **made)
    return outcomes


async def add(do: Do, title: str, *, guild_id: int = GUILD, **fields: Any) -> TrainingEntry:
    """Add one entry; give its row."""
    (outcome,) = await write(do, told(title, **fields), guild_id=guild_id)
    row: TrainingEntry = outcome.row
    return row


async def look(do: Do, words: str = "", *, guild_id: int = GUILD, **choices: Any) -> Page:
    """Look for entries, today unless another day is told."""
    today = choices.pop("today", NOW.date())
    page: Page = await do(training.find_page, guild_id=guild_id, look=Look(words=words, **choices), today=today)
    return page


async def found(do: Do, words: str = "", **choices: Any) -> list[str]:
    """Give the titles of a page."""
    return [row.title for row in (await look(do, words, **choices)).entries]


async def offered(do: Do, typed: str, guild_id: int = GUILD) -> list[str]:
    """Give the titles that are offered to somebody who still types."""
    return [row.title for row in await do(training.complete, guild_id=guild_id, typed=typed)]


def changed(outcome: Any, **fields: Any) -> Told:
    """Tell about the entry of an outcome as it is, but for some fields."""
    before = outcome.before or told(outcome.row.title).fields
    return Told(replace(before, **fields), outcome.row.number)
