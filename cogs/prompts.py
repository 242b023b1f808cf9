"""`/organise checkins`: asking now or by a rule, what is asked when, one time left out or moved, a pause, an end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.checks import check_writable, person_of, step_of
from bot.cog import Cog
from bot.errors import Invalid
from bot.forms import Field, Form, try_again
from bot.parts import stamp
from bot.scheduling import every
from bot.screens import Screen, answer, words_of
from bot.services import guilds, personal_prompts, prompts, schedules, spoken_rules, times
from bot.spoken import INSTEAD, next_dates, rule_in_words
from bot.tree import completes
from bot.ui import MAIN, Button, stop

if TYPE_CHECKING:
    from datetime import datetime

    from bot.checks import Session
    from bot.screens import Interaction, Part
    from bot.services.prompts import Series
    from bot.wording import Wording

HOURS = "12 hours"
"""How long a question takes answers when nobody says."""

EXAMPLES = ("now", "weekdays", "tuesdays", "fortnight")
"""What is offered while somebody types when to ask: the words of each stand in the wording."""

LONGEST_CHOICE = 100
"""Discord's limit for what is offered while somebody types, in characters."""


class ProposeForm(Form, id="prompts:propose:{channel_id}", title="prompts-form-title", channel_id=int):
    """When to ask and for how long, for another try."""

    fields = (
        Field("when", "prompts-when-label", "prompts-when-hint", longest=200),
        Field("closes", "prompts-closes-label", "prompts-closes-hint", longest=40),
    )

    async def submitted(self, interaction: Interaction, typed: dict[str, str], channel_id: int) -> None:
        """Read both, and say back what was understood."""
        await answer(interaction, await _proposed(interaction, channel_id, typed["when"], typed["closes"]))


async def _proposed(interaction: Interaction, channel_id: int, when: str, closes: str) -> Screen:
    """Ask now, or keep the rule as a draft and say it back: nothing is asked by it before it is started."""
    words, now, open_for = words_of(interaction), interaction.client.clock.now(), times.parse_duration(closes)
    person = person_of(interaction)
    check_writable(interaction.client, person.guild_id, channel_id)
    place = f"<#{channel_id}>"
    told: dict[str, Any] = {"person": person, "channel_id": channel_id, "open_for": open_for, "now": now}
    async with interaction.client.db.begin() as session:
        if when.strip().casefold() == words("prompts-example-now").casefold():
            prompt = await prompts.ask_now(session, **told)
            return Screen(words("checkins-posted", channel=place, when=stamp(prompt.closes_at)))
        guild = await guilds.get_guild(session, guild_id=person.guild_id)
        rule = spoken_rules.read_rule(when, zone=guild.zone, now=now, nation=guild.nation)
        series = await prompts.draft_series(session, **told, rule=rule)
        shown = await _shown(session, words, (series, await prompts.get_schedule(session, series=series)), now)
    ways = [Start.to(words("prompts-start-button"), MAIN, series_id=series.id), stop(words)]
    return Screen(words("prompts-understood", channel=place), *shown, words("prompts-understood-note"), ways)


async def _shown(session: Session, words: Wording, found: Series, now: datetime) -> list[Part]:
    """Say a rule in words, with its next dates."""
    series, schedule = found
    rule = await schedules.get_rule(session, schedule=schedule)
    open_for = timedelta(minutes=series.open_minutes)
    said = words("prompts-rule", rule=rule_in_words(words, rule, now=now), hours=_hours(words, open_for))
    coming = await schedules.list_next(session, schedule=schedule, now=now)
    return [said, words("prompts-next") + "\n" + next_dates(words, coming) if coming else words("prompts-over")]


def _hours(words: Wording, open_for: timedelta) -> str:
    hours, minutes = divmod(open_for // timedelta(minutes=1), 60)
    parts = [words("prompts-hours", count=hours)] if hours else []
    return words.join([*parts, words("prompts-minutes", count=minutes)] if minutes else parts)


class Start(Button, id="prompts:start:{series_id}", series_id=int):
    """Begin to ask by a rule that was read back."""

    async def pressed(self, interaction: Interaction, series_id: int) -> None:
        """Start it, and say when it first asks."""
        words, now = words_of(interaction), interaction.client.clock.now()
        async with interaction.client.db.begin() as session:
            found = await prompts.start_series(session, person=person_of(interaction), series_id=series_id, now=now)
            shown = await _shown(session, words, found, now)
        await answer(
            interaction, Screen(words("prompts-started"), *shown, [All.to(words("prompts-all-button")), stop(words)])
        )


class All(Button, id="prompts:all"):
    """To the list of rules."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        await answer(interaction, await _list(interaction))


async def _list(interaction: Interaction) -> Screen:
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
    shown = await _shown(session, words, found, now)
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


class Prompts(Cog):
    """What organisers ask, and the sweeps that plan, ask one by one, and close."""

    @app_commands.command(name="schedule", extras={"root": "organise checkins"})
    async def schedule(
        self,
        interaction: Interaction,
        channel: discord.TextChannel | None = None,
        when: str = "now",
        closes: str = HOURS,
    ) -> None:
        """Ask in a channel now, or propose a rule by which it is asked."""
        async with self.bot.db.read() as session:
            named = channel.id if channel else None
            place = await prompts.get_place(session, person=person_of(interaction), channel_id=named)
        try:
            screen = await _proposed(interaction, place, when, closes)
        except Invalid as error:
            words = words_of(interaction)
            filled = ProposeForm(words, {"when": when[:200], "closes": closes[:40]}, channel_id=place)
            screen = try_again(words, error, filled)
        await answer(interaction, screen)

    @schedule.autocomplete("when")
    @completes
    async def complete_when(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer what is typed, and examples like it: it can be anything of the kind."""
        examples = [words_of(interaction)(f"prompts-example-{name}") for name in EXAMPLES]
        fitting = [one for one in examples if typed.casefold() in one.casefold()]
        offered = dict.fromkeys([*filter(None, [typed[:LONGEST_CHOICE]]), *(fitting or examples)])
        return [app_commands.Choice(name=one, value=one) for one in offered]

    @app_commands.command(name="list", extras={"root": "organise checkins"})
    async def list(self, interaction: Interaction) -> None:
        """Show the rules."""
        await answer(interaction, await _list(interaction))

    @app_commands.command(name="pause", extras={"root": "organise checkins"})
    async def pause(self, interaction: Interaction) -> None:
        """Show the rules: each has its pause."""
        await answer(interaction, await _list(interaction))

    @app_commands.command(name="stop", extras={"root": "organise checkins"})
    async def stop(self, interaction: Interaction) -> None:
        """Show the rules: each has its end."""
        await answer(interaction, await _list(interaction))

    @every(seconds=5)
    async def plan(self) -> None:
        """Plan what is asked in the next minutes, in channels and in private, and close what is over."""
        now = self.bot.clock.now()
        async with self.bot.db.begin() as session:
            await prompts.plan_due(session, now=now)
            await personal_prompts.plan_due(session, now=now)
            await prompts.close_due(session, now=now)
