"""`/organise training import`, first only looked at, then put in by a sweep; and `/organise training export`."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import aiohttp
import discord
from discord import app_commands, ui

from bot.catalogue import ensure_for_organiser
from bot.checks import person_of, step_of
from bot.cog import Cog
from bot.errors import Closed, Invalid
from bot.folding import plain
from bot.scheduling import every
from bot.screens import Interaction, Screen, answer, defer, words_of
from bot.services import training_exports, training_imports
from bot.services.training_csv import MOST_MEGABYTES, read_csv
from bot.services.training_exports import WRITERS
from bot.services.training_hsds import read_services
from bot.services.training_imports import SAID, report_csv
from bot.ui import MAIN, Button, stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.screens import Part
    from bot.services.training_csv import Refusal, Sheet
    from bot.services.training_imports import Line, Report
    from bot.wording import Wording

ROOT = "organise training"

Kind = Literal["csv", "openreferral"]
ENDINGS: Final = {"csv": "csv", "openreferral": "json"}

MEGABYTE: Final = 1_000_000

LARGEST_REPORT: Final = 9_000_000
"""Bytes of a report that Discord still takes."""

SHOWN: Final = 5
"""Rows that are left out, and columns that are not known, which the screen names itself."""

CUT: Final = 60
"""Characters of what stands in a file, on the screen."""

LONG: Final = 1_000
"""Entries from which on a list is said to take longer."""

PAUSE: Final = 0.02
"""Seconds between two steps, in which others have their turn."""

SERVICES = (b"{", b"[")
"""How a file of services begins, whatever it is called."""

BEFORE = b"\xef\xbb\xbf \t\r\n"
"""What may stand before that."""


class TrainingImports(Cog):
    """Lists into the catalogue, and out of it."""

    @app_commands.command(name="import", extras={"root": ROOT})
    async def take(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Read a file, and show what it would do."""
        await ensure_for_organiser(interaction)
        if file.size > MOST_MEGABYTES * MEGABYTE:
            raise Invalid("training_imports-file-large", most=MOST_MEGABYTES)
        await defer(interaction)
        content = await _fetch(interaction, file)
        sheet = await asyncio.to_thread(_read, file.filename, content)
        async with self.bot.db.begin() as session:
            found = await training_imports.start_import(session, **step_of(interaction), sheet=sheet)
        table = await asyncio.to_thread(report_csv, found, words=words_of(interaction))
        await _show_report(interaction, found, table)

    @app_commands.command(name="export", extras={"root": ROOT})
    async def give(self, interaction: Interaction, kind: Kind) -> None:
        """Give the catalogue as a file."""
        await ensure_for_organiser(interaction)
        await _show_part(interaction, kind, 0, 1)

    @every(seconds=20)
    async def put_in(self) -> None:
        """Put in what organisers said yes to, a few entries at a time: whoever presses meanwhile waits for one step."""
        is_more = True
        while is_more:
            async with self.bot.db.begin() as session:
                is_more = await training_imports.step_import(session, now=self.bot.clock.now())
            await asyncio.sleep(PAUSE)


async def _fetch(interaction: Interaction, file: discord.Attachment) -> bytes:
    try:
        return await interaction.client.http.get_from_cdn(file.url)
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        raise Closed("training_imports-not-fetched") from None


def _read(name: str, content: bytes) -> Sheet:
    """Read a file by its name, or by how it begins; it takes a second for the longest list."""
    is_json = name.casefold().endswith(".json") or content.lstrip(BEFORE).startswith(SERVICES)
    return read_services(content) if is_json else read_csv(content)


async def _show_report(interaction: Interaction, found: Report, table: bytes) -> None:
    """Show what a list would do, and ask whether it should."""
    words, counts = words_of(interaction), found.counts
    told = [
        words("training_imports-count", said=words(SAID[each]), count=counts[each]) for each in SAID if counts[each]
    ]
    parts: list[Part] = [words("training_imports-read"), "\n".join(told), *_unused(words, found)]
    files: list[discord.File] = []
    if len(table) > LARGEST_REPORT:
        parts.append(words("training_imports-report-large"))
    else:
        files.append(discord.File(io.BytesIO(table), words("training_imports-report-name") + ".csv"))
        parts += [words("training_imports-report"), ui.File(files[0])]
    new = counts["added"] + counts["changed"]
    if found.import_id is None or not new:
        await answer(interaction, Screen(*parts, words("training_imports-nothing"), [stop(words)], files=files))
        return
    parts.append(words("training_imports-ask"))
    if len(found.lines) > LONG:
        parts.append(words("training_imports-long"))
    put = Put.to(words("training_imports-put-button"), MAIN, import_id=found.import_id)
    await answer(interaction, Screen(*parts, [put, stop(words)], files=files))


