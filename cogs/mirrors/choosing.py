"""Turning Discord's own events on and off for an event: on after one sentence, for everybody can see who looks in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.checks import person_of, step_of
from bot.errors import Invalid
from bot.parts import as_typed
from bot.permissions import FOR_EVENTS, name_id
from bot.screens import Screen, answer, words_of
from bot.services import mirrors
from bot.ui import MAIN, Button, door, stop

if TYPE_CHECKING:
    from bot.screens import Interaction


def _taken(interaction: Interaction) -> int:
    """Give how many events Discord holds here; Invalid where Kettle may make none. An outage passes."""
    guild, words = interaction.guild, words_of(interaction)
    if guild is None or guild.unavailable:
        return 0
    held = guild.me.guild_permissions
    if not (held.administrator or held.create_events or held.manage_events):
        raise Invalid("mirrors-not-permitted", name=words(name_id(FOR_EVENTS)))
    return len(guild.scheduled_events)


class On(Button, id="mirrors:on:{event_id}", event_id=int):
    """Show an event among Discord's own, after one sentence."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Say who can see what there, and ask."""
        words, person, taken = words_of(interaction), person_of(interaction), _taken(interaction)
        async with interaction.client.db.begin() as session:
            row = await mirrors.check_showable(session, person=person, event_id=event_id, taken=taken)
        yes = Yes.to(words("mirrors-yes-button"), MAIN, event_id=event_id)
        back = door(f"events:plan:{event_id}", words("common-back"))
        asked = words("mirrors-ask", title=as_typed(row.title))
        await answer(interaction, Screen(asked, words("mirrors-ask-more"), [yes, back, stop(words)]))


class Yes(Button, id="mirrors:yes:{event_id}", event_id=int):
    """The yes to the question."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Turn it on."""
        step, taken = step_of(interaction), _taken(interaction)
        async with interaction.client.db.begin() as session:
            row = await mirrors.turn_on(session, **step, event_id=event_id, taken=taken)
        said = "mirrors-on" if row.state == "open" else "mirrors-on-draft"
        await _say(interaction, words_of(interaction)(said, title=as_typed(row.title)), event_id)


class Off(Button, id="mirrors:off:{event_id}", event_id=int):
    """Show an event there no longer."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Turn it off."""
        async with interaction.client.db.begin() as session:
            row = await mirrors.turn_off(session, **step_of(interaction), event_id=event_id)
        await _say(interaction, words_of(interaction)("mirrors-off", title=as_typed(row.title)), event_id)


async def _say(interaction: Interaction, said: str, event_id: int) -> None:
    words = words_of(interaction)
    back = door(f"events:plan:{event_id}", words("common-back"))
    await answer(interaction, Screen(said, [back, stop(words)]))
