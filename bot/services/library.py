"""The library: every published story is listed within moments, found by theme, kind and words, and read in private.

Nothing keeps who looked for what. A word stands in the index as a number that only the keys can make.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import ColumnElement, delete, exists, func, insert, or_, select
from sqlalchemy.orm import undefer

from bot.errors import NotFound
from bot.services import sealing, searching
from bot.services.analysing import VERSION, list_words, read_question, stem
from bot.services.bits import bits_of, words_of
from bot.services.ranking import correct
from bot.services.sealing import CannotOpen
from bot.services.searching import Index, rows_of, term_of
from bot.services.story_texts import KINDS, NOTES, THEMES, About
from db.models.library import StoryListing, StoryVocabulary, StoryWord
from db.models.stories import Story, StoryFile, StoryPart

if TYPE_CHECKING:
    import random
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services.story_keys import StoryKeys
    from bot.services.story_texts import Read

INDEX: Final = Index(StoryListing, StoryWord)

SHOWN: Final = 5
"""Stories of one page."""

_BITS = 63
_FIRST = 1
"""The place of a story's first words."""


@dataclass(frozen=True)
class Look:
    """What somebody looks for. Empty means any."""

    kind: str = ""
    theme: str = ""
    is_hopeful: bool = False
    words: str = field(default="", repr=False)
    page: int = 0


class Entry(NamedTuple):
    """A listed story, without its words."""

    number: int
    story_key: str
    month: date
    about: About


class Page(NamedTuple):
    """Some entries; whether there are more; and what was looked for instead, where a word is in no story."""

    entries: Sequence[Entry]
    has_more: bool
    instead: bool = False


class Listed(NamedTuple):
    """A story of the library, still sealed."""

    entry: Entry
    parts: Sequence[StoryPart]
    files: Sequence[StoryFile]


async def list_unlisted(session: AsyncSession, *, limit: int, but: Collection[str] = ()) -> Sequence[tuple[int, str]]:
    """Give community and key of published stories that are not listed, or were with other stems than today's."""
    listed = exists().where(StoryListing.story_key == Story.key, StoryListing.version == VERSION)
    found = select(Story.guild_id, Story.key).where(Story.state == "published", Story.key.not_in(but), ~listed)
    return [(guild_id, key) for guild_id, key in await session.execute(found.order_by(Story.key).limit(limit))]


async def record_listing(session: AsyncSession, *, story_key: str, read: Read, keys: StoryKeys, today: date) -> None:
    """List a published story, or list it anew; one that went meanwhile is left alone."""
    story = await session.get(Story, story_key, with_for_update=True)
    if story is None or story.state != "published":
        return
    known = (await session.scalars(select(StoryListing).where(StoryListing.story_key == story_key))).first()
    await session.execute(delete(StoryListing).where(StoryListing.story_key == story_key))
    number = known.number if known is not None else secrets.randbits(_BITS)
    month = known.month if known is not None else _month_of(story, today)
    body = list_words(" ".join([*read.parts, *(alt for _, alt in read.alts)]))
    themes = list_words(" ".join(_named(read.about)))
    lengths, rows = rows_of(
        number, body=_terms(body, keys, story.guild_id), themes=_terms(themes, keys, story.guild_id)
    )
    session.add(_listing(story, number, month, read.about, lengths))
    await session.flush()
    await session.execute(insert(StoryWord), rows)
    await _learn(session, story.guild_id, {*body, *themes}, keys, is_new=known is None)


def _month_of(story: Story, today: date) -> date:
    """Give the month in which a story came out: today's, unless it has been out for longer than a week."""
    day = today if today - story.week < timedelta(days=14) else story.week
    return day.replace(day=1)


