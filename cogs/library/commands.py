"""`/story browse` and `/story read`, and the sweep that lists what was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.checks import guild_of
from bot.cog import Cog
from bot.errors import NotFound
from bot.scheduling import every
from bot.services import library, story_reviews, story_texts
from bot.services.library import Look
from bot.services.sealing import CannotOpen
from bot.story_days import day_in
from cogs.library.listing import show_list
from cogs.library.looking import LONGEST, check_open, hidden_for
from cogs.library.reading import show_story

if TYPE_CHECKING:
    from bot.app import Kettle
    from bot.screens import Interaction

AT_ONCE = 20
"""Stories that one sweep lists at most."""


class Library(Cog):
    """Reading what others shared."""

    is_discreet = True

    @app_commands.command(name="browse", extras={"root": "story"})
    @app_commands.guild_only()
    async def browse(self, interaction: Interaction) -> None:
        """Show the newest stories, and the ways to choose."""
        await show_list(interaction, Look())

    @app_commands.command(name="read", extras={"root": "story"})
    @app_commands.guild_only()
    async def read(self, interaction: Interaction, words: app_commands.Range[str, 1, LONGEST] | None = None) -> None:
        """Show what answers some words; without them, one story that chance picks."""
        check_open(interaction)
        if words:
            await show_list(interaction, Look(words=words.strip()))
            return
        number = await self._pick(interaction)
        if number is None:
            await show_list(interaction, Look())
        else:
            await show_story(interaction, number, 0, Look())

    async def _pick(self, interaction: Interaction) -> int | None:
        telling, hidden = self.bot.telling, await hidden_for(interaction)
        if not telling.db.is_there():
            return None
        async with telling.read() as session:
            return await library.find_any(
                session, guild_id=guild_of(interaction), look=Look(), hidden=hidden, chance=telling.chance
            )


class LibraryLists(Cog):
    """The sweep: a story is in the library moments after its first message is out."""

    def __init__(self, bot: Kettle) -> None:
        super().__init__(bot)
        self._closed: set[str] = set()
        """Keys of stories whose words nobody here can open."""

    @every(seconds=20)
    async def list_new(self) -> None:
        """List what is out and not listed yet, or was with other stems than today's."""
        telling = self.bot.telling
        if not self.bot.is_ready() or telling.keys is None or not telling.db.is_there():
            return
        async with telling.read() as session:
            found = await library.list_unlisted(session, limit=AT_ONCE, but=self._closed)
        for guild_id, key in found:
            try:
                await self._list(guild_id, key)
            except (NotFound, CannotOpen):
                self._closed.add(key)

    async def _list(self, guild_id: int, key: str) -> None:
        """Write a story's words into the index."""
        telling, keys = self.bot.telling, self.bot.telling.get_keys()
        today = await day_in(self.bot, guild_id)
        async with telling.begin() as session:
            review = await story_reviews.get_review(session, guild_id=guild_id, key=key)
            privates = keys.publication_privates()
            read = story_texts.open_parts(review.parts, review.files, (), privates)
            await library.record_listing(session, story_key=key, read=read, keys=keys, today=today)
