"""The map: a picture, and beside it the same in words."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.errors import UserError
from bot.screens import Screen, answer, patiently, words_of
from bot.services import pathways
from bot.services.pathways import STAGES, STEPS
from bot.ui import Button, door, stop
from cogs.pathways.saying import ANY, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.drawing import Pathway
    from bot.screens import Interaction
    from bot.wording import Wording


class Map(Button, id="pathways:map:{stage}", stage=str):
    """See the map."""

    async def pressed(self, interaction: Interaction, stage: str) -> None:
        """Show it, with a mark at the stage that somebody came from."""
        here = "" if stage == ANY else pathways.check_stage(stage)
        words, pictures = words_of(interaction), interaction.client.pictures
        listed = "\n".join(map_lines(words))
        ways = [back_to(words, stage), stop(words)]
        async with patiently(interaction):
            try:
                png = await pictures.draw_shared("pathway", drawing_of(words, here))
            except UserError as error:
                screen = Screen(words("pathways-map"), listed, words(error.message_id), ways)
            else:
                file = discord.File(io.BytesIO(png), "pathway.png")
                item = discord.MediaGalleryItem(file, description=map_alt(words, here))
                gallery: ui.MediaGallery[Any] = ui.MediaGallery(item)
                screen = Screen(words("pathways-map"), gallery, listed, ways, files=[file])
        await answer(interaction, screen)


def back_to(words: Wording, stage: str) -> ui.Button[Any]:
    """Make the way back to a stage, or to the question."""
    return door("pathways:home" if stage == ANY else f"pathways:at:{stage}", words("common-back"))


def map_lines(words: Wording) -> Iterator[str]:
    """Say the map in words, a stage a line."""
    for stage in STAGES:
        nexts = [name_of(words, pathways.ends_of(step)[1]) for step in pathways.steps_from(stage)]
        ends = [words("pathways-map-end", name=each) for each in nexts]
        pay, name = note_of(words, stage), name_of(words, stage)
        told = words("pathways-map-pay", name=name, pay=pay) if pay else words("pathways-map-name", name=name)
        leads = words("pathways-map-leads", ends=words.join(ends)) if ends else words("pathways-map-last")
        yield f"{told} {leads}"
    yield words("pathways-map-note")


def map_alt(words: Wording, here: str) -> str:
    """Say what the picture shows."""
    if here:
        return words("pathways-map-here-alt", name=name_of(words, here))
    return words("pathways-map-alt")


def note_of(words: Wording, stage: str) -> str:
    """Say in a few words what a stage pays; nothing where there is nothing to say."""
    pay = pathways.pay_of(stage)
    if pay.kind == "none":
        return ""
    if pay.kind == "unpaid":
        return words("pathways-map-unpaid")
    return words(f"pathways-drawn-{pay.kind}", low=pay.low, high=pay.high)


def drawing_of(words: Wording, here: str) -> Pathway:
    """Say what goes on the picture."""
    return {
        "title": words("pathways-map-title"),
        "note": words("pathways-map-note"),
        "places": {stage: {"name": name_of(words, stage), "note": note_of(words, stage)} for stage in STAGES},
        "steps": [pathways.ends_of(step) for step in STEPS],
        "here": here,
        "mark": words("pathways-map-here"),
    }