def _listing(story: Story, number: int, month: date, about: About, lengths: dict[str, int]) -> StoryListing:
    told: dict[str, Any] = {
        "number": number,
        "story_key": story.key,
        "guild_id": story.guild_id,
        "month": month,
        "kind": about.kind,
        "themes": bits_of(about.themes, THEMES),
        "notes": bits_of(about.notes, NOTES),
        "is_hopeful": about.is_hopeful,
        "version": VERSION,
    }
    return StoryListing(**told, **lengths)


def _named(about: About) -> list[str]:
    """Name what a story is about as somebody may look for it."""
    return [about.kind, *about.themes, *about.notes, *(["hopeful"] if about.is_hopeful else [])]


def _terms(words: Iterable[str], keys: StoryKeys, guild_id: int) -> list[int]:
    key = keys.index_key()
    return [term_of(stem(word), key=key, scope=guild_id) for word in words]


async def _learn(session: AsyncSession, guild_id: int, words: set[str], keys: StoryKeys, *, is_new: bool) -> None:
    """Keep new words for who mistypes one."""
    row = await session.get(StoryVocabulary, guild_id, with_for_update=True)
    if row is None:
        row = StoryVocabulary(guild_id=guild_id, total=0, sealed=seal_words((), keys))
        session.add(row)
    row.total += is_new
    if not words <= (known := _open(row, keys)):
        row.sealed = seal_words(known | words, keys)


def seal_words(words: Collection[str], keys: StoryKeys) -> bytes:
    """Seal a vocabulary."""
    return sealing.seal_media(json.dumps(sorted(words)).encode(), keys.to_publication)


def _open(row: StoryVocabulary, keys: StoryKeys) -> set[str]:
    """Open a vocabulary; one that nobody can open any more begins anew."""
    try:
        return set(json.loads(sealing.open_sealed(row.sealed, keys.publication_privates())))
    except CannotOpen:
        return set()


async def forget_words(session: AsyncSession, *, guild_id: int, keys: StoryKeys) -> None:
    """Forget the words that no story of a community has any more, and count its stories anew; done at each intake."""
    row = await session.get(StoryVocabulary, guild_id, with_for_update=True)
    if row is None:
        return
    row.total = await session.scalar(_here(guild_id).with_only_columns(func.count())) or 0
    said = set(await session.scalars(select(StoryWord.term).distinct()))
    words = _open(row, keys)
    kept = {word for word, term in zip(words, _terms(words, keys, guild_id), strict=True) if term in said}
    if kept != words:
        row.sealed = seal_words(kept, keys)


async def find_page(
    session: AsyncSession, *, guild_id: int, look: Look, hidden: Collection[str], keys: StoryKeys
) -> Page:
    """Give a page of what somebody looks for, the newest month first, or what answers their words best.

    Stories with a content note that this reader hides are left out.
    """
    where = _fitting(look, hidden)
    start = look.page * SHOWN
    asked = list(read_question(look.words).values())
    if not asked:
        here = _here(guild_id).where(*where).order_by(StoryListing.month.desc(), StoryListing.number.desc())
        found = (await session.scalars(here.offset(start).limit(SHOWN + 1))).all()
        return Page([_entry(row) for row in found[:SHOWN]], has_more=len(found) > SHOWN)
    numbers, instead = await _search(session, guild_id, asked, where, keys)
    rows = await session.scalars(select(StoryListing).where(StoryListing.number.in_(numbers[start : start + SHOWN])))
    entries = sorted((_entry(row) for row in rows), key=lambda entry: numbers.index(entry.number))
    return Page(entries, has_more=len(numbers) > start + SHOWN, instead=instead)


def _here(guild_id: int) -> Any:
    return select(StoryListing).where(StoryListing.guild_id == guild_id)


def _fitting(look: Look, hidden: Collection[str]) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if look.kind in KINDS:
        where.append(StoryListing.kind == look.kind)
    if look.theme in THEMES:
        where.append(StoryListing.themes.bitwise_and(bits_of([look.theme], THEMES)) != 0)
    if look.is_hopeful:
        where.append(or_(StoryListing.is_hopeful, StoryListing.themes.bitwise_and(bits_of(["hope"], THEMES)) != 0))
    if hidden:
        where.append(StoryListing.notes.bitwise_and(bits_of(hidden, NOTES)) == 0)
    return where


