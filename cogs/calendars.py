"""`/event calendar`: a file of what I go to, and private addresses for calendar apps; the file of one event."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.answering import answering
from bot.checks import person_of, step_of
from bot.cog import Cog
from bot.screens import Screen, answer, tell, words_of
from bot.services import calendar_lists, calendars, feeds, guilds
from bot.services.calendars import Labels
from bot.ui import MAIN, Button, door, stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.screens import Interaction, Part
    from bot.services.calendar_lists import Listed
    from bot.wording import Wording

WHOSE = ("mine", "ours")
"""Whose an address is: a member's own, or the community's."""

BACK = "calendars:page"


class Page(Button, id=BACK):
    """Back to the first screen."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        await answer(interaction, await _page(interaction))


async def _page(interaction: Interaction) -> Screen:
    """Say what there is: a file, and addresses where this installation has any."""
    person, words = person_of(interaction), words_of(interaction)
    async with interaction.client.db.read() as session:
        made = {whose: await feeds.is_made(session, person=person, is_mine=whose == "mine") for whose in WHOSE}
        guild = await guilds.find_guild(session, guild_id=person.guild_id)
    screen = Screen(words("calendars-page"), [MyFile.to(words("calendars-file-button"), MAIN)])
    is_organiser = "organiser" in guilds.powers_of(guild, person)
    if interaction.client.settings.web.calendars is not None:
        for whose in WHOSE if is_organiser else WHOSE[:1]:
            _add_address(screen, words, whose, is_made=made[whose])
    elif is_organiser:
        screen.add(words("calendars-no-address"))
    screen.add([stop(words)])
    return screen


def _add_address(screen: Screen, words: Wording, whose: str, *, is_made: bool) -> None:
    state = "made" if is_made else "none"
    screen.add(words(f"calendars-{whose}-{state}"))
    ways: list[Button] = [Make.to(words(f"calendars-{whose}-{state}-button"), whose=whose)]
    if is_made:
        ways.append(Revoke.to(words(f"calendars-{whose}-off-button"), whose=whose))
    screen.add(ways)


class MyFile(Button, id="calendars:mine"):
    """The file of what a member goes to."""

    async def pressed(self, interaction: Interaction) -> None:
        """Give it, or say that there is nothing to give."""
        person, words = person_of(interaction), words_of(interaction)
        async with interaction.client.db.read() as session:
            mine = await calendar_lists.list_mine(session, person=person)
        ways = [door(BACK, words("common-back")), stop(words)]
        if not mine:
            await answer(interaction, Screen(words("calendars-nothing"), ways))
            return
        file = await _file(interaction, mine, words("calendars-name-mine"))
        told = words("calendars-file")
        await answer(
            interaction, Screen(told, discord.ui.File(file), words("calendars-file-stays"), ways, files=[file])
        )


class OneFile(Button, id="calendars:file:{occurrence}", occurrence=int):
    """The file of one event, wherever the button stands."""

    async def pressed(self, interaction: Interaction, occurrence: int) -> None:
        """Give it beside what is there, with the links to who goes."""
        person, words = await answering(interaction, occurrence), words_of(interaction)
        async with interaction.client.db.read() as session:
            listed = await calendar_lists.list_one(session, person=person, occurrence_id=occurrence)
        file = await _file(interaction, listed, listed[0].event.title)
        parts: tuple[Part, ...] = (words("calendars-file"), discord.ui.File(file), words("calendars-file-stays"))
        await tell(interaction, Screen(*parts, files=[file]))


async def _file(interaction: Interaction, listed: Sequence[Listed], name: str) -> discord.File:
    """Write a file, beside the loop that everybody's presses wait for."""
    words, now = words_of(interaction), interaction.client.clock.now()
    labels = Labels(name, words("calendars-online"), words("calendars-map"))
    body = await asyncio.to_thread(calendars.write, listed, labels=labels, now=now)
    return discord.File(io.BytesIO(body), words("calendars-file-name") + ".ics")


class Make(Button, id="calendars:make:{whose}", whose=str):
    """Make an address, in place of one that was there."""

    async def pressed(self, interaction: Interaction, whose: str) -> None:
        """Show it, for the only time."""
        calendars_at, words = interaction.client.settings.web.calendars, words_of(interaction)
        if calendars_at is None:
            await answer(interaction, await _page(interaction))
            return
        async with interaction.client.db.begin() as session:
            secret = await feeds.make(session, **step_of(interaction), is_mine=whose == "mine")
        shown = words("calendars-address", address=f"{calendars_at}/{secret}.ics")
        ways = [door(BACK, words("common-back")), stop(words)]
        await answer(interaction, Screen(shown, words("calendars-how"), words(f"calendars-who-{whose}"), ways))


class Revoke(Button, id="calendars:off:{whose}", whose=str):
    """End an address."""

    async def pressed(self, interaction: Interaction, whose: str) -> None:
        """End it, and say so; twice is once."""
        async with interaction.client.db.begin() as session:
            await feeds.revoke(session, **step_of(interaction), is_mine=whose == "mine")
        words = words_of(interaction)
        await answer(interaction, Screen(words("calendars-off"), [door(BACK, words("common-back")), stop(words)]))


class Calendars(Cog):
    """Events in calendar apps."""

    @app_commands.command(name="calendar", extras={"root": "event"})
    async def calendar(self, interaction: Interaction) -> None:
        """Show what there is for a calendar."""
        await answer(interaction, await _page(interaction))
