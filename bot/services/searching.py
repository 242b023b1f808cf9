"""Finds the texts that answer a question: an index of words names the likeliest, `ranking` puts them in order.

The database only counts and compares whole numbers, so SQLite and PostgreSQL give the same texts. For each asked word
the texts that say it most are looked at, and those that have the two rarest of them together.
"""

import hmac
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, union, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.services.ranking import Candidate, Lengths, Said, rank, read_candidate, weigh

LIKELIEST = 60
"""Texts of each asked word that are ranked."""

PAIRED = 500
"""Texts of the rarest word in which another is looked for."""

COUNTED = 1_000
"""How far the texts of a word are counted: beyond that it is as common as any."""

_FINE = 1_000
"""Parts of one in which weights are kept."""

_MOST = 32_767
"""How often a word is counted as said."""


class Index(NamedTuple):
    """The two tables of an index: one of texts, one of their words."""

    texts: type[Any]
    words: type[Any]


def term_of(stem: str, *, key: bytes, scope: int) -> int:
    """Give the number that stands for a stem in a community; without the key it says nothing."""
    return int.from_bytes(hmac.digest(key, f"{scope} {stem}".encode(), "sha256")[:8], "big", signed=True)


def rows_of(
    number: int, *, title: Sequence[int] = (), body: Sequence[int] = (), themes: Sequence[int] = ()
) -> tuple[dict[str, int], list[dict[str, int]]]:
    """Give the lengths of a text, and a row for each of its terms."""
    counted = read_candidate(number, title=title, body=body, themes=themes)
    lengths = {f"{name}_length": length for name, length in counted.lengths._asdict().items()}
    rows = []
    for term, said in sorted(counted.said.items()):
        often = {name: min(count, _MOST) for name, count in said._asdict().items()}
        rows.append({"number": number, "term": term, "weight": round(weigh(said, counted.lengths) * _FINE), **often})
    return lengths, rows


async def count_terms(session: AsyncSession, *, index: Index, terms: Sequence[int]) -> dict[int, int]:
    """Give in how many texts each of some terms occurs, counted up to 1,000; one that occurs nowhere is left out."""
    counts = []
    for term in terms:
        some = select(index.words.number).where(index.words.term == term).limit(COUNTED).subquery()
        counts.append(select(literal(term).label("term"), func.count()).select_from(some))
    return {term: count for term, count in (await session.execute(union_all(*counts))) if count}


async def find(
    session: AsyncSession,
    *,
    index: Index,
    known: Mapping[int, int],
    asked: Sequence[int],
    total: int,
    where: Sequence[ColumnElement[bool]] = (),
    share: float = 0.0,
) -> list[int]:
    """Give the numbers of the texts that answer, best first. `known` comes from `count_terms`; `where` is of texts.

    Those with less than a `share` of the best one's weight are left out.
    """
    terms = [term for term in asked if term in known]
    if not terms:
        return []
    likely = _likely(index, sorted(terms, key=lambda term: (known[term], term)), where).subquery()
    words, texts = index.words, index.texts
    lengths = texts.title_length, texts.body_length, texts.themes_length
    said = words.term, words.title, words.body, words.themes
    found = select(words.number, *lengths, *said).join(texts, texts.number == words.number)
    found = found.where(words.number.in_(select(likely.c.number)), words.term.in_(terms)).order_by(words.number)
    candidates = _read((await session.execute(found)).all())
    return rank(asked, candidates, known=known, total=total, share=share)


def _likely(index: Index, terms: Sequence[int], where: Sequence[ColumnElement[bool]]) -> Any:
    """Find the texts that may be best: `terms` begin with the rarest."""
    rarest, *others = terms
    choices = [_saying(index, term, where, LIKELIEST) for term in terms]
    choices += [_saying_both(index, rarest, other, where) for other in others]
    # A limit stands in a query of its own: SQLite takes none inside of a union.
    return union(*(select(each.subquery().c.number) for each in choices))


def _saying(index: Index, term: int, where: Sequence[ColumnElement[bool]], most: int) -> Select[Any]:
    words = index.words
    found = select(words.number, words.weight).where(words.term == term)
    if where:
        found = found.join(index.texts, index.texts.number == words.number).where(*where)
    return found.order_by(words.weight.desc(), words.number.desc()).limit(most)


def _saying_both(index: Index, rarest: int, other: int, where: Sequence[ColumnElement[bool]]) -> Select[Any]:
    one, words = _saying(index, rarest, where, PAIRED).subquery(), aliased(index.words)
    both = select(one.c.number).join(words, and_(words.number == one.c.number, words.term == other))
    return both.order_by((one.c.weight + words.weight).desc(), one.c.number.desc()).limit(LIKELIEST)


def _read(rows: Sequence[tuple[int, ...]]) -> Iterator[Candidate[int, int]]:
    for number, group in groupby(rows, key=lambda row: row[0]):
        mine = list(group)
        yield Candidate(number, Lengths(*mine[0][1:4]), {row[4]: Said(*row[5:]) for row in mine})
