"""Where moderators read: whether they may, and with which keys, is judged anew at every press.

Nothing of what they do is logged or counted: a line would stand at the minute of a story.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from functools import wraps
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bot.checks import guild_of, person_of
from bot.errors import Closed, NotFound, UserError
from bot.screens import Screen, answer, words_of
from bot.services import guilds, story_reviews, story_texts
from bot.services.sealing import CannotOpen
from bot.ui import MAIN, door, stop

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import date, datetime

    from bot.screens import Interaction
    from bot.services.sealing import PrivateHalves
    from bot.services.story_keys import StoryKeys
    from bot.services.story_reviews import Review
    from bot.services.story_texts import Read, Said
    from bot.telling import Telling
    from bot.wording import Wording

QUEUE = "story_reviews:queue"
"""The id of the way back to the queue."""

SIGNS = 22
"""Characters that stand for what was read: as many as a random key has."""

NOWHERE = "-"
"""Stands in an id where no story is meant."""


class LockedUp(UserError):
    """What waits is locked with a passphrase that nobody here has typed lately."""


@dataclass(frozen=True)
class Desk:
    """Who reads, where, when, and what they can open."""

    guild_id: int
    member_id: int
    now: datetime
    telling: Telling
    keys: StoryKeys = field(repr=False)

    @property
    def today(self) -> date:
        """The day of the press."""
        return self.now.date()

    @property
    def is_locked(self) -> bool:
        """Whether a passphrase has to be typed first."""
        return not self.telling.review_privates(self.guild_id, now=self.now)

    def to_review(self) -> PrivateHalves:
        """Give what opens what waits; LockedUp before the passphrase."""
        if self.is_locked:
            raise LockedUp("story_reviews-locked")
        return self.telling.review_privates(self.guild_id, now=self.now)


@dataclass(frozen=True)
class Opened:
    """A story that was opened for a moderator."""

    review: Review
    read: Read

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.review.story.state == "waiting"

    @property
    def seen(self) -> str:
        """Stand for what there was of it: more may come, or words for a file, and a yes is to what was read."""
        return seen_of(self.review)


def seen_of(review: Review) -> str:
    """Stand for the parts, messages and files that a story has."""
    keys = [*(row.key for row in review.parts), *(row.key for row in review.notes), *(row.key for row in review.files)]
    return urlsafe_b64encode(sha256("|".join(keys).encode()).digest())[:SIGNS].decode()


async def sit_down(interaction: Interaction) -> Desk:
    """Give a moderator their desk; NotAllowed for others, Closed without keys."""
    bot = interaction.client
    async with bot.db.read() as session:
        guild = await guilds.find_guild(session, guild_id=guild_of(interaction))
    guilds.require(guild, person_of(interaction), "moderator")
    keys = bot.telling.get_keys()
    return Desk(guild_of(interaction), interaction.user.id, bot.clock.now(), bot.telling, keys)


def at_desk(act: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Make a press, or what follows a form, a moderator's: it is called with their desk.

    A story that is gone is gone from the screen too, words and all.
    """

    @wraps(act)
    async def guarded(self: Any, interaction: Interaction, *typed: dict[str, str], **values: Any) -> None:
        desk = await sit_down(interaction)
        try:
            await act(self, interaction, desk, *typed, **values)
        except LockedUp:
            await answer(interaction, lock_screen(words_of(interaction)))
        except NotFound as error:
            words = words_of(interaction)
            await answer(interaction, Screen(words(error.message_id), [door(QUEUE, words("common-back")), stop(words)]))
        except CannotOpen:
            raise Closed("story_reviews-cannot-open") from None

    return guarded


async def get_review(desk: Desk, key: str) -> Review:
    """Give a story that moderators of this community may see, still sealed; NotFound where there is none."""
    async with desk.telling.begin() as session:
        return await story_reviews.get_review(session, guild_id=desk.guild_id, key=key)


async def open_up(desk: Desk, key: str) -> Opened:
    """Open a story that moderators of this community may see."""
    return open_review(desk, await get_review(desk, key))


def open_review(desk: Desk, review: Review) -> Opened:
    """Open what was given sealed; CannotOpen without its key, LockedUp before the passphrase."""
    is_decided = review.story.state != "waiting"
    privates = desk.keys.publication_privates() if is_decided else desk.to_review()
    said = _said(desk, review, may_lack=is_decided)
    return Opened(review, story_texts.open_parts(review.parts, review.files, said, privates))


def _said(desk: Desk, review: Review, *, may_lack: bool) -> Sequence[Said]:
    """Read what was said. It stays sealed to the reviewers: a story that is out opens without it where it must."""
    try:
        return story_texts.read_notes(review.notes, desk.to_review(), is_author=False)
    except (CannotOpen, LockedUp):
        if not may_lack:
            raise
        return ()


def lock_screen(words: Wording, note: str = "") -> Screen:
    """Say that a passphrase is needed, and for how long it opens."""
    unlock = door("story_reviews:unlock", words("story_reviews-unlock-button"), MAIN)
    ways = [unlock, door("story_reviews:published:-", words("story_reviews-published-button")), stop(words)]
    return Screen(*([note] if note else []), words("story_reviews-locked"), words("story_reviews-locked-more"), ways)
