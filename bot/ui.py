"""Buttons and selects that outlive the process: an id says what they do, the service says whether they may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

import discord
from discord import ui

from bot.ids import Id
from bot.report import report
from bot.screens import Screen, answer, payload_of, words_of

if TYPE_CHECKING:
    import re
    from collections.abc import Awaitable, Callable

    from bot.report import Door
    from bot.screens import Interaction
    from bot.wording import Wording

PLAIN = discord.ButtonStyle.secondary
MAIN = discord.ButtonStyle.primary


class Pressable(ui.DynamicItem[Any], template=r"(?!)"):
    """A component found by its id alone: it parses, does no I/O, and owns its errors.

    discord.py swallows an exception in a dynamic item's check without a log line, and in its callback without a
    word to the member: so there is no check here, and the callback never raises.
    """

    ids: ClassVar[Id]
    door: ClassVar[Door]
    pressed: Callable[..., Awaitable[None]]
    """What the feature does when this is pressed: called with the interaction, and the places of the id by name."""

    def __init_subclass__(cls, *, id: str = "", **places: type) -> None:  # noqa: A002 Discord's own word for it
        cls.ids = Id(id, places)
        super().__init_subclass__(template=cls.ids.pattern)

    def __init__(self, item: ui.Item[Any], **values: str | int) -> None:
        item.custom_id = self.ids.write(values)  # type: ignore[attr-defined] # each kind we wrap has one
        super().__init__(item)
        self.values = values

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Build the pressed component afresh from its id."""
        return cls(item, **cls.ids.read(match))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what was pressed; whatever goes wrong is reported."""
        interaction.client.under_way.note()
        try:
            await self.pressed(interaction, **self.values)
        except Exception as error:  # noqa: BLE001 this is the door
            await report(self.door, error, interaction)


class Button(Pressable):
    """A button. Its subclass names the id and the type of each place: `class Answer(Button, id=..., day=int)`."""

    door = "button"

    @classmethod
    def to(cls, label: str, style: discord.ButtonStyle = PLAIN, **values: str | int) -> Self:
        """Make the button with its label and the values of its id."""
        return cls(ui.Button(label=label, style=style), **values)


class Select(Pressable):
    """A select menu of any kind, made around the discord.py item that says which."""

    door = "select"

    @staticmethod
    def chosen(interaction: Interaction) -> list[str]:
        """Give what was chosen: option values, or ids as text for channels, roles and people."""
        return list(payload_of(interaction).get("values", []))


class Stop(Button, id="common:stop"):
    """The way out of every flow: nothing more happens, and what was saved before stays."""

    async def pressed(self, interaction: Interaction) -> None:
        """Replace the screen by one sentence."""
        await answer(interaction, Screen(words_of(interaction)("common-stopped")))


def door(custom_id: str, label: str, style: discord.ButtonStyle = PLAIN) -> ui.Button[Any]:
    """Make a button that leads to another feature's screen, known by its id alone."""
    return ui.Button(custom_id=custom_id, label=label, style=style)


def stop(words: Wording) -> Stop:
    """Make the way out."""
    return Stop.to(words("common-stop"))
