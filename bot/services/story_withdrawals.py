"""Stories end: taken back by their receipt, taken down by moderators, or over with what their authors allowed.

Whatever ends takes all that hangs on it along at once; only its messages wait until Discord has taken them away.
"""

import random
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.services import story_posts
from bot.services.stories import consent_ends, get_story
from bot.services.story_batches import random_minute
from db.models.stories import Story, StoryConsent, StoryNote, StoryPost

LIBRARY = "library"
"""The use without which a story is not here."""

LATER = timedelta(days=1)
"""How long it takes at most until a story leaves later."""

KEPT = timedelta(days=30)
"""How long messages about a story are kept after the newest, and a story that was declined or taken down."""

WEEK_END = timedelta(days=6)

Outcome = Literal["gone", "later", "unknown"]


async def withdraw(
    session: AsyncSession, *, lookup_id: str, now: datetime, is_later: bool, chance: random.Random
) -> Outcome:
    """Take a story back: at once, or at a random minute of the next day, which asking again does not move.

    What nobody has seen yet goes at once, and what is planned is not sent any more. A story that is gone is unknown.
    """
    mine = select(Story).where(Story.lookup_id == lookup_id).with_for_update()
    story = (await session.scalars(mine)).first()
    if story is None:
        return "unknown"
    if is_later and story.state != "arrived":
        story.leaves_at = story.leaves_at or random_minute(now, within=LATER, chance=chance)
        await story_posts.drop_due(session, story_keys=[story.key])
        return "later"
    await _remove(session, [story.key], now)
    return "gone"


async def _remove(session: AsyncSession, keys: Collection[str], now: datetime) -> None:
    await story_posts.take_away(session, story_keys=keys, now=now)
    await session.execute(delete(Story).where(Story.key.in_(keys)))


async def withdraw_due(session: AsyncSession, *, now: datetime) -> list[str]:
    """Take back the stories whose minute has come; give what their receipts came to, for the ledger of restores."""
    due = select(Story).where(Story.leaves_at <= now).order_by(Story.key).with_for_update()
    stories = (await session.scalars(due)).all()
    await _remove(session, [story.key for story in stories], now)
    return sorted(story.lookup_id for story in stories)


async def take_down(session: AsyncSession, *, guild_id: int, key: str, now: datetime) -> None:
    """Take an approved or published story out of the library for good; NotFound if there is none.

    Its author can still open it, and the moderators' reason, for thirty days.
    """
    here = select(Story).where(Story.key == key, Story.guild_id == guild_id).with_for_update()
    story = (await session.scalars(here)).first()
    if story is None or story.state not in {"approved", "published"}:
        raise NotFound("stories-gone")
    await story_posts.leave_library(session, story=story, now=now)


async def change_consents(
    session: AsyncSession, *, lookup_id: str, uses: Collection[str], version: int, now: datetime
) -> bool:
    """Keep which uses an author allows from now on, each for 24 months and to the end of that month.

    What is taken back holds at once; moderators and organisers see the change from the next intake on. Without the
    library the story is taken back at once. Tell whether it stays; NotFound where no story opens.
    """
    story = await get_story(session, lookup_id=lookup_id)
    if LIBRARY not in uses:
        await _remove(session, [story.key], now)
        return False
    mine = select(StoryConsent).where(StoryConsent.story_key == story.key)
    kept = {row.use: row for row in await session.scalars(mine)}
    for use in kept.keys() - uses:
        if kept[use].has_arrived:
            await session.delete(kept[use])
        else:
            kept[use].has_ended = True
    for use in sorted(set(uses)):
        row = kept.get(use) or StoryConsent(story_key=story.key, use=use, has_arrived=story.state != "arrived")
        row.version, row.ends_on, row.has_ended = version, consent_ends(now.date()), False
        session.add(row)
    return True


async def purge_stories(session: AsyncSession, *, now: datetime) -> int:
    """Let stories end whose time is over, and forget notes and other consents that are; give how many stories ended.

    Days are counted from the end of the week that is kept: nothing goes sooner than was said.
    """
    today = now.date()
    await _purge_notes(session, today)
    ended = await _list_ended(session, today)
    await _remove(session, ended, now)
    await session.execute(delete(StoryConsent).where(StoryConsent.ends_on < today))
    await _purge_plans(session)
    return len(ended)


def _last_week(today: date) -> date:
    """Give the Monday before which a week is over for thirty days."""
    return today - KEPT - WEEK_END


async def _list_ended(session: AsyncSession, today: date) -> Sequence[str]:
    over = select(StoryConsent.story_key).where(StoryConsent.use == LIBRARY, StoryConsent.ends_on < today)
    is_decided = and_(Story.state.in_(("declined", "down")), Story.week < _last_week(today))
    ended = select(Story.key).where(or_(Story.key.in_(over), is_decided))
    return (await session.scalars(ended.order_by(Story.key).with_for_update())).all()


async def _purge_notes(session: AsyncSession, today: date) -> None:
    quiet = select(StoryNote.story_key).group_by(StoryNote.story_key)
    quiet = quiet.having(func.max(StoryNote.week) < _last_week(today))
    await session.execute(delete(StoryNote).where(StoryNote.story_key.in_(quiet)))


async def _purge_plans(session: AsyncSession) -> None:
    """Forget what was planned for stories that another rule took away: no message of it is out."""
    untried = delete(StoryPost).where(StoryPost.state == "due", StoryPost.tried_at.is_(None))
    await session.execute(untried.where(StoryPost.story_key.not_in(select(Story.key))))
