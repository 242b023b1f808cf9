"""`/training suggest` and what members say about an entry; `/organise training review`, where organisers decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands, ui

from bot.checks import community_of, gesture_of, step_of
from bot.cog import Cog
from bot.folding import plain
from bot.forms import Field, Form
from bot.screens import Screen, answer, words_of
from bot.services import training, training_suggestions
from bot.services.training_suggestions import fields_of
from bot.services.training_texts import LONGEST, STAGES, read_fields, write_fields
from bot.training_forms import FIELDS, read_typed, stages_menu
from bot.ui import MAIN, Button, door, stop

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.screens import Interaction, Part
    from bot.wording import Wording
    from db.models.deliveries import Delivery
    from db.models.training import TrainingEntry
    from db.models.training_suggestions import TrainingSuggestion

TO_LIST = "training:list:----.0"
"""The id of the catalogue's first page."""


class SuggestForm(Form, id="training_suggestions:new", title="training_suggestions-title"):
    """What a member would like others to find."""

    fields = FIELDS

    def __init__(self, words: Wording, typed: Mapping[str, str] | None = None) -> None:
        super().__init__(words, typed)
        self.add_item(stages_menu(words))

    async def submitted(self, interaction: Interaction, typed: dict[str, str]) -> None:
        """Keep it for the organisers."""
        fields = read_fields(read_typed(interaction, typed))
        async with interaction.client.db.begin() as session:
            who = await gesture_of(session, interaction)
            await training_suggestions.suggest(session, **who, kind="new", fields=fields)
        await _kept(interaction)


async def _kept(interaction: Interaction) -> None:
    words = words_of(interaction)
    ways = [door(TO_LIST, words("training-browse-button")), stop(words)]
    await answer(interaction, Screen(words("training_suggestions-kept"), ways))


class OpenNew(Button, id="training_suggestions:new"):
    """Suggest an entry."""

    async def pressed(self, interaction: Interaction) -> None:
        """Open the form."""
        await interaction.response.send_modal(SuggestForm(words_of(interaction)))


class OpenCorrect(Button, id="training_suggestions:correct:{number}", number=int):
    """Say what is not right."""

    async def pressed(self, interaction: Interaction, number: int) -> None:
        """Open the form, for an entry that is there."""
        async with interaction.client.db.read() as session:
            guild_id = await community_of(session, interaction)
            await training.get_entry(session, guild_id=guild_id, number=number)
        await interaction.response.send_modal(CorrectForm(words_of(interaction), number=number))


class CorrectForm(
    Form, id="training_suggestions:correct:{number}", title="training_suggestions-correct-title", number=int
):
    """What is not right about an entry."""

    fields = (
        Field(
            "note",
            "training_suggestions-note-label",
            "training_suggestions-note-hint",
            longest=LONGEST["summary"],
            long=True,
        ),
    )

    async def submitted(self, interaction: Interaction, typed: dict[str, str], number: int) -> None:
        """Keep it for the organisers."""
        async with interaction.client.db.begin() as session:
            who = await gesture_of(session, interaction)
            note = typed["note"]
            await training_suggestions.suggest(session, **who, kind="change", number=number, note=note)
        await _kept(interaction)


class Dead(Button, id="training_suggestions:dead:{number}:{back}", number=int, back=str):
    """Say that a link is dead."""

    async def pressed(self, interaction: Interaction, number: int, back: str) -> None:
        """Keep it for the organisers."""
        words = words_of(interaction)
        async with interaction.client.db.begin() as session:
            who = await gesture_of(session, interaction)
            await training_suggestions.suggest(session, **who, kind="dead", number=number)
        ways = [door(f"training:open:{number}:{back}", words("common-back")), stop(words)]
        await answer(interaction, Screen(words("training_suggestions-dead-kept"), ways))


async def show_next(interaction: Interaction, note: str = "") -> None:
    """Show what waits longest, with what can be done about it."""
    words, step = words_of(interaction), step_of(interaction)
    async with interaction.client.db.read() as session:
        waiting = await training_suggestions.list_waiting(session, person=step["person"], limit=2)
        row = waiting[0] if waiting else None
        number = row.entry_number if row else None
        entry = None
        if number is not None:
            entry = await training.find_entry(session, guild_id=step["person"].guild_id, number=number)
    parts: list[Part] = [note] if note else []
    if row is None:
        await answer(interaction, Screen(*parts, words("training_suggestions-none"), [stop(words)]))
        return
    parts += _described(words, row, entry)
    if len(waiting) > 1:
        parts.append(words("training_suggestions-more"))
    await answer(interaction, Screen(*parts, [*_ways(words, row), stop(words)]))


