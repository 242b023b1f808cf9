"""A rule as an organiser types it: said back in words before it asks anything."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.checks import check_writable, person_of
from bot.forms import Field, Form
from bot.parts import stamp
from bot.screens import Screen, answer, words_of
from bot.services import guilds, prompts, schedules, spoken_rules, times
from bot.spoken import rule_in_words
from bot.ui import MAIN, Button, stop
from cogs.prompts.rules import All, hours_in_words, shown_of

if TYPE_CHECKING:
    from bot.screens import Interaction


class ProposeForm(Form, id="prompts:propose:{channel_id}", title="prompts-form-title", channel_id=int):
    """When to ask and for how long, for another try."""

    fields = (
        Field("when", "prompts-when-label", "prompts-when-hint", longest=200),
        Field("closes", "prompts-closes-label", "prompts-closes-hint", longest=40),
    )

    async def submitted(self, interaction: Interaction, typed: dict[str, str], channel_id: int) -> None:
        """Read both, and say back what was understood."""
        await answer(interaction, await propose(interaction, channel_id, typed["when"], typed["closes"]))


async def propose(interaction: Interaction, channel_id: int, when: str, closes: str) -> Screen:
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
        shown = await shown_of(session, words, (series, await prompts.get_schedule(session, series=series)), now)
    ways = [
        Start.to(words("prompts-start-button"), MAIN, series_id=series.id),
        Redo.to(words("common-change"), series_id=series.id),
        stop(words),
    ]
    return Screen(words("prompts-understood", channel=place), *shown, words("prompts-understood-note"), ways)


class Start(Button, id="prompts:start:{series_id}", series_id=int):
    """Begin to ask by a rule that was read back."""

    async def pressed(self, interaction: Interaction, series_id: int) -> None:
        """Start it, and say when it first asks."""
        words, now = words_of(interaction), interaction.client.clock.now()
        async with interaction.client.db.begin() as session:
            found = await prompts.start_series(session, person=person_of(interaction), series_id=series_id, now=now)
            shown = await shown_of(session, words, found, now)
        await answer(
            interaction, Screen(words("prompts-started"), *shown, [All.to(words("prompts-all-button")), stop(words)])
        )


class Redo(Button, id="prompts:redo:{series_id}", series_id=int):
    """Say it differently, before it is started."""

    async def pressed(self, interaction: Interaction, series_id: int) -> None:
        """Open the form with what was understood."""
        words = words_of(interaction)
        async with interaction.client.db.begin() as session:
            series, schedule = await prompts.get_series(session, person=person_of(interaction), series_id=series_id)
            rule = await schedules.get_rule(session, schedule=schedule)
        closes = hours_in_words(words, timedelta(minutes=series.open_minutes))
        typed = {"when": rule_in_words(words, rule), "closes": closes}
        await interaction.response.send_modal(ProposeForm(words, typed, channel_id=series.channel_id))
