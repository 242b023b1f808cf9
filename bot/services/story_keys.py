"""The keys of stories: to seal for reviewers and for publication, and to know a held member or a reviewer again.

They live in a file outside the databases. Who has that file and a database can open what waits and tell who is held.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bot.services.sealing import KEY_SIZE, PublicHalf, new_key_pair

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.services.receipts import Cost
    from bot.services.sealing import PrivateHalves

TURN = timedelta(days=90)
"""How long a hold key makes tags before the next one does."""

HOLD = timedelta(days=30)
"""How long a hold lasts, and then to the end of its week."""


@dataclass(frozen=True)
class KeyPair:
    """A numbered key pair; `private` is as the file has it, locked in strict mode."""

    number: int
    public: bytes
    private: bytes = field(repr=False)

    @property
    def public_half(self) -> PublicHalf:
        """Give what seals to it."""
        return PublicHalf(self.number, self.public)


@dataclass(frozen=True)
class HoldKey:
    """A key that stands for nobody by itself. `made_on` is unknown until the first look at the calendar."""

    number: int
    key: bytes = field(repr=False)
    made_on: date | None = None


@dataclass(frozen=True)
class Lock:
    """What strict mode needs besides the passphrase."""

    salt: bytes
    cost: Cost


class HoldTag(NamedTuple):
    """Stands for a member in a community: the same each time, under the key of this number."""

    number: int
    tag: str


@dataclass(frozen=True)
class StoryKeys:
    """All keys of stories of an installation; of several, the newest is last and is the one in use."""

    review: tuple[KeyPair, ...]
    publication: KeyPair
    approval: bytes = field(repr=False)
    holds: tuple[HoldKey, ...]
    lock: Lock | None = None

    @property
    def is_strict(self) -> bool:
        """Say whether a passphrase is needed to open what waits."""
        return self.lock is not None

    @property
    def to_review(self) -> PublicHalf:
        """Give what seals to the reviewers."""
        return self.review[-1].public_half

    @property
    def to_publication(self) -> PublicHalf:
        """Give what seals a text that was approved."""
        return self.publication.public_half

    def review_privates(self) -> PrivateHalves:
        """Give what opens drafts, also those sealed to older keys; nothing in strict mode, where a passphrase does."""
        return {} if self.is_strict else {pair.number: pair.private for pair in self.review}

    def publication_privates(self) -> PrivateHalves:
        """Give what opens texts that were approved."""
        return {self.publication.number: self.publication.private}

    def index_key(self) -> bytes:
        """Give what turns words of the library into numbers; whoever can open its texts has it."""
        return hmac.digest(self.publication.private, b"library", "sha256")

    def hold_tag(self, *, guild_id: int, member_id: int) -> HoldTag:
        """Give the tag with which a hold on a member may begin."""
        return self.hold_tags(guild_id=guild_id, member_id=member_id)[-1]

    def hold_tags(self, *, guild_id: int, member_id: int) -> list[HoldTag]:
        """Give every tag under which a hold on a member may be stored."""
        return [HoldTag(each.number, _tag(each.key, "hold", guild_id, member_id)) for each in self.holds]

    def hold_until(self, number: int, *, today: date) -> date | None:
        """Give the last day of a hold that begins today under a tag of this number; None if its key is gone.

        It is a week's end, thirty days or more from today; sooner where the key has been followed by another.
        """
        ends = [_end(today), *(_end(day) for key, day in _retired(self.holds) if key.number == number)]
        is_there = number in {each.number for each in self.holds}
        return min(ends) if is_there and min(ends) >= today else None

    def approval_tag(self, *, story: str, moderator_id: int) -> str:
        """Give what stands for a moderator who approved a story, so that a second approval is another's."""
        return _tag(self.approval, "approval", story, moderator_id)


def new_keys() -> StoryKeys:
    """Make all keys of an installation anew."""
    return StoryKeys(
        review=(_new_pair(1),),
        publication=_new_pair(1),
        approval=secrets.token_bytes(KEY_SIZE),
        holds=(HoldKey(1, secrets.token_bytes(KEY_SIZE)),),
    )


def rotate(keys: StoryKeys, *, today: date) -> StoryKeys:
    """Begin a new hold key after 90 days, and drop those under which no hold can last any more."""
    *older, newest = keys.holds
    holds = [*older, newest if newest.made_on else replace(newest, made_on=today)]
    if today - (holds[-1].made_on or today) >= TURN:
        holds.append(HoldKey(newest.number + 1, secrets.token_bytes(KEY_SIZE), today))
    gone = {key.number for key, day in _retired(holds) if _end(day) < today}
    return replace(keys, holds=tuple(each for each in holds if each.number not in gone))


def add_review(keys: StoryKeys) -> StoryKeys:
    """Begin a new review key; the older ones still open what is sealed to them. ValueError in strict mode."""
    if keys.is_strict:
        raise ValueError("the passphrase is needed")
    return replace(keys, review=(*keys.review, _new_pair(keys.review[-1].number + 1)))


def drop_review(keys: StoryKeys, *, used: Collection[int]) -> StoryKeys:
    """Drop the older review keys to whose numbers nothing is sealed any more."""
    *older, newest = keys.review
    return replace(keys, review=(*(pair for pair in older if pair.number in used), newest))


def _new_pair(number: int) -> KeyPair:
    return KeyPair(number, *new_key_pair())


def _tag(key: bytes, *meant: str | int) -> str:
    return hmac.digest(key, ":".join(map(str, meant)).encode(), "sha256").hex()


def _end(day: date) -> date:
    """Give the last day of a hold that begins on a day: the Sunday on which 30 days are over, or after it."""
    last = day + HOLD
    return last + timedelta(days=6 - last.weekday())


def _retired(holds: Collection[HoldKey]) -> list[tuple[HoldKey, date]]:
    """Give each hold key that has been followed by another, and the day from which it made no tags."""
    return [(key, after.made_on) for key, after in pairwise(holds) if after.made_on]