def _described(words: Wording, row: TrainingSuggestion, entry: TrainingEntry | None) -> list[str]:
    told = [words(f"training_suggestions-is-{row.kind}")]
    if (fields := fields_of(row)) is not None:
        cells = write_fields(fields)
        stages = [words(f"training-choice-stage-{STAGES.index(stage)}") for stage in fields.stages]
        told += [
            words("training-named", title=plain(cells["title"]), provider=plain(cells["provider"])),
            plain(cells["summary"]),
            words("training-tell-stages", said=words.join(stages)),
            plain(cells["link"]),
        ]
    elif entry is not None:
        told.append(words("training-named", title=plain(entry.title), provider=plain(entry.provider)))
        told.append(plain(entry.link))
    told.append(plain(row.note))
    return [line for line in told if line]


def _ways(words: Wording, row: TrainingSuggestion) -> list[ui.Item[Any]]:
    ways: list[ui.Item[Any]] = []
    if row.kind == "new":
        ways += [
            Take.to(words("training_suggestions-add-button"), MAIN, suggestion_id=row.id),
            OpenChange.to(words("training_suggestions-change-button"), suggestion_id=row.id),
        ]
    else:
        ways += [
            door(f"training_entries:open:{row.entry_number}", words("training_suggestions-entry-button"), MAIN),
            Take.to(words("training_suggestions-done-button"), suggestion_id=row.id),
        ]
    return [*ways, Leave.to(words("training_suggestions-leave-button"), suggestion_id=row.id)]


class Review(Button, id="training_suggestions:review"):
    """To what waits."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        await show_next(interaction)


class Take(Button, id="training_suggestions:take:{suggestion_id}", suggestion_id=int):
    """Take it as it is."""

    async def pressed(self, interaction: Interaction, suggestion_id: int) -> None:
        """Do it, and show the next."""
        async with interaction.client.db.begin() as session:
            await training_suggestions.take(session, **step_of(interaction), suggestion_id=suggestion_id)
        await show_next(interaction, words_of(interaction)("training_suggestions-taken"))


class Leave(Button, id="training_suggestions:leave:{suggestion_id}", suggestion_id=int):
    """Leave it."""

    async def pressed(self, interaction: Interaction, suggestion_id: int) -> None:
        """Do it, and show the next."""
        async with interaction.client.db.begin() as session:
            await training_suggestions.leave(session, **step_of(interaction), suggestion_id=suggestion_id)
        await show_next(interaction, words_of(interaction)("training_suggestions-left"))


class OpenChange(Button, id="training_suggestions:change:{suggestion_id}", suggestion_id=int):
    """Change it before it is added."""

    async def pressed(self, interaction: Interaction, suggestion_id: int) -> None:
        """Open the form with what was suggested."""
        step = step_of(interaction)
        async with interaction.client.db.begin() as session:
            row = await training_suggestions.get_waiting(session, person=step["person"], suggestion_id=suggestion_id)
        fields = fields_of(row)
        typed, stages = (write_fields(fields), fields.stages) if fields is not None else ({}, ())
        form = ChangeForm(words_of(interaction), typed, stages=stages, suggestion_id=suggestion_id)
        await interaction.response.send_modal(form)


class ChangeForm(
    Form, id="training_suggestions:change:{suggestion_id}", title="training_suggestions-title", suggestion_id=int
):
    """What is added in its place."""

    fields = FIELDS

    def __init__(
        self,
        words: Wording,
        typed: Mapping[str, str] | None = None,
        *,
        suggestion_id: int,
        stages: Collection[str] = (),
    ) -> None:
        super().__init__(words, typed, suggestion_id=suggestion_id)
        self.add_item(stages_menu(words, stages))

    async def submitted(self, interaction: Interaction, typed: dict[str, str], suggestion_id: int) -> None:
        """Add it, and show the next."""
        fields, step = read_fields(read_typed(interaction, typed)), step_of(interaction)
        async with interaction.client.db.begin() as session:
            await training_suggestions.take(session, **step, suggestion_id=suggestion_id, fields=fields)
        await show_next(interaction, words_of(interaction)("training_suggestions-taken"))


class TrainingSuggestions(Cog):
    """What members say about the catalogue."""

    @app_commands.command(name="suggest", extras={"root": "training"})
    @app_commands.guild_only()
    async def suggest(self, interaction: Interaction) -> None:
        """Open the form."""
        await interaction.response.send_modal(SuggestForm(words_of(interaction)))

    @app_commands.command(name="review", extras={"root": "organise training"})
    async def review(self, interaction: Interaction) -> None:
        """Show what waits."""
        await show_next(interaction)

    async def render(self, delivery: Delivery) -> Screen | None:
        """Thank a member for what was taken."""
        words = self.bot.words
        async with self.bot.db.read() as session:
            row = await training_suggestions.find_thanked(session, suggestion_id=delivery.subject_id)
        return Screen(words(f"training_suggestions-thanks-{row.kind}")) if row is not None else None
