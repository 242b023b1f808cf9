"""Stories as they are sent, found again by their receipt, and seen by nobody else before the daily intake.

Everything is sealed before it comes here, and nothing that comes here says who sent it, or when.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from bot.errors import Closed, Invalid, NotFound
from bot.services.statements import upsert
from db.models.stories import Story, StoryApproval, StoryConsent, StoryFact, StoryFile, StoryNote, StoryPart
from db.stories import new_token

ABOUT = 0
"""The place of the part that says what a story is about; its words follow from 1."""

MOST_PARTS, MOST_FILES, MOST_NOTES = 20, 5, 40
MONTHS = 24
"""How long a consent lasts, and then to the end of its month."""

OPEN_FOR = timedelta(days=14)
"""How long parts can be added to a story; counted in weeks, because its day is not known."""

SALT = "salt"


class SealedFile(NamedTuple):
    """A rebuilt picture or sound, and its words for who cannot see or hear it, both sealed."""

    kind: str
    content: bytes
    alt: bytes


@dataclass(frozen=True)
class Sent:
    """A story as it is sent: all its words and files are sealed, its private key is locked."""

    guild_id: int
    lookup_id: str = field(repr=False)
    public_key: bytes = field(repr=False)
    locked_key: bytes = field(repr=False)
    about: bytes = field(repr=False)
    parts: Sequence[bytes] = field(repr=False)
    files: Sequence[SealedFile] = field(repr=False)
    consents: Mapping[str, int]
    is_alone_fine: bool


class Opened(NamedTuple):
    """All that a receipt opens, still sealed. Where there is no such story everything is empty."""

    story: Story | None
    parts: Sequence[StoryPart]
    files: Sequence[StoryFile]
    notes: Sequence[StoryNote]
    consents: Mapping[str, StoryConsent]


def week_of(day: date) -> date:
    """Give the Monday of a day's week: what is kept instead of a time."""
    return day - timedelta(days=day.weekday())


def consent_ends(day: date) -> date:
    """Give the last day of the month in which a consent that is given today ends."""
    months = day.year * 12 + day.month + MONTHS  # of the month after, counted from 0
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


async def get_salt(session: AsyncSession) -> bytes:
    """Give the salt of this installation's receipts; it is made when first asked for. Without it none opens again."""
    kept = await session.get(StoryFact, SALT)
    if kept is None:
        kept = StoryFact(name=SALT, value=secrets.token_hex(16))
        session.add(kept)
        await session.flush()
    return bytes.fromhex(kept.value)


async def record_sent(session: AsyncSession, *, sent: Sent, today: date) -> str:
    """Keep a story, which nobody sees before the next intake; give its key. The same receipt twice is one story."""
    if not sent.parts and not sent.files:
        raise Invalid("stories-empty")
    if len(sent.parts) > MOST_PARTS or len(sent.files) > MOST_FILES:
        raise Invalid("stories-too-much", parts=MOST_PARTS, files=MOST_FILES)
    new = {
        "key": new_token(),
        "guild_id": sent.guild_id,
        "public_key": sent.public_key,
        "locked_key": sent.locked_key,
        "state": "arrived",
        "week": week_of(today),
        "is_alone_fine": sent.is_alone_fine,
    }
    # One statement: of two presses at once, the second meets the story of the first.
    story = await upsert(session, Story, keys={"lookup_id": sent.lookup_id}, values={}, new=new)
    if story.key != new["key"]:
        return story.key
    for place, sealed in enumerate((sent.about, *sent.parts)):
        session.add(_part(story, place, sealed))
    for place, file in enumerate(sent.files):
        row = StoryFile(key=new_token(), story_key=story.key, place=place, kind=file.kind)
        row.sealed, row.sealed_alt = file.content, file.alt
        session.add(row)
    ends = consent_ends(today)
    for use, version in sent.consents.items():
        session.add(StoryConsent(story_key=story.key, use=use, version=version, ends_on=ends))
    return story.key


def _part(story: Story, place: int, sealed: bytes) -> StoryPart:
    return StoryPart(key=new_token(), story_key=story.key, place=place, has_arrived=True, sealed=sealed)


async def open_story(session: AsyncSession, *, lookup_id: str) -> Opened:
    """Give all that a receipt opens. A receipt that opens nothing asks the very same questions."""
    story = (await session.scalars(select(Story).where(Story.lookup_id == lookup_id))).first()
    mine = story.key if story is not None else ""
    parts = select(StoryPart).where(StoryPart.story_key == mine).order_by(StoryPart.place)
    files = select(StoryFile).where(StoryFile.story_key == mine).order_by(StoryFile.place)
    notes = select(StoryNote).where(StoryNote.story_key == mine).order_by(StoryNote.week, StoryNote.key)
    consents = select(StoryConsent).where(StoryConsent.story_key == mine, ~StoryConsent.has_ended)
    return Opened(
        story,
        (await session.scalars(parts.options(undefer(StoryPart.sealed)))).all(),
        (await session.scalars(files)).all(),
        (await session.scalars(notes)).all(),
        {row.use: row for row in await session.scalars(consents)},
    )


