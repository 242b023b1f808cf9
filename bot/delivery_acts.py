"""What Kettle does with a row that is due: post, edit, publish, take away; and look, where it may be done already."""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import discord

from bot.delivery_look import CannotLook, Posts, find_message, find_thread
from bot.parts import stamp
from bot.services import directs, members
from bot.services.deliveries import NONCE_KNOWN

if TYPE_CHECKING:
    from datetime import datetime

    from bot.app import Kettle
    from bot.screens import Screen
    from db.models.deliveries import Delivery

LATE = timedelta(minutes=2)
"""A message that comes later than this says when it was due."""

MARGIN = timedelta(seconds=10)
"""How much earlier than Discord might we take its nonce for forgotten."""

ALREADY_PUBLISHED = 40033
NOT_A_MEMBER = 10007
GONE = frozenset({10003, 10008})
"""Codes that mean a message to take away is not there any more."""


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended: sent (and where), done, or one of the states of a row."""

    state: str
    reason: str | None = None
    is_certain: bool = True
    next_at: datetime | None = None
    channel_id: int = 0
    message_id: int = 0


class Acts:
    """One method for each kind of row. They speak to Discord and give the outcome; nothing is written here."""

    def __init__(self, bot: Kettle) -> None:
        self._bot = bot
        self._tried: dict[int, float] = {}
        self._posts = Posts()
        """Rows whose doubt began in this process, and when, by a clock that nobody moves."""

    async def do(self, row: Delivery) -> Outcome:
        """Do what a row says. What may be out already is looked for first, where Discord would not know it again."""
        kind = getattr(self, f"_{row.kind}")
        outcome: Outcome = await kind(row)
        return outcome

    async def _post(self, row: Delivery) -> Outcome:
        if row.member_id is not None and (refusal := await self._not_now(row, row.member_id)):
            return refusal
        place = await self._place_of(row)
        if self._must_look(row) and (found := await self._found(row, place)):
            return found
        if (screen := await self._render(row)) is None:
            return Outcome("cancelled")
        if row.doubt_at is None:
            self._tried[row.id] = asyncio.get_running_loop().time()
        try:
            message = await place.send(
                view=screen, files=screen.files, nonce=self._nonce(row), allowed_mentions=screen.mentions
            )
        except (discord.Forbidden, discord.NotFound):
            # An earlier attempt may have gone through before this door was closed.
            if row.doubt_at is None or (found := await self._found(row, place)) is None:
                raise
            return found
        self._tried.pop(row.id, None)
        return Outcome("sent", channel_id=place.id, message_id=message.id)

    async def _thread(self, row: Delivery) -> Outcome:
        forum = self._bot.get_channel(row.channel_id or 0) or await self._bot.fetch_channel(row.channel_id or 0)
        if not isinstance(forum, discord.ForumChannel):
            return Outcome("failed", reason="not-a-forum")
        if row.doubt_at is not None and (found := await self._found(row, forum)):
            return found
        if (screen := await self._render(row)) is None:
            return Outcome("cancelled")
        made = await forum.create_thread(
            name=screen.title, view=screen, files=screen.files, allowed_mentions=screen.mentions
        )
        return Outcome("sent", channel_id=made.thread.id, message_id=made.message.id)

    async def _edit(self, row: Delivery) -> Outcome:
        screen = await self._bot.speaker(row.feature).render(row)
        if screen is None:
            return Outcome("cancelled")
        screen.mark(self.token_of(row))
        await self._message_of(row).edit(view=screen, attachments=screen.files)
        return Outcome("done")

    async def _publish(self, row: Delivery) -> Outcome:
        try:
            await self._message_of(row).publish()
        except discord.HTTPException as error:
            if error.code != ALREADY_PUBLISHED:
                raise
        return Outcome("done")

    async def _delete(self, row: Delivery) -> Outcome:
        await self._take(row.channel_id or 0, row.message_id or 0)
        return Outcome("done")

    async def _recall(self, row: Delivery) -> Outcome:
        known = self._bot.get_channel(row.channel_id or 0)
        forum = known if isinstance(known, discord.ForumChannel) else None
        if found := await self._seek(row, forum or self._bot.get_partial_messageable(row.channel_id or 0)):
            await self._take(*found)
        return Outcome("done")

    async def _take(self, channel_id: int, message_id: int) -> None:
        try:
            if channel_id != message_id or not await self._took_post(channel_id):
                await self._bot.get_partial_messageable(channel_id).get_partial_message(message_id).delete()
        except discord.NotFound as error:
            if error.code not in GONE:
                raise

    async def _took_post(self, thread_id: int) -> bool:
        """Take a whole forum post away, whose first message has its id; where Kettle may not, that message can go."""
        try:
            await self._bot.http.delete_channel(thread_id)
        except discord.Forbidden:
            return False
        return True

    async def _not_now(self, row: Delivery, member_id: int) -> Outcome | None:
        """Hold back a direct message in quiet hours, and one to somebody who has left the community."""
        now = self._bot.clock.now()
        async with self._bot.db.read() as session:
            free_at = await members.quiet_end(session, guild_id=row.guild_id, member_id=member_id, now=now)
        if free_at > now:
            return Outcome("waiting", next_at=free_at)
        try:
            await self._bot.http.get_member(row.guild_id, member_id)
        except discord.NotFound as error:
            if error.code == NOT_A_MEMBER:
                return Outcome("cancelled")
            raise
        return None

    async def _found(self, row: Delivery, place: discord.PartialMessageable | discord.ForumChannel) -> Outcome | None:
        """Look whether a row's message is out; one that is not, and is over, is missed."""
        try:
            found = await self._seek(row, place)
        except CannotLook:
            return Outcome("unknown", reason="cannot-look", is_certain=False)
        if found is not None:
            return Outcome("sent", channel_id=found[0], message_id=found[1])
        return Outcome("missed") if self._is_over(row) else None

    async def _seek(
        self, row: Delivery, place: discord.PartialMessageable | discord.ForumChannel
    ) -> tuple[int, int] | None:
        """Give the channel and the id of a row's message, or None when it is not there."""
        since, token, may_read = self._since(row), self.token_of(row), self._may_read(row)
        if isinstance(place, discord.ForumChannel):
            thread_id = await find_thread(place, token, since, self._posts, may_read=may_read)
            return None if thread_id is None else (thread_id, thread_id)
        message_id = await find_message(place, token, since, may_read=may_read)
        return None if message_id is None else (place.id, message_id)

    def _must_look(self, row: Delivery) -> bool:
        """Whether a repeated send could be a second message: Discord knows a nonce for minutes only.

        The clock may have been moved, and a machine may have slept: both its minutes and this process's must agree.
        What another process tried has no minutes here.
        """
        if row.doubt_at is None:
            return False
        tried, known = self._tried.get(row.id), NONCE_KNOWN - MARGIN
        if tried is None or self._is_over(row):
            return True
        here = timedelta(seconds=asyncio.get_running_loop().time() - tried)
        return here >= known or not timedelta() <= self._bot.clock.now() - row.doubt_at < known

    def _may_read(self, row: Delivery) -> bool:
        """Say whether Kettle may read what was said where a row goes; direct messages it may always read."""
        if row.member_id is not None or row.message_channel_id is not None:
            return True
        place = self._bot.get_channel(row.channel_id or 0)
        if not isinstance(place, discord.abc.GuildChannel | discord.Thread):
            return False
        return place.permissions_for(place.guild.me).read_message_history

    def _since(self, row: Delivery) -> datetime:
        """Say since when a message may be out; a clock that was put back may call it the future."""
        return min(row.doubt_at or row.due_at, self._bot.clock.now())

    def _is_over(self, row: Delivery) -> bool:
        return row.expires_at <= self._bot.clock.now()

    async def _render(self, row: Delivery) -> Screen | None:
        screen = await self._bot.speaker(row.feature).render(row)
        if screen is not None:
            if self._bot.clock.now() - row.due_at > LATE:
                screen.add(self._bot.words("deliveries-late", when=stamp(row.due_at)))
            screen.mark(self.token_of(row))
        return screen

    async def _place_of(self, row: Delivery) -> discord.PartialMessageable:
        if row.member_id is None:
            return self._bot.get_partial_messageable(row.channel_id or 0, guild_id=row.guild_id)
        channel_id = row.message_channel_id
        if channel_id is None:
            channel_id = (await self._bot.create_dm(discord.Object(row.member_id))).id
            async with self._bot.db.begin() as session:
                await directs.record_way(
                    session,
                    delivery_id=row.id,
                    member_id=row.member_id,
                    channel_id=channel_id,
                    now=self._bot.clock.now(),
                )
        return self._bot.get_partial_messageable(channel_id)

    def _message_of(self, row: Delivery) -> discord.PartialMessage:
        return self._bot.get_partial_messageable(row.channel_id or 0).get_partial_message(row.message_id or 0)

    def _nonce(self, row: Delivery) -> str:
        """Give the row's nonce, the same for every attempt: Discord then says it once, for a few minutes."""
        return self._digest(row).hex()[:25]

    def token_of(self, row: Delivery) -> int:
        """Give the number by which a row's message is known again: the id of its first part, which Discord keeps."""
        return int.from_bytes(self._digest(row)[:4], "big") >> 1 | 1 << 30

    def _digest(self, row: Delivery) -> bytes:
        return hmac.digest(self._bot.secret, f"{row.feature}:post:{row.subject_id}".encode(), "sha256")
