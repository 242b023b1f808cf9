"""`/setup`: one panel, saved at every change, and a check of what is still missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import SelectDefaultValue, SelectDefaultValueType, app_commands, ui

from bot.checks import guild_of, person_of, step_of
from bot.cog import Cog
from bot.errors import Closed
from bot.forms import Field, Form
from bot.gaps import list_gaps
from bot.parts import nation_menu
from bot.screens import Screen, answer, words_of
from bot.services import guilds
from bot.ui import MAIN, Button, Select, door, stop

if TYPE_CHECKING:
    from bot.screens import Interaction, Part
    from bot.wording import Wording
    from db.models.guilds import Guild

CHANNELS = ("checkins_channel_id", "moderators_channel_id", "organisers_channel_id")
ROLES = ("organiser_role_id", "moderator_role_id")

MENUS = {name: 100 + place for place, name in enumerate((*CHANNELS, *ROLES, "nation"))}
"""Component ids: the pages replace each other in one message, and a number of its own keeps each menu's choice apart.
Without one, a menu takes the number of the menu that stood in its place, and the demo shows that one's choice."""


async def _found(interaction: Interaction) -> Guild | None:
    """Give what was chosen so far, to an admin only."""
    guilds.require(None, person_of(interaction), "admin")
    async with interaction.client.db.read() as session:
        return await guilds.find_guild(session, guild_id=guild_of(interaction))


async def _save(interaction: Interaction, **choices: int | str | None) -> None:
    async with interaction.client.db.begin() as session:
        person, now = person_of(interaction), interaction.client.clock.now()
        await guilds.record_choices(session, person=person, now=now, **choices)


async def _panel(interaction: Interaction) -> Screen:
    """All choices at a glance, and the ways to change them."""
    words, guild = words_of(interaction), await _found(interaction)
    ways = [
        Page.to(words("guilds-channels-button"), page="channels"),
        Page.to(words("guilds-roles-button"), page="roles"),
        Page.to(words("guilds-place-button"), page="place"),
        Check.to(words("guilds-check-button"), MAIN),
        door("story_rules:page", words("guilds-stories-button")),
        door("health:page", words("guilds-health-button")),
        stop(words),
    ]
    return Screen(words("guilds-intro"), _choices(words, guild), ways)


def _choices(words: Wording, guild: Guild | None) -> str:
    none = words("guilds-none")

    def shown(name: str, shape: str = "{}") -> str:
        chosen = getattr(guild, name, None)
        return shape.format(chosen) if chosen else none

    return "\n".join(
        (
            words("guilds-checkins-channel", channel=shown("checkins_channel_id", "<#{}>")),
            words("guilds-moderators-channel", channel=shown("moderators_channel_id", "<#{}>")),
            words("guilds-organisers-channel", channel=shown("organisers_channel_id", "<#{}>")),
            words("guilds-organiser-role", role=shown("organiser_role_id", "<@&{}>")),
            words("guilds-moderator-role", role=shown("moderator_role_id", "<@&{}>")),
            words("guilds-two" if _needs_two(guild) else "guilds-one"),
            words("guilds-zone", zone=shown("zone")),
            words("guilds-nation", nation=shown("nation")),
            words("guilds-responsible", who=shown("responsible")),
        )
    )


async def _page(interaction: Interaction, page: str) -> Screen:
    words, guild = words_of(interaction), await _found(interaction)
    if page == "place":
        parts = _place(words, guild)
    else:
        names = CHANNELS if page == "channels" else ROLES
        parts = [part for name in names for part in _menu(words, guild, name)]
    if page == "roles":
        turn = Two.to(words("guilds-one-button" if _needs_two(guild) else "guilds-two-button"))
        parts += [words("guilds-about-two"), words("guilds-two" if _needs_two(guild) else "guilds-one"), [turn]]
    return Screen(words(f"guilds-page-{page}"), *parts, [Panel.to(words("common-back")), stop(words)])


def _needs_two(guild: Guild | None) -> bool:
    return guild is not None and guild.announcements_need_two


