"""An entry on an organiser's screen, with all that can be changed about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.catalogue import named
from bot.checks import person_of, step_of
from bot.errors import Invalid
from bot.folding import brief
from bot.parts import stamp
from bot.screens import Screen, answer, words_of
from bot.services import training_entries
from bot.services.training_entries import Told
from bot.services.training_texts import ALL_NATIONS, KNOWN, NATIONS, read_fields, write_fields
from bot.ui import MAIN, Button, Select, door, stop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.screens import Interaction, Part
    from bot.wording import Wording
    from db.models.training import TrainingEntry

CHANGES = 5
"""Changes that are told of."""


async def show(interaction: Interaction, number: int, note: str = "") -> None:
    """Show an entry to an organiser, with all that can be changed."""
    words, person = words_of(interaction), person_of(interaction)
    async with interaction.client.db.read() as session:
        entry = await training_entries.get_any(session, person=person, number=number)
        cells = write_fields(await training_entries.get_fields(session, entry=entry))
        changes = await training_entries.list_changes(session, person=person, number=number, limit=CHANGES)
    parts: list[Part] = [note] if note else []
    parts.append(named(words, entry))
    parts.append(words(f"training_entries-is-{entry.state}"))
    names = [name for name in cells if cells[name] and name not in {"title", "provider", "link"}]
    labels = {name: words(f"training_entries-cell-{name}") for name in names}
    told = [words("training_entries-told", name=labels[name], said=brief(cells[name], 140)) for name in names]
    parts.append("\n".join(told))
    if changes:
        parts.append(
            "\n".join(words(f"training_entries-did-{each.kind}", when=stamp(each.changed_at)) for each in changes)
        )
    nations = Nations(_nations_menu(words, cells["nations"]), number=number)
    menus: list[Part] = [[nations], [Known(_known_menu(words, entry), number=number)]]
    await answer(interaction, Screen(*parts, *menus, *_ways(words, entry)))


def _ways(words: Wording, entry: TrainingEntry) -> list[list[ui.Item[Any]]]:
    number = entry.number
    changes: list[ui.Item[Any]] = [
        door(f"training_entries:form:{number}:{part}", words(f"training_entries-{part}-button"))
        for part in ("words", "details", "more")
    ]
    page = ui.Button[Any](label=words("training-page-button"), url=entry.link)
    others: list[ui.Item[Any]] = [page, Check.to(words("training_entries-check-button"), MAIN, number=number)]
    if entry.state != "out":
        others.append(TakeOut.to(words("training_entries-out-button"), number=number))
    back = door("training_entries:stale:0", words("common-back"))
    return [changes, [*others, back, stop(words)]]


def _nations_menu(words: Wording, told: str) -> ui.Select[Any]:
    chosen = NATIONS if told == ALL_NATIONS else told.split("; ")
    options = [discord.SelectOption(label=nation, value=nation, default=nation in chosen) for nation in NATIONS]
    placeholder = words("training_entries-nations-placeholder")
    return ui.Select(options=options, placeholder=placeholder, min_values=0, max_values=len(NATIONS))


def _known_menu(words: Wording, entry: TrainingEntry) -> ui.Select[Any]:
    options = [
        discord.SelectOption(
            label=words(f"training-known-{name.removeprefix('is_')}-{said}"),
            value=f"{name}:{said}",
            default=getattr(entry, name) is (said == "yes"),
        )
        for name in KNOWN
        for said in ("yes", "no")
    ]
    placeholder = words("training_entries-known-placeholder")
    return ui.Select(options=options, placeholder=placeholder, min_values=0, max_values=len(options))


async def change(interaction: Interaction, number: int, cells: Mapping[str, str]) -> None:
    """Let an entry say something else in some cells, and show it."""
    step = step_of(interaction)
    async with interaction.client.db.begin() as session:
        entry = await training_entries.get_any(session, person=step["person"], number=number)
        before = write_fields(await training_entries.get_fields(session, entry=entry))
        told = Told(read_fields({**before, **cells}), number)
        await training_entries.edit_entry(session, **step, told=told)
    await show(interaction, number, words_of(interaction)("training_entries-kept"))


class Open(Button, id="training_entries:open:{number}", number=int):
    """To an entry."""

    async def pressed(self, interaction: Interaction, number: int) -> None:
        """Show it."""
        await show(interaction, number)


class Nations(Select, id="training_entries:nations:{number}", number=int):
    """Where it is open to people."""

    async def pressed(self, interaction: Interaction, number: int) -> None:
        """Keep it."""
        await change(interaction, number, {"nations": "; ".join(self.chosen(interaction))})


class Known(Select, id="training_entries:known:{number}", number=int):
    """What is known of it, yes or no."""

    async def pressed(self, interaction: Interaction, number: int) -> None:
        """Keep it; Invalid where yes and no are chosen for one."""
        said: dict[str, list[str]] = {name: [] for name in KNOWN}
        for each in self.chosen(interaction):
            name, _, value = each.partition(":")
            said.setdefault(name, []).append(value)
        if both := [name for name, values in said.items() if len(values) > 1]:
            raise Invalid("training_entries-not-both", name=words_of(interaction)(f"training_entries-cell-{both[0]}"))
        await change(interaction, number, {name: values[0] if values else "" for name, values in said.items()})


class Check(Button, id="training_entries:check:{number}", number=int):
    """It was looked at today, and is right."""

    async def pressed(self, interaction: Interaction, number: int) -> None:
        """Keep it."""
        async with interaction.client.db.begin() as session:
            await training_entries.check_entry(session, **step_of(interaction), number=number)
        await show(interaction, number, words_of(interaction)("training_entries-checked"))


class TakeOut(Button, id="training_entries:out:{number}", number=int):
    """Take it out of the catalogue."""

    async def pressed(self, interaction: Interaction, number: int) -> None:
        """Do it; it can come back."""
        async with interaction.client.db.begin() as session:
            await training_entries.take_out(session, **step_of(interaction), number=number)
        await show(interaction, number, words_of(interaction)("training_entries-taken-out"))
