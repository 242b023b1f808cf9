"""The drawing worker: a short process of its own, so that the bot never imports a plotting library."""

from typing import TypedDict


class Fortnight(TypedDict):
    """What goes on one picture, in words that are ready to be shown.

    `dots` has a place for each of `days`: the row of `answers` to mark, or None to leave the day empty.
    """

    title: str
    answers: list[str]
    days: list[str]
    dots: list[int | None]


class Place(TypedDict):
    """A place on the map: its name, and a few words under it, or none."""

    name: str
    note: str


class Pathway(TypedDict):
    """A map of places and the ways between them, in words that are ready to be shown.

    `steps` has two of `places` each. `here` is the place with the mark `mark`, or empty.
    """

    title: str
    note: str
    places: dict[str, Place]
    steps: list[tuple[str, str]]
    here: str
    mark: str
