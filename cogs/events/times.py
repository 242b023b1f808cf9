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

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.screens import Interaction
    from bot.wording import Wording
    from db.models.events import Event, Occurrence
    from db.models.signups import Signup

    Answered = tuple[Signup, str | None]

PAGE = 2500
"""How many characters of answers stand on one page: with one more answer and all else it is what Discord takes."""

AT_ONCE = 25
"""The most that one menu offers."""


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


class TimePage(Button, id="events:time:{occurrence_id}:{page}", occurrence_id=int, page=int):
    """To more of who comes to one time."""

    async def pressed(self, interaction: Interaction, occurrence_id: int, page: int) -> None:
        """Show that page."""
        await show_time(interaction, occurrence_id, page)


async def show_time(interaction: Interaction, occurrence_id: int, page: int = 0) -> None:
    """Show who comes to one time of an event, a page at a time, and what they need."""
    now = interaction.client.clock.now()
    async with interaction.client.db.begin() as session:
        one, row = await events.get_occurrence(session, person=person_of(interaction), occurrence_id=occurrence_id)
        found = await signups.list_signups(session, occurrence_id=one.id)
        planned = await occurrences.list_open(session, event_id=row.id, now=now)
        told = await event_lists.tell_of(session, event=row, occurrence=one)
        zone = (await guilds.get_guild(session, guild_id=row.guild_id)).zone
    words = words_of(interaction)
    pages = list(_pages(_said(words, found)))
    page = min(max(page, 0), len(pages) - 1)
    heading = words("events-time", title=as_typed(event_lists.title_of(row, one)), when=stamp(one.starts_at, "F"))
    parts: list[Any] = [heading, "\n".join([_counted(words, row, one, found), *pages[page]])]
    if len(planned) > 1:
        parts.append([PickTime(_menu(words, planned, one, zone), event_id=row.id)])
    parts += [[menu] for menu in _guests(words, one, found)]
    ways: list[ui.Item[Any]] = [
        door(f"events:guest:{one.id}", words("events-guest-button")),
        door(f"events:message-to:{one.id}", words("events-message-button")),
    ]
    if told.repeats:
        ways.append(door(f"events:one:{one.id}", words("events-one-button")))
    turns = _turns(words, one, page, len(pages))
    back = door(f"events:plan:{row.id}", words("common-back"))
    await answer(interaction, Screen(*parts, *([turns] if turns else []), ways, [back, stop(words)]))


def _turns(words: Wording, one: Occurrence, page: int, pages: int) -> list[ui.Item[Any]]:
    """Give the ways to the pages before and after."""
    ways = {page - 1: "events-who-before-button", page + 1: "events-who-after-button"}
    return [door(f"events:time:{one.id}:{to}", words(label)) for to, label in ways.items() if 0 <= to < pages]


def _counted(words: Wording, row: Event, one: Occurrence, found: Sequence[Answered]) -> str:
    """Say how many come."""
    going = sum(signup.answer == "going" for signup, _ in found)
    seats = event_cards.seats_of(row, one)
    return words("events-counted", going=going, seats=seats) if seats else words("events-counted-all", going=going)


def _said(words: Wording, found: Sequence[Answered]) -> Iterator[str]:
    """Say each with what they need, those who need something first. What they typed stays in its line, as typed."""
    for signup, need in sorted(found, key=lambda each: not each[1]):
        name = _in_line(signup.guest) if signup.guest else f"<@{signup.member_id}>"
        said = words(f"events-comes-{signup.answer}", name=name)
        yield words("events-who-needs", said=said, need=_in_line(need)) if need else said


def _in_line(text: str) -> str:
    return as_typed(" ".join(text.split()))


def _pages(lines: Iterable[str]) -> Iterator[list[str]]:
    """Give the lines in pages, at least one: a page is full once it has so many characters."""
    page: list[str] = []
    for line in lines:
        if page and sum(map(len, page)) + len(line) > PAGE:
            yield page
            page = []
        page.append(line)
    yield page


def _menu(words: Wording, planned: Sequence[Occurrence], one: Occurrence, zone: str) -> ui.Select[Any]:
    """Offer the times of an event."""
    options = [
        discord.SelectOption(
            label=moment_in_words(words, each.starts_at, zone), value=str(each.id), default=each.id == one.id
        )
        for each in planned
    ]
    return ui.Select(placeholder=words("events-time-placeholder"), options=options)


def _guests(words: Wording, one: Occurrence, found: Sequence[Answered]) -> Iterator[Select]:
    """Offer to take guests off, in as many menus as it takes."""
    guests = sorted((signup for signup, _ in found if signup.guest), key=lambda signup: signup.id)
    for start in range(0, len(guests), AT_ONCE):
        page = guests[start : start + AT_ONCE]
        options = [discord.SelectOption(label=(each.guest or "")[:100], value=str(each.id)) for each in page]
        menu: ui.Select[Any] = ui.Select(placeholder=words("events-guest-placeholder"), options=options)
        yield DropGuest(menu, occurrence_id=one.id, first=page[0].id)


class PickTime(Select, id="events:pick:{event_id}", event_id=int):
    """To another time of an event."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Show it."""
        del event_id
        await show_time(interaction, int(self.chosen(interaction)[0]))


class DropGuest(Select, id="events:drop:{occurrence_id}:{first}", occurrence_id=int, first=int):
    """Take somebody off who was signed up by name: one of as many as a menu holds."""

    async def pressed(self, interaction: Interaction, occurrence_id: int, first: int) -> None:
        """Take them off, and show who comes."""
        del first
        person, now = person_of(interaction), interaction.client.clock.now()
        async with interaction.client.db.begin() as session:
            one, row = await events.get_occurrence(session, person=person, occurrence_id=occurrence_id)
            signup_id = int(self.chosen(interaction)[0])
            await signups.remove_guest(session, occurrence=one, event=row, signup_id=signup_id, now=now)
        await show_time(interaction, occurrence_id)
