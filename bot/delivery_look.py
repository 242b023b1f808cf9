"""Looking whether a message is out: among what Kettle itself wrote there since, by the row's own number."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator
    from datetime import datetime

MOST = 2000
"""Messages that are looked through at most. A place where more was said meanwhile cannot be judged."""

SKEW = timedelta(hours=2)
"""How far our clock and Discord's may be apart: one hour is the usual mistake."""


class CannotLook(Exception):
    """Nobody can tell whether the message is out: Kettle may not read there, or too much was said since."""


async def find_message(
    place: discord.abc.Messageable, token: int, since: datetime, *, may_read: bool = True
) -> int | None:
    """Give the id of Kettle's message with this token, sent since an instant; None when it, or the place, is gone.

    Discord shows an empty place, and no error, to somebody who may not read what was said there.
    """
    seen = 0
    try:
        async for message in place.history(after=since - SKEW, limit=MOST, oldest_first=True):
            seen += 1
            if _has(message, token):
                return message.id
    except discord.NotFound:
        return None
    except discord.Forbidden as error:
        raise CannotLook from error
    if seen == MOST or not may_read:
        raise CannotLook
    return None


class Posts:
    """Kettle's forum posts that were looked at, with the numbers in their first messages, which never change.

    Each is asked for once, so that a look which fails halfway goes on from there the next time. The oldest are
    forgotten first.
    """

    def __init__(self) -> None:
        self._numbers: dict[int, frozenset[int]] = {}

    async def has(self, thread: discord.Thread, token: int) -> bool:
        """Tell whether a post begins with the message of a row."""
        if thread.id not in self._numbers:
            self._numbers[thread.id] = await _numbers_of(thread)
            if len(self._numbers) > MOST:
                del self._numbers[next(iter(self._numbers))]
        return token in self._numbers[thread.id]


async def _numbers_of(thread: discord.Thread) -> frozenset[int]:
    """Give the numbers of the parts of a post's first message; none if it is gone."""
    try:
        first = [message async for message in thread.history(limit=1, oldest_first=True)]
    except discord.NotFound:
        return frozenset()
    return frozenset(getattr(part, "id", None) or 0 for message in first for part in _walk(message.components))


async def find_thread(
    forum: discord.ForumChannel, token: int, since: datetime, posts: Posts, *, may_read: bool = True
) -> int | None:
    """Give the id of Kettle's forum post with this token, made since an instant, or None when it is not there."""
    try:
        async for thread in _threads(forum, since - SKEW):
            if thread.owner_id == forum.guild.me.id and await posts.has(thread, token):
                return thread.id
    except discord.Forbidden as error:
        raise CannotLook from error
    if not may_read:
        raise CannotLook
    return None


async def _threads(forum: discord.ForumChannel, since: datetime) -> AsyncIterator[discord.Thread]:
    for thread in await forum.guild.active_threads():
        if thread.parent_id == forum.id and _made(thread) >= since:
            yield thread
    async for thread in forum.archived_threads(limit=None):
        if thread.archive_timestamp < since:
            return  # the last archived come first, and nothing is archived before it is made
        if _made(thread) >= since:
            yield thread


def _made(thread: discord.Thread) -> datetime:
    return discord.utils.snowflake_time(thread.id)


def _has(message: discord.Message, token: int) -> bool:
    return any(getattr(part, "id", None) == token for part in _walk(message.components))


def _walk(parts: Iterable[Any]) -> Iterator[Any]:
    for part in parts:
        yield part
        yield from _walk(getattr(part, "children", ()))
