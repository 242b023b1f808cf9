"""What happens in the smaller community: stories go by the screens from their authors to everybody, and back.

While it happens, somebody looks: after each share at all that moderators have, at the log and at the main database.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, select

from bot.services import receipts
from cogs.story_reviews.holding import _mark
from db.models.library import StoryListing
from db.models.stories import Hold, Story, StoryPost
from tests.anonymity.place import HOUR, MEMBERS, MINUTE, Place
from tests.anonymity.world import _rare
from tests.cogs.reading import read

if TYPE_CHECKING:
    from simcord import MemberActor

    from tests.anonymity.leaks import Leaks
    from tests.cogs.reading import Shown

PLAIN = "the kettle was on and we sat by the window while it rained and somebody laughed about an old bus"
MORE = "And one thing more, by the window."
RARE = 3
"""Words of a story that no other has."""


def story(number: int) -> tuple[str, str]:
    """Make a story up; give its first word, by which it is known, and all of it."""
    chance = random.Random(number)  # noqa: S311 the same words each time
    rare = [_rare(chance) for _ in range(RARE)]
    words = [chance.choice(PLAIN.split()) for _ in range(30)]
    for word in rare[1:]:
        words.insert(chance.randrange(len(words)), word)
    return rare[0], " ".join([rare[0], *words])


@dataclass
class Lived:
    """What came of it, and what was seen meanwhile."""

    place: Place
    shift: int = 0
    """By how many members the authors are moved on."""
    leaks: Leaks | None = None
    shares: int = 0
    looks: int = 0
    changed: int = 0
    """Looks between two intakes at which moderators saw something else than before."""
    logged: int = 0
    """Shares with which a line of the log came."""
    written: int = 0
    """Shares that changed the main database."""
    before: list[str] = field(default_factory=list)
    """What moderators saw last, since the intake."""
    keys: set[str] = field(default_factory=set)
    """The keys of all rows there were."""
    marks: set[str] = field(default_factory=set)
    """The marks of all holds there were."""

    def author(self, number: int) -> MemberActor:
        """Give who shares a story, or shared it."""
        who = self.place.members[(number + self.shift) % MEMBERS]
        if self.leaks is not None:
            self.leaks.who = who.id
        return who

    @property
    def mo(self) -> MemberActor:
        return self.place.world.mo

    async def share(self, number: int) -> None:
        """Share, let some minutes pass, and look at what changed."""
        self.before = self.before or await self.look()
        lines, main = len(self.place.log.getvalue()), self.main()
        theme = ("hope", "work", "family")[number % 3]
        await self.place.share(number, self.author(number), story(number)[1], theme)
        self.written += self.main() != main
        await self.place.wait(7 * MINUTE)
        self.logged += len(self.place.log.getvalue()) != lines
        self.shares += 1
        before, self.before = self.before, await self.look()
        self.looks += 1
        self.changed += self.before != before

    def main(self) -> bytes:
        return b"".join(each.read_bytes() for each in sorted(self.place.folder.glob("kettle.db*")))

    async def look(self, *, closely: str = "") -> list[str]:
        """Give the screens of the moderator; what comes of it is not in the list of screens they see by themselves."""
        before, mo = len(self.place.seen), self.mo
        await self.place.slash(mo, "moderate stories")
        if closely:
            shown = await self.reopen(closely)
            shown = await self.place.press(mo, shown, "story_reviews:queue")
            await self.place.press(mo, shown, "story_reviews:published:")
            await self.place.slash(mo, "moderate holds")
        found = self.place.seen[before:]
        del self.place.seen[before:]
        return found

    async def compare(self, before: list[str], *, closely: str = "") -> None:
        self.looks += 1
        self.changed += await self.look(closely=closely) != before

    async def note_keys(self) -> None:
        """Note the keys of all rows."""
        async with self.place.world.bot.telling.read() as session:
            for column in (Story.key, StoryPost.key, StoryPost.story_key, StoryListing.number):
                self.keys |= {str(key) for key in await session.scalars(select(column))}
            self.marks |= {_mark(tag) for tag in await session.scalars(select(Hold.tag))}

    async def intake(self) -> None:
        self.before = []
        await self.place.to_intake()
        await self.note_keys()

    async def read_all(self) -> dict[int, str]:
        """Have the moderator open each story; give the stories' keys by their numbers."""
        queue = await self.place.slash(self.mo, "moderate stories")
        keys = [each.split(":")[2] for each in queue.ids if each.startswith("story_reviews:open:")]
        return {self.number_of(await self.reopen(key)): key for key in keys}

    async def reopen(self, key: str) -> Shown:
        """Have the moderator open a story from the queue, from which each screen is replaced by the next."""
        queue = await self.place.slash(self.mo, "moderate stories")
        return await self.place.press(self.mo, queue, f"story_reviews:open:{key}")

    def number_of(self, shown: Shown) -> int:
        return next(number for number in self.place.receipts if story(number)[0] in shown.text)


async def share_day(lived: Lived, numbers: range) -> None:
    """Share on one day, and have the intake of the next."""
    await lived.place.world.run_due()
    for number in numbers:
        await lived.share(number)
    await lived.intake()


