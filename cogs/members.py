"""`/my settings`: one list of what a member chose, each line with its own way to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands, ui

from bot.checks import community_of, gesture_of
from bot.cog import Cog
from bot.forms import Field, Form
from bot.parts import nation_menu, stamp
from bot.screens import Screen, answer, words_of
from bot.services import event_reminders, members, personal_prompts
from bot.spoken import lengths
from bot.ui import Button, Select, door, stop

if TYPE_CHECKING:
    from datetime import timedelta

    from bot.screens import Interaction
    from bot.wording import Wording
    from db.models.members import Member


async def _overview(interaction: Interaction) -> Screen:
    """Every choice with its own way to change it."""
    words = words_of(interaction)
    async with interaction.client.db.read() as session:
        guild_id = await community_of(session, interaction)
        chosen = await members.get_choices(session, guild_id=guild_id, member_id=interaction.user.id)
        zone = await members.get_zone(session, guild_id=guild_id, member_id=interaction.user.id)
        leads = await event_reminders.find_plan(session, guild_id=guild_id, member_id=interaction.user.id)
    menu = nation_menu(words, chosen.nation)
    menu.add_option(label=words("members-nation-none-option"), value=members.NO_NATION)
    return Screen(
        words("members-intro"),
        _line(words("members-zone", zone=zone), ChangeZone.to(words("members-zone-button"))),
        _line(_quiet(words, chosen), ChangeQuiet.to(words("members-quiet-button"))),
        *(_switch(words, chosen, name) for name in members.SWITCHES),
        _line(words("members-peers"), door("peers:ask", words("members-peers-button"))),
        _line(_asked(words, chosen), door("personal_prompts:mine", words("members-prompts-button"))),
        _line(_reminded(words, leads), door("event_reminders:mine", words("event_reminders-change-button"))),
        _line(words("library-line"), door("library:hide", words("library-hide-button"))),
        words("members-nation"),
        [Nation(menu)],
        [stop(words)],
    )


def _reminded(words: Wording, leads: list[timedelta] | None) -> str:
    if leads is None:
        return words("event_reminders-line")
    return (
        words("event_reminders-line-own", leads=lengths(words, leads)) if leads else words("event_reminders-line-never")
    )


def _line(text: str, way: ui.Item[Any]) -> ui.Section[Any]:
    return ui.Section(text, accessory=way)


def _quiet(words: Wording, chosen: Member) -> str:
    if chosen.quiet_from is None or chosen.quiet_until is None:
        return words("members-quiet-none")
    return words("members-quiet", start=f"{chosen.quiet_from:%H:%M}", end=f"{chosen.quiet_until:%H:%M}")


def _asked(words: Wording, chosen: Member) -> str:
    if chosen.prompt_at is None:
        return words("members-prompts-none")
    return words("members-prompts", when=stamp(chosen.prompt_at))


def _switch(words: Wording, chosen: Member, name: str) -> ui.Section[Any]:
    now = "on" if getattr(chosen, name) else "off"
    shown = name.replace("_", "-")
    other = Turn.to(words(f"members-turn-{shown}-{now}-button"), name=name, to="off" if now == "on" else "on")
    return _line(words(f"members-switch-{shown}-{now}"), other)


class AskSettings(Button, id="members:ask"):
    """Back to the list of choices."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        await answer(interaction, await _overview(interaction))


class Turn(Button, id="members:turn:{name}:{to}", name=str, to=str):
    """Turn a yes-or-no choice on or off."""

    async def pressed(self, interaction: Interaction, name: str, to: str) -> None:
        """Save it and show the list again."""
        async with interaction.client.db.begin() as session:
            await members.record_switch(
                session,
                **await gesture_of(session, interaction),
                name=name,
                on=to == "on",
            )
        await answer(interaction, await _overview(interaction))


class Nation(Select, id="members:nation"):
    """Choose a nation, for the contacts."""

    async def pressed(self, interaction: Interaction) -> None:
        """Save it and show the list again."""
        async with interaction.client.db.begin() as session:
            await members.record_nation(
                session,
                **await gesture_of(session, interaction),
                nation=self.chosen(interaction)[0],
            )
        await answer(interaction, await _overview(interaction))


class ChangeZone(Button, id="members:zone"):
    """Open the form for the zone."""

    async def pressed(self, interaction: Interaction) -> None:
        """Open it."""
        await interaction.response.send_modal(ZoneForm(words_of(interaction)))


class ZoneForm(Form, id="members:zone", title="members-zone-title"):
    """The zone a member lives by, as they type it."""

    fields = (Field("zone", "members-zone-label", "members-zone-hint", longest=64, needed=False),)

    async def submitted(self, interaction: Interaction, typed: dict[str, str]) -> None:
        """Save it and show the list again."""
        async with interaction.client.db.begin() as session:
            await members.record_zone(
                session,
                **await gesture_of(session, interaction),
                typed=typed["zone"],
            )
            await personal_prompts.aim(session, **await gesture_of(session, interaction))
        await answer(interaction, await _overview(interaction))


class ChangeQuiet(Button, id="members:quiet"):
    """Open the form for quiet hours."""

    async def pressed(self, interaction: Interaction) -> None:
        """Open it."""
        await interaction.response.send_modal(QuietForm(words_of(interaction)))


class QuietForm(Form, id="members:quiet", title="members-quiet-title"):
    """Quiet hours, as a member types them."""

    fields = (
        Field("start", "members-quiet-start-label", "members-quiet-start-hint", longest=20, needed=False),
        Field("end", "members-quiet-end-label", "members-quiet-end-hint", longest=20, needed=False),
    )

    async def submitted(self, interaction: Interaction, typed: dict[str, str]) -> None:
        """Save them and show the list again."""
        async with interaction.client.db.begin() as session:
            await members.record_quiet_hours(
                session,
                **await gesture_of(session, interaction),
                start=typed["start"],
                end=typed["end"],
            )
        await answer(interaction, await _overview(interaction))


class Members(Cog):
    """`/my settings`."""

    @app_commands.command(name="settings", extras={"root": "my"})
    async def settings(self, interaction: Interaction) -> None:
        """Show the list of choices."""
        await answer(interaction, await _overview(interaction))
