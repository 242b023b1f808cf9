"""How much the bot is used, as one number that changes once an hour: nobody can watch in it who is online."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

import discord

from bot.screens import payload_of

if TYPE_CHECKING:
    from collections.abc import Callable

HOUR: Final = 3600
NEVER_COUNTED: Final = ("story", "stories", "library", "common")
"""How commands and ids of stories begin, and what may stand on their screens: no figure tells that somebody has one."""


class Interactions:
    """Commands, presses and forms since the start, without those of stories, as they stood at the last full hour."""

    def __init__(self, stop_watch: Callable[[], float] = time.monotonic) -> None:
        self._read = stop_watch
        self._hour = self._now()
        self._total = self._shown = 0

    def note(self, interaction: discord.Interaction[Any]) -> None:
        """Count one, unless it is a suggestion while somebody types, or belongs to a story."""
        if interaction.type is discord.InteractionType.autocomplete:
            return
        payload = payload_of(interaction)
        name = str(payload.get("custom_id") or payload.get("name", ""))
        if not name.removeprefix("form:again:").startswith(NEVER_COUNTED):
            self._renew()
            self._total += 1

    @property
    def shown(self) -> int:
        """The number that may be told: the same for a whole hour."""
        self._renew()
        return self._shown

    def _renew(self) -> None:
        if (hour := self._now()) != self._hour:
            self._hour, self._shown = hour, self._total

    def _now(self) -> int:
        return int(self._read() // HOUR)
