"""Sharing a check-in with chosen peers, and taking it back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bot.checks import gesture_of
from bot.cog import Cog
from bot.parts import contact_lines
from bot.screens import Screen, answer, words_of
from bot.services import checkins, shares
from bot.ui import Button, door, stop

if TYPE_CHECKING:
    from bot.screens import Interaction, Part
    from db.models.deliveries import Delivery


class ShareIt(Button, id="shares:share:{day}", day=str):
    """Show the answer of a day to the peers who agreed."""

    async def pressed(self, interaction: Interaction, day: str) -> None:
        """Share it, say with how many, and offer to take it back."""
        async with interaction.client.db.begin() as session:
            gesture = await gesture_of(session, interaction)
            peer_ids = await checkins.share_answer(session, **gesture, day=date.fromisoformat(day))
            row = await checkins.get_answer(session, **gesture, day=date.fromisoformat(day))
            support = await checkins.list_support(session, row=row)
        words = words_of(interaction)
        names = words.join([f"<@{peer_id}>" for peer_id in peer_ids])
        ways = [
            TakeBackShare.to(words("shares-take-back-button"), day=day),
            door("checkins:ask", words("common-back")),
        ]
        parts: list[Part] = [words("shares-shared", names=names)]
        if support:
            parts += [words("checkins-support"), contact_lines(words, support)]
        await answer(interaction, Screen(*parts, [*ways, stop(words)]))


class TakeBackShare(Button, id="shares:undo:{day}", day=str):
    """Take the answer of a day back from every peer."""

    async def pressed(self, interaction: Interaction, day: str) -> None:
        """Take it back; the answer itself stays saved."""
        async with interaction.client.db.begin() as session:
            gesture = await gesture_of(session, interaction)
            await checkins.take_back_shares(session, **gesture, day=date.fromisoformat(day))
        words = words_of(interaction)
        await answer(
            interaction, Screen(words("shares-taken-back"), [door("checkins:ask", words("common-back")), stop(words)])
        )


class Shares(Cog):
    """What a peer is told when somebody shares with them."""

    async def render(self, delivery: Delivery) -> Screen | None:
        """Show a peer who shared what, with a way to end it; nothing when it was taken back."""
        async with self.bot.db.read() as session:
            shared = await shares.find_shared(session, share_id=delivery.subject_id, now=self.bot.clock.now())
        if shared is None:
            return None
        words = self.bot.words
        said = words(f"checkins-say-{shared.answer}-answer")
        text = words("shares-told", name=f"<@{shared.member_id}>", answer=said)
        return Screen(text, words("shares-told-note"), [door(f"peers:end:{shared.pair_id}", words("peers-end-button"))])
