"""The list: a few entries at a time, and the ways to look for others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.catalogue import ensure_catalogue, numbered
from bot.folding import brief
from bot.forms import Field, Form
from bot.screens import Screen, answer, words_of
from bot.services import training
from bot.services.training import Look
from bot.ui import MAIN, Button, Select, door, stop
from cogs.training.looking import (
    ANY,
    FILTERS,
    LONGEST,
    begun,
    carried,
    choice_at,
    chosen_names,
    name_of,
    read_look,
    write_look,
)

if TYPE_CHECKING:
    from bot.screens import Interaction, Part
    from bot.services.training import Page
    from bot.wording import Wording
    from db.models.training import TrainingEntry


async def show_list(interaction: Interaction, look: Look, note: str = "") -> None:
    """Show a page of what somebody looks for; nothing keeps who did."""
    bot, words = interaction.client, words_of(interaction)
    guild_id, today = await ensure_catalogue(interaction), bot.clock.now().date()
    async with bot.db.read() as session:
        page = await training.find_page(session, guild_id=guild_id, look=look, today=today)
    parts: list[Part] = [note] if note else []
    parts += [words("training-head"), *carried(words, look)]
    if names := chosen_names(words, look):
        parts.append(words("training-chosen", names=words.join(names)))
    parts += [words(told) for told, is_so in _told(page, look).items() if is_so]
    parts += [entry_line(words, number, entry) for number, entry in enumerate(page.entries, start=1)]
    await answer(interaction, Screen(*parts, *_rows(words, look, page)))


def _told(page: Page, look: Look) -> dict[str, bool]:
    """Say what has to be known about a page, by the ids of its sentences."""
    return {
        "training-instead": page.instead,
        "training-old": page.is_old,
        "training-only-old": not page.entries and page.has_more,
        "training-none": not page.entries and not page.has_more and look != Look(),
        "training-none-chosen": not page.entries and not page.has_more and replace(look, words="", page=0) != Look(),
        "training-none-yet": not page.entries and not page.has_more and look == Look(),
    }


def entry_line(words: Wording, number: int, entry: TrainingEntry) -> str:
    """Say what an entry is, in few words."""
    told = [brief(each, 80) for each in (entry.format, entry.length, entry.cost, entry.region) if each]
    head = numbered(words, number, entry)
    return f"{head}\n{', '.join(told)}" if told else head


def _rows(words: Wording, look: Look, page: Page) -> list[list[ui.Item[Any]]]:
    here = write_look(look)
    opens: list[ui.Item[Any]] = [
        door(f"training:open:{entry.number}:{here}", words("training-open-button", number=number), MAIN)
        for number, entry in enumerate(page.entries, start=1)
    ]
    turns: list[ui.Item[Any]] = []
    if look.page > 0:
        turns.append(Turn.to(words("training-before-button"), look=write_look(look, look.page - 1)))
    if page.has_more:
        turns.append(Turn.to(words("training-next-button"), look=write_look(look, look.page + 1)))
    ways: list[ui.Item[Any]] = [
        Search.to(words("training-search-button"), look=here),
        Choose.to(words("training-choose-button"), look=here),
        door("training_suggestions:new", words("training-suggest-button")),
    ]
    if not page.entries and look != Look():
        ways.append(door(f"training:list:{write_look(Look())}", words("training-browse-button")))
    ways.append(stop(words))
    return [row for row in (opens, turns, ways) if row]


class Turn(Button, id="training:list:{look}", look=str):
    """To another page, or back to the list."""

    async def pressed(self, interaction: Interaction, look: str) -> None:
        """Show it."""
        await show_list(interaction, read_look(look, interaction))


class Search(Button, id="training:search:{look}", look=str):
    """Look for words."""

    async def pressed(self, interaction: Interaction, look: str) -> None:
        """Open the form with the words of before."""
        typed = {"words": read_look(look, interaction).words}
        await interaction.response.send_modal(SearchForm(words_of(interaction), typed, look=look))


class SearchForm(Form, id="training:search:{look}", title="training-search-title", look=str):
    """The words somebody looks for; none means any."""

    fields = (Field("words", "training-search-label", "training-search-hint", longest=LONGEST, needed=False),)

    async def submitted(self, interaction: Interaction, typed: dict[str, str], look: str) -> None:
        """Show what answers them."""
        await show_list(interaction, begun(read_look(look), words=typed["words"]))


class Choose(Button, id="training:choose:{look}", look=str):
    """Choose a stage, a way, a cost, or a nation."""

    async def pressed(self, interaction: Interaction, look: str) -> None:
        """Show the choices."""
        await show_choices(interaction, read_look(look, interaction))


async def show_choices(interaction: Interaction, look: Look) -> None:
    """Show each choice as a menu, with what was chosen."""
    words, here = words_of(interaction), write_look(begun(look))
    menus: list[Part] = [[Chosen(_menu(words, name, look), name=name, look=here)] for name in FILTERS]
    ways: list[ui.Item[Any]] = [Turn.to(words("training-show-button"), MAIN, look=here)]
    if chosen_names(words, look):
        ways.append(Anything.to(words("training-any-button"), look=here))
    ways.append(stop(words))
    await answer(interaction, Screen(words("training-choose"), *carried(words, look), *menus, ways))


def _menu(words: Wording, name: str, look: Look) -> ui.Select[Any]:
    chosen = getattr(look, name)
    menu: ui.Select[Any] = ui.Select(placeholder=words(f"training-{name}-placeholder"))
    menu.append_option(discord.SelectOption(label=words(f"training-{name}-any"), value=ANY, default=not chosen))
    for place, word in enumerate(FILTERS[name]):
        label = name_of(words, name, place)
        menu.append_option(discord.SelectOption(label=label, value=str(place), default=word == chosen))
    return menu


class Anything(Button, id="training:any:{look}", look=str):
    """Choose nothing; the words stay."""

    async def pressed(self, interaction: Interaction, look: str) -> None:
        """Show the list."""
        await show_list(interaction, Look(words=read_look(look, interaction).words))


class Chosen(Select, id="training:chosen:{name}:{look}", name=str, look=str):
    """One choice."""

    async def pressed(self, interaction: Interaction, name: str, look: str) -> None:
        """Take it, and show the choices again."""
        looked, (place, *_) = read_look(look, interaction), self.chosen(interaction)
        if name in FILTERS:
            looked = begun(looked, **{name: choice_at(name, place)})
        await show_choices(interaction, looked)
