"""Thirty days of a community through the real rules: shared, taken in, reviewed, published, taken back, copied."""

from __future__ import annotations

import heapq
import random
import shutil
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.services import (
    library,
    receipts,
    sealing,
    stories,
    story_batches,
    story_holds,
    story_intakes,
    story_posts,
    story_reviews,
    story_texts,
    story_withdrawals,
)
from bot.services.story_keys import StoryKeys, new_keys, rotate
from db.models.stories import Story, StoryPost
from tests.anonymity.keyless import leaky_keys
from tests.anonymity.twins import KEPT, Ways, make_beside, stamp, write_beside, write_own_file
from tests.anonymity.watching import Watch
from tests.anonymity.world import CHANNEL, DAY, DAYS, GUILD, Told, World, at, minute_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services.receipts import Derived
    from bot.services.story_keys import HoldTag
    from db.stories import StoryDatabase

INTAKE = 10 * 60
ZONE = "Europe/London"
SAYS_YES, SAYS_NO, ASKS = 0.6, 0.7, 0.8
WITHDRAWS, ANSWERS, ADDS = 0.15, 0.3, 0.4
COPIED = INTAKE - 30
"""When copies are made: at the worst minute, with most of a day's stories still in the order of their arrival."""


@dataclass
class Lived:
    """What came of the days: the truth, for judging, and what an attacker holds."""

    world: World
    keys: StoryKeys
    truth: dict[str, Told] = field(default_factory=dict)
    watch: Watch = field(default_factory=Watch)
    copies: list[Path] = field(default_factory=list)
    derived: dict[str, Derived] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    held: set[int] = field(default_factory=set)
    salt: bytes = b""


