"""What moderators do with a story: look, ask, say yes or no, take it down. None of it says who wrote it, or when."""

import random
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer
from sqlalchemy.orm.interfaces import ORMOption

from bot.errors import Closed, NotFound
from bot.services.stories import ABOUT, note_of, week_of
from db.models.stories import Story, StoryApproval, StoryConsent, StoryFile, StoryNote, StoryPart
from db.stories import new_token

REVIEWED = ("waiting", "approved", "published")
"""States in which moderators can look at a story."""


class Review(NamedTuple):
    """A story as moderators open it, still sealed."""

    story: Story
    parts: Sequence[StoryPart]
    files: Sequence[StoryFile]
    notes: Sequence[StoryNote]
    is_half_approved: bool
    consents: Sequence[StoryConsent]


class Resealed(NamedTuple):
    """What was sealed for the review, sealed anew for publication: by the keys of the rows."""

    parts: Mapping[str, bytes]
    files: Mapping[str, tuple[bytes, bytes]]


async def list_waiting(session: AsyncSession, *, guild_id: int, chance: random.Random) -> Sequence[str]:
    """Give the keys of all stories that wait to be read, in an order that says nothing."""
    waiting = select(Story.key).where(Story.guild_id == guild_id, Story.state == "waiting")
    keys = sorted(await session.scalars(waiting))
    chance.shuffle(keys)
    return keys


async def list_approved(session: AsyncSession, *, guild_id: int, limit: int, after: str = "") -> Sequence[str]:
    """Give the keys of stories that have their yes and are not out yet, page by page: `after` is the last page's end.

    Keys are drawn by chance, and so is their order.
    """
    here = select(Story.key).where(Story.guild_id == guild_id, Story.state == "approved", Story.key > after)
    return (await session.scalars(here.order_by(Story.key).limit(limit))).all()


async def get_review(session: AsyncSession, *, guild_id: int, key: str) -> Review:
    """Give a story to moderators, without what has not been taken in yet; NotFound if it is not theirs to see."""
    story = await _lock(session, guild_id, key, Story.state.in_(REVIEWED))
    parts = select(StoryPart).where(StoryPart.story_key == key, ~StoryPart.has_arrived)
    files = select(StoryFile).where(StoryFile.story_key == key).order_by(StoryFile.place)
    notes = select(StoryNote).where(StoryNote.story_key == key, ~StoryNote.has_arrived)
    approvals = select(StoryApproval.tag).where(StoryApproval.story_key == key)
    seen = StoryConsent.story_key == key, ~StoryConsent.has_arrived
    consents = select(StoryConsent).where(*seen).order_by(StoryConsent.use)
    return Review(
        story,
        (await session.scalars(parts.order_by(StoryPart.place).options(undefer(StoryPart.sealed)))).all(),
        (await session.scalars(files)).all(),
        (await session.scalars(notes.order_by(StoryNote.week, StoryNote.key))).all(),
        (await session.scalars(approvals)).first() is not None,
        (await session.scalars(consents)).all(),
    )


async def get_file(session: AsyncSession, *, guild_id: int, key: str, place: int) -> StoryFile:
    """Give one picture or sound of a story to moderators."""
    await _lock(session, guild_id, key, Story.state.in_(REVIEWED))
    return await _get_file(session, key, place, undefer(StoryFile.sealed))


async def _get_file(session: AsyncSession, key: str, place: int, *options: ORMOption) -> StoryFile:
    here = select(StoryFile).where(StoryFile.story_key == key, StoryFile.place == place)
    found = (await session.scalars(here.options(*options))).first()
    if found is None:
        raise NotFound("stories-gone")
    return found


async def record_alt(session: AsyncSession, *, guild_id: int, key: str, place: int, sealed_alt: bytes) -> None:
    """Keep what a picture or sound of a story that waits shows or says; NotFound once it is decided.

    A yes that was said before these words were there has to be said again. The file becomes another one by its key: a
    yes for which the words before were sealed anew would undo it otherwise.
    """
    await _lock(session, guild_id, key, Story.state == "waiting")
    file = await _get_file(session, key, place)
    file.key, file.sealed_alt = new_token(), sealed_alt
    await session.execute(delete(StoryApproval).where(StoryApproval.story_key == key))


async def _lock(session: AsyncSession, guild_id: int, key: str, *where: ColumnElement[bool]) -> Story:
    """Give a story that nobody else changes meanwhile."""
    here = select(Story).where(Story.key == key, Story.guild_id == guild_id, *where).with_for_update()
    story = (await session.scalars(here)).first()
    if story is None:
        raise NotFound("stories-gone")
    return story


async def record_yes(
    session: AsyncSession, *, guild_id: int, key: str, tag: str, resealed: Resealed, needs_two: bool, today: date
) -> bool:
    """Say yes to a story that waits; tell whether that approves it. Where two are asked for, one person is one.

    Closed while a part of it has not been taken in: nothing is published that nobody has read.
    """
    story = await _lock(session, guild_id, key, Story.state == "waiting")
    said = (await session.scalars(select(StoryApproval.tag).where(StoryApproval.story_key == key))).all()
    if needs_two and tag in said:
        raise Closed("stories-second-opinion")
    if needs_two and not said:
        session.add(StoryApproval(tag=tag, story_key=key))  # an intake takes it back where a part came meanwhile
        return False
    arrived = select(StoryPart.key).where(StoryPart.story_key == key, StoryPart.has_arrived)
    if (await session.scalars(arrived)).first() is not None:
        raise Closed("stories-part-arrives")
    await _reseal(session, key, resealed)
    await session.execute(delete(StoryApproval).where(StoryApproval.story_key == key))
    _move(story, "approved", today)
    return True


async def _reseal(session: AsyncSession, key: str, resealed: Resealed) -> None:
    """Put in place of each part and file what opens without the review key. One that was not read keeps it back."""
    parts = (await session.scalars(select(StoryPart).where(StoryPart.story_key == key))).all()
    files = (await session.scalars(select(StoryFile).where(StoryFile.story_key == key))).all()
    if {row.key for row in parts} != resealed.parts.keys() or {row.key for row in files} != resealed.files.keys():
        raise Closed("stories-changed")
    for part in parts:
        part.sealed = resealed.parts[part.key]
    for file in files:
        file.sealed, file.sealed_alt = resealed.files[file.key]


def _move(story: Story, state: str, today: date) -> None:
    story.state, story.week = state, week_of(today)


async def record_question(
    session: AsyncSession, *, guild_id: int, key: str, for_author: bytes, for_reviewers: bytes, today: date
) -> None:
    """Ask an author something: they find it with their receipt."""
    story = await _lock(session, guild_id, key, Story.state.in_(REVIEWED))
    session.add(note_of(story, for_author, for_reviewers, today, is_from_author=False))


async def record_no(
    session: AsyncSession, *, guild_id: int, key: str, for_author: bytes, for_reviewers: bytes, today: date
) -> None:
    """Decline a story that waits, with a reason that its author finds with their receipt."""
    story = await _lock(session, guild_id, key, Story.state == "waiting")
    session.add(note_of(story, for_author, for_reviewers, today, is_from_author=False))
    await session.execute(delete(StoryApproval).where(StoryApproval.story_key == key))
    _move(story, "declined", today)


async def find_about(session: AsyncSession, *, story_key: str) -> bytes | None:
    """Give what a story is about, sealed; None when it is gone."""
    about = select(StoryPart.sealed).where(StoryPart.story_key == story_key, StoryPart.place == ABOUT)
    return (await session.scalars(about)).first()
