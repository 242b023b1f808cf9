"""The index of the catalogue: which entry says what, for questions in anybody's words, and from the first letter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, delete, func, insert, select

from bot.services import searching
from bot.services.analysing import list_spelled, list_words, stem
from bot.services.bits import words_of
from bot.services.ranking import correct
from bot.services.searching import Index, rows_of, term_of
from bot.services.statements import upsert
from bot.services.training_texts import ALL_NATIONS, NATIONS
from db.models.training import TITLE, TrainingEntry, TrainingStart, TrainingVocabulary, TrainingWord

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

INDEX: Final = Index(TrainingEntry, TrainingWord)

NEAR_ENOUGH: Final = 0.5
"""The part of the best answer's weight that another answer needs to be an answer: `python -m bench relevance` tells."""

MOST_WORDS: Final = 30_000
"""Words of one community that are kept for who mistypes one; a catalogue in plain words has a tenth of it."""

LONGEST_WORD: Final = 40
AFTER_ALL: Final = "\U0010ffff"
"""Follows every sign that a word can have."""

_KNOWN: Final = {
    "is_accredited": ("accredited", "qualification", "certificate"),
    "is_paid": ("paid", "earn", "job"),
}
"""Words by which members look for what is known of an entry."""

_WAYS: Final = {"online": ("online", "course", "training"), "place": ("course", "training")}
"""Words by which members look for a way: what they can take part in is a course, whatever it is called."""

_ASKING = re.compile(
    r"actually|already|always|anybody|anything|apply|around|away|back|become|best|better|bit|come|else|even|ever"
    r"|everybody|everyone|everything|experience|experienced|find|first|follow|give|gives|good|great|hello|help|helps"
    r"|hi|hope|idea|interested|join|keep|kind|know|let|lets|lived|long|look|looking|lot|lots|love|made|make|makes"
    r"|many|maybe|might|mine|much|must|near|nearby|need|needed|needs|never|new|nothing|now|often|one|only|people"
    r"|perhaps|possible|put|question|read|right|say|see|seem|show|somewhere|sort|start|started|starting|still|sure"
    r"|take|taking|tell|thank|thanks|think|though|thought|till|today|together|try|trying|until|upon|use|used|using"
    r"|way|well|whatever|without|wonder|wondering|year|years|yes|yet"
)
"""Words with which members ask about anything, or that all here bring along: they count where there are no others."""

SHORTER: Final = {
    "l1": ("level", "1"), "l2": ("level", "2"), "l3": ("level", "3"), "l4": ("level", "4"), "l5": ("level", "5"),
    "mh": ("mental", "health"), "ni": ("northern", "ireland"), "psw": ("peer", "support", "worker"),
    "psws": ("peer", "support", "workers"), "uni": ("university",),
}  # fmt: skip
"""What members and providers write for short."""

INSTEAD: Final = {
    "evidence": "review", "salary": "pay", "wage": "pay", "wages": "pay", "class": "course", "classes": "course",
    "wales": "uk", "scotland": "uk", "england": "uk", "ireland": "uk",
    "belfast": "ireland", "derry": "ireland", "cardiff": "wales", "swansea": "wales", "wrexham": "wales",
    "aberdeen": "scotland", "dundee": "scotland", "edinburgh": "scotland", "glasgow": "scotland",
    "inverness": "highland", "hull": "humber", "grimsby": "humber", "leicester": "midlands", "derby": "midlands",
    "nottingham": "midlands", "northampton": "midlands", "birmingham": "midlands", "coventry": "midlands",
    "bristol": "somerset", "bath": "somerset", "taunton": "somerset", "brighton": "sussex",
}  # fmt: skip
"""What is looked for where no entry says a word: another for the same, or the place in which a town lies."""

_KEY: Final = b"catalogue"
"""Nothing here is secret: the numbers only have to be the same each time."""


def spell(text: str) -> str:
    """Spell a title as it is looked for from its first letter; no longer than a title, though a hyphen adds words."""
    return " ".join(list_spelled(text))[:TITLE].rstrip()


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
        said += [{"guild_id": guild_id, **row} for row in rows]
        begins = {word[:LONGEST_WORD] for word in list_spelled(f"{entry.title} {entry.provider}")}
        starts += [{"number": entry.number, "guild_id": guild_id, "word": word} for word in sorted(begins) if fields]
    for table, made in ((TrainingWord, said), (TrainingStart, starts)):
        if made:
            await session.execute(insert(table), made)
    await _learn(session, guild_id, known)


def _fields(entry: TrainingEntry) -> dict[str, list[str]]:
    """Give the words of an entry by how much they tell."""
    nations = words_of(entry.nations, NATIONS)
    where = [ALL_NATIONS] if nations == NATIONS else nations
    known = [word for name, words in _KNOWN.items() if getattr(entry, name) for word in words]
    told = {
        "title": (entry.title, entry.provider),
        "body": (entry.summary, entry.who, entry.length, entry.cost, entry.starts),
        "themes": (entry.format, entry.region, entry.price, *_WAYS.get(entry.way, ()), *where, *known),
    }
    return {name: _in_full(list_words(" ".join(texts))) for name, texts in told.items()}


def _in_full(words: Iterable[str]) -> list[str]:
    """Write out what is written for short."""
    return [each for word in words for each in SHORTER.get(word, (word,))]


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
    if len(known) < MOST_WORDS and not known.issuperset(words):
        row.words = " ".join(sorted(known.union(words)))


async def find(
    session: AsyncSession, *, guild_id: int, asked: Sequence[str], where: Sequence[ColumnElement[bool]]
) -> tuple[list[int], bool]:
    """Give the numbers of entries that answer, best first. A word that no entry has stands for the nearest one."""
    here = TrainingVocabulary.guild_id == guild_id
    total = await session.scalar(select(TrainingVocabulary.total).where(here))
    if not total:
        return [], False
    asked = _in_full([word for word in asked if not _ASKING.fullmatch(word)] or asked)
    terms = dict(zip(asked, _terms(asked, guild_id), strict=True))
    known = await searching.count_terms(session, index=INDEX, terms=list(terms.values()))
    strange = [word for word, term in terms.items() if term not in known]
    words = await session.scalar(select(TrainingVocabulary.words).where(here)) if strange else ""
    if meant := _meant(strange, (words or "").split()):
        terms |= dict(zip(meant, _terms(meant.values(), guild_id), strict=True))
        known |= await searching.count_terms(session, index=INDEX, terms=[terms[word] for word in meant])
    told: dict[str, Any] = {"index": INDEX, "known": known, "total": total, "where": where, "share": NEAR_ENOUGH}
    return await searching.find(session, asked=list(dict.fromkeys(terms.values())), **told), bool(meant)


def _meant(strange: Collection[str], known: Iterable[str]) -> dict[str, str]:
    """Give the known words that were probably meant by those that no entry has."""
    vocabulary = [word for word in known if word not in strange]
    return {word: near for word in strange if (near := _nearest(word, vocabulary)) is not None}


def _nearest(word: str, vocabulary: Collection[str]) -> str | None:
    """Give the known word for the same, or the place around a town, or the one that somebody mistyped."""
    other = INSTEAD.get(word)
    while other is not None and other not in vocabulary:
        other = INSTEAD.get(other)
    return other or correct(word, vocabulary)
