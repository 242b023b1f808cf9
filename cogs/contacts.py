"""Support contacts, a few at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.cog import Cog
from bot.parts import contact_lines
from bot.screens import Screen, answer, words_of
from bot.services import contacts, members
from bot.ui import Button, door, stop

if TYPE_CHECKING:
    from bot.screens import Interaction, Part


async def _nation(interaction: Interaction) -> str | None:
    async with interaction.client.db.read() as session:
        return await members.find_nation(session, guild_id=interaction.guild_id, member_id=interaction.user.id)


async def _first(interaction: Interaction) -> Screen:
    """Show the first few. A peer can only be asked in a community, so not from a direct message."""
    words, nation = words_of(interaction), await _nation(interaction)
    ways = [More.to(words("contacts-more-button"))]
    parts: list[Part] = [words("contacts-intro"), contact_lines(words, contacts.first(nation))]
    if interaction.guild_id is None:
        return Screen(*parts, [*ways, stop(words)])
    ask = door("reachouts:ask:contacts", words("contacts-ask-button"))
    return Screen(*parts, words("contacts-peer"), [ask, *ways, stop(words)])


class AskSupport(Button, id="contacts:ask"):
    """Back to the first contacts."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show them."""
        await answer(interaction, await _first(interaction))


class More(Button, id="contacts:more"):
    """The rest of the contacts."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show them."""
        words, nation = words_of(interaction), await _nation(interaction)
        lines = contact_lines(words, contacts.more(nation))
        note = words("contacts-more-note") if nation else words("contacts-more-nation")
        ways = [AskSupport.to(words("common-back")), stop(words)]
        await answer(interaction, Screen(words("contacts-more"), lines, note, ways))


class Contacts(Cog):
    """`/support`."""

    @app_commands.command(name="support")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    async def support(self, interaction: Interaction) -> None:
        """Show contacts for the member's nation."""
        await answer(interaction, await _first(interaction))
