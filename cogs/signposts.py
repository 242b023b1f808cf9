"""The user menu "Signpost this person": choosing an entry for somebody, and what they get.

For whom something is chosen stands as a mention on the screen, which Discord hands back with each press: no id of a
person is in a button, and nothing is kept until it is sent.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands, ui

from bot.catalogue import ensure_catalogue, named
from bot.checks import guild_of
from bot.cog import Cog
from bot.days_said import day_in_words
from bot.errors import Closed, Invalid
from bot.folding import brief
from bot.forms import Field, Form
from bot.screens import Screen, answer, texts_of, words_of
from bot.services import signposts, training, training_saves
from bot.services.training import CUT, OFFERED, Look
from bot.ui import MAIN, Button, Select, stop

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.app import Kettle
    from bot.screens import Interaction, Part
    from bot.wording import Wording
    from db.models.deliveries import Delivery
    from db.models.training import TrainingDeadline, TrainingEntry

PERSON: Final = 9301
"""The component id of the mention of whom something is chosen for."""

PAGES: Final = 2
"""Pages of the catalogue that one search shows."""

_MENTION: Final = re.compile(r"<@(\d{1,19})>")


def _mention(person_id: int) -> str:
    return f"<@{person_id}>"


def _to(person_id: int) -> ui.TextDisplay[Any]:
    return ui.TextDisplay(_mention(person_id), id=PERSON)


def _person_on(interaction: Interaction) -> int:
    """Read for whom something is chosen from the screen that was pressed on."""
    found = _MENTION.fullmatch(texts_of(interaction).get(PERSON, ""))
    if found is None:
        raise Closed("errors-older-screen")
    return int(found[1])


async def show_start(interaction: Interaction, person_id: int) -> None:
    """Show the ways to choose an entry for somebody, if one may be sent to them."""
    bot, words = interaction.client, words_of(interaction)
    guild_id, me, now = await ensure_catalogue(interaction), interaction.user.id, bot.clock.now()
    async with bot.db.read() as session:
        whom = {"guild_id": guild_id, "from_id": me, "member_id": person_id}
        await signposts.check_may_send(session, **whom, now=now)
        saved = await training_saves.list_saved(session, guild_id=guild_id, member_id=me, today=now.date())
    parts: list[Part] = [words("signposts-head"), _to(person_id), words("signposts-how")]
    if saved:
        parts.append([Pick(_menu(words("signposts-saved-placeholder"), [one.entry for one in saved]))])
    await answer(interaction, Screen(*parts, [Search.to(words("signposts-search-button"), MAIN), stop(words)]))


def _menu(placeholder: str, entries: Sequence[TrainingEntry]) -> ui.Select[Any]:
    menu: ui.Select[Any] = ui.Select(placeholder=placeholder)
    for entry in entries[:OFFERED]:
        title, provider = entry.title[:CUT], entry.provider[:CUT]
        menu.append_option(discord.SelectOption(label=title, value=str(entry.number), description=provider))
    return menu


class Start(Button, id="signposts:start"):
    """Back to the ways to choose."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show them."""
        await show_start(interaction, _person_on(interaction))


class Search(Button, id="signposts:search"):
    """Look for words."""

    async def pressed(self, interaction: Interaction) -> None:
        """Open the form."""
        await interaction.response.send_modal(SearchForm(words_of(interaction)))


class SearchForm(Form, id="signposts:search", title="signposts-search-title"):
    """The words somebody looks for."""

    fields = (Field("words", "signposts-search-label", "signposts-search-hint", longest=200),)

    async def submitted(self, interaction: Interaction, typed: dict[str, str]) -> None:
        """Show what answers them best, to choose from."""
        words, person_id = words_of(interaction), _person_on(interaction)
        entries = await _find(interaction, typed["words"])
        told = "signposts-found" if entries else "signposts-none"
        parts: list[Part] = [words("signposts-head"), _to(person_id), words(told)]
        if entries:
            parts.append([Pick(_menu(words("signposts-found-placeholder"), entries))])
        ways = [Search.to(words("signposts-search-button")), Start.to(words("common-back")), stop(words)]
        await answer(interaction, Screen(*parts, ways))


async def _find(interaction: Interaction, typed: str) -> list[TrainingEntry]:
    guild_id, today = guild_of(interaction), interaction.client.clock.now().date()
    found: list[TrainingEntry] = []
    async with interaction.client.db.read() as session:
        for number in range(PAGES):
            look = Look(words=typed, page=number)
            page = await training.find_page(session, guild_id=guild_id, look=look, today=today)
            found += page.entries
            if not page.has_more:
                break
    return found


