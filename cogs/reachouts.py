"""Please reach out: what will be said to whom stands on the screen before; then the moderators are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.checks import check_writable, gesture_of
from bot.cog import Cog
from bot.errors import Closed, Invalid
from bot.parts import contact_lines, stamp
from bot.screens import Screen, answer, words_of
from bot.services import contacts, guilds, members, reachouts
from bot.ui import MAIN, Button, door, stop

if TYPE_CHECKING:
    from bot.screens import Interaction
    from db.models.deliveries import Delivery


def _check_way(interaction: Interaction, guild_id: int, channel_id: int) -> None:
    """Raise Closed when Kettle may not write to the moderators: nobody is told that they are told."""
    try:
        check_writable(interaction.client, guild_id, channel_id)
    except Invalid:
        raise Closed("reachouts-no-way") from None


class AskFirst(Button, id="reachouts:ask:{origin}", origin=str):
    """The screen before: who will be told what, and how long it stays. `origin` is the feature to go back to."""

    async def pressed(self, interaction: Interaction, origin: str) -> None:
        """Say it, and ask; to somebody who asked already, say that."""
        async with interaction.client.db.read() as session:
            gesture = await gesture_of(session, interaction)
            guild = await guilds.get_guild(session, guild_id=gesture["guild_id"])
            known = await reachouts.find_open(session, **gesture)
        _check_way(interaction, guild.guild_id, reachouts.require_channel(guild))
        words = words_of(interaction)
        ways = [
            YesAsk.to(words("reachouts-yes-button"), MAIN),
            door(f"{origin}:ask", words("common-back")),
            stop(words),
        ]
        if known is None:
            await answer(interaction, Screen(words("reachouts-consent"), words("reachouts-consent-note"), ways))
            return
        ways[0] = TakeBackRequest.to(words("reachouts-take-back-button"))
        told = words("reachouts-asked-already", when=stamp(known.asked_at), until=stamp(known.kept_until))
        await answer(interaction, Screen(told, ways))


class YesAsk(Button, id="reachouts:yes"):
    """Ask for somebody to get in touch."""

    async def pressed(self, interaction: Interaction) -> None:
        """Save the request, and show contacts for the time until somebody sees it."""
        async with interaction.client.db.begin() as session:
            gesture = await gesture_of(session, interaction)
            guild = await guilds.get_guild(session, guild_id=gesture["guild_id"])
            _check_way(interaction, guild.guild_id, reachouts.require_channel(guild))
            row = await reachouts.record_reach_out(session, **gesture)
            nation = await members.find_nation(session, guild_id=row.guild_id, member_id=row.member_id)
        words = words_of(interaction)
        await answer(
            interaction,
            Screen(
                words("reachouts-asked"),
                words("reachouts-meanwhile"),
                contact_lines(words, contacts.first(nation)),
                [TakeBackRequest.to(words("reachouts-take-back-button")), stop(words)],
            ),
        )


class TakeBackRequest(Button, id="reachouts:undo"):
    """Take the request back."""

    async def pressed(self, interaction: Interaction) -> None:
        """Forget it, and take the message to the moderators away."""
        async with interaction.client.db.begin() as session:
            await reachouts.take_back(session, **await gesture_of(session, interaction))
        words = words_of(interaction)
        ways = [door("contacts:ask", words("reachouts-contacts-button")), stop(words)]
        await answer(interaction, Screen(words("reachouts-taken-back"), ways))


class Reachouts(Cog):
    """What the moderators are told."""

    async def render(self, delivery: Delivery) -> Screen | None:
        """Name the member who asked, as they agreed; nothing when it was taken back."""
        async with self.bot.db.read() as session:
            row = await reachouts.find_reach_out(session, reach_out_id=delivery.subject_id)
        if row is None:
            return None
        words = self.bot.words
        told = words("reachouts-told", name=f"<@{row.member_id}>", when=stamp(row.asked_at))
        return Screen(told, words("reachouts-told-note", when=stamp(row.kept_until)))