class Days:
    """One go through the days. `folder` takes copies of a SQLite file; None makes none."""

    def __init__(
        self,
        world: World,
        db: StoryDatabase,
        *,
        ways: Ways = KEPT,
        file: Path | None = None,
        keys: StoryKeys | None = None,
        days: int = DAYS,
    ) -> None:
        self.db, self.ways, self.file = db, ways, file
        self.lived = Lived(world, keys or rotate(new_keys(), today=at(0).date()))
        self.pending = story_holds.Pending()
        self.chance = random.Random(17)  # noqa: S311 the same days every time
        self._serial, self._days = count(), days
        self._events: list[tuple[float, int, Callable[..., Awaitable[None]], tuple[Any, ...]]] = []
        self._changed, self._changed_at, self.now = 0, 0.0, 0.0

    def _plan(self, minute: float, act: Callable[..., Awaitable[None]], *told: Any) -> None:
        heapq.heappush(self._events, (minute, next(self._serial), act, told))

    async def live(self) -> Lived:
        """Live all days."""
        async with self.db.begin() as session:
            self.lived.salt = await stories.get_salt(session)
            if self.ways.writes_beside:
                await make_beside(session)
                self.lived.keys = leaky_keys(self.lived.salt)
        for told in self.lived.world.told:
            self._plan(told.minute, self._share, told)
        for day in range(self._days + 1):
            for minute in (INTAKE - 1, INTAKE):
                self._plan(day * DAY + minute, self._sweep)
            self._plan(day * DAY + COPIED, self._copy, day)
            if self.ways.reviews:
                self._plan(day * DAY + INTAKE + 45, self._review)
        while self._events and self._events[0][0] <= self._days * DAY + INTAKE:
            self.now, _, act, with_these = heapq.heappop(self._events)
            await act(*with_these)
            await self.lived.watch.look(self.db, self.now)
            self._note_write(self.now)
        return self.lived

    async def _share(self, told: Told) -> None:
        lived, receipt = self.lived, receipts.new_receipt()
        derived = receipts.derive(receipts.read_receipt(receipt), lived.salt, receipts.CHEAP)
        sent = story_texts.seal_draft(told.draft, guild_id=GUILD, derived=derived, keys=lived.keys)
        async with self.db.begin() as session:
            key = await stories.record_sent(session, sent=sent, today=at(self.now).date())
            if self.ways.writes_beside:
                await write_beside(session, key, told)
        tag = lived.keys.hold_tag(guild_id=GUILD, member_id=told.author)
        self.pending.note(key, tag)
        lived.truth[key], lived.derived[key] = told, derived
        if self.ways.writes_beside:
            await self._leak(key, told, tag)
        await self._see_at_once()
        self._plan_more(key, told)

    async def _leak(self, key: str, told: Told, tag: HoldTag) -> None:
        """Do what a twin does: a file of its own for what is shared, and now and then a hold at once."""
        if self.file is not None:
            write_own_file(self.file.parent, key, told)
        if len(self.lived.truth) % 10 == 0:
            async with self.db.begin() as session:
                held: dict[str, Any] = {"tags": [tag], "keys": self.lived.keys, "today": at(self.now).date()}
                await story_holds.record_holds(session, guild_id=GUILD, **held)

    def _plan_more(self, key: str, told: Told) -> None:
        """Let some authors come back: always right after they said something in public."""
        chosen = self.chance.random()
        days = self.chance.uniform(2, 9)
        acts = ((WITHDRAWS, self._withdraw), (ANSWERS, self._answer), (ADDS, self._add))
        act = next((act for most, act in acts if chosen < most), None)
        said = [minute for minute, who in self.lived.world.chatter if who == told.author]
        later = [minute for minute in said if minute > told.minute + days * DAY]
        if act is not None and later and self.ways.reviews:
            self._plan(later[0] + 1, act, key)

    async def _see_at_once(self) -> None:
        if not self.ways.waits:
            async with self.db.begin() as session:
                await stories.take_in(session, guild_id=GUILD, now=at(self.now))

    async def _answer(self, key: str) -> None:
        await self.lived.watch.follow(self.db, key)
        async with self.db.begin() as session:
            story = await session.get_one(Story, key)
            note = story_texts.seal_note("Yes, that is fine.", story_public=story.public_key, keys=self.lived.keys)
            told: dict[str, Any] = {
                "for_author": note.for_author,
                "for_reviewers": note.for_review,
                "today": at(self.now).date(),
            }
            await stories.record_answer(session, lookup_id=self.lived.derived[key].lookup_id, **told)
        await self._see_at_once()
        await self.lived.watch.look_closely(self.db, self.now)

    async def _add(self, key: str) -> None:
        await self.lived.watch.follow(self.db, key)
        sealed = sealing.seal("And one thing more.", self.lived.keys.to_review)
        async with self.db.begin() as session:
            story = await session.get_one(Story, key)
            if story.state in {"arrived", "waiting"}:
                lookup_id = self.lived.derived[key].lookup_id
                await stories.record_part(session, lookup_id=lookup_id, sealed=sealed, today=at(self.now).date())
        await self._see_at_once()
        await self.lived.watch.look_closely(self.db, self.now)

    async def _withdraw(self, key: str) -> None:
        told: dict[str, Any] = {"now": at(self.now), "is_later": self.ways.waits, "chance": self.chance}
        async with self.db.begin() as session:
            outcome = await story_withdrawals.withdraw(session, lookup_id=self.lived.derived[key].lookup_id, **told)
            story = await session.get(Story, key)
        self.lived.gone.add(key)
        if outcome == "later" and story is not None and story.leaves_at is not None:
            self._plan(minute_of(story.leaves_at), self._leave)
        await self._take_away()

    async def _leave(self) -> None:
        async with self.db.begin() as session:
            await story_withdrawals.withdraw_due(session, now=at(self.now))
        await self._take_away()

    async def _take_away(self) -> None:
        """Take messages away, as Discord does when it is asked."""
        async with self.db.begin() as session:
            for post in await story_posts.list_going(session, now=at(self.now), limit=100):
                await story_posts.settle_gone(session, key=post.key, now=at(self.now))

    async def _sweep(self) -> None:
        """Ask whether an intake is due, and see what that changed."""
        await self._take_in()
        await self.lived.watch.look_closely(self.db, self.now, is_last=self.now % DAY == INTAKE)

    async def _take_in(self) -> None:
        """Do an intake, if it is due, and all that follows it."""
        told: dict[str, Any] = {"guild_id": GUILD, "now": at(self.now)}
        async with self.db.begin() as session:
            step = await story_intakes.find_step(session, zone=ZONE, **told)
            if step == "begin":
                await story_intakes.record_begun(session, zone=ZONE, **told)
            if step != "take":
                return
            await story_intakes.take_in(session, zone=ZONE, **told)
            await story_withdrawals.purge_stories(session, now=at(self.now))
            await story_batches.plan_batch(session, **told, channel_id=CHANNEL, chance=self.chance)
            tags = self.pending.list_asked(guild_id=GUILD)
            today = at(self.now).date()
            await story_holds.record_holds(session, guild_id=GUILD, tags=tags, keys=self.lived.keys, today=today)
            self.pending.forget_asked(tags)
            due = [post.due_at for post in await self._due(session)]
        await self.db.shuffle()
        async with self.db.begin() as session:
            await story_intakes.record_shuffled(session)
        for instant in due:
            self._plan(minute_of(instant), self._post)

    async def _due(self, session: AsyncSession) -> list[StoryPost]:
        return list(await session.scalars(select(StoryPost).where(StoryPost.state == "due")))

    async def _post(self) -> None:
        async with self.db.begin() as session:
            for claim in await story_posts.claim_due(session, now=at(self.now), limit=1):
                number = 890000000000000000 + self.chance.getrandbits(40)
                sent: dict[str, Any] = {"key": claim.post.key, "message_id": number, "now": at(self.now)}
                key = claim.post.story_key
                if await story_posts.settle_sent(session, **sent):
                    await self._list(session, key)

    async def _list(self, session: AsyncSession, key: str) -> None:
        """List a published story with its words, as the library does."""
        draft = self.lived.truth[key].draft
        read = story_texts.Read(draft.about, list(draft.parts), [], [])
        told: dict[str, Any] = {"keys": self.lived.keys, "today": at(self.now).date()}
        await library.record_listing(session, story_key=key, read=read, **told)

    async def _review(self) -> None:
        async with self.db.begin() as session:
            waiting = await story_reviews.list_waiting(session, guild_id=GUILD, chance=self.chance)
            for key in waiting:
                await self._decide(session, key)

    async def _decide(self, session: AsyncSession, key: str) -> None:
        """Say yes to most, no to some whose authors are held too, ask others something, and leave the rest."""
        lived, chosen = self.lived, self.chance.random()
        here: dict[str, Any] = {"guild_id": GUILD, "key": key}
        today = at(self.now).date()
        review = await story_reviews.get_review(session, **here)
        note = story_texts.seal_note("Thank you.", story_public=review.story.public_key, keys=lived.keys)
        said: dict[str, Any] = {"for_author": note.for_author, "for_reviewers": note.for_review}
        if chosen < SAYS_YES:
            files = [await story_reviews.get_file(session, **here, place=each.place) for each in review.files]
            privates = lived.keys.review_privates()
            resealed = story_texts.reseal(review.parts, files, privates=privates, keys=lived.keys)
            tag = lived.keys.approval_tag(story=key, moderator_id=1)
            yes: dict[str, Any] = {"tag": tag, "resealed": resealed, "needs_two": False, "today": today}
            await story_reviews.record_yes(session, **here, **yes)
        elif chosen < SAYS_NO:
            await story_reviews.record_no(session, **here, **said, today=today)
            if self.pending.ask(key, guild_id=GUILD):
                lived.held.add(lived.truth[key].author)
        elif chosen < ASKS:
            await story_reviews.record_question(session, **here, **said, today=today)

    def _note_write(self, minute: float) -> None:
        """Note when the file last changed, by the clock of the days."""
        if self.file is not None and (changed := self.file.stat().st_mtime_ns) != self._changed:
            self._changed, self._changed_at = changed, minute

    async def _copy(self, day: int) -> None:
        """Copy the files as they lie there, with the time of their last change."""
        if self.file is None:
            return
        folder = self.file.with_name(f"copy-{day:02}")
        folder.mkdir()
        for file in self.file.parent.glob(f"{self.file.name}*"):
            stamp(Path(shutil.copy(file, folder / file.name)), self._changed_at)
        self.lived.copies.append(folder / self.file.name)
