"""Please reach out: what will be said to whom stands on the screen before; then the moderators are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.checks import gesture_of, guild_of
from bot.cog import Cog
from bot.parts import contact_lines, stamp
from bot.screens import Screen, answer, words_of
from bot.services import contacts, guilds, members, reachouts
from bot.ui import MAIN, Button, door, stop

if TYPE_CHECKING:
    from bot.screens import Interaction
    from db.models.deliveries import Delivery


class AskFirst(Button, id="reachouts:ask:{origin}", origin=str):
    """The screen before: who will be told what, and how long it stays. `origin` is the feature to go back to."""

    async def pressed(self, interaction: Interaction, origin: str) -> None:
        """Say it, and ask."""
        async with interaction.client.db.read() as session:
            guild = await guilds.get_guild(session, guild_id=guild_of(interaction))
        reachouts.require_channel(guild)
        words = words_of(interaction)
        ways = [
            YesAsk.to(words("reachouts-yes-button"), MAIN),
            door(f"{origin}:ask", words("common-back")),
            stop(words),
        ]
        await answer(interaction, Screen(words("reachouts-consent"), words("reachouts-consent-note"), ways))


class YesAsk(Button, id="reachouts:yes"):
    """Ask for somebody to get in touch."""

    async def pressed(self, interaction: Interaction) -> None:
        """Save the request, and show contacts for the time until somebody sees it."""
        async with interaction.client.db.begin() as session:
            gesture = await gesture_of(session, interaction)
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
        await answer(interaction, Screen(words_of(interaction)("reachouts-taken-back")))


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
