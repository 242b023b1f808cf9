"""What one time of an event says of itself: to everybody on its card, and to one person in private."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.event_where import link_of, place_of
from bot.parts import as_typed, stamp
from bot.screens import Screen
from bot.services import event_lists
from bot.spoken import rule_in_words
from bot.ui import MAIN, PLAIN, door

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.services.event_lists import Told
    from bot.wording import Wording

ANSWERS = ("going", "maybe", "no")

NAMES = 20
"""The most names that a card shows."""


def safe(text: str) -> str:
    """Give what somebody typed for our own sentences: nothing in it calls anybody."""
    return discord.utils.escape_mentions(text)


def card_of(words: Wording, told: Told, *, now: datetime, takes_answers: bool = True) -> Screen:
    """Give the posted card. One that is cancelled or over says so, and takes no more answers."""
    if told.occurrence.state != "open":
        said = words(f"events-closed-{told.occurrence.state}", title=as_typed(told.title))
        was = words("events-card-when", when=stamp(told.occurrence.starts_at, "F"))
        return Screen(said, "\n".join([was, *_goes_on(words, told)]))
    lines = "\n".join(about(words, told, mine=None, now=now))
    ways = answer_ways(words, told) if takes_answers else []
    return Screen(f"## {as_typed(told.title)}", *([safe(told.about)] if told.about else []), lines, *ways)


def _goes_on(words: Wording, told: Told) -> Iterator[str]:
    """Say of a cancelled time of an event that repeats when the next one is, or that there is none."""
    if told.occurrence.state == "cancelled" and told.repeats:
        yield words("events-goes-on", when=stamp(told.next_at, "F")) if told.next_at else words("events-goes-not-on")


def answer_ways(words: Wording, told: Told, *, more: bool = True) -> list[str | list[ui.Item[Any]]]:
    """Give the question, who sees the answer, the answers, and on a card the way to all that one person can do."""
    number = told.occurrence.id
    styles = {"going": MAIN, "maybe": PLAIN, "no": PLAIN}
    answers: list[ui.Item[Any]] = [
        door(f"events:answer:{number}:{one}", words(f"events-say-{one}-answer"), styles[one]) for one in ANSWERS
    ]
    see = [door(f"events:view:{number}", words("events-more-button"))] if more else []
    asked = words("events-question-one", when=stamp(told.occurrence.starts_at, "F"))
    question = asked if told.repeats else words("events-question")
    lines = [question, words("events-seen-names" if told.event.shows_names else "events-seen-count")]
    lines += [words("events-need-later")] if more else []
    return ["\n".join(lines), [*answers, *see]]


def about(words: Wording, told: Told, *, mine: str | None, now: datetime) -> Iterator[str]:
    """Say when and where it is, what it costs, and who comes; the link only to those going, until it is over.

    `mine` is the answer of the one who looks, if they gave one.
    """
    yield from when(words, told)
    yield from _where(words, told, is_going=mine == "going", is_open=event_lists.is_open(told, now=now))
    yield from _people(words, told, mine=mine, now=now)
    for name in ("cost", "pay", "access"):
        if value := getattr(told.event, name):
            yield words(f"events-detail-{name}", text=safe(value))
    yield from whom(words, told)


def when(words: Wording, told: Told) -> Iterator[str]:
    """Say when it is."""
    one = told.occurrence
    yield words("events-when", starts=stamp(one.starts_at, "F"), ends=stamp(one.ends_at, "t"))
    if told.rule is not None and told.repeats:
        yield words("events-repeats", rule=rule_in_words(words, told.rule, now=one.starts_at))


def whom(words: Wording, told: Told) -> Iterator[str]:
    """Say who may come, and who answers questions."""
    if told.event.role_id is not None:
        yield words("events-for", role=f"<@&{told.event.role_id}>")
    if told.event.contact_id is not None:
        yield words("events-contact", name=f"<@{told.event.contact_id}>")


def _where(words: Wording, told: Told, *, is_going: bool, is_open: bool) -> Iterator[str]:
    yield from place_of(words, told)
    if told.online_link and is_open:
        later = words("events-link-too" if told.place else "events-link-later")
        yield link_of(words, told) if is_going else later


def _people(words: Wording, told: Told, *, mine: str | None, now: datetime) -> Iterator[str]:
    """Say how many come, where they are not few, and whether there is a place."""
    standing = told.standing
    if standing.going is not None:
        yield words("events-going", count=standing.going)
    if standing.is_full:
        yield from _full(words, told, mine=mine, now=now)
    elif standing.free is not None:
        yield words("events-free", count=standing.free)
    elif told.seats is not None:
        yield words("events-seats", count=told.seats)
    if told.event.shows_names and told.names:
        yield words("events-names", names=_names(words, told.names))


def _full(words: Wording, told: Told, *, mine: str | None, now: datetime) -> Iterator[str]:
    """Say that every place is taken, to those whom it concerns: who waits or holds an offer is told of that instead."""
    if mine == "going":
        yield words("events-all-taken")
    elif mine not in {"waiting", "offered"}:
        yield words("events-full-card" if told.occurrence.starts_at > now else "events-begun-full")


def _names(words: Wording, names: Sequence[int]) -> str:
    shown = [f"<@{name}>" for name in names[:NAMES]]
    return words.join([*shown, words("events-names-more", count=len(names) - NAMES)] if len(names) > NAMES else shown)
