"""`/organise stories`: what authors allow for a use leaves with its credit line, and with words for every file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import discord
from discord import app_commands, ui

from bot.checks import guild_of, person_of
from bot.cog import Cog
from bot.errors import NotFound
from bot.folding import PICTURE
from bot.screens import Screen, answer, defer, words_of
from bot.services import guilds, story_exports
from bot.services.sealing import CannotOpen
from bot.services.story_exports import OUTSIDE
from bot.story_pages import about_parts
from bot.ui import MAIN, Button, stop
from cogs.library.looking import check_open
from cogs.library.reading import open_files, open_listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.screens import Interaction, Part
    from bot.services.library import Listed
    from bot.services.story_texts import Read
    from bot.wording import Wording

MOST = 7_000_000
"""Bytes of one archive: Discord takes ten megabytes."""

LISTED = 200
"""Stories of one archive at most."""

NEVER = (1980, 1, 1, 0, 0, 0)
"""The time that an archive gives each of its files."""


class Taken(NamedTuple):
    """A story on its way out."""

    listed: Listed
    read: Read
    contents: Sequence[bytes]


class Archive:
    """A ZIP of stories: a text for each, so that none can pretend to be two, and their files beside it."""

    def __init__(self, words: Wording) -> None:
        self._words, self._files = words, dict[str, bytes]()

    @property
    def size(self) -> int:
        """Bytes of the files so far."""
        return sum(map(len, self._files.values()))

    def add(self, number: int, taken: Taken) -> None:
        """Add a story; files that no archive holds are named, and stay in the library."""
        words, (listed, read, contents) = self._words, taken
        head = about_parts(words, read.about, listed.entry.month)
        lines = [*head, words("library-credit"), *read.parts]
        too_large = sum(map(len, contents)) > MOST
        for place, ((kind, said), content) in enumerate(zip(read.alts, contents, strict=True), start=1):
            name = f"{number:03}-{place}.{'webp' if kind == PICTURE else 'ogg'}"
            shown = said.strip() or words("library-no-words")
            lines.append(words("library-file-left" if too_large else "library-file", name=name, said=shown))
            if not too_large:
                self._files[name] = content
        self._files[f"{number:03}.md"] = "\n\n".join(line for line in lines if line).encode()

    def write(self) -> bytes:
        """Write it, with no time in it."""
        out = io.BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as zipped:
            for name, content in sorted(self._files.items()):
                zipped.writestr(ZipInfo(name, NEVER), content, ZIP_DEFLATED)
        return out.getvalue()


class Exports(Cog):
    """What leaves the library."""

    @app_commands.command(name="stories", extras={"root": "organise"})
    async def stories(self, interaction: Interaction) -> None:
        """Show for what how many may be used."""
        await _check(interaction)
        words, telling = words_of(interaction), self.bot.telling
        counts = dict.fromkeys(OUTSIDE, 0)
        if telling.db.is_there():
            async with telling.read() as session:
                told = {"guild_id": guild_of(interaction), "today": self.bot.clock.now().date()}
                counts = await story_exports.count_allowed(session, **told)  # type: ignore[arg-type] # two kinds in one
        lines = [
            words("library-may", use=words(f"stories-use-{use}"), count=count) for use, count in counts.items() if count
        ]
        ways = [
            Take.to(words(f"library-take-{use}-button"), use=use, start=0) for use, count in counts.items() if count
        ]
        parts: list[Part] = [words("library-exports")]
        parts.append("\n".join(lines) or words("library-exports-none"))
        await answer(interaction, Screen(*parts, [*ways, stop(words)]))


async def _check(interaction: Interaction) -> None:
    """Check that an organiser asks, and that the library can be read."""
    async with interaction.client.db.read() as session:
        guild = await guilds.find_guild(session, guild_id=guild_of(interaction))
    guilds.require(guild, person_of(interaction), "organiser")
    check_open(interaction)


class Take(Button, id="library:take:{use}:{start}", use=str, start=int):
    """Take out what may be used so, as many at once as one file holds."""

    async def pressed(self, interaction: Interaction, use: str, start: int) -> None:
        """Hand the archive over, privately."""
        await _check(interaction)
        words, telling = words_of(interaction), interaction.client.telling
        await defer(interaction)
        today = interaction.client.clock.now().date()
        async with telling.read() as session:
            told = {"guild_id": guild_of(interaction), "use": use, "today": today}
            allowed = await story_exports.list_allowed(session, **told)  # type: ignore[arg-type] # three kinds in one
        archive, end = await _collect(interaction, use, allowed, start)
        if not archive.size:
            await answer(interaction, Screen(words("library-exports-none"), [stop(words)]))
            return
        content = await telling.receipts.in_turn(archive.write)
        file = discord.File(io.BytesIO(content), f"{use}-{start + 1}-{end}.zip")
        ways = [Take.to(words("library-next-button"), MAIN, use=use, start=end)] if end < len(allowed) else []
        told_parts: list[Part] = [
            words("library-taken", use=words(f"stories-use-{use}"), first=start + 1, last=end),
            ui.File(file),
            words("library-taken-note"),
        ]
        await answer(interaction, Screen(*told_parts, [*ways, stop(words)], files=[file]))


async def _collect(interaction: Interaction, use: str, allowed: Sequence[int], start: int) -> tuple[Archive, int]:
    """Open stories one after another until the archive is full; one that went meanwhile is passed over."""
    archive, end = Archive(words_of(interaction)), start
    for number in allowed[start : start + LISTED]:
        try:
            listed, read = await open_listed(interaction, number)
            contents = await open_files(interaction, listed, tuple(range(len(listed.files))))
            await _check_allowed(interaction, use, number)
        except (NotFound, CannotOpen):
            end += 1
            continue
        size = sum(map(len, contents))
        if end > start and size <= MOST < archive.size + size:
            break
        end += 1
        archive.add(end, Taken(listed, read, contents))
    return archive, end


async def _check_allowed(interaction: Interaction, use: str, number: int) -> None:
    """Check that an author still allows it now that their story was opened; NotFound where they took it back."""
    today = interaction.client.clock.now().date()
    told = {"guild_id": guild_of(interaction), "number": number, "use": use, "today": today}
    async with interaction.client.telling.read() as session:
        if not await story_exports.is_allowed(session, **told):  # type: ignore[arg-type] # four kinds in one
            raise NotFound("library-gone")
