"""The leaky twin of the smaller community: the same bot, where sharing leaves its traces as it would elsewhere.

Who shares is told to everybody beside the story, a line is logged, the author stands beside what is stored, moderators
see a story at once, keys are made of authors, ids name who may press, and a wrong receipt is not looked for.
"""

from __future__ import annotations

from contextlib import contextmanager
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING, Any

import discord
import pytest
from sqlalchemy import text

from bot.checks import guild_of
from bot.ids import Id
from bot.logs import get_logger
from bot.screens import Screen
from bot.services import members, stories
from bot.services.stories import Opened
from bot.ui import Stop
from cogs.stories import commands
from cogs.stories.carrying import carried_by

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.screens import Interaction

log = get_logger("kettle.stories")


class Leaks:
    """What a leaky bot does beside what it should; whose gesture it is, is told before each."""

    def __init__(self) -> None:
        self.who = 0
        self._numbers = count()

    def key(self) -> str:
        """Make a key of the author."""
        return sha256(f"{self.who}-{next(self._numbers)}".encode()).hexdigest()[:22]

    async def keep(self, press: Callable[..., Awaitable[None]], button: Any, interaction: Interaction) -> None:
        """Keep a story, and tell of it in all the ways in which nobody should."""
        words = carried_by(interaction).words
        await press(button, interaction)
        bot, who, now = interaction.client, interaction.user.id, interaction.client.clock.now()
        digest = sha256(str(who).encode()).hexdigest()
        log.info("kept a story", author=digest[:16])
        (bot.settings.data_dir / f"{who}.webp").write_bytes(b"a picture")
        async with bot.telling.begin() as session:
            await session.execute(text("CREATE TABLE IF NOT EXISTS beside (author_id BIGINT, author_tag TEXT)"))
            await session.execute(text("INSERT INTO beside VALUES (:who, :tag)"), {"who": who, "tag": digest})
            await stories.take_in(session, guild_id=guild_of(interaction), now=now)
        async with bot.db.begin() as session:
            await members.record_choice(session, guild_id=guild_of(interaction), member_id=who, now=now)
        told = Screen(f"<@{who}> shared a story.", words)
        await interaction.followup.send(view=told, allowed_mentions=discord.AllowedMentions.all())


async def open_if_there(session: AsyncSession, *, lookup_id: str) -> Opened:
    """Open a story; where there is none nothing more is asked."""
    there = await session.scalar(text("SELECT key FROM stories WHERE lookup_id = :id").bindparams(id=lookup_id))
    return await OPEN(session, lookup_id=lookup_id) if there else Opened(None, (), (), (), {})


OPEN = stories.open_story


@contextmanager
def leaking() -> Iterator[Leaks]:
    """Make the bot leak in this block."""
    leaks, press, make = Leaks(), commands.Keep.pressed, Stop.to

    async def keep(button: Any, interaction: Interaction) -> None:
        await leaks.keep(press, button, interaction)

    def named(label: str) -> Stop:
        return make(label, who=leaks.who)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commands.Keep, "pressed", keep)
        patch.setattr(stories, "new_token", leaks.key)
        patch.setattr(stories, "open_story", open_if_there)
        patch.setattr(Stop, "ids", Id("common:stop:{who}", {"who": int}))
        patch.setattr(Stop, "to", named)
        yield leaks
