"""A member's own route: told in closed words, shown to others only together with those of four people or more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import discord
from discord import ui

from bot.checks import gesture_of, guild_of
from bot.screens import Screen, answer, words_of
from bot.services import pathway_routes
from bot.services.bits import bits_of
from bot.services.pathway_routes import HELPS, LENGTHS, UNSAID, check_step, helps_of
from bot.services.pathway_totals import FEWEST, LEAST
from bot.services.pathways import STEPS
from bot.ui import MAIN, Button, Select, door, stop
from cogs.pathways.maps import back_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.screens import Interaction, Part
    from bot.wording import Wording
    from db.models.pathway_routes import PathwayRoute


class Draft(NamedTuple):
    """What is chosen so far, carried in the ids of a private screen: nothing of it is kept before it is shared."""

    stage: str
    step: str
    length: str = UNSAID
    helps: int = 0


class Routes(Button, id="pathways:routes:{stage}", stage=str):
    """To one's own route; the stage is where Back leads."""

    async def pressed(self, interaction: Interaction, stage: str) -> None:
        """Show what was shared, and what sharing means."""
        await show_routes(interaction, stage)


async def show_routes(interaction: Interaction, stage: str, note: str = "") -> None:
    """Say who sees what before anything is told, show what was, and ask for a step."""
    words, mine = words_of(interaction), await _mine(interaction)
    menu: ui.Select[Any] = ui.Select(placeholder=words("pathways-step-placeholder"))
    for step in STEPS:
        menu.append_option(discord.SelectOption(label=words(f"pathways-made-{step}-choice"), value=step))
    parts: list[Part] = [note] if note else []
    parts += [words("pathways-routes"), words("pathways-routes-seen", fewest=FEWEST, least=LEAST)]
    if mine:
        parts.append("\n".join([words("pathways-mine"), *(_line(words, row) for row in mine)]))
    ways = [back_to(words, stage), stop(words)]
    await answer(interaction, Screen(*parts, [ChooseStep(menu, stage=stage)], ways))


async def _mine(interaction: Interaction) -> Sequence[PathwayRoute]:
    who = {"guild_id": guild_of(interaction), "member_id": interaction.user.id}
    async with interaction.client.db.read() as session:
        return await pathway_routes.list_mine(session, **who)


def _line(words: Wording, row: PathwayRoute) -> str:
    """Say what a member shared of a step."""
    said = [words("pathways-mine-line", made=words(f"pathways-made-{row.step}-choice"))]
    if row.length != UNSAID:
        said.append(words("pathways-mine-length", length=words(f"pathways-length-{row.length}")))
    if helped := helps_of(row.helps):
        said.append(words("pathways-mine-helps", helps=words.join([words(f"pathways-help-{each}") for each in helped])))
    return " ".join(said)


class ChooseStep(Select, id="pathways:step:{stage}", stage=str):
    """Choose a step that one made."""

    async def pressed(self, interaction: Interaction, stage: str) -> None:
        """Ask about it, beginning with what was shared of it before."""
        step = check_step(self.chosen(interaction)[0])
        known = {row.step: row for row in await _mine(interaction)}
        draft = Draft(stage, step)
        if step in known:
            draft = draft._replace(length=known[step].length, helps=known[step].helps)
        await _show_draft(interaction, draft)


async def _show_draft(interaction: Interaction, draft: Draft) -> None:
    """Ask how long a step took and what helped; both may be skipped."""
    words, (stage, step, length, helps) = words_of(interaction), draft
    known = step in {row.step for row in await _mine(interaction)}
    parts: list[Part] = [words("pathways-draft", made=words(f"pathways-made-{check_step(step)}-choice"))]
    if known:
        parts.append(words("pathways-draft-known"))
    parts += [[Length(_lengths(words, length), stage=stage, step=step, helps=helps)]]
    parts += [[Helps(_helps(words, helps), stage=stage, step=step, length=length)]]
    ways: list[ui.Item[Any]] = [Share.to(words("pathways-share-it-button"), MAIN, **draft._asdict())]
    if known:
        ways.append(TakeBack.to(words("pathways-take-back-button"), stage=stage, step=step))
    back = door(f"pathways:routes:{stage}", words("common-back"))
    await answer(interaction, Screen(*parts, [*ways, back, stop(words)]))


def _lengths(words: Wording, chosen: str) -> ui.Select[Any]:
    menu: ui.Select[Any] = ui.Select(placeholder=words("pathways-length-placeholder"))
    for length in LENGTHS:
        menu.append_option(_option(words(f"pathways-length-{length}"), length, is_chosen=length == chosen != UNSAID))
    return menu


def _helps(words: Wording, chosen: int) -> ui.Select[Any]:
    placeholder = words("pathways-help-placeholder")
    menu: ui.Select[Any] = ui.Select(min_values=0, max_values=len(HELPS), placeholder=placeholder)
    for each in HELPS:
        menu.append_option(_option(words(f"pathways-help-{each}"), each, is_chosen=each in helps_of(chosen)))
    return menu


def _option(label: str, value: str, *, is_chosen: bool) -> discord.SelectOption:
    return discord.SelectOption(label=label[:1].upper() + label[1:], value=value, default=is_chosen)


class Length(Select, id="pathways:length:{stage}:{step}:{helps}", stage=str, step=str, helps=int):
    """Choose how long it took."""

    async def pressed(self, interaction: Interaction, stage: str, step: str, helps: int) -> None:
        """Show it chosen."""
        await _show_draft(interaction, Draft(stage, step, self.chosen(interaction)[0], helps))


class Helps(Select, id="pathways:helps:{stage}:{step}:{length}", stage=str, step=str, length=str):
    """Choose what helped."""

    async def pressed(self, interaction: Interaction, stage: str, step: str, length: str) -> None:
        """Show it chosen."""
        await _show_draft(interaction, Draft(stage, step, length, bits_of(self.chosen(interaction), HELPS)))


class Share(Button, id="pathways:share:{stage}:{step}:{length}:{helps}", stage=str, step=str, length=str, helps=int):
    """Share a step."""

    async def pressed(self, interaction: Interaction, **chosen: Any) -> None:
        """Keep it, and show all that was shared."""
        draft = Draft(**chosen)
        told: dict[str, Any] = {"step": draft.step, "length": draft.length, "helps": helps_of(draft.helps)}
        async with interaction.client.db.begin() as session:
            await pathway_routes.record_route(session, **await gesture_of(session, interaction), **told)
        await show_routes(interaction, draft.stage, words_of(interaction)("pathways-shared"))


class TakeBack(Button, id="pathways:undo:{stage}:{step}", stage=str, step=str):
    """Take a step back."""

    async def pressed(self, interaction: Interaction, stage: str, step: str) -> None:
        """Forget it, and show what is left."""
        async with interaction.client.db.begin() as session:
            await pathway_routes.take_back(session, **await gesture_of(session, interaction), step=step)
        await show_routes(interaction, stage, words_of(interaction)("pathways-taken-back"))
