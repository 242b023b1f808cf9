"""The forms of sharing: the words, what it is about, what it may be used for, the files, and words for each file."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.errors import Invalid, UserError
from bot.forms import Field, Form
from bot.rebuilt import check_size
from bot.screens import defer, payload_of, words_of
from bot.services.stories import MOST_FILES
from bot.services.story_texts import KINDS, LONGEST, NOTES, THEMES, USES
from bot.ui import Button
from cogs.stories.carrying import carried_by
from cogs.stories.screens import check_open, show_draft

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from bot.screens import Interaction
    from bot.wording import Wording
    from cogs.stories.carrying import Carried

ALT_LONGEST = 300


class OpenWords(Button, id="stories:words"):
    """Write the words, or change them."""

    async def pressed(self, interaction: Interaction) -> None:
        """See that sharing is open, then open the form with what is there."""
        await check_open(interaction)
        typed = {"text": carried_by(interaction).words}
        await interaction.response.send_modal(WordsForm(words_of(interaction), typed))


class WordsForm(Form, id="stories:words", title="stories-words-title"):
    """The words of a story."""

    fields = (Field("text", "stories-words-label", "stories-words-hint", longest=LONGEST, long=True),)

    async def submitted(self, interaction: Interaction, typed: dict[str, str]) -> None:
        """Carry them on."""
        await show_draft(interaction, replace(carried_by(interaction), words=typed["text"]))


class OpenAbout(Button, id="stories:about"):
    """Say what it is about."""

    async def pressed(self, interaction: Interaction) -> None:
        """Open the form with what was chosen."""
        await interaction.response.send_modal(AboutForm(words_of(interaction), carried=carried_by(interaction)))


class OpenUses(Button, id="stories:uses"):
    """Say what it may be used for."""

    async def pressed(self, interaction: Interaction) -> None:
        """Open the form with what was chosen."""
        await interaction.response.send_modal(UsesForm(words_of(interaction), carried=carried_by(interaction)))


@dataclass(frozen=True)
class Menu:
    """One question with its answers, by value, and how many of them can be chosen."""

    name: str
    options: Mapping[str, str]
    most: int
    is_needed: bool = False

    def labelled(self, words: Wording, chosen: Collection[str]) -> ui.Label[Any]:
        """Make the menu, with what was chosen before."""
        options = [
            discord.SelectOption(label=label, value=value, default=value in chosen)
            for value, label in self.options.items()
        ]
        menu: ui.Select[Any] = ui.Select(
            custom_id=self.name,
            options=options,
            min_values=int(self.is_needed),
            max_values=self.most,
            required=self.is_needed,
        )
        label, hint = words(f"stories-{self.name}-label"), words(f"stories-{self.name}-hint")
        return ui.Label(text=label, description=hint, component=menu)


class _Choosing(Form, id="stories:choosing", title="stories-about-title"):
    """A form of menus instead of texts."""

    fields = ()
    menus: Callable[[Wording], Iterable[Menu]]
    """Gives its menus, in the reader's words."""

    def __init__(
        self, words: Wording, typed: Mapping[str, str] | None = None, *, carried: Carried | None = None
    ) -> None:
        super().__init__(words, typed)
        for menu in type(self).menus(words):
            self.add_item(menu.labelled(words, {*carried.chosen, carried.kind} if carried else ()))


class AboutForm(_Choosing, id="stories:about", title="stories-about-title"):
    """What a story is, what it is about, and what somebody may want to be warned of."""

    @staticmethod
    def menus(words: Wording) -> Iterable[Menu]:
        """Give the menus."""
        yield Menu("kind", {each: words(f"stories-kind-{each}") for each in KINDS}, 1, is_needed=True)
        themes = {each: words(f"stories-theme-{each}") for each in THEMES}
        yield Menu("themes", {**themes, "hopeful": words("stories-hopeful")}, len(THEMES) + 1)
        notes = {f"note-{each}": words(f"stories-note-{each}") for each in NOTES}
        yield Menu("notes", notes, len(NOTES))

    async def submitted(self, interaction: Interaction, typed: dict[str, str]) -> None:
        """Carry it on; what the other form asks stays."""
        del typed
        carried, said = carried_by(interaction), _said(interaction)
        others = {each for each in carried.chosen if each.startswith("use-") or each == "alone"}
        chosen = frozenset({*others, *said.get("themes", ()), *said.get("notes", ())})
        await show_draft(interaction, replace(carried, kind=said["kind"][0], chosen=chosen))


