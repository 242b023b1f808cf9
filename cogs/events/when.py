"""When an event takes place: typed, said back as it was understood, and changed only once somebody agrees."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from discord import ui

from bot.checks import person_of, step_of
from bot.errors import Closed
from bot.forms import KEPT, ChangeIt, Field, Form
from bot.screens import Screen, answer, texts_of, words_of
from bot.services import event_changes, event_drafts, event_times, events, schedules
from bot.spoken import INSTEAD, lengths, next_dates, rule_in_words
from bot.ui import MAIN, Button, door, stop
from cogs.events.plans import show
from cogs.events.times import show_time
from db.models.events import SHORT

if TYPE_CHECKING:
    from bot.screens import Interaction
    from bot.services.event_drafts import Understood
    from bot.services.recurrence import Recurrence
    from bot.wording import Wording
    from db.models.events import Event


class ChangeWhen(Button, id="events:when:{event_id}", event_id=int):
    """Change when it takes place."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Open the form with what is known: a time that is clear as it would be typed today, else what was typed."""
        now = interaction.client.clock.now()
        async with interaction.client.db.begin() as session:
            row = await events.hold(session, person=person_of(interaction), event_id=event_id)
            schedule = await events.find_schedule(session, event=row)
            rule = await schedules.get_rule(session, schedule=schedule) if schedule else None
        words, typed = words_of(interaction), {"when": row.typed_when, "until": row.typed_until}
        if rule is not None:
            typed = typed_again(words, event_times.rest_of(rule, now=now), row.minutes)
        await interaction.response.send_modal(WhenForm(words, typed, event_id=row.id))


def typed_again(words: Wording, rule: Recurrence, minutes: int) -> dict[str, str]:
    """Give when something is and how long it takes as it can be typed on any day: nothing in it is relative."""
    return {"when": rule_in_words(words, rule), "until": length_of(words, minutes)}


def length_of(words: Wording, minutes: int) -> str:
    """Give a length as it can be typed; nothing where none is known."""
    return lengths(words, [timedelta(minutes=minutes)]) if minutes else ""


class WhenForm(Form, id="events:when:{event_id}", title="events-when-title", event_id=int):
    """When it takes place, and until when."""

    fields = (
        Field("when", "events-when-label", "events-when-hint", longest=SHORT),
        Field("until", "events-until-label", "events-until-hint", longest=SHORT),
    )

    async def submitted(self, interaction: Interaction, typed: dict[str, str], event_id: int) -> None:
        """Keep the time of a draft; of what is open, first say how it was understood, and who would be told."""
        step: dict[str, Any] = {**step_of(interaction), "event_id": event_id, **typed}
        async with interaction.client.db.begin() as session:
            row = await events.hold(session, person=person_of(interaction), event_id=event_id)
            read = await event_drafts.understand_when(session, **step)
            if row.state == "draft":
                await event_drafts.record_when(session, **step)
        if row.state == "draft":
            await _show_draft(interaction, row, read.rule)
        else:
            save = f"events:when-save:{row.id}"
            await answer(interaction, say_back(words_of(interaction), read, self.custom_id, save))


async def _show_draft(interaction: Interaction, row: Event, rule: Recurrence) -> None:
    """Show a draft whose time is kept and said back, or ask for its words where there are none yet."""
    words = words_of(interaction)
    if row.title:
        await show(interaction, row.id, words("events-time-kept-draft"))
        return
    said = words("events-takes-place", rule=rule_in_words(words, rule))
    write = door(f"events:words:{row.id}", words("events-write-button"), MAIN)
    await answer(interaction, Screen(words("events-time-kept-draft"), said, [write, stop(words)]))


def say_back(words: Wording, read: Understood, form: str, save: str) -> Screen:
    """Say how a time was understood, with its next dates and how many are asked again. Only a press changes it.

    What is pressed is what is seen: the screen holds it, in words that mean the same on a later day.
    """
    typed = typed_again(words, read.rule, read.minutes).values()
    texts = [ui.TextDisplay[Any](text, id=KEPT + place) for place, text in enumerate(typed)]
    dates = [words("events-next"), next_dates(words, read.coming)]
    label = words("events-when-tell-button" if read.asked else "events-when-save-button")
    ways = [door(save, label, MAIN), ChangeIt.to(words("common-change"), form=form.replace(":", "."))]
    return Screen(
        words("events-when-read"), *texts, *dates, words("events-when-asked", count=read.asked), [*ways, stop(words)]
    )


def _agreed(interaction: Interaction) -> dict[str, str]:
    """Read what the screen says that was agreed to."""
    said = texts_of(interaction)
    if KEPT not in said or KEPT + 1 not in said:
        raise Closed("errors-older-screen")
    return {"when": said[KEPT], "until": said[KEPT + 1]}


class SaveWhen(Button, id="events:when-save:{event_id}", event_id=int):
    """The yes to a new time of all that is to come."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Change it; who answered is told, and asked again."""
        typed = _agreed(interaction)
        async with interaction.client.db.begin() as session:
            await event_drafts.record_when(session, **step_of(interaction), event_id=event_id, **typed)
        await show(interaction, event_id, words_of(interaction)("events-time-kept"))


class OneWhenForm(Form, id="events:one-when:{occurrence_id}", title="events-one-title", occurrence_id=int):
    """When one time is instead."""

    fields = (INSTEAD, WhenForm.fields[1])

    async def submitted(self, interaction: Interaction, typed: dict[str, str], occurrence_id: int) -> None:
        """Say how it was understood, and who would be told."""
        async with interaction.client.db.begin() as session:
            step = step_of(interaction)
            read = await event_changes.understand_when(session, **step, occurrence_id=occurrence_id, **typed)
        save = f"events:one-when-save:{occurrence_id}"
        await answer(interaction, say_back(words_of(interaction), read, self.custom_id, save))


class SaveOneWhen(Button, id="events:one-when-save:{occurrence_id}", occurrence_id=int):
    """The yes to a new time of one."""

    async def pressed(self, interaction: Interaction, occurrence_id: int) -> None:
        """Move this time alone; who answered is told, and asked again."""
        typed = _agreed(interaction)
        async with interaction.client.db.begin() as session:
            row = await event_changes.record_when(session, **step_of(interaction), occurrence_id=occurrence_id, **typed)
        await show_one(interaction, row, occurrence_id)


async def show_one(interaction: Interaction, row: Event, occurrence_id: int) -> None:
    """Show one time of an event after a change, or what takes place once as a whole."""
    async with interaction.client.db.read() as session:
        schedule = await events.find_schedule(session, event=row)
    if schedule is not None and schedule.rule:
        await show_time(interaction, occurrence_id)
    else:
        await show(interaction, row.id)
