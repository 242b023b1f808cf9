"""What the screens of a stage say, and in which words."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING, Final

from bot.parts import as_typed
from bot.services import pathways
from bot.services.pathway_totals import FEWEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from bot.services.pathway_totals import Told
    from bot.wording import Wording
    from db.models.training import TrainingEntry

ANY: Final = "any"
"""Stands for a stage where nobody chose one."""

LONGEST: Final = 160
"""Characters of an entry's title, or of who offers it, in the list: five of them share a screen with much else."""


def name_of(words: Wording, stage: str) -> str:
    """Say a stage."""
    return words(f"pathways-name-{stage}")


def pay_lines(words: Wording, stage: str, today: date) -> Iterator[str]:
    """Say what a stage usually pays, who says so, and when that was looked up."""
    pay = pathways.pay_of(stage)
    if pay.kind in {"bands", "range"}:
        yield words(f"pathways-paid-{pay.kind}", low=pay.low, high=pay.high)
    else:
        yield words(f"pathways-pay-{pay.kind}")
    if pay.checked_on is not None and pay.is_checked_lately(today):
        yield words("pathways-source", name=pay.source, link=pay.link, date=_day(words, pay.checked_on))
    elif pay.link:
        yield words("pathways-source-old", name=pay.source, link=pay.link)


def _day(words: Wording, day: date) -> str:
    return words("dates-date", day=day.day, month=words(f"dates-month-{day.month}"), year=str(day.year))


def next_lines(words: Wording, stage: str) -> Iterator[str]:
    """Say each step from a stage, and what helps to make it."""
    yield words("pathways-next")
    steps = pathways.steps_from(stage)
    for step in steps:
        name, how = name_of(words, pathways.ends_of(step)[1]), words(f"pathways-step-{step}")
        yield words("pathways-next-line", name=name, how=how)
    yield words("pathways-stay" if steps else "pathways-next-none")


def told_lines(words: Wording, stage: str, told: Mapping[str, Told]) -> Iterator[str]:
    """Say what is told of those who made a step from here."""
    steps = pathways.steps_from(stage)
    if steps:
        yield words("pathways-told")
    for step in steps:
        if step in told:
            yield from _told_lines(words, pathways.ends_of(step)[1], told[step])
    if steps and not told.keys() & set(steps):
        yield words("pathways-told-none", fewest=FEWEST)


def _told_lines(words: Wording, end: str, told: Told) -> Iterator[str]:
    yield words("pathways-told-people", name=name_of(words, end), people=told.people)
    if told.lengths:
        lengths = {words(f"pathways-length-{length}"): people for length, people in told.lengths.items()}
        yield words("pathways-told-lengths", parts=words.join(_parts(words, lengths)))
    if told.helps:
        helps = {words(f"pathways-help-{each}"): people for each, people in told.helps.items()}
        yield words("pathways-told-helps", parts=words.join(_parts(words, helps)))


def _parts(words: Wording, parts: Mapping[str, int]) -> list[str]:
    return [words("pathways-told-part", part=part, people=people) for part, people in parts.items()]


def entry_lines(words: Wording, entries: Sequence[TrainingEntry]) -> Iterator[str]:
    """Say what the catalogue has for a stage."""
    yield words("pathways-entries" if entries else "pathways-entries-none")
    for number, entry in enumerate(entries, start=1):
        title, provider = (as_typed(shorten(text, LONGEST)) for text in (entry.title, entry.provider))
        yield words("pathways-entry", number=number, title=title, provider=provider)
