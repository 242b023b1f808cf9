"""`/organise event attendance`: who came, and a table without names; and the button of who is there."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import discord
from discord import SelectOption, app_commands, ui

from bot.answering import answering
from bot.checks import step_of
from bot.cog import Cog
from bot.event_choices import past_choices, pick_past
from bot.parts import as_typed, stamp
from bot.screens import Screen, answer, words_of
from bot.services import attendance, event_lists, feedback
from bot.tree import completes
from bot.ui import Button, Select, door, stop

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.screens import Interaction, Part
    from bot.services.attendance import Sheet
    from bot.wording import Wording
    from db.models.signups import Signup

Choices = list[app_commands.Choice[str]]

AT_ONCE = 25
"""The most that Discord lets somebody choose in one menu."""

SHOWN = 20
GUEST_SHOWN = 30
"""How many names stand in a list, and how many characters of a guest's."""

COLUMNS = ("event", "when", "places", "going", "maybe", "came", "guests", "answered")


class Here(Button, id="attendance:here:{occurrence_id}", occurrence_id=int):
    """Say that one is there."""

    async def pressed(self, interaction: Interaction, occurrence_id: int) -> None:
        """Note it, and welcome them."""
        person, now = await answering(interaction, occurrence_id), interaction.client.clock.now()
        async with interaction.client.db.begin() as session:
            there = await attendance.record_here(session, person=person, occurrence_id=occurrence_id, now=now)
        words = words_of(interaction)
        back = [door(f"events:view:{occurrence_id}", words("common-back"))] if interaction.guild_id else []
        title = as_typed(event_lists.title_of(*there))
        await answer(interaction, Screen(words("attendance-here", title=title), [*back, stop(words)]))


class SheetAgain(Button, id="attendance:sheet:{occurrence_id}", occurrence_id=int):
    """To who came, from elsewhere or back."""

    async def pressed(self, interaction: Interaction, occurrence_id: int) -> None:
        """Show it."""
        await show_sheet(interaction, occurrence_id)


class Members(Select, id="attendance:members:{occurrence_id}:{how}", occurrence_id=int, how=str):
    """Note of several members that they came, or that they did not."""

    async def pressed(self, interaction: Interaction, occurrence_id: int, how: str) -> None:
        """Save it, and say of whom nothing is kept."""
        async with interaction.client.db.begin() as session:
            unknown = await attendance.record_came(
                session,
                **step_of(interaction),
                occurrence_id=occurrence_id,
                member_ids=[int(one) for one in self.chosen(interaction)],
                came=how == "came",
            )
        words = words_of(interaction)
        note = words("attendance-saved")
        if unknown:
            note = words("attendance-unknown", names=words.join([f"<@{one}>" for one in unknown]))
        await show_sheet(interaction, occurrence_id, note)


class Guests(Select, id="attendance:guests:{occurrence_id}:{first}:{last}", occurrence_id=int, first=int, last=int):
    """Note which guests of a menu came."""

    async def pressed(self, interaction: Interaction, occurrence_id: int, first: int, last: int) -> None:
        """Save it."""
        async with interaction.client.db.begin() as session:
            await attendance.record_guests(
                session,
                **step_of(interaction),
                occurrence_id=occurrence_id,
                first=first,
                last=last,
                came=[int(one) for one in self.chosen(interaction)],
            )
        await show_sheet(interaction, occurrence_id, words_of(interaction)("attendance-saved"))


class Everybody(Button, id="attendance:everybody:{occurrence_id}", occurrence_id=int):
    """Note that everybody came who said going."""

    async def pressed(self, interaction: Interaction, occurrence_id: int) -> None:
        """Save it."""
        async with interaction.client.db.begin() as session:
            await attendance.record_everybody(session, **step_of(interaction), occurrence_id=occurrence_id)
        await show_sheet(interaction, occurrence_id, words_of(interaction)("attendance-saved"))


