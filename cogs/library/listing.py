"""The list: a few stories at a time, each with what to know before, and the ways to choose others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.checks import guild_of
from bot.folding import plain
from bot.forms import Field, Form
from bot.screens import Screen, answer, words_of
from bot.services import library, sealing
from bot.services.library import Look, Page
from bot.services.sealing import CannotOpen
from bot.services.story_texts import KINDS, THEMES
from bot.story_pages import about_parts
from bot.ui import MAIN, Button, Select, door, stop
from cogs.library.looking import ANY, LONGEST, begun, carried, check_open, hidden_for, read_look, write_look

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from bot.screens import Interaction, Part
    from bot.services.library import Entry
    from bot.wording import Wording

FIRST = 120
"""Characters of a story that a list shows."""


async def show_list(interaction: Interaction, look: Look, note: str = "") -> None:
    """Show a page of what somebody looks for."""
    check_open(interaction)
    words, hidden = words_of(interaction), await hidden_for(interaction)
    page, firsts = await _found(interaction, look, hidden)
    parts: list[Part] = [note] if note else []
    parts += [words("library-head"), *carried(words, look)]
    if page.instead:
        parts.append(words("library-instead"))
    parts += [_described(words, number, entry, firsts) for number, entry in enumerate(page.entries, start=1)]
    if not page.entries:
        parts.append(words("library-none" if look != Look() or hidden else "library-none-yet"))
    if hidden:
        parts.append(words("library-hidden", names=words.join([words(f"stories-note-{each}") for each in hidden])))
    await answer(interaction, Screen(*parts, *_rows(words, look, page)))


async def _found(interaction: Interaction, look: Look, hidden: Collection[str]) -> tuple[Page, Mapping[str, str]]:
    """Find a page, and the first words of its stories."""
    telling, guild_id = interaction.client.telling, guild_of(interaction)
    if not telling.db.is_there():
        return Page([], has_more=False), {}
    keys = telling.get_keys()
    async with telling.read() as session:
        page = await library.find_page(session, guild_id=guild_id, look=look, hidden=hidden, keys=keys)
        sealed = await library.list_first_parts(session, entries=page.entries)
    return page, {key: _opened(each, keys.publication_privates()) for key, each in sealed.items()}


def _opened(sealed: bytes, privates: sealing.PrivateHalves) -> str:
    try:
        line = " ".join(sealing.open_text(sealed, privates).split())
    except CannotOpen:
        return ""
    return plain(line if len(line) <= FIRST else line[:FIRST].rstrip() + "\u2026")


def _described(words: Wording, number: int, entry: Entry, firsts: Mapping[str, str]) -> str:
    """Say what a story is; its first words only where there is nothing to know before."""
    head, *others = about_parts(words, entry.about, entry.month)
    first = "" if entry.about.notes else firsts.get(entry.story_key, "")
    lines = [words("library-entry", number=number, head=head), *others, first]
    return "\n".join(line for line in lines if line)


def _rows(words: Wording, look: Look, page: Page) -> list[list[ui.Item[Any]]]:
    here = write_look(look)
    reads: list[ui.Item[Any]] = [
        door(f"library:read:{entry.number}:0:{here}", words("library-read-button", number=number), MAIN)
        for number, entry in enumerate(page.entries, start=1)
    ]
    turns: list[ui.Item[Any]] = []
    if look.page > 0:
        turns.append(Turn.to(words("library-before-button"), look=write_look(look, look.page - 1)))
    if page.has_more:
        turns.append(Turn.to(words("library-next-button"), look=write_look(look, look.page + 1)))
    ways: list[ui.Item[Any]] = [
        Search.to(words("library-search-button"), look=here),
        *_others(words, look, is_none=not page.entries),
        door("library:hide", words("library-hide-button")),
        stop(words),
    ]
    kinds = {ANY: words("library-kind-any"), **{each: words(f"library-kind-{each}") for each in KINDS}}
    themes = {ANY: words("library-theme-any"), **{each: words(f"stories-theme-{each}") for each in THEMES}}
    menus: list[list[ui.Item[Any]]] = [
        [Kind(_menu(kinds, look.kind or ANY), look=here)],
        [Theme(_menu(themes, look.theme or ANY), look=here)],
    ]
    return [row for row in (reads, turns, *menus, ways) if row]


def _others(words: Wording, look: Look, *, is_none: bool) -> Iterator[ui.Item[Any]]:
    """Lead to hopeful ones or back; where none was found to all of them, with no words and no choices."""
    is_all = is_none and look != Look()
    if is_all:
        yield door("library:all", words("library-any-button"))
    if not (is_all and look.is_hopeful):  # its label would be the same
        hope = begun(look, is_hopeful=not look.is_hopeful)
        yield Turn.to(words("library-any-button" if look.is_hopeful else "library-hope-button"), look=write_look(hope))


def _menu(choices: Mapping[str, str], chosen: str) -> ui.Select[Any]:
    """Offer each choice."""
    menu: ui.Select[Any] = ui.Select()
    for value, label in choices.items():
        menu.append_option(
            discord.SelectOption(label=label[:1].upper() + label[1:], value=value, default=value == chosen)
        )
    return menu


class Turn(Button, id="library:list:{look}", look=str):
    """To another page, to hopeful ones, or back to the list."""

    async def pressed(self, interaction: Interaction, look: str) -> None:
        """Show it."""
        await show_list(interaction, read_look(look, interaction))


class All(Button, id="library:all"):
    """To all of them: without the words on the screen, and without what was chosen."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show them."""
        await show_list(interaction, Look())


class Kind(Select, id="library:kind:{look}", look=str):
    """Choose how a story is told."""

    async def pressed(self, interaction: Interaction, look: str) -> None:
        """Show those."""
        chosen = self.chosen(interaction)[0].strip(ANY)
        await show_list(interaction, begun(read_look(look, interaction), kind=chosen))


class Theme(Select, id="library:theme:{look}", look=str):
    """Choose what a story is about."""

    async def pressed(self, interaction: Interaction, look: str) -> None:
        """Show those."""
        chosen = self.chosen(interaction)[0].strip(ANY)
        await show_list(interaction, begun(read_look(look, interaction), theme=chosen))


class Search(Button, id="library:search:{look}", look=str):
    """Look for words."""

    async def pressed(self, interaction: Interaction, look: str) -> None:
        """Open the form with the words of before."""
        typed = {"words": read_look(look, interaction).words}
        await interaction.response.send_modal(SearchForm(words_of(interaction), typed, look=look))


class SearchForm(Form, id="library:search:{look}", title="library-search-title", look=str):
    """The words somebody looks for; none means any."""

    fields = (Field("words", "library-search-label", "library-search-hint", longest=LONGEST, needed=False),)

    async def submitted(self, interaction: Interaction, typed: dict[str, str], look: str) -> None:
        """Show what answers them."""
        await show_list(interaction, begun(read_look(look), words=typed["words"]))
