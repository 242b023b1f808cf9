"""The command tree: errors in one place, words from the wording, and told to Discord only when it changed."""

from __future__ import annotations

import hashlib
import json
from functools import wraps
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.report import report
from bot.services import installation

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from bot.screens import Interaction
    from bot.wording import Wording

    Choices = list[app_commands.Choice[str]]
    Completion = Callable[[Any, Interaction, str], Coroutine[Any, Any, Choices]]

Command = app_commands.Command[Any, ..., Any] | app_commands.Group

ROOTS: dict[str, discord.Permissions | None] = {
    "my": None,
    "event": None,
    "story": None,
    "training": None,
    "organise": discord.Permissions(manage_events=True),
    "moderate": discord.Permissions(manage_messages=True),
}
"""Roots that several features share, with the permission Discord asks for by default."""

FACT = "commands"


def told_by(command: Command) -> str:
    """Give the id of the message that describes a command."""
    return str(command.extras["told_by"])


class OtherLanguages(app_commands.Translator):
    """Gives descriptions in every further language that has words; names stay as they are, they are the contract."""

    def __init__(self, words: Wording) -> None:
        self._words = words

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, _context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Give a description in a locale; None where it has no words of its own."""
        message_id = string.extras.get("id")
        if message_id is None or locale.value == self._words.locale or not self._words.speaks(locale.value):
            return None
        return self._words.for_locale(locale.value)(message_id)


class Tree(app_commands.CommandTree[Any]):
    """Commands under their roots. A cog says where one belongs by `extras={"root": "my"}`.

    The root may be a path: features that know nothing of each other share the group at "organise checkins".
    """

    async def _call(self, interaction: Interaction) -> None:
        """Run a command or a suggestion; discord.py has no public place around both."""
        interaction.client.under_way.note()
        await super()._call(interaction)

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Report what a command raised."""
        await report("command", error, interaction)

    def add_command(self, command: Any, /, **options: Any) -> None:
        """Add a command under its root and give it its description; each group on the way is made when first needed."""
        if not isinstance(command, app_commands.ContextMenu):
            self._describe(command)
            if path := command.extras.get("root"):
                self._group(path).add_command(command)
                return
        super().add_command(command, **options)

    def _group(self, path: str) -> app_commands.Group:
        """Give the group at a path: a root, or a group under it that several features share."""
        above, _, name = path.rpartition(" ")
        parent = self._group(above) if above else None
        known = parent.get_command(name) if parent else self.get_command(name)
        if isinstance(known, app_commands.Group):
            return known
        if parent is None:
            return self._root(name)
        return app_commands.Group(name=name, description=self._text(_text_id(path)), parent=parent)

    def _root(self, name: str) -> app_commands.Group:
        root = app_commands.Group(
            name=name,
            description=self._text(_text_id(name)),
            default_permissions=ROOTS[name],
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=name in {"my", "story"}),
            allowed_installs=app_commands.AppInstallationType(guild=True),
        )
        super().add_command(root)
        return root

    def _describe(self, command: Command, path: str = "") -> None:
        """Fill in the description of a command and its options, and of all below it."""
        path = f"{path or command.extras.get('root', '')} {command.name}".strip()
        told = self._text(_text_id(path))
        # discord.py takes a translatable description only while a command is being declared.
        command.description, command._locale_description = told.message, told  # noqa: SLF001
        command.extras["told_by"] = told.extras["id"]
        if isinstance(command, app_commands.Group):
            for child in command.commands:
                self._describe(child, path)
            return
        options = {option.name: self._text(f"{_text_id(path)}-option-{option.name}") for option in command.parameters}
        app_commands.describe(**options)(command)

    def _text(self, message_id: str) -> app_commands.locale_str:
        return app_commands.locale_str(self.client.words(message_id), id=message_id)

    async def tell_discord(self) -> None:
        """Sync the commands when what Discord would be told differs from what it was told last."""
        others = OtherLanguages(self.client.words)
        await self.set_translator(others)
        payload = [await command.get_translated_payload(self, others) for command in self.get_commands()]
        text = json.dumps([self.client.application_id, payload], sort_keys=True)
        told = hashlib.sha256(text.encode()).hexdigest()
        async with self.client.db.read() as session:
            if await installation.find_fact(session, name=FACT) == told:
                return
        await self.sync()
        async with self.client.db.begin() as session:
            await installation.record_fact(session, name=FACT, value=told)


def _text_id(path: str) -> str:
    return f"command-{path.replace(' ', '-')}"


def completes(completion: Completion) -> Completion:
    """Guard an autocomplete: discord.py swallows its errors, and writes the member's id into the log."""

    @wraps(completion)
    async def guarded(cog: Any, interaction: Interaction, typed: str) -> Choices:
        choices: Choices = []
        try:
            choices = await completion(cog, interaction, typed)
        except Exception as error:  # noqa: BLE001 this is the door
            await report("autocomplete", error, interaction)
        return choices

    return guarded
