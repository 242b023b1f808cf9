"""The only place that asks what time it is."""

from datetime import datetime, timedelta

import discord


class Clock:
    """Gives the present instant, aware and in UTC, moved by a fixed offset (zero outside tests)."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self._offset = offset

    def now(self) -> datetime:
        """Return the present instant. Looked up at each call: a simulated Discord replaces discord.py's clock."""
        return discord.utils.utcnow() + self._offset
