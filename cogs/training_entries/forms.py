"""The forms with which organisers add an entry, and change it part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.checks import person_of, step_of
from bot.errors import Closed
from bot.forms import Field, Form
from bot.screens import words_of
from bot.services import training_entries
from bot.services.training_entries import Told
from bot.services.training_texts import LONGEST, read_fields, write_fields
from bot.training_forms import FIELDS, PICKS
from bot.ui import Button
from cogs.training_entries.screens import change, show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.screens import Interaction

DEADLINES = 300
"""Characters of deadlines as they are typed."""


def _field(name: str) -> Field:
    longest = LONGEST.get(name, DEADLINES)
    label, hint = f"training_entries-{name}-label", f"training_entries-{name}-hint"
    return Field(name, label, hint, longest=longest, long=longest > LONGEST["format"], needed=False)


class AddForm(Form, id="training_entries:add", title="training_entries-add-title"):
    """A new entry."""

    fields, picks = FIELDS, PICKS

    async def submitted(self, interaction: Interaction, typed: dict[str, str]) -> None:
        """Add it, and show it; where its page is here already, show that entry as it is."""
        fields, step = read_fields(typed), step_of(interaction)
        async with interaction.client.db.begin() as session:
            person = step["person"]
            known = await training_entries.find_linked(session, guild_id=person.guild_id, link=fields.link)
            if known is None:
                outcome = await training_entries.edit_entry(session, **step, told=Told(fields))
        row, note = (outcome.row, "training_entries-added") if known is None else (known, "training_entries-is-here")
        await show(interaction, row.number, words_of(interaction)(note))


class WordsForm(Form, id="training_entries:words:{number}", title="training_entries-words-title", number=int):
    """What it is, and for whom."""

    fields, picks = FIELDS, PICKS

    async def submitted(self, interaction: Interaction, typed: dict[str, str], number: int) -> None:
        """Keep it."""
        await change(interaction, number, typed)


class DetailsForm(Form, id="training_entries:details:{number}", title="training_entries-details-title", number=int):
    """How, how long, for how much, where and when."""

    fields = tuple(_field(name) for name in ("format", "length", "cost", "region", "starts"))

    async def submitted(self, interaction: Interaction, typed: dict[str, str], number: int) -> None:
        """Keep it."""
        await change(interaction, number, typed)


class MoreForm(Form, id="training_entries:more:{number}", title="training_entries-more-title", number=int):
    """Who may apply, until when, what critics say, who keeps it, and what is in doubt."""

    fields = tuple(_field(name) for name in ("who", "deadlines", "critical", "keeper", "doubt"))

    async def submitted(self, interaction: Interaction, typed: dict[str, str], number: int) -> None:
        """Keep it."""
        await change(interaction, number, typed)


PARTS: Final[Mapping[str, type[Form]]] = {"words": WordsForm, "details": DetailsForm, "more": MoreForm}


class OpenPart(Button, id="training_entries:form:{number}:{part}", number=int, part=str):
    """Change a part of an entry."""

    async def pressed(self, interaction: Interaction, number: int, part: str) -> None:
        """Open its form with what is there."""
        words, person = words_of(interaction), person_of(interaction)
        async with interaction.client.db.read() as session:
            entry = await training_entries.get_any(session, person=person, number=number)
            typed = write_fields(await training_entries.get_fields(session, entry=entry))
        if part not in PARTS:
            raise Closed("errors-older-screen")
        await interaction.response.send_modal(PARTS[part](words, typed, number=number))
