"""Attacks on who wrote what (T1, T2), by all that a database, its files and what is seen give away.

Each gives how many of the authors it guesses right, the best of all its ways.
"""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tests.anonymity.held import HIDDEN, Held, hold_file
from tests.anonymity.living import INTAKE
from tests.anonymity.world import DAY, START, minute_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tests.anonymity.living import Lived

FEW = 20
"""Stories that a column has to speak of to be an order."""

TAIL = 16
"""Bytes at the end of what is sealed: on SQLite they lie on a page of their own."""

SOON = 10
"""Minutes before a story in which its author said something, most often."""

SIZES = (2, 20)
"""How many stories one author may have, for what repeats to be taken for an author."""


def by_order(lived: Lived, order: Sequence[str]) -> int:
    """Lay the minutes, which are given, along an order that was found; count the authors that come out right."""
    known = [key for key in order if key in lived.truth]
    minutes = sorted(lived.truth[key].minute for key in known)
    return by_instants(lived, dict(zip(known, minutes, strict=True)))


def by_instants(lived: Lived, instants: Mapping[str, float]) -> int:
    """Guess who said something last before each instant."""
    guesses = {key: lived.world.last_active(minute) for key, minute in instants.items() if key in lived.truth}
    return count_right(lived, guesses)


def count_right(lived: Lived, guesses: Mapping[str, int]) -> int:
    return sum(lived.truth[key].author == guess for key, guess in guesses.items())


def columns(lived: Lived, held: Held, *, hidden: bool = False) -> int:
    """Take each column that numbers or names stories as an order: keys, numbers, PostgreSQL's own."""
    found = [0]
    for _, column, values in held.of_stories():
        if (column in HIDDEN) is hidden and _is_order(values):
            found.append(by_order(lived, sorted(values, key=lambda key: (values[key], key))))
    return max(found)


def _is_order(values: Mapping[str, Any]) -> bool:
    """Say whether something tells most stories apart. What is sealed is drawn by libsodium, and has no order."""
    told = set(map(str, values.values()))
    is_plain = not any(isinstance(value, bytes) for value in values.values())
    return is_plain and len(values) >= FEW and len(told) >= 0.9 * len(values)


def instants(lived: Lived, held: Held) -> int:
    """Take whatever reads as an instant, or a day, for the minute of a story."""
    found = [0]
    for _, _, values in held.of_stories():
        read = {key: minute for key, value in values.items() if (minute := _minute(value)) is not None}
        found.append(by_instants(lived, read))
    return max(found)


def _minute(value: object) -> float | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time(12))
    if not isinstance(value, datetime):
        return None
    return minute_of(value if value.tzinfo else value.replace(tzinfo=START.tzinfo))


def places(lived: Lived, held: Held, within: bytes) -> int:
    """Take the order in which stories lie in some bytes, from either end: their keys, and ends of what is sealed."""
    orders = [*orders_in(held, within)]
    return max((by_order(lived, way) for order in orders for way in (order, order[::-1])), default=0)


def orders_in(held: Held, within: bytes) -> Iterator[list[str]]:
    for table, column, values in held.of_stories():
        if table not in {"stories", "story_parts"} or not within:
            continue
        marks = {key: _mark(column, key, value) for key, value in values.items()}
        places = {key: place for key, mark in marks.items() if mark and (place := within.find(mark)) >= 0}
        yield [key for _, key in sorted((place, key) for key, place in places.items())]


def _mark(column: str, key: str, value: object) -> bytes | None:
    if isinstance(value, bytes):
        return value[-TAIL:]
    return key.encode() if column == "key" else None


def copies(lived: Lived) -> int:
    """Compare a copy of each day with the one before: what is new came in between, in the order of its pages.

    Where rows have instants, those are taken; else they are spread over the day.
    """
    guesses: dict[str, float] = {}
    for day, (held, new) in enumerate(_days(tuple(lived.copies))):
        first = (day - 1) * DAY + INTAKE
        instants = {key: minute for key, value in _created(held).items() if (minute := _minute(value)) is not None}
        for place, key in enumerate(new):
            guesses[key] = instants.get(key, first + (place + 0.5) * DAY / len(new))
    return by_instants(lived, guesses)


