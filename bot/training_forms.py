"""The form with which an entry of the catalogue begins: the same for who suggests one and for who adds one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.forms import Field
from bot.screens import payload_of
from bot.services.training_texts import LONGEST, STAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.screens import Interaction
    from bot.wording import Wording

FIELDS = tuple(
    Field(
        name,
        f"training-{name}-label",
        f"training-{name}-hint",
        longest=LONGEST[name],
        long=name == "summary",
        needed=name != "summary",
    )
    for name in ("title", "provider", "link", "summary")
)


def stages_menu(words: Wording, chosen: Collection[str] = ()) -> ui.Label[Any]:
    """Ask for whom it is."""
    options = [
        discord.SelectOption(label=words(f"training-choice-stage-{place}"), value=str(place), default=stage in chosen)
        for place, stage in enumerate(STAGES)
    ]
    menu: ui.Select[Any] = ui.Select(custom_id="stages", options=options, min_values=1, max_values=len(STAGES))
    return ui.Label(text=words("training-stages-label"), description=words("training-stages-hint"), component=menu)


def read_typed(interaction: Interaction, typed: Mapping[str, str]) -> dict[str, str]:
    """Give what was typed and chosen as cells of a row."""
    parts = [each["component"] for each in payload_of(interaction).get("components", []) if "component" in each]
    places: list[str] = next((part.get("values", []) for part in parts if part["custom_id"] == "stages"), [])
    stages = [STAGES[int(place)] for place in places if place.isdecimal() and int(place) < len(STAGES)]
    texts = {name: text for name, text in typed.items() if name in LONGEST}
    return {**texts, "stages": "; ".join(stages)}
