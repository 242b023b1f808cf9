"""Where are you now: the question, and a screen about each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import discord
from discord import ui

from bot.catalogue import ensure_catalogue
from bot.checks import gesture_of
from bot.screens import Screen, answer, words_of
from bot.services import pathway_totals, pathways, training
from bot.services.pathways import CATALOGUE, STAGES
from bot.services.training import Look
from bot.ui import Button, Select, door, stop
from cogs.pathways.saying import ANY, entry_lines, name_of, next_lines, pay_lines, told_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.screens import Interaction, Part
    from bot.services.pathway_totals import Told
    from bot.wording import Wording
    from db.models.training import TrainingEntry


SHOWN = 3
"""Entries of the catalogue that a stage shows; the list has them all."""


class About(NamedTuple):
    """What there is to say about a stage."""

    is_kept: bool
    told: Mapping[str, Told]
    entries: Sequence[TrainingEntry]
    has_more: bool


class Home(Button, id="pathways:home"):
    """Back to the question."""

    async def pressed(self, interaction: Interaction) -> None:
        """Ask it."""
        await show_home(interaction)


async def show_home(interaction: Interaction) -> None:
    """Ask where somebody is."""
    words = words_of(interaction)
    menu: ui.Select[Any] = ui.Select(placeholder=words("pathways-home-placeholder"))
    for stage in STAGES:
        hint = words(f"pathways-{stage}-hint")
        menu.append_option(discord.SelectOption(label=name_of(words, stage), value=stage, description=hint))
    await answer(interaction, Screen(words("pathways-home"), [Choose(menu)], [*_common(words, ANY), stop(words)]))


def _common(words: Wording, stage: str) -> list[ui.Item[Any]]:
    return [
        door(f"pathways:map:{stage}", words("pathways-map-button")),
        door(f"pathways:routes:{stage}", words("pathways-share-button")),
    ]


class Choose(Select, id="pathways:choose"):
    """Choose where one is."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show what is about it."""
        await show_stage(interaction, self.chosen(interaction)[0])


class At(Button, id="pathways:at:{stage}", stage=str):
    """To a stage."""

    async def pressed(self, interaction: Interaction, stage: str) -> None:
        """Show what is about it."""
        await show_stage(interaction, stage)


async def show_stage(interaction: Interaction, stage: str, note: str = "") -> None:
    """Show what a stage asks for and pays, what can come next, what peers say, and what the catalogue has."""
    pathways.check_stage(stage)
    words, today = words_of(interaction), interaction.client.clock.now().date()
    about = await _about(interaction, stage)
    reads: list[ui.Item[Any]] = [
        door(f"training:open:{entry.number}:{stage}", words("pathways-read-button", number=number))
        for number, entry in enumerate(about.entries, start=1)
    ]
    if about.has_more:
        reads.append(door(f"training:list:{STAGES.index(stage)}---.0", words("pathways-all-button")))
    keep = (Forget if about.is_kept else Keep).to(
        words("pathways-forget-button" if about.is_kept else "pathways-keep-button"), stage=stage
    )
    parts: list[Part] = [note] if note else []
    head = [words("pathways-head", name=name_of(words, stage)), words(f"pathways-asks-{stage}")]
    parts += ["\n".join((*head, *pay_lines(words, stage, today))), "\n".join(next_lines(words, stage))]
    parts += ["\n".join(lines) for lines in (list(told_lines(words, stage, about.told)),) if lines]
    parts += ["\n".join(entry_lines(words, about.entries)), *([reads] if reads else [])]
    ways = [*_common(words, stage), keep, Home.to(words("common-back")), stop(words)]
    await answer(interaction, Screen(*parts, ways))


async def _about(interaction: Interaction, stage: str) -> About:
    guild_id, today = await ensure_catalogue(interaction), interaction.client.clock.now().date()
    async with interaction.client.db.read() as session:
        kept = await pathways.find_stage(session, guild_id=guild_id, member_id=interaction.user.id)
        told = await pathway_totals.get_told(session, guild_id=guild_id)
        look = Look(stage=CATALOGUE[stage])
        page = await training.find_page(session, guild_id=guild_id, look=look, today=today)
    return About(kept == stage, told, page.entries[:SHOWN], len(page.entries) > SHOWN or page.has_more)


class Keep(Button, id="pathways:keep:{stage}", stage=str):
    """Have a stage remembered."""

    async def pressed(self, interaction: Interaction, stage: str) -> None:
        """Remember it."""
        async with interaction.client.db.begin() as session:
            await pathways.record_stage(session, **await gesture_of(session, interaction), stage=stage)
        await show_stage(interaction, stage, words_of(interaction)("pathways-kept"))


class Forget(Button, id="pathways:forget:{stage}", stage=str):
    """Have it forgotten."""

    async def pressed(self, interaction: Interaction, stage: str) -> None:
        """Forget it, whichever it was."""
        async with interaction.client.db.begin() as session:
            await pathways.forget_stage(session, **await gesture_of(session, interaction))
        await show_stage(interaction, stage, words_of(interaction)("pathways-forgotten"))
