"""Organisers look at what members suggested, one at a time, and decide; nothing names who it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.catalogue import named
from bot.checks import step_of
from bot.folding import brief
from bot.forms import Form
from bot.screens import Screen, answer, words_of
from bot.services import training, training_suggestions
from bot.services.training_suggestions import fields_of
from bot.services.training_texts import STAGES, read_fields, write_fields
from bot.training_forms import FIELDS, PICKS
from bot.ui import MAIN, Button, door, stop

if TYPE_CHECKING:
    from bot.screens import Interaction, Part
    from bot.wording import Wording
    from db.models.training import TrainingEntry
    from db.models.training_suggestions import TrainingSuggestion


async def show_next(interaction: Interaction, note: str = "", *, after: int = 0, left: int = 0) -> None:
    """Show what waits longest after one, with what can be done; `left` is one just decided against, to bring back."""
    words, person = words_of(interaction), step_of(interaction)["person"]
    async with interaction.client.db.read() as session:
        waiting = await training_suggestions.list_waiting(session, person=person, after=after)
        row = waiting[0] if waiting else None
        number = row.entry_number if row else None
        entry = None
        if number is not None:
            entry = await training.find_entry(session, guild_id=person.guild_id, number=number)
    back = [Undo.to(words("training_suggestions-undo-button"), suggestion_id=left)] if left else []
    parts: list[Part] = [note] if note else []
    if row is None:
        told = words("training_suggestions-none-after" if after else "training_suggestions-none")
        await answer(interaction, Screen(*parts, told, [*back, stop(words)]))
        return
    parts += _described(words, row, entry)
    others: list[ui.Item[Any]] = [*back, stop(words)]
    if len(waiting) > 1:
        parts.append(words("training_suggestions-more", count=len(waiting) - 1))
        others.insert(0, Skip.to(words("training_suggestions-skip-button"), suggestion_id=row.id))
    await answer(interaction, Screen(*parts, _ways(words, row), others))


def _described(words: Wording, row: TrainingSuggestion, entry: TrainingEntry | None) -> list[str]:
    told = [words(f"training_suggestions-is-{row.kind}")]
    if (fields := fields_of(row)) is not None:
        stages = [words(f"training-choice-stage-{STAGES.index(stage)}") for stage in fields.stages]
        told += [
            words("training-named", title=brief(fields.title, 170), provider=brief(fields.provider, 120)),
            brief(fields.summary, 700),
            words("training-tell-stages", said=words.join(stages)),
            fields.link,  # as it is: a sign before a sign would make it another address
        ]
    elif entry is not None:
        told.append(named(words, entry))
        told.append(entry.link)
    told.append(brief(row.note, 900))
    return [line for line in told if line]


def _ways(words: Wording, row: TrainingSuggestion) -> list[ui.Item[Any]]:
    if row.kind == "new":
        return [
            Take.to(words("training_suggestions-add-button"), MAIN, suggestion_id=row.id),
            OpenChange.to(words("training_suggestions-change-button"), suggestion_id=row.id),
            Leave.to(words("training_suggestions-leave-new-button"), suggestion_id=row.id),
        ]
    return [
        door(f"training_entries:open:{row.entry_number}", words("training_suggestions-entry-button"), MAIN),
        Take.to(words("training_suggestions-done-button"), suggestion_id=row.id),
        Leave.to(words("training_suggestions-leave-button"), suggestion_id=row.id),
    ]


class Review(Button, id="training_suggestions:review"):
    """To what waits."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        await show_next(interaction)


class Skip(Button, id="training_suggestions:skip:{suggestion_id}", suggestion_id=int):
    """Let one wait."""

    async def pressed(self, interaction: Interaction, suggestion_id: int) -> None:
        """Show what comes after it."""
        await show_next(interaction, after=suggestion_id)


class Take(Button, id="training_suggestions:take:{suggestion_id}", suggestion_id=int):
    """Take it as it is."""

    async def pressed(self, interaction: Interaction, suggestion_id: int) -> None:
        """Do it, and show the next."""
        async with interaction.client.db.begin() as session:
            await training_suggestions.take(session, **step_of(interaction), suggestion_id=suggestion_id)
        await show_next(interaction, words_of(interaction)("training_suggestions-taken"))


class Leave(Button, id="training_suggestions:leave:{suggestion_id}", suggestion_id=int):
    """Decide against it."""

    async def pressed(self, interaction: Interaction, suggestion_id: int) -> None:
        """Do it, and show the next."""
        async with interaction.client.db.begin() as session:
            await training_suggestions.leave(session, **step_of(interaction), suggestion_id=suggestion_id)
        await show_next(interaction, words_of(interaction)("training_suggestions-left"), left=suggestion_id)


class Undo(Button, id="training_suggestions:undo:{suggestion_id}", suggestion_id=int):
    """Let one wait again that somebody decided against."""

    async def pressed(self, interaction: Interaction, suggestion_id: int) -> None:
        """Do it, and show what waits."""
        async with interaction.client.db.begin() as session:
            await training_suggestions.bring_back(
                session, person=step_of(interaction)["person"], suggestion_id=suggestion_id
            )
        await show_next(interaction, words_of(interaction)("training_suggestions-is-back"))


class OpenChange(Button, id="training_suggestions:change:{suggestion_id}", suggestion_id=int):
    """Change it before it is added."""

    async def pressed(self, interaction: Interaction, suggestion_id: int) -> None:
        """Open the form with what was suggested."""
        person = step_of(interaction)["person"]
        async with interaction.client.db.begin() as session:
            row = await training_suggestions.get_waiting(session, person=person, suggestion_id=suggestion_id)
        fields = fields_of(row)
        typed = write_fields(fields) if fields is not None else {}
        form = ChangeForm(words_of(interaction), typed, suggestion_id=suggestion_id)
        await interaction.response.send_modal(form)


class ChangeForm(
    Form, id="training_suggestions:change:{suggestion_id}", title="training_suggestions-title", suggestion_id=int
):
    """What is added in its place."""

    fields, picks = FIELDS, PICKS

    async def submitted(self, interaction: Interaction, typed: dict[str, str], suggestion_id: int) -> None:
        """Add it, and show the next."""
        step = step_of(interaction)
        async with interaction.client.db.begin() as session:
            await training_suggestions.take(session, **step, suggestion_id=suggestion_id, fields=read_fields(typed))
        await show_next(interaction, words_of(interaction)("training_suggestions-taken"))
