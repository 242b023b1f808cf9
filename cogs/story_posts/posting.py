"""Stories go out at their minute and are taken away at once: each message is claimed, done, and settled.

Nothing here is a delivery, and nothing tells that it went well: a line would stand at the minute of a story.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.cog import Cog
from bot.delivery_faults import Fault, fault_of
from bot.errors import NotFound
from bot.logs import get_logger
from bot.scheduling import every
from bot.services import sealing, story_posts, story_reviews, story_texts, story_withdrawals
from bot.services.sealing import CannotOpen
from bot.services.story_posts import mark_of
from bot.story_days import day_in
from bot.story_pages import pages_of, screen_of
from cogs.story_posts.silence import SILENCE, TIME_LIMIT, delete_message, find_post

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.screens import Screen
    from bot.services.sealing import PrivateHalves
    from bot.services.story_posts import Claim
    from bot.services.story_texts import Read
    from db.models.stories import StoryPost

AT_ONCE = 50
"""Messages that one sweep takes away at most."""

log = get_logger("kettle.stories")


class Opened(NamedTuple):
    """A story whose next message is due, and the files of that message, still sealed."""

    read: Read
    files: Sequence[bytes]


class StoryPosts(Cog):
    """The sweep of messages."""

    @every(seconds=20)
    async def post(self) -> None:
        """Take away what has to go, then send what is due; without keys nothing can be sent, but all can go."""
        telling = self.bot.telling
        if not self.bot.is_ready() or not telling.db.is_there():
            return
        async with telling.begin() as session:
            await story_withdrawals.withdraw_due(session, now=self.bot.clock.now())
        async with telling.read() as session:
            going = await story_posts.list_going(session, now=self.bot.clock.now(), limit=AT_ONCE)
        for post in going:
            await self._remove(post)
            self._beat()
        while telling.keys is not None and (claims := await self._claim()):
            await self._send(claims[0], telling.keys.publication_privates())
            self._beat()

    def _beat(self) -> None:
        self.bot.pulse.beat(f"{self.feature}.post")  # many messages take longer than a sweep may be silent

    async def _claim(self) -> list[Claim]:
        """Claim one: whatever stops this sweep leaves one message in doubt at most."""
        async with self.bot.telling.begin() as session:
            return await story_posts.claim_due(session, now=self.bot.clock.now(), limit=1)

    async def _send(self, claim: Claim, privates: PrivateHalves) -> None:
        try:
            async with asyncio.timeout(TIME_LIMIT):
                opened = await self._open(claim.post, privates)
                message_id = await self._find_or_say(claim, opened, privates)
        except (NotFound, CannotOpen):  # taken back in between, or no key opens it; what may be out is taken away
            await self._fail(claim.post, is_certain=claim.since is None)
        except SILENCE as error:
            fault = fault_of(error) or Fault(is_certain=False)
            log.warning("a message could not be sent", kind=type(error).__name__, reason=fault.reason)
            await self._fail(claim.post, is_certain=fault.is_certain)
        except Exception:
            await self._fail(claim.post, is_certain=False)  # or it would hold up its channel
            raise
        else:
            await self._settle(claim.post, message_id, has_more=claim.post.place + 1 < len(pages_of(opened.read)))

    async def _open(self, post: StoryPost, privates: PrivateHalves) -> Opened:
        """Read what the message says; NotFound where its story is gone."""
        here: dict[str, Any] = {"guild_id": post.guild_id, "key": post.story_key}
        async with self.bot.telling.begin() as session:
            review = await story_reviews.get_review(session, **here)
            read = story_texts.open_parts(review.parts, review.files, (), privates)
            places = [review.files[number].place for number in pages_of(read)[post.place].files]
            files = [await story_reviews.get_file(session, **here, place=place) for place in places]
        return Opened(read, [file.sealed for file in files])

    async def _find_or_say(self, claim: Claim, opened: Opened, privates: PrivateHalves) -> int:
        """Look for a message that may be out already, and say it where it is not."""
        post = claim.post
        if claim.since is not None and (found := await find_post(self.bot, post, claim.since)):
            return found
        screen = await self._screen(post, opened, privates)
        place = self.bot.get_partial_messageable(post.channel_id, guild_id=post.guild_id)
        # discord.py itself asks again after some faults: Discord knows the nonce then.
        message = await place.send(
            view=screen, files=screen.files, silent=True, nonce=mark_of(post), allowed_mentions=screen.mentions
        )
        return message.id

    async def _screen(self, post: StoryPost, opened: Opened, privates: PrivateHalves) -> Screen:
        contents = [await asyncio.to_thread(sealing.open_sealed, sealed, privates) for sealed in opened.files]
        today = await day_in(self.bot, post.guild_id)
        screen = screen_of(self.bot.words, opened.read, post.place, contents, today)
        screen.mark(mark_of(post))
        return screen

    async def _settle(self, post: StoryPost, message_id: int, *, has_more: bool) -> None:
        """Write down that a message is out; one whose story was taken back meanwhile goes at once."""
        async with self.bot.telling.begin() as session:
            stays = await story_posts.settle_sent(
                session, key=post.key, message_id=message_id, now=self.bot.clock.now(), has_more=has_more
            )
        if not stays:
            post.message_id = message_id
            await self._remove(post)

    async def _fail(self, post: StoryPost, *, is_certain: bool) -> None:
        async with self.bot.telling.begin() as session:
            await story_posts.settle_failed(
                session,
                key=post.key,
                now=self.bot.clock.now(),
                chance=self.bot.telling.chance,
                is_certain=is_certain,
            )

    async def _remove(self, post: StoryPost) -> None:
        """Take a message away, looked for where nobody knows whether it is out."""
        try:
            async with asyncio.timeout(TIME_LIMIT):
                message_id = post.message_id or await find_post(self.bot, post, post.tried_at or post.due_at)
                if message_id is not None:
                    await delete_message(self.bot, post.channel_id, message_id)
        except SILENCE as error:
            log.warning("a message could not be taken away", kind=type(error).__name__)
            await self._fail(post, is_certain=False)
            return
        async with self.bot.telling.begin() as session:
            await story_posts.settle_gone(session, key=post.key, now=self.bot.clock.now())