async def _search(
    session: AsyncSession, guild_id: int, asked: Sequence[str], where: Sequence[ColumnElement[bool]], keys: StoryKeys
) -> tuple[list[int], bool]:
    """Search; where a word is in no story, the nearest one that is takes its place."""
    row = await session.get(StoryVocabulary, guild_id)
    if row is None:
        return [], False
    terms = dict(zip(asked, _terms(asked, keys, guild_id), strict=True))
    known = await searching.count_terms(session, index=INDEX, terms=list(terms.values()))
    strange = [word for word, term in terms.items() if term not in known]
    meant = _meant(strange, row, keys) if strange else {}
    if meant:
        terms |= dict(zip(meant, _terms(meant.values(), keys, guild_id), strict=True))
        known |= await searching.count_terms(session, index=INDEX, terms=[terms[word] for word in meant])
    wanted = list(dict.fromkeys(terms.values()))
    told: dict[str, Any] = {"index": INDEX, "known": known, "total": row.total, "where": where}
    return await searching.find(session, asked=wanted, **told), bool(meant)


def _meant(strange: Sequence[str], row: StoryVocabulary, keys: StoryKeys) -> dict[str, str]:
    """Give the known words that were probably meant by those that no story has."""
    vocabulary = _open(row, keys)
    return {word: near for word in strange if (near := correct(word, vocabulary)) not in {None, word}}


def _entry(row: StoryListing) -> Entry:
    about = About(row.kind, words_of(row.themes, THEMES), words_of(row.notes, NOTES), row.is_hopeful)
    return Entry(row.number, row.story_key, row.month, about)


async def list_first_parts(session: AsyncSession, *, entries: Sequence[Entry]) -> dict[str, bytes]:
    """Give the first words of stories, sealed, by their keys."""
    keys = [entry.story_key for entry in entries]
    found = select(StoryPart.story_key, StoryPart.sealed).where(StoryPart.story_key.in_(keys))
    return dict((await session.execute(found.where(StoryPart.place == _FIRST))).all())


async def find_any(
    session: AsyncSession, *, guild_id: int, look: Look, hidden: Collection[str], chance: random.Random
) -> int | None:
    """Give the number of one story that fits, by chance; None where none does."""
    here = _here(guild_id).where(*_fitting(look, hidden))
    total = await session.scalar(here.with_only_columns(func.count()))
    if not total:
        return None
    numbers = here.with_only_columns(StoryListing.number).order_by(StoryListing.number)
    return (await session.scalars(numbers.offset(chance.randrange(total)).limit(1))).first()


async def get_listed(session: AsyncSession, *, guild_id: int, number: int) -> Listed:
    """Give a story of the library to read; NotFound where it is not there any more."""
    row = (await session.scalars(_here(guild_id).where(StoryListing.number == number))).first()
    if row is None:
        raise NotFound("library-gone")
    parts = select(StoryPart).where(StoryPart.story_key == row.story_key).order_by(StoryPart.place)
    files = select(StoryFile).where(StoryFile.story_key == row.story_key).order_by(StoryFile.place)
    return Listed(
        _entry(row),
        (await session.scalars(parts.options(undefer(StoryPart.sealed)))).all(),
        (await session.scalars(files)).all(),
    )


async def get_files(session: AsyncSession, *, story_key: str, places: Sequence[int]) -> Sequence[bytes]:
    """Give some pictures or sounds of a story, sealed, in the order of their places."""
    found = select(StoryFile.sealed).where(StoryFile.story_key == story_key, StoryFile.place.in_(places))
    return (await session.scalars(found.order_by(StoryFile.place))).all()