class Pick(Select, id="signposts:pick"):
    """Choose an entry."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show just what the person would get; nothing is sent yet."""
        bot, words, person_id = interaction.client, words_of(interaction), _person_on(interaction)
        number, today = int(self.chosen(interaction)[0]), bot.clock.now().date()
        async with bot.db.read() as session:
            entry = await training.get_entry(session, guild_id=guild_of(interaction), number=number)
            deadlines = await training.list_deadlines(session, number=number, today=today)
        # In the language in which Kettle writes to people by itself, so that it is just what they get.
        letter = _letter(bot.words, interaction.user.id, entry, deadlines, today)
        ways = [
            Send.to(words("signposts-send-button"), MAIN, number=number),
            Start.to(words("signposts-other-button")),
            stop(words),
        ]
        head = words("signposts-head"), _to(person_id), words("signposts-preview")
        await answer(interaction, Screen(*head, ui.Separator[Any](), *letter, ui.Separator[Any](), ways))


def _letter(
    words: Wording, from_id: int, entry: TrainingEntry, deadlines: Sequence[TrainingDeadline], today: date
) -> list[str]:
    """Say who sends what: the entry in short, and that nothing has to be done."""
    facts = [brief(each, 120) for each in (entry.format, entry.length, entry.cost, entry.region) if each]
    told = [
        named(words, entry),
        brief(entry.summary, 700),
        words.join(facts) if facts else "",
        *(
            words("training-deadline", day=day_in_words(words, each.due_on), label=brief(each.label, 60))
            for each in deadlines
        ),
        "" if training.is_checked_lately(entry, today) else words("signposts-unchecked"),
    ]
    note = words("signposts-told-note", days=signposts.KEPT.days)
    return [words("signposts-told", name=_mention(from_id)), "\n".join(line for line in told if line), note]


class Send(Button, id="signposts:send:{number}", number=int):
    """Send it."""

    async def pressed(self, interaction: Interaction, number: int) -> None:
        """Put it into the diary, and say that it goes."""
        words, person_id = words_of(interaction), _person_on(interaction)
        async with interaction.client.db.begin() as session:
            await signposts.record_signpost(
                session,
                guild_id=guild_of(interaction),
                from_id=interaction.user.id,
                member_id=person_id,
                number=number,
                now=interaction.client.clock.now(),
            )
        await answer(interaction, Screen(words("signposts-sent", name=_mention(person_id))))


class KeepIt(Button, id="signposts:keep:{signpost_id}", signpost_id=int):
    """Save what one was sent."""

    async def pressed(self, interaction: Interaction, signpost_id: int) -> None:
        """Save it."""
        words, now = words_of(interaction), interaction.client.clock.now()
        mine = {"signpost_id": signpost_id, "member_id": interaction.user.id}
        async with interaction.client.db.begin() as session:
            await signposts.keep_entry(session, **mine, now=now)
        await answer(interaction, Screen(words("signposts-kept")))


class Turn(Button, id="signposts:turn:{signpost_id}:{to}", signpost_id=int, to=str):
    """Get no more of these, or get them again."""

    async def pressed(self, interaction: Interaction, signpost_id: int, to: str) -> None:
        """Keep it, say so, and offer the other way."""
        words, is_on = words_of(interaction), to == "on"
        mine = {"signpost_id": signpost_id, "member_id": interaction.user.id}
        async with interaction.client.db.begin() as session:
            await signposts.record_accepts(session, **mine, on=is_on, now=interaction.client.clock.now())
        now, other = ("on", "off") if is_on else ("off", "on")
        way = Turn.to(words(f"signposts-turn-{other}-button"), signpost_id=signpost_id, to=other)
        await answer(interaction, Screen(words(f"signposts-now-{now}"), [way]))


class Signposts(Cog):
    """One entry of the catalogue, from one member to another."""

    def __init__(self, bot: Kettle) -> None:
        super().__init__(bot)
        name = app_commands.locale_str(bot.words("signposts-menu"), id="signposts-menu")
        self._menu = app_commands.ContextMenu(name=name, callback=self.signpost, extras={"told_by": "signposts-what"})

    async def cog_load(self) -> None:
        """Offer the menu; discord.py finds only other commands by itself."""
        self.bot.tree.add_command(self._menu)

    async def signpost(self, interaction: Interaction, person: discord.Member | discord.User) -> None:
        """Show the ways to choose something for a person of this community."""
        if person.bot:
            raise Invalid("signposts-not-a-bot")
        if not isinstance(person, discord.Member):
            raise Closed("signposts-not-here")
        await show_start(interaction, person.id)

    async def render(self, delivery: Delivery) -> Screen | None:
        """Say who sends what; nothing where the person wants none by now, or there is nothing to send."""
        words, today = self.bot.words, self.bot.clock.now().date()
        async with self.bot.db.read() as session:
            shown = await signposts.find_shown(session, signpost_id=delivery.subject_id)
            if shown is None:
                return None
            deadlines = await training.list_deadlines(session, number=shown.entry.number, today=today)
        signpost_id = delivery.subject_id
        ways: list[ui.Item[Any]] = [
            ui.Button[Any](label=words("training-page-button"), url=shown.entry.link),
            KeepIt.to(words("signposts-save-button"), MAIN, signpost_id=signpost_id),
            Turn.to(words("signposts-turn-off-button"), signpost_id=signpost_id, to="off"),
        ]
        return Screen(*_letter(words, shown.from_id, shown.entry, deadlines, today), ways)
