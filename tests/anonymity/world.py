"""Made-up people who chat for thirty days, and 200 stories that some of them share in between. Same seed, same days."""

from __future__ import annotations

import random
from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.services.story_texts import NOTES, THEMES, USES, About, Draft, File

if TYPE_CHECKING:
    from collections.abc import Sequence

GUILD, CHANNEL = 710000000000000003, 530000000000000041
START = datetime(2026, 1, 5, tzinfo=UTC)
"""A Monday in winter, when London's clock is UTC."""

DAY = 24 * 60
DAYS, MEMBERS, STORIES = 30, 40, 200
LIMIT = 12
"""Fewer than this of 200 authors may be guessed; by chance it is five."""

PRESENT = 0.95
"""How often somebody says something on a day: in a quieter place the day alone tells more, which no code can mend."""

_SOUNDS = "ba dor fen gil hux jor kel lum mip nar pov rux sil tav vop zan"
_PLAIN = "the kettle was on and we sat by the window while it rained and somebody laughed about the old bus"


@dataclass(frozen=True)
class Told:
    """A story that will be shared: by whom, at which minute, and its five words that nothing else says."""

    author: int
    minute: int
    draft: Draft
    rare: tuple[str, ...]


@dataclass(frozen=True)
class World:
    """Who says something in public when, and which stories are shared. An attacker knows the first."""

    members: Sequence[int]
    chatter: Sequence[tuple[int, int]]
    told: Sequence[Told]

    def last_active(self, minute: float) -> int:
        """Give who said something last, at a minute or before."""
        place = bisect_right(self.chatter, (minute, 1 << 63))
        return self.chatter[max(place - 1, 0)][1]

    def most_active(self, first: float, last: float) -> int:
        """Give who said most between two minutes."""
        said = [who for minute, who in self.chatter if first <= minute <= last]
        return max(sorted(set(said)), key=said.count, default=self.members[0])

    def active(self, first: float, last: float) -> set[int]:
        return {who for minute, who in self.chatter if first <= minute <= last}


def at(minute: float) -> datetime:
    return START + timedelta(minutes=minute)


def minute_of(instant: datetime) -> float:
    return (instant - START) / timedelta(minutes=1)


def make_world(seed: int = 5, stories: int = STORIES) -> World:
    """Make everything up; each shares as many stories as each other, right after saying something."""
    chance = random.Random(seed)  # noqa: S311 the same days every time
    members = [chance.randrange(10**17, 10**18) for _ in range(MEMBERS)]
    sessions = {member: _sessions(chance) for member in members}
    chatter = sorted((minute, member) for member in members for session in sessions[member] for minute in session)
    habits = {member: _habit(chance) for member in members}
    authors = [members[number % MEMBERS] for number in range(stories)]
    told = []
    for number, author in enumerate(authors):
        session = chance.choice(sessions[author])
        rare = tuple(_rare(chance) for _ in range(5))
        told.append(
            Told(author, session[-1] + chance.randint(1, 2), _draft(chance, number, rare, habits[author]), rare)
        )
    return World(members, chatter, sorted(told, key=lambda each: each.minute))


def _sessions(chance: random.Random) -> list[list[int]]:
    """Give the minutes at which somebody says something: two or three times a day, a few sentences each time."""
    found = []
    for day in range(DAYS):
        if chance.random() < PRESENT:
            for _ in range(chance.randint(2, 3)):
                minute = day * DAY + chance.randint(7 * 60, 23 * 60)
                found.append([minute + 2 * step for step in range(chance.randint(3, 5))])
    return found


def _habit(chance: random.Random) -> tuple[frozenset[str], bool]:
    """Give what somebody always ticks: the library alone, most often; else some of the other uses."""
    uses = {"library"} if chance.random() < 0.6 else {"library", *chance.sample(USES[1:], chance.randint(1, 4))}
    return frozenset(uses), chance.random() < 0.2


def _rare(chance: random.Random) -> str:
    return "".join(chance.choice(_SOUNDS.split()) for _ in range(5))


def _draft(chance: random.Random, number: int, rare: Sequence[str], habit: tuple[frozenset[str], bool]) -> Draft:
    words = [chance.choice(_PLAIN.split()) for _ in range(chance.choice((40, 120, 500)))]
    for word in rare:
        words.insert(chance.randrange(len(words)), word)
    files = [File("picture", chance.randbytes(20_000), "A drawing of a bus.")] if number % 20 == 0 else []
    about = About(themes=(chance.choice(THEMES),), notes=(chance.choice(NOTES),))
    return Draft(about, [" ".join(words)], files, *habit)