def _created(held: Held) -> Mapping[str, Any]:
    return next((values for _, column, values in held.of_stories() if column == "created_at"), {})


@lru_cache(maxsize=4)
def _days(copies: tuple[Path, ...]) -> list[tuple[Held, list[str]]]:
    """Give each copy, and what is new in it, in the order of its pages: of where its first words end."""
    known: set[str] = set()
    found = []
    for file in copies:
        held = hold_file(file)
        within = held.raw + held.log
        rows = [row for row in held.tables["story_parts"] if row["place"] and row["story_key"] not in known]
        ends = {row["story_key"]: within.find(row["sealed"][-TAIL:]) for row in rows}
        found.append((Held(held.tables), [key for _, key in sorted((place, key) for key, place in ends.items())]))
        known |= held.stories()
    return found


def file_times(lived: Lived, chosen: slice) -> int:
    """Take the time at which a file changed last for the minute of the newest story in it, or of the one it names."""
    guesses: dict[str, float] = {}
    found = [*zip(lived.copies, _days(tuple(lived.copies)), strict=True)]
    for file, (_, new) in found[chosen]:
        if new:
            guesses[new[-1]] = (file.stat().st_mtime - START.timestamp()) / 60
        for other in file.parent.parent.glob("*.webp"):
            guesses[other.stem] = (other.stat().st_mtime - START.timestamp()) / 60
    return by_instants(lived, guesses)


def seen(lived: Lived, kinds: Iterable[str] = ()) -> int:
    """Guess who said something last before each change that moderators or members see (T2)."""
    chosen = [each for each in lived.watch.changes if not kinds or each.kind in kinds]
    return sum(lived.world.last_active(each.minute) == lived.truth[each.key].author for each in chosen)


def repeats(lived: Lived, held: Held) -> int:
    """Take what repeats for an author, and who was there each time: a tag, or the same ticks and sizes each time."""
    found = [0]
    fingerprints = _fingerprints(held)
    for values in (fingerprints, *(values for *_, values in held.of_stories())):
        groups: dict[str, list[str]] = {}
        for key, value in values.items():
            groups.setdefault(str(value), []).append(key)
        fitting = [keys for keys in groups.values() if SIZES[0] <= len(keys) <= SIZES[1]]
        found.append(sum(_intersect(lived, held, keys) for keys in fitting))
    return max(found)


def _fingerprints(held: Held) -> dict[str, tuple[Any, ...]]:
    """Give what can be seen of each story beside its words: which ticks, how many parts and files, and of what size."""
    found: dict[str, tuple[Any, ...]] = {}
    for row in held.tables["stories"]:
        key = row["key"]
        ticks = sorted(each["use"] for each in held.tables["story_consents"] if each["story_key"] == key)
        parts = [len(each["sealed"]) for each in held.tables["story_parts"] if each["story_key"] == key]
        found[key] = (tuple(ticks), bool(row["is_alone_fine"]), tuple(sorted(parts)))
    return found


def _intersect(lived: Lived, held: Held, keys: Sequence[str]) -> int:
    """Guess one author for all of these: who was there in most of the times, and said most in them."""
    created, seen_at = _created(held), {each.key: each.minute for each in lived.watch.changes if each.kind == "queue"}
    scores: dict[int, tuple[int, int]] = {}
    for key in keys:
        minute = _minute(created.get(key))
        last = minute if minute is not None else seen_at.get(key, 0)
        first = last - (SOON if minute is not None else DAY)
        said = [who for when, who in lived.world.chatter if first <= when <= last]
        for who in set(said):
            times, words = scores.get(who, (0, 0))
            scores[who] = times + 1, words + said.count(who)
    best = max(sorted(scores), key=scores.__getitem__, default=0)
    return sum(key in lived.truth and lived.truth[key].author == best for key in keys)