async def review(lived: Lived, keys: dict[int, str]) -> None:
    """Ask about the first story, refuse the second, keep the author of the third from sharing; approve the others."""
    place, mo = lived.place, lived.mo
    first, second, third, *others = sorted(keys)
    for number, way, said in ((first, "ask", "May we know more?"), (second, "no", "It names somebody.")):
        form = await place.press(mo, await lived.reopen(keys[number]), f"story_reviews:{way}:")
        await place.fill(mo, form, text=said)
    asked = await place.press(mo, await lived.reopen(keys[third]), "story_reviews:hold:")
    shown = await place.press(mo, asked, "story_reviews:yes-hold:")
    shown = await place.press(mo, shown, "story_reviews:open:")
    shown = await place.press(mo, await place.press(mo, shown, "story_reviews:guidance:"), "story_reviews:open:")
    await place.press(mo, shown, "story_reviews:know:")
    for number in others:
        asked = await place.press(mo, await lived.reopen(keys[number]), "story_reviews:approve:")
        await place.press(mo, asked, "story_reviews:yes:")


async def come_back(lived: Lived, number: int, key: str) -> None:
    """Have an author write back, add a part, change what a story is for, and take it back within a day: all unseen."""
    place, who = lived.place, lived.author(number)
    before = await lived.look(closely=key)
    home = await place.open(who, place.receipts[number])
    for what in ("words", "messages"):
        page = await place.press(who, home, f"story_receipts:read:{what}:first")
        home = await place.press(who, page, "story_receipts:home")
    for way in ("answer", "part"):
        home = await place.fill(who, await place.press(who, home, f"story_receipts:{way}"), text=MORE)
        await lived.compare(before, closely=key)
    shown = await place.press(who, home, "story_receipts:uses")
    home = read(await who.select(shown.message, ["library"], custom_id="story_receipts:uses:chosen"))
    shown = await place.press(who, home, "story_receipts:withdraw")
    await place.press(who, shown, "story_receipts:withdraw:later")
    await lived.compare(before, closely=key)


async def publish(lived: Lived) -> None:
    """Have the intake that plans a batch, and the days in which it comes out; then look at what is out."""
    place, mo = lived.place, lived.mo
    await lived.intake()
    for _ in range(19):
        await place.wait(timedelta(hours=4))
    await lived.note_keys()
    shown = await place.press(mo, await place.slash(mo, "moderate stories"), "story_reviews:published:")
    shown = await place.press(mo, shown, "story_reviews:open:")
    number = lived.number_of(shown)
    form = await place.press(mo, shown, "story_reviews:down:")
    await place.fill(mo, form, text="It names a place.")
    holds = await place.slash(mo, "moderate holds")
    asked = await place.press(mo, holds, "story_reviews:lift:")
    await place.press(mo, asked, "story_reviews:yes-lift:")
    await place.wait(HOUR)
    author = lived.author(number)
    home = await place.open(author, place.receipts[number])
    shown = await place.press(author, home, "story_receipts:withdraw")
    await place.press(author, shown, "story_receipts:withdraw:now")


async def browse(lived: Lived) -> None:
    """Have somebody else look through the library, search with words of a story, read, and tell moderators."""
    place, who = lived.place, lived.place.world.jo
    shown = await place.press(who, await place.slash(who, "story browse"), "library:search:")
    shown = await place.fill(who, shown, words=PLAIN[:25])
    shown = await place.press(who, shown, "library:read:")
    shown = await place.press(who, shown, "library:tell:")
    await place.press(who, shown, "library:told:")
    await place.press(who, await place.slash(who, "story browse"), "library:hide")


class Asked:
    """Everything that is asked of both databases, derived, and asked of Discord, in one gesture."""

    def __init__(self, place: Place) -> None:
        self._place, self._found, self._requests = place, list[str](), 0
        self._derived, self._slow = 0, receipts.stretch
        for database in (place.world.bot.db, place.world.bot.telling.db):
            for engine in database._serving:
                event.listen(engine.sync_engine, "before_cursor_execute", lambda *told: self._found.append(told[2]))

    def _count(self, *told: Any) -> bytes:
        self._derived += 1
        return self._slow(*told)

    async def of(self, who: MemberActor, receipt: str) -> tuple[Any, ...]:
        """Give what is asked when somebody opens a story by this receipt."""
        form = await self._place.slash(who, "story open")
        self._found.clear()
        self._derived, requests = 0, len(self._place.world.asked)
        receipts.stretch = self._count
        try:
            await self._place.fill(who, form, receipt=receipt)
        finally:
            receipts.stretch = self._slow
        asked = [method for method, *_ in self._place.world.asked[requests:]]
        return [*self._found], self._derived, asked


async def told_apart(lived: Lived, many: int) -> int:
    """Count the wrong receipts that can be told from right ones by what is asked."""
    asked, found = Asked(lived.place), 0
    for number in range(many):
        who, right = lived.author(number), lived.place.receipts[number]
        wrong = await asked.of(who, receipts.new_receipt())
        found += wrong != await asked.of(who, right)
    return found
