"""Forms without memory: a form is known by its id, built afresh from what was sent, and gives typed text back.

discord.py keeps every opened form in memory for ever, drops one that is sent after a restart without a word, and
with a fixed id hands one person's words to another. So its store is not used (a form is finished before it is
shown), and one router builds a fresh form from each payload.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import discord
from discord import ui

from bot.errors import Closed, Invalid
from bot.ids import Id
from bot.report import report
from bot.screens import Screen, answer, payload_of, texts_of, words_of
from bot.ui import MAIN, Button, stop

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.screens import Interaction
    from bot.wording import Wording

KEPT = 1000
"""The first component id of typed text that a screen hands back; field n is KEPT + n."""


BETWEEN = "; "
"""Stands between what is chosen from one menu."""


@dataclass(frozen=True)
class Field:
    """One text field, with the ids of its words and the most characters it takes."""

    name: str
    label: str
    hint: str
    longest: int
    long: bool = False
    needed: bool = True


@dataclass(frozen=True)
class Pick:
    """A menu of which one or more are picked: its values are words that people can read, with the ids of labels."""

    name: str
    label: str
    hint: str
    options: Mapping[str, str]


class Form(ui.Modal):
    """A form. Its subclass names its id, the type of each place in it, the id of its title, and what it asks."""

    ids: ClassVar[Id]
    title_id: ClassVar[str]
    fields: ClassVar[tuple[Field, ...]]
    picks: ClassVar[tuple[Pick, ...]] = ()
    intro: ClassVar[str] = ""
    """The id of what is said first, where something has to be known before."""

    submitted: Callable[..., Awaitable[None]]
    """What the feature does with the text: called with the interaction, the text of each field, and the places of
    the id by name. Invalid offers the text back for another try."""

    def __init_subclass__(cls, *, id: str, title: str, **places: type) -> None:  # noqa: A002 Discord's own word
        cls.ids = Id(id, places)
        cls.title_id = title
        super().__init_subclass__()

    def __init__(self, words: Wording, typed: Mapping[str, str] | None = None, **values: str | int) -> None:
        super().__init__(title=words(self.title_id), custom_id=self.ids.write(values))
        self.stop()
        self.typed = dict(typed or {})
        self.values = values
        if self.intro:
            self.add_item(ui.TextDisplay(words(self.intro)))
        for field in self.fields:
            self.add_item(self._labelled(words, field))
        for pick in self.picks:
            self.add_item(self._pick(words, pick))

    def _pick(self, words: Wording, pick: Pick) -> ui.Label[Any]:
        chosen = self.typed.get(pick.name, "").split(BETWEEN)
        box: ui.Select[Any] = ui.Select(custom_id=pick.name, min_values=1, max_values=len(pick.options))
        for value, label in pick.options.items():
            box.append_option(discord.SelectOption(label=words(label), value=value, default=value in chosen))
        return ui.Label(text=words(pick.label), description=words(pick.hint), component=box)

    def _labelled(self, words: Wording, field: Field) -> ui.Label[Any]:
        style = discord.TextStyle.paragraph if field.long else discord.TextStyle.short
        box: ui.TextInput[Any] = ui.TextInput(
            custom_id=field.name,
            style=style,
            required=field.needed,
            max_length=field.longest,
            default=self.typed.get(field.name) or None,
        )
        return ui.Label(
            text=words(field.label),
            description=words(field.hint),
            component=box,
        )


class Forms:
    """Every form of the bot, found by its id."""

    def __init__(self) -> None:
        self._forms: list[type[Form]] = []

    def add(self, form: type[Form]) -> None:
        """Make a form known."""
        self._forms.append(form)

    def find(self, custom_id: str) -> tuple[type[Form], dict[str, Any]]:
        """Give the form an id belongs to and the values in it; Closed when no form of this version has it."""
        for form in self._forms:
            if match := form.ids.pattern.fullmatch(custom_id):
                return form, form.ids.read(match)
        raise Closed("errors-older-screen")

    async def submit(self, interaction: Interaction) -> None:
        """Hand a submitted form to its feature. Text that cannot be used comes back for another try."""
        custom_id = str(payload_of(interaction).get("custom_id", ""))
        try:
            form, values = self.find(custom_id)
        except Closed as error:
            await report("unknown", error, interaction)
            return
        typed = _typed(interaction)
        filled = form(words_of(interaction), typed, **values)
        try:
            await filled.submitted(interaction, typed, **values)
        except Invalid as error:
            await answer(interaction, try_again(words_of(interaction), error, filled))
        except Exception as error:  # noqa: BLE001 this is the door
            await report("form", error, interaction)


class ChangeIt(Button, id="form:again:{form}", form=str):
    """Open the form again, filled in with what was typed; the text is read from the screen it was pressed on."""

    async def pressed(self, interaction: Interaction, form: str) -> None:
        """Show the form."""
        kind, values = interaction.client.forms.find(form.replace(".", ":"))
        kept = _kept(interaction)
        typed = {name: kept[place] for place, name in enumerate(_names(kind)) if place in kept}
        await interaction.response.send_modal(kind(words_of(interaction), typed, **values))


def _typed(interaction: Interaction) -> dict[str, str]:
    """Read the text of each field: a label holds one component, a row of the older shape holds several.

    Without NUL, which nobody can see and PostgreSQL refuses. What is chosen from a menu is joined by semicolons.
    """
    found: dict[str, str] = {}
    for outer in payload_of(interaction).get("components", []):
        inner = [outer["component"]] if "component" in outer else outer.get("components", [])
        for part in inner:
            said = BETWEEN.join(part["values"]) if part.get("values") else part.get("value", "")
            found[part["custom_id"]] = said.replace("\0", "").strip()
    return found


def _names(form: Form | type[Form]) -> list[str]:
    return [*(field.name for field in form.fields), *(pick.name for pick in form.picks)]


def try_again(words: Wording, error: Invalid, filled: Form) -> Screen:
    """Say why what was typed cannot be used, and give it back: "Change it" opens the form with it."""
    texts: list[ui.Item[Any]] = [
        ui.TextDisplay(filled.typed[name], id=KEPT + place)
        for place, name in enumerate(_names(filled))
        if filled.typed.get(name)
    ]
    again = ChangeIt.to(words("common-change"), MAIN, form=filled.custom_id.replace(":", "."))
    return Screen(words(error.message_id, **error.variables), *texts, [again, stop(words)])


def _kept(interaction: Interaction) -> dict[int, str]:
    """Give the text of each field that a screen hands back, by the field's place."""
    return {number - KEPT: text for number, text in texts_of(interaction).items() if number >= KEPT}