def _unused(words: Wording, found: Report) -> list[str]:
    """Name the first rows that are left out, each with the reason, and the columns that say nothing here."""
    out = [line for line in found.lines if line.refusal is not None]
    told = [_left_out(words, line, line.refusal) for line in out[:SHOWN] if line.refusal is not None]
    if more := len(out) - len(told):
        told.append(words("training_imports-left-out-more", count=more))
    parts = ["\n".join([words("training_imports-left-out"), *told])] if told else []
    names = [plain(_cut(name)) for name in found.ignored[:SHOWN]]
    if more := len(found.ignored) - len(names):
        names.append(words("training_imports-columns-more", count=more))
    return [*parts, words("training_imports-ignored", names=words.join(names))] if names else parts


def _left_out(words: Wording, line: Line, refusal: Refusal) -> str:
    told = {name: plain(_cut(said)) if name == "typed" else said for name, said in refusal.variables.items()}
    why = words(refusal.message_id, **told)
    if not line.title:
        return words("training_imports-line", line=line.line, why=why)
    return words("training_imports-line-named", line=line.line, title=plain(_cut(line.title)), why=why)


def _cut(said: str | int) -> str:
    text = str(said)
    return text if len(text) <= CUT else f"{text[: CUT - 1]}…"


class Put(Button, id="training_imports:put:{import_id}", import_id=int):
    """Say yes to a list."""

    async def pressed(self, interaction: Interaction, import_id: int) -> None:
        """Let the sweep put it in."""
        words = words_of(interaction)
        async with interaction.client.db.begin() as session:
            row = await training_imports.confirm_import(session, **step_of(interaction), import_id=import_id)
            count = row.count
        parts = [words("training_imports-yes"), words("training_imports-together")]
        if count > LONG:
            parts.append(words("training_imports-long"))
        await _show_with_report(interaction, parts, _on_the_way(words, import_id))


class Look(Button, id="training_imports:look:{import_id}", import_id=int):
    """See how far a list is."""

    async def pressed(self, interaction: Interaction, import_id: int) -> None:
        """Say it."""
        words = words_of(interaction)
        async with interaction.client.db.read() as session:
            row = await training_imports.find_import(session, person=person_of(interaction), import_id=import_id)
        if row is None or row.state != "going":
            is_done = row is not None and row.state == "done"
            told = [words("training_imports-done" if is_done else "training_imports-over")]
            ways: list[ui.Item[Any]] = [stop(words)]
        else:
            here = words("training_imports-going", place=row.place, count=row.count)
            told = [here, words("training_imports-together")] if row.place else [words("training_imports-waits")]
            ways = _on_the_way(words, import_id)
        await _show_with_report(interaction, told, ways)


@dataclass(frozen=True)
class There:
    """A file that the message has already, and keeps."""

    id: int
    filename: str

    def to_dict(self) -> dict[str, object]:
        """Name it for an edit, as Discord asks for it; discord.py would repeat all it knows."""
        return {"id": str(self.id), "filename": self.filename}


def _reports(interaction: Interaction) -> list[Any]:
    """Give the report that stands on the screen which was pressed on: what was left out may still be mended."""
    attached = interaction.message.attachments if interaction.message else []
    return [There(each.id, each.filename) for each in attached]


def _on_the_way(words: Wording, import_id: int) -> list[ui.Item[Any]]:
    return [Look.to(words("training_imports-look-button"), import_id=import_id), stop(words)]


async def _show_with_report(interaction: Interaction, told: Sequence[str], ways: Sequence[ui.Item[Any]]) -> None:
    """Say something in the place of a screen, and leave its report there."""
    reports = _reports(interaction)
    shown = [ui.File[Any](f"attachment://{each.filename}") for each in reports]
    await answer(interaction, Screen(*told, *shown, ways, files=reports))


async def _show_part(interaction: Interaction, kind: str, after: int, part: int) -> None:
    """Give a file of the catalogue, from an entry on."""
    words = words_of(interaction)
    await defer(interaction)
    async with interaction.client.db.read() as session:
        found = await training_exports.list_all(session, person=person_of(interaction), after=after)
    if not found:
        await answer(interaction, Screen(words("training_imports-export-none"), [stop(words)]))
        return
    made = await asyncio.to_thread(training_exports.write_part, found, kind)
    name = words("training_imports-export-name") + (f"-{part}" if part > 1 or made.goes_on_after else "")
    file = discord.File(io.BytesIO(made.content), f"{name}.{ENDINGS[kind]}")
    parts: list[Part] = [words("training_imports-export", count=made.entries), ui.File(file)]
    ways: list[ui.Item[Any]] = [stop(words)]
    if made.goes_on_after is not None:
        parts.append(words("training_imports-export-more"))
        label = words("training_imports-more-button")
        ways.insert(0, More.to(label, MAIN, kind=kind, after=made.goes_on_after, part=part + 1))
    await answer(interaction, Screen(*parts, words("training_imports-export-note"), ways, files=[file]))


class More(Button, id="training_imports:more:{kind}:{after}:{part}", kind=str, after=int, part=int):
    """The next file of the catalogue."""

    async def pressed(self, interaction: Interaction, kind: str, after: int, part: int) -> None:
        """Give it."""
        if kind not in WRITERS:
            raise Closed("errors-older-screen")
        await _show_part(interaction, kind, after, part)