class UsesForm(_Choosing, id="stories:uses", title="stories-uses-title"):
    """What a story may be used for, each by itself, and whether it may stand alone."""

    @staticmethod
    def menus(words: Wording) -> Iterable[Menu]:
        """Give the menus; the library of this server is what sharing means, and so it is not asked."""
        uses = {f"use-{each}": words(f"stories-use-{each}") for each in USES[1:]}
        yield Menu("uses", uses, len(USES) - 1)
        yield Menu("alone", {"alone": words("stories-alone")}, 1)

    async def submitted(self, interaction: Interaction, typed: dict[str, str]) -> None:
        """Carry it on; what the other form asks stays."""
        del typed
        carried, said = carried_by(interaction), _said(interaction)
        others = {each for each in carried.chosen if not each.startswith("use-") and each != "alone"}
        chosen = frozenset({*others, f"use-{USES[0]}", *said.get("uses", ()), *said.get("alone", ())})
        await show_draft(interaction, replace(carried, chosen=chosen))


def _said(interaction: Interaction) -> dict[str, list[str]]:
    """Read what was chosen in each menu of a form."""
    parts = [each["component"] for each in payload_of(interaction).get("components", []) if "component" in each]
    return {part["custom_id"]: list(part.get("values", [])) for part in parts}


class OpenFiles(Button, id="stories:files"):
    """Add pictures or sounds, or others instead."""

    async def pressed(self, interaction: Interaction) -> None:
        """See that sharing is open, then open the form."""
        await check_open(interaction)
        await interaction.response.send_modal(FilesForm(words_of(interaction)))


class FilesForm(Form, id="stories:files", title="stories-files-title"):
    """Up to five pictures or sounds; with none, those that are there stay."""

    fields = ()

    def __init__(self, words: Wording, typed: Mapping[str, str] | None = None) -> None:
        super().__init__(words, typed)
        upload: ui.FileUpload[Any] = ui.FileUpload(
            custom_id="files", required=False, min_values=0, max_values=MOST_FILES
        )
        label, hint = words("stories-upload-label"), words("stories-upload-hint")
        self.add_item(ui.Label(text=label, description=hint, component=upload))

    async def submitted(self, interaction: Interaction, typed: dict[str, str]) -> None:
        """Make each file anew before anything else is done with it. What is not taken is said, and nothing is lost."""
        del typed
        await defer(interaction)
        carried, words = carried_by(interaction), words_of(interaction)
        files: list[discord.File] = []
        try:
            for upload in _uploads(interaction):
                check_size(upload.size)
                made = await interaction.client.telling.rebuilder.rebuild(upload.read)
                files.append(discord.File(io.BytesIO(made.content), made.name))
        except (Invalid, UserError) as error:
            await show_draft(interaction, carried, words(error.message_id, **error.variables))
            return
        if files:
            await show_draft(interaction, carried.with_files(files), words("stories-files-kept"))
        else:
            await show_draft(interaction, carried)


class FilesOut(Button, id="stories:files-out"):
    """Take all files out again."""

    async def pressed(self, interaction: Interaction) -> None:
        """Carry the rest on."""
        carried, note = carried_by(interaction).with_files(()), words_of(interaction)("stories-files-out")
        await show_draft(interaction, carried, note)


def _uploads(interaction: Interaction) -> list[discord.Attachment]:
    """Give what was uploaded with a form."""
    found = payload_of(interaction).get("resolved", {}).get("attachments", {})
    chosen = _said(interaction).get("files", [])
    state = interaction._state  # noqa: SLF001 discord.py makes attachments of forms only for its own form store
    return [discord.Attachment(data=found[each], state=state) for each in chosen if each in found]


class OpenAlts(Button, id="stories:alts"):
    """Say what each file shows, or what is heard."""

    async def pressed(self, interaction: Interaction) -> None:
        """Open a form with a line for each."""
        await interaction.response.send_modal(AltsForm(words_of(interaction), carried=carried_by(interaction)))


class AltsForm(Form, id="stories:alts", title="stories-alts-title"):
    """Words for who cannot see or hear it."""

    fields = tuple(
        Field(f"alt{number}", f"stories-alt{number}-label", "stories-alt-hint", longest=ALT_LONGEST, needed=False)
        for number in range(1, MOST_FILES + 1)
    )

    def __init__(
        self, words: Wording, typed: Mapping[str, str] | None = None, *, carried: Carried | None = None
    ) -> None:
        files = carried.files if carried else ()
        there = {f"alt{place}": file.description or "" for place, file in enumerate(files, 1)}
        super().__init__(words, typed or there)
        if carried:
            for spare in list(self.children)[len(files) :]:
                self.remove_item(spare)

    async def submitted(self, interaction: Interaction, typed: dict[str, str]) -> None:
        """Carry them on."""
        await defer(interaction)
        carried = carried_by(interaction)
        files = []
        for place, file in enumerate(carried.files, 1):
            content = await interaction.client.http.get_from_cdn(file.url)  # type: ignore[union-attr] # from a message
            files.append(discord.File(io.BytesIO(content), file.filename, description=typed.get(f"alt{place}") or None))
        await show_draft(interaction, carried.with_files(files))
