"""What moderators and members can see of stories, looked at after each gesture: what changed, and at which minute."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import NotFound
from bot.services import story_posts, story_reviews
from tests.anonymity.world import GUILD

if TYPE_CHECKING:
    from db.stories import StoryDatabase


class Change(NamedTuple):
    """Something that an author did can be seen since a minute."""

    kind: str
    minute: float
    key: str


@dataclass
class Watch:
    """Somebody who looks at the queue, at stories that authors came back to, and at the channel, all the time."""

    changes: list[Change] = field(default_factory=list)
    _waiting: set[str] = field(default_factory=set)
    _sent: set[str] = field(default_factory=set)
    _followed: dict[str, tuple[int, ...]] = field(default_factory=dict)

    async def follow(self, db: StoryDatabase, key: str) -> None:
        """Look at a story as it is before its author comes back to it, and from then on until that is seen."""
        self._followed[key] = await _seen(db, key)

    async def look(self, db: StoryDatabase, minute: float) -> None:
        """Note what is there that was not, and what is gone."""
        async with db.read() as session:
            chance = random.Random(0)  # noqa: S311 the order is judged elsewhere
            waiting = set(await story_reviews.list_waiting(session, guild_id=GUILD, chance=chance))
            posts = await story_posts.list_sent(session, guild_id=GUILD, limit=1000)
        sent = {post.story_key for post in posts}
        self._note("queue", minute, waiting - self._waiting - {change.key for change in self.changes})
        self._note("post", minute, sent - self._sent)
        self._note("withdrawal", minute, self._sent - sent)
        self._waiting, self._sent = waiting, sent

    async def look_closely(self, db: StoryDatabase, minute: float, *, is_last: bool = False) -> None:
        """Look at stories whose authors came back, until that is seen; the last look is after the intake."""
        for key, before in [*self._followed.items()]:
            now = await _seen(db, key)
            if now != before:
                self._followed.pop(key)
                self._note("return", minute, {key} if now else set())
        if is_last:
            self._followed.clear()

    def _note(self, kind: str, minute: float, keys: set[str]) -> None:
        self.changes += [Change(kind, minute, key) for key in sorted(keys)]


async def _seen(db: StoryDatabase, key: str) -> tuple[int, ...]:
    """Give what moderators see of a story, in numbers; nothing of one that is not theirs to see."""
    async with db.begin() as session:
        try:
            review = await story_reviews.get_review(session, guild_id=GUILD, key=key)
        except NotFound:
            return ()
        theirs = sum(note.is_from_author for note in review.notes)
        return len(review.parts), theirs