async def get_own_file(session: AsyncSession, *, lookup_id: str, place: int) -> StoryFile:
    """Give an author one picture or sound of their story, still sealed; NotFound where there is none."""
    here = select(StoryFile).join(Story, Story.key == StoryFile.story_key).where(Story.lookup_id == lookup_id)
    found = (await session.scalars(here.where(StoryFile.place == place).options(undefer(StoryFile.sealed)))).first()
    if found is None:
        raise NotFound("stories-receipt-unknown")
    return found


async def get_story(session: AsyncSession, *, lookup_id: str) -> Story:
    """Give the story that a receipt opens, to change it; NotFound where there is none."""
    story = (await session.scalars(select(Story).where(Story.lookup_id == lookup_id).with_for_update())).first()
    if story is None:
        raise NotFound("stories-receipt-unknown")
    return story


async def record_part(session: AsyncSession, *, lookup_id: str, sealed: bytes, today: date) -> None:
    """Add a part to a story within two weeks; it is seen from the next intake on. Closed when it is decided."""
    story = await get_story(session, lookup_id=lookup_id)
    if story.state not in {"arrived", "waiting"} or week_of(today) - story.week > OPEN_FOR:
        raise Closed("stories-no-more-parts")
    places = select(StoryPart.place).where(StoryPart.story_key == story.key).order_by(StoryPart.place.desc())
    last = (await session.scalars(places)).first() or ABOUT
    if last >= MOST_PARTS:
        raise Invalid("stories-too-much", parts=MOST_PARTS, files=MOST_FILES)
    session.add(_part(story, last + 1, sealed))


async def record_answer(
    session: AsyncSession, *, lookup_id: str, for_author: bytes, for_reviewers: bytes, today: date
) -> None:
    """Keep what an author writes to the moderators, who see it from the next intake on."""
    story = await get_story(session, lookup_id=lookup_id)
    notes = (await session.scalars(select(StoryNote.key).where(StoryNote.story_key == story.key))).all()
    if len(notes) >= MOST_NOTES:
        raise Closed("stories-enough-notes")
    session.add(note_of(story, for_author, for_reviewers, today, is_from_author=True))


def note_of(story: Story, for_author: bytes, for_reviewers: bytes, today: date, *, is_from_author: bool) -> StoryNote:
    """Make a message between an author and the moderators; what an author writes waits for the intake."""
    return StoryNote(
        key=new_token(),
        story_key=story.key,
        is_from_author=is_from_author,
        has_arrived=is_from_author,
        week=week_of(today),
        for_author=for_author,
        for_reviewers=for_reviewers,
    )


async def take_in(session: AsyncSession, *, guild_id: int, now: datetime) -> int:
    """Let moderators see what arrived since the last intake: stories, parts, answers, consents. Give how many stories.

    A yes that was said before a part came has to be said again.

    The caller then shuffles the database.
    """
    here = select(Story.key).where(Story.guild_id == guild_id)
    new = Story.guild_id == guild_id, Story.state == "arrived"
    arrived = (await session.scalars(select(Story.key).where(*new))).all()
    await session.execute(update(Story).where(Story.key.in_(arrived)).values(state="waiting", week=week_of(now.date())))
    grown = select(StoryPart.story_key).where(StoryPart.story_key.in_(here), StoryPart.has_arrived)
    await session.execute(delete(StoryApproval).where(StoryApproval.story_key.in_(grown)))  # to what nobody had read
    over = delete(StoryConsent).where(StoryConsent.story_key.in_(here), StoryConsent.has_ended)
    await session.execute(over)
    for table in (StoryPart, StoryNote, StoryConsent):
        shown = update(table).where(table.story_key.in_(here), table.has_arrived)
        await session.execute(shown.values(has_arrived=False))
    return len(arrived)


async def list_undecided(session: AsyncSession) -> set[str]:
    """Give the keys of all stories that nobody has decided yet."""
    return set(await session.scalars(select(Story.key).where(Story.state.in_(("arrived", "waiting")))))


async def forget_communities(session: AsyncSession, *, guild_ids: Collection[int]) -> None:
    """Forget every story of communities that Kettle has left for good."""
    await session.execute(delete(Story).where(Story.guild_id.in_(guild_ids)))
