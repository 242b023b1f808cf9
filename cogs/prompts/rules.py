"""The rules that a community is asked by: all of them, and one with what can be done about it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.checks import person_of, step_of
from bot.forms import Form
from bot.screens import Screen, answer, words_of
from bot.services import prompts, schedules
from bot.spoken import INSTEAD, next_dates, rule_in_words
from bot.ui import Button, stop

if TYPE_CHECKING:
    from datetime import datetime

    from bot.checks import Session
    from bot.screens import Interaction, Part
    from bot.services.prompts import Series
    from bot.wording import Wording


async def shown_of(session: Session, words: Wording, found: Series, now: datetime) -> list[Part]:
    """Say a rule in words, with its next dates."""
    series, schedule = found
    rule = await schedules.get_rule(session, schedule=schedule)
    open_for = timedelta(minutes=series.open_minutes)
    said = words("prompts-rule", rule=rule_in_words(words, rule, now=now), hours=hours_in_words(words, open_for))
    coming = await schedules.list_next(session, schedule=schedule, now=now)
    return [said, words("prompts-next") + "\n" + next_dates(words, coming) if coming else words("prompts-over")]


def hours_in_words(words: Wording, open_for: timedelta) -> str:
    """Say how long a question takes answers, as it can be typed too."""
    hours, minutes = divmod(open_for // timedelta(minutes=1), 60)
    parts = [words("prompts-hours", count=hours)] if hours else []
    return words.join([*parts, words("prompts-minutes", count=minutes)] if minutes else parts)


class All(Button, id="prompts:all"):
    """To the list of rules."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        await answer(interaction, await show_all(interaction))


async def show_all(interaction: Interaction) -> Screen:
    """Show every rule of the community under a number, with the way to it."""
    words, now = words_of(interaction), interaction.client.clock.now()
    async with interaction.client.db.read() as session:
        known = await prompts.list_series(session, person=person_of(interaction))
        said = [await _line(session, words, found, now, place) for place, found in enumerate(known, 1)]
    if not known:
        return Screen(words("prompts-none"))
    ways = [
        See.to(words("prompts-see-button", place=place), series_id=series.id)
        for place, (series, _) in enumerate(known, 1)
    ]
    return Screen(words("prompts-list"), "\n".join(said), ways, [stop(words)])


async def _line(session: Session, words: Wording, found: Series, now: datetime, place: int) -> str:
    series, schedule = found
    rule = rule_in_words(words, await schedules.get_rule(session, schedule=schedule), now=now)
    state = "paused" if schedule.is_paused else "on" if schedule.next_at else "over"
    return words(f"prompts-line-{state}", place=place, rule=rule, channel=f"<#{series.channel_id}>")


class See(Button, id="prompts:see:{series_id}", series_id=int):
    """One rule, and what can be done with it."""

    async def pressed(self, interaction: Interaction, series_id: int) -> None:
        """Show it."""
        async with interaction.client.db.begin() as session:
            found = await prompts.get_series(session, person=person_of(interaction), series_id=series_id)
            screen = await _one(session, interaction, found)
        await answer(interaction, screen)


async def _one(session: Session, interaction: Interaction, found: Series) -> Screen:
    """Show a rule with its next dates, and the ways to leave one out or move it, to pause it and to end it."""
    words, now, (series, schedule) = words_of(interaction), interaction.client.clock.now(), found
    coming = await schedules.list_next(session, schedule=schedule, now=now)
    to, label = ("on", "prompts-go-on-button") if schedule.is_paused else ("off", "prompts-pause-button")
    ways: list[Button] = [Pause.to(words(label), series_id=series.id, to=to)] if coming else []
    if coming and schedule.rule and not schedule.is_paused:
        named: dict[str, Any] = {"series_id": series.id, "at": int(coming[0].at.timestamp())}
        first = [
            Skip.to(words("recurrence-skip-next-button"), **named),
            Move.to(words("recurrence-move-next-button"), **named),
        ]
        ways = first + ways
    ways.append(End.to(words("prompts-end-button"), series_id=series.id))
    state = [words("prompts-is-paused")] if schedule.is_paused else []
    place = words("prompts-where", channel=f"<#{series.channel_id}>")
    shown = await shown_of(session, words, found, now)
    return Screen(place, *shown, *state, ways, [All.to(words("common-back")), stop(words)])


class Skip(Button, id="prompts:skip:{series_id}:{at}", series_id=int, at=int):
    """Leave the next time out."""

    async def pressed(self, interaction: Interaction, series_id: int, at: int) -> None:
        """Leave it out and show the rule again."""
        async with interaction.client.db.begin() as session:
            found = await prompts.skip(
                session,
                **step_of(interaction),
                series_id=series_id,
                at=at,
            )
            screen = await _one(session, interaction, found)
        await answer(interaction, screen)


class Move(Button, id="prompts:move:{series_id}:{at}", series_id=int, at=int):
    """Move the next time."""

    async def pressed(self, interaction: Interaction, series_id: int, at: int) -> None:
        """Open the form, once it is sure that it is still the next."""
        async with interaction.client.db.begin() as session:
            now = interaction.client.clock.now()
            await prompts.get_next(session, person=person_of(interaction), series_id=series_id, at=at, now=now)
        form = MoveForm(words_of(interaction), series_id=series_id, at=at)
        await interaction.response.send_modal(form)


class MoveForm(Form, id="prompts:move:{series_id}:{at}", title="recurrence-instead-title",
               series_id=int, at=int):  # fmt: skip
    """When to ask instead, in words."""

    fields = (INSTEAD,)

    async def submitted(self, interaction: Interaction, typed: dict[str, str], series_id: int, at: int) -> None:
        """Move it and show the rule again."""
        async with interaction.client.db.begin() as session:
            found = await prompts.move(
                session,
                **step_of(interaction),
                series_id=series_id,
                at=at,
                typed=typed["when"],
            )
            screen = await _one(session, interaction, found)
        await answer(interaction, screen)


class Pause(Button, id="prompts:pause:{series_id}:{to}", series_id=int, to=str):
    """Let a rule rest, or go on."""

    async def pressed(self, interaction: Interaction, series_id: int, to: str) -> None:
        """Do it and show the rule again."""
        async with interaction.client.db.begin() as session:
            found = await prompts.pause_series(
                session,
                **step_of(interaction),
                series_id=series_id,
                is_paused=to == "off",
            )
            screen = await _one(session, interaction, found)
        await answer(interaction, screen)


class End(Button, id="prompts:end:{series_id}", series_id=int):
    """Ask no more by a rule."""

    async def pressed(self, interaction: Interaction, series_id: int) -> None:
        """End it."""
        async with interaction.client.db.begin() as session:
            now = interaction.client.clock.now()
            await prompts.stop_series(session, person=person_of(interaction), series_id=series_id, now=now)
        words = words_of(interaction)
        await answer(interaction, Screen(words("prompts-ended"), [All.to(words("prompts-all-button")), stop(words)]))
