"""An entry of the catalogue, with all that is known about it, and what somebody can do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.catalogue import ensure_catalogue, named
from bot.days_said import day_in_words
from bot.errors import NotFound
from bot.folding import brief
from bot.screens import Screen, answer, words_of
from bot.services import pathways, training, training_saves
from bot.services.bits import words_of as closed_words
from bot.services.training_texts import KNOWN, STAGES
from bot.ui import MAIN, Button, door, stop
from cogs.training.listing import show_list
from cogs.training.looking import carried, read_look

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.screens import Interaction, Part
    from bot.wording import Wording
    from db.models.training import TrainingDeadline, TrainingEntry

BACK = {"saved": "training_saves:mine:0"} | {stage: f"pathways:at:{stage}" for stage in pathways.STAGES}
"""Where a reader may have come from, and the id that leads back there; all else is a list of the catalogue."""


MOST = {"who": 400, "critical": 400}
"""Characters of long texts, so that with all that is said an entry fits on a screen."""


class Open(Button, id="training:open:{number}:{back}", number=int, back=str):
    """Read an entry."""

    async def pressed(self, interaction: Interaction, number: int, back: str) -> None:
        """Show it."""
        await show_entry(interaction, number, back)


async def show_entry(interaction: Interaction, number: int, back: str) -> None:
    """Show an entry; where it is gone, the list says so."""
    bot, words = interaction.client, words_of(interaction)
    guild_id, today = await ensure_catalogue(interaction, number), bot.clock.now().date()
    look = read_look(back, interaction)
    try:
        async with bot.db.read() as session:
            entry = await training.get_entry(session, guild_id=guild_id, number=number)
            deadlines = await training.list_deadlines(session, number=number, today=today)
            mine = {"guild_id": guild_id, "member_id": interaction.user.id, "number": number}
            saved = await training_saves.find_save(session, **mine)
    except NotFound as error:
        await show_list(interaction, look, words(error.message_id))
        return
    parts: list[Part] = [*entry_parts(words, entry, deadlines, today), *carried(words, look)]
    mark = door(
        f"training_saves:{'drop' if saved else 'keep'}:{number}:{back}",
        words("training-unsave-button" if saved else "training-save-button"),
        MAIN if saved is None else discord.ButtonStyle.secondary,
    )
    ways: list[list[ui.Item[Any]]] = [
        [ui.Button[Any](label=words("training-page-button"), url=entry.link), mark],
        [
            door(f"training_suggestions:dead:{number}:{back}", words("training-dead-button")),
            door(f"training_suggestions:correct:{number}:{back}", words("training-correct-button")),
            door(BACK.get(back, f"training:list:{back}"), words("common-back")),
            stop(words),
        ],
    ]
    await answer(interaction, Screen(*parts, *ways))


def entry_parts(words: Wording, entry: TrainingEntry, deadlines: Sequence[TrainingDeadline], today: date) -> list[str]:
    """Say all that is known about an entry."""
    head = named(words, entry)
    lines = [
        words(f"training-tell-{name}", said=brief(said, MOST.get(name, 120)))
        for name, said in _texts(words, entry).items()
        if said
    ]
    lines += [words(f"training-known-{name}-{'yes' if value else 'no'}") for name, value in _known(entry).items()]
    days = [
        words("training-deadline", day=day_in_words(words, each.due_on), label=brief(each.label, 60))
        for each in deadlines
    ]
    told = (head, brief(entry.summary, 700), "\n".join(lines), "\n".join(days), _checked(words, entry, today))
    return [part for part in told if part]


def _texts(words: Wording, entry: TrainingEntry) -> dict[str, str]:
    stages = closed_words(entry.stages, STAGES)
    names = [words(f"training-choice-stage-{STAGES.index(stage)}") for stage in stages]
    plain_texts = ("format", "length", "cost", "who", "region", "starts", "critical", "keeper")
    return {"stages": words.join(names), **{name: getattr(entry, name) for name in plain_texts}}


def _known(entry: TrainingEntry) -> dict[str, bool]:
    return {name.removeprefix("is_"): value for name in KNOWN if (value := getattr(entry, name)) is not None}


def _checked(words: Wording, entry: TrainingEntry, today: date) -> str:
    if entry.checked_on is None:
        return words("training-checked-never")
    day = day_in_words(words, entry.checked_on)
    lately = training.is_checked_lately(entry, today)
    return words("training-checked" if lately else "training-checked-late", day=day)
