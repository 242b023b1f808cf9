"""Strict mode: what opens drafts is locked with a passphrase, and lies open in memory for a quarter of an hour.

It protects from whoever gets the disk. The passphrase itself passes through Discord.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import Invalid
from bot.services.receipts import SALT_SIZE, SHIPPED, Cost, stretch
from bot.services.sealing import CannotOpen, lock, unlock
from bot.services.story_keys import Lock, StoryKeys, add_review

if TYPE_CHECKING:
    from bot.services.sealing import PrivateHalves

LEAST = 12
"""Characters of a passphrase."""

OPEN_FOR = timedelta(minutes=15)


def set_passphrase(keys: StoryKeys, passphrase: str, *, old: str | None = None, cost: Cost = SHIPPED) -> StoryKeys:
    """Turn strict mode on, or change its passphrase. Invalid if it is short, CannotOpen if `old` is not the last one.

    A new review key begins: a copy of the file from before opens nothing that comes later.
    """
    passphrase = _plain(passphrase)
    if len(passphrase) < LEAST:
        raise Invalid("stories-passphrase-short", count=LEAST)
    plain = add_review(clear_passphrase(keys, old))
    made = Lock(secrets.token_bytes(SALT_SIZE), cost)
    key = stretch(passphrase, made.salt, made.cost)
    review = tuple(replace(pair, private=lock(pair.private, key)) for pair in plain.review)
    return replace(plain, review=review, lock=made)


def clear_passphrase(keys: StoryKeys, passphrase: str | None) -> StoryKeys:
    """Turn strict mode off; CannotOpen with another passphrase. Without strict mode nothing changes."""
    if not keys.is_strict:
        return keys
    privates = unlock_review(keys, passphrase or "")
    review = tuple(replace(pair, private=privates[pair.number]) for pair in keys.review)
    return replace(keys, review=review, lock=None)


def unlock_review(keys: StoryKeys, passphrase: str) -> PrivateHalves:
    """Give what opens drafts, slowly; CannotOpen with another passphrase, or where no passphrase is set."""
    if keys.lock is None:
        raise CannotOpen
    key = stretch(_plain(passphrase), keys.lock.salt, keys.lock.cost)
    return {pair.number: unlock(pair.private, key) for pair in keys.review}


def _plain(passphrase: str) -> str:
    """Read a passphrase so that another keyboard's letters and spaces make no difference."""
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())


class _Opened(NamedTuple):
    privates: PrivateHalves
    until: datetime


class Unlocked:
    """What has been unlocked, by community, for 15 minutes from then and in memory only."""

    def __init__(self) -> None:
        self._opened: dict[int, _Opened] = {}

    def open(self, guild_id: int, privates: PrivateHalves, *, now: datetime) -> datetime:
        """Keep what was unlocked; give the moment when it is forgotten."""
        self._opened[guild_id] = _Opened(privates, now + OPEN_FOR)
        return now + OPEN_FOR

    def find(self, guild_id: int, *, now: datetime) -> PrivateHalves:
        """Give what is open for a community now, or nothing."""
        self.forget(now=now)
        opened = self._opened.get(guild_id)
        return opened.privates if opened else {}

    def close(self, guild_id: int) -> None:
        """Forget before the time is over."""
        self._opened.pop(guild_id, None)

    def forget(self, *, now: datetime) -> None:
        """Forget whatever has been open for its time, whether somebody asks for it or not."""
        self._opened = {guild_id: opened for guild_id, opened in self._opened.items() if now < opened.until}
