"""What members suggest, and what they say about an entry; who reads it is said before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.catalogue import gesture_about, named, place_of
from bot.checks import gesture_of
from bot.forms import Field, Form
from bot.screens import Screen, answer, words_of
from bot.services import training, training_entries, training_suggestions
from bot.services.training_texts import LONGEST, read_fields
from bot.training_forms import FIELDS, PICKS
from bot.ui import MAIN, Button, door, stop

if TYPE_CHECKING:
    from bot.screens import Interaction

TO_LIST = "training:list:----.0"
"""The id of the catalogue's first page."""


class SuggestForm(Form, id="training_suggestions:new", title="training_suggestions-title"):
    """What a member would like others to find."""

    fields, picks = (replace(FIELDS[0], hint="training_suggestions-who-reads-hint"), *FIELDS[1:]), PICKS

    async def submitted(self, interaction: Interaction, typed: dict[str, str]) -> None:
        """Keep it for the organisers; of a page that is here already, show the way to it."""
        fields, words = read_fields(typed), words_of(interaction)
        async with interaction.client.db.begin() as session:
            who = await gesture_of(session, interaction)
            known = await training_entries.find_linked(session, guild_id=who["guild_id"], link=fields.link)
            if known is None or known.state != "shown":
                known = None
                await training_suggestions.suggest(session, **who, kind="new", fields=fields)
        ways = [door(TO_LIST, words("training-browse-button")), stop(words)]
        told = [words("training_suggestions-kept")]
        if known is not None:
            told = [
                words("training_suggestions-known"),
                named(words, known),
            ]
            ways.insert(0, door(f"training:open:{known.number}:----.0", words("training_saves-look-button"), MAIN))
        await answer(interaction, Screen(*told, ways))


class OpenNew(Button, id="training_suggestions:new"):
    """Suggest an entry."""

    async def pressed(self, interaction: Interaction) -> None:
        """Open the form."""
        await interaction.response.send_modal(SuggestForm(words_of(interaction)))


class OpenCorrect(Button, id="training_suggestions:correct:{number}:{back}", number=int, back=str):
    """Say what is not right."""

    async def pressed(self, interaction: Interaction, number: int, back: str) -> None:
        """Open the form, for an entry that is there."""
        async with interaction.client.db.read() as session:
            guild_id = await place_of(session, interaction, number)
            await training.get_entry(session, guild_id=guild_id, number=number)
        await interaction.response.send_modal(CorrectForm(words_of(interaction), number=number, back=back))


class CorrectForm(
    Form,
    id="training_suggestions:correct:{number}:{back}",
    title="training_suggestions-correct-title",
    number=int,
    back=str,
):
    """What is not right about an entry."""

    intro = "training_suggestions-who-reads-note"
    fields = (
        Field(
            "note",
            "training_suggestions-note-label",
            "training_suggestions-note-hint",
            longest=LONGEST["summary"],
            long=True,
        ),
    )

    async def submitted(self, interaction: Interaction, typed: dict[str, str], number: int, back: str) -> None:
        """Keep it for the organisers."""
        async with interaction.client.db.begin() as session:
            who = await gesture_about(session, interaction, number)
            note = typed["note"]
            await training_suggestions.suggest(session, **who, kind="change", number=number, note=note)
        await _thank(interaction, "training_suggestions-note-kept", number, back)


async def _thank(interaction: Interaction, told: str, number: int, back: str) -> None:
    words = words_of(interaction)
    ways = [door(f"training:open:{number}:{back}", words("common-back")), stop(words)]
    await answer(interaction, Screen(words(told), ways))


class Dead(Button, id="training_suggestions:dead:{number}:{back}", number=int, back=str):
    """Say that a link is dead."""

    async def pressed(self, interaction: Interaction, number: int, back: str) -> None:
        """Keep it for the organisers."""
        async with interaction.client.db.begin() as session:
            who = await gesture_about(session, interaction, number)
            await training_suggestions.suggest(session, **who, kind="dead", number=number)
        await _thank(interaction, "training_suggestions-dead-kept", number, back)
