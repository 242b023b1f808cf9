"""The screens of sharing: one idea each, with the words, the files and the choices carried along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.checks import guild_of
from bot.screens import Screen, answer, words_of
from bot.services import story_rules
from bot.services.story_texts import NOTES, THEMES, USES
from bot.story_doors import check_not_held
from bot.ui import MAIN, door, stop
from cogs.stories.carrying import RECEIPT, number_of, shown

if TYPE_CHECKING:
    from bot.screens import Interaction, Part
    from bot.wording import Wording
    from cogs.stories.carrying import Carried
    from db.models.story_rules import StoryRules

FITS = 3950
"""Characters of all texts of a screen, beneath Discord's 4,000: the longest words fit with what has to be said."""


async def check_open(interaction: Interaction) -> StoryRules:
    """Give the rules of a community where this member can share now; Closed says why not."""
    bot, now = interaction.client, interaction.client.clock.now()
    async with bot.db.read() as session:
        rules = await story_rules.get_open(session, guild_id=guild_of(interaction))
    await check_not_held(interaction, rules.guild_id)
    bot.telling.sent.check(interaction.user.id, now=now)
    return rules


def first(words: Wording, rules: StoryRules) -> Screen:
    """Say in plain words what is hidden from whom before anything is typed."""
    parts: list[Part] = [words("stories-first"), words("stories-first-limits")]
    if story_rules.may_guess(rules):
        parts.append(words("stories-first-few"))
    ways = [
        door("stories:words", words("stories-write-button"), MAIN),
        door("stories:files", words("stories-files-button")),
        stop(words),
    ]
    return Screen(*parts, words("stories-first-receipt"), ways)


async def show_draft(interaction: Interaction, carried: Carried, note: str = "") -> None:
    """Show a story on its way, with what can still be done about it."""
    words = words_of(interaction)
    head, kept, notes = words("stories-draft"), list(shown(carried)), [note] if note else []
    chosen = _choices(words, carried)
    if len(chosen.content) > room_beside([head, *kept, *notes]):
        chosen = kept_choices(words, carried)  # of long words nothing is cut off
    heads = [head] if room_beside([head, *kept, chosen, *notes]) >= 0 else []
    await show(interaction, carried, [*heads, *kept, chosen, *notes, *_ways(words, carried)])


def _ways(words: Wording, carried: Carried) -> list[list[ui.Item[Any]]]:
    """Give what can be done about a story on its way."""
    about: list[ui.Item[Any]] = [
        door("stories:words", words("stories-words-button" if carried.words else "stories-write-button")),
        door("stories:about", words("stories-about-button")),
        door("stories:uses", words("stories-uses-button")),
    ]
    files: list[ui.Item[Any]] = [door("stories:files", words("stories-files-button"))]
    if carried.files:
        files.append(door("stories:alts", words("stories-alts-button")))
        files.append(door("stories:files-out", words("stories-files-out-button")))
    last: list[ui.Item[Any]] = [door("stories:check", words("stories-check-button"), MAIN), ask_stop(words, "draft")]
    return [about, files, last]


def ask_stop(words: Wording, place: str) -> ui.Button[Any]:
    """Make the way out of a screen that carries a story: it asks first, and its question leads back there."""
    return door(f"stories:stop:{place}", words("common-stop"))


async def show(interaction: Interaction, carried: Carried, parts: list[Part]) -> None:
    """Show a screen that carries a story on."""
    screen = Screen(*parts)
    screen.files = list(carried.files)
    await answer(interaction, screen)


def room_beside(parts: list[Part]) -> int:
    """Give how many characters more fit on a screen of these parts."""
    return FITS - Screen(*parts).content_length()


def _choices(words: Wording, carried: Carried) -> ui.TextDisplay[Any]:
    """Say what was chosen; its number says it once more, for the next press."""
    themes = [words(f"stories-theme-{each}") for each in THEMES if each in carried.chosen]
    notes = [words(f"stories-note-{each}") for each in NOTES if f"note-{each}" in carried.chosen]
    uses = [words(f"stories-use-{each}") for each in USES if f"use-{each}" in carried.chosen]
    lines = [
        words(f"stories-is-{carried.kind}"),
        words("stories-themes", names=words.join(themes)) if themes else "",
        words("stories-notes", names=words.join(notes)) if notes else "",
        words("stories-uses", names=words.join(uses)),
        words("stories-alone-yes" if "alone" in carried.chosen else "stories-alone-no"),
    ]
    return ui.TextDisplay("\n".join(line for line in lines if line), id=number_of(carried))


def kept_choices(words: Wording, carried: Carried) -> ui.TextDisplay[Any]:
    """Carry what was chosen on where there is no room to show it."""
    return ui.TextDisplay(words("stories-choices-kept"), id=number_of(carried))


def receipt_parts(words: Wording, carried: Carried) -> list[Part]:
    """Show the receipt before anything is stored, near the buttons: long words would push it off a small screen."""
    number, send = ui.TextDisplay[Any](f"# {carried.receipt}", id=RECEIPT), words("stories-kept-answer")
    ways = [door("stories:keep", send, MAIN), door("stories:draft", words("common-back")), ask_stop(words, "receipt")]
    told = words("stories-receipt", send=send)
    return [*shown(carried), kept_choices(words, carried), number, told, ways]
