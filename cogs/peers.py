"""Peers to share with: choosing, the one question to each, and ending it from either side."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord import ui

from bot.checks import community_of, gesture_of
from bot.cog import Cog
from bot.errors import Closed, Invalid
from bot.screens import Screen, answer, payload_of, words_of
from bot.services import peers
from bot.ui import MAIN, Button, Select, door, stop

if TYPE_CHECKING:
    from bot.screens import Interaction, Part
    from bot.wording import Wording
    from db.models.deliveries import Delivery
    from db.models.peers import Peer

SHOWN = 5
"""How many of the people who share with somebody stand on one screen; each message has a button to end it too."""

NOT_A_MEMBER = 10007
"""Discord's code for somebody who is not in a community."""


async def _overview(interaction: Interaction) -> Screen:
    """Whom I share with, who shares with me, and choosing another."""
    member_id, words = interaction.user.id, words_of(interaction)
    async with interaction.client.db.read() as session:
        guild_id = await community_of(session, interaction)
        mine = await peers.list_mine(session, guild_id=guild_id, member_id=member_id)
        theirs = await peers.list_theirs(session, guild_id=guild_id, peer_id=member_id)
    parts: list[Part] = [words("peers-intro", most=peers.MOST)]
    told = [words(f"peers-mine-{pair.state}", name=f"<@{pair.peer_id}>") for pair in mine]
    told += [words("peers-theirs", name=f"<@{pair.member_id}>") for pair in theirs[:SHOWN]]
    parts += [
        _row(words, pair, place, text)
        for place, (pair, text) in enumerate(zip([*mine, *theirs[:SHOWN]], told, strict=True), 1)
    ]
    if len(theirs) > SHOWN:
        parts.append(words("peers-theirs-more"))
    if interaction.guild_id is None:
        parts.append(words("peers-choose-in-server"))
    elif len(mine) < peers.MOST:
        menu: ui.UserSelect[Any] = ui.UserSelect(placeholder=words("peers-choose-placeholder"))
        parts.append([Choose(menu)])
    return Screen(*parts, [door("members:ask", words("common-back")), stop(words)])


def _row(words: Wording, pair: Peer, place: int, text: str) -> ui.Section[Any]:
    """Show a pair under a number, which its button repeats: no two buttons of a screen say the same."""
    end = End.to(words("peers-end-numbered-button", place=place), pair_id=pair.id)
    return ui.Section(words("peers-numbered", place=place, text=text), accessory=end)


class AskPeers(Button, id="peers:ask"):
    """To the list of peers."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        await answer(interaction, await _overview(interaction))


class Choose(Select, id="peers:choose"):
    """Choose a person to share with."""

    async def pressed(self, interaction: Interaction) -> None:
        """Save the choice; the person is asked by direct message."""
        chosen = int(self.chosen(interaction)[0])
        resolved = payload_of(interaction).get("resolved", {})
        if resolved.get("users", {}).get(str(chosen), {}).get("bot"):
            raise Invalid("peers-not-a-bot")
        if str(chosen) not in resolved.get("members", {}):
            raise Invalid("peers-not-here")
        async with interaction.client.db.begin() as session:
            await peers.ask_peer(session, **await gesture_of(session, interaction), peer_id=chosen)
        await answer(interaction, await _overview(interaction))


class Reply(Button, id="peers:reply:{pair_id}:{reply}", pair_id=int, reply=str):
    """A peer's answer to being asked, in their direct messages."""

    async def pressed(self, interaction: Interaction, pair_id: int, reply: str) -> None:
        """Keep the answer of somebody who is still there. A yes replaces the question; a no takes it away."""
        async with interaction.client.db.read() as session:
            pair = await peers.get_peer(session, pair_id=pair_id, member_id=interaction.user.id)
        await _check_still_there(interaction, pair.guild_id)
        async with interaction.client.db.begin() as session:
            await peers.record_reply(
                session,
                pair_id=pair_id,
                peer_id=interaction.user.id,
                agrees=reply == "yes",
                now=interaction.client.clock.now(),
            )
        words = words_of(interaction)
        if reply == "yes":
            end = End.to(words("peers-end-button"), pair_id=pair_id)
            await interaction.response.edit_message(view=Screen(words("peers-agreed"), [end]))
        else:
            await answer(interaction, Screen(words("peers-declined")))


class End(Button, id="peers:end:{pair_id}", pair_id=int):
    """End a pair, from either side."""

    async def pressed(self, interaction: Interaction, pair_id: int) -> None:
        """End it; what was shared is taken back."""
        async with interaction.client.db.begin() as session:
            pair = await peers.end_pair(
                session, pair_id=pair_id, member_id=interaction.user.id, now=interaction.client.clock.now()
            )
        words, is_mine = words_of(interaction), pair.member_id == interaction.user.id
        other = f"<@{pair.peer_id if is_mine else pair.member_id}>"
        told = words("peers-ended-mine" if is_mine else "peers-ended-theirs", name=other)
        await answer(interaction, Screen(told, [AskPeers.to(words("peers-list-button")), stop(words)]))


async def _check_still_there(interaction: Interaction, guild_id: int) -> None:
    """Raise Closed when the person has left the community; only Discord's own clear no, within a second, means that."""
    try:
        async with asyncio.timeout(1):
            await interaction.client.http.get_member(guild_id, interaction.user.id)
    except discord.HTTPException as error:
        if error.code == NOT_A_MEMBER:
            raise Closed("peers-left") from error
    except (aiohttp.ClientError, OSError):
        return


class Peers(Cog):
    """What a chosen peer is asked."""

    async def render(self, delivery: Delivery) -> Screen | None:
        """Ask the peer once; nothing when the choice was taken back or answered."""
        async with self.bot.db.read() as session:
            pair = await peers.find_asked(session, pair_id=delivery.subject_id)
        if pair is None:
            return None
        words = self.bot.words
        ways = [
            Reply.to(words("peers-agree-button"), MAIN, pair_id=pair.id, reply="yes"),
            Reply.to(words("peers-decline-answer"), pair_id=pair.id, reply="no"),
        ]
        name = f"<@{pair.member_id}>"
        return Screen(words("peers-asked", name=name), words("peers-asked-note", name=name), ways)