def _menu(words: Wording, guild: Guild | None, name: str) -> list[Part]:
    """Say what a channel or role is for, with the menu to choose it; choosing none takes it out."""
    chosen = getattr(guild, name, None)
    menu: ui.ChannelSelect[Any] | ui.RoleSelect[Any]
    if name in CHANNELS:
        kind = SelectDefaultValueType.channel
        menu = ui.ChannelSelect(
            channel_types=[discord.ChannelType.text], placeholder=words("guilds-channel-placeholder")
        )
    else:
        kind = SelectDefaultValueType.role
        menu = ui.RoleSelect(placeholder=words("guilds-role-placeholder"))
    menu.id = MENUS[name]
    menu.min_values = 0
    menu.default_values = [SelectDefaultValue(id=chosen, type=kind)] if chosen else []
    shown = name.removesuffix("_id").replace("_", "-")
    return [words(f"guilds-about-{shown}"), [ChooseId(menu, name=name)]]


def _place(words: Wording, guild: Guild | None) -> list[Part]:
    menu = nation_menu(words, guild.nation if guild else None)
    menu.id = MENUS["nation"]
    change = OpenPlace.to(words("guilds-place-form-button"))
    return [words("guilds-about-place"), [change], words("guilds-about-nation"), [ChooseNation(menu)]]


class Panel(Button, id="guilds:panel"):
    """Back to the panel."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        await answer(interaction, await _panel(interaction))


class Page(Button, id="guilds:page:{page}", page=str):
    """To the page of channels, roles, or place."""

    async def pressed(self, interaction: Interaction, page: str) -> None:
        """Show it."""
        await answer(interaction, await _page(interaction, page))


class ChooseId(Select, id="guilds:choose:{name}", name=str):
    """Choose a channel or a role."""

    async def pressed(self, interaction: Interaction, name: str) -> None:
        """Save it, or take it out when nothing is chosen, and show the panel."""
        if name not in (*CHANNELS, *ROLES):
            raise Closed("errors-older-screen")
        chosen = self.chosen(interaction)
        await _save(interaction, **{name: int(chosen[0]) if chosen else None})
        await answer(interaction, await _panel(interaction))


class ChooseNation(Select, id="guilds:nation"):
    """Choose the community's nation, for the contacts."""

    async def pressed(self, interaction: Interaction) -> None:
        """Save it and show the panel."""
        await _save(interaction, nation=self.chosen(interaction)[0])
        await answer(interaction, await _panel(interaction))


class Two(Button, id="guilds:two"):
    """Turn round whether announcements need two organisers."""

    async def pressed(self, interaction: Interaction) -> None:
        """Save it and show the page again."""
        await _save(interaction, announcements_need_two=not _needs_two(await _found(interaction)))
        await answer(interaction, await _page(interaction, "roles"))


class OpenPlace(Button, id="guilds:place"):
    """Open the form for the zone and for who is responsible."""

    async def pressed(self, interaction: Interaction) -> None:
        """Open it with what was chosen before."""
        guild = await _found(interaction)
        typed = {"zone": guild.zone, "responsible": guild.responsible or ""} if guild else {}
        await interaction.response.send_modal(PlaceForm(words_of(interaction), typed))


class PlaceForm(Form, id="guilds:place", title="guilds-place-title"):
    """Where the community lives, and who is responsible for its data."""

    fields = (
        Field("zone", "guilds-zone-label", "guilds-zone-hint", longest=64),
        Field(
            "responsible",
            "guilds-responsible-label",
            "guilds-responsible-hint",
            longest=guilds.RESPONSIBLE_LONGEST,
            long=True,
            needed=False,
        ),
    )

    async def submitted(self, interaction: Interaction, typed: dict[str, str]) -> None:
        """Save both and show the panel."""
        async with interaction.client.db.begin() as session:
            await guilds.record_place(
                session,
                **step_of(interaction),
                zone=typed["zone"],
                responsible=typed["responsible"],
            )
        await answer(interaction, await _panel(interaction))


class Check(Button, id="guilds:check"):
    """See what is missing, now."""

    async def pressed(self, interaction: Interaction) -> None:
        """Ask Discord what Kettle and each chosen role may do, and say what to change where."""
        guild = await _found(interaction)
        await interaction.response.defer()
        words = words_of(interaction)
        gaps = await list_gaps(interaction.client, words, guild_of(interaction), guild)
        found = "\n".join(gaps) or words("guilds-all-well")
        await answer(interaction, Screen(words("guilds-checked"), found, [Panel.to(words("common-back")), stop(words)]))


class Guilds(Cog):
    """`/setup`."""

    @app_commands.command(name="setup")
    @app_commands.allowed_contexts(guilds=True)
    @app_commands.default_permissions(manage_guild=True)
    async def setup(self, interaction: Interaction) -> None:
        """Show the panel."""
        await answer(interaction, await _panel(interaction))
