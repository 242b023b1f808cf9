"""Changes of one time of an event that repeats, or of this time and all later ones."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.checks import person_of, step_of
from bot.forms import Form
from bot.parts import as_typed, stamp
from bot.screens import Screen, answer, words_of
from bot.services import event_changes, event_lists, events
from bot.ui import Button, door, stop
from cogs.events.forms import DetailsForm, WordsForm
from cogs.events.plans import show
from cogs.events.when import OneWhenForm, length_of, show_one

if TYPE_CHECKING:
    from bot.screens import Interaction
    from bot.services.event_lists import Told


class One(Button, id="events:one:{occurrence_id}", occurrence_id=int):
    """To the page that changes one time."""

    async def pressed(self, interaction: Interaction, occurrence_id: int) -> None:
        """Offer what can be changed of this time alone, and from it on."""
        told = await _look(interaction, occurrence_id)
        if told is None:
            return
        words = words_of(interaction)
        ways = [door(f"events:one-{each}:{occurrence_id}", words(f"events-one-{each}-button")) for each in FORMS]
        parts = [words("events-one-ask", title=as_typed(told.title), when=stamp(told.occurrence.starts_at, "F"))]
        rest = [door(f"events:split:{occurrence_id}", words("events-split-button"))]
        back = door(f"events:time:{occurrence_id}", words("common-back"))
        await answer(interaction, Screen(*parts, ways, rest, [back, stop(words)]))


async def _look(interaction: Interaction, occurrence_id: int) -> Told | None:
    """Give one time of an event that repeats; what takes place once is shown as a whole instead."""
    async with interaction.client.db.begin() as session:
        one, row = await events.get_occurrence(session, person=person_of(interaction), occurrence_id=occurrence_id)
        told = await event_lists.tell_of(session, event=row, occurrence=one)
    if told.repeats:
        return told
    await show(interaction, row.id)
    return None


class OneWords(Button, id="events:one-words:{occurrence_id}", occurrence_id=int):
    """Change what this time says."""

    async def pressed(self, interaction: Interaction, occurrence_id: int) -> None:
        """Open the form, filled in."""
        told = await _look(interaction, occurrence_id)
        if told is None:
            return
        typed = {name: getattr(told, name) for name in event_changes.OWN_WORDS}
        form = OneWordsForm(words_of(interaction), typed, occurrence_id=occurrence_id)
        await interaction.response.send_modal(form)


class OneWordsForm(Form, id="events:one-words:{occurrence_id}", title="events-one-title", occurrence_id=int):
    """What this time says."""

    fields = WordsForm.fields[: len(event_changes.OWN_WORDS)]

    async def submitted(self, interaction: Interaction, typed: dict[str, str], occurrence_id: int) -> None:
        """Keep it for this time alone."""
        async with interaction.client.db.begin() as session:
            row = await event_changes.record_words(
                session, **step_of(interaction), occurrence_id=occurrence_id, typed=typed
            )
        await show_one(interaction, row, occurrence_id)


class OneDetails(Button, id="events:one-details:{occurrence_id}", occurrence_id=int):
    """Change how many can come this time, and the map."""

    async def pressed(self, interaction: Interaction, occurrence_id: int) -> None:
        """Open the form, filled in."""
        told = await _look(interaction, occurrence_id)
        if told is None:
            return
        words = words_of(interaction)
        typed = {"capacity": str(told.seats or ""), "map_link": told.map_link}
        await interaction.response.send_modal(OneDetailsForm(words, typed, occurrence_id=occurrence_id))


class OneDetailsForm(Form, id="events:one-details:{occurrence_id}", title="events-one-title", occurrence_id=int):
    """How many can come this time, and the map."""

    fields = DetailsForm.fields[:2]

    async def submitted(self, interaction: Interaction, typed: dict[str, str], occurrence_id: int) -> None:
        """Keep it for this time alone."""
        async with interaction.client.db.begin() as session:
            row = await event_changes.record_details(
                session, **step_of(interaction), occurrence_id=occurrence_id, typed=typed
            )
        await show_one(interaction, row, occurrence_id)


class OneWhen(Button, id="events:one-when:{occurrence_id}", occurrence_id=int):
    """Change when this time is."""

    async def pressed(self, interaction: Interaction, occurrence_id: int) -> None:
        """Open the form."""
        told = await _look(interaction, occurrence_id)
        if told is None:
            return
        words, one = words_of(interaction), told.occurrence
        typed = {"until": length_of(words, (one.ends_at - one.starts_at) // timedelta(minutes=1))}
        await interaction.response.send_modal(OneWhenForm(words, typed, occurrence_id=occurrence_id))


FORMS = ("words", "details", "when")


class Split(Button, id="events:split:{occurrence_id}", occurrence_id=int):
    """Change this time and all later ones together."""

    async def pressed(self, interaction: Interaction, occurrence_id: int) -> None:
        """Make them an event of their own, which is then shown to be changed."""
        async with interaction.client.db.begin() as session:
            part = await event_changes.split(session, **step_of(interaction), occurrence_id=occurrence_id)
        note = words_of(interaction)("events-split-note") if part.is_new else ""
        await show(interaction, part.event.id, note)
