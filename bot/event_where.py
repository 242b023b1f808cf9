"""Where one time of an event is, as its card, its screens and private messages all say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.parts import as_typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.services.event_lists import Told
    from bot.wording import Wording


def place_of(words: Wording, told: Told) -> Iterator[str]:
    """Say where it is, as it was typed, and where that is on a map."""
    if told.place:
        yield words("events-place", place=as_typed(told.place))
    if told.map_link:
        yield words("events-map", link=told.map_link)


def link_of(words: Wording, told: Told) -> str:
    """Say where it is online, for those who are coming alone."""
    return words("events-link", link=told.online_link)
