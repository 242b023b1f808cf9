"""Names times of events in choices, and picks one that has begun, as those who organise it type or choose it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from discord import app_commands

from bot.checks import person_of
from bot.days_said import day_in_words
from bot.screens import words_of
from bot.services import event_lists, guilds, past_events

if TYPE_CHECKING:
    from bot.screens import Interaction
    from bot.services.event_lists import Listed
    from bot.wording import Wording

TITLE = 60
"""The most characters of a title in a choice: Discord allows a hundred for all of it."""


async def past_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer what has begun, the latest first, each with its day on the community's calendar."""
    person, now = person_of(interaction), interaction.client.clock.now()
    async with interaction.client.db.read() as session:
        zone = (await guilds.get_guild(session, guild_id=person.guild_id)).zone
        found = await past_events.list_past(session, person=person, typed=typed, now=now)
    words = words_of(interaction)
    return [app_commands.Choice(name=choice_name(words, one, zone), value=str(one.occurrence.id)) for one in found]


async def pick_past(interaction: Interaction, typed: str) -> int:
    """Give the number of the one that was picked."""
    person, now = person_of(interaction), interaction.client.clock.now()
    async with interaction.client.db.read() as session:
        return (await past_events.pick_past(session, person=person, typed=typed, now=now)).occurrence.id


def choice_name(words: Wording, one: Listed, zone: str) -> str:
    """Name one time of an event where a choice is offered: its title, shortened to fit, and when it is in a zone."""
    at = one.occurrence.starts_at.astimezone(ZoneInfo(zone))
    day = day_in_words(words, at)
    title = event_lists.title_of(*one)
    short = title if len(title) <= TITLE else f"{title[: TITLE - 1].rstrip()}\u2026"
    return words("attendance-past-choice", title=short, day=day, time=f"{at:%H:%M}")
