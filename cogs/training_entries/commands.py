"""`/organise training add`, `edit` and `stale`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands, ui

from bot.catalogue import ensure_for_organiser
from bot.checks import person_of
from bot.cog import Cog
from bot.days_said import day_in_words
from bot.folding import brief
from bot.screens import Interaction, Screen, answer, words_of
from bot.services import training_links, training_lists
from bot.tree import completes
from bot.ui import MAIN, Button, door, stop
from cogs.training_entries.forms import AddForm
from cogs.training_entries.screens import show

if TYPE_CHECKING:
    from bot.screens import Part
    from bot.services.training_links import Broken
    from bot.wording import Wording
    from db.models.training import TrainingEntry

ROOT = "organise training"

SHOWN = 5
"""Entries of one page."""

OFFERED = 25
TITLE = 100


class TrainingEntries(Cog):
    """Organisers keep the catalogue."""

    @app_commands.command(name="add", extras={"root": ROOT})
    async def add(self, interaction: Interaction) -> None:
        """Open the form."""
        await ensure_for_organiser(interaction)
        await interaction.response.send_modal(AddForm(words_of(interaction)))

    @app_commands.command(name="edit", extras={"root": ROOT})
    async def edit(self, interaction: Interaction, entry: str) -> None:
        """Show one with all that can be changed."""
        await ensure_for_organiser(interaction)
        async with self.bot.db.read() as session:
            row = await training_lists.pick(session, person=person_of(interaction), typed=entry)
        await show(interaction, row.number)

    @edit.autocomplete("entry")
    @completes
    async def complete(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer entries, hidden ones too."""
        await ensure_for_organiser(interaction)
        async with self.bot.db.read() as session:
            found = await training_lists.list_titled(session, person=person_of(interaction), typed=typed, limit=OFFERED)
        return [app_commands.Choice(name=row.title[:TITLE], value=str(row.number)) for row in found]

    @app_commands.command(name="stale", extras={"root": ROOT})
    async def stale(self, interaction: Interaction) -> None:
        """Show what has to be looked at."""
        await ensure_for_organiser(interaction)
        await show_stale(interaction)


async def show_stale(interaction: Interaction, page: int = 0) -> None:
    """Show pages that are gone or moved, then what somebody doubts, and what nobody checked lately."""
    words, person = words_of(interaction), person_of(interaction)
    today = interaction.client.clock.now().date()
    async with interaction.client.db.read() as session:
        broken = await training_links.list_broken(session, person=person, limit=SHOWN) if page == 0 else []
        start = page * SHOWN
        found = await training_lists.list_stale(session, person=person, today=today, limit=SHOWN + 1, start=start)
    lines = [_broken(words, each) for each in broken]
    rows = [each.entry for each in broken]
    for row in found[:SHOWN]:
        if row not in rows:
            rows.append(row)
            lines.append(_stale(words, row))
    listed = [words("training_entries-line", number=at, said=line) for at, line in enumerate(lines, start=1)]
    opens: list[ui.Item[Any]] = [
        door(f"training_entries:open:{row.number}", words("training-open-button", number=number), MAIN)
        for number, row in enumerate(rows, start=1)
    ]
    turns: list[ui.Item[Any]] = []
    if page > 0:
        turns.append(Turn.to(words("training-before-button"), page=page - 1))
    if len(found) > SHOWN:
        turns.append(Turn.to(words("training-next-button"), page=page + 1))
    parts: list[Part] = [words("training_entries-stale" if rows else "training_entries-stale-none")]
    parts += [part for part in ("\n".join(listed), opens) if part]
    review = door("training_suggestions:review", words("training_entries-review-button"))
    await answer(interaction, Screen(*parts, [*turns, review, stop(words)]))


def _broken(words: Wording, found: Broken) -> str:
    moved = words("training_entries-moved", to=brief(found.moved_to, 140))
    told = words("training_entries-gone") if found.is_gone else moved
    return f"{brief(found.entry.title, 100)}: {told}"


def _stale(words: Wording, row: TrainingEntry) -> str:
    if row.state == "waiting":
        told = words("training_entries-doubted", doubt=brief(row.doubt, 120))
    elif row.checked_on is None:
        told = words("training-checked-never")
    else:
        told = words("training-checked-late", day=day_in_words(words, row.checked_on))
    return f"{brief(row.title, 100)}: {told}"


class Turn(Button, id="training_entries:stale:{page}", page=int):
    """To another page."""

    async def pressed(self, interaction: Interaction, page: int) -> None:
        """Show it."""
        await show_stale(interaction, max(0, page))
