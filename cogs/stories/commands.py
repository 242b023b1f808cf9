"""`/story share`, the look at what may tell who one is, the receipt, and the one press that stores anything."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from discord import app_commands

from bot.checks import guild_of
from bot.cog import Cog
from bot.errors import Closed
from bot.screens import Screen, answer, defer, words_of
from bot.services import stories, story_texts
from bot.services.receipts import new_receipt, read_receipt
from bot.services.story_texts import Draft, File
from bot.ui import MAIN, Button, door
from cogs.stories.carrying import carried_by, shown
from cogs.stories.screens import ask_stop, check_open, first, kept_choices, receipt_parts, room_beside, show, show_draft

if TYPE_CHECKING:
    from bot.screens import Interaction
    from cogs.stories.carrying import Carried

SEEN = 12
"""The most that the look shows."""


class Stories(Cog):
    """Sharing a story."""

    is_discreet = True

    @app_commands.command(name="share", extras={"root": "story"})
    @app_commands.guild_only()
    async def share(self, interaction: Interaction) -> None:
        """Say what is hidden from whom, before anything is typed."""
        rules = await check_open(interaction)
        await answer(interaction, first(words_of(interaction), rules))


class ToDraft(Button, id="stories:draft"):
    """Back to the story on its way."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        await show_draft(interaction, replace(carried_by(interaction), receipt=""))


class Check(Button, id="stories:check"):
    """Look for what may tell who the author is."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show what was found, to the author alone; nothing of it is kept."""
        from bot.services.self_checks import find_marks  # noqa: PLC0415 many patterns, needed here alone

        carried, words = carried_by(interaction), words_of(interaction)
        if not carried.words and not carried.files:
            raise Closed("stories-empty")
        marks = find_marks(carried.words)
        told = [words("stories-marks" if marks else "stories-marks-none"), words("stories-look")]
        kept = [*shown(carried), kept_choices(words, carried)]
        room = room_beside([*told, *kept])
        seen = [words("stories-mark", said=mark.said, kind=words(f"stories-mark-{mark.kind}")) for mark in marks[:SEEN]]
        while seen and len("\n".join(seen)) > room:
            seen.pop()
        look = [told[0], *(["\n".join(seen)] if seen else []), told[1]]
        ways = [
            door("stories:receipt", words("stories-as-it-is-button"), MAIN),
            door("stories:words", words("common-change")),
            door("stories:draft", words("common-back")),
            ask_stop(words, "check"),
        ]
        await show(interaction, carried, [*kept, *look, ways])


class Receipt(Button, id="stories:receipt"):
    """To the receipt."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show a new one, or the one that was shown before somebody thought of stopping; nothing is stored yet."""
        await check_open(interaction)
        carried = carried_by(interaction)
        carried = replace(carried, receipt=carried.receipt or new_receipt())
        await show(interaction, carried, receipt_parts(words_of(interaction), carried))


class Keep(Button, id="stories:keep"):
    """The receipt is kept: only this stores anything."""

    async def pressed(self, interaction: Interaction) -> None:
        """Seal the story and store it; the same press twice is one story."""
        await check_open(interaction)
        carried, telling = carried_by(interaction), interaction.client.telling
        now = interaction.client.clock.now()
        if not carried.receipt:
            raise Closed("errors-older-screen")
        await defer(interaction)
        derived = await telling.derive(read_receipt(carried.receipt), is_new=True)
        draft, guild_id, keys = await _draft(interaction, carried), guild_of(interaction), telling.get_keys()
        sent = await telling.receipts.in_turn(
            lambda: story_texts.seal_draft(draft, guild_id=guild_id, derived=derived, keys=keys)
        )
        async with telling.begin() as session:
            key = await stories.record_sent(session, sent=sent, today=now.date())
        telling.sent.record(interaction.user.id, now=now)
        telling.pending.note(key, keys.hold_tag(guild_id=guild_id, member_id=interaction.user.id))
        await answer(interaction, Screen(words_of(interaction)("stories-thanks")))


async def _draft(interaction: Interaction, carried: Carried) -> Draft:
    files = []
    for file in carried.files:
        content = await interaction.client.http.get_from_cdn(file.url)  # type: ignore[union-attr] # from a message
        kind = "picture" if file.filename.endswith(".webp") else "sound"
        files.append(File(kind, content, file.description or ""))
    parts = [carried.words] if carried.words else []
    return Draft(carried.about, parts, files, carried.uses, "alone" in carried.chosen)
