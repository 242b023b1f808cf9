"""What somebody looks for, carried in their own private message: choices in ids, words as they stand on the screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from discord import ui

from bot.screens import texts_of
from bot.services.training import Look
from bot.services.training_texts import NATIONS, PRICES, STAGES, WAYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.screens import Interaction, Part
    from bot.wording import Wording

WORDS: Final = 9201
"""The component id of the words that are looked for."""

LONGEST: Final = 200
"""Characters of those words."""

ANY: Final = "-"

FILTERS: Final[Mapping[str, Sequence[str]]] = {"stage": STAGES, "way": WAYS, "price": PRICES, "nation": NATIONS}
"""What can be chosen, by the names of `Look`'s choices; an id has the place of what was chosen."""


def write_look(look: Look, page: int | None = None) -> str:
    """Write choices for an id; the words stay out of it."""
    places = [_place(closed, getattr(look, name)) for name, closed in FILTERS.items()]
    return f"{''.join(places)}.{look.page if page is None else page}"


def _place(closed: Sequence[str], chosen: str) -> str:
    return str(closed.index(chosen)) if chosen in closed else ANY


def read_look(written: str, interaction: Interaction | None = None) -> Look:
    """Read choices from an id, and the words from the screen that was pressed on."""
    places, _, page = written.partition(".")
    chosen = {name: choice_at(name, place) for name, place in zip(FILTERS, places, strict=False)}
    words = texts_of(interaction).get(WORDS, "") if interaction is not None else ""
    return Look(words=words, page=int(page) if page.isdecimal() else 0, **chosen)


def choice_at(name: str, place: str) -> str:
    """Give what stands at a place of a filter; nothing where there is no such place."""
    closed = FILTERS[name]
    return closed[int(place)] if place.isdecimal() and int(place) < len(closed) else ""


def name_of(words: Wording, name: str, place: int) -> str:
    """Name a choice to people."""
    return words(f"training-choice-{name}-{place}")


def carried(words: Wording, look: Look) -> list[Part]:
    """Show the words that are looked for, so that the next press finds them."""
    if not look.words:
        return []
    return [words("training-looked-for"), ui.TextDisplay[Any](look.words[:LONGEST], id=WORDS)]


def chosen_names(words: Wording, look: Look) -> list[str]:
    """Name all that was chosen."""
    return [
        name_of(words, name, closed.index(getattr(look, name)))
        for name, closed in FILTERS.items()
        if getattr(look, name) in closed
    ]


def begun(look: Look, **chosen: Any) -> Look:
    """Choose something else, and begin at the first page."""
    return replace(look, **{"page": 0, **chosen})