class Table(Button, id="attendance:table:{occurrence_id}", occurrence_id=int):
    """Give every time of the event in numbers."""

    async def pressed(self, interaction: Interaction, occurrence_id: int) -> None:
        """Give the file."""
        step, words = step_of(interaction), words_of(interaction)
        async with interaction.client.db.read() as session:
            sheet = await attendance.get_sheet(session, **step, occurrence_id=occurrence_id)
            figures = await attendance.list_figures(session, **step, event_id=sheet.event.id)
        rough = [
            words("attendance-rough-said", answer=words(f"eventnotices-say-{one}-answer")) for one in feedback.ANSWERS
        ]
        header = [*(words(f"attendance-column-{name}") for name in COLUMNS), *rough]
        table = attendance.write_table(header, figures).encode("utf-8-sig")  # the mark tells Excel that it is UTF-8
        file = discord.File(io.BytesIO(table), words("attendance-file-name") + ".csv")
        ways = [SheetAgain.to(words("common-back"), occurrence_id=occurrence_id), stop(words)]
        await answer(interaction, Screen(words("attendance-table"), ui.File(file), ways, files=[file]))


async def show_sheet(interaction: Interaction, occurrence_id: int, note: str = "") -> None:
    """Show who came and who was to come, with all that can be noted."""
    async with interaction.client.db.read() as session:
        sheet = await attendance.get_sheet(session, **step_of(interaction), occurrence_id=occurrence_id)
    words, one = words_of(interaction), sheet.occurrence
    title = as_typed(event_lists.title_of(sheet.event, one))
    parts: list[Part] = [note] if note else []
    parts.append(words("attendance-sheet", title=title, when=stamp(one.starts_at, "F")))
    parts += [text for text in _lists(words, sheet.signups) if text]
    parts.append(words("attendance-note"))
    parts += [[menu] for menu in _menus(words, sheet)]
    everybody = Everybody.to(words("attendance-everybody-button"), occurrence_id=one.id)
    table = Table.to(words("attendance-table-button"), occurrence_id=one.id)
    told = door(f"feedback:told:{one.id}", words("attendance-feedback-button"))
    await answer(interaction, Screen(*parts, [everybody, table, told, stop(words)]))


def _lists(words: Wording, signups: Sequence[Signup]) -> Iterator[str]:
    """Name who came, who said going or maybe and is not noted, and who did not come."""
    if not signups:
        yield words("attendance-nobody")
    came = [row for row in signups if row.attended]
    yield words("attendance-came", names=_names(words, came)) if came else ""
    for said in attendance.MAY_SAY:
        open_still = [row for row in signups if row.answer == said and row.attended is None]
        yield words(f"attendance-said-{said}", names=_names(words, open_still)) if open_still else ""
    away = [row for row in signups if row.attended is False]
    yield words("attendance-away", names=_names(words, away)) if away else ""


def _names(words: Wording, signups: Sequence[Signup]) -> str:
    named = [f"<@{row.member_id}>" if row.guest is None else as_typed(row.guest[:GUEST_SHOWN]) for row in signups]
    more = [words("attendance-more", count=len(named) - SHOWN)] if len(named) > SHOWN else []
    return words.join([*named[:SHOWN], *more])


def _menus(words: Wording, sheet: Sheet) -> Iterator[Select]:
    """Make a menu for members who came and one for those who did not, and menus of the guests."""
    for how in ("came", "away"):
        menu: ui.UserSelect[Any] = ui.UserSelect(
            placeholder=words(f"attendance-{how}-placeholder"), min_values=1, max_values=AT_ONCE
        )
        yield Members(menu, occurrence_id=sheet.occurrence.id, how=how)
    guests = sorted((row for row in sheet.signups if row.guest), key=lambda row: row.id)
    for start in range(0, len(guests), AT_ONCE):
        page = guests[start : start + AT_ONCE]
        options = [SelectOption(label=row.guest or "", value=str(row.id), default=bool(row.attended)) for row in page]
        choice: ui.Select[Any] = ui.Select(
            placeholder=words("attendance-guests-placeholder"), options=options, min_values=0, max_values=len(page)
        )
        yield Guests(choice, occurrence_id=sheet.occurrence.id, first=page[0].id, last=page[-1].id)


class Attendance(Cog):
    """Who came."""

    @app_commands.command(name="attendance", extras={"root": "organise event"})
    async def attendance(self, interaction: Interaction, event: str) -> None:
        """Show who came to one that has begun."""
        await show_sheet(interaction, await pick_past(interaction, event))

    @attendance.autocomplete("event")
    @completes
    async def complete(self, interaction: Interaction, typed: str) -> Choices:
        """Offer what has begun."""
        return await past_choices(interaction, typed)
