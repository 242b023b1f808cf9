"""Each time of an event, for those who organise it: who comes, what they need, and who is not on Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.checks import person_of
from bot.parts import as_typed, stamp
from bot.screens import Screen, answer, words_of
from bot.services import event_cards, event_lists, events, guilds, occurrences, signups
from bot.spoken import moment_in_words
from bot.ui import Button, Select, door, stop
from cogs.events.cards import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.screens import Interaction
    from bot.wording import Wording
    from db.models.events import Event, Occurrence
    from db.models.signups import Signup

SHOWN = 40
"""The most answers on one screen."""


class Times(Button, id="events:times:{event_id}", event_id=int):
    """To who comes: the next time first."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Show the next time."""
        now = interaction.client.clock.now()
        async with interaction.client.db.read() as session:
            row = await events.get_event(session, person=person_of(interaction), event_id=event_id)
            planned = await occurrences.list_open(session, event_id=row.id, now=now)
        if planned:
            await show_time(interaction, planned[0].id)
            return
        words = words_of(interaction)
        back = door(f"events:plan:{row.id}", words("common-back"))
        await answer(interaction, Screen(words("events-no-more"), [back, stop(words)]))


class Time(Button, id="events:time:{occurrence_id}", occurrence_id=int):
    """To one time."""

    async def pressed(self, interaction: Interaction, occurrence_id: int) -> None:
        """Show who comes."""
        await show_time(interaction, occurrence_id)


async def show_time(interaction: Interaction, occurrence_id: int) -> None:
    """Show who comes to one time of an event, and what they need."""
    now = interaction.client.clock.now()
    async with interaction.client.db.begin() as session:
        one, row = await events.get_occurrence(session, person=person_of(interaction), occurrence_id=occurrence_id)
        found = await signups.list_signups(session, occurrence_id=one.id)
        planned = await occurrences.list_open(session, event_id=row.id, now=now)
        told = await event_lists.tell_of(session, event=row, occurrence=one)
        zone = (await guilds.get_guild(session, guild_id=row.guild_id)).zone
    words = words_of(interaction)
    heading = words("events-time", title=as_typed(event_lists.title_of(row, one)), when=stamp(one.starts_at, "F"))
    parts: list[Any] = [heading, "\n".join(_said(words, row, one, found))]
    if len(planned) > 1:
        parts.append([PickTime(_menu(words, planned, one, zone), event_id=row.id)])
    guests = [signup for signup, _ in found if signup.guest]
    if guests:
        parts.append([DropGuest(_guests(words, guests), occurrence_id=one.id)])
    ways: list[ui.Item[Any]] = [
        door(f"events:guest:{one.id}", words("events-guest-button")),
        door(f"events:message-to:{one.id}", words("events-message-button")),
    ]
    if told.repeats:
        ways.append(door(f"events:one:{one.id}", words("events-one-button")))
    back = door(f"events:plan:{row.id}", words("common-back"))
    await answer(interaction, Screen(*parts, ways, [back, stop(words)]))


def _said(words: Wording, row: Event, one: Occurrence, found: Sequence[tuple[Signup, str | None]]) -> Iterator[str]:
    """Say how many come, then each with what they need."""
    going = sum(signup.answer == "going" for signup, _ in found)
    seats = event_cards.seats_of(row, one)
    yield words("events-counted", going=going, seats=seats) if seats else words("events-counted-all", going=going)
    for signup, need in found[:SHOWN]:
        name = safe(signup.guest) if signup.guest else f"<@{signup.member_id}>"
        said = words(f"events-comes-{signup.answer}", name=name)
        yield words("events-who-needs", said=said, need=safe(need)) if need else said
    if len(found) > SHOWN:
        yield words("events-who-more", count=len(found) - SHOWN)


def _menu(words: Wording, planned: Sequence[Occurrence], one: Occurrence, zone: str) -> ui.Select[Any]:
    """Offer the times of an event."""
    options = [
        discord.SelectOption(
            label=moment_in_words(words, each.starts_at, zone), value=str(each.id), default=each.id == one.id
        )
        for each in planned
    ]
    return ui.Select(placeholder=words("events-time-placeholder"), options=options)


def _guests(words: Wording, guests: Sequence[Signup]) -> ui.Select[Any]:
    options = [discord.SelectOption(label=(one.guest or "")[:100], value=str(one.id)) for one in guests[:25]]
    return ui.Select(placeholder=words("events-guest-placeholder"), options=options)


class PickTime(Select, id="events:pick:{event_id}", event_id=int):
    """To another time of an event."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Show it."""
        del event_id
        await show_time(interaction, int(self.chosen(interaction)[0]))


class DropGuest(Select, id="events:drop:{occurrence_id}", occurrence_id=int):
    """Take somebody off who was signed up by name."""

    async def pressed(self, interaction: Interaction, occurrence_id: int) -> None:
        """Take them off, and show who comes."""
        person, now = person_of(interaction), interaction.client.clock.now()
        async with interaction.client.db.begin() as session:
            one, row = await events.get_occurrence(session, person=person, occurrence_id=occurrence_id)
            signup_id = int(self.chosen(interaction)[0])
            await signups.remove_guest(session, occurrence=one, event=row, signup_id=signup_id, now=now)
        await show_time(interaction, occurrence_id)
