"""The index of the catalogue: which entry says what, for questions in anybody's words, and from the first letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, delete, func, insert, select

from bot.services import searching
from bot.services.analysing import list_words, stem
from bot.services.bits import words_of
from bot.services.ranking import correct
from bot.services.searching import Index, rows_of, term_of
from bot.services.statements import upsert
from bot.services.training_texts import NATIONS, STAGES
from db.models.training import TrainingEntry, TrainingStart, TrainingVocabulary, TrainingWord

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

INDEX: Final = Index(TrainingEntry, TrainingWord)

NEAR_ENOUGH: Final = 0.35
"""The part of the best answer's weight that another answer needs to be an answer."""

LONGEST_WORD: Final = 40
AFTER_ALL: Final = "\U0010ffff"
"""Follows every sign that a word can have."""

_KEY: Final = b"catalogue"
"""Nothing here is secret: the numbers only have to be the same each time."""


def spell(text: str) -> str:
    """Spell a title as it is looked for from its first letter."""
    return " ".join(list_words(text, stops=True))


def _terms(words: Iterable[str], guild_id: int) -> list[int]:
    return [term_of(stem(word), key=_KEY, scope=guild_id) for word in words]


async def list_entries(session: AsyncSession, *, guild_id: int, entries: Sequence[TrainingEntry]) -> None:
    """Let entries be found by what they say now; those that are not shown are found by nothing."""
    numbers = [entry.number for entry in entries]
    for table in (TrainingWord, TrainingStart):
        await session.execute(delete(table).where(table.number.in_(numbers)))
    said: list[dict[str, Any]] = []
    starts: list[dict[str, Any]] = []
    known: set[str] = set()
    for entry in entries:
        fields = _fields(entry) if entry.state == "shown" else {}
        known.update(*fields.values())
        lengths, rows = rows_of(entry.number, **{name: _terms(words, guild_id) for name, words in fields.items()})
        for name, length in lengths.items():
            setattr(entry, name, length)
        said += rows
        begins = {word[:LONGEST_WORD] for word in list_words(f"{entry.title} {entry.provider}", stops=True)}
        starts += [{"number": entry.number, "guild_id": guild_id, "word": word} for word in sorted(begins) if fields]
    for table, made in ((TrainingWord, said), (TrainingStart, starts)):
        if made:
            await session.execute(insert(table), made)
    await _learn(session, guild_id, known)


def _fields(entry: TrainingEntry) -> dict[str, list[str]]:
    """Give the words of an entry by how much they tell."""
    stages, nations = words_of(entry.stages, STAGES), words_of(entry.nations, NATIONS)
    named = ["accredited"] * bool(entry.is_accredited) + ["paid"] * bool(entry.is_paid) + [entry.price]
    return {
        "title": list_words(f"{entry.title} {entry.provider}"),
        "body": list_words(f"{entry.summary} {entry.who} {entry.length} {entry.cost} {entry.starts}"),
        "themes": list_words(" ".join([*stages, entry.format, entry.region, *nations, *named])),
    }


async def get_vocabulary(session: AsyncSession, *, guild_id: int) -> TrainingVocabulary:
    """Give a community's words, and let nobody else change its catalogue meanwhile; made here where there are none."""
    new = {"total": 0, "words": ""}
    return await upsert(session, TrainingVocabulary, keys={"guild_id": guild_id}, values={}, new=new)


async def _learn(session: AsyncSession, guild_id: int, words: Collection[str]) -> None:
    """Keep new words for who mistypes one, and how many entries there are."""
    row = await get_vocabulary(session, guild_id=guild_id)
    here = select(func.count()).where(TrainingEntry.guild_id == guild_id, TrainingEntry.state == "shown")
    row.total = await session.scalar(here) or 0
    known = set(row.words.split())
    if not known.issuperset(words):
        row.words = " ".join(sorted(known.union(words)))


async def find(
    session: AsyncSession, *, guild_id: int, asked: Sequence[str], where: Sequence[ColumnElement[bool]]
) -> tuple[list[int], bool]:
    """Give the numbers of entries that answer, best first. A word that no entry has stands for the nearest one."""
    row = await session.get(TrainingVocabulary, guild_id)
    if row is None:
        return [], False
    terms = dict(zip(asked, _terms(asked, guild_id), strict=True))
    known = await searching.count_terms(session, index=INDEX, terms=list(terms.values()))
    meant = _meant([word for word, term in terms.items() if term not in known], row)
    if meant:
        terms |= dict(zip(meant, _terms(meant.values(), guild_id), strict=True))
        known |= await searching.count_terms(session, index=INDEX, terms=[terms[word] for word in meant])
    told: dict[str, Any] = {"index": INDEX, "known": known, "total": row.total, "where": where, "share": NEAR_ENOUGH}
    return await searching.find(session, asked=list(dict.fromkeys(terms.values())), **told), bool(meant)


def _meant(strange: Sequence[str], row: TrainingVocabulary) -> dict[str, str]:
    """Give the known words that were probably meant by those that no entry has."""
    vocabulary = row.words.split() if strange else ()
    return {word: near for word in strange if (near := correct(word, vocabulary)) is not None}
